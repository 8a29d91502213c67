/* jobs.h: what is left to do of an operation of the identity store. */
#ifndef GH_SERVICE_IDENTITYSTORE_JOBS_H
#define GH_SERVICE_IDENTITYSTORE_JOBS_H

#include "job/job.h"

/** The memberships of a group that was deleted go, some at a time. Payload: its id. */
extern const struct job_kind identitystore_group_job;

#endif
