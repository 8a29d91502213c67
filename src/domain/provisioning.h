/*
 * provisioning.h: permission sets as roles. A permission set is a recipe; in each account where it is used stands a
 * role AWSReservedSSO_<name>_<16 hex> made from it. Names are stable: the digits are an HMAC of permission set and
 * account under the instance's secret, and a role that is removed leaves a tombstone, so that it comes back with the
 * same name and id. A role follows its set only when it is provisioned again; the revision tells which state it has.
 */
#ifndef GH_DOMAIN_PROVISIONING_H
#define GH_DOMAIN_PROVISIONING_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct context;

/** AWS: every provisioned role allows 12 hours; the permission set's duration governs the credentials. */
#define PROVISIONING_MAX_SESSION_S (12 * 3600)
#define PROVISIONING_INLINE_NAME GH_S("AwsSSOInlinePolicy")
/** AWS: managed policies per permission set, AWS's and customers' together, not adjustable. */
#define PROVISIONING_POLICIES_MAX 20
/** AWS: permission sets provisioned in one account, its newest value. */
#define PROVISIONING_SETS_MAX 500

/** A customer managed policy by name: each account has its own of that name and path. */
struct provisioning_reference {
    struct gh_str name, path;
};

/** What the roles of one permission set are made from. */
struct provisioning_recipe {
    struct gh_str permission_set_id, name;
    struct gh_str description, inline_policy; /* may be absent */
    const struct gh_str *policy_arns;
    size_t n_policy_arns;
    const struct provisioning_reference *references;
    size_t n_references;
    struct gh_str boundary_arn;                       /* AWS's policy that bounds the roles; absent: none of AWS's */
    struct provisioning_reference boundary_reference; /* or the account's own; its name absent: none */
    int64_t revision;
    struct gh_str instance_id, identity_store_id, region;
    struct gh_str organization_id; /* absent: an account instance */
    struct gh_str secret;          /* of the instance, sealed */
};

/** Reads a permission set as it stands now. -GH_ENOTFOUND. */
int provisioning_recipe_load(struct context *c, struct gh_str permission_set_id, struct provisioning_recipe *ret_recipe,
                             struct gh_err *err);

/** AWSReservedSSO_<set>_<16 hex>, the same for ever for one set, account and secret. */
struct gh_str provisioning_role_name(struct gh_arena *a, const struct gh_secret *secret,
                                     const struct provisioning_recipe *recipe, struct gh_str account_id);
/** /aws-reserved/sso.amazonaws.com/, with the instance's region below it where that is not us-east-1. */
struct gh_str provisioning_role_path(struct gh_arena *a, struct gh_str region);

/**
 * Brings the account's role to the recipe, making it where there is none. The same again changes nothing.
 * -GH_ECONFLICT, before anything is written, where the account cannot hold the role: err->message names account and
 * cause (a customer managed policy that it lacks), fit for a FailureReason.
 */
int provisioning_apply(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                       struct gh_err *err);
/** As provisioning_apply, but leaves a role that is there already as it is. */
int provisioning_ensure(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                        struct gh_err *err);
/** Takes the role away, leaving its tombstone; every session of it ends. Does nothing where there is none. */
int provisioning_remove(struct context *c, struct gh_str permission_set_id, struct gh_str account_id,
                        struct gh_err *err);
/** Takes the role away for good, with its assignments: the permission set itself is about to go. */
int provisioning_destroy(struct context *c, struct gh_str permission_set_id, struct gh_str account_id,
                         struct gh_err *err);

/** Makes the service-linked role AWSServiceRoleForSSO in the account where it has none yet. */
int provisioning_service_role_ensure(struct context *c, struct gh_str account_id, struct gh_err *err);

#endif
