/*
 * jose.h: signed tokens (JWS compact form and JWT: RFC 7515, 7519) and key sets (JWK: RFC 7517), as RFC 8725 wants them
 * read: the key, never the token, says which algorithm is right; a token cannot bring or point at a key; "none" and the
 * symmetric algorithms do not exist; a critical extension is one we do not know. Pure functions.
 */
#ifndef GH_PROTO_JOSE_H
#define GH_PROTO_JOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/sign.h"

struct gh_arena;
struct gh_buf;
struct json;

/** A token taken apart; nothing of it is proved before jose_verify(). */
struct jose_token {
    enum sign_algorithm algorithm; /* as the token claims: it must be the key's */
    struct gh_str kid;             /* absent: none */
    struct gh_str signed_part, signature;
    const struct json *claims; /* an object */
};
/** -GH_EINVAL where it is not such a token, or one that no key of ours could have to check. */
int jose_parse(struct gh_arena *a, struct gh_str text, struct jose_token *ret_token, struct gh_err *err);

struct jose_key {
    struct gh_str kid; /* absent: none */
    const struct sign_key *key;
};
struct jose_keys {
    const struct jose_key *v;
    size_t n;
};
#define JOSE_KEYS_MAX 100
/**
 * Reads a key set. Keys of other kinds, for encryption, or which are no good are left out, as the RFC asks.
 * -GH_EINVAL where the text is no key set.
 */
int jose_keys_parse(struct gh_arena *a, struct gh_str text, struct jose_keys *ret_keys, struct gh_err *err);
/** Is there a key in the set that the token could be signed with (its id, its algorithm)? */
bool jose_has_key(const struct jose_keys *keys, const struct jose_token *token);
/** Did a key of the set make the token's signature? */
bool jose_verify(const struct jose_keys *keys, const struct jose_token *token) GH_MUST_USE;

/** The registered claims (RFC 7519 section 4.1) and azp; moments in seconds, 0 where absent. */
struct jose_claims {
    struct gh_str iss, sub, azp, jti;
    const struct gh_str *aud;
    size_t n_aud;
    int64_t exp_s, nbf_s, iat_s;
};
/** -GH_EINVAL where one of them is of the wrong type (a moment with a fraction counts as that). */
int jose_claims_read(struct gh_arena *a, const struct json *claims, struct jose_claims *ret_claims, struct gh_err *err);

/** A signed token with header {"alg", "kid", "typ": "JWT"}. */
int jose_sign(struct gh_arena *a, const struct sign_key *key, struct gh_str kid, struct gh_str claims,
              struct gh_str *ret_token, struct gh_err *err);
/** What jose_key_write() needs of a key to publish. */
struct jose_published {
    const struct sign_key *key;
    struct gh_str kid;
    struct gh_str certificate; /* DER, for "x5c"; may be absent */
};
/** Adds the public key as a JSON object. */
int jose_key_write(struct gh_arena *a, const struct jose_published *key, struct gh_buf *b, struct gh_err *err);

#endif
