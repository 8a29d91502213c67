/*
 * screen.c: judges the head of a request before anything believes it. Where two programs could read a message in two
 * ways (request smuggling), it is refused, never repaired.
 *
 * libmicrohttpd 0.9.75 ends a line at a bare LF, joins folded lines, cuts at a NUL, skips spaces, and takes the first
 * of several Host, Content-Length or Transfer-Encoding headers. It does not say that it did, but it parses in place: in
 * a well-formed head each string begins exactly where the one before it and its separator end, and the head ends where
 * the last header does. Any other layout is refused. (Later versions refuse such heads themselves.)
 */
#include "http/server_int.h"

#include <string.h>

#define METHOD_MAX 20

enum {
    VALUE = 1,  /* may stand in a header value */
    TARGET = 2, /* in a request target */
    TOKEN = 4,  /* in a method or header name */
    HOST = 8,   /* in a Host header */
};
#define ANYWHERE (VALUE | TARGET | TOKEN | HOST)

static const unsigned char kinds[256] = {
    ['\t'] = VALUE,
    [' '] = VALUE,
    ['!'] = VALUE | TARGET | TOKEN,
    ['"'] = VALUE | TARGET,
    ['#'] = VALUE | TOKEN,
    ['$' ... '\''] = VALUE | TARGET | TOKEN,
    ['(' ... ')'] = VALUE | TARGET,
    ['*' ... '+'] = VALUE | TARGET | TOKEN,
    [','] = VALUE | TARGET,
    ['-' ... '.'] = ANYWHERE,
    ['/'] = VALUE | TARGET,
    ['0' ... '9'] = ANYWHERE,
    [':'] = VALUE | TARGET | HOST,
    [';' ... '@'] = VALUE | TARGET,
    ['A' ... 'Z'] = ANYWHERE,
    ['['] = VALUE | TARGET | HOST,
    ['\\'] = VALUE | TARGET,
    [']'] = VALUE | TARGET | HOST,
    ['^'] = VALUE | TARGET | TOKEN,
    ['_'] = ANYWHERE,
    ['`'] = VALUE | TARGET | TOKEN,
    ['a' ... 'z'] = ANYWHERE,
    ['{'] = VALUE | TARGET,
    ['|'] = VALUE | TARGET | TOKEN,
    ['}'] = VALUE | TARGET,
    ['~'] = VALUE | TARGET | TOKEN,
    [0x80 ... 0xff] = VALUE,
};

struct head {
    struct http_exchange *x;
    const char *expected; /* where the next header name must lie */
    unsigned status;
    unsigned hosts, lengths, encodings;
    struct gh_str host, length, encoding, expect;
};

static bool all(struct gh_str s, unsigned kind) {
    unsigned common = kind;
    for (size_t i = 0; i < s.n; i++) common &= kinds[(unsigned char)s.p[i]];
    return common != 0;
}

/* all(s, VALUE), eight bytes at a time: values are long, and nearly all of them are plain text. */
static bool all_value(struct gh_str s) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    size_t i = 0;
    uint64_t odd = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t w, del;
        memcpy(&w, s.p + i, 8);
        del = w ^ (ones * 0x7f);
        odd |= ((w - ones * 0x20) & ~w) | ((del - ones) & ~del); /* a byte below space, or DEL */
    }
    if (odd & highs) return all(s, VALUE); /* a tab, or one that must not be */
    return all(gh_str_slice(s, i, s.n), VALUE);
}

static struct gh_str trim_right(struct gh_str s) {
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
    return s;
}

/* The few headers that decide where the message ends and whom it is for. */
static void note_framing(struct head *h, const struct http_header *header) {
    if (header->name.n == 4 && gh_str_eq_ci(header->name, GH_S("host"))) {
        h->hosts++;
        h->host = header->value;
    } else if (header->name.n == 14 && gh_str_eq_ci(header->name, GH_S("content-length"))) {
        h->lengths++;
        h->length = header->value;
    } else if (header->name.n == 17 && gh_str_eq_ci(header->name, GH_S("transfer-encoding"))) {
        h->encodings++;
        h->encoding = header->value;
    } else if (header->name.n == 6 && gh_str_eq_ci(header->name, GH_S("expect"))) {
        h->expect = header->value;
    }
}

static enum MHD_Result refuse(struct head *h, unsigned status) {
    h->status = status;
    return MHD_NO;
}

/* Copies one header into the arena: the library's memory ends with the connection, the exchange may outlive it. */
static enum MHD_Result take_header(void *head, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                   const char *value, size_t value_n) {
    (void)kind;
    struct head *h = head;
    struct http_request *r = &h->x->request;
    if (r->n_headers == HTTP_HEADERS_MAX) return refuse(h, 431);
    if (!value) return refuse(h, 400);
    if (h->x->server->screen_layout && (name != h->expected || value < name + name_n + 1)) return refuse(h, 400);
    h->expected = value + value_n + 2;
    char *copy = gh_arena_text(h->x->arena, name_n + value_n);
    memcpy(copy, name, name_n);
    memcpy(copy + name_n, value, value_n);
    struct http_header *header = &h->x->headers[r->n_headers++];
    header->name = gh_str_n(copy, name_n);
    header->value = trim_right(gh_str_n(copy + name_n, value_n));
    if (!name_n || !all(header->name, TOKEN) || !all_value(header->value)) return refuse(h, 400);
    note_framing(h, header);
    return MHD_YES;
}

static unsigned screen_line(struct http_exchange *x, const struct http_raw *raw) {
    struct http_request *r = &x->request;
    struct gh_str version = gh_str_c(raw->version);
    r->method = gh_str_dup(x->arena, gh_str_c(raw->method));
    if (!r->method.n || r->method.n > METHOD_MAX || !all(r->method, TOKEN)) return 400;
    if (!gh_str_eq(version, GH_S("HTTP/1.1")) && !gh_str_eq(version, GH_S("HTTP/1.0"))) return 505;
    if (!r->target.n || r->target.p[0] != '/' || !all(r->target, TARGET)) return 400;
    if (x->server->screen_layout &&
        (raw->method + r->method.n + 1 != x->raw_target || x->raw_target + r->target.n + 1 != raw->version))
        return 400;
    ptrdiff_t query = gh_str_find(r->target, '?');
    r->raw_path = query < 0 ? r->target : gh_str_slice(r->target, 0, (size_t)query);
    r->raw_query = query < 0 ? GH_S_NONE : gh_str_slice(r->target, (size_t)query + 1, r->target.n);
    return 0;
}

static unsigned screen_framing(struct http_exchange *x, const struct head *h, bool http_1_1) {
    if (h->hosts > 1 || (http_1_1 && h->hosts != 1)) return 400;
    if (h->hosts && (!h->host.n || !all(h->host, HOST))) return 400;
    if (h->encodings) {
        if (h->encodings > 1 || h->lengths || !http_1_1) return 400;
        if (!gh_str_eq_ci(h->encoding, GH_S("chunked"))) return 501;
        x->chunked = true;
    }
    if (h->lengths) {
        if (h->lengths > 1 || !h->length.n) return 400;
        for (size_t i = 0; i < h->length.n; i++)
            if (h->length.p[i] < '0' || h->length.p[i] > '9') return 400;
        int64_t length;
        if (!gh_str_to_i64(h->length, &length) || (uint64_t)length > x->server->max_body) return 413;
        x->body_expected = (size_t)length;
    }
    if (h->expect.p && !gh_str_eq_ci(h->expect, GH_S("100-continue"))) return 417;
    return 0;
}

unsigned http_screen(struct http_exchange *x, const struct http_raw *raw, struct MHD_Connection *mhd) {
    unsigned status = screen_line(x, raw);
    if (status) return status;
    struct head h = {.x = x, .expected = raw->version + strlen(raw->version) + 2};
    x->request.headers = x->headers;
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, take_header, &h);
    if (h.status) return h.status;
    if (x->server->screen_layout && h.expected + 2 != raw->method + raw->header_size) return 400;
    return screen_framing(x, &h, raw->version[7] == '1');
}
