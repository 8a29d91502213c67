/* test_writer.c: group commit: savepoints, records, the drain, failures of every kind, many submitters. */
#include "fixture.h"

#include <pthread.h>
#include <unistd.h>

#include "store/store_int.h"

/* ---- one batch ---- */

static void test_savepoints(void **state) {
    struct fixture *f = *state;
    struct put puts[4];
    put_init(&puts[0], f->arena, "first", "1");
    put_init(&puts[1], f->arena, "second", "2");
    put_init(&puts[2], f->arena, "third", "3");
    put_init(&puts[3], f->arena, "fourth", "4");
    puts[1].answer = -GH_EDENIED;
    puts[3].answer = 7;
    for (int i = 0; i < 4; i++) put_record(&puts[i]);
    put_together(f->store, puts, 4);
    assert_int_equal(puts[0].done, 0);
    assert_int_equal(puts[1].done, -GH_EDENIED);
    assert_int_equal(puts[2].done, 0);
    assert_int_equal(puts[3].done, 7);
    assert_str(setting(f, "first"), "1");
    assert_null(setting(f, "second").p);
    assert_str(setting(f, "third"), "3");
    assert_str(setting(f, "fourth"), "4");
    assert_str(setting(f, "second.record"), "-4");
    assert_str(setting(f, "third.record"), "0");
    assert_str(setting(f, "fourth.record"), "7");
}

static int take_twice(struct store_tx *tx) {
    const struct store_setting_put_args args = {GH_S("taken"), GH_S("2")};
    assert_int_equal(store_setting_insert(tx, &args, NULL, NULL), -GH_EEXIST);
    return 0; /* as if nothing had happened */
}

/* A write that goes on after a failed statement has no effects, and its neighbours keep theirs. */
static void test_failure_ignored(void **state) {
    struct fixture *f = *state;
    struct put puts[3];
    assert_int_equal(put_now(f, "taken", "1"), 0);
    put_init(&puts[0], f->arena, "a", "1");
    put_init(&puts[1], f->arena, "b", "1");
    put_init(&puts[2], f->arena, "c", "1");
    puts[1].also = take_twice;
    put_record(&puts[1]);
    put_together(f->store, puts, 3);
    assert_int_equal(puts[0].done, 0);
    assert_int_equal(puts[1].done, -GH_EINTERNAL);
    assert_int_equal(puts[2].done, 0);
    assert_null(setting(f, "b").p);
    assert_str(setting(f, "b.record"), "-12");
    assert_str(setting(f, "c"), "1");
    assert_str(setting(f, "taken"), "1");
}

static int nothing_run(struct store_write *w, struct store_tx *tx) {
    (void)tx;
    return ((struct put *)w)->answer;
}

/* Writes that touch nothing, between writes that do (PostgreSQL's savepoints are sent late). */
static void test_empty_writes(void **state) {
    struct fixture *f = *state;
    struct put puts[20];
    for (int i = 0; i < 20; i++) {
        put_init(&puts[i], f->arena, gh_fmt(f->arena, "k%d%c", i, 0).p, "v");
        puts[i].answer = i % 3 == 0 ? -GH_EDENIED : 0;
        if (i % 4 < 2) puts[i].w.run = nothing_run;
        if (i % 5 == 0) put_record(&puts[i]);
    }
    put_together(f->store, puts, 20);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(puts[i].done, i % 3 == 0 ? -GH_EDENIED : 0);
        assert_int_equal(setting(f, puts[i].key).p != NULL, i % 3 && i % 4 >= 2);
        if (i % 5 == 0) assert_str(setting(f, gh_fmt(f->arena, "k%d.record%c", i, 0).p), i % 3 == 0 ? "-4" : "0");
    }
}

static int refuse_record(struct store_write *w, struct store_tx *tx, int rc) {
    (void)w;
    (void)tx;
    (void)rc;
    return -GH_EIO;
}

static int break_record(struct store_write *w, struct store_tx *tx, int rc) {
    (void)w;
    (void)rc;
    take_twice(tx);
    return 0;
}

static void test_record_fails(void **state) {
    struct fixture *f = *state;
    struct put puts[3];
    assert_int_equal(put_now(f, "taken", "1"), 0);
    for (int round = 0; round < 2; round++) {
        put_init(&puts[0], f->arena, "a", "1");
        put_init(&puts[1], f->arena, "b", "1");
        put_init(&puts[2], f->arena, "c", "1");
        puts[1].w.record = round ? break_record : refuse_record;
        put_together(f->store, puts, 3);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(puts[i].done, -GH_EBUSY);
            assert_null(setting(f, puts[i].key).p);
        }
    }
    assert_int_equal(put_now(f, "after", "1"), 0);
}

/* ---- injected failures ---- */

#ifdef GH_FAULTS
static void fail_at(struct fixture *f, const char *point, unsigned nth) {
    struct put puts[3];
    put_init(&puts[0], f->arena, "a", "1");
    put_init(&puts[1], f->arena, "b", "1");
    put_init(&puts[2], f->arena, "c", "1");
    assert_int_equal(put_now(f, "before", "1"), 0);
    gh_fault_arm(point, nth);
    put_together(f->store, puts, 3);
    assert_true(gh_fault_fired());
    gh_fault_arm(NULL, 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(puts[i].done, -GH_EBUSY);
        assert_null(setting(f, puts[i].key).p);
    }
    assert_int_equal(put_now(f, "after", "1"), 0);
    assert_str(setting(f, "after"), "1");
}

/* The gate of put_together is a batch of its own: the puts are in the second. */
static void test_commit_fails(void **state) {
    fail_at(*state, "store.commit", 2);
}

static void test_begin_fails(void **state) {
    fail_at(*state, "store.begin", 2);
}

static void test_statement_fails(void **state) {
    struct fixture *f = *state;
    struct put puts[3];
    for (int i = 0; i < 3; i++) put_init(&puts[i], f->arena, gh_fmt(f->arena, "k%d%c", i, 0).p, "v");
    gh_fault_arm("store.statement", 2);
    put_together(f->store, puts, 3);
    gh_fault_arm(NULL, 0);
    assert_int_equal(puts[0].done, 0);
    assert_int_equal(puts[1].done, -GH_EIO);
    assert_int_equal(puts[2].done, 0);
    assert_null(setting(f, "k1").p);
    assert_str(setting(f, "k2"), "v");
}
#endif

/* ---- the drain ---- */

struct ring {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int waiting, in_flight, durable, lost, calls;
    bool fail;
};

static int ring_drain(void *context, struct store_tx *tx) {
    struct ring *r = context;
    pthread_mutex_lock(&r->lock);
    r->in_flight = r->waiting;
    r->calls++;
    int rc = r->fail ? -GH_EIO : 0;
    pthread_mutex_unlock(&r->lock);
    if (rc < 0) return rc;
    return store_setting_put(tx, &(struct store_setting_put_args){GH_S("drained"), GH_S("1")}, NULL, NULL);
}

static void ring_settled(void *context, bool committed) {
    struct ring *r = context;
    pthread_mutex_lock(&r->lock);
    if (committed) {
        r->durable += r->in_flight;
        r->waiting -= r->in_flight;
    } else {
        r->lost++;
    }
    r->in_flight = 0;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static bool ring_pending(void *context) {
    struct ring *r = context;
    pthread_mutex_lock(&r->lock);
    bool pending = r->waiting > 0;
    pthread_mutex_unlock(&r->lock);
    return pending;
}

static void ring_add(struct ring *r, int n) {
    pthread_mutex_lock(&r->lock);
    r->waiting += n;
    pthread_mutex_unlock(&r->lock);
}

static void ring_wait_durable(struct ring *r, int n) {
    pthread_mutex_lock(&r->lock);
    while (r->durable < n) pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
}

static void test_drain(void **state) {
    struct fixture *f = *state;
    struct ring r = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    const struct store_drain drain = {&r, ring_drain, ring_settled, ring_pending, 20};
    store_set_drain(f->store, &drain);
    /* With nothing pending the writer rests. */
    usleep(100000);
    assert_int_equal(r.calls, 0);
    /* By its interval, without any write. */
    ring_add(&r, 3);
    ring_wait_durable(&r, 3);
    assert_str(setting(f, "drained"), "1");
    /* On the back of a write. */
    ring_add(&r, 2);
    assert_int_equal(put_now(f, "k", "v"), 0);
    ring_wait_durable(&r, 5);
    /* A drain that fails takes the batch with it, and is asked again. */
    pthread_mutex_lock(&r.lock);
    r.fail = true;
    r.waiting = 1;
    pthread_mutex_unlock(&r.lock);
    assert_int_equal(put_now(f, "k", "w"), -GH_EBUSY);
    assert_str(setting(f, "k"), "v");
    pthread_mutex_lock(&r.lock);
    assert_true(r.lost > 0);
    r.fail = false;
    pthread_mutex_unlock(&r.lock);
    ring_wait_durable(&r, 6);
    /* What is pending at the end is drained by the close. */
    ring_add(&r, 4);
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(r.durable, 10);
    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
}

static void test_kick(void **state) {
    struct fixture *f = *state;
    struct ring r = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    const struct store_drain drain = {&r, ring_drain, ring_settled, ring_pending, 3600 * 1000};
    store_set_drain(f->store, &drain);
    ring_add(&r, 1);
    store_kick(f->store);
    ring_wait_durable(&r, 1);
    store_close(f->store);
    f->store = NULL;
}

/* ---- many submitters, and the end ---- */

struct submitter {
    const struct fixture *f;
    int number;
    int good;
};

enum { SUBMITTERS = 8, PUTS_EACH = 100 };

static void *submit_many(void *submitter) {
    struct submitter *s = submitter;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    const struct fixture mine = {s->f->url, a, s->f->store};
    for (int i = 0; i < PUTS_EACH; i++) {
        char key[32];
        snprintf(key, sizeof key, "%d.%d", s->number, i);
        /* What was acknowledged is in the next snapshot. */
        s->good += put_now(&mine, key, "v") == 0 && gh_str_eq(setting(&mine, key), GH_S("v"));
        gh_arena_reset(a);
    }
    return NULL;
}

static void test_many_submitters(void **state) {
    struct fixture *f = *state;
    pthread_t thread[SUBMITTERS];
    struct submitter submitters[SUBMITTERS];
    for (int i = 0; i < SUBMITTERS; i++) {
        submitters[i] = (struct submitter){f, i, 0};
        assert_int_equal(pthread_create(&thread[i], NULL, submit_many, &submitters[i]), 0);
    }
    for (int i = 0; i < SUBMITTERS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(submitters[i].good, PUTS_EACH);
    }
}

static void note_done(struct store_write *w, int rc) {
    ((struct put *)w)->done = rc;
}

static void test_close_finishes(void **state) {
    struct fixture *f = *state;
    static struct put puts[200];
    for (int i = 0; i < 200; i++) {
        put_init(&puts[i], f->arena, gh_fmt(f->arena, "k%d%c", i, 0).p, "v");
        puts[i].w.done = note_done;
        store_write_submit(f->store, &puts[i].w);
    }
    store_close(f->store);
    for (int i = 0; i < 200; i++) assert_int_equal(puts[i].done, 0);
    f->store = fixture_open(f);
    for (int i = 0; i < 200; i++) assert_str(setting(f, puts[i].key), "v");
}

/* ---- PostgreSQL goes away and comes back ---- */

static void restart(void) {
    char command[256];
    snprintf(command, sizeof command, "%s -m immediate restart", getenv("GATEHOUSE_TEST_PG_CTL"));
    assert_int_equal(system(command), 0);
}

static const struct fixture *victim;

static int kill_the_writer(struct store_tx *tx) {
    fixture_sql(victim, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gatehouse' "
                        "AND state = 'idle in transaction'");
    return store_setting_put(tx, &(struct store_setting_put_args){GH_S("later"), GH_S("1")}, NULL, NULL);
}

static void test_connection_lost(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "k", "v"), 0);
    assert_str(setting(f, "k"), "v");
    /* While idle: nothing notices. */
    restart();
    assert_str(setting(f, "k"), "v");
    restart();
    assert_int_equal(put_now(f, "k", "w"), 0);
    assert_str(setting(f, "k"), "w");
    /* In the middle: the batch is lost, the next is not. */
    struct put puts[3];
    put_init(&puts[0], f->arena, "a", "1");
    put_init(&puts[1], f->arena, "b", "1");
    put_init(&puts[2], f->arena, "c", "1");
    victim = f;
    puts[1].also = kill_the_writer;
    put_together(f->store, puts, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(puts[i].done, -GH_EBUSY);
        assert_null(setting(f, puts[i].key).p);
    }
    assert_int_equal(put_now(f, "k", "x"), 0);
    assert_str(setting(f, "k"), "x");
}

/* A snapshot that has answered already cannot go on elsewhere: it fails, and the next one works. */
static void test_snapshot_lost(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "k", "v"), 0);
    struct store_tx *tx;
    struct store_setting_get_row row;
    const struct store_setting_get_args args = {GH_S("k")};
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    assert_int_equal(store_setting_get(tx, &args, &row, NULL), 0);
    restart();
    assert_int_equal(store_setting_get(tx, &args, &row, NULL), -GH_EIO);
    assert_int_equal(store_setting_get(tx, &args, &row, NULL), -GH_EIO);
    store_read_end(tx);
    assert_str(setting(f, "k"), "v");
}

int main(int argc, char **argv) {
    /* The last two are about a server that goes away. */
    const struct CMUnitTest tests[] = {
        store_test(test_savepoints),      store_test(test_failure_ignored),
        store_test(test_empty_writes),    store_test(test_record_fails),
#ifdef GH_FAULTS
        store_test(test_commit_fails),    store_test(test_begin_fails),
        store_test(test_statement_fails),
#endif
        store_test(test_drain),           store_test(test_kick),
        store_test(test_many_submitters), store_test(test_close_finishes),
        store_test(test_connection_lost), store_test(test_snapshot_lost),
    };
    if (!fixture_init(argc, argv)) {
        puts("1..0 # SKIP PostgreSQL is not installed");
        return 0;
    }
    return fixture_run(tests, GH_COUNT(tests) - (fixture_is_postgres() ? 0 : 2));
}
