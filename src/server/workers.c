/* workers.c: see workers.h. */
#include "server/workers.h"

#include <stdlib.h>

#include "base/base.h"
#include "job/job.h"

struct workers {
    struct job_runner *jobs;
};

int workers_new(struct installation *in, const struct options *o, struct workers **ret_workers, struct gh_err *err) {
    (void)o;
    (void)err;
    struct workers *w = calloc(1, sizeof *w);
    if (!w) abort();
    w->jobs = job_runner_new(&in->house, NULL, 0);
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
