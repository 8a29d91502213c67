/*
 * assignment.h: principal × account × permission set. Adding one brings the permission set's role into the account;
 * removing the last one takes it away. Both may be done twice with no further effect.
 */
#ifndef GH_DOMAIN_ASSIGNMENT_H
#define GH_DOMAIN_ASSIGNMENT_H

#include "base/err.h"
#include "base/str.h"

struct context;
struct provisioning_recipe;

struct assignment {
    struct gh_str account_id, permission_set_id;
    struct gh_str principal_type; /* USER or GROUP */
    struct gh_str principal_id;
};

/** Does the identity store hold that user or group? -GH_ENOTFOUND where it does not. */
int assignment_principal_check(struct context *c, struct gh_str identity_store_id, const struct assignment *assignment,
                               struct gh_err *err);

/**
 * @recipe is that of the assignment's permission set. A role that is there already is left as it is, as AWS does.
 * -GH_ECONFLICT as provisioning_apply.
 */
int assignment_add(struct context *c, const struct assignment *assignment, const struct provisioning_recipe *recipe,
                   struct gh_err *err);
/** From now on it stands for itself, also where an assignment to a unit brought it (assignment_target.h). */
int assignment_keep(struct context *c, const struct assignment *assignment, struct gh_err *err);
int assignment_remove(struct context *c, const struct assignment *assignment, struct gh_err *err);

#endif
