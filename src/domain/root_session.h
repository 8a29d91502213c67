/*
 * root_session.h: who may act on the root user of another account, and whether they still may: asked when a session is
 * issued and again on each use.
 */
#ifndef GH_DOMAIN_ROOT_SESSION_H
#define GH_DOMAIN_ROOT_SESSION_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/**
 * May principals of @granter (the management account) take a session of the root user of @target? -GH_EDENIED where
 * root sessions are not turned on, or the two are not of one organization, or the target is the management account, or
 * it is closed.
 */
int root_session_check(struct context *c, struct gh_str granter, struct gh_str target, struct gh_err *err);

/** Is @arn one of AWS's managed policies that name a task for root? */
bool root_session_is_task(struct context *c, struct gh_str arn);

#endif
