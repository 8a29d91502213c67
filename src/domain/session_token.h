/*
 * session_token.h: temporary credentials. They are sealed, not stored: the session token is an encrypted, compressed
 * note of who holds it, until when and within which limits, and the secret key is derived from the keyring. Whether the
 * holder still exists and is still allowed is asked anew on every use.
 */
#ifndef GH_DOMAIN_SESSION_TOKEN_H
#define GH_DOMAIN_SESSION_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "domain/principal.h"

struct keyring;

/** A longer token is refused at issue (AWS: PackedPolicyTooLarge). */
#define SESSION_TOKEN_MAX 4096

struct session_claims {
    enum principal_kind kind; /* ROOT, USER (GetSessionToken), ROLE_SESSION or FEDERATED_USER (GetFederationToken) */
    struct gh_str account_id;
    struct gh_str entity_id;    /* AROA…, AIDA…; the account's id for root */
    struct gh_str session_name; /* role sessions, federated users */
    struct gh_str source_identity;
    struct gh_str parent_key_id; /* GetSessionToken, GetFederationToken: the long-term key that must still be active */
    struct gh_str root_granter;  /* AssumeRoot: the account that acts on the root user of @account_id */
    struct gh_str provider;      /* ARN of the IAM provider that vouched for the session */
    int64_t issue_ms, expires_ms;
    bool mfa_present;
    int64_t mfa_ms; /* when the code was given; 0: never */
    /* The person behind a session that the portal issued; absent otherwise. */
    struct gh_str identity_store_id, identity_user_id, instance_id, permission_set_id;
    const struct principal_tag *tags; /* the first n_transitive_tags go on into the next role */
    size_t n_tags, n_transitive_tags;
    const struct principal_key *keys; /* condition keys that stay with the session */
    size_t n_keys;
    const struct gh_str *session_policies; /* documents and ARNs of managed policies */
    size_t n_session_policies;
};

struct session_credentials {
    struct gh_str access_key_id; /* "ASIA…" */
    struct gh_secret secret;     /* 40 characters */
    struct gh_str token;
    unsigned packed_percent; /* how much of the room for them the session policies and tags take */
};

/**
 * Issues credentials for @claims. -GH_ELIMIT where the token would be longer than SESSION_TOKEN_MAX; err->message then
 * tells by how much in AWS's words.
 */
int session_token_seal(const struct keyring *keyring, struct gh_arena *a, const struct session_claims *claims,
                       struct session_credentials *ret_credentials, struct gh_err *err);

/** What a request presents. */
struct session_token {
    struct gh_str access_key_id, token;
};

/**
 * Opens @presented. -GH_EAUTH where the token does not belong to the access key id, was altered, is truncated, or was
 * sealed by a key we do not hold. Does not look at expiry.
 */
int session_token_open(const struct keyring *keyring, struct gh_arena *a, const struct session_token *presented,
                       struct session_claims *ret_claims, struct gh_secret *ret_secret, struct gh_err *err);

#endif
