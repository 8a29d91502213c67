/* sigv4_case.h: reading the cases of tests/sigv4: files, and raw requests as text. */
#ifndef TESTS_PROTO_SIGV4_CASE_H
#define TESTS_PROTO_SIGV4_CASE_H

#include "unit.h"

#include "proto/sigv4.h"

#define CASE_ACCESS_KEY "AKIDEXAMPLE"
#define CASE_SECRET GH_S("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

/* The file's content, or absent where there is no such file. */
static inline struct gh_str case_read(struct gh_arena *a, const char *folder, const char *name) {
    FILE *f = fopen(gh_fmt(a, "%s/%s%c", folder, name, 0).p, "rb");
    if (!f) return GH_S_NONE;
    struct gh_buf b;
    char block[4096];
    size_t n;
    gh_buf_init(&b, a, 1 << 20);
    while ((n = fread(block, 1, sizeof block, f)) > 0) gh_buf_add(&b, gh_str_n(block, n));
    fclose(f);
    return gh_buf_str(&b);
}

/* "METHOD TARGET HTTP/1.1", headers, an empty line, the body. The target may hold spaces. */
static inline struct sigv4_message case_message(struct gh_arena *a, struct gh_str text) {
    struct sigv4_message m = {0};
    struct sigv4_header *headers = gh_new_n(a, struct sigv4_header, 64);
    struct gh_str line, target;
    assert_true(gh_str_split(&text, '\n', &line));
    ptrdiff_t first = gh_str_find(line, ' ');
    assert_true(first > 0 && gh_str_ends(line, GH_S(" HTTP/1.1")));
    m.method = gh_str_slice(line, 0, (size_t)first);
    target = gh_str_slice(line, (size_t)first + 1, line.n - 9);
    ptrdiff_t mark = gh_str_find(target, '?');
    m.raw_path = mark < 0 ? target : gh_str_slice(target, 0, (size_t)mark);
    m.raw_query = mark < 0 ? GH_S_NONE : gh_str_slice(target, (size_t)mark + 1, target.n);
    while (gh_str_split(&text, '\n', &line) && line.n) {
        ptrdiff_t colon = gh_str_find(line, ':');
        assert_true(colon > 0 && m.n_headers < 62);
        headers[m.n_headers++] =
            (struct sigv4_header){gh_str_slice(line, 0, (size_t)colon), gh_str_slice(line, (size_t)colon + 1, line.n)};
    }
    m.headers = headers;
    m.body = text.p ? text : GH_S("");
    return m;
}

/* @m with one more header; the array of case_message has room. */
static inline void case_add_header(struct sigv4_message *m, struct gh_str name, struct gh_str value) {
    ((struct sigv4_header *)m->headers)[m->n_headers++] = (struct sigv4_header){name, value};
}

/* Everything a server does to authenticate @m. */
static inline enum sigv4_error case_verify(struct gh_arena *a, const struct sigv4_message *m, int64_t now_ms,
                                           struct gh_str service, unsigned flags, struct gh_err *err) {
    struct sigv4_request r;
    struct crypto_hmac_key key;
    enum sigv4_error e = sigv4_parse(a, m, &r, err);
    if (!e) e = sigv4_check_time(a, &r, now_ms, SIGV4_SKEW_MS, err);
    if (!e) e = sigv4_check_scope(&r, service, err);
    if (e) return e;
    assert_str(r.access_key_id, CASE_ACCESS_KEY);
    sigv4_signing_key(CASE_SECRET, r.date, r.region, r.service, &key);
    return sigv4_check(a, m, &r, &key, flags, err);
}

#endif
