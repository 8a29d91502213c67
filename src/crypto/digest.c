/*
 * digest.c: see digest.h. Uses OpenSSL's SHA256_* functions, which 3.0 calls deprecated: its EVP replacement allocates
 * and takes locks for every HMAC (about 8 times slower here), and cannot keep a half-done state by value.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/digest.h"

#include <string.h>

#include <openssl/sha.h>

#include "base/hex.h"
#include "base/arena.h"
#include "base/secret.h"

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct crypto_sha256), "room for OpenSSL's state");
_Static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct crypto_sha256), "alignment of OpenSSL's state");

static SHA256_CTX *state_of(struct crypto_sha256 *d) {
    return (SHA256_CTX *)(void *)d->opaque;
}

void crypto_sha256_init(struct crypto_sha256 *d) {
    SHA256_Init(state_of(d));
}

void crypto_sha256_add(struct crypto_sha256 *d, struct gh_str bytes) {
    if (bytes.n) SHA256_Update(state_of(d), bytes.p, bytes.n);
}

void crypto_sha256_end(struct crypto_sha256 *d, unsigned char ret_digest[CRYPTO_SHA256_BYTES]) {
    SHA256_Final(ret_digest, state_of(d));
}

void crypto_sha256_of(struct gh_str bytes, unsigned char ret_digest[CRYPTO_SHA256_BYTES]) {
    struct crypto_sha256 d;
    crypto_sha256_init(&d);
    crypto_sha256_add(&d, bytes);
    crypto_sha256_end(&d, ret_digest);
}

struct gh_str crypto_sha256_hex(struct gh_arena *a, struct gh_str bytes) {
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256_of(bytes, digest);
    return gh_hex_str(a, digest, sizeof digest);
}

/* The chaining value after the one block that the padded key fills. */
static void after_pad(uint32_t ret_chain[8], const unsigned char key[CRYPTO_SHA256_BLOCK], unsigned char pad) {
    unsigned char block[CRYPTO_SHA256_BLOCK];
    for (size_t i = 0; i < sizeof block; i++) block[i] = key[i] ^ pad;
    SHA256_CTX c;
    SHA256_Init(&c);
    SHA256_Update(&c, block, sizeof block);
    for (size_t i = 0; i < 8; i++) ret_chain[i] = (uint32_t)c.h[i];
    gh_zero(&c, sizeof c);
    gh_zero(block, sizeof block);
}

static void resume(SHA256_CTX *c, const uint32_t chain[8]) {
    SHA256_Init(c);
    for (size_t i = 0; i < 8; i++) c->h[i] = chain[i];
    c->Nl = CRYPTO_SHA256_BLOCK * 8;
}

void crypto_hmac_key_init(struct crypto_hmac_key *k, struct gh_str key) {
    unsigned char padded[CRYPTO_SHA256_BLOCK] = {0};
    if (key.n > sizeof padded)
        crypto_sha256_of(key, padded);
    else if (key.n)
        memcpy(padded, key.p, key.n);
    after_pad(k->inner, padded, 0x36);
    after_pad(k->outer, padded, 0x5c);
    gh_zero(padded, sizeof padded);
}

void crypto_hmac_begin(struct crypto_sha256 *d, const struct crypto_hmac_key *k) {
    resume(state_of(d), k->inner);
}

void crypto_hmac_end(struct crypto_sha256 *d, const struct crypto_hmac_key *k,
                     unsigned char ret_mac[CRYPTO_SHA256_BYTES]) {
    unsigned char inner[CRYPTO_SHA256_BYTES];
    crypto_sha256_end(d, inner);
    resume(state_of(d), k->outer);
    SHA256_Update(state_of(d), inner, sizeof inner);
    crypto_sha256_end(d, ret_mac);
}

void crypto_hmac(const struct crypto_hmac_key *k, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA256_BYTES]) {
    struct crypto_sha256 d;
    crypto_hmac_begin(&d, k);
    crypto_sha256_add(&d, message);
    crypto_hmac_end(&d, k, ret_mac);
}

void crypto_hmac_of(struct gh_str key, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA256_BYTES]) {
    struct crypto_hmac_key k;
    crypto_hmac_key_init(&k, key);
    crypto_hmac(&k, message, ret_mac);
    gh_zero(&k, sizeof k);
}
