/* sigv4_canonical.c: stages 1 and 2: the canonical request and the string to sign; see sigv4.h. */
#include "proto/sigv4_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "codec/form.h"

#define CANONICAL_USUAL 768

static void add_encoded_path(struct gh_buf *b, struct gh_str path) {
    size_t from = 0;
    for (size_t i = 0; i <= path.n; i++) {
        if (i < path.n && path.p[i] != '/') continue;
        percent_encode(b, gh_str_slice(path, from, i));
        if (i < path.n) gh_buf_addc(b, '/');
        from = i + 1;
    }
}

/* Dot segments resolved, empty ones dropped, a slash at the end kept; then encoded once more, as every service but S3
 * wants. After "/." and "/.." no slash is put (RFC 3986 section 5.2.4 would): AWS's clients do not. */
static void add_normal_path(struct gh_arena *a, struct gh_buf *b, struct gh_str path) {
    size_t n = 0, most = 1;
    for (size_t i = 0; i < path.n; i++) most += path.p[i] == '/';
    struct gh_str *kept = gh_new_n(a, struct gh_str, most), rest = path, part = GH_S_NONE;
    while (gh_str_split(&rest, '/', &part)) {
        if (gh_str_eq(part, GH_S("..")))
            n -= n > 0;
        else if (part.n && !gh_str_eq(part, GH_S(".")))
            kept[n++] = part;
    }
    for (size_t i = 0; i < n; i++) {
        gh_buf_addc(b, '/');
        percent_encode(b, kept[i]);
    }
    if (!part.n || n == 0) gh_buf_addc(b, '/');
}

static void add_path(struct gh_arena *a, struct gh_buf *b, struct gh_str path, unsigned flags) {
    struct gh_str plain;
    if (path.n <= 1)
        gh_buf_addc(b, '/');
    else if (!(flags & SIGV4_S3))
        add_normal_path(a, b, path);
    else
        add_encoded_path(b, percent_decode(a, path, &plain) ? plain : path);
}

static int compare_pairs(const void *x, const void *y) {
    const struct form_pair *p = x, *q = y;
    int c = gh_str_cmp(p->name, q->name);
    return c ? c : gh_str_cmp(p->value, q->value);
}

static struct gh_str encoded(struct gh_arena *a, struct gh_str s) {
    struct gh_buf b;
    gh_buf_init(&b, a, s.n * 3);
    percent_encode(&b, s);
    return gh_buf_str(&b);
}

/* Decoded and encoded again, so that every spelling of a parameter counts as one; sorted in encoded form. A '+' is the
 * space that it will be decoded to. */
static bool add_query(struct gh_arena *a, struct gh_buf *b, struct gh_str raw_query, bool presigned) {
    struct form form;
    if (!raw_query.n) return true;
    if (form_parse(a, raw_query, NULL, &form, NULL) != 0) return false;
    struct form_pair *pairs = form.n ? gh_new_n(a, struct form_pair, form.n) : NULL;
    size_t n = 0;
    for (size_t i = 0; i < form.n; i++) {
        if (presigned && gh_str_eq(form.pairs[i].name, GH_S("X-Amz-Signature"))) continue;
        pairs[n++] = (struct form_pair){encoded(a, form.pairs[i].name), encoded(a, form.pairs[i].value)};
    }
    if (n > 1) qsort(pairs, n, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < n; i++) {
        if (i) gh_buf_addc(b, '&');
        gh_buf_add(b, pairs[i].name);
        gh_buf_addc(b, '=');
        gh_buf_add(b, pairs[i].value);
    }
    return true;
}

/* White space off both ends, runs of it inside to one space, within quotes too. */
static void add_header_value(struct gh_buf *b, struct gh_str value) {
    value = gh_str_trim(value);
    char *to = gh_buf_extend(b, value.n);
    if (!to) return;
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        bool blank = value.p[i] == ' ' || value.p[i] == '\t';
        if (!blank)
            to[n++] = value.p[i];
        else if (to[n - 1] != ' ')
            to[n++] = ' ';
    }
    b->n -= value.n - n;
}

static bool add_header(struct gh_buf *b, const struct sigv4_message *m, struct gh_str name) {
    bool found = false;
    gh_buf_add(b, name);
    for (size_t i = 0; i < m->n_headers; i++) {
        if (m->headers[i].name.n != name.n || !gh_str_eq_ci(m->headers[i].name, name)) continue;
        gh_buf_addc(b, found ? ',' : ':');
        add_header_value(b, m->headers[i].value);
        found = true;
    }
    gh_buf_addc(b, '\n');
    return found;
}

static enum sigv4_error add_payload_hash(struct gh_arena *a, struct gh_buf *b, const struct sigv4_message *m,
                                         const struct sigv4_request *r, unsigned flags, struct gh_err *err) {
    const struct sigv4_header *declared = sigv4_header_find(m, GH_S("x-amz-content-sha256"));
    struct gh_str unsigned_payload = GH_S("UNSIGNED-PAYLOAD");
    bool may_be_unsigned = flags & SIGV4_UNSIGNED_PAYLOAD;
    if (!declared && m->payload_hash.p) {
        gh_buf_add(b, m->payload_hash);
        return SIGV4_OK;
    }
    if (declared ? may_be_unsigned && gh_str_eq(declared->value, unsigned_payload)
                 : may_be_unsigned && (flags & SIGV4_S3) && r->presigned) {
        gh_buf_add(b, unsigned_payload);
        return SIGV4_OK;
    }
    struct gh_str hash = m->payload_hash.p ? m->payload_hash : crypto_sha256_hex(a, m->body);
    if (declared && !gh_str_eq(declared->value, hash))
        return sigv4_refuse(err, SIGV4_MISMATCH,
                            "The provided 'x-amz-content-sha256' header does not match what was computed.");
    gh_buf_add(b, hash);
    return SIGV4_OK;
}

enum sigv4_error sigv4_canonical_request(struct gh_arena *a, const struct sigv4_message *m,
                                         const struct sigv4_request *r, unsigned flags, struct gh_str *ret,
                                         struct gh_err *err) {
    struct gh_buf b;
    struct gh_str list = r->signed_headers, name;
    gh_buf_init(&b, a, SIGV4_CANONICAL_MAX);
    gh_buf_reserve(&b, CANONICAL_USUAL);
    gh_buf_add(&b, m->method);
    gh_buf_addc(&b, '\n');
    add_path(a, &b, m->raw_path, flags);
    gh_buf_addc(&b, '\n');
    if (!add_query(a, &b, m->raw_query, r->presigned))
        return sigv4_refuse(err, SIGV4_INCOMPLETE, "The query string is not well-formed.");
    gh_buf_addc(&b, '\n');
    while (gh_str_split(&list, ';', &name))
        if (!add_header(&b, m, name))
            return sigv4_refuse(err, SIGV4_INCOMPLETE,
                                "'%.*s' is named as a SignedHeader, but it does not exist in the HTTP request.",
                                GH_S_FMT(name));
    gh_buf_addc(&b, '\n');
    gh_buf_add(&b, r->signed_headers);
    gh_buf_addc(&b, '\n');
    enum sigv4_error e = add_payload_hash(a, &b, m, r, flags, err);
    if (e) return e;
    if (!gh_buf_ok(&b)) return sigv4_refuse(err, SIGV4_INCOMPLETE, "The request is too large to be signed.");
    *ret = gh_buf_str(&b);
    return SIGV4_OK;
}

struct gh_str sigv4_string_to_sign(struct gh_arena *a, const struct sigv4_request *r, struct gh_str canonical_request) {
    unsigned char digest[CRYPTO_SHA256_BYTES];
    struct gh_buf b;
    crypto_sha256_of(canonical_request, digest);
    gh_buf_init(&b, a, SIGV4_CANONICAL_MAX);
    gh_buf_add(&b, GH_S(SIGV4_ALGORITHM "\n"));
    gh_buf_add(&b, r->timestamp);
    gh_buf_addc(&b, '\n');
    gh_buf_add(&b, r->date);
    gh_buf_addc(&b, '/');
    gh_buf_add(&b, r->region);
    gh_buf_addc(&b, '/');
    gh_buf_add(&b, r->service);
    gh_buf_add(&b, GH_S("/" SIGV4_TERMINATOR "\n"));
    char *hex = gh_buf_extend(&b, sizeof digest * 2);
    if (hex) gh_hex(hex, digest, sizeof digest);
    return gh_buf_str(&b);
}
