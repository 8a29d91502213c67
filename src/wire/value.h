/*
 * value.h: what the engines share: how members lie in their C structs (see shape.h), where in the input a value stood,
 * and scalars in text form. Internal to src/wire.
 */
#ifndef GH_WIRE_VALUE_H
#define GH_WIRE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "wire/operation.h"
#include "wire/shape.h"

/** Where a value stands in its input: a chain up the stack. A step is a member or (index > 0) a list element. */
struct wire_path {
    const struct wire_path *up;
    struct gh_str name;
    size_t index; /* from 1 */
};

/** A required number or boolean that was not sent: its struct cannot tell absent from zero. */
struct wire_missing {
    const void *at; /* the struct */
    const struct gh_member *member;
};

#define WIRE_MISSING_MAX 64
#define WIRE_DEPTH 32

struct wire_decoder {
    struct gh_arena *arena;
    const struct gh_service *service;
    struct wire_missing missing[WIRE_MISSING_MAX];
    size_t n_missing;
    bool dumped; /* names have a small first letter: what wire_dump() wrote */
    struct gh_err *err;
};

static inline void *wire_field(void *base, const struct gh_member *m) {
    return (char *)base + m->offset;
}

static inline const void *wire_field_const(const void *base, const struct gh_member *m) {
    return (const char *)base + m->offset;
}

static inline bool wire_is_aggregate(const struct gh_shape *s) {
    return s->kind == GH_K_STRUCTURE || s->kind == GH_K_UNION;
}

/** The value itself: follows the pointer of a structure member. Present members only. */
static inline const void *wire_value(const void *base, const struct gh_member *m) {
    const void *at = wire_field_const(base, m);
    return wire_is_aggregate(m->shape) ? *(const void *const *)at : at;
}

/** In a map entry the value follows the key. */
static inline void *wire_entry_value(void *entry) {
    return (char *)entry + sizeof(struct gh_str);
}

bool wire_present(const void *base, const struct gh_member *m);
/** Storage for a member about to be decoded: sets has_, allocates a structure. */
void *wire_member_open(struct gh_arena *a, void *base, const struct gh_member *m);
/** Storage for @n elements of a list or map; v is never NULL. */
void *wire_list_open(struct gh_arena *a, const struct gh_shape *s, struct gh_list *list, size_t n);
/** Notes that @m of the struct at @base was required and not sent, where the struct itself cannot tell. */
void wire_note_missing(struct wire_decoder *d, const void *base, const struct gh_member *m);

/** "userName", "tags.1.member.key": small first letters, as AWS's validation messages have it. */
void wire_path_write(struct gh_buf *b, const struct wire_path *path);
/** Throws WIRE_SERIALIZATION naming the path. */
int wire_misfit(struct wire_decoder *d, const struct wire_path *path, const char *what);

/** Text (query parameter, header, label, form) into a scalar of kind STRING to TIMESTAMP. */
int wire_scalar_decode(struct wire_decoder *d, const struct gh_shape *s, struct gh_str text, void *to,
                       const struct wire_path *path);
/** The reverse; the arena is the buffer's. */
struct gh_str wire_scalar_encode(struct gh_arena *a, const struct gh_shape *s, const void *value);

/** Seconds since the epoch with milliseconds: "1732435200.123". */
void wire_epoch_write(struct gh_buf *b, int64_t ms);

#endif
