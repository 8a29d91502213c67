/* json_document.c: whatever parses is written back as JSON that parses to the same text again. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"

static struct gh_str encoded(struct gh_arena *a, const struct json *node) {
    struct gh_buf b;
    gh_buf_init(&b, a, (size_t)16 << 20);
    json_encode(&b, node);
    if (!gh_buf_ok(&b)) abort();
    return gh_buf_str(&b);
}

static void check_positions(const struct json *node, size_t n) {
    if (node->begin >= node->end || node->end > n) abort();
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == JSON_ARRAY) check_positions(&node->items[i], n);
        if (node->kind == JSON_OBJECT) check_positions(&node->members[i].value, n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new((size_t)64 << 20);
    const struct json *node, *again;
    struct gh_err err;
    if (json_parse(a, gh_str_n((const char *)data, size), NULL, &node, &err)) {
        if (!err.message[0]) abort();
        return 0;
    }
    check_positions(node, size);
    struct gh_str once = encoded(a, node);
    if (json_parse(a, once, NULL, &again, NULL)) abort();
    if (!gh_str_eq(once, encoded(a, again))) abort();
    int64_t v;
    json_i64(node, &v);
    json_scaled_i64(node, 3, &v);
    return 0;
}
