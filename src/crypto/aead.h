/*
 * aead.h: authenticated encryption of small messages: AES-256-GCM under a key of its own for each message.
 *
 * GCM with one key and random 96-bit nonces is safe for only 2^32 messages. So the nonce is 192 bits: its first half
 * and the purpose key give the message key by HMAC-SHA-256, its second half is GCM's nonce (the idea of XChaCha20).
 * Two messages collide only where all 192 random bits do: no counting, no limit that a server could reach. A message is
 * at most CRYPTO_AEAD_MAX bytes; GCM's own limit is 64 GiB.
 */
#ifndef GH_CRYPTO_AEAD_H
#define GH_CRYPTO_AEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"
#include "crypto/digest.h"

#define CRYPTO_AEAD_KEY_BYTES 32
#define CRYPTO_AEAD_NONCE_BYTES 24
#define CRYPTO_AEAD_TAG_BYTES 16
/** A sealed box is that much longer than its content. */
#define CRYPTO_AEAD_EXTRA (CRYPTO_AEAD_NONCE_BYTES + CRYPTO_AEAD_TAG_BYTES)
#define CRYPTO_AEAD_MAX ((size_t)1 << 30)

/** As secret as the bytes it was made of; gh_zero() it when done. */
struct crypto_aead_key {
    struct crypto_hmac_key kdf;
};

void crypto_aead_key_init(struct crypto_aead_key *k, const unsigned char secret[CRYPTO_AEAD_KEY_BYTES]);
/**
 * Writes nonce, ciphertext and tag (@plain.n + CRYPTO_AEAD_EXTRA bytes) to @to. @aad is authenticated, not stored:
 * opening needs the same. Aborts past CRYPTO_AEAD_MAX or where libcrypto fails.
 */
void crypto_aead_seal(const struct crypto_aead_key *k, struct gh_str aad, struct gh_str plain, unsigned char *to);
/**
 * Writes the content (@box.n - CRYPTO_AEAD_EXTRA bytes) to @to. False, with @to zeroed, where the box is too short,
 * altered, or was sealed with another key or aad.
 */
bool crypto_aead_open(const struct crypto_aead_key *k, struct gh_str aad, struct gh_str box,
                      unsigned char *to) GH_MUST_USE;

#endif
