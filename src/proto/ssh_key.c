/* ssh_key.c: see ssh_key.h. Both forms become an OpenSSL key, and that is written in both forms. */
#include "proto/ssh_key.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include "base/base.h"
#include "codec/base64.h"

#define ED25519 GH_S("ssh-ed25519")
#define ED25519_BYTES 32
#define RSA GH_S("ssh-rsa")
#define RSA_BITS_MAX 16384
#define BLOB_MAX 8192
#define FINGERPRINT_BYTES 16
#define POINT_MAX 133

struct curve {
    struct gh_str kind, name; /* in SSH's terms */
    const char *group;        /* in OpenSSL's */
};
static const struct curve curves[] = {
    {GH_S_INIT("ecdsa-sha2-nistp256"), GH_S_INIT("nistp256"), "prime256v1"},
    {GH_S_INIT("ecdsa-sha2-nistp384"), GH_S_INIT("nistp384"), "secp384r1"},
    {GH_S_INIT("ecdsa-sha2-nistp521"), GH_S_INIT("nistp521"), "secp521r1"},
};

static int malformed(struct gh_err *err) {
    return gh_refuse(err, GH_EINVAL, "The public key is malformed.");
}

/* Takes a string of RFC 4251 section 5 (length in four bytes, then bytes) off the front of @rest. */
static bool take(struct gh_str *rest, struct gh_str *ret_part) {
    if (rest->n < 4) return false;
    const unsigned char *p = (const unsigned char *)rest->p;
    size_t n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    if (n > rest->n - 4) return false;
    *ret_part = gh_str_n(rest->p + 4, n);
    *rest = gh_str_n(rest->p + 4 + n, rest->n - 4 - n);
    return true;
}

static void put(struct gh_buf *b, struct gh_str part) {
    for (int shift = 24; shift >= 0; shift -= 8) gh_buf_addc(b, (char)(part.n >> shift));
    gh_buf_add(b, part);
}

static EVP_PKEY *from_parameters(const char *type, OSSL_PARAM_BLD *builder) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (!parameters || !context || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *read_rsa(struct gh_str rest) {
    struct gh_str e_bytes, n_bytes;
    if (!take(&rest, &e_bytes) || !take(&rest, &n_bytes) || rest.n || !e_bytes.n || !n_bytes.n) return NULL;
    /* An mpint is signed: a key's numbers are not negative. */
    if (e_bytes.p[0] & 0x80 || n_bytes.p[0] & 0x80) return NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *e = BN_bin2bn((const unsigned char *)e_bytes.p, (int)e_bytes.n, NULL);
    BIGNUM *n = BN_bin2bn((const unsigned char *)n_bytes.p, (int)n_bytes.n, NULL);
    EVP_PKEY *key = NULL;
    if (builder && e && n && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n))
        key = from_parameters("RSA", builder);
    OSSL_PARAM_BLD_free(builder);
    BN_free(e);
    BN_free(n);
    return key;
}

static EVP_PKEY *read_ecdsa(const struct curve *curve, struct gh_str rest) {
    struct gh_str name, point;
    if (!take(&rest, &name) || !take(&rest, &point) || rest.n || !gh_str_eq(name, curve->name)) return NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    /* fromdata checks that the point lies on the curve. */
    if (builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, curve->group, 0) &&
        OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.p, point.n))
        key = from_parameters("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

static EVP_PKEY *read_ed25519(struct gh_str rest) {
    struct gh_str bytes;
    if (!take(&rest, &bytes) || rest.n || bytes.n != ED25519_BYTES) return NULL;
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *)bytes.p, bytes.n);
}

static EVP_PKEY *read_blob(struct gh_str kind, struct gh_str blob) {
    struct gh_str inner, rest = blob;
    if (!take(&rest, &inner) || !gh_str_eq(inner, kind)) return NULL;
    if (gh_str_eq(kind, RSA)) return read_rsa(rest);
    if (gh_str_eq(kind, ED25519)) return read_ed25519(rest);
    for (size_t i = 0; i < GH_COUNT(curves); i++)
        if (gh_str_eq(kind, curves[i].kind)) return read_ecdsa(&curves[i], rest);
    return NULL;
}

static EVP_PKEY *read_pem(struct gh_str text) {
    BIO *bio = BIO_new_mem_buf(text.p, (int)text.n);
    EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    BIO_free(bio);
    return key;
}

static bool put_number(struct gh_buf *b, const EVP_PKEY *key, const char *which) {
    BIGNUM *number = NULL;
    unsigned char bytes[1 + RSA_BITS_MAX / 8] = {0};
    if (EVP_PKEY_get_bn_param(key, which, &number) != 1) return false;
    size_t n = (size_t)BN_num_bytes(number);
    /* No RSA key has an even number in it. */
    bool fits = BN_is_odd(number) && n < sizeof bytes && BN_bn2bin(number, bytes + 1) == (int)n;
    BN_free(number);
    /* A leading zero keeps the number from looking negative. */
    size_t skip = bytes[1] & 0x80 ? 0 : 1;
    if (fits) put(b, gh_str_n((const char *)bytes + skip, n + 1 - skip));
    return fits;
}

static bool put_ecdsa(struct gh_buf *b, const EVP_PKEY *key) {
    char group[32];
    unsigned char point[POINT_MAX];
    size_t n;
    if (EVP_PKEY_get_group_name(key, group, sizeof group, &n) != 1) return false;
    if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &n) != 1) return false;
    for (size_t i = 0; i < GH_COUNT(curves); i++) {
        if (!gh_str_eq(gh_str_c(curves[i].group), gh_str_c(group))) continue;
        put(b, curves[i].kind);
        put(b, curves[i].name);
        put(b, gh_str_n((const char *)point, n));
        return point[0] == 4; /* SSH writes points uncompressed */
    }
    return false;
}

static bool put_blob(struct gh_buf *b, const EVP_PKEY *key) {
    unsigned char raw[ED25519_BYTES];
    size_t n = sizeof raw;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        put(b, RSA);
        return put_number(b, key, OSSL_PKEY_PARAM_RSA_E) && put_number(b, key, OSSL_PKEY_PARAM_RSA_N);
    case EVP_PKEY_EC: return put_ecdsa(b, key);
    case EVP_PKEY_ED25519:
        put(b, ED25519);
        if (EVP_PKEY_get_raw_public_key(key, raw, &n) != 1) return false;
        put(b, gh_str_n((const char *)raw, n));
        return true;
    default: return false;
    }
}

static struct gh_str pem_of(struct gh_arena *a, EVP_PKEY *key) {
    BIO *bio = BIO_new(BIO_s_mem());
    struct gh_str pem = GH_S_NONE;
    char *text;
    if (bio && PEM_write_bio_PUBKEY(bio, key) == 1) {
        long n = BIO_get_mem_data(bio, &text);
        pem = gh_str_dup(a, gh_str_n(text, (size_t)n));
    }
    BIO_free(bio);
    return pem;
}

static struct gh_str fingerprint(struct gh_arena *a, struct gh_str blob) {
    unsigned char digest[FINGERPRINT_BYTES];
    char hex[2 * FINGERPRINT_BYTES];
    if (EVP_Digest(blob.p, blob.n, digest, NULL, EVP_md5(), NULL) != 1) return GH_S_NONE;
    gh_hex(hex, digest, sizeof digest);
    struct gh_buf b;
    gh_buf_init(&b, a, 3 * FINGERPRINT_BYTES);
    for (size_t i = 0; i < sizeof digest; i++) gh_buf_addf(&b, "%s%.2s", i ? ":" : "", hex + 2 * i);
    return gh_buf_str(&b);
}

static int describe(struct gh_arena *a, EVP_PKEY *key, struct gh_str comment, struct ssh_key *ret_key,
                    struct gh_err *err) {
    struct gh_buf blob;
    gh_buf_init(&blob, a, BLOB_MAX);
    bool is_rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    if (is_rsa && EVP_PKEY_get_bits(key) < SSH_KEY_RSA_BITS_MIN)
        return gh_refuse(err, GH_EINVAL, "Length of the RSA key must be at least %d bits.", SSH_KEY_RSA_BITS_MIN);
    if (!put_blob(&blob, key) || !gh_buf_ok(&blob))
        return gh_refuse(err, GH_EINVAL, "The kind of the public key is not supported.");
    struct gh_str bytes = gh_buf_str(&blob), rest = bytes, kind;
    take(&rest, &kind);
    struct gh_str text = base64_encode(a, bytes, BASE64_STANDARD);
    ret_key->line =
        gh_fmt(a, "%.*s %.*s%s%.*s", GH_S_FMT(kind), GH_S_FMT(text), comment.n ? " " : "", GH_S_FMT(comment));
    ret_key->pem = pem_of(a, key);
    ret_key->fingerprint = fingerprint(a, bytes);
    return ret_key->pem.p && ret_key->fingerprint.p ? 0 : gh_fail(err, GH_EINTERNAL, "OpenSSL cannot write the key");
}

static bool is_kind(struct gh_str kind) {
    bool known = gh_str_eq(kind, RSA) || gh_str_eq(kind, ED25519);
    for (size_t i = 0; i < GH_COUNT(curves); i++) known |= gh_str_eq(kind, curves[i].kind);
    return known;
}

int ssh_key_read(struct gh_arena *a, struct gh_str text, struct ssh_key *ret_key, struct gh_err *err) {
    struct gh_str rest = gh_str_trim(text), kind, encoded = GH_S_NONE, blob, comment = GH_S("");
    EVP_PKEY *key;
    if (gh_str_starts(rest, GH_S("-----BEGIN "))) {
        key = read_pem(rest);
    } else {
        if (gh_str_find(rest, '\n') >= 0 || !gh_str_split(&rest, ' ', &kind) || !is_kind(kind))
            return gh_fail(err, GH_ENOTFOUND, "neither OpenSSH's form nor PEM");
        if (!gh_str_split(&rest, ' ', &encoded) || !base64_decode(a, encoded, BASE64_STANDARD, &blob))
            return malformed(err);
        if (rest.p) comment = gh_str_trim(rest);
        key = read_blob(kind, blob);
    }
    if (!key) return malformed(err);
    int r = describe(a, key, comment, ret_key, err);
    EVP_PKEY_free(key);
    return r;
}
