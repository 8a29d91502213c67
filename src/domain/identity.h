/* identity.h: people and groups of identity stores as they end, with everything that hangs on them. */
#ifndef GH_DOMAIN_IDENTITY_H
#define GH_DOMAIN_IDENTITY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/**
 * Removes a user: memberships, ids of other directories, password, links and sessions go, too. Assignments stay, as
 * AWS leaves them: they are listed and reach nobody.
 */
int identity_user_remove(struct context *c, struct gh_str user_id, struct gh_err *err);
/**
 * Removes a group; assignments stay likewise. Its memberships count for nothing from then on, and some of them go. Not
 * *@ret_empty: there may be more, for identity_group_empty() to remove.
 */
int identity_group_remove(struct context *c, struct gh_str group_id, bool *ret_empty, struct gh_err *err);
/** Removes some memberships (about a hundred) of a group that was removed. */
int identity_group_empty(struct context *c, struct gh_str group_id, bool *ret_empty, struct gh_err *err);

#endif
