/* job.c: see job.h. */
#include "job/job.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/base.h"
#include "domain/context.h"
#include "domain/service_event.h"
#include "store/queries.h"
#include "store/store.h"

/* Jobs that another process submitted are found at the next look. */
#define LOOK_INTERVAL_MS 500
#define LEASE_MS (60 * GH_SECOND_MS)
#define RETRY_FIRST_MS (2 * GH_SECOND_MS)
#define RETRY_LONGEST_MS GH_HOUR_MS

/* Kinds with an `outside` half have a lane of their own: a silent mail server holds up nothing but mail. */
enum { LANE_QUICK, LANE_SLOW, LANES };

/* A thread that looks for due jobs of its kinds. */
struct lane {
    struct job_runner *runner;
    bool slow;
    pthread_t thread;
    pthread_cond_t wake;
    bool kicked;
    size_t running; /* writes of this round that are not done yet */
};

struct job_runner {
    const struct house *house;
    const struct job_kind *kinds;
    size_t n_kinds;
    pthread_mutex_t lock; /* of what changes in the lanes, and of: */
    bool stopping;
    struct lane lanes[LANES];
};

/* One chunk of one job, as a write. */
struct chunk {
    struct store_write write;
    struct lane *lane;
    const struct job_kind *kind;
    struct gh_str id;
    bool taken;  /* the job was still there and due */
    bool failed; /* by its own answer, not with its batch */
    int outside; /* what the slow half answered */
    struct service_event *events;
    struct job job;
    struct gh_err err;
};

int job_submit(struct context *c, struct gh_str kind, struct gh_str payload, int64_t run_ms, struct gh_err *err) {
    c->job_submitted = true;
    struct store_job_insert_args row = {
        .id = gh_uuid_new(c->arena), .kind = kind, .payload = payload, .run_ms = run_ms, .created_ms = c->now_ms};
    return store_job_insert(c->tx, &row, NULL, err);
}

int job_ensure(struct context *c, struct gh_str kind, struct gh_str id, int64_t run_ms, struct gh_err *err) {
    c->job_submitted = true;
    struct store_job_ensure_args row = {.id = id, .kind = kind, .run_ms = run_ms, .created_ms = c->now_ms};
    return store_job_ensure(c->tx, &row, NULL, err);
}

/* NULL where the kind is another lane's, or another version's. */
static const struct job_kind *kind_named(const struct lane *l, struct gh_str name) {
    const struct job_runner *r = l->runner;
    for (size_t i = 0; i < r->n_kinds; i++)
        if (gh_str_eq(r->kinds[i].name, name)) return (r->kinds[i].outside != NULL) == l->slow ? &r->kinds[i] : NULL;
    return NULL;
}

static struct context context_of(struct chunk *k, struct store_tx *tx) {
    return (struct context){
        .arena = k->write.arena, .tx = tx, .writing = true, .now_ms = gh_clock_ms(), .house = k->lane->runner->house};
}

/* Reads the job again inside the transaction: another node may have been faster. */
static int take(struct chunk *k, struct context *c) {
    struct store_job_get_row row;
    int r = store_job_get(c->tx, &(struct store_job_get_args){.id = k->id}, &row, &k->err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    /* A job with an `outside` half runs under our own lease, which lies in the future. */
    k->taken = row.run_ms <= c->now_ms || k->kind->outside;
    k->job = (struct job){
        .id = k->id, .payload = row.payload, .position = row.position, .attempts = row.attempts, .run_ms = c->now_ms};
    return 0;
}

static int chunk_run(struct store_write *w, struct store_tx *tx) {
    struct chunk *k = (struct chunk *)w;
    struct context c = context_of(k, tx);
    int r = take(k, &c);
    if (r || !k->taken) return r;
    if (k->outside) return k->outside;
    r = k->kind->run(&c, &k->job, k->kind->context, &k->err);
    k->events = c.service_events;
    if (r < 0) return r;
    if (r == JOB_DONE) return store_job_delete(tx, &(struct store_job_delete_args){.id = k->id}, NULL, &k->err);
    struct store_job_move_args move = {.id = k->id, .position = k->job.position, .run_ms = k->job.run_ms};
    return store_job_move(tx, &move, NULL, &k->err);
}

static int64_t retry_delay_ms(int64_t attempts) {
    int64_t delay = RETRY_FIRST_MS << (attempts < 12 ? attempts : 12);
    return delay < RETRY_LONGEST_MS ? delay : RETRY_LONGEST_MS;
}

static bool is_last_attempt(const struct chunk *k) {
    return k->job.attempts + 1 >= k->kind->max_attempts;
}

/* A chunk that failed has lost its effects; here, outside its savepoint, it is put off. So is one to be given up: its
 * giving up is a write of its own, which may fail or be lost in a crash, and is then tried again. */
static int chunk_record(struct store_write *w, struct store_tx *tx, int rc) {
    struct chunk *k = (struct chunk *)w;
    k->failed = rc < 0 && k->taken;
    if (!k->failed) {
        service_events_record(k->lane->runner->house, k->events);
        return 0;
    }
    gh_log(GH_LOG_WARN, "job %.*s (%.*s) failed: %s: %s%s", GH_S_FMT(k->id), GH_S_FMT(k->kind->name),
           gh_code_name(k->err.code), k->err.detail, k->err.message);
    struct store_job_retry_args retry = {.id = k->id, .run_ms = gh_clock_ms() + retry_delay_ms(k->job.attempts)};
    return store_job_retry(tx, &retry, NULL, NULL);
}

static void chunk_end(struct chunk *k, bool look_again) {
    struct lane *l = k->lane;
    gh_arena_free(k->write.arena);
    pthread_mutex_lock(&l->runner->lock);
    l->running--;
    if (look_again) l->kicked = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->runner->lock);
}

static int give_up_run(struct store_write *w, struct store_tx *tx) {
    struct chunk *k = (struct chunk *)w;
    struct context c = context_of(k, tx);
    struct store_job_get_row row;
    int r = store_job_get(tx, &(struct store_job_get_args){.id = k->id}, &row, NULL);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct gh_err err = {0};
    if (k->kind->give_up) r = k->kind->give_up(&c, &k->job, k->kind->context, &k->err, &err);
    k->events = c.service_events;
    if (r >= 0) return store_job_delete(tx, &(struct store_job_delete_args){.id = k->id}, NULL, NULL);
    gh_log(GH_LOG_ERROR, "job %.*s (%.*s) cannot be given up: %s: %s%s", GH_S_FMT(k->id), GH_S_FMT(k->kind->name),
           gh_code_name(err.code), err.detail, err.message);
    return r;
}

static int give_up_record(struct store_write *w, struct store_tx *tx, int rc) {
    struct chunk *k = (struct chunk *)w;
    (void)tx;
    if (rc >= 0) service_events_record(k->lane->runner->house, k->events);
    return 0;
}

static void give_up_done(struct store_write *w, int rc) {
    (void)rc;
    chunk_end((struct chunk *)w, false);
}

static void chunk_done(struct store_write *w, int rc) {
    struct chunk *k = (struct chunk *)w;
    if (k->failed && is_last_attempt(k)) {
        k->write =
            (struct store_write){.arena = w->arena, .run = give_up_run, .record = give_up_record, .done = give_up_done};
        store_write_submit(k->lane->runner->house->store, &k->write);
        return;
    }
    /* There may be a next chunk. A failure waits for the next look: where nothing can be written, its delay was not. */
    chunk_end(k, rc >= 0);
}

static struct chunk *chunk_new(struct lane *l, const struct job_kind *kind, struct gh_str id) {
    struct gh_arena *a = gh_arena_new(0);
    struct chunk *k = gh_new(a, struct chunk);
    k->write = (struct store_write){.arena = a, .run = chunk_run, .record = chunk_record, .done = chunk_done};
    k->lane = l;
    k->kind = kind;
    k->id = gh_str_dup(a, id);
    return k;
}

struct lease {
    struct store_write write;
    struct chunk *chunk;
};

static int lease_run(struct store_write *w, struct store_tx *tx) {
    struct chunk *k = ((struct lease *)w)->chunk;
    struct context c = context_of(k, tx);
    struct store_job_get_row row;
    int r = store_job_get(tx, &(struct store_job_get_args){.id = k->id}, &row, &k->err);
    if (r) return r;
    if (row.run_ms > c.now_ms) return -GH_ECONFLICT;
    k->job = (struct job){.id = k->id, .payload = row.payload, .position = row.position, .attempts = row.attempts};
    struct store_job_lease_args lease = {.id = k->id, .run_ms = c.now_ms + LEASE_MS};
    return store_job_lease(tx, &lease, NULL, &k->err);
}

/* Takes the lease and does the slow half. False where the job is somebody else's now. */
static bool run_outside(struct chunk *k) {
    struct lease lease = {.write = {.arena = k->write.arena, .run = lease_run}, .chunk = k};
    if (store_write_wait(k->lane->runner->house->store, &lease.write)) return false;
    k->outside = k->kind->outside(k->lane->runner->house, k->write.arena, &k->job, k->kind->context, &k->err);
    return true;
}

static void start(struct lane *l, const struct job_kind *kind, struct gh_str id) {
    struct chunk *k = chunk_new(l, kind, id);
    if (kind->outside && !run_outside(k)) {
        gh_arena_free(k->write.arena);
        return;
    }
    pthread_mutex_lock(&l->runner->lock);
    l->running++;
    pthread_mutex_unlock(&l->runner->lock);
    store_write_submit(l->runner->house->store, &k->write);
}

static int read_due(struct job_runner *r, struct gh_arena *a, const struct store_job_due_args *args,
                    struct store_job_due_rows *ret_due) {
    struct store_tx *tx;
    int rc = store_read_begin(r->house->store, a, &tx, NULL);
    if (rc) return rc;
    rc = store_job_due(tx, args, ret_due, NULL);
    store_read_end(tx);
    return rc;
}

static bool is_stopping(struct job_runner *r) {
    pthread_mutex_lock(&r->lock);
    bool stopping = r->stopping;
    pthread_mutex_unlock(&r->lock);
    return stopping;
}

/* Starts what is due and of this lane's kinds, about a batch. Other kinds are the other lane's or another version's. */
static bool look(struct lane *l) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct store_job_due_args args = {.now_ms = gh_clock_ms(), .after_id = GH_S(""), .count = STORE_BATCH};
    struct store_job_due_rows due;
    size_t started = 0;
    do {
        if (read_due(l->runner, a, &args, &due)) return started > 0;
        for (size_t i = 0; i < due.n; i++) {
            const struct job_kind *kind = kind_named(l, due.v[i].kind);
            if (!kind) continue;
            if (is_stopping(l->runner)) return started > 0;
            start(l, kind, due.v[i].id);
            started++;
        }
        if (due.n) args.after_run_ms = due.v[due.n - 1].run_ms, args.after_id = due.v[due.n - 1].id;
    } while (!started && due.n == STORE_BATCH);
    return started > 0;
}

/* Waits until the chunks of this round are done, so that a job is never under way twice in one process. */
static void wait_for_round(struct lane *l) {
    pthread_mutex_lock(&l->runner->lock);
    while (l->running) pthread_cond_wait(&l->wake, &l->runner->lock);
    pthread_mutex_unlock(&l->runner->lock);
}

static bool wait_for_work(struct lane *l) {
    struct timespec until = gh_monotonic_after(LOOK_INTERVAL_MS);
    struct job_runner *r = l->runner;
    pthread_mutex_lock(&r->lock);
    while (!l->kicked && !r->stopping)
        if (pthread_cond_timedwait(&l->wake, &r->lock, &until) == ETIMEDOUT) break;
    l->kicked = false;
    bool go_on = !r->stopping;
    pthread_mutex_unlock(&r->lock);
    return go_on;
}

static void *run(void *lane) {
    struct lane *l = lane;
    do {
        if (look(l)) wait_for_round(l);
    } while (wait_for_work(l));
    return NULL;
}

struct job_runner *job_runner_new(const struct house *house, const struct job_kind *kinds, size_t n_kinds) {
    struct job_runner *r = calloc(1, sizeof *r);
    if (!r) abort();
    *r = (struct job_runner){.house = house, .kinds = kinds, .n_kinds = n_kinds};
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&r->lock, NULL);
    for (size_t i = 0; i < LANES; i++) {
        r->lanes[i] = (struct lane){.runner = r, .slow = i == LANE_SLOW};
        pthread_cond_init(&r->lanes[i].wake, &monotonic);
    }
    pthread_condattr_destroy(&monotonic);
    for (size_t i = 0; i < LANES; i++)
        if (pthread_create(&r->lanes[i].thread, NULL, run, &r->lanes[i])) abort();
    return r;
}

void job_runner_kick(struct job_runner *r) {
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < LANES; i++) {
        r->lanes[i].kicked = true;
        pthread_cond_signal(&r->lanes[i].wake);
    }
    pthread_mutex_unlock(&r->lock);
}

void job_runner_stop(struct job_runner *r) {
    if (!r || is_stopping(r)) return;
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    for (size_t i = 0; i < LANES; i++) pthread_cond_signal(&r->lanes[i].wake);
    pthread_mutex_unlock(&r->lock);
    for (size_t i = 0; i < LANES; i++) pthread_join(r->lanes[i].thread, NULL);
}

void job_runner_free(struct job_runner *r) {
    if (!r) return;
    job_runner_stop(r);
    for (size_t i = 0; i < LANES; i++) pthread_cond_destroy(&r->lanes[i].wake);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
