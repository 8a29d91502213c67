/* test_store.c: opening, migrations, snapshots, several stores on one database, and what survives kill -9. */
#include "fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store_int.h"

static struct gh_str read_in(struct store_tx *tx, const char *key) {
    struct store_setting_get_row row = {GH_S_NONE};
    store_setting_get(tx, &(struct store_setting_get_args){gh_str_c(key)}, &row, NULL);
    return row.value;
}

static void test_urls(void **state) {
    struct fixture *f = *state;
    static const char *const bad[] = {"", "sqlite:", "mysql://x", "/tmp/x.db", "sqlite:/nonexistent/folder/x.db"};
    struct store *s = NULL;
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        struct gh_err err = {0};
        const struct store_options options = {gh_str_c(bad[i]), 1};
        int rc = store_open(&options, &s, &err);
        assert_int_equal(rc, i < 4 ? -GH_EINVAL : -GH_EIO);
        assert_true(err.message[0] || err.detail[0]);
    }
    const struct store_options nobody = {GH_S("postgres://x@/x?host=/nonexistent&password=hunter2"), 1};
    struct gh_err err = {0};
    assert_int_equal(store_open(&nobody, &s, &err), -GH_EIO);
    assert_null(strstr(err.detail, "hunter2"));
    assert_null(s);
    store_close(NULL);
    assert_int_equal(store_reads_block(f->store), fixture_is_postgres());
}

static void test_snapshot(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "k", "old"), 0);
    struct store_tx *tx;
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    assert_str(read_in(tx, "k"), "old");
    assert_int_equal(put_now(f, "k", "new"), 0);
    assert_int_equal(put_now(f, "l", "new"), 0);
    assert_str(read_in(tx, "k"), "old");
    assert_null(read_in(tx, "l").p);
    store_read_end(tx);
    assert_str(setting(f, "k"), "new");
    assert_str(setting(f, "l"), "new");
}

/* A write that was reported is seen by every snapshot opened after, in every thread. */
static int tag_it(struct store_tx *tx) {
    struct store_tag_put_args args = {GH_S("thing"), GH_S("access"), GH_S("no")};
    return store_tag_put(tx, &args, NULL, NULL);
}

static size_t tags_of_thing(struct store_tx *tx) {
    struct store_tag_list_rows rows;
    struct store_tag_list_args args = {GH_S("thing"), GH_S(""), 10};
    assert_int_equal(store_tag_list(tx, &args, &rows, NULL), 0);
    return rows.n;
}

/* What a reader remembers and what it reads are of one state, also where a commit falls between its mark and its
 * first statement. */
static void test_remembered_and_read_agree(void **state) {
    struct fixture *f = *state;
    struct store_tx *tx;
    struct store_setting_get_row row;
    struct store_setting_get_args args = {GH_S("version")};
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    assert_int_equal(tags_of_thing(tx), 0);
    store_read_end(tx);

    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    struct put p;
    put_init(&p, f->arena, "version", "2");
    p.also = tag_it;
    assert_int_equal(store_write_wait(f->store, &p.w), 0);
    assert_int_equal(store_setting_get(tx, &args, &row, NULL), 0);
    assert_int_equal(tags_of_thing(tx), 1);
    store_read_end(tx);
}

static void *read_in_thread(void *fixture) {
    const struct fixture *f = fixture;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct store_tx *tx;
    if (store_read_begin(f->store, a, &tx, NULL) < 0) return NULL;
    bool seen = gh_str_eq(read_in(tx, "k"), GH_S("v"));
    store_read_end(tx);
    return seen ? fixture : NULL;
}

static void test_threads_read(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "k", "v"), 0);
    pthread_t thread[8];
    void *seen;
    for (int round = 0; round < 5; round++) {
        for (size_t i = 0; i < GH_COUNT(thread); i++) pthread_create(&thread[i], NULL, read_in_thread, f);
        for (size_t i = 0; i < GH_COUNT(thread); i++) {
            pthread_join(thread[i], &seen);
            assert_non_null(seen);
        }
    }
}

static void test_file_is_private(void **state) {
    struct fixture *f = *state;
    struct stat st;
    assert_int_equal(put_now(f, "k", "v"), 0);
    char *path = gh_cstr(f->arena, gh_str_slice(f->url, 7, f->url.n));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    /* Stopped, the database is one file. */
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(stat(gh_fmt(f->arena, "%s-wal%c", path, 0).p, &st), -1);
}

/* ---- migrations ---- */

static void assert_refused(struct fixture *f, const char *why) {
    struct gh_err err = {0};
    struct store *s = NULL;
    const struct store_options options = {f->url, 2};
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_open(&options, &s, &err), -GH_ECONFLICT);
    if (!strstr(err.message, why)) fail_msg("\"%s\" does not say \"%s\"", err.message, why);
}

static void test_reopen(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "k", "v"), 0);
    store_close(f->store);
    f->store = fixture_open(f);
    assert_str(setting(f, "k"), "v");
    struct store_tx *tx;
    struct store_schema_version_list_rows rows;
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    assert_int_equal(store_schema_version_list(tx, &rows, NULL), 0);
    assert_int_equal(rows.n, store_migration_count);
    store_read_end(tx);
}

static void test_newer_schema(void **state) {
    struct fixture *f = *state;
    fixture_sql(f, "INSERT INTO schema_version VALUES (9999, 'tomorrow', 'x', 0)");
    assert_refused(f, "newer");
}

static void test_altered_schema(void **state) {
    struct fixture *f = *state;
    fixture_sql(f, "UPDATE schema_version SET checksum = 'x' WHERE version = 1");
    assert_refused(f, "0001_setting");
}

static void test_not_ours(void **state) {
    struct fixture *f = *state;
    fixture_sql(f, "DROP TABLE schema_version");
    assert_refused(f, "something else");
}

/* As if the migration had not been there; one that builds a table anew can do so again. */
static void undo(struct fixture *f, const char *migration, const char *kind) {
    const char *create = gh_fmt(f->arena, "CREATE %s %c", kind, 0).p;
    for (const char *at = migration; (at = strstr(at, create)) != NULL;) {
        at += strlen(create);
        struct gh_str name = gh_str_n(at, strcspn(at, " ("));
        const char *renamed = gh_fmt(f->arena, "ALTER TABLE %.*s RENAME%c", GH_S_FMT(name), 0).p;
        if (!strstr(migration, renamed)) fixture_sql(f, gh_fmt(f->arena, "DROP %s %.*s%c", kind, GH_S_FMT(name), 0).p);
    }
}

/* An older database gets what it lacks, and only that. */
static void test_upgrade(void **state) {
    struct fixture *f = *state;
    const struct store_migration *last = &store_migrations[store_migration_count - 1];
    assert_int_equal(put_now(f, "k", "v"), 0);
    store_close(f->store);
    undo(f, last->text[STORE_SQLITE], "INDEX");
    undo(f, last->text[STORE_SQLITE], "TABLE");
    fixture_sql(f, gh_fmt(f->arena, "DELETE FROM schema_version WHERE version = %u%c", last->version, 0).p);
    f->store = fixture_open(f);
    assert_str(setting(f, "k"), "v");
    assert_int_equal(put_now(f, "l", "v"), 0);
}

/* ---- several at once ---- */

static void *open_and_put(void *fixture) {
    struct fixture f = *(struct fixture *)fixture;
    struct gh_err err = {0};
    const struct store_options options = {f.url, 2};
    if (store_open(&options, &f.store, &err) < 0) return NULL;
    f.arena = gh_arena_new(0);
    int rc = 0;
    for (int i = 0; rc >= 0 && i < 20; i++) {
        struct put p;
        put_init(&p, f.arena, gh_cstr(f.arena, gh_uuid_new(f.arena)), "v");
        rc = store_write_wait(f.store, &p.w);
    }
    store_close(f.store);
    gh_arena_free(f.arena);
    return rc < 0 ? NULL : fixture;
}

/* Four programs start at once on an empty database, and all write. */
static void test_concurrent_starters(void **state) {
    struct fixture *f = *state;
    store_close(f->store);
    if (fixture_is_postgres()) {
        fixture_sql(f, "SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    } else {
        unlink(gh_cstr(f->arena, gh_str_slice(f->url, 7, f->url.n)));
    }
    pthread_t thread[4];
    void *ok;
    for (size_t i = 0; i < GH_COUNT(thread); i++) pthread_create(&thread[i], NULL, open_and_put, f);
    unsigned good = 0;
    for (size_t i = 0; i < GH_COUNT(thread); i++) {
        pthread_join(thread[i], &ok);
        good += ok != NULL;
    }
    assert_int_equal(good, GH_COUNT(thread));
    f->store = fixture_open(f);
    struct store_tx *tx;
    struct store_setting_list_rows rows;
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S(""), 1000}, &rows, NULL), 0);
    assert_int_equal(rows.n, 80);
    store_read_end(tx);
}

static void test_two_stores(void **state) {
    struct fixture *f = *state;
    struct fixture other = *f;
    other.store = fixture_open(f);
    assert_int_equal(put_now(f, "a", "1"), 0);
    assert_str(setting(&other, "a"), "1");
    assert_int_equal(put_now(&other, "a", "2"), 0);
    assert_str(setting(f, "a"), "2");
    store_close(other.store);
    assert_int_equal(put_now(f, "a", "3"), 0);
    assert_str(setting(f, "a"), "3");
}

/* ---- kill -9 ---- */

struct acknowledged {
    struct store_write w;
    struct store *store;
    int pipe;
    int id;
};

static int acknowledged_run(struct store_write *w, struct store_tx *tx) {
    const struct acknowledged *k = (const struct acknowledged *)w;
    const struct store_setting_put_args args = {.key = gh_fmt(w->arena, "%08d", k->id), .value = GH_S("v")};
    return store_setting_insert(tx, &args, NULL, NULL);
}

static void acknowledged_done(struct store_write *w, int rc) {
    struct acknowledged *k = (struct acknowledged *)w;
    if (rc < 0 || write(k->pipe, &k->id, sizeof k->id) != sizeof k->id) _exit(1);
    gh_arena_reset(w->arena);
    k->id += 16;
    store_write_submit(k->store, w);
}

/* Sixteen writes always under way; each id goes down the pipe once it is acknowledged. */
static void write_for_ever(const struct fixture *f, int pipe) {
    static struct acknowledged all[16];
    struct store *s = fixture_open(f);
    for (int i = 0; i < 16; i++) {
        all[i] = (struct acknowledged){
            .w = {.arena = gh_arena_new(0), .run = acknowledged_run, .done = acknowledged_done}, s, pipe, i};
        store_write_submit(s, &all[i].w);
    }
    for (;;) pause();
}

static void kill_once(struct fixture *f, int base) {
    int pipes[2], id, count = 0;
    static int ids[100000];
    assert_int_equal(pipe(pipes), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(pipes[0]);
        write_for_ever(f, pipes[1]);
    }
    close(pipes[1]);
    while (read(pipes[0], &id, sizeof id) == sizeof id && count < (int)GH_COUNT(ids)) {
        ids[count++] = id;
        if (count == 300 + base) kill(child, SIGKILL);
    }
    close(pipes[0]);
    waitpid(child, NULL, 0);
    assert_true(count >= 300 + base);
    f->store = fixture_open(f);
    struct store_tx *tx;
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, NULL), 0);
    for (int i = 0; i < count; i++) assert_str(read_in(tx, gh_fmt(f->arena, "%08d%c", ids[i], 0).p), "v");
    store_read_end(tx);
}

static void test_kill_9(void **state) {
    struct fixture *f = *state;
    for (int round = 0; round < 3; round++) {
        if (round) fixture_sql(f, "DELETE FROM setting");
        store_close(f->store);
        f->store = NULL;
        kill_once(f, round * 37);
    }
}

int main(int argc, char **argv) {
    /* The last is about SQLite's file. */
    const struct CMUnitTest tests[] = {
        store_test(test_urls),
        store_test(test_snapshot),
        store_test(test_remembered_and_read_agree),
        store_test(test_threads_read),
        store_test(test_reopen),
        store_test(test_newer_schema),
        store_test(test_altered_schema),
        store_test(test_not_ours),
        store_test(test_upgrade),
        store_test(test_concurrent_starters),
        store_test(test_two_stores),
        store_test(test_kill_9),
        store_test(test_file_is_private),
    };
    if (!fixture_init(argc, argv)) {
        puts("1..0 # SKIP PostgreSQL is not installed");
        return 0;
    }
    return fixture_run(tests, GH_COUNT(tests) - fixture_is_postgres());
}
