/* x509.c: see x509.h. */
#include "crypto/x509.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/base.h"
#include "crypto/digest.h"

/* A key that is locked by a passphrase is not asked for one. */
static int no_passphrase(char *buf, int size, int writing, void *context) {
    (void)buf;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

/* The next certificate, or NULL at the end or at what is none. */
static X509 *next(BIO *bio) {
    return PEM_read_bio_X509(bio, NULL, no_passphrase, NULL);
}

/* Is there anything but white space before, between or after the certificates' frames? */
static bool is_framed(struct gh_str pem) {
    struct gh_str begin = GH_S("-----BEGIN CERTIFICATE-----"), end = GH_S("-----END CERTIFICATE-----");
    for (struct gh_str rest = gh_str_trim(pem); rest.n; rest = gh_str_trim(rest)) {
        ptrdiff_t at = gh_str_find_str(rest, end);
        if (!gh_str_starts(rest, begin) || at < 0) return false;
        rest = gh_str_slice(rest, (size_t)at + end.n, rest.n);
    }
    return true;
}

/* Every certificate of the text; NULL where it is not made of them alone. Free with free_all(). */
static STACK_OF(X509) * read_all(struct gh_str pem) {
    STACK_OF(X509) *all = sk_X509_new_null();
    BIO *bio = all && is_framed(pem) ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
    int frames = 0;
    for (X509 *x; bio && (x = next(bio));)
        if (!sk_X509_push(all, x)) abort();
    BIO_free(bio);
    for (struct gh_str rest = pem;; frames++) {
        ptrdiff_t at = gh_str_find_str(rest, GH_S("-----BEGIN "));
        if (at < 0) break;
        rest = gh_str_slice(rest, (size_t)at + 1, rest.n);
    }
    if (all && frames && sk_X509_num(all) == frames) return all;
    sk_X509_pop_free(all, X509_free);
    return NULL;
}

static X509 *read_one(struct gh_str pem) {
    STACK_OF(X509) *all = read_all(pem);
    X509 *x = all && sk_X509_num(all) == 1 ? sk_X509_pop(all) : NULL;
    sk_X509_pop_free(all, X509_free);
    return x;
}

static bool moment(const ASN1_TIME *time, int64_t *ret_ms) {
    int days, seconds;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    bool ok = epoch && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
    ASN1_TIME_free(epoch);
    if (ok) *ret_ms = days * GH_DAY_MS + seconds * GH_SECOND_MS;
    return ok;
}

int x509_read(struct gh_arena *a, struct gh_str pem, struct x509_facts *ret_facts, struct gh_err *err) {
    X509 *x = read_one(pem);
    unsigned char digest[CRYPTO_SHA256_BYTES];
    bool ok = x && moment(X509_get0_notBefore(x), &ret_facts->from_ms) &&
              moment(X509_get0_notAfter(x), &ret_facts->until_ms) && X509_digest(x, EVP_sha256(), digest, NULL) == 1 &&
              X509_get0_pubkey(x);
    X509_free(x);
    if (!ok) return gh_fail(err, GH_EINVAL, "not an X.509 certificate in PEM");
    ret_facts->digest = gh_hex_str(a, digest, sizeof digest);
    return 0;
}

static bool is_signed_by(X509 *x, X509 *issuer) {
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    return key && X509_check_issued(issuer, x) == X509_V_OK && X509_verify(x, key) == 1;
}

int x509_check_chain(struct gh_str pem, struct gh_str chain_pem, size_t *ret_at, struct gh_err *err) {
    X509 *leaf = read_one(pem);
    STACK_OF(X509) *chain = read_all(chain_pem);
    int at = 0;
    while (leaf && chain && at < sk_X509_num(chain)) {
        if (!is_signed_by(at ? sk_X509_value(chain, at - 1) : leaf, sk_X509_value(chain, at))) break;
        at++;
    }
    bool whole = leaf && chain && at == sk_X509_num(chain);
    sk_X509_pop_free(chain, X509_free);
    X509_free(leaf);
    if (whole) return 0;
    if (ret_at) *ret_at = (size_t)at;
    return gh_fail(err, GH_EINVAL, "not the certificate's chain");
}

int x509_check_key(struct gh_str pem, struct gh_str key_pem, struct gh_err *err) {
    X509 *x = read_one(pem);
    BIO *bio = BIO_new_mem_buf(key_pem.p, (int)key_pem.n);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
    bool readable = x && key, same = readable && X509_check_private_key(x, key) == 1;
    EVP_PKEY_free(key);
    BIO_free(bio);
    X509_free(x);
    if (!readable) return gh_fail(err, GH_EINVAL, "no private key in PEM, or a locked one");
    return same ? 0 : gh_fail(err, GH_ECONFLICT, "the key is another's");
}
