/* keyring_int.h: inside of crypto/: what keyring.c (use) and keyring_file.c (storage) share. */
#ifndef GH_CRYPTO_KEYRING_INT_H
#define GH_CRYPTO_KEYRING_INT_H

#include "crypto/keyring.h"

#define KEYRING_MASTER_BYTES 32

struct keyring_key {
    uint32_t id; /* derived from the master key, so that a mistyped one is noticed */
    struct crypto_hmac_key master;
};

/* Keys are only ever added: whoever has read @n or @primary may use what they point at for good. */
struct keyring {
    _Atomic size_t n;
    const struct keyring_key *_Atomic primary; /* one of keys */
    struct keyring_key keys[KEYRING_KEYS_MAX];
};

/** An empty keyring. */
struct keyring *keyring_new(void);
/** Adds @master; false where the keyring is full or holds it already. */
bool keyring_add(struct keyring *k, const unsigned char master[KEYRING_MASTER_BYTES], bool primary);
/** The key of that id, or NULL. */
const struct keyring_key *keyring_find(const struct keyring *k, uint32_t id);
/** Adds all keys of @more that @k lacks, and takes over its primary key. False where it holds too many. */
bool keyring_merge(struct keyring *k, const struct keyring *more);
uint32_t keyring_id_of(const unsigned char master[KEYRING_MASTER_BYTES]);

#endif
