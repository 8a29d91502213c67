/*
 * writer.c: the one thread that writes. It takes what waits, runs each write in a savepoint of one transaction,
 * commits once, and only then reports. It never retries: after a rollback every write of the batch is told so.
 */
#include <errno.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/time.h"
#include "store/store_int.h"

#define COMPLAINT_INTERVAL_MS 5000

struct batch {
    struct store_write *writes[STORE_BATCH];
    int rc[STORE_BATCH];
    unsigned n;
};

static int begin(struct store *s, struct gh_err *err) {
    s->writer->broken = s->writer->lost = s->writer->decides = false;
    if (gh_fault("store.begin")) return gh_fail(err, GH_EIO, "injected failure");
    return s->driver->begin(s->writer, err);
}

static int commit(struct store *s, struct gh_err *err) {
    if (gh_fault("store.commit")) return gh_fail(err, GH_EIO, "injected failure");
    return s->driver->commit(s->writer, err);
}

static int drain(struct store *s, struct gh_err *err) {
    struct store_tx *tx = s->writer;
    if (!s->drain) return 0;
    tx->arena = s->own_arena;
    int rc = s->drain->drain(s->drain->context, tx);
    gh_arena_reset(s->own_arena);
    if (rc < 0 || tx->broken) return gh_fail(err, GH_EIO, "the drain failed (%d)", rc);
    return 0;
}

/* A negative answer means that the whole batch is lost; what the write itself answered is in @ret_rc. */
static int run_one(struct store *s, struct store_write *w, int *ret_rc, struct gh_err *err) {
    struct store_tx *tx = s->writer;
    tx->arena = w->arena;
    tx->decides = true;
    int rc = s->driver->savepoint(tx, err);
    if (rc < 0) return rc;
    int answer = w->run(w, tx);
    if (tx->lost) return gh_fail(err, GH_EIO, "the transaction was lost in a write");
    /* Effects after a failed statement are not whole, whatever the handler thinks. */
    if (answer >= 0 && tx->broken) answer = -GH_EINTERNAL;
    rc = answer < 0 ? s->driver->undo(tx, err) : s->driver->release(tx, err);
    if (rc < 0) return rc;
    tx->broken = false;
    if (w->record) {
        rc = w->record(w, tx, answer);
        if (rc < 0 || tx->broken) return gh_fail(err, GH_EIO, "a write could not be recorded");
    }
    *ret_rc = answer;
    return 0;
}

static int run_batch(struct store *s, struct batch *b, struct gh_err *err) {
    int rc = begin(s, err);
    if (rc < 0) return rc;
    for (unsigned i = 0; rc >= 0 && i < b->n; i++) rc = run_one(s, b->writes[i], &b->rc[i], err);
    if (rc >= 0) rc = drain(s, err);
    if (rc >= 0) rc = commit(s, err);
    if (rc < 0) s->driver->rollback(s->writer);
    return rc;
}

/* Nobody else can: those who wrote learn only that it was in vain. A database that stays unwritable fills no log. */
static void complain(struct store *s, const struct batch *b, const struct gh_err *err) {
    int64_t now_ms = gh_monotonic_ms();
    s->unsaid_losses++;
    if (now_ms < s->silent_until_ms) return;
    gh_log(GH_LOG_ERROR, "store: a batch of %u writes was rolled back (%u batches since this was last said): %s", b->n,
           s->unsaid_losses, err->detail);
    s->unsaid_losses = 0;
    s->silent_until_ms = now_ms + COMPLAINT_INTERVAL_MS;
}

static void process(struct store *s, struct batch *b) {
    struct gh_err err = {0};
    int rc = run_batch(s, b, &err);
    if (rc < 0) complain(s, b, &err);
    if (s->drain && s->drain->settled) s->drain->settled(s->drain->context, rc >= 0);
    for (unsigned i = 0; i < b->n; i++) {
        struct store_write *w = b->writes[i];
        w->done(w, rc < 0 ? -GH_EBUSY : b->rc[i]);
    }
}

/* Waits for writes, a kick, the end, or the drain's interval. False at the end. */
static bool next_batch(struct store *s, struct batch *b) {
    struct timespec deadline;
    int timed_out = 0;
    b->n = 0;
    pthread_mutex_lock(&s->lock);
    while (!s->head && !s->stopping && !s->kicked && timed_out != ETIMEDOUT) {
        if (s->drain) {
            deadline = gh_monotonic_after(s->drain->interval_ms);
            timed_out = pthread_cond_timedwait(&s->wake, &s->lock, &deadline);
        } else {
            pthread_cond_wait(&s->wake, &s->lock);
        }
    }
    while (s->head && b->n < STORE_BATCH) {
        b->writes[b->n++] = s->head;
        s->head = s->head->next;
    }
    if (!s->head) s->tail = &s->head;
    s->kicked = false;
    bool more = b->n || !s->stopping;
    pthread_mutex_unlock(&s->lock);
    return more;
}

static bool drain_due(const struct store *s) {
    return s->drain && s->drain->pending(s->drain->context);
}

static void *writer(void *store) {
    struct store *s = store;
    struct batch b;
    while (next_batch(s, &b))
        if (b.n || drain_due(s)) process(s, &b);
    if (drain_due(s)) process(s, &b);
    return NULL;
}

int store_writer_start(struct store *s, struct gh_err *err) {
    s->started = pthread_create(&s->thread, NULL, writer, s) == 0;
    return s->started ? 0 : gh_fail(err, GH_EIO, "the writer's thread could not be started");
}

void store_writer_stop(struct store *s) {
    if (!s->started) return;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    s->started = false;
}

void store_write_submit(struct store *s, struct store_write *w) {
    w->next = NULL;
    pthread_mutex_lock(&s->lock);
    bool late = s->stopping;
    if (!late) {
        bool first = !s->head;
        *s->tail = w;
        s->tail = &w->next;
        if (first) pthread_cond_signal(&s->wake);
    }
    pthread_mutex_unlock(&s->lock);
    if (late) w->done(w, -GH_EBUSY);
}

/* A write that somebody waits for, around the one that was given. */
struct waiting {
    struct store_write w;
    struct store_write *inner;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int rc;
    bool done;
};

static int waiting_run(struct store_write *w, struct store_tx *tx) {
    struct store_write *inner = ((struct waiting *)w)->inner;
    return inner->run(inner, tx);
}

static int waiting_record(struct store_write *w, struct store_tx *tx, int rc) {
    struct store_write *inner = ((struct waiting *)w)->inner;
    return inner->record(inner, tx, rc);
}

static void waiting_done(struct store_write *w, int rc) {
    struct waiting *x = (struct waiting *)w;
    pthread_mutex_lock(&x->lock);
    x->rc = rc;
    x->done = true;
    pthread_cond_signal(&x->wake);
    pthread_mutex_unlock(&x->lock);
}

int store_write_wait(struct store *s, struct store_write *w) {
    struct waiting x = {
        .w = {.arena = w->arena, .run = waiting_run, .record = w->record ? waiting_record : NULL, .done = waiting_done},
        .inner = w,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .wake = PTHREAD_COND_INITIALIZER};
    store_write_submit(s, &x.w);
    pthread_mutex_lock(&x.lock);
    while (!x.done) pthread_cond_wait(&x.wake, &x.lock);
    pthread_mutex_unlock(&x.lock);
    pthread_cond_destroy(&x.wake);
    pthread_mutex_destroy(&x.lock);
    return x.rc;
}

void store_set_drain(struct store *s, const struct store_drain *rides) {
    pthread_mutex_lock(&s->lock);
    s->drain = rides;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

void store_kick(struct store *s) {
    pthread_mutex_lock(&s->lock);
    s->kicked = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}
