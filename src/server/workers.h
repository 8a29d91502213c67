/* workers.h: the background work of this server: the job runner with every kind of job, and mail's way out. */
#ifndef GH_SERVER_WORKERS_H
#define GH_SERVER_WORKERS_H

#include "base/err.h"
#include "server/installation.h"

struct workers;
struct job_runner;

int workers_new(struct installation *in, const struct options *o, struct workers **ret_workers, struct gh_err *err);
struct job_runner *workers_jobs(const struct workers *w);
/** Ends the work in the background. Accepts NULL. */
void workers_stop(struct workers *w);
/** Only once the store is closed: its last writes kick the job runner. Accepts NULL. */
void workers_free(struct workers *w);

#endif
