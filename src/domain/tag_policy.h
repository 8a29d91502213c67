/*
 * tag_policy.h: do the tag policies that bear on an account let a resource carry certain tags? Asked by services where
 * they tag what AWS enforces tag policies for ("enforced_for").
 */
#ifndef GH_DOMAIN_TAG_POLICY_H
#define GH_DOMAIN_TAG_POLICY_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct context;
struct principal_tag;

/** Tags for a resource of @type ("organizations:account") in @account_id. */
struct tag_policy_question {
    struct gh_str account_id, type;
    const struct principal_tag *tags;
    size_t n_tags;
};
/**
 * *@ret_why is absent where the tags comply, else a sentence, in the arena, about the first that does not, or
 * where the policies are too large to be asked. Only database errors fail.
 */
int tag_policy_check(struct context *c, const struct tag_policy_question *asked, struct gh_str *ret_why,
                     struct gh_err *err);

#endif
