/* id.c: see id.h. */
#include "base/id.h"

#include <string.h>

#include "base/arena.h"
#include "base/hex.h"
#include "base/rand.h"

struct gh_str gh_id_new(struct gh_arena *a, const char *prefix, const char *alphabet, size_t n) {
    size_t head = strlen(prefix);
    uint32_t letters = (uint32_t)strlen(alphabet);
    char *p = gh_arena_text(a, head + n + 1);
    memcpy(p, prefix, head);
    for (size_t i = 0; i < n; i++) p[head + i] = alphabet[gh_rand_below(letters)];
    p[head + n] = '\0';
    return gh_str_n(p, head + n);
}

struct gh_str gh_uuid_of(struct gh_arena *a, const unsigned char bytes[16], unsigned version) {
    unsigned char b[16];
    memcpy(b, bytes, sizeof b);
    b[6] = (unsigned char)((b[6] & 0x0f) | version << 4);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    char *p = gh_arena_text(a, 37), *at = p;
    static const unsigned char ends[] = {4, 6, 8, 10, 16};
    for (size_t i = 0, from = 0; i < sizeof ends; from = ends[i++]) {
        if (from) *at++ = '-';
        gh_hex(at, b + from, ends[i] - from);
        at += 2 * (ends[i] - from);
    }
    *at = '\0';
    return gh_str_n(p, 36);
}

struct gh_str gh_uuid_new(struct gh_arena *a) {
    unsigned char b[16];
    gh_rand(b, sizeof b);
    return gh_uuid_of(a, b, 4);
}
