/*
 * base64.h: base64 and base64url (RFC 4648 sections 4 and 5). Strict: no white space, no stray bits, padding exactly
 * as the kind says, so that every value has one spelling.
 */
#ifndef GH_CODEC_BASE64_H
#define GH_CODEC_BASE64_H

#include <stdbool.h>

#include "base/str.h"

struct gh_arena;

enum base64_kind {
    BASE64_STANDARD, /* padded: AWS blobs, HTTP Basic, SAML */
    BASE64_STANDARD_UNPADDED,
    BASE64_URL_PADDED,
    BASE64_URL, /* unpadded: JOSE, PKCE */
};

/** Absent where @bytes is absent. */
struct gh_str base64_encode(struct gh_arena *a, struct gh_str bytes, enum base64_kind kind);
/** False where @text is not exactly of that kind; the result may hold any bytes. */
bool base64_decode(struct gh_arena *a, struct gh_str text, enum base64_kind kind, struct gh_str *ret_bytes);

#endif
