/*
 * keyring.h: the master keys of one Gatehouse, in a file that only its user can read. Everything secret that must be
 * read back (access keys, TOTP seeds, private keys, session tokens) is sealed with a key derived from them.
 *
 * One key is primary and seals; the others still open what they once sealed, so keys can be rotated without rewriting
 * the database. A purpose ("iam.access-key") names who may open what: a box of one purpose never opens as another.
 * Share it between threads freely: once loaded it only ever grows, by keyring_reload().
 */
#ifndef GH_CRYPTO_KEYRING_H
#define GH_CRYPTO_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "crypto/aead.h"

#define KEYRING_KEYS_MAX 32
#define KEYRING_DERIVED_BYTES 32
/** A sealed blob is that much longer than its content: version, key id, nonce, tag. */
#define KEYRING_EXTRA (5 + CRYPTO_AEAD_EXTRA)
/** The first bytes of a blob: version, key id and nonce. No two blobs share them, and opening authenticates them. */
#define KEYRING_UNIQUE_BYTES (5 + CRYPTO_AEAD_NONCE_BYTES)

struct keyring;

/**
 * Makes @path (mode 0600) with one new key, durably: it is there complete or not at all.
 * -GH_EEXIST where something of that name exists, -GH_EIO.
 */
int keyring_create(const char *path, struct gh_err *err) GH_MUST_USE;
/** Adds a new key and makes it primary, durably; the running server must reload the file. Errors as load. */
int keyring_rotate(const char *path, struct gh_err *err) GH_MUST_USE;
/**
 * Reads @path. -GH_ENOTFOUND; -GH_EDENIED where it is not a plain file of ours, or group or others have any access to
 * it; -GH_EINVAL where it is malformed (a mistyped key does not fit its id); -GH_EIO.
 */
int keyring_load(const char *path, struct keyring **ret_keyring, struct gh_err *err) GH_MUST_USE;
/**
 * Takes in what was added to @path since it was loaded, while other threads go on using @k. -GH_ECONFLICT where the
 * file lacks a key that @k holds: what that key sealed could not be opened any more. Errors as load; one thread at a
 * time.
 */
int keyring_reload(struct keyring *k, const char *path, struct gh_err *err) GH_MUST_USE;
/** A keyring of one random key that is in no file: for tests. */
struct keyring *keyring_new_ephemeral(void);
/** Zeroes and frees. Accepts NULL. */
void keyring_free(struct keyring *k);
/** keyring_free for GH_CLEANUP. */
void keyring_freep(struct keyring **k);

/** Seals @plain with the primary key. @aad (an id, for instance) is bound, not stored: opening needs the same. */
struct gh_str keyring_seal(const struct keyring *k, struct gh_arena *a, const char *purpose, struct gh_str aad,
                           struct gh_str plain);
/** As keyring_seal, into @to, which has room for @plain.n + KEYRING_EXTRA bytes. */
void keyring_seal_to(const struct keyring *k, const char *purpose, struct gh_str aad, struct gh_str plain, void *to);
/** Opens into the arena. False where the blob is altered, foreign, or was sealed for another purpose or aad. */
bool keyring_open(const struct keyring *k, struct gh_arena *a, const char *purpose, struct gh_str aad,
                  struct gh_str blob, struct gh_str *ret_plain) GH_MUST_USE;
/** As keyring_open, for content of at most GH_SECRET_MAX bytes that should not lie about in an arena. */
bool keyring_open_secret(const struct keyring *k, const char *purpose, struct gh_str aad, struct gh_str blob,
                         struct gh_secret *ret_secret) GH_MUST_USE;

/** The id of the primary key, and of the key that sealed @blob (false where it is no blob or the key is unknown). */
uint32_t keyring_primary(const struct keyring *k);
bool keyring_blob_key(const struct keyring *k, struct gh_str blob, uint32_t *ret_key_id) GH_MUST_USE;
/**
 * 32 bytes that only this key, purpose and context give (HKDF-Expand of RFC 5869, one block). Keep @key_id beside
 * whatever must be derived again: the primary key changes when the keyring is rotated. False where the key is unknown.
 */
bool keyring_derive(const struct keyring *k, uint32_t key_id, const char *purpose, struct gh_str context,
                    unsigned char ret[KEYRING_DERIVED_BYTES]) GH_MUST_USE;

/** A text for the database that tells nothing of the key but recognises it. */
struct gh_str keyring_check_value(const struct keyring *k, struct gh_arena *a);
/** Does the keyring hold the key (primary or old) that @check_value was made with? */
bool keyring_check(const struct keyring *k, struct gh_str check_value);

#endif
