/*
 * departure_job.h: what an account had in the Identity Center of an organization that it left. Without the roles, which
 * go with the membership, the assignments reach nothing and are listed nowhere; they may be many.
 */
#ifndef GH_SERVICE_ORGANIZATIONS_DEPARTURE_JOB_H
#define GH_SERVICE_ORGANIZATIONS_DEPARTURE_JOB_H

#include <stdbool.h>

#include "job/job.h"

/** Without payload: its id names organization and account. Position: the assignment that was looked at last. */
extern const struct job_kind organizations_departure_job;

/** Removes some of the assignments, and has the job remove the rest. */
int organizations_departure_begin(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                                  struct gh_err *err);
/** Is there a rest of them? Then the account must not come back yet: its roles would bring them to life. */
int organizations_is_departing(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                               bool *ret_departing, struct gh_err *err);

#endif
