/*
 * job.h: work that outlives a request: durable, resumed after a crash, done exactly once in effect.
 *
 * A job is a row, put there by the same transaction that promised it. The runner takes what is due and runs it in
 * chunks: each chunk is an ordinary write, whose effects and whose progress (the job's new position, or its end) are in
 * one savepoint. So a crash at any point repeats nothing and loses nothing, and any number of nodes may run.
 * Work that must not happen inside a transaction (sending mail) goes in `outside`, under a lease; it may happen twice.
 */
#ifndef GH_JOB_H
#define GH_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;
struct house;
struct job_runner;

/** A job under way; @position is the kind's own bookmark, empty at the start. */
struct job {
    struct gh_str id, payload, position;
    int64_t attempts;
    int64_t run_ms; /* when the next chunk is due: now, unless the chunk sets a later moment (a recurring job) */
};

enum job_progress {
    JOB_DONE, /* delete it */
    JOB_MORE, /* run again from job->position, at job->run_ms: the chunk may set both */
};

struct job_kind {
    struct gh_str name;
    /** Optional: slow work on a thread that only such kinds share, without a transaction, before each `run`. */
    int (*outside)(const struct house *house, struct gh_arena *a, const struct job *job, void *context,
                   struct gh_err *err);
    /** One chunk (at most about 100 rows) in a transaction: enum job_progress, or a negative code to try again later.
     */
    int (*run)(struct context *c, struct job *job, void *context, struct gh_err *err);
    /** Called in place of a last retry, in a write of its own: record that it failed. May be NULL. */
    int (*give_up)(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err);
    int64_t max_attempts; /* in a row: a chunk that succeeds counts anew */
    void *context;
};

/** Adds a job to the caller's transaction, to be run from @run_ms on. It starts once that has committed. */
int job_submit(struct context *c, struct gh_str kind, struct gh_str payload, int64_t run_ms, struct gh_err *err);

/** Adds a job without payload that there is one of, under an @id that the kind chooses; none where it is there. */
int job_ensure(struct context *c, struct gh_str kind, struct gh_str id, int64_t run_ms, struct gh_err *err);

/** Starts the runner's threads. @kinds must outlive it. */
struct job_runner *job_runner_new(const struct house *house, const struct job_kind *kinds, size_t n_kinds);
/** Looks for due work now: called when a transaction that submitted a job has committed. */
void job_runner_kick(struct job_runner *r);
/** Finishes the chunks under way and ends the threads. It may still be kicked. Accepts NULL. */
void job_runner_stop(struct job_runner *r);
/** Stops, and frees: only once nothing can kick it any more (the store is closed). Accepts NULL. */
void job_runner_free(struct job_runner *r);

#endif
