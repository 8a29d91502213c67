/* fixture.c: see fixture.h. */
#include "fixture.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

static bool postgres;
static char folder[64];

bool fixture_init(int argc, char **argv) {
    postgres = argc > 1 && strcmp(argv[1], "postgres") == 0;
    return !postgres || getenv("GATEHOUSE_TEST_POSTGRES");
}

bool fixture_is_postgres(void) {
    return postgres;
}

int fixture_run(const struct CMUnitTest *tests, size_t n) {
    return _cmocka_run_group_tests("store", tests, n, NULL, NULL);
}

void fixture_sql(const struct fixture *f, const char *sql) {
    if (postgres) {
        PGconn *pg = PQconnectdb(gh_cstr(f->arena, f->url));
        PGresult *r = PQexec(pg, sql);
        ExecStatusType status = PQresultStatus(r);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail_msg("%s: %s", sql, PQerrorMessage(pg));
        PQclear(r);
        PQfinish(pg);
        return;
    }
    sqlite3 *db;
    assert_int_equal(sqlite3_open(gh_cstr(f->arena, gh_str_slice(f->url, 7, f->url.n)), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

struct store *fixture_open(const struct fixture *f) {
    struct gh_err err = {0};
    struct store *s = NULL;
    const struct store_options options = {f->url, 4};
    if (store_open(&options, &s, &err) < 0) fail_msg("store_open: %s%s", err.message, err.detail);
    return s;
}

int fixture_setup(void **state) {
    static struct fixture f;
    f.arena = gh_arena_new(0);
    if (postgres) {
        f.url = gh_str_c(getenv("GATEHOUSE_TEST_POSTGRES"));
        fixture_sql(&f, "SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    } else {
        snprintf(folder, sizeof folder, "/tmp/gatehouse-store.XXXXXX");
        if (!mkdtemp(folder)) return -1;
        f.url = gh_fmt(f.arena, "sqlite:%s/test.db", folder);
    }
    f.store = fixture_open(&f);
    *state = &f;
    return 0;
}

int fixture_teardown(void **state) {
    struct fixture *f = *state;
    store_close(f->store);
    gh_arena_free(f->arena);
    if (postgres) return 0;
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < GH_COUNT(ends); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/test.db%s", folder, ends[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static int put_run(struct store_write *w, struct store_tx *tx) {
    struct put *p = (struct put *)w;
    const struct store_setting_put_args args = {gh_str_c(p->key), p->value};
    int rc = store_setting_put(tx, &args, NULL, NULL);
    if (rc >= 0 && p->also) rc = p->also(tx);
    return rc < 0 ? rc : p->answer;
}

static int put_keep(struct store_write *w, struct store_tx *tx, int rc) {
    struct put *p = (struct put *)w;
    const struct store_setting_put_args args = {gh_fmt(w->arena, "%s.record", p->key), gh_fmt(w->arena, "%d", rc)};
    return store_setting_put(tx, &args, NULL, NULL);
}

void put_init(struct put *p, struct gh_arena *a, const char *key, const char *value) {
    *p = (struct put){.w = {.arena = a, .run = put_run}, .key = key, .value = gh_str_c(value), .done = 1};
}

void put_record(struct put *p) {
    p->w.record = put_keep;
}

int put_now(const struct fixture *f, const char *key, const char *value) {
    struct put p;
    put_init(&p, f->arena, key, value);
    return store_write_wait(f->store, &p.w);
}

struct gh_str setting(const struct fixture *f, const char *key) {
    struct gh_err err = {0};
    struct store_tx *tx;
    struct store_setting_get_row row = {GH_S_NONE};
    assert_int_equal(store_read_begin(f->store, f->arena, &tx, &err), 0);
    int rc = store_setting_get(tx, &(struct store_setting_get_args){gh_str_c(key)}, &row, &err);
    if (rc < 0 && rc != -GH_ENOTFOUND) fail_msg("setting_get: %s", err.detail);
    store_read_end(tx);
    return row.value;
}

/* ---- several writes in one batch ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool gate_reached, gate_open;
static size_t finished;

static int gate_run(struct store_write *w, struct store_tx *tx) {
    (void)w;
    (void)tx;
    pthread_mutex_lock(&lock);
    gate_reached = true;
    pthread_cond_broadcast(&changed);
    while (!gate_open) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return 0;
}

static void gate_done(struct store_write *w, int rc) {
    (void)w;
    (void)rc;
}

static void together_done(struct store_write *w, int rc) {
    pthread_mutex_lock(&lock);
    ((struct put *)w)->done = rc;
    finished++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void put_together(struct store *s, struct put *puts, size_t n) {
    struct store_write gate = {.arena = puts[0].w.arena, .run = gate_run, .done = gate_done};
    gate_reached = gate_open = false;
    finished = 0;
    store_write_submit(s, &gate);
    pthread_mutex_lock(&lock);
    while (!gate_reached) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < n; i++) {
        puts[i].w.done = together_done;
        store_write_submit(s, &puts[i].w);
    }
    pthread_mutex_lock(&lock);
    gate_open = true;
    pthread_cond_broadcast(&changed);
    while (finished < n) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}
