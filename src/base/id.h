/* id.h: new identifiers. The formats of each kind of AWS id are in domain/ids.h; this is their raw material. */
#ifndef GH_ID_H
#define GH_ID_H

#include <stddef.h>

#include "base/str.h"

#define GH_ALPHABET_HEX "0123456789abcdef"
#define GH_ALPHABET_DIGITS "0123456789"
#define GH_ALPHABET_LOWER36 "0123456789abcdefghijklmnopqrstuvwxyz"
#define GH_ALPHABET_BASE32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define GH_ALPHABET_ALNUM "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** @prefix followed by @n random characters of @alphabet. */
struct gh_str gh_id_new(struct gh_arena *a, const char *prefix, const char *alphabet, size_t n);
/** The UUID (RFC 9562) that @bytes make, but for the bits that tell version and variant; lower case. */
struct gh_str gh_uuid_of(struct gh_arena *a, const unsigned char bytes[16], unsigned version);
/** A random UUID (RFC 9562 version 4), lower case. */
struct gh_str gh_uuid_new(struct gh_arena *a);

#endif
