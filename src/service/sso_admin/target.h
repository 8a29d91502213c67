/* target.h: may an account hold roles of a permission set? Asked by the jobs. */
#ifndef GH_SERVICE_SSO_ADMIN_TARGET_H
#define GH_SERVICE_SSO_ADMIN_TARGET_H

#include "base/err.h"
#include "base/str.h"

struct context;
struct provisioning_recipe;

/** What stands against it, in words for the FailureReason of a request; absent where nothing does. */
int sso_admin_target_check(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                           struct gh_str *ret_reason, struct gh_err *err);
/**
 * What becomes of @r, which provisioning answered with @why: a cause that lies with the account (-GH_ECONFLICT) is a
 * reason, and no failure of the job; anything else stays the error it is.
 */
int sso_admin_target_reason(struct context *c, int r, const struct gh_err *why, struct gh_str *ret_reason,
                            struct gh_err *err);

#endif
