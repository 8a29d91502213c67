/* create_account_job.h: the durable half of CreateAccount. */
#ifndef GH_SERVICE_ORGANIZATIONS_CREATE_ACCOUNT_JOB_H
#define GH_SERVICE_ORGANIZATIONS_CREATE_ACCOUNT_JOB_H

#include "base/str.h"
#include "job/job.h"

/** Payload: the id of the account_creation row. */
extern const struct job_kind create_account_job;

/** Where the tags of an account that is still being made are kept. */
struct gh_str create_account_tags(struct gh_arena *a, struct gh_str creation_id);

#endif
