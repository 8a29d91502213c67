/* secret.c: see secret.h. */
#include "base/secret.h"

#include <stdint.h>
#include <string.h>

bool gh_secret_set(struct gh_secret *s, struct gh_str bytes) {
    gh_secret_done(s);
    if (bytes.n > GH_SECRET_MAX) return false;
    if (bytes.n) memcpy(s->b, bytes.p, bytes.n);
    s->n = bytes.n;
    return true;
}

void gh_secret_done(struct gh_secret *s) {
    gh_zero(s, sizeof *s);
}

struct gh_str gh_secret_reveal(const struct gh_secret *s) {
    return gh_str_n((const char *)s->b, s->n);
}

bool gh_bytes_eq(const void *a, const void *b, size_t n) {
    const unsigned char *x = a, *y = b;
    uint64_t differ = 0, u, v;
    for (; n >= sizeof u; n -= sizeof u, x += sizeof u, y += sizeof u) {
        memcpy(&u, x, sizeof u);
        memcpy(&v, y, sizeof v);
        differ |= u ^ v;
        /* The compiler must not know that it could stop here. */
        __asm__("" : "+r"(differ));
    }
    for (size_t i = 0; i < n; i++) {
        differ |= x[i] ^ y[i];
        __asm__("" : "+r"(differ));
    }
    return differ == 0;
}

bool gh_secret_eq(const struct gh_secret *a, const struct gh_secret *b) {
    return a->n == b->n && gh_bytes_eq(a->b, b->b, a->n);
}

void gh_zero(void *p, size_t n) {
    explicit_bzero(p, n);
}
