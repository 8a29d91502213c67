/* keyring.c: sealing, opening and deriving; see keyring.h. keyring_file.c reads and writes the file. */
#include "crypto/keyring_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hex.h"
#include "base/id.h"
#include "base/rand.h"
#include "base/thread.h"

#define BLOB_VERSION 1
#define HEAD_BYTES 5
#define CHECK_CHARS (8 + 1 + 32)
#define PURPOSE_KEPT 32

struct keyring *keyring_new(void) {
    struct keyring *k = calloc(1, sizeof *k);
    if (!k) abort();
    return k;
}

void keyring_free(struct keyring *k) {
    if (!k) return;
    gh_zero(k, sizeof *k);
    free(k);
}

void keyring_freep(struct keyring **k) {
    keyring_free(*k);
    *k = NULL;
}

/* HKDF-Expand, first block: HMAC(master, info | 0x01), info = kind, purpose and context, each told apart by a NUL. The
 * master keys are uniformly random, so the extract step is not needed (RFC 5869 section 3.3). */
static void expand(const struct crypto_hmac_key *master, struct gh_str kind, const char *purpose, struct gh_str context,
                   unsigned char ret[KEYRING_DERIVED_BYTES]) {
    struct crypto_sha256 d;
    crypto_hmac_begin(&d, master);
    crypto_sha256_add(&d, kind);
    crypto_sha256_add(&d, gh_str_n(purpose, strlen(purpose) + 1));
    crypto_sha256_add(&d, context);
    crypto_sha256_add(&d, GH_S("\1"));
    crypto_hmac_end(&d, master, ret);
    gh_zero(&d, sizeof d);
}

#define KIND_ID GH_S("gatehouse key id\0")
#define KIND_SEAL GH_S("gatehouse seal\0")
#define KIND_DERIVE GH_S("gatehouse derive\0")
#define KIND_CHECK GH_S("gatehouse check\0")

static uint32_t id_of(const struct crypto_hmac_key *master) {
    unsigned char b[KEYRING_DERIVED_BYTES];
    expand(master, KIND_ID, "", GH_S_NONE, b);
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint32_t keyring_id_of(const unsigned char master[KEYRING_MASTER_BYTES]) {
    struct crypto_hmac_key h;
    crypto_hmac_key_init(&h, gh_str_n((const char *)master, KEYRING_MASTER_BYTES));
    uint32_t id = id_of(&h);
    gh_zero(&h, sizeof h);
    return id;
}

const struct keyring_key *keyring_find(const struct keyring *k, uint32_t id) {
    size_t n = k->n;
    for (size_t i = 0; i < n; i++)
        if (k->keys[i].id == id) return &k->keys[i];
    return NULL;
}

bool keyring_add(struct keyring *k, const unsigned char master[KEYRING_MASTER_BYTES], bool primary) {
    uint32_t id = keyring_id_of(master);
    if (k->n == KEYRING_KEYS_MAX || keyring_find(k, id)) return false;
    struct keyring_key *key = &k->keys[k->n];
    key->id = id;
    crypto_hmac_key_init(&key->master, gh_str_n((const char *)master, KEYRING_MASTER_BYTES));
    k->n++;
    if (primary) k->primary = key;
    return true;
}

bool keyring_merge(struct keyring *k, const struct keyring *more) {
    for (size_t i = 0; i < more->n; i++) {
        if (keyring_find(k, more->keys[i].id)) continue;
        if (k->n == KEYRING_KEYS_MAX) return false;
        k->keys[k->n] = more->keys[i];
        k->n++; /* only now may others see it */
    }
    k->primary = keyring_find(k, more->primary->id);
    return true;
}

struct keyring *keyring_new_ephemeral(void) {
    unsigned char master[KEYRING_MASTER_BYTES];
    struct keyring *k = keyring_new();
    gh_rand(master, sizeof master);
    if (!keyring_add(k, master, true)) abort();
    gh_zero(master, sizeof master);
    return k;
}

static void derive_purpose_key(const struct keyring_key *key, const char *purpose, struct crypto_aead_key *ret) {
    unsigned char secret[KEYRING_DERIVED_BYTES];
    expand(&key->master, KIND_SEAL, purpose, GH_S_NONE, secret);
    crypto_aead_key_init(ret, secret);
    gh_zero(secret, sizeof secret);
}

/* The key that a thread derived last, and the master key that it came from. */
struct kept_key {
    char purpose[PURPOSE_KEPT];
    struct keyring_key of;
    struct crypto_aead_key key;
};
static _Thread_local struct kept_key *thread_kept;

static void forget_kept(void *kept) {
    gh_zero(kept, sizeof *thread_kept);
    free(kept);
}

static struct kept_key *kept_key(void) {
    if (!thread_kept) {
        thread_kept = calloc(1, sizeof *thread_kept);
        if (!thread_kept) abort();
        gh_at_thread_end(forget_kept, thread_kept);
    }
    return thread_kept;
}

/* A thread that seals one session token will seal another. */
static const struct crypto_aead_key *purpose_key(const struct keyring_key *key, const char *purpose) {
    struct kept_key *kept = kept_key();
    size_t n = strlen(purpose) + 1;
    bool fits = n <= sizeof kept->purpose;
    if (fits && memcmp(kept->purpose, purpose, n) == 0 && gh_bytes_eq(&kept->of, key, sizeof *key)) return &kept->key;
    derive_purpose_key(key, purpose, &kept->key);
    memcpy(kept->purpose, fits ? purpose : "", fits ? n : 1);
    kept->of = *key;
    return &kept->key;
}

void keyring_seal_to(const struct keyring *k, const char *purpose, struct gh_str aad, struct gh_str plain, void *to) {
    unsigned char *b = to;
    const struct keyring_key *primary = k->primary;
    uint32_t id = primary->id;
    b[0] = BLOB_VERSION;
    for (int i = 0; i < 4; i++) b[1 + i] = (unsigned char)(id >> (24 - 8 * i));
    crypto_aead_seal(purpose_key(primary, purpose), aad, plain, b + HEAD_BYTES);
}

struct gh_str keyring_seal(const struct keyring *k, struct gh_arena *a, const char *purpose, struct gh_str aad,
                           struct gh_str plain) {
    char *to = gh_arena_text(a, plain.n + KEYRING_EXTRA);
    keyring_seal_to(k, purpose, aad, plain, to);
    return gh_str_n(to, plain.n + KEYRING_EXTRA);
}

static const struct keyring_key *blob_key(const struct keyring *k, struct gh_str blob) {
    const unsigned char *b = (const unsigned char *)blob.p;
    if (blob.n < KEYRING_EXTRA || b[0] != BLOB_VERSION) return NULL;
    return keyring_find(k, (uint32_t)b[1] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 8 | b[4]);
}

static bool open_to(const struct keyring *k, const char *purpose, struct gh_str aad, struct gh_str blob,
                    unsigned char *to) {
    const struct keyring_key *master = blob_key(k, blob);
    if (!master) return false;
    return crypto_aead_open(purpose_key(master, purpose), aad, gh_str_slice(blob, HEAD_BYTES, blob.n), to);
}

bool keyring_open(const struct keyring *k, struct gh_arena *a, const char *purpose, struct gh_str aad,
                  struct gh_str blob, struct gh_str *ret_plain) {
    if (blob.n < KEYRING_EXTRA) return false;
    size_t n = blob.n - KEYRING_EXTRA;
    char *to = gh_arena_text(a, n);
    if (!open_to(k, purpose, aad, blob, (unsigned char *)to)) return false;
    *ret_plain = gh_str_n(to, n);
    return true;
}

bool keyring_open_secret(const struct keyring *k, const char *purpose, struct gh_str aad, struct gh_str blob,
                         struct gh_secret *ret_secret) {
    if (blob.n < KEYRING_EXTRA || blob.n - KEYRING_EXTRA > GH_SECRET_MAX) return false;
    struct gh_secret s = {.n = blob.n - KEYRING_EXTRA};
    bool ok = open_to(k, purpose, aad, blob, s.b);
    if (ok) *ret_secret = s;
    gh_secret_done(&s);
    return ok;
}

uint32_t keyring_primary(const struct keyring *k) {
    return k->primary->id;
}

bool keyring_blob_key(const struct keyring *k, struct gh_str blob, uint32_t *ret_key_id) {
    const struct keyring_key *key = blob_key(k, blob);
    if (key) *ret_key_id = key->id;
    return key != NULL;
}

bool keyring_derive(const struct keyring *k, uint32_t key_id, const char *purpose, struct gh_str context,
                    unsigned char ret[KEYRING_DERIVED_BYTES]) {
    const struct keyring_key *key = keyring_find(k, key_id);
    if (key) expand(&key->master, KIND_DERIVE, purpose, context, ret);
    return key != NULL;
}

static void check_text(const struct keyring_key *key, char to[CHECK_CHARS]) {
    unsigned char b[KEYRING_DERIVED_BYTES];
    expand(&key->master, KIND_CHECK, "", GH_S_NONE, b);
    for (int i = 0; i < 8; i++) to[i] = GH_ALPHABET_HEX[key->id >> (28 - 4 * i) & 15];
    to[8] = ':';
    gh_hex(to + 9, b, (CHECK_CHARS - 9) / 2);
}

struct gh_str keyring_check_value(const struct keyring *k, struct gh_arena *a) {
    char *to = gh_arena_text(a, CHECK_CHARS);
    check_text(k->primary, to);
    return gh_str_n(to, CHECK_CHARS);
}

bool keyring_check(const struct keyring *k, struct gh_str check_value) {
    bool found = false;
    char text[CHECK_CHARS];
    if (check_value.n != sizeof text) return false;
    for (size_t i = 0; i < k->n; i++) {
        check_text(&k->keys[i], text);
        found |= gh_bytes_eq(text, check_value.p, sizeof text);
    }
    return found;
}
