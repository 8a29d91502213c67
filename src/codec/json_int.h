/* json_int.h: shared by the JSON reader and writer only. */
#ifndef GH_CODEC_JSON_INT_H
#define GH_CODEC_JSON_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JSON_EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* High bit of each byte of @v that is a quote, a backslash or a control character (bytes over 0x7f never are). */
static inline uint64_t json_special_bytes(uint64_t v) {
    uint64_t low = v & JSON_EACH_BYTE(0x7f);
    uint64_t quote = (low ^ JSON_EACH_BYTE('"')) + JSON_EACH_BYTE(0x7f);
    uint64_t slash = (low ^ JSON_EACH_BYTE('\\')) + JSON_EACH_BYTE(0x7f);
    uint64_t control = low + JSON_EACH_BYTE(0x60); /* carries into the high bit from 0x20 on */
    return ~(quote & slash & control) & ~v & JSON_EACH_BYTE(0x80);
}

/* How many bytes from @p stand for themselves inside quotes; sets *@high where any of them is over 0x7f. */
static inline size_t json_plain_run(const char *p, size_t n, bool *high) {
    size_t i = 0;
    uint64_t seen = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, p + i, 8);
        if (json_special_bytes(v)) break;
        seen |= v;
    }
    for (; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c < 0x20 || c == '"' || c == '\\') break;
        seen |= c;
    }
    if (seen & JSON_EACH_BYTE(0x80)) *high = true;
    return i;
}

#endif
