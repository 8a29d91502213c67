/* totp.c: see totp.h. */
#include "proto/totp.h"

#include "base/base.h"
#include "crypto/hmac_sha1.h"

int64_t totp_step(int64_t now_ms) {
    return now_ms / TOTP_STEP_MS;
}

void totp_code(struct gh_str seed, int64_t step, char ret_digits[TOTP_DIGITS]) {
    char counter[8];
    unsigned char mac[CRYPTO_SHA1_BYTES];
    for (int i = 0; i < 8; i++) counter[i] = (char)((uint64_t)step >> (56 - 8 * i));
    crypto_hmac_sha1(seed, gh_str_n(counter, sizeof counter), mac);
    /* RFC 4226 section 5.3: dynamic truncation. */
    const unsigned char *at = mac + (mac[CRYPTO_SHA1_BYTES - 1] & 15);
    uint32_t number = (at[0] & 0x7fu) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    for (int i = TOTP_DIGITS - 1; i >= 0; i--, number /= 10) ret_digits[i] = (char)('0' + number % 10);
    gh_zero(mac, sizeof mac);
}

static bool is_code_of(struct gh_str seed, int64_t step, struct gh_str code) {
    char digits[TOTP_DIGITS];
    totp_code(seed, step, digits);
    bool same = gh_bytes_eq(digits, code.p, TOTP_DIGITS);
    gh_zero(digits, sizeof digits);
    return same;
}

bool totp_match(struct gh_str seed, struct totp_window window, struct gh_str code, int64_t *ret_step) {
    if (code.n != TOTP_DIGITS) return false;
    bool found = false;
    for (int64_t step = window.first; step <= window.last; step++) {
        if (!is_code_of(seed, step, code)) continue;
        found = true;
        *ret_step = step;
    }
    return found;
}

bool totp_match_pair(struct gh_str seed, struct totp_window window, struct gh_str first, struct gh_str second,
                     int64_t *ret_step) {
    if (first.n != TOTP_DIGITS || second.n != TOTP_DIGITS) return false;
    bool found = false;
    for (int64_t step = window.first; step < window.last; step++) {
        if (!is_code_of(seed, step, first) || !is_code_of(seed, step + 1, second)) continue;
        found = true;
        *ret_step = step + 1;
    }
    return found;
}
