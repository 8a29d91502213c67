/*
 * federation.h: the external identity providers of accounts (IAM's SAML and OpenID Connect providers), and fetching an
 * OpenID Connect provider's keys.
 */
#ifndef GH_DOMAIN_FEDERATION_H
#define GH_DOMAIN_FEDERATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "proto/jose.h"

struct context;
struct house;
struct policy;

#define FEDERATION_SAML GH_S("SAML")
#define FEDERATION_OIDC GH_S("OIDC")

struct federation_provider {
    struct gh_str arn, account_id;
    struct gh_str unique_id; /* never reused, unlike the ARN */
    struct gh_str content;   /* SAML: metadata; OIDC: see federation_oidc_read() */
    struct gh_str encryption_mode;
    int64_t created_ms, expires_ms; /* 0: does not end */
};
/** The provider of that ARN and kind. -GH_ENOTFOUND. */
int federation_provider_get(struct context *c, struct gh_str arn, struct gh_str kind,
                            struct federation_provider *ret_provider, struct gh_err *err);

/** arn:aws:iam::A:saml-provider/name */
struct gh_str federation_saml_arn(struct gh_arena *a, struct gh_str account_id, struct gh_str name);
/** arn:aws:iam::A:oidc-provider/host/path: the issuer's URL without its scheme. */
struct gh_str federation_oidc_arn(struct gh_arena *a, struct gh_str account_id, struct gh_str url);
/** What condition keys of a provider begin with: its URL without scheme. */
struct gh_str federation_oidc_name(struct gh_str url);

/** An OpenID Connect provider. */
struct federation_oidc {
    struct gh_str url; /* the issuer, exactly as in tokens */
    const struct gh_str *client_ids;
    size_t n_client_ids;
    const struct gh_str *thumbprints; /* SHA-1, hexadecimal */
    size_t n_thumbprints;
};
struct gh_str federation_oidc_write(struct gh_arena *a, const struct federation_oidc *oidc);
int federation_oidc_read(struct gh_arena *a, struct gh_str content, struct federation_oidc *ret_oidc,
                         struct gh_err *err);

/**
 * The provider's keys, from its discovery document: fetched, or cached for minutes; a token with a key that is not
 * among them has them fetched again, though not more often than every few seconds. Blocks: for the slow pool only.
 * -GH_EIO where the provider cannot be reached, -GH_EAUTH where its certificate fits neither the authorities nor a
 * thumbprint, -GH_EINVAL where what it publishes makes no sense.
 */
int federation_oidc_keys(const struct house *house, struct gh_arena *a, const struct federation_oidc *oidc,
                         const struct jose_token *token, struct jose_keys *ret_keys, struct gh_err *err);

/** The topmost certificate's digest, as AWS takes it where none is given. Blocks. */
int federation_oidc_thumbprint(const struct house *house, struct gh_arena *a, struct gh_str url,
                               struct gh_str *ret_thumbprint, struct gh_err *err);

/**
 * A trust policy that names an OpenID Connect provider without conditions on audience and subject takes anybody's token
 * of it: a warning about that for the audit event, as a JSON object. Absent where there is nothing to warn of.
 */
struct gh_str federation_trust_warning(struct gh_arena *a, const struct policy *trust);

/** SAML: the private keys that open encrypted assertions (PEM). */
struct federation_private_keys {
    const struct gh_str *v;
    size_t n;
};
int federation_private_keys(struct context *c, struct gh_str provider_arn, struct federation_private_keys *ret_keys,
                            struct gh_err *err);
/** Seals a private key for federation_private_keys(). */
struct gh_str federation_private_key_seal(struct context *c, struct gh_str provider_arn, struct gh_str pem);

#endif
