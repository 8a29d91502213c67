/*
 * managed_policy.h: managed policies by their ARN. AWS's: those built in are compiled on first use and shared by
 * everyone for the life of the process; `gatehouse import-managed-policies` adds others to the database. Customers':
 * the version that is in force (iam_policy.h).
 */
#ifndef GH_DOMAIN_MANAGED_POLICY_H
#define GH_DOMAIN_MANAGED_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;
struct policy;

/** A policy that is part of the program: a row of the table generated from src/domain/managed/. */
struct managed_policy {
    struct gh_str arn, name, document;
};
extern const struct managed_policy managed_policies[];
extern const size_t managed_policies_count;

/** The index of the first built-in policy whose ARN sorts after @arn: the table is sorted so. */
size_t managed_policy_after(struct gh_str arn);
/** Is @arn one of AWS's policies, whether it exists or not? */
bool managed_policy_is_aws(struct gh_str arn);

struct managed_policy_facts {
    struct gh_str name, document;
    int64_t created_ms;
};
/** An AWS managed policy. -GH_ENOTFOUND. */
int managed_policy_read(struct context *c, struct gh_str arn, struct managed_policy_facts *ret_facts,
                        struct gh_err *err);

/** Is there a managed policy @arn, AWS's or a customer's? Answers its name. -GH_ENOTFOUND. */
int managed_policy_find(struct context *c, struct gh_str arn, struct gh_str *ret_name, struct gh_err *err);

/**
 * The compiled policy, of a customer's the version in force: shared where it is built in, else compiled into @a from
 * the database. -GH_ENOTFOUND.
 */
int managed_policy_compile(struct context *c, struct gh_arena *a, struct gh_str arn, const struct policy **ret_policy,
                           struct gh_err *err);

#endif
