/* hex.h: bytes as hexadecimal text. */
#ifndef GH_HEX_H
#define GH_HEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/** Writes 2 * @n lower-case digits, no terminator. */
void gh_hex(char *to, const void *bytes, size_t n);
/** The same into an arena. */
struct gh_str gh_hex_str(struct gh_arena *a, const void *bytes, size_t n);
/** Reads exactly 2 * @n digits of either case. */
bool gh_unhex(void *to, size_t n, struct gh_str digits);

#endif
