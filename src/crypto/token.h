/*
 * token.h: bearer tokens that people and programs carry: 256 random bits as URL-safe text. The database keeps only
 * the SHA-256 of one: enough, since they cannot be guessed (unlike passwords), and a leaked table opens nothing.
 */
#ifndef GH_CRYPTO_TOKEN_H
#define GH_CRYPTO_TOKEN_H

#include <stdbool.h>

#include "base/str.h"

/** Length of a token after its prefix: base64url of 32 bytes, no padding. */
#define TOKEN_CHARS 43

/** @prefix (may be "") followed by a new token; show it once, keep token_hash() of it. */
struct gh_str token_new(struct gh_arena *a, const char *prefix);
/** What to keep and to look it up by: 64 lower-case hexadecimal digits. */
struct gh_str token_hash(struct gh_arena *a, struct gh_str token);
/** Is @hash the hash of @token? Constant time in both contents. False where either is absent or empty. */
bool token_check(struct gh_str token, struct gh_str hash);

#endif
