/* aead.c: see aead.h. The cipher is fetched once a process, its context is kept once a thread. */
#include "crypto/aead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/rand.h"
#include "base/secret.h"
#include "base/thread.h"

#define HALF_NONCE (CRYPTO_AEAD_NONCE_BYTES / 2)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static EVP_CIPHER *cipher;
static _Thread_local EVP_CIPHER_CTX *thread_context;

static void must(int ok) {
    if (ok != 1) abort();
}

static void free_context(void *context) {
    EVP_CIPHER_CTX_free(context);
}

static void set_up(void) {
    cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    must(cipher != NULL);
}

static EVP_CIPHER_CTX *context_get(void) {
    if (!thread_context) {
        pthread_once(&once, set_up);
        thread_context = EVP_CIPHER_CTX_new();
        must(thread_context != NULL);
        gh_at_thread_end(free_context, thread_context);
        must(EVP_CipherInit_ex2(thread_context, cipher, NULL, NULL, 1, NULL));
    }
    return thread_context;
}

void crypto_aead_key_init(struct crypto_aead_key *k, const unsigned char secret[CRYPTO_AEAD_KEY_BYTES]) {
    crypto_hmac_key_init(&k->kdf, gh_str_n((const char *)secret, CRYPTO_AEAD_KEY_BYTES));
}

/* The thread's context with the message key and nonce set. */
static EVP_CIPHER_CTX *begin(const struct crypto_aead_key *k, const unsigned char *nonce, int encrypt) {
    unsigned char message_key[CRYPTO_SHA256_BYTES];
    crypto_hmac(&k->kdf, gh_str_n((const char *)nonce, HALF_NONCE), message_key);
    EVP_CIPHER_CTX *c = context_get();
    must(EVP_CipherInit_ex2(c, NULL, message_key, nonce + HALF_NONCE, encrypt, NULL));
    gh_zero(message_key, sizeof message_key);
    return c;
}

static void feed(EVP_CIPHER_CTX *c, unsigned char *to, struct gh_str bytes) {
    int n;
    if (bytes.n > CRYPTO_AEAD_MAX) abort();
    if (bytes.n) must(EVP_CipherUpdate(c, to, &n, (const unsigned char *)bytes.p, (int)bytes.n));
}

void crypto_aead_seal(const struct crypto_aead_key *k, struct gh_str aad, struct gh_str plain, unsigned char *to) {
    int n;
    gh_rand(to, CRYPTO_AEAD_NONCE_BYTES);
    EVP_CIPHER_CTX *c = begin(k, to, 1);
    unsigned char *text = to + CRYPTO_AEAD_NONCE_BYTES, *tag = text + plain.n;
    feed(c, NULL, aad);
    feed(c, text, plain);
    must(EVP_CipherFinal_ex(c, tag, &n));
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, CRYPTO_AEAD_TAG_BYTES, tag));
}

bool crypto_aead_open(const struct crypto_aead_key *k, struct gh_str aad, struct gh_str box, unsigned char *to) {
    if (box.n < CRYPTO_AEAD_EXTRA || box.n - CRYPTO_AEAD_EXTRA > CRYPTO_AEAD_MAX) return false;
    unsigned char nonce[CRYPTO_AEAD_NONCE_BYTES], tag[CRYPTO_AEAD_TAG_BYTES], none[1];
    size_t n = box.n - CRYPTO_AEAD_EXTRA;
    memcpy(nonce, box.p, sizeof nonce);
    memcpy(tag, box.p + sizeof nonce + n, sizeof tag);
    EVP_CIPHER_CTX *c = begin(k, nonce, 0);
    int tail;
    feed(c, NULL, aad);
    feed(c, to, gh_str_n(box.p + sizeof nonce, n));
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag));
    if (EVP_CipherFinal_ex(c, none, &tail) == 1) return true;
    gh_zero(to, n);
    return false;
}
