/* handshake_job.h: lets an unanswered handshake run out, and forgets a closed one after 30 days. */
#ifndef GH_SERVICE_ORGANIZATIONS_HANDSHAKE_JOB_H
#define GH_SERVICE_ORGANIZATIONS_HANDSHAKE_JOB_H

#include "job/job.h"

/** Payload: the handshake's id. To be run from the moment it expires. */
extern const struct job_kind handshake_job;

#endif
