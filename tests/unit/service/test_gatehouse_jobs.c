/* test_gatehouse_jobs.c: old denials go, a chunk at a time; young ones stay; the job comes back by itself. */
#include "jobs.h"
#include "service/gatehouse/jobs.h"
#include "store/queries.h"

#define OLD 250

struct scene {
    int64_t now_ms, next_ms;
    bool old_there, young_there;
};

static int note(struct context *c, const char *name, int i, int64_t time_ms, struct gh_err *err) {
    struct store_audit_denial_insert_args row = {gh_fmt(c->arena, "%s-%d", name, i), time_ms};
    return store_audit_denial_insert(c->tx, &row, NULL, err);
}

static int fill(struct context *c, void *argument, struct gh_err *err) {
    (void)argument;
    int r = note(c, "young", 0, c->now_ms - 89 * GH_DAY_MS, err);
    for (int i = 0; !r && i < OLD; i++) r = note(c, "old", i, c->now_ms - 91 * GH_DAY_MS - i, err);
    return r;
}

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct job job = {.run_ms = c->now_ms};
    int r = gatehouse_denial_job.run(c, &job, NULL, err);
    s->now_ms = c->now_ms;
    s->next_ms = job.run_ms;
    return r;
}

static int is_there(struct context *c, const char *name, int i, bool *ret_there, struct gh_err *err) {
    struct store_audit_denial_get_row row;
    int r = store_audit_denial_get(c->tx, &(struct store_audit_denial_get_args){gh_fmt(c->arena, "%s-%d", name, i)},
                                   &row, err);
    *ret_there = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = is_there(c, "young", 0, &s->young_there, err);
    return r ? r : is_there(c, "old", 0, &s->old_there, err);
}

static void old_denials_go_in_chunks(void **state) {
    struct test_house *h = *state;
    struct scene s = {0};
    assert_int_equal(test_write(h, fill, &s), 0);
    for (int round = 0; round < OLD / 100; round++) {
        assert_int_equal(test_write(h, run_chunk, &s), JOB_MORE);
        assert_int_equal(s.next_ms, s.now_ms);
    }
    /* The oldest go first: this one has waited. */
    assert_int_equal(test_read(h, look, &s), 0);
    assert_true(s.old_there);
    assert_int_equal(test_write(h, run_chunk, &s), JOB_MORE);
    assert_int_equal(s.next_ms - s.now_ms, GH_HOUR_MS);
    assert_int_equal(test_read(h, look, &s), 0);
    assert_false(s.old_there);
    assert_true(s.young_there);
}

static void there_is_one_job(void **state) {
    assert_int_equal(test_jobs_ensured(*state, gatehouse_denial_job_ensure), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(old_denials_go_in_chunks),
        house_test(there_is_one_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
