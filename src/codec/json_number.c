/* json_number.c: JSON numbers as integers, exactly: never through floating point (see json.h). */
#include "codec/json.h"

#include "base/base.h"

/* Larger exponents cannot give a number in range: no text has that many digits. */
#define EXPONENT_MAX INT64_C(1000000000000000)

struct decimal {
    struct gh_str whole, fraction; /* digits */
    bool negative;
    int64_t exponent;
};

static struct decimal split(struct gh_str s) {
    struct decimal d = {.negative = s.p[0] == '-'};
    size_t at = d.negative, start = at;
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
    d.whole = gh_str_slice(s, start, at);
    if (at < s.n && s.p[at] == '.') {
        start = ++at;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
        d.fraction = gh_str_slice(s, start, at);
    }
    if (at == s.n) return d;
    bool minus = s.p[++at] == '-';
    if (minus || s.p[at] == '+') at++;
    for (; at < s.n && d.exponent < EXPONENT_MAX; at++) d.exponent = d.exponent * 10 + (s.p[at] - '0');
    if (minus) d.exponent = -d.exponent;
    return d;
}

static int digit_at(const struct decimal *d, size_t i) {
    if (i < d->whole.n) return d->whole.p[i] - '0';
    i -= d->whole.n;
    return i < d->fraction.n ? d->fraction.p[i] - '0' : 0;
}

/* The number times 10^@shift; *@ret_exact: nothing was cut off. */
static bool scaled(struct gh_str lexeme, int64_t shift, int64_t *ret_value, bool *ret_exact) {
    struct decimal d = split(lexeme);
    int64_t digits = (int64_t)d.whole.n + d.exponent + shift; /* digits left of the point after scaling */
    size_t all = d.whole.n + d.fraction.n;
    int64_t v = 0;
    size_t i = 0;
    for (; (int64_t)i < digits; i++) {
        if (i >= all && v == 0) break; /* zero, however many digits follow */
        if (__builtin_mul_overflow(v, 10, &v)) return false;
        int digit = digit_at(&d, i);
        if (d.negative ? __builtin_sub_overflow(v, digit, &v) : __builtin_add_overflow(v, digit, &v)) return false;
    }
    *ret_exact = true;
    for (; i < all; i++)
        if (digit_at(&d, i)) *ret_exact = false;
    *ret_value = v;
    return true;
}

bool json_i64(const struct json *node, int64_t *ret_value) {
    int64_t v;
    bool exact;
    if (!node || node->kind != JSON_NUMBER || !scaled(node->text, 0, &v, &exact) || !exact) return false;
    *ret_value = v;
    return true;
}

bool json_scaled_i64(const struct json *node, unsigned digits, int64_t *ret_value) {
    bool exact;
    return node && node->kind == JSON_NUMBER && scaled(node->text, digits, ret_value, &exact);
}
