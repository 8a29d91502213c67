/*
 * iam_group.h: groups of IAM users and who is in them. Each change bumps the account's access version: what a group may
 * do, its members may do.
 */
#ifndef GH_DOMAIN_IAM_GROUP_H
#define GH_DOMAIN_IAM_GROUP_H

#include "base/err.h"
#include "base/str.h"

struct context;

struct iam_group_names {
    struct gh_str name, path;
};

/** -GH_EEXIST where a group of that name, ignoring case, exists. */
int iam_group_create(struct context *c, struct gh_str account_id, const struct iam_group_names *names,
                     struct gh_str *ret_id, struct gh_err *err);
/** Gives a group another name or path. -GH_EEXIST. */
int iam_group_rename(struct context *c, struct gh_str account_id, struct gh_str group_id,
                     const struct iam_group_names *names, struct gh_err *err);
/** Its members and policies must be gone already (the service refuses otherwise). */
int iam_group_delete(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_err *err);

/** Does nothing where the user is a member already. */
int iam_group_join(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_str user_id,
                   struct gh_err *err);
/** -GH_ENOTFOUND where the user is no member. */
int iam_group_leave(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_str user_id,
                    struct gh_err *err);

#endif
