/* wire_query.c: the awsQuery engine over every built operation. First byte: which operation; the rest is the form. */
#include "fuzz.h"

#include "wire_tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new((size_t)32 << 20);
    struct http_request r = {.body = gh_str_n((const char *)data + 1, size - 1)};
    struct wire_input in = {.http = &r};
    if (form_parse(a, r.body, &(struct form_limits){.keep_malformed = true}, &in.form, NULL)) return 0;
    fuzz_call(a, fuzz_operation(GH_AWS_QUERY, data[0]), &in);
    return 0;
}
