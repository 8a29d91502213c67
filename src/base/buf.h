/*
 * buf.h: text that grows in an arena up to a maximum. Appends return nothing: a full buffer turns bad and stays bad,
 * and the caller asks gh_buf_ok() once, at the end.
 */
#ifndef GH_BUF_H
#define GH_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"
#include "base/str.h"

struct gh_arena;

struct gh_buf {
    struct gh_arena *arena;
    char *p;
    size_t n, room, max;
    bool bad;
};

/** An empty buffer in @a that turns bad past @max bytes. */
void gh_buf_init(struct gh_buf *b, struct gh_arena *a, size_t max);
/** Takes room for @n bytes at once, where they are expected. */
void gh_buf_reserve(struct gh_buf *b, size_t n);
/** gh_buf_extend() where there is no room. */
char *gh_buf_grow(struct gh_buf *b, size_t n);

/** @n bytes to be written by the caller, or NULL once bad. */
static inline char *gh_buf_extend(struct gh_buf *b, size_t n) {
    if (b->bad || n > b->room - b->n) return gh_buf_grow(b, n);
    b->n += n;
    return b->p + b->n - n;
}
static inline void gh_buf_add(struct gh_buf *b, struct gh_str s) {
    char *at = s.n ? gh_buf_extend(b, s.n) : NULL;
    if (at) memcpy(at, s.p, s.n);
}
static inline void gh_buf_addc(struct gh_buf *b, char c) {
    char *at = gh_buf_extend(b, 1);
    if (at) *at = c;
}
void gh_buf_addf(struct gh_buf *b, const char *fmt, ...) GH_PRINTF(2, 3);
void gh_buf_add_i64(struct gh_buf *b, int64_t v);
bool gh_buf_ok(const struct gh_buf *b);
/** What was written (empty, not absent, where nothing was). */
struct gh_str gh_buf_str(const struct gh_buf *b);

#endif
