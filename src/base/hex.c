/* hex.c: see hex.h. */
#include "base/hex.h"

#include "base/arena.h"

void gh_hex(char *to, const void *bytes, size_t n) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++) {
        to[2 * i] = digits[b[i] >> 4];
        to[2 * i + 1] = digits[b[i] & 15];
    }
}

struct gh_str gh_hex_str(struct gh_arena *a, const void *bytes, size_t n) {
    char *p = gh_arena_text(a, 2 * n);
    gh_hex(p, bytes, n);
    return gh_str_n(p, 2 * n);
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool gh_unhex(void *to, size_t n, struct gh_str digits) {
    unsigned char *b = to;
    if (digits.n != 2 * n) return false;
    for (size_t i = 0; i < n; i++) {
        int hi = digit(digits.p[2 * i]), lo = digit(digits.p[2 * i + 1]);
        if (hi < 0 || lo < 0) return false;
        b[i] = (unsigned char)(hi << 4 | lo);
    }
    return true;
}
