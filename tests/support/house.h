/*
 * house.h: a whole house in a temporary folder, for unit tests of what needs a database: SQLite, an ephemeral keyring,
 * and writes that run at once.
 */
#ifndef TESTS_SUPPORT_HOUSE_H
#define TESTS_SUPPORT_HOUSE_H

#include <dirent.h>
#include <unistd.h>

#include "crypto/keyring.h"
#include "domain/context.h"
#include "store/store.h"
#include "unit.h"

struct test_house {
    struct gh_arena *arena;
    struct store *store;
    struct keyring *keyring;
    struct house house;
    char folder[64];
};

typedef int test_step(struct context *c, void *argument, struct gh_err *err);

static inline struct test_house *test_house_open(void) {
    struct gh_arena *a = gh_arena_new(0);
    struct test_house *h = gh_new(a, struct test_house);
    h->arena = a;
    snprintf(h->folder, sizeof h->folder, "/tmp/gatehouse-house.XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    struct store_options options = {.url = gh_fmt(a, "sqlite:%s/test.db", h->folder), .readers = 1};
    struct gh_err err = {0};
    if (store_open(&options, &h->store, &err)) fail_msg("store_open: %s%s", err.message, err.detail);
    h->keyring = keyring_new_ephemeral();
    h->house = (struct house){.store = h->store,
                              .keyring = h->keyring,
                              .url = GH_S("http://127.0.0.1"),
                              .region = GH_S("us-east-1"),
                              .partition = GH_S("aws")};
    return h;
}

static inline void test_house_close(struct test_house *h) {
    store_close(h->store);
    keyring_free(h->keyring);
    DIR *d = opendir(h->folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[384];
        snprintf(path, sizeof path, "%s/%s", h->folder, e->d_name);
        unlink(path);
    }
    if (d) closedir(d);
    rmdir(h->folder);
    gh_arena_free(h->arena);
}

struct test_write {
    struct store_write write;
    struct test_house *h;
    test_step *step;
    void *argument;
    struct gh_err *err;
};

static inline int test_write_run(struct store_write *w, struct store_tx *tx) {
    struct test_write *t = (struct test_write *)w;
    struct context c = {.arena = w->arena, .tx = tx, .writing = true, .now_ms = gh_clock_ms(), .house = &t->h->house};
    return t->step(&c, t->argument, t->err);
}

/** Runs @step in one durable write and answers what it answered. */
static inline int test_write(struct test_house *h, test_step *step, void *argument) {
    struct gh_err err = {0};
    struct test_write t = {
        .write = {.arena = h->arena, .run = test_write_run}, .h = h, .step = step, .argument = argument, .err = &err};
    return store_write_wait(h->store, &t.write);
}

/** Runs @step in a read snapshot; whatever it borrows is returned before this answers. */
static inline int test_read(struct test_house *h, test_step *step, void *argument) {
    struct gh_err err = {0};
    struct gh_arena *a = gh_arena_new(0);
    struct context c = {.arena = a, .now_ms = gh_clock_ms(), .house = &h->house};
    assert_int_equal(store_read_begin(h->store, a, &c.tx, &err), 0);
    int r = step(&c, argument, &err);
    store_read_end(c.tx);
    gh_arena_free(a);
    return r;
}

/** For cmocka's setup and teardown: *state is a test_house. */
static inline int house_setup(void **state) {
    *state = test_house_open();
    return 0;
}

static inline int house_teardown(void **state) {
    test_house_close(*state);
    return 0;
}

#define house_test(f) cmocka_unit_test_setup_teardown(f, house_setup, house_teardown)

#endif
