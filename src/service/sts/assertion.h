/*
 * assertion.h: what roles assumed on the word of an identity provider share, whether it comes as a JWT or as SAML. The
 * slow half verifies the assertion; the write asks again whether the provider still is the one that was asked.
 */
#ifndef GH_SERVICE_STS_ASSERTION_H
#define GH_SERVICE_STS_ASSERTION_H

#include "domain/federation.h"
#include "policy/policy.h"
#include "service/sts/role_session.h"

#define STS_ASSERTION_KEYS 256
#define STS_ASSERTION_TAGS 50

/** A verified assertion, as the slow half leaves it in c->prepared. */
struct sts_assertion {
    enum principal_kind kind;
    struct federation_provider provider;
    struct gh_str account_id;       /* of the role */
    struct gh_str subject, user_id; /* for the audit trail */
    struct gh_str source_identity;  /* absent: none */
    struct sts_tag tags[STS_ASSERTION_TAGS];
    size_t n_tags;
    struct sts_tag_key_list_type transitive;
    struct policy_key keys[STS_ASSERTION_KEYS]; /* condition keys of the trust policy */
    size_t n_keys;
    struct principal_key *kept; /* those that stay with the session */
    size_t n_kept;
};

/** Adds a condition key; absent values are left out. */
void sts_assertion_key(struct gh_arena *a, struct sts_assertion *s, struct gh_str key, struct gh_str value);
/** A key that AWS defines as a set. */
void sts_assertion_keys(struct sts_assertion *s, struct gh_str key, const struct gh_str *values, size_t n);
/** Adds a session tag. False where there are too many. */
bool sts_assertion_tag(struct sts_assertion *s, struct gh_str key, struct gh_str value);
/** Adds the keys that tags and source identity supply: call once, after all of them are known. */
void sts_assertion_finish(struct gh_arena *a, struct sts_assertion *s);

/** The account of a role's ARN; absent where it is none. */
struct gh_str sts_account_of_role(struct gh_str role_arn);
/**
 * Reads the provider in a snapshot of its own; @ret_keys may be NULL. -GH_ENOTFOUND. Refuses an address from which too
 * many assertions have been refused lately; this one is counted if it is.
 */
int sts_assertion_provider(struct gh_call *c, struct gh_str arn, struct gh_str kind,
                           struct federation_provider *ret_provider, struct federation_private_keys *ret_keys,
                           struct gh_err *err);
/** In the write: makes the assertion's bearer the caller, if the provider is unchanged. Throws InvalidIdentityToken. */
int sts_assertion_present(struct gh_call *c, struct gh_str kind, struct gh_err *err);

#endif
