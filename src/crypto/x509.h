/* x509.h: X.509 certificates in PEM (RFC 7468), as far as they are kept for others: read, dated, matched to their key.
 */
#ifndef GH_CRYPTO_X509_H
#define GH_CRYPTO_X509_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;

struct x509_facts {
    int64_t from_ms, until_ms; /* validity */
    struct gh_str digest;      /* SHA-256 of the DER form, in hexadecimal */
};

/** Reads exactly one certificate. -GH_EINVAL. */
int x509_read(struct gh_arena *a, struct gh_str pem, struct x509_facts *ret_facts, struct gh_err *err);
/**
 * Is @chain_pem the way from the certificate upwards: its issuer first, each signed by the next, and nothing else?
 * -GH_EINVAL where it is not; *@ret_at (may be NULL) is then the index of the first that does not belong there.
 */
int x509_check_chain(struct gh_str pem, struct gh_str chain_pem, size_t *ret_at, struct gh_err *err);
/**
 * Is @key_pem (not encrypted) the private key of the certificate? -GH_EINVAL where it cannot be read, -GH_ECONFLICT
 * where it is another's.
 */
int x509_check_key(struct gh_str pem, struct gh_str key_pem, struct gh_err *err);

#endif
