/*
 * sigv4_header: a raw request as text, parsed and canonicalised. Whatever is accepted must keep the promises of
 * sigv4.h, and must not verify under a key that nobody signed with.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "proto/sigv4.h"

#define HEADERS_MAX 32

static void promise(bool kept) {
    if (!kept) abort();
}

static struct sigv4_message message_of(struct gh_str text, struct sigv4_header *headers) {
    struct sigv4_message m = {.headers = headers};
    struct gh_str line, rest;
    gh_str_split(&text, '\n', &rest);
    gh_str_split(&rest, ' ', &m.method);
    gh_str_split(&rest, '?', &m.raw_path);
    m.raw_query = rest;
    while (gh_str_split(&text, '\n', &line) && line.n && m.n_headers < HEADERS_MAX) {
        struct gh_str name;
        gh_str_split(&line, ':', &name);
        headers[m.n_headers++] = (struct sigv4_header){name, line.p ? line : GH_S("")};
    }
    m.body = text;
    return m;
}

static void check_request(struct gh_arena *a, const struct sigv4_message *m, const struct sigv4_request *r) {
    promise(r->access_key_id.n && r->region.n && r->service.n && r->signature.n == SIGV4_SIGNATURE_CHARS);
    promise(r->timestamp.n == 16 && gh_str_eq(r->date, gh_str_slice(r->timestamp, 0, 8)));
    promise(gh_str_find_str(r->signed_headers, GH_S("host")) >= 0);
    struct gh_err err = {0};
    struct crypto_hmac_key key;
    sigv4_signing_key(GH_S("a key of nobody"), r->date, r->region, r->service, &key);
    for (unsigned flags = 0; flags < 4; flags++) {
        promise(sigv4_check(a, m, r, &key, flags, &err) != SIGV4_OK);
        promise(err.message[0] != '\0');
    }
    for (int hour = -200; hour < 200; hour += 50)
        promise((sigv4_check_time(a, r, r->timestamp_ms + hour * GH_HOUR_MS, 0, NULL) == SIGV4_OK) ==
                (hour == 0 || (r->presigned && hour > 0 && hour * 3600 <= r->expires_s)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct gh_arena *a = gh_arena_new(0);
    struct sigv4_header headers[HEADERS_MAX];
    struct sigv4_message m = message_of(gh_str_n((const char *)data, size), headers);
    struct sigv4_request r;
    struct gh_err err = {0};
    enum sigv4_error e = sigv4_parse(a, &m, &r, &err);
    if (e == SIGV4_OK)
        check_request(a, &m, &r);
    else
        promise(err.message[0] != '\0' && gh_str_is_utf8(gh_str_c(err.message)));
    gh_arena_free(a);
    return 0;
}
