/*
 * management_policy.h: tag, backup and the other management policies: their documents and how they add up down the
 * tree. Source: AWS's inheritance operators (@@assign, @@append, @@remove, @@operators_allowed_for_child_policies).
 * A pure function of documents: no store.
 */
#ifndef GH_DOMAIN_MANAGEMENT_POLICY_H
#define GH_DOMAIN_MANAGEMENT_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct management_merge;

/** Is @content a policy whose one member is @element ("tags")? -GH_EINVAL with the reason in err->message. */
int management_policy_check(struct gh_arena *a, struct gh_str element, struct gh_str content, struct gh_err *err);

/** What a merge may take; its arena is best one of its own, so that nothing else in the request runs short. */
#define MANAGEMENT_MERGE_BYTES ((size_t)32 * 1024 * 1024)
/** An effective policy in the making. Lives in @a. */
struct management_merge *management_merge_new(struct gh_arena *a);
/**
 * Adds one policy of the level at hand; levels come from the root down, policies of one level in the order they count.
 * -GH_ELIMIT where they come to more than the house will add up: the merge is of no use then.
 */
int management_merge_add(struct management_merge *m, struct gh_str content, struct gh_err *err);
/** What the level's policies let those below them do holds from here on. */
void management_merge_end_level(struct management_merge *m);
/** The effective document without operators; absent where nothing was said. */
struct gh_str management_merge_result(struct management_merge *m);

/** Something about an effective document that keeps it from being enforced. */
struct management_error {
    struct gh_str code;    /* ELEMENT_MISSING, ELEMENTS_TOO_MANY, VALUE_INVALID */
    struct gh_str message; /* a sentence */
    struct gh_str path;    /* "$.plans.daily.rules" */
    struct gh_str scope;   /* the named element ("daily") in which it lies */
};
struct management_errors {
    struct management_error *v;
    size_t n;
};
/**
 * What is wrong with the effective document @content of the kind whose one member is @element, in the order of the
 * document. Kinds whose values are not known here have no errors.
 */
int management_policy_validate(struct gh_arena *a, struct gh_str element, struct gh_str content,
                               struct management_errors *ret_errors, struct gh_err *err);
/** Does the policy @content say something about the named element @scope of @element? */
bool management_policy_mentions(struct gh_arena *a, struct gh_str element, struct gh_str content, struct gh_str scope);

#endif
