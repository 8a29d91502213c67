/*
 * org_policy.h: the control policies (SCPs and RCPs) that bear on an account, level by level from the organization's
 * root down to the account: read once, compiled, and kept under the organization's policy version, which every change
 * to policies, attachments, policy types and the tree bumps. Asks only; the organizations service changes them.
 */
#ifndef GH_DOMAIN_ORG_POLICY_H
#define GH_DOMAIN_ORG_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"

struct context;

/** Immutable. A policy type that is off, or an account that is exempt (the management account), has no levels. */
struct org_policies {
    struct gh_str account_id, organization_id, management_account_id;
    struct gh_str path;              /* "o-…/r-…/ou-…/<account>/" */
    const struct policy_level *scps; /* root first; policy_id() of each policy is its ARN */
    const struct policy_level *rcps;
    size_t n_scps, n_rcps;
};

/** The policies of an account as of the transaction at hand; NULL outside an organization. Lives as long as c->arena.
 */
int org_policies_of(struct context *c, struct gh_str account_id, const struct org_policies **ret_policies,
                    struct gh_err *err);

/** "o-…/r-…/ou-…/": the path without the account, as aws:PrincipalOrgPaths and aws:ResourceOrgPaths have it. */
struct gh_str org_policies_parent_path(const struct org_policies *policies);

/** What a version is good for: the organization (absent: none) and its policy version, read in the same transaction. */
struct org_policy_mark {
    struct gh_str organization_id;
    int64_t version;
};

/**
 * The same for a caller that keeps them and knows the mark already: *@ret_policies holds a reference, which the caller
 * gives back with org_policies_unref() (so it fits gh_arena_defer()).
 */
int org_policies_ref(struct context *c, struct gh_str account_id, const struct org_policy_mark *mark,
                     const struct org_policies **ret_policies, struct gh_err *err);
/** Accepts NULL. */
void org_policies_unref(void *policies);

/** Says that something which decides about accounts of the organization has changed. */
int org_policies_touch(struct context *c, struct gh_str organization_id, struct gh_err *err);

/** A new root, unit or account gets AWS's own policy of each type that is enabled. */
int org_policies_place(struct context *c, struct gh_str organization_id, struct gh_str target_id, struct gh_err *err);
/** What hung on a unit or account that is going. */
int org_policies_clear(struct context *c, struct gh_str organization_id, struct gh_str target_id, struct gh_err *err);

/** AWS's own policies: they exist in every organization without being stored. */
struct org_policy_builtin {
    struct gh_str id, type, name, description, arn, content;
};
/** NULL where @id is none of them. */
const struct org_policy_builtin *org_policy_builtin(struct gh_str id);
/** The one that hangs on everything once @type is enabled; NULL for types that have none. */
const struct org_policy_builtin *org_policy_builtin_of_type(struct gh_str type);

/** arn:aws:organizations::<management account>:policy/<organization>/<type in lower case>/<id>, or a builtin's ARN. */
struct gh_str org_policy_arn(struct gh_arena *a, struct gh_str management_account_id, struct gh_str organization_id,
                             struct gh_str type, struct gh_str id);

#endif
