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
