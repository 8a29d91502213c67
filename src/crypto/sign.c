/* sign.c: see sign.h. */
#include "crypto/sign.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/base.h"

#define POINT_MAX 133
#define SIGNATURE_MAX (SIGN_RSA_BITS_MAX / 8)
/* RFC 8017 allows more; nothing in use has it, and checking with it would cost a great deal. */
#define EXPONENT_BYTES_MAX 8

struct sign_key {
    enum sign_algorithm algorithm;
    EVP_PKEY *key;
};

struct algorithm {
    struct gh_str name;
    const char *digest;
    const char *curve;       /* NULL: RSA */
    size_t coordinate_bytes; /* of a coordinate, and of a number of the signature */
};
static const struct algorithm algorithms[SIGN_ALGORITHMS] = {
    [SIGN_RS256] = {GH_S_INIT("RS256"), "SHA256", NULL, 0},
    [SIGN_RS384] = {GH_S_INIT("RS384"), "SHA384", NULL, 0},
    [SIGN_RS512] = {GH_S_INIT("RS512"), "SHA512", NULL, 0},
    [SIGN_ES256] = {GH_S_INIT("ES256"), "SHA256", "P-256", 32},
    [SIGN_ES384] = {GH_S_INIT("ES384"), "SHA384", "P-384", 48},
    [SIGN_ES512] = {GH_S_INIT("ES512"), "SHA512", "P-521", 66},
};

struct gh_str sign_algorithm_name(enum sign_algorithm algorithm) {
    return algorithms[algorithm].name;
}

bool sign_algorithm_named(struct gh_str name, enum sign_algorithm *ret_algorithm) {
    for (size_t i = 0; i < SIGN_ALGORITHMS; i++) {
        if (!gh_str_eq(name, algorithms[i].name)) continue;
        *ret_algorithm = (enum sign_algorithm)i;
        return true;
    }
    return false;
}

enum sign_algorithm sign_key_algorithm(const struct sign_key *key) {
    return key->algorithm;
}

static void free_key(void *key) {
    EVP_PKEY_free(key);
}

/* Takes over @pkey, which may be NULL. */
static int wrap(struct gh_arena *a, enum sign_algorithm algorithm, EVP_PKEY *pkey, struct sign_key **ret_key,
                struct gh_err *err) {
    if (!pkey) return gh_fail(err, GH_EINVAL, "not a key of this kind");
    gh_arena_defer(a, free_key, pkey);
    struct sign_key *k = gh_new(a, struct sign_key);
    *k = (struct sign_key){algorithm, pkey};
    *ret_key = k;
    return 0;
}

static BIGNUM *number(struct gh_str bytes) {
    return BN_bin2bn((const unsigned char *)bytes.p, (int)bytes.n, NULL);
}

/* The public key of what @build holds; NULL where OpenSSL refuses it. */
static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM_BLD *build) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    bool ok = parameters && context && EVP_PKEY_fromdata_init(context) == 1 &&
              EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return ok ? key : NULL;
}

static bool is_sound(EVP_PKEY *key) {
    EVP_PKEY_CTX *check = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    bool ok = check && EVP_PKEY_public_check(check) == 1;
    EVP_PKEY_CTX_free(check);
    return ok;
}

static EVP_PKEY *rsa_public(const struct sign_numbers *v) {
    if (v->e.n > EXPONENT_BYTES_MAX || v->n.n > SIGN_RSA_BITS_MAX / 8 + 1 || !v->n.n || !v->e.n) return NULL;
    BIGNUM *n = number(v->n), *e = number(v->e);
    EVP_PKEY *key = NULL;
    int bits = n ? BN_num_bits(n) : 0;
    if (n && e && bits >= SIGN_RSA_BITS_MIN && bits <= SIGN_RSA_BITS_MAX && BN_is_odd(n) && BN_is_odd(e) &&
        !BN_is_one(e)) {
        OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
        if (build && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
            OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e))
            key = from_parameters("RSA", build);
        OSSL_PARAM_BLD_free(build);
    }
    BN_free(n);
    BN_free(e);
    return key;
}

static EVP_PKEY *ec_public(const struct algorithm *alg, const struct sign_numbers *v) {
    unsigned char point[POINT_MAX];
    size_t n = alg->coordinate_bytes;
    if (v->x.n != n || v->y.n != n) return NULL;
    point[0] = 4; /* uncompressed */
    memcpy(point + 1, v->x.p, n);
    memcpy(point + 1 + n, v->y.p, n);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    if (build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, alg->curve, 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * n))
        key = from_parameters("EC", build);
    OSSL_PARAM_BLD_free(build);
    if (key && is_sound(key)) return key;
    EVP_PKEY_free(key);
    return NULL;
}

int sign_key_public(struct gh_arena *a, enum sign_algorithm algorithm, const struct sign_numbers *numbers,
                    struct sign_key **ret_key, struct gh_err *err) {
    const struct algorithm *alg = &algorithms[algorithm];
    return wrap(a, algorithm, alg->curve ? ec_public(alg, numbers) : rsa_public(numbers), ret_key, err);
}

int sign_key_new(struct gh_arena *a, enum sign_algorithm algorithm, struct sign_key **ret_key, struct gh_err *err) {
    const struct algorithm *alg = &algorithms[algorithm];
    EVP_PKEY *key = alg->curve ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", alg->curve)
                               : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    return key ? wrap(a, algorithm, key, ret_key, err) : gh_fail(err, GH_EINTERNAL, "no key was made");
}

static bool fits(const struct algorithm *alg, EVP_PKEY *key) {
    char curve[32] = "";
    if (!alg->curve) return EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) >= SIGN_RSA_BITS_MIN;
    return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL) == 1 &&
           EC_curve_nist2nid(alg->curve) == OBJ_txt2nid(curve);
}

int sign_key_from_der(struct gh_arena *a, enum sign_algorithm algorithm, struct gh_str der, struct sign_key **ret_key,
                      struct gh_err *err) {
    const unsigned char *at = (const unsigned char *)der.p;
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)der.n);
    if (key && !fits(&algorithms[algorithm], key)) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    return wrap(a, algorithm, key, ret_key, err);
}

int sign_key_private_der(struct gh_arena *a, const struct sign_key *key, struct gh_str *ret_der, struct gh_err *err) {
    unsigned char *der = NULL;
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key->key);
    int n = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : -1;
    PKCS8_PRIV_KEY_INFO_free(info);
    if (n <= 0) return gh_fail(err, GH_EINTERNAL, "the key cannot be written");
    *ret_der = gh_str_dup(a, gh_str_n((char *)der, (size_t)n));
    OPENSSL_clear_free(der, (size_t)n);
    return 0;
}

/* The number of that name, in @width bytes (0: as many as it needs). */
static struct gh_str number_of(struct gh_arena *a, EVP_PKEY *key, const char *name, size_t width) {
    BIGNUM *v = NULL;
    struct gh_str text = GH_S_NONE;
    if (EVP_PKEY_get_bn_param(key, name, &v) == 1) {
        size_t n = width ? width : (size_t)BN_num_bytes(v);
        char *to = gh_arena_text(a, n);
        if (BN_bn2binpad(v, (unsigned char *)to, (int)n) == (int)n) text = gh_str_n(to, n);
    }
    BN_free(v);
    return text;
}

int sign_key_numbers(struct gh_arena *a, const struct sign_key *key, struct sign_numbers *ret_numbers,
                     struct gh_err *err) {
    const struct algorithm *alg = &algorithms[key->algorithm];
    struct sign_numbers v = {0};
    if (alg->curve) {
        v.x = number_of(a, key->key, OSSL_PKEY_PARAM_EC_PUB_X, alg->coordinate_bytes);
        v.y = number_of(a, key->key, OSSL_PKEY_PARAM_EC_PUB_Y, alg->coordinate_bytes);
    } else {
        v.n = number_of(a, key->key, OSSL_PKEY_PARAM_RSA_N, 0);
        v.e = number_of(a, key->key, OSSL_PKEY_PARAM_RSA_E, 0);
    }
    if (!(v.x.p && v.y.p) && !(v.n.p && v.e.p)) return gh_fail(err, GH_EINTERNAL, "the key has no numbers");
    *ret_numbers = v;
    return 0;
}

static bool fill_certificate(X509 *x, const struct sign_key *key, const struct sign_subject *subject) {
    uint64_t serial;
    gh_rand(&serial, sizeof serial);
    X509_NAME *name = X509_get_subject_name(x);
    return X509_set_version(x, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(x), (time_t)(subject->from_ms / GH_SECOND_MS)) &&
           ASN1_TIME_set(X509_getm_notAfter(x), (time_t)(subject->until_ms / GH_SECOND_MS)) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)subject->common_name, -1, -1,
                                      0) == 1 &&
           X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key->key) == 1 &&
           X509_sign(x, key->key, EVP_get_digestbyname(algorithms[key->algorithm].digest)) > 0;
}

int sign_certificate(struct gh_arena *a, const struct sign_key *key, const struct sign_subject *subject,
                     struct gh_str *ret_der, struct gh_err *err) {
    X509 *x = X509_new();
    unsigned char *der = NULL;
    int n = x && fill_certificate(x, key, subject) ? i2d_X509(x, &der) : -1;
    X509_free(x);
    if (n <= 0) return gh_fail(err, GH_EINTERNAL, "no certificate was made");
    *ret_der = gh_str_dup(a, gh_str_n((char *)der, (size_t)n));
    OPENSSL_free(der);
    return 0;
}

/* ---- signatures ---- */

static bool raw_of_der(struct gh_str der, size_t n, unsigned char *to) {
    const unsigned char *at = (const unsigned char *)der.p;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)der.n);
    bool ok = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), to, (int)n) == (int)n &&
              BN_bn2binpad(ECDSA_SIG_get0_s(sig), to + n, (int)n) == (int)n;
    ECDSA_SIG_free(sig);
    return ok;
}

/* Allocates; NULL where the signature is not two numbers of that length. */
static unsigned char *der_of_raw(struct gh_str raw, size_t n, int *ret_n) {
    unsigned char *der = NULL;
    if (raw.n != 2 * n) return NULL;
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = number(gh_str_slice(raw, 0, n)), *s = number(gh_str_slice(raw, n, 2 * n));
    if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) abort();
    *ret_n = i2d_ECDSA_SIG(sig, &der);
    ECDSA_SIG_free(sig);
    return der;
}

int sign_make(struct gh_arena *a, const struct sign_key *key, struct gh_str message, struct gh_str *ret_signature,
              struct gh_err *err) {
    const struct algorithm *alg = &algorithms[key->algorithm];
    unsigned char der[SIGNATURE_MAX];
    size_t n = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = context && EVP_DigestSignInit_ex(context, NULL, alg->digest, NULL, NULL, key->key, NULL) == 1 &&
              EVP_DigestSign(context, der, &n, (const unsigned char *)message.p, message.n) == 1;
    EVP_MD_CTX_free(context);
    struct gh_str made = gh_str_n((char *)der, n);
    if (ok && alg->curve) {
        unsigned char *raw = (unsigned char *)gh_arena_text(a, 2 * alg->coordinate_bytes);
        ok = raw_of_der(made, alg->coordinate_bytes, raw);
        made = gh_str_n((char *)raw, 2 * alg->coordinate_bytes);
    } else if (ok) {
        made = gh_str_dup(a, made);
    }
    if (!ok) return gh_fail(err, GH_EINTERNAL, "no signature was made");
    *ret_signature = made;
    return 0;
}

static bool verify_der(const struct sign_key *key, struct gh_str message, const unsigned char *signature, size_t n) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const char *digest = algorithms[key->algorithm].digest;
    bool ok = context && EVP_DigestVerifyInit_ex(context, NULL, digest, NULL, NULL, key->key, NULL) == 1 &&
              EVP_DigestVerify(context, signature, n, (const unsigned char *)message.p, message.n) == 1;
    EVP_MD_CTX_free(context);
    return ok;
}

bool sign_verify(const struct sign_key *key, struct gh_str message, struct gh_str signature) {
    const struct algorithm *alg = &algorithms[key->algorithm];
    if (!alg->curve) return verify_der(key, message, (const unsigned char *)signature.p, signature.n);
    int n = 0;
    unsigned char *der = der_of_raw(signature, alg->coordinate_bytes, &n);
    bool ok = der && n > 0 && verify_der(key, message, der, (size_t)n);
    OPENSSL_free(der);
    return ok;
}
