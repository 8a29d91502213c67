/* base32.c: see base32.h. */
#include "codec/base32.h"

#include "base/base.h"

struct gh_str base32_encode(struct gh_arena *a, struct gh_str bytes) {
    size_t n = (bytes.n * 8 + 4) / 5;
    char *text = gh_arena_text(a, n);
    uint32_t bits = 0;
    unsigned have = 0;
    size_t at = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        bits = (bits << 8 | (unsigned char)bytes.p[i]) & 0xffff;
        for (have += 8; have >= 5; have -= 5) text[at++] = GH_ALPHABET_BASE32[bits >> (have - 5) & 31];
    }
    if (have) text[at++] = GH_ALPHABET_BASE32[bits << (5 - have) & 31];
    return gh_str_n(text, at);
}
