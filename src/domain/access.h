/*
 * access.h: what an access key or a role may do, ready to be evaluated: an immutable snapshot of the entity and its
 * compiled policies, cached under the account's access version. Every request makes sure of that version: by the
 * store's mark where nothing at all was committed since it was last read, else by reading it in its own transaction. So
 * a revocation holds on the next request, on every node.
 */
#ifndef GH_DOMAIN_ACCESS_H
#define GH_DOMAIN_ACCESS_H

#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include "domain/principal.h"
#include "policy/policy.h"

struct context;
struct org_policies;

enum access_kind { ACCESS_ROOT, ACCESS_USER, ACCESS_ROLE };

struct access {
    enum access_kind kind;
    struct gh_str account_id;
    int64_t version, policy_version;                      /* of the account and its organization: as of which it is */
    struct gh_str organization_id, management_account_id; /* absent outside an organization */
    const struct org_policies *organization;              /* the control policies that bear on it; NULL outside one */
    struct gh_str entity_id;                              /* AIDA…, AROA…; the account's id for root */
    struct gh_str name, path, arn;
    struct policy_list policies;      /* inline and attached, of a user also those of their groups; empty for root */
    const struct policy *boundary;    /* NULL: none */
    const struct principal_tag *tags; /* of the user or role itself */
    size_t n_tags;
    /* Access keys only. */
    struct gh_secret secret;
    /* Roles only. */
    const struct policy *trust;
    struct gh_str role_owner;
    int64_t max_session_s;
    int64_t sessions_after_ms; /* sessions issued earlier are invalid */
};

/**
 * Both answer a snapshot that is borrowed until the context's arena ends. They fail with -GH_EAUTH where the key is
 * unknown or inactive, the role does not exist (any more), or the account is not active.
 */
int access_for_key(struct context *c, struct gh_str access_key_id, const struct access **ret_access,
                   struct gh_err *err);
int access_for_role(struct context *c, struct gh_str account_id, struct gh_str role_id,
                    const struct access **ret_access, struct gh_err *err);
/** A user, by id (AIDA…), whether they have a key or not. */
int access_for_user(struct context *c, struct gh_str account_id, struct gh_str user_id,
                    const struct access **ret_access, struct gh_err *err);
/** The account's root user, whether it has a key or not. */
int access_for_root(struct context *c, struct gh_str account_id, const struct access **ret_access, struct gh_err *err);

#endif
