/*
 * str.h: text as pointer + length, passed by value. p == NULL means absent; n == 0 with p != NULL means empty.
 * No code may need the terminator; gh_cstr() makes one for foreign libraries and refuses an embedded NUL.
 */
#ifndef GH_STR_H
#define GH_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"

struct gh_arena;

struct gh_str {
    const char *p;
    size_t n;
};

/** A string literal as a gh_str; usable in static initialisers. */
#define GH_S(literal) ((struct gh_str){"" literal, sizeof(literal) - 1})
#define GH_S_INIT(literal)                                                                                             \
    { "" literal, sizeof(literal) - 1 }
#define GH_S_NONE ((struct gh_str){NULL, 0})
/** For printf: "%.*s" with GH_S_FMT(s). */
#define GH_S_FMT(s) (int)(s).n, (s).p ? (s).p : ""

/** Borrow a C string (NULL becomes absent). */
struct gh_str gh_str_c(const char *s);
static inline struct gh_str gh_str_n(const char *p, size_t n) {
    return (struct gh_str){p, n};
}
struct gh_str gh_str_dup(struct gh_arena *a, struct gh_str s);
/** A terminated copy, or NULL where @s is absent or holds a NUL byte. */
char *gh_cstr(struct gh_arena *a, struct gh_str s);
/** printf into the arena. */
struct gh_str gh_fmt(struct gh_arena *a, const char *fmt, ...) GH_PRINTF(2, 3);
/** The @n parts one after the other: what every request puts together is not worth a format. */
struct gh_str gh_join(struct gh_arena *a, const struct gh_str *parts, size_t n);
#define GH_JOIN(a, ...)                                                                                                \
    gh_join(a, (const struct gh_str[]){__VA_ARGS__},                                                                   \
            sizeof((const struct gh_str[]){__VA_ARGS__}) / sizeof(struct gh_str))

/* Inline, as most of the comparisons that a request takes end with the lengths. */
static inline bool gh_str_eq(struct gh_str a, struct gh_str b) {
    return a.n == b.n && !a.p == !b.p && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/** Are the first @n bytes of both the same, ASCII case folded? */
bool gh_str_same_letters(const char *a, const char *b, size_t n);
/** Equal, ASCII case folded. */
static inline bool gh_str_eq_ci(struct gh_str a, struct gh_str b) {
    return a.n == b.n && !a.p == !b.p && gh_str_same_letters(a.p, b.p, a.n);
}
/** Bytewise order, as the database keeps it. */
int gh_str_cmp(struct gh_str a, struct gh_str b);
static inline bool gh_str_starts(struct gh_str s, struct gh_str prefix) {
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}
bool gh_str_ends(struct gh_str s, struct gh_str suffix);
/** Index of the first @c, or -1. */
ptrdiff_t gh_str_find(struct gh_str s, char c);
/** Index of the first @needle, or -1. */
ptrdiff_t gh_str_find_str(struct gh_str s, struct gh_str needle);
/** Bytes [from, to) clipped to the string. */
static inline struct gh_str gh_str_slice(struct gh_str s, size_t from, size_t to) {
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return s.p ? (struct gh_str){s.p + from, to - from} : GH_S_NONE;
}
/** ASCII white space off both ends. */
struct gh_str gh_str_trim(struct gh_str s);
/** Takes the part before @sep off the front of @rest (all of it where there is no @sep). False once @rest is absent. */
bool gh_str_split(struct gh_str *rest, char sep, struct gh_str *ret_part);
struct gh_str gh_str_lower(struct gh_arena *a, struct gh_str s);
/** A whole decimal number that fits: no sign but '-', no white space, no leading '+'. */
bool gh_str_to_i64(struct gh_str s, int64_t *ret_value);
/** Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool gh_str_is_utf8(struct gh_str s);
/** Number of code points of well-formed UTF-8. */
size_t gh_str_chars(struct gh_str s);

#endif
