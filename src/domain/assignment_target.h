/*
 * assignment_target.h: assignments to a unit or to the whole organization: principal × permission set × everything
 * below a place in the tree. They are promises; what gives access are the ordinary assignments that stand in each
 * account because of them. Those are marked as inherited, so that one which somebody made by hand stays when the
 * promise goes. The management account is never reached by a promise.
 */
#ifndef GH_DOMAIN_ASSIGNMENT_TARGET_H
#define GH_DOMAIN_ASSIGNMENT_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "domain/assignment.h"

struct context;

/** The job that brings one account in line with all promises. Payload: the account's id. */
#define ASSIGNMENT_TARGET_ACCOUNT_JOB GH_S("gatehouse.assignment-account")
/** Greater than the id of every root and unit. */
#define ASSIGNMENT_TARGET_END GH_S("~")
/** A root, at most five levels of units. */
#define ASSIGNMENT_TARGET_CHAIN 8

/** Where an account stands: the places above it, the nearest first; none of them where no promise can reach it. */
struct assignment_place {
    struct gh_str account_id, instance_id, identity_store_id;
    struct gh_str above[ASSIGNMENT_TARGET_CHAIN];
    size_t n_above;
};
int assignment_place_read(struct context *c, struct gh_str account_id, struct assignment_place *ret_place,
                          struct gh_err *err);

/**
 * Makes or removes the account's assignment as the promises above it have it. The same again changes nothing.
 * -GH_ECONFLICT, with nothing written, where the account cannot hold the role: err->message names account and cause.
 */
int assignment_target_settle(struct context *c, const struct assignment_place *place, const struct assignment *a,
                             struct gh_err *err);

/** Is anything promised in the organization that the account is in: is there work when it comes or moves? */
int assignment_target_any(struct context *c, struct gh_str account_id, bool *ret_any, struct gh_err *err);
/** A unit goes, with what was promised for it. */
int assignment_target_unit_gone(struct context *c, struct gh_str unit_id, struct gh_err *err);

#endif
