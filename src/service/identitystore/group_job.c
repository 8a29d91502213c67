/* group_job.c: see jobs.h. Nobody waits for it: without their group the memberships count for nothing. */
#include "domain/identity.h"
#include "service/identitystore/jobs.h"

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    bool empty;
    int r = identity_group_empty(c, job->payload, &empty, err);
    if (r) return r;
    return empty ? JOB_DONE : JOB_MORE;
}

const struct job_kind identitystore_group_job = {
    .name = GH_S_INIT("identitystore.group"), .run = run, .max_attempts = INT64_MAX};
