/* workers.c: see workers.h. */
#include "server/workers.h"

#include <stdlib.h>

#include "base/base.h"
#include "job/job.h"
#include "service/organizations/create_account_job.h"

#define KINDS_MAX 16

struct workers {
    struct job_runner *jobs;
    struct job_kind kinds[KINDS_MAX];
    size_t n_kinds;
};

int workers_new(struct installation *in, const struct options *o, struct workers **ret_workers, struct gh_err *err) {
    (void)o;
    (void)err;
    struct workers *w = calloc(1, sizeof *w);
    if (!w) abort();
    w->kinds[w->n_kinds++] = create_account_job;
    w->jobs = job_runner_new(&in->house, w->kinds, w->n_kinds);
    *ret_workers = w;
    return 0;
}

struct job_runner *workers_jobs(const struct workers *w) {
    return w->jobs;
}

void workers_free(struct workers *w) {
    if (!w) return;
    job_runner_free(w->jobs);
    free(w);
}
