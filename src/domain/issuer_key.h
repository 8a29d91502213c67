/*
 * issuer_key.h: the keys with which Gatehouse signs tokens for others (sts:GetWebIdentityToken). One an algorithm, made
 * when it is first needed; the public halves are published.
 */
#ifndef GH_DOMAIN_ISSUER_KEY_H
#define GH_DOMAIN_ISSUER_KEY_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/sign.h"

struct context;
struct house;

struct issuer_key {
    struct gh_str id; /* "kid" */
    const struct sign_key *key;
};
/**
 * The key of @algorithm, made and stored where there is none. Opens transactions of its own and may take long: for the
 * slow pool only.
 */
int issuer_key_get(const struct house *house, struct gh_arena *a, enum sign_algorithm algorithm,
                   struct issuer_key *ret_key, struct gh_err *err);
/** All public keys as a JSON Web Key Set, each with its certificate (x5c). */
int issuer_key_set(struct context *c, struct gh_str *ret_json, struct gh_err *err);

#endif
