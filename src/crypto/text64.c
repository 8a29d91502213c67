/* text64.c: see crypto_int.h. */
#include "crypto/crypto_int.h"

void crypto_text64(char *to, const void *bytes, size_t n, const char last[2]) {
    static const char first62[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const unsigned char *b = bytes;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < CRYPTO_TEXT64_CHARS(n); i++) {
        if (bits < 6) {
            held = held << 8 | (b < (const unsigned char *)bytes + n ? *b++ : 0);
            bits += 8;
        }
        bits -= 6;
        unsigned v = held >> bits & 63;
        to[i] = v < 62 ? first62[v] : last[v - 62];
    }
}

static int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool crypto_text64_read(void *to, size_t room, const char *text, size_t text_n, size_t *ret_n) {
    size_t n = text_n * 6 / 8;
    if (text_n % 4 == 1 || n > room) return false;
    unsigned char *b = to;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < text_n; i++) {
        int v = value_of(text[i]);
        if (v < 0) return false;
        held = (held << 6 | (unsigned)v) & 0x3fff;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        *b++ = (unsigned char)(held >> bits);
    }
    *ret_n = n;
    return (held & ((1U << bits) - 1)) == 0;
}
