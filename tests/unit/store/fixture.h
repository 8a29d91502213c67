/* fixture.h: an empty database of either kind for each test of store/, and writes to put through it. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "unit.h"

#include "store/queries.h"
#include "store/store.h"

struct fixture {
    struct gh_str url;
    struct gh_arena *arena;
    struct store *store;
};

/** Reads the command line ("sqlite" or "postgres"). False where that database is not to be had. */
bool fixture_init(int argc, char **argv);
bool fixture_is_postgres(void);
/** cmocka setup and teardown: *state is a struct fixture with an open, empty database. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
/** cmocka_run_group_tests for the first @n tests. */
int fixture_run(const struct CMUnitTest *tests, size_t n);
#define store_test(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

/** Another store on the same database; fails the test where it cannot be opened. */
struct store *fixture_open(const struct fixture *f);
/** Runs SQL beside the store, on a connection of its own. */
void fixture_sql(const struct fixture *f, const char *sql);

/** A write of one setting. */
struct put {
    struct store_write w; /* first */
    const char *key;
    struct gh_str value;
    int answer;                       /* what run answers after its put, where that succeeds */
    int (*also)(struct store_tx *tx); /* run after the put; may be NULL */
    int done;                         /* what done was told; 1 before */
};

/** A put of @value under @key, waiting for nothing. */
void put_init(struct put *p, struct gh_arena *a, const char *key, const char *value);
/** A put whose record keeps "<key>.record". */
void put_record(struct put *p);
/** Puts and waits. */
int put_now(const struct fixture *f, const char *key, const char *value);
/** The setting in a snapshot of its own; absent where there is none, or NULL is stored. */
struct gh_str setting(const struct fixture *f, const char *key);

/** Submits all @n at once so that they share a batch, and waits for their answers (in .done). */
void put_together(struct store *s, struct put *puts, size_t n);

#endif
