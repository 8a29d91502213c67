/*
 * secret.h: bytes that must not leak. A distinct type, so that no secret is printed or compared by accident:
 * there is no format macro for it, gh_secret_eq() takes constant time, and gh_secret_done() zeroes.
 */
#ifndef GH_SECRET_H
#define GH_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define GH_SECRET_MAX 128

struct gh_secret {
    size_t n;
    unsigned char b[GH_SECRET_MAX];
};

/** Copies @bytes in; false (and empty) where they are more than GH_SECRET_MAX. */
bool gh_secret_set(struct gh_secret *s, struct gh_str bytes);
void gh_secret_done(struct gh_secret *s);
/** The bytes as text, for the few places that must hand them out (a new access key, a child library). */
struct gh_str gh_secret_reveal(const struct gh_secret *s);
/** Constant time in the content; the lengths are not secret. */
bool gh_secret_eq(const struct gh_secret *a, const struct gh_secret *b);
/** Constant-time comparison of @n bytes. */
bool gh_bytes_eq(const void *a, const void *b, size_t n);
/** Zeroes memory in a way the compiler keeps. */
void gh_zero(void *p, size_t n);

#endif
