/*
 * run_cases.c: runs the data cases of this folder (README.md) and reports each as a line of TAP. What was got is
 * printed where it is not what was expected, so that it can be read and pasted.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "gen/services.h"
#include "wire/engine.h"
#include "wire/errors.h"
#include "wire/json_value.h"
#include "wire/pattern.h"

#define FILE_BYTES ((size_t)1 << 20)
#define HEADERS 16
#define REQUEST_ID GH_S("00000000-0000-4000-8000-000000000000")

struct wire_case {
    struct gh_arena *a;
    const char *folder;
    const struct gh_service *service;
    struct http_header headers[HEADERS];
    struct http_request request;
    struct wire_input input;
    const struct gh_operation *op;
    char trouble[4096];
};

static unsigned count, failed;

static struct gh_str read_file(struct gh_arena *a, const char *folder, const char *name) {
    struct gh_str path = gh_fmt(a, "%s/%s", folder, name);
    FILE *f = fopen(gh_cstr(a, path), "rb");
    if (!f) return GH_S_NONE;
    char *text = gh_arena_text(a, FILE_BYTES);
    size_t n = fread(text, 1, FILE_BYTES, f);
    fclose(f);
    if (n && text[n - 1] == '\n') n--;
    return gh_str_n(text, n);
}

static bool trouble(struct wire_case *c, const char *what, struct gh_str text) {
    snprintf(c->trouble, sizeof c->trouble, "%s%.*s", what, GH_S_FMT(text));
    return false;
}

static struct gh_str joined_lines(struct gh_arena *a, struct gh_str text) {
    struct gh_buf b;
    gh_buf_init(&b, a, FILE_BYTES);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == '\n')
            i++;
        else
            gh_buf_addc(&b, text.p[i]);
    }
    return gh_buf_str(&b);
}

static bool read_request(struct wire_case *c) {
    struct gh_str rest = read_file(c->a, c->folder, "req.http"), line, part;
    if (!rest.p) return trouble(c, "no req.http", GH_S_NONE);
    struct http_request *r = &c->request;
    gh_str_split(&rest, '\n', &line);
    gh_str_split(&line, ' ', &r->method);
    gh_str_split(&line, ' ', &r->target);
    part = r->target;
    gh_str_split(&part, '?', &r->raw_path);
    r->raw_query = part;
    r->headers = c->headers;
    while (gh_str_split(&rest, '\n', &line) && line.n) {
        if (r->n_headers == HEADERS || gh_str_find(line, ':') < 0) return trouble(c, "bad header: ", line);
        struct http_header *h = &c->headers[r->n_headers++];
        gh_str_split(&line, ':', &h->name);
        h->value = gh_str_trim(line);
    }
    r->body = joined_lines(c->a, rest.p ? rest : GH_S(""));
    return true;
}

static const struct gh_operation *operation_named(const struct gh_service *s, struct gh_str name) {
    for (uint32_t i = 0; i < s->n_operations; i++)
        if (gh_str_eq(s->operations[i].name, name)) return &s->operations[i];
    return NULL;
}

static bool find_operation(struct wire_case *c) {
    struct gh_str name = GH_S_NONE;
    c->input.http = &c->request;
    switch (c->service->protocol) {
    case GH_AWS_JSON:
        name = http_header(&c->request, GH_S("X-Amz-Target"));
        name = gh_str_slice(name, c->service->target_prefix.n + 1, name.n);
        break;
    case GH_AWS_QUERY:
        if (form_parse(c->a, c->request.body, NULL, &c->input.form, NULL)) return trouble(c, "bad form", GH_S_NONE);
        name = form_get(&c->input.form, GH_S("Action"));
        break;
    default:
        c->op = wire_find_rest(c->service, &c->request, &c->input.labels);
        return c->op || trouble(c, "no op", name);
    }
    c->op = operation_named(c->service, name);
    return c->op || trouble(c, "no such operation: ", name);
}

static bool expect(struct wire_case *c, const char *file, struct gh_str got) {
    struct gh_str expected = read_file(c->a, c->folder, file);
    if (gh_str_eq(expected, got)) return true;
    return trouble(c, file, gh_fmt(c->a, " should be:\n%.*s", GH_S_FMT(got)));
}

static int by_name(const void *a, const void *b) {
    return gh_str_cmp(((const struct http_header *)a)->name, ((const struct http_header *)b)->name);
}

static struct gh_str reply_text(struct wire_case *c, struct wire_reply *r) {
    struct gh_buf b;
    gh_buf_init(&b, c->a, FILE_BYTES);
    gh_buf_addf(&b, "%u\nContent-Type: %.*s\n", r->status, GH_S_FMT(r->content_type));
    qsort(r->headers, r->n_headers, sizeof r->headers[0], by_name);
    for (size_t i = 0; i < r->n_headers; i++)
        gh_buf_addf(&b, "%.*s: %.*s\n", GH_S_FMT(r->headers[i].name), GH_S_FMT(r->headers[i].value));
    gh_buf_addc(&b, '\n');
    gh_buf_add(&b, gh_buf_str(&r->body));
    return gh_buf_str(&b);
}

static bool check_output(struct wire_case *c, struct gh_str text) {
    struct gh_err err = {0};
    struct wire_decoder d = {.arena = c->a, .service = c->service, .err = &err};
    const struct json *node;
    void *out = wire_output_new(c->a, c->op);
    if (!out) return trouble(c, "the operation has no output", GH_S_NONE);
    if (wire_json_body(&d, text, &node) || wire_json_structure(&d, c->op->out, node, out, NULL))
        return trouble(c, "out.json: ", gh_str_c(err.message));
    struct wire_reply r;
    wire_encode(c->a, c->op, out, REQUEST_ID, &r);
    return expect(c, "resp.http", reply_text(c, &r));
}

static bool check_input(struct wire_case *c, bool refused) {
    struct gh_err err = {0};
    void *in;
    struct wire_reply r;
    if (wire_decode(c->a, &c->input, c->op, &in, &err)) {
        wire_encode_error(c->a, c->service->protocol, c->service, &err, REQUEST_ID, &r);
        struct gh_str got = reply_text(c, &r);
        return refused ? expect(c, "resp.http", got) : trouble(c, "refused:\n", got);
    }
    struct gh_buf b;
    gh_buf_init(&b, c->a, FILE_BYTES);
    if (in) wire_json_write(&b, c->op->in, in, NULL);
    return refused ? trouble(c, "accepted:\n", gh_buf_str(&b)) : expect(c, "in.json", gh_buf_str(&b));
}

static bool run(struct wire_case *c) {
    if (!read_request(c) || !find_operation(c)) return false;
    struct gh_str in = read_file(c->a, c->folder, "in.json"), out = read_file(c->a, c->folder, "out.json");
    struct gh_str resp = read_file(c->a, c->folder, "resp.http");
    if (out.p && !check_output(c, out)) return false;
    if (out.p && !in.p) return true;
    return check_input(c, resp.p && !out.p);
}

static void run_case(const struct gh_service *service, const char *folder, const char *name) {
    struct wire_case c = {.a = gh_arena_new(0), .folder = folder, .service = service};
    bool ok = run(&c);
    failed += !ok;
    printf("%sok %u - %.*s/%s\n", ok ? "" : "not ", ++count, GH_S_FMT(service->name), name);
    struct gh_str rest = gh_str_c(ok ? NULL : c.trouble), line;
    while (gh_str_split(&rest, '\n', &line)) printf("# %.*s\n", GH_S_FMT(line));
    gh_arena_free(c.a);
}

static void run_service(const char *root, const struct gh_service *service) {
    struct gh_arena *a = gh_arena_new(0);
    char *folder = gh_cstr(a, gh_fmt(a, "%s/%.*s", root, GH_S_FMT(service->name)));
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.')
            run_case(service, gh_cstr(a, gh_fmt(a, "%s/%s", folder, entries[i]->d_name)), entries[i]->d_name);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
    gh_arena_free(a);
}

int main(int argc, char **argv) {
    struct gh_err err;
    if (argc != 2 || wire_patterns_init(gh_patterns, gh_patterns_count, &err)) {
        printf("Bail out! %s\n", argc == 2 ? err.detail : "usage: test_wire_cases FOLDER");
        return 1;
    }
    for (size_t i = 0; i < gh_services_count; i++) run_service(argv[1], gh_services[i]);
    printf("1..%u\n", count);
    wire_patterns_done();
    return failed || !count;
}
