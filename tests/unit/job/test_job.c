/* test_job.c: jobs are done once in effect, in chunks, again after failures, and given up in the end. */
#include <pthread.h>

#include "house.h"
#include "job/job.h"
#include "store/queries.h"

/* Effects are counted in the database, where a rolled-back chunk leaves none. */
static int count_up(struct context *c, const char *key, struct gh_err *err) {
    struct store_setting_get_row row;
    int64_t n = 0;
    int r = store_setting_get(c->tx, &(struct store_setting_get_args){.key = gh_str_c(key)}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r) gh_str_to_i64(row.value, &n);
    struct store_setting_put_args put = {.key = gh_str_c(key), .value = gh_fmt(c->arena, "%lld", (long long)n + 1)};
    return store_setting_put(c->tx, &put, NULL, err);
}

struct counter {
    const char *key;
    int64_t n;
};

static int read_count(struct context *c, void *argument, struct gh_err *err) {
    struct counter *k = argument;
    struct store_setting_get_row row;
    k->n = 0;
    int r = store_setting_get(c->tx, &(struct store_setting_get_args){.key = gh_str_c(k->key)}, &row, err);
    if (!r) gh_str_to_i64(row.value, &k->n);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int64_t count_of(struct test_house *h, const char *key) {
    struct counter k = {.key = key};
    assert_int_equal(test_read(h, read_count, &k), 0);
    return k.n;
}

static int jobs_left(struct context *c, void *argument, struct gh_err *err) {
    struct store_job_due_rows rows;
    int r = store_job_due(c->tx, &(struct store_job_due_args){.now_ms = INT64_MAX, .after_id = GH_S(""), .count = 100},
                          &rows, err);
    *(size_t *)argument = rows.n;
    return r;
}

/* The runner works on its own thread: look again until it is done, for at most ten seconds. */
static void wait_until_no_job(struct test_house *h) {
    size_t left = 1;
    for (int i = 0; i < 1000 && left; i++) {
        assert_int_equal(test_read(h, jobs_left, &left), 0);
        if (left) usleep(10000);
    }
    assert_int_equal(left, 0);
}

struct submission {
    const char *kind, *payload;
    int n;
};

static int submit(struct context *c, void *argument, struct gh_err *err) {
    const struct submission *s = argument;
    int r = 0;
    for (int i = 0; !r && i < s->n; i++) r = job_submit(c, gh_str_c(s->kind), gh_str_c(s->payload), c->now_ms, err);
    assert_true(c->job_submitted);
    return r;
}

static int run_once(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    assert_str(job->payload, "hello");
    int r = count_up(c, "ran", err);
    return r ? r : JOB_DONE;
}

static void test_runs_each_once(void **state) {
    struct test_house *h = *state;
    static const struct job_kind kinds[] = {{.name = GH_S_INIT("once"), .run = run_once, .max_attempts = 3}};
    assert_int_equal(test_write(h, submit, &(struct submission){"once", "hello", 200}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(count_of(h, "ran"), 200);
}

/* More jobs of another version's kind than one look reads, all due before ours. */
static void test_unknown_kinds_hold_nothing_up(void **state) {
    struct test_house *h = *state;
    static const struct job_kind kinds[] = {{.name = GH_S_INIT("once"), .run = run_once, .max_attempts = 3}};
    assert_int_equal(test_write(h, submit, &(struct submission){"of-tomorrow", "", STORE_BATCH + 1}), 0);
    usleep(2000); /* ours is due later, by the clock's millisecond */
    assert_int_equal(test_write(h, submit, &(struct submission){"once", "hello", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    for (int i = 0; i < 1000 && !count_of(h, "ran"); i++) usleep(10000);
    job_runner_free(r);
    assert_int_equal(count_of(h, "ran"), 1);
    size_t left;
    assert_int_equal(test_read(h, jobs_left, &left), 0);
    assert_int_equal(left, STORE_BATCH + 1);
}

/* Three chunks; the position survives between them. */
static int run_chunks(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int r = count_up(c, "chunks", err);
    if (r) return r;
    if (job->position.n == 2) return JOB_DONE;
    job->position = gh_fmt(c->arena, "%.*sx", GH_S_FMT(job->position));
    return JOB_MORE;
}

static void test_runs_in_chunks(void **state) {
    struct test_house *h = *state;
    static const struct job_kind kinds[] = {{.name = GH_S_INIT("chunks"), .run = run_chunks, .max_attempts = 3}};
    assert_int_equal(test_write(h, submit, &(struct submission){"chunks", "", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(count_of(h, "chunks"), 3);
}

static int run_failing(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)job;
    (void)context;
    int r = count_up(c, "failed effects", err);
    return r ? r : gh_fail(err, GH_EIO, "on purpose");
}

static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)job;
    (void)context;
    assert_int_equal(why->code, GH_EIO);
    return count_up(c, "given up", err);
}

static void test_gives_up(void **state) {
    struct test_house *h = *state;
    static const struct job_kind kinds[] = {
        {.name = GH_S_INIT("failing"), .run = run_failing, .give_up = give_up, .max_attempts = 1}};
    assert_int_equal(test_write(h, submit, &(struct submission){"failing", "", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(count_of(h, "failed effects"), 0);
    assert_int_equal(count_of(h, "given up"), 1);
}

static int outside(const struct house *house, struct gh_arena *a, const struct job *job, void *context,
                   struct gh_err *err) {
    (void)house;
    (void)a;
    assert_str(job->payload, "hello");
    ++*(int *)context;
    return *(int *)context == 1 ? gh_fail(err, GH_EIO, "the first try fails") : 0;
}

static int run_after_outside(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int r = count_up(c, "delivered", err);
    assert_int_equal(job->attempts, 1);
    return r ? r : JOB_DONE;
}

/* The slow half fails once: the job is put off, then done, and its effects are there once. */
static void test_slow_half_is_tried_again(void **state) {
    struct test_house *h = *state;
    int calls = 0;
    const struct job_kind kinds[] = {{.name = GH_S_INIT("slow"),
                                      .outside = outside,
                                      .run = run_after_outside,
                                      .max_attempts = 5,
                                      .context = &calls}};
    assert_int_equal(test_write(h, submit, &(struct submission){"slow", "hello", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(calls, 2);
    assert_int_equal(count_of(h, "delivered"), 1);
}

static int give_up_second_time(struct context *c, struct job *job, void *context, const struct gh_err *why,
                               struct gh_err *err) {
    (void)job;
    (void)why;
    if (++*(int *)context == 1) return gh_fail(err, GH_EIO, "the first giving up fails");
    return count_up(c, "given up", err);
}

/* It undoes nothing of others in its batch, and is tried again. */
static void test_giving_up_may_fail(void **state) {
    struct test_house *h = *state;
    int calls = 0;
    const struct job_kind kinds[] = {{.name = GH_S_INIT("failing"),
                                      .run = run_failing,
                                      .give_up = give_up_second_time,
                                      .max_attempts = 1,
                                      .context = &calls},
                                     {.name = GH_S_INIT("once"), .run = run_once, .max_attempts = 1}};
    assert_int_equal(test_write(h, submit, &(struct submission){"failing", "", 1}), 0);
    assert_int_equal(test_write(h, submit, &(struct submission){"once", "hello", 20}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 2);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(calls, 2);
    assert_int_equal(count_of(h, "given up"), 1);
    assert_int_equal(count_of(h, "ran"), 20);
}

/* Fails before each of two chunks. */
static int run_with_setbacks(struct context *c, struct job *job, void *context, struct gh_err *err) {
    int calls = ++*(int *)context;
    if (calls % 2) return gh_fail(err, GH_EIO, "on purpose");
    job->position = GH_S("further");
    int r = count_up(c, "chunks", err);
    return r ? r : calls == 2 ? JOB_MORE : JOB_DONE;
}

/* Two failures, with a chunk done between them, are not two in a row. */
static void test_attempts_count_anew(void **state) {
    struct test_house *h = *state;
    int calls = 0;
    const struct job_kind kinds[] = {
        {.name = GH_S_INIT("setbacks"), .run = run_with_setbacks, .max_attempts = 2, .context = &calls}};
    assert_int_equal(test_write(h, submit, &(struct submission){"setbacks", "", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(count_of(h, "chunks"), 2);
}

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool open;
};

static int wait_at_gate(const struct house *house, struct gh_arena *a, const struct job *job, void *context,
                        struct gh_err *err) {
    (void)house;
    (void)a;
    (void)job;
    (void)err;
    struct gate *g = context;
    pthread_mutex_lock(&g->lock);
    while (!g->open) pthread_cond_wait(&g->opened, &g->lock);
    pthread_mutex_unlock(&g->lock);
    return 0;
}

static int run_after_gate(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)c;
    (void)job;
    (void)context;
    (void)err;
    return JOB_DONE;
}

/* As long as a mail server is silent, everything else goes on. */
static void test_slow_kinds_hold_nothing_up(void **state) {
    struct test_house *h = *state;
    struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    const struct job_kind kinds[] = {{.name = GH_S_INIT("slow"),
                                      .outside = wait_at_gate,
                                      .run = run_after_gate,
                                      .max_attempts = 1,
                                      .context = &gate},
                                     {.name = GH_S_INIT("once"), .run = run_once, .max_attempts = 1}};
    assert_int_equal(test_write(h, submit, &(struct submission){"slow", "", 3}), 0);
    assert_int_equal(test_write(h, submit, &(struct submission){"once", "hello", 20}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 2);
    for (int i = 0; i < 1000 && count_of(h, "ran") < 20; i++) usleep(10000);
    int64_t ran = count_of(h, "ran");
    pthread_mutex_lock(&gate.lock);
    gate.open = true;
    pthread_cond_broadcast(&gate.opened);
    pthread_mutex_unlock(&gate.lock);
    wait_until_no_job(h);
    job_runner_free(r);
    assert_int_equal(ran, 20);
}

/* A job of a kind this process does not know waits for one that does. */
static void test_unknown_kind_is_left_alone(void **state) {
    struct test_house *h = *state;
    static const struct job_kind kinds[] = {{.name = GH_S_INIT("once"), .run = run_once, .max_attempts = 3}};
    assert_int_equal(test_write(h, submit, &(struct submission){"of the future", "", 1}), 0);
    assert_int_equal(test_write(h, submit, &(struct submission){"once", "hello", 1}), 0);
    struct job_runner *r = job_runner_new(&h->house, kinds, 1);
    size_t left = 2;
    for (int i = 0; i < 1000 && left > 1; i++) {
        assert_int_equal(test_read(h, jobs_left, &left), 0);
        if (left > 1) usleep(10000);
    }
    job_runner_free(r);
    assert_int_equal(left, 1);
    assert_int_equal(count_of(h, "ran"), 1);
}

int main(void) {
    gh_log_set_level(GH_LOG_ERROR);
    const struct CMUnitTest tests[] = {
        house_test(test_runs_each_once),
        house_test(test_unknown_kinds_hold_nothing_up),
        house_test(test_runs_in_chunks),
        house_test(test_gives_up),
        house_test(test_slow_half_is_tried_again),
        house_test(test_unknown_kind_is_left_alone),
        house_test(test_giving_up_may_fail),
        house_test(test_attempts_count_anew),
        house_test(test_slow_kinds_hold_nothing_up),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
