/* value.c: see value.h. */
#include "policy/value.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The digits after the point, as billionths; false where there are none or anything else. */
static bool parse_nano(struct gh_str s, int32_t *ret) {
    int32_t value = 0, scale = 100000000;
    if (!s.n) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i])) return false;
        value += (s.p[i] - '0') * scale;
        scale /= 10;
    }
    *ret = value;
    return true;
}

bool value_number(struct gh_str s, struct value_number *ret) {
    struct value_number v = {0};
    bool negative = s.n && s.p[0] == '-';
    if (s.n && (s.p[0] == '+' || negative)) s = gh_str_slice(s, 1, s.n);
    if (!s.n || !is_digit(s.p[0])) return false;
    ptrdiff_t point = gh_str_find(s, '.');
    if (point >= 0 && !parse_nano(gh_str_slice(s, (size_t)point + 1, s.n), &v.nano)) return false;
    if (!gh_str_to_i64(point < 0 ? s : gh_str_slice(s, 0, (size_t)point), &v.whole)) return false;
    if (negative) v = (struct value_number){-v.whole, -v.nano};
    *ret = v;
    return true;
}

int value_number_cmp(struct value_number a, struct value_number b) {
    if (a.whole != b.whole) return a.whole < b.whole ? -1 : 1;
    return (a.nano > b.nano) - (a.nano < b.nano);
}

/* Completes the short forms of ISO 8601 that IAM takes: "2026-11-24" and "2026-11-24T08:00Z". */
static bool parse_short_iso(struct gh_str s, int64_t *ret_ms) {
    char full[32];
    struct gh_str date = gh_str_slice(s, 0, 10), rest = gh_str_slice(s, 10, s.n);
    int n;
    if (s.n == 10)
        n = snprintf(full, sizeof full, "%.*sT00:00:00Z", GH_S_FMT(date));
    else if (s.n >= 17 && s.n <= 22 && rest.p[0] == 'T')
        n = snprintf(full, sizeof full, "%.*s:00%.*s", 16, s.p, (int)(s.n - 16), s.p + 16);
    else
        return false;
    return n > 0 && (size_t)n < sizeof full && gh_time_parse_iso(gh_str_n(full, (size_t)n), ret_ms);
}

bool value_date(struct gh_str s, int64_t *ret_ms) {
    int64_t seconds;
    if (gh_str_to_i64(s, &seconds)) return !__builtin_mul_overflow(seconds, GH_SECOND_MS, ret_ms);
    return gh_time_parse_iso(s, ret_ms) || parse_short_iso(s, ret_ms);
}

bool value_bool(struct gh_str s, bool *ret) {
    *ret = gh_str_eq_ci(s, GH_S("true"));
    return *ret || gh_str_eq_ci(s, GH_S("false"));
}

static void clear_host_bits(struct value_cidr *c) {
    for (unsigned i = 0; i < c->bytes; i++) {
        unsigned keep = c->bits > i * 8 ? c->bits - i * 8 : 0;
        if (keep < 8) c->address[i] &= (uint8_t)(0xff00u >> keep);
    }
}

bool value_cidr(struct gh_str s, struct value_cidr *ret) {
    struct value_cidr c = {0};
    char text[INET6_ADDRSTRLEN];
    ptrdiff_t slash = gh_str_find(s, '/');
    struct gh_str address = slash < 0 ? s : gh_str_slice(s, 0, (size_t)slash);
    if (!address.n || address.n >= sizeof text || memchr(address.p, '\0', address.n)) return false;
    memcpy(text, address.p, address.n);
    text[address.n] = '\0';
    c.bytes = memchr(address.p, ':', address.n) ? 16 : 4;
    if (inet_pton(c.bytes == 16 ? AF_INET6 : AF_INET, text, c.address) != 1) return false;
    int64_t bits = c.bytes * 8;
    if (slash >= 0 && !gh_str_to_i64(gh_str_slice(s, (size_t)slash + 1, s.n), &bits)) return false;
    if (bits < 0 || bits > c.bytes * 8) return false;
    c.bits = (uint8_t)bits;
    clear_host_bits(&c);
    *ret = c;
    return true;
}

bool value_cidr_holds(const struct value_cidr *range, const struct value_cidr *address) {
    if (range->bytes != address->bytes || address->bits < range->bits) return false;
    unsigned whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(range->address, address->address, whole) != 0) return false;
    return !rest || ((range->address[whole] ^ address->address[whole]) & (0xff00u >> rest) & 0xff) == 0;
}
