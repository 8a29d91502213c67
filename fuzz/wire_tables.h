/*
 * wire_tables.h: what the wire fuzz targets share: pick a built operation of a protocol by the input's first byte,
 * decode and validate the rest, and encode what came through as a reply.
 */
#ifndef FUZZ_WIRE_TABLES_H
#define FUZZ_WIRE_TABLES_H

#include <stdlib.h>

#include "base/base.h"
#include "gen/services.h"
#include "wire/engine.h"
#include "wire/pattern.h"

#define FUZZ_OPERATIONS 512

struct fuzz_table {
    const struct gh_operation *operations[FUZZ_OPERATIONS];
    size_t n;
};

static inline void fuzz_table_fill(struct fuzz_table *t, const struct gh_service *s) {
    for (uint32_t i = 0; i < s->n_operations && t->n < FUZZ_OPERATIONS; i++)
        if (s->operations[i].in) t->operations[t->n++] = &s->operations[i];
}

/* One of the operations of @protocol that have an input; compiles the patterns on the first call. */
static inline const struct gh_operation *fuzz_operation(enum gh_protocol protocol, uint8_t pick) {
    static struct fuzz_table tables[GH_REST_XML];
    static bool ready;
    if (!ready) {
        if (wire_patterns_init(gh_patterns, gh_patterns_count, NULL)) abort();
        for (size_t i = 0; i < gh_services_count; i++)
            fuzz_table_fill(&tables[gh_services[i]->protocol], gh_services[i]);
        ready = true;
    }
    const struct fuzz_table *t = &tables[protocol];
    return t->operations[pick % t->n];
}

/* A reply must come out whatever went in: the input shape written back as output, or the error. */
static inline void fuzz_call(struct gh_arena *a, const struct gh_operation *op, const struct wire_input *in) {
    struct gh_err err;
    struct wire_reply reply;
    void *value = NULL;
    int rc = wire_decode(a, in, op, &value, &err);
    if (rc && (rc != -GH_ETHROWN || !err.shape || !err.message[0] || value)) abort();
    if (rc) {
        wire_encode_error(a, op->service->protocol, op->service, &err, GH_S("id"), &reply);
        if (reply.status < 400) abort();
    } else {
        struct gh_operation echo = *op;
        echo.out = op->in;
        wire_encode(a, &echo, value, GH_S("id"), &reply);
        struct gh_buf dump;
        gh_buf_init(&dump, a, (size_t)64 << 20);
        wire_dump(&dump, op->in, value);
        if (!gh_buf_ok(&dump)) abort();
    }
    if (!gh_buf_ok(&reply.body) || !gh_str_is_utf8(gh_buf_str(&reply.body))) abort();
}

#endif
