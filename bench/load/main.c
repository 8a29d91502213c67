/*
 * main.c: load from the command line: a request given by options, "{n}" in its path, headers and body replaced by a
 * number of its own in each request, signed with Signature Version 4 where asked.
 *
 * Prints one JSON object: requests, errors, seconds, per_second, p50_us, p99_us, max_us. Exits 1 where there were
 * errors.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "load.h"
#include "proto/sigv4.h"

#define HEADERS_MAX 16
/* A replayed signature is renewed this often: it is good for five minutes. */
#define REPLAY_MS 60000
#define AHEAD_MAX 1000000

struct plan {
    struct gh_arena *arena; /* of one request */
    struct gh_str method, path, body, host;
    struct sigv4_header headers[HEADERS_MAX];
    size_t n_headers;
    struct sigv4_signer signer;
    bool sign, replay, cycle;
    uint64_t from;
    struct gh_arena *keep; /* of what was made ahead, and the bodies */
    struct gh_str *bodies; /* of each request its own */
    size_t n_bodies;
    struct gh_str *ahead;
    uint64_t n_ahead;
    char *replayed;
    size_t replayed_n;
    int64_t replayed_at_ms;
};

static const char usage[] =
    "load --port N [--connections N] [--seconds S] [--warmup S] [--requests N] [--expect STATUS]\n"
    "     [--method M] [--path P] [--header 'Name: value']... [--body TEXT] [--from N]\n"
    "     [--key-id K --secret S --service NAME [--region R] [--session-token T]] [--replay | --ahead N [--cycle]]\n"
    "     [--bodies FILE] [--spin]\n"
    "\n"
    "{n} in the path, the headers and the body becomes a number, from --from upwards. --bodies: the body of request\n"
    "N is line N of the file, and after the last line it ends. --ahead: the first N requests are made and signed\n"
    "before the clock starts, so that the client is no bottleneck; --cycle: and then sent again, for less than the\n"
    "five minutes that signatures are good for. --replay: one signed request, sent again and again (without {n}). "
    "--spin:\n"
    "never sleep, so that the server's processor is not spent on waking this one.\n";

static struct gh_str number_in(struct gh_arena *a, struct gh_str text, uint64_t n) {
    ptrdiff_t at = gh_str_find_str(text, GH_S("{n}"));
    if (at < 0) return text;
    struct gh_str before = gh_str_slice(text, 0, (size_t)at);
    struct gh_str after = number_in(a, gh_str_slice(text, (size_t)at + 3, text.n), n);
    return gh_fmt(a, "%.*s%" PRIu64 "%.*s", GH_S_FMT(before), n, GH_S_FMT(after));
}

static void add_headers(struct gh_buf *b, const struct sigv4_header *headers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        gh_buf_add(b, headers[i].name);
        gh_buf_add(b, GH_S(": "));
        gh_buf_add(b, headers[i].value);
        gh_buf_add(b, GH_S("\r\n"));
    }
}

static size_t build(struct plan *p, uint64_t serial, char *to) {
    struct gh_arena *a = p->arena;
    if (p->bodies && serial >= p->n_bodies) return 0;
    struct gh_str target = number_in(a, p->path, serial);
    struct gh_str body = p->bodies ? p->bodies[serial] : number_in(a, p->body, serial);
    struct sigv4_header headers[HEADERS_MAX];
    for (size_t i = 0; i < p->n_headers; i++)
        headers[i] = (struct sigv4_header){p->headers[i].name, number_in(a, p->headers[i].value, serial)};
    ptrdiff_t query = gh_str_find(target, '?');
    const struct sigv4_message m = {
        .method = p->method,
        .raw_path = query < 0 ? target : gh_str_slice(target, 0, (size_t)query),
        .raw_query = query < 0 ? GH_S_NONE : gh_str_slice(target, (size_t)query + 1, target.n),
        .headers = headers,
        .n_headers = p->n_headers,
        .body = body,
    };
    struct sigv4_signed s = {.n = 0};
    if (p->sign && sigv4_sign(a, &m, &p->signer, gh_clock_ms(), 0, &s)) return 0;
    struct gh_buf b;
    gh_buf_init(&b, a, LOAD_REQUEST_MAX);
    gh_buf_addf(&b, "%.*s %.*s HTTP/1.1\r\n", GH_S_FMT(p->method), GH_S_FMT(target));
    add_headers(&b, headers, p->n_headers);
    add_headers(&b, s.headers, s.n);
    if (body.n || gh_str_eq(p->method, GH_S("POST"))) gh_buf_addf(&b, "Content-Length: %zu\r\n", body.n);
    gh_buf_add(&b, GH_S("\r\n"));
    gh_buf_add(&b, body);
    if (!gh_buf_ok(&b)) return 0;
    memcpy(to, b.p, b.n);
    size_t n = b.n;
    gh_arena_reset(a);
    return n;
}

static void read_bodies(struct plan *p, const char *path) {
    char line[LOAD_REQUEST_MAX];
    FILE *f = fopen(path, "r");
    if (!f) {
        fprintf(stderr, "load: %s: cannot be read\n", path);
        exit(1);
    }
    p->bodies = gh_new_n(p->keep, struct gh_str, AHEAD_MAX);
    while (p->n_bodies < AHEAD_MAX && fgets(line, sizeof line, f))
        p->bodies[p->n_bodies++] = gh_str_dup(p->keep, gh_str_trim(gh_str_c(line)));
    fclose(f);
}

static void make_ahead(struct plan *p) {
    static char to[LOAD_REQUEST_MAX];
    p->ahead = gh_new_n(p->keep, struct gh_str, p->n_ahead);
    for (uint64_t i = 0; i < p->n_ahead; i++)
        p->ahead[i] = gh_str_dup(p->keep, gh_str_n(to, build(p, p->from + i, to)));
}

static size_t request(void *context, uint64_t serial, char *to) {
    struct plan *p = context;
    if (p->n_ahead && (p->cycle || serial < p->n_ahead)) {
        struct gh_str made = p->ahead[serial % p->n_ahead];
        memcpy(to, made.p, made.n);
        return made.n;
    }
    if (!p->replay) return build(p, p->from + serial, to);
    int64_t now = gh_monotonic_ms();
    if (!p->replayed_n || now - p->replayed_at_ms > REPLAY_MS) {
        p->replayed_n = build(p, p->from, p->replayed);
        p->replayed_at_ms = now;
    }
    memcpy(to, p->replayed, p->replayed_n);
    return p->replayed_n;
}

static void add_header(struct plan *p, struct gh_str line) {
    ptrdiff_t colon = gh_str_find(line, ':');
    if (colon < 1 || p->n_headers == HEADERS_MAX) {
        fputs(usage, stderr);
        exit(2);
    }
    p->headers[p->n_headers++] = (struct sigv4_header){gh_str_slice(line, 0, (size_t)colon),
                                                       gh_str_trim(gh_str_slice(line, (size_t)colon + 1, line.n))};
}

static uint64_t number(const char *text) {
    int64_t n;
    if (!gh_str_to_i64(gh_str_c(text), &n) || n < 0) {
        fputs(usage, stderr);
        exit(2);
    }
    return (uint64_t)n;
}

static const struct option names[] = {
    {"port", required_argument, NULL, 'p'},     {"connections", required_argument, NULL, 'c'},
    {"seconds", required_argument, NULL, 's'},  {"warmup", required_argument, NULL, 'w'},
    {"requests", required_argument, NULL, 'r'}, {"expect", required_argument, NULL, 'e'},
    {"method", required_argument, NULL, 'm'},   {"path", required_argument, NULL, 'P'},
    {"header", required_argument, NULL, 'H'},   {"body", required_argument, NULL, 'b'},
    {"from", required_argument, NULL, 'f'},     {"key-id", required_argument, NULL, 'k'},
    {"secret", required_argument, NULL, 'S'},   {"service", required_argument, NULL, 'v'},
    {"region", required_argument, NULL, 'R'},   {"session-token", required_argument, NULL, 't'},
    {"replay", no_argument, NULL, 'y'},         {"ahead", required_argument, NULL, 'a'},
    {"cycle", no_argument, NULL, 'C'},          {"bodies", required_argument, NULL, 'B'},
    {"spin", no_argument, NULL, 'i'},           {NULL, 0, NULL, 0},
};

static void read_options(int argc, char **argv, struct plan *p, struct load_options *o) {
    int c;
    while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
        struct gh_str value = gh_str_c(optarg);
        switch (c) {
        case 'p': o->port = (unsigned)number(optarg); break;
        case 'c': o->connections = (unsigned)number(optarg); break;
        case 's': o->run_ms = (int64_t)number(optarg) * 1000; break;
        case 'w': o->warmup_ms = (int64_t)number(optarg) * 1000; break;
        case 'r': o->requests_max = number(optarg); break;
        case 'e': o->expect = (unsigned)number(optarg); break;
        case 'm': p->method = value; break;
        case 'P': p->path = value; break;
        case 'H': add_header(p, value); break;
        case 'b': p->body = value; break;
        case 'f': p->from = number(optarg); break;
        case 'k': p->signer.access_key_id = value; break;
        case 'S': p->signer.secret = value; break;
        case 'v': p->signer.service = value; break;
        case 'R': p->signer.region = value; break;
        case 't': p->signer.session_token = value; break;
        case 'y': p->replay = true; break;
        case 'a': p->n_ahead = number(optarg); break;
        case 'C': p->cycle = true; break;
        case 'i': o->spin = true; break;
        case 'B': read_bodies(p, optarg); break;
        default: fputs(usage, stderr); exit(2);
        }
    }
    p->sign = p->signer.access_key_id.p && p->signer.secret.p && p->signer.service.p;
    if (!o->port || !o->connections || (p->signer.access_key_id.p && !p->sign) || p->n_ahead > AHEAD_MAX) {
        fputs(usage, stderr);
        exit(2);
    }
}

int main(int argc, char **argv) {
    struct plan p = {.method = GH_S("GET"), .path = GH_S("/"), .body = GH_S(""), .signer.region = GH_S("us-east-1")};
    struct load_options o = {
        .connections = 64, .warmup_ms = 1000, .run_ms = 5000, .expect = 200, .request = request, .context = &p};
    p.arena = gh_arena_new(0);
    p.keep = gh_arena_new(0);
    p.replayed = malloc(LOAD_REQUEST_MAX);
    if (!p.replayed) return 1;
    read_options(argc, argv, &p, &o);
    char host[32];
    snprintf(host, sizeof host, "Host: 127.0.0.1:%u", o.port);
    add_header(&p, gh_str_c(host));
    if (p.n_ahead) make_ahead(&p);
    struct load_result r;
    bool ran = load_run(&o, &r);
    if (!ran) fprintf(stderr, "load: no connection to 127.0.0.1:%u\n", o.port);
    if (r.errors) fprintf(stderr, "load: first bad answer: status %u\n%s\n", r.first_bad_status, r.first_bad_answer);
    printf("{\"requests\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"seconds\":%.3f,\"per_second\":%.0f,\"p50_us\":%.0f,"
           "\"p99_us\":%.0f,\"max_us\":%.0f}\n",
           r.requests, r.errors, r.seconds, r.per_second, r.p50_us, r.p99_us, r.max_us);
    gh_arena_free(p.arena);
    gh_arena_free(p.keep);
    free(p.replayed);
    return ran && !r.errors ? 0 : 1;
}
