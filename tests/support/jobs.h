/* jobs.h: for unit tests of recurring jobs. */
#ifndef TESTS_SUPPORT_JOBS_H
#define TESTS_SUPPORT_JOBS_H

#include "house.h"
#include "store/queries.h"

typedef int test_ensure(struct context *c, struct gh_err *err);

struct test_ensured {
    test_ensure *ensure;
    size_t jobs;
};

static inline int test_ensure_twice(struct context *c, void *argument, struct gh_err *err) {
    struct test_ensured *e = argument;
    struct store_job_due_args all = {.now_ms = INT64_MAX, .after_id = GH_S(""), .count = 10};
    struct store_job_due_rows due;
    int r = e->ensure(c, err);
    if (!r) r = e->ensure(c, err);
    if (!r) r = store_job_due(c->tx, &all, &due, err);
    e->jobs = r ? 0 : due.n;
    return r;
}

/** How many jobs there are once @ensure was called at two starts. */
static inline size_t test_jobs_ensured(struct test_house *h, test_ensure *ensure) {
    struct test_ensured e = {.ensure = ensure};
    assert_int_equal(test_write(h, test_ensure_twice, &e), 0);
    return e.jobs;
}

#endif
