/* close_account_job.h: the durable half of CloseAccount. */
#ifndef GH_SERVICE_ORGANIZATIONS_CLOSE_ACCOUNT_JOB_H
#define GH_SERVICE_ORGANIZATIONS_CLOSE_ACCOUNT_JOB_H

#include "job/job.h"

/** Payload: the account's id. */
extern const struct job_kind close_account_job;

#endif
