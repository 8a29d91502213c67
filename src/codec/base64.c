/* base64.c: see base64.h. */
#include "codec/base64.h"

#include "base/base.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool is_url(enum base64_kind kind) {
    return kind == BASE64_URL || kind == BASE64_URL_PADDED;
}

static bool is_padded(enum base64_kind kind) {
    return kind == BASE64_STANDARD || kind == BASE64_URL_PADDED;
}

struct gh_str base64_encode(struct gh_arena *a, struct gh_str bytes, enum base64_kind kind) {
    if (!bytes.p) return GH_S_NONE;
    const char *letters = is_url(kind) ? url : standard;
    const unsigned char *p = (const unsigned char *)bytes.p;
    char *text = gh_arena_text(a, bytes.n / 3 * 4 + 5), *to = text;
    size_t i = 0;
    for (; bytes.n - i >= 3; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (uint32_t)p[i + 1] << 8 | p[i + 2];
        to[0] = letters[v >> 18];
        to[1] = letters[v >> 12 & 63];
        to[2] = letters[v >> 6 & 63];
        to[3] = letters[v & 63];
        to += 4;
    }
    size_t left = bytes.n - i;
    if (left) {
        uint32_t v = (uint32_t)p[i] << 16 | (left == 2 ? (uint32_t)p[i + 1] << 8 : 0);
        *to++ = letters[v >> 18 & 63];
        *to++ = letters[v >> 12 & 63];
        if (left == 2) *to++ = letters[v >> 6 & 63];
        for (size_t pad = left; pad < 3 && is_padded(kind); pad++) *to++ = '=';
    }
    *to = '\0';
    return gh_str_n(text, (size_t)(to - text));
}

static int value_of(char c, bool for_url) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == (for_url ? '-' : '+')) return 62;
    if (c == (for_url ? '_' : '/')) return 63;
    return -1;
}

/* Takes the padding off; false where it is not exactly what the kind asks for. */
static bool strip_padding(struct gh_str *text, enum base64_kind kind) {
    if (!is_padded(kind)) return text->n % 4 != 1;
    if (text->n % 4) return false;
    for (int pad = 0; pad < 2 && text->n && text->p[text->n - 1] == '='; pad++) text->n--;
    return true;
}

bool base64_decode(struct gh_arena *a, struct gh_str text, enum base64_kind kind, struct gh_str *ret_bytes) {
    if (!text.p || !strip_padding(&text, kind) || text.n % 4 == 1) return false;
    char *bytes = gh_arena_text(a, text.n / 4 * 3 + 4), *to = bytes;
    uint32_t v = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.n; i++) {
        int d = value_of(text.p[i], is_url(kind));
        if (d < 0) return false;
        v = v << 6 | (uint32_t)d;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        *to++ = (char)(v >> bits & 0xff);
    }
    if (v & ((1u << bits) - 1)) return false; /* stray bits: a second spelling of the same bytes */
    *to = '\0';
    *ret_bytes = gh_str_n(bytes, (size_t)(to - bytes));
    return true;
}
