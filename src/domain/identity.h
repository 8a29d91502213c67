/* identity.h: people and groups of identity stores as they end, with everything that hangs on them. */
#ifndef GH_DOMAIN_IDENTITY_H
#define GH_DOMAIN_IDENTITY_H

#include "base/err.h"
#include "base/str.h"

struct context;

/**
 * Removes a user: memberships, ids of other directories, password, links and sessions go, too. Assignments stay, as
 * AWS leaves them: they are listed and reach nobody.
 */
int identity_user_remove(struct context *c, struct gh_str user_id, struct gh_err *err);
/** Removes a group with its memberships; assignments stay likewise. */
int identity_group_remove(struct context *c, struct gh_str group_id, struct gh_err *err);

#endif
