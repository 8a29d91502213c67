/* purge_job.h: what has expired goes, a chunk at a time: links, tokens, sessions, device codes, clients, failures. */
#ifndef GH_SIGNIN_PURGE_JOB_H
#define GH_SIGNIN_PURGE_JOB_H

#include "base/err.h"
#include "job/job.h"

struct context;

extern const struct job_kind purge_job;

/** Puts the recurring job there if it is not: called at each start. */
int purge_job_ensure(struct context *c, struct gh_err *err);

#endif
