/*
 * apply.h: carries a plan out, step by step in its order, through the public APIs. Waits for what a server does in the
 * background. A step that fails is told with the server's reason and the rest goes on, but for what would need it, and
 * for deletions of what it may have been meant to stand in for. Every step can be done again: a second run plans what
 * the first one left.
 */
#ifndef GH_CLIENT_APPLY_H
#define GH_CLIENT_APPLY_H

#include <stddef.h>

#include "base/err.h"
#include "client/document.h"
#include "client/plan.h"

struct client_api;

struct client_outcome {
    size_t done, failed, skipped;
};

/** Each step's line goes to @sink when it is over. The models are those that the plan was made of. */
void client_apply(struct client_api *api, const struct client_plan *plan, struct client_model *current,
                  struct client_model *wanted, const struct client_sink *sink, struct client_outcome *ret_outcome);

#endif
