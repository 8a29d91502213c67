/*
 * managed_policy.h: AWS managed policies. Those built in are compiled on first use and shared by everyone for the life
 * of the process; `gatehouse import-managed-policies` adds others to the database.
 */
#ifndef GH_DOMAIN_MANAGED_POLICY_H
#define GH_DOMAIN_MANAGED_POLICY_H

#include <stddef.h>

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

/** Is there an AWS managed policy @arn? Answers its name. -GH_ENOTFOUND. */
int managed_policy_find(struct context *c, struct gh_str arn, struct gh_str *ret_name, struct gh_err *err);

/**
 * The compiled policy: shared where it is built in, else compiled into @a from the database. -GH_ENOTFOUND.
 */
int managed_policy_compile(struct context *c, struct gh_arena *a, struct gh_str arn, const struct policy **ret_policy,
                           struct gh_err *err);

#endif
