/* jobs.h: what keeps the promises of assignment targets, and what forgets old denials. */
#ifndef GH_SERVICE_GATEHOUSE_JOBS_H
#define GH_SERVICE_GATEHOUSE_JOBS_H

#include "job/job.h"

/**
 * A target was made or removed: every account of the organization is looked at for this one principal and set. Payload:
 * "instance/set/type/principal". Position: the account that was done last.
 */
extern const struct job_kind gatehouse_target_job;
/** An account came or moved. Payload: its id. Position: the promise that was looked at last. */
extern const struct job_kind gatehouse_account_job;
/** Once an hour: denials too old to be asked about by their request id go, a hundred at a time. */
extern const struct job_kind gatehouse_denial_job;

/** Puts that recurring job there if it is not: called at each start. */
int gatehouse_denial_job_ensure(struct context *c, struct gh_err *err);

#endif
