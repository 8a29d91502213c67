/*
 * sign.h: public-key signatures as the federation standards use them: RSA (PKCS #1 v1.5) and ECDSA on the NIST curves,
 * with SHA-2. A key knows its one algorithm; nothing a message says can change it.
 */
#ifndef GH_CRYPTO_SIGN_H
#define GH_CRYPTO_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct gh_arena;

/** By the names of RFC 7518 section 3.1. */
enum sign_algorithm { SIGN_RS256, SIGN_RS384, SIGN_RS512, SIGN_ES256, SIGN_ES384, SIGN_ES512, SIGN_ALGORITHMS };

/** "RS256" */
struct gh_str sign_algorithm_name(enum sign_algorithm algorithm);
bool sign_algorithm_named(struct gh_str name, enum sign_algorithm *ret_algorithm);

#define SIGN_RSA_BITS_MIN 2048
#define SIGN_RSA_BITS_MAX 8192

/** A key of either kind; public or private. Lives as long as the arena it was made in. */
struct sign_key;

/** The numbers of a public key, big-endian: RSA's modulus and exponent, or a point's coordinates. */
struct sign_numbers {
    struct gh_str n, e;
    struct gh_str x, y;
};

/**
 * The public key of these numbers for @algorithm. -GH_EINVAL where RSA is too short, too long or has an absurd
 * exponent, or the point is not on the algorithm's curve.
 */
int sign_key_public(struct gh_arena *a, enum sign_algorithm algorithm, const struct sign_numbers *numbers,
                    struct sign_key **ret_key, struct gh_err *err);
/** A new private key (RSA: 2,048 bits). Slow for RSA. */
int sign_key_new(struct gh_arena *a, enum sign_algorithm algorithm, struct sign_key **ret_key, struct gh_err *err);
/** A private key to be sealed and kept (PKCS #8, DER), and back. gh_zero() the text when done. */
int sign_key_private_der(struct gh_arena *a, const struct sign_key *key, struct gh_str *ret_der, struct gh_err *err);
int sign_key_from_der(struct gh_arena *a, enum sign_algorithm algorithm, struct gh_str der, struct sign_key **ret_key,
                      struct gh_err *err);
/** The key's public half. */
int sign_key_numbers(struct gh_arena *a, const struct sign_key *key, struct sign_numbers *ret_numbers,
                     struct gh_err *err);
enum sign_algorithm sign_key_algorithm(const struct sign_key *key);

/** Whose certificate, and from when until when it is good (Unix time). */
struct sign_subject {
    const char *common_name;
    int64_t from_ms, until_ms;
};
/** A certificate of the private key, signed by itself (DER). */
int sign_certificate(struct gh_arena *a, const struct sign_key *key, const struct sign_subject *subject,
                     struct gh_str *ret_der, struct gh_err *err);

/** Signs @message. ECDSA signatures are the two numbers, as long as the curve's order each (RFC 7518 section 3.4). */
int sign_make(struct gh_arena *a, const struct sign_key *key, struct gh_str message, struct gh_str *ret_signature,
              struct gh_err *err);
bool sign_verify(const struct sign_key *key, struct gh_str message, struct gh_str signature) GH_MUST_USE;

#endif
