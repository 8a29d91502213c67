/*
 * iam.h: IAM entities, for all who make or change them: the iam service, Organizations (OrganizationAccountAccessRole),
 * Identity Center (AWSReservedSSO_… roles) and the first start. Every change bumps the account's access version here,
 * so no caller can forget it.
 */
#ifndef GH_DOMAIN_IAM_H
#define GH_DOMAIN_IAM_H

#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct context;
struct gh_arena;

/** Who alone may change a role. */
#define ROLE_OWNER_CUSTOMER GH_S("CUSTOMER")
#define ROLE_OWNER_SSO GH_S("SSO")
#define ROLE_OWNER_SERVICE GH_S("SERVICE")

#define ADMINISTRATOR_ACCESS_ARN GH_S("arn:aws:iam::aws:policy/AdministratorAccess")

/** The name under which the tags of an IAM resource are kept, by its id (or its ARN, where it has no id). */
struct gh_str iam_tags_of(struct gh_arena *a, struct gh_str id);

/** -GH_EEXIST where a user of that name, ignoring case, exists. */
int iam_user_create(struct context *c, struct gh_str account_id, struct gh_str path, struct gh_str name,
                    struct gh_str *ret_id, struct gh_err *err);
struct iam_user_names {
    struct gh_str name, path;
};
/** Gives a user another name or path. -GH_EEXIST. */
int iam_user_rename(struct context *c, struct gh_str account_id, struct gh_str user_id,
                    const struct iam_user_names *names, struct gh_err *err);
/** Removes the user with tags and boundary; keys, policies and memberships must be gone already (the service refuses
 * otherwise). */
int iam_user_delete(struct context *c, struct gh_str account_id, struct gh_str user_id, struct gh_err *err);

struct iam_role_new {
    struct gh_str account_id, name, path;
    struct gh_str description; /* may be absent */
    struct gh_str trust_policy;
    int64_t max_session_s;
    struct gh_str owner;
};

/** -GH_EEXIST where a role of that name, ignoring case, exists or existed as a tombstone. */
int iam_role_create(struct context *c, const struct iam_role_new *role, struct gh_str *ret_id, struct gh_err *err);

int iam_role_describe(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_str description,
                      int64_t max_session_s, struct gh_err *err);
/** @kept: as iam_trust_keep() answers it. */
int iam_role_set_trust(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_str kept,
                       struct gh_err *err);
/** Removes a role for good, with policies, tags and boundary; a role of that name will be another one. */
int iam_role_delete(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_err *err);

/** A role with everything in it. */
struct iam_role_content {
    struct iam_role_new role;
    const struct gh_str *policy_arns;
    size_t n_policy_arns;
    struct gh_str inline_name, inline_document; /* document absent: none */
};
/**
 * Makes the role as described if there is none of that name, or brings an existing one (also a tombstone, which then
 * keeps its id) to what is described. The attachments and inline policies are replaced by those given.
 */
int iam_role_ensure(struct context *c, const struct iam_role_content *content, struct gh_str *ret_id,
                    struct gh_err *err);
/** Leaves a tombstone that keeps name and id; every session of the role is invalid from now on. */
int iam_role_remove(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_err *err);

int iam_attach(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
               struct gh_err *err);
/** -GH_ENOTFOUND where it is not attached. */
int iam_detach(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
               struct gh_err *err);
int iam_inline_put(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str name,
                   struct gh_str document, struct gh_err *err);
/** -GH_ENOTFOUND where there is none of that name. */
int iam_inline_delete(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str name,
                      struct gh_err *err);

/** A long-term access key of a user, or of the account's root where @user_id is absent. */
int iam_access_key_create(struct context *c, struct gh_str account_id, struct gh_str user_id, struct gh_str *ret_id,
                          struct gh_secret *ret_secret, struct gh_err *err);
int iam_access_key_set_status(struct context *c, struct gh_str account_id, struct gh_str key_id, struct gh_str status,
                              struct gh_err *err);
int iam_access_key_delete(struct context *c, struct gh_str account_id, struct gh_str key_id, struct gh_err *err);
/** Opens a stored secret. */
int iam_access_key_secret(struct context *c, struct gh_str key_id, struct gh_str sealed, struct gh_secret *ret_secret,
                          struct gh_err *err);

#endif
