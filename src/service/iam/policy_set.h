/*
 * policy_set.h: the policies of a user, group or role, each with where it comes from: for the simulator, the access
 * reports and whoever lists what grants what. Requests are not decided by it: domain/access.h has the cached form.
 */
#ifndef GH_SERVICE_IAM_POLICY_SET_H
#define GH_SERVICE_IAM_POLICY_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct gh_call;
struct policy;

enum iam_entity_kind { IAM_ENTITY_USER, IAM_ENTITY_GROUP, IAM_ENTITY_ROLE };

struct iam_entity {
    enum iam_entity_kind kind;
    struct gh_str id, name, path, arn;
};

/** "user", "group" or "role". */
struct gh_str iam_entity_kind_name(enum iam_entity_kind kind);

/** The entity of the caller's account that an ARN names. Throws InvalidInput and NoSuchEntity. */
int iam_entity_by_arn(struct gh_call *c, struct gh_str arn, struct iam_entity *ret_entity, struct gh_err *err);

/** A policy and how it came to the entity. */
struct iam_policy_source {
    const struct policy *policy;
    struct gh_str name;
    struct gh_str arn;          /* absent: inline */
    enum iam_entity_kind owner; /* whose inline policy it is, or to whom it is attached */
    struct gh_str owner_name;
};

struct iam_policy_set {
    struct iam_policy_source *v;
    size_t n;
    bool has_boundary;
    struct iam_policy_source boundary;
};

/** Everything inline and attached; of a user, that of their groups too. */
int iam_policy_set_of(struct gh_call *c, const struct iam_entity *entity, struct iam_policy_set *ret_set,
                      struct gh_err *err);

#endif
