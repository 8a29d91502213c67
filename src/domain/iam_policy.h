/*
 * iam_policy.h: customer managed policies with their versions, and permissions boundaries. Each change bumps the
 * account's access version. AWS managed policies are in managed_policy.h, which also finds these by their ARN.
 */
#ifndef GH_DOMAIN_IAM_POLICY_H
#define GH_DOMAIN_IAM_POLICY_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;

struct iam_policy_row {
    struct gh_str id, account_id, name, path;
    struct gh_str description; /* may be absent */
    int64_t default_version, last_version, created_ms, updated_ms;
};

/** The customer managed policy @arn. -GH_ENOTFOUND, also for an ARN of another form. */
int iam_policy_find(struct context *c, struct gh_str arn, struct iam_policy_row *ret_policy, struct gh_err *err);
/** The document that is in force. */
int iam_policy_text(struct context *c, const struct iam_policy_row *policy, struct gh_str *ret_document,
                    struct gh_err *err);

struct iam_policy_new {
    struct gh_str account_id, name, path;
    struct gh_str description; /* may be absent */
    struct gh_str document;
};
/** Makes a policy whose version 1 is in force. -GH_EEXIST where one of that name, ignoring case, exists. */
int iam_policy_create(struct context *c, const struct iam_policy_new *policy, struct gh_str *ret_id,
                      struct gh_err *err);
/** Adds a version, which is not in force yet. */
int iam_policy_add_version(struct context *c, const struct iam_policy_row *policy, struct gh_str document,
                           int64_t *ret_number, struct gh_err *err);
/** Puts a version in force, which must exist. */
int iam_policy_set_default(struct context *c, const struct iam_policy_row *policy, int64_t number, struct gh_err *err);
/** Removes the policy with its versions and tags; nothing may use it (the service refuses otherwise). */
int iam_policy_delete(struct context *c, const struct iam_policy_row *policy, struct gh_err *err);

int iam_boundary_set(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
                     struct gh_err *err);
/** Does nothing where there is none. */
int iam_boundary_clear(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_err *err);

#endif
