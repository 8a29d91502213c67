/*
 * digest.h: SHA-256 and HMAC-SHA-256. Values by copy: no handles, no allocation, nothing to free, nothing that fails.
 * A key used more than once is prepared once (struct crypto_hmac_key): each HMAC then skips the two blocks that only
 * depend on the key.
 */
#ifndef GH_CRYPTO_DIGEST_H
#define GH_CRYPTO_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define CRYPTO_SHA256_BYTES 32
#define CRYPTO_SHA256_BLOCK 64

/** A digest under way; may be copied to fork it. */
struct crypto_sha256 {
    uint64_t opaque[14];
};

void crypto_sha256_init(struct crypto_sha256 *d);
void crypto_sha256_add(struct crypto_sha256 *d, struct gh_str bytes);
/** Writes the digest; @d must be initialised again before its next use. */
void crypto_sha256_end(struct crypto_sha256 *d, unsigned char ret_digest[CRYPTO_SHA256_BYTES]);
void crypto_sha256_of(struct gh_str bytes, unsigned char ret_digest[CRYPTO_SHA256_BYTES]);
/** The digest as 64 lower-case hexadecimal digits. */
struct gh_str crypto_sha256_hex(struct gh_arena *a, struct gh_str bytes);

/** A prepared HMAC key (RFC 2104): as secret as the key itself; gh_zero() it when done. */
struct crypto_hmac_key {
    uint32_t inner[8], outer[8];
};

/** Prepares @key, of any length. */
void crypto_hmac_key_init(struct crypto_hmac_key *k, struct gh_str key);
void crypto_hmac(const struct crypto_hmac_key *k, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA256_BYTES]);
/** For a key used once. */
void crypto_hmac_of(struct gh_str key, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA256_BYTES]);
/** HMAC in parts: begin, crypto_sha256_add() as often as needed, end. */
void crypto_hmac_begin(struct crypto_sha256 *d, const struct crypto_hmac_key *k);
void crypto_hmac_end(struct crypto_sha256 *d, const struct crypto_hmac_key *k,
                     unsigned char ret_mac[CRYPTO_SHA256_BYTES]);

#endif
