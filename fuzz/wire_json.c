/*
 * wire_json.c: the awsJson and restJson engines over every built operation. First byte: which operation (the high bit:
 * restJson); restJson: then a line with the query string; the rest is the body.
 */
#include "fuzz.h"

#include "wire_tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new((size_t)32 << 20);
    bool rest = data[0] & 0x80;
    const struct gh_operation *op = fuzz_operation(rest ? GH_REST_JSON : GH_AWS_JSON, data[0] & 0x7f);
    struct gh_str body = gh_str_n((const char *)data + 1, size - 1), query = GH_S_NONE;
    if (rest) gh_str_split(&body, '\n', &query);
    if (!body.p) body = GH_S("");
    const struct http_header token = {GH_S("x-amz-sso_bearer_token"), query};
    struct http_request r = {.headers = &token, .n_headers = 1, .raw_query = query, .body = body};
    struct wire_input in = {.http = &r};
    fuzz_call(a, op, &in);
    return 0;
}
