/*
 * denial_job.c: see jobs.h. Only what finds a denial by its request id goes: its event stays in the trail. One job for
 * all nodes, under a fixed id, which moves itself on by an hour.
 */
#include "base/base.h"
#include "domain/context.h"
#include "service/gatehouse/jobs.h"
#include "store/queries.h"

#define DENIAL_NAME "gatehouse.denial"
#define INTERVAL_MS GH_HOUR_MS
#define CHUNK 100
/* As long as CloudTrail's event history reaches back. */
#define KEEP_MS (90 * GH_DAY_MS)

int gatehouse_denial_job_ensure(struct context *c, struct gh_err *err) {
    return job_ensure(c, GH_S(DENIAL_NAME), GH_S(DENIAL_NAME), c->now_ms, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int64_t gone = 0;
    int r = store_audit_denial_purge(c->tx, &(struct store_audit_denial_purge_args){c->now_ms - KEEP_MS, CHUNK}, &gone,
                                     err);
    if (r) return r;
    if (gone < CHUNK) job->run_ms = c->now_ms + INTERVAL_MS;
    return JOB_MORE;
}

const struct job_kind gatehouse_denial_job = {.name = GH_S_INIT(DENIAL_NAME), .run = run, .max_attempts = INT64_MAX};
