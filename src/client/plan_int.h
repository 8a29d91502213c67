/* plan_int.h: shared by the files that make plans only. */
#ifndef GH_CLIENT_PLAN_INT_H
#define GH_CLIENT_PLAN_INT_H

#include "client/plan.h"

/**
 * Reorders a plan that is complete where something must go before something else can come: policies on a target that
 * takes only so many, and people whose e-mail address somebody else takes. @p tells where that cannot be.
 */
void client_plan_order(struct gh_arena *a, const struct client_model *current, struct client_plan *plan,
                       struct client_problems *p);

#endif
