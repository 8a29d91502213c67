/* str.c: see str.h. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

struct gh_str gh_str_c(const char *s) {
    return s ? (struct gh_str){s, strlen(s)} : GH_S_NONE;
}

struct gh_str gh_str_dup(struct gh_arena *a, struct gh_str s) {
    if (!s.p) return GH_S_NONE;
    char *p = gh_arena_text(a, s.n + 1);
    memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (struct gh_str){p, s.n};
}

char *gh_cstr(struct gh_arena *a, struct gh_str s) {
    if (!s.p || memchr(s.p, '\0', s.n)) return NULL;
    char *p = gh_arena_text(a, s.n + 1);
    memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

struct gh_str gh_join(struct gh_arena *a, const struct gh_str *parts, size_t n) {
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += parts[i].n;
    char *text = gh_arena_text(a, total + 1), *to = text;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n) memcpy(to, parts[i].p, parts[i].n);
        to += parts[i].n;
    }
    *to = '\0';
    return gh_str_n(text, total);
}

struct gh_str gh_fmt(struct gh_arena *a, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char small[256];
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0) return GH_S_NONE;
    char *p = gh_arena_text(a, (size_t)n + 1);
    if ((size_t)n < sizeof small) {
        memcpy(p, small, (size_t)n + 1);
        return (struct gh_str){p, (size_t)n};
    }
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (struct gh_str){p, (size_t)n};
}

bool gh_str_same_letters(const char *a, const char *b, size_t n) {
    size_t i = 0;
    uint64_t u, v;
    for (; n - i >= sizeof u; i += sizeof u) {
        memcpy(&u, a + i, sizeof u);
        memcpy(&v, b + i, sizeof v);
        if (u != v) break;
    }
    for (; i < n; i++)
        if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
    return true;
}

int gh_str_cmp(struct gh_str a, struct gh_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int r = n ? memcmp(a.p, b.p, n) : 0;
    if (r) return r;
    return (a.n > b.n) - (a.n < b.n);
}

bool gh_str_ends(struct gh_str s, struct gh_str suffix) {
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

ptrdiff_t gh_str_find(struct gh_str s, char c) {
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? at - s.p : -1;
}

ptrdiff_t gh_str_find_str(struct gh_str s, struct gh_str needle) {
    if (needle.n == 0) return 0;
    const char *at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? at - s.p : -1;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct gh_str gh_str_trim(struct gh_str s) {
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool gh_str_split(struct gh_str *rest, char sep, struct gh_str *ret_part) {
    if (!rest->p) return false;
    ptrdiff_t at = gh_str_find(*rest, sep);
    if (at < 0) {
        *ret_part = *rest;
        *rest = GH_S_NONE;
        return true;
    }
    *ret_part = (struct gh_str){rest->p, (size_t)at};
    *rest = (struct gh_str){rest->p + at + 1, rest->n - (size_t)at - 1};
    return true;
}

struct gh_str gh_str_lower(struct gh_arena *a, struct gh_str s) {
    if (!s.p) return s;
    char *p = gh_arena_text(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = lower(s.p[i]);
    p[s.n] = '\0';
    return (struct gh_str){p, s.n};
}

bool gh_str_to_i64(struct gh_str s, int64_t *ret_value) {
    size_t i = 0;
    bool negative = s.n && s.p[0] == '-';
    if (negative) i++;
    if (i == s.n) return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(v, 10, &v)) return false;
        if (negative ? __builtin_sub_overflow(v, digit, &v) : __builtin_add_overflow(v, digit, &v)) return false;
    }
    *ret_value = v;
    return true;
}

/* Length of the well-formed sequence at p, or 0 (RFC 3629 section 4). */
static size_t utf8_length(const unsigned char *p, size_t n) {
    if (p[0] < 0x80) return 1;
    if (p[0] >= 0xc2 && p[0] <= 0xdf) return n >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
    if (p[0] >= 0xe0 && p[0] <= 0xef) {
        if (n < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
        if (p[0] == 0xe0 && p[1] < 0xa0) return 0;
        if (p[0] == 0xed && p[1] > 0x9f) return 0;
        return 3;
    }
    if (p[0] >= 0xf0 && p[0] <= 0xf4) {
        if (n < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80) return 0;
        if (p[0] == 0xf0 && p[1] < 0x90) return 0;
        if (p[0] == 0xf4 && p[1] > 0x8f) return 0;
        return 4;
    }
    return 0;
}

bool gh_str_is_utf8(struct gh_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n;) {
        /* Most text is ASCII: eight bytes at a time. */
        uint64_t eight;
        while (s.n - i >= sizeof eight &&
               (memcpy(&eight, p + i, sizeof eight), !(eight & UINT64_C(0x8080808080808080))))
            i += sizeof eight;
        if (i == s.n) break;
        size_t step = utf8_length(p + i, s.n - i);
        if (!step) return false;
        i += step;
    }
    return true;
}

size_t gh_str_chars(struct gh_str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++) count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return count;
}
