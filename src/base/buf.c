/* buf.c: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void gh_buf_init(struct gh_buf *b, struct gh_arena *a, size_t max) {
    *b = (struct gh_buf){.arena = a, .max = max};
}

void gh_buf_reserve(struct gh_buf *b, size_t n) {
    if (n > b->max - b->n) n = b->max - b->n;
    if (b->bad || n <= b->room - b->n) return;
    char *p = gh_arena_text(b->arena, b->n + n + 1); /* one more for the terminator that vsnprintf insists on */
    if (b->n) memcpy(p, b->p, b->n);
    b->p = p;
    b->room = b->n + n;
}

char *gh_buf_grow(struct gh_buf *b, size_t n) {
    if (b->bad || n > b->max - b->n) {
        b->bad = true;
        return NULL;
    }
    size_t room = b->room ? b->room * 2 : 256;
    gh_buf_reserve(b, room < b->n + n ? n : room - b->n);
    b->n += n;
    return b->p + b->n - n;
}

void gh_buf_addf(struct gh_buf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char small[512];
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->bad = true;
        return;
    }
    if ((size_t)n < sizeof small) {
        gh_buf_add(b, gh_str_n(small, (size_t)n));
        return;
    }
    char *at = gh_buf_extend(b, (size_t)n);
    if (!at) return;
    va_start(ap, fmt);
    vsnprintf(at, (size_t)n + 1, fmt, ap);
    va_end(ap);
}

void gh_buf_add_i64(struct gh_buf *b, int64_t v) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do digits[--at] = (char)('0' + u % 10);
    while ((u /= 10) != 0);
    if (v < 0) digits[--at] = '-';
    gh_buf_add(b, gh_str_n(digits + at, sizeof digits - at));
}

bool gh_buf_ok(const struct gh_buf *b) {
    return !b->bad;
}

struct gh_str gh_buf_str(const struct gh_buf *b) {
    return (struct gh_str){b->p ? b->p : "", b->n};
}
