/*
 * sqlite.c: the embedded database. WAL, synchronous=FULL: a commit is durable when it returns. One connection writes;
 * each thread that reads has a read-only connection of its own, opened when it first reads. Statements are prepared
 * once a connection. Caches are small: what is hot is in the kernel's page cache anyway.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "store/store_int.h"

#define BUSY_TIMEOUT_MS 5000

/*
 * Each commit empties a reader's cache, so much of what it reads comes anew from the file: mapping its first part saves
 * two fifths of the time there. What is mapped counts as our memory, once a reader: hence not more.
 */
static const char reader_setup[] = "PRAGMA query_only = ON; PRAGMA cache_size = -1024; PRAGMA mmap_size = 8388608;"
                                   "PRAGMA trusted_schema = OFF;";

enum control { BEGIN, BEGIN_IMMEDIATE, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, UNDO, CONTROLS };

static const char *const control_text[CONTROLS] = {
    "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT one", "RELEASE one", "ROLLBACK TO one",
};

struct connection {
    struct store_tx tx; /* first: a store_tx is a connection */
    sqlite3 *db;
    struct connection *next; /* in the registry of readers */
    bool open;               /* a snapshot is given out, */
    bool begun;              /* and was begun, since something was read */
    sqlite3_stmt *control[CONTROLS];
    sqlite3_stmt *statement[]; /* by query id */
};

struct sqlite {
    pthread_key_t key; /* the thread's reader */
    pthread_mutex_t lock;
    struct connection *readers;
    const volatile unsigned char *wal_index; /* the first page of the shared WAL index, or NULL */
    /* The last commit that only drained: where the WAL stands after it is worth the mark from before it. */
    _Atomic uint64_t drained_place, drained_mark;
    /* One under way: the mark it will be worth, and the change it will be, counted from 1; 0: none. */
    _Atomic uint64_t draining_mark, draining_change;
    /* The writer's: where the WAL stood when its transaction began, and the change counter. */
    uint64_t begun_place;
    uint32_t begun_change;
};

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Memory statistics would take a global mutex at every allocation. */
static void configure(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct connection *connection_of(struct store_tx *tx) {
    return (struct connection *)tx;
}

static int fail(struct connection *c, const char *what, struct gh_err *err) {
    int code = sqlite3_extended_errcode(c->db);
    enum gh_code as = GH_EIO;
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: as = GH_EEXIST; break;
    default:
        if ((code & 0xff) == SQLITE_CONSTRAINT) as = GH_ECONFLICT;
        if ((code & 0xff) == SQLITE_BUSY) as = GH_EBUSY;
    }
    /* A full disk and the like make SQLite roll the whole transaction back by itself. */
    if (c->tx.writes && sqlite3_get_autocommit(c->db)) c->tx.lost = true;
    return gh_fail(err, as, "%s: %s (%d)", what, sqlite3_errmsg(c->db), code);
}

static int control(struct connection *c, enum control what, struct gh_err *err) {
    sqlite3_stmt **st = &c->control[what];
    if (!*st && sqlite3_prepare_v3(c->db, control_text[what], -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
        return fail(c, control_text[what], err);
    int rc = 0;
    if (sqlite3_step(*st) != SQLITE_DONE) rc = fail(c, control_text[what], err);
    sqlite3_reset(*st);
    return rc;
}

static int script(struct store_tx *tx, const char *text, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    return sqlite3_exec(c->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : fail(c, "script", err);
}

static void connection_free(struct connection *c) {
    if (!c) return;
    for (unsigned i = 0; i < CONTROLS; i++) sqlite3_finalize(c->control[i]);
    for (unsigned i = 0; i < store_query_count; i++) sqlite3_finalize(c->statement[i]);
    sqlite3_close(c->db);
    store_kept_free(c->tx.kept);
    free(c);
}

static struct connection *connection_new(struct store *s, bool writes, struct gh_err *err) {
    struct connection *c = calloc(1, sizeof *c + store_query_count * sizeof c->statement[0]);
    if (!c) abort();
    c->tx.store = s;
    c->tx.writes = writes;
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(s->place, &c->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) {
        gh_fail(err, GH_EIO, "%s: %s", s->place, c->db ? sqlite3_errmsg(c->db) : "no memory");
        connection_free(c);
        return NULL;
    }
    sqlite3_busy_timeout(c->db, BUSY_TIMEOUT_MS);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return c;
}

/* WAL is a property of the file; while another process is just switching, SQLite answers busy without waiting. */
static int use_wal(struct connection *c, struct gh_err *err) {
    int64_t end_ms = gh_monotonic_ms() + BUSY_TIMEOUT_MS;
    for (;;) {
        sqlite3_stmt *st = NULL;
        bool wal = false;
        if (sqlite3_prepare_v2(c->db, "PRAGMA journal_mode = WAL", -1, &st, NULL) == SQLITE_OK &&
            sqlite3_step(st) == SQLITE_ROW)
            wal = strcmp((const char *)sqlite3_column_text(st, 0), "wal") == 0;
        int code = sqlite3_errcode(c->db) & 0xff;
        sqlite3_finalize(st);
        if (wal) return 0;
        if (code != SQLITE_BUSY || gh_monotonic_ms() > end_ms) return fail(c, "the database cannot use a WAL", err);
        usleep(10000);
    }
}

/* The file is made by us, so that nobody else may read it; SQLite gives its companions the same mode. */
static int create_file(const char *path, struct gh_err *err) {
    if (access(path, F_OK) == 0) return 0;
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && access(path, F_OK) != 0) return gh_fail(err, GH_EIO, "%s: cannot be created: %m", path);
    if (fd >= 0) close(fd);
    return 0;
}

static void reader_exit(void *connection);

static int sqlite_open(struct store *s, struct gh_err *err) {
    pthread_once(&configured, configure);
    struct sqlite *q = calloc(1, sizeof *q);
    if (!q || pthread_key_create(&q->key, reader_exit)) abort();
    pthread_mutex_init(&q->lock, NULL);
    s->state = q;
    int rc = create_file(s->place, err);
    if (rc < 0) return rc;
    struct connection *c = connection_new(s, true, err);
    if (!c) return -GH_EIO;
    s->writer = &c->tx;
    rc = use_wal(c, err);
    if (rc < 0) return rc;
    /* Foreign keys are off until the schema is current: a migration may rebuild a table. */
    return script(&c->tx,
                  "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;"
                  "PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432;"
                  "PRAGMA trusted_schema = OFF;",
                  err);
}

static int sqlite_verify(struct store_tx *tx, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    sqlite3_stmt *st = NULL;
    int step = SQLITE_ERROR;
    if (sqlite3_prepare_v2(c->db, "PRAGMA foreign_key_check", -1, &st, NULL) == SQLITE_OK) step = sqlite3_step(st);
    sqlite3_finalize(st);
    if (step == SQLITE_ROW) return gh_fail(err, GH_ECONFLICT, "a migration leaves references to nothing");
    return step == SQLITE_DONE ? 0 : fail(c, "foreign_key_check", err);
}

/*
 * The WAL index (https://www.sqlite.org/walformat.html, section 2.1) begins with a header that every commit of every
 * process rewrites. We read it where SQLite has mapped it, through its own VFS: a descriptor of ours on that file
 * would, when closed, drop SQLite's locks.
 */
#define WAL_INDEX_BYTES 32768
#define WAL_INDEX_VERSION 3007000u

static void map_wal_index(struct sqlite *q, sqlite3 *db) {
    sqlite3_file *file = NULL;
    void volatile *page = NULL;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return;
    if (file->pMethods->iVersion < 2 || file->pMethods->xShmMap(file, 0, WAL_INDEX_BYTES, 0, &page) != SQLITE_OK)
        return;
    q->wal_index = page;
}

static uint32_t wal_word(const struct sqlite *q, size_t word) {
    return __atomic_load_n((const volatile uint32_t *)(const volatile void *)q->wal_index + word, __ATOMIC_ACQUIRE);
}

#define WORD_CHANGE 2

/* Words: 0 version, 2 change counter, 3 initialised, 4 last frame, 6 and 7 checksum of the last frame. */
static uint64_t wal_place(const struct sqlite *q) {
    if (!q->wal_index || wal_word(q, 0) != WAL_INDEX_VERSION || !(wal_word(q, 3) & 0xff)) return 0;
    uint64_t place = (uint64_t)wal_word(q, WORD_CHANGE) << 32 | wal_word(q, 4);
    uint64_t content = (uint64_t)wal_word(q, 6) << 32 | wal_word(q, 7);
    return place * UINT64_C(0x9e3779b97f4a7c15) ^ content;
}

static uint64_t mark_of(const struct sqlite *q, uint64_t place) {
    uint64_t change = atomic_load(&q->draining_change), draining = atomic_load(&q->draining_mark);
    if (change && change - 1 == wal_word(q, WORD_CHANGE) && atomic_load(&q->draining_change) == change) return draining;
    if (atomic_load(&q->drained_place) != place) return place;
    uint64_t mark = atomic_load(&q->drained_mark);
    return atomic_load(&q->drained_place) == place ? mark : place; /* it may just have been overwritten */
}

static uint64_t sqlite_mark(const struct store *s) {
    return mark_of(s->state, wal_place(s->state));
}

/*
 * A transaction that only drained. The audit trail is written many times a second where nothing else is; did each of
 * those commits make what readers remember worthless, they would read the same rows again and again. SQLite shows the
 * commit to readers a while before it returns (it may copy the whole WAL first), hence what is announced before.
 */
static void announce_drained(struct sqlite *q) {
    if (!q->begun_place) return;
    atomic_store(&q->draining_mark, mark_of(q, q->begun_place));
    atomic_store(&q->draining_change, (uint64_t)q->begun_change + 2);
}

/* It is over. Another process may have committed since ours did: then the counter says so. */
static void note_drained(struct sqlite *q, bool committed) {
    uint64_t place = wal_place(q), mark = atomic_load(&q->draining_mark);
    if (committed && q->begun_place && place && wal_word(q, WORD_CHANGE) - q->begun_change <= 1) {
        atomic_store(&q->drained_place, 0);
        atomic_store(&q->drained_mark, mark);
        atomic_store(&q->drained_place, place);
    }
    atomic_store(&q->draining_change, 0);
}

static int sqlite_ready(struct store *s, struct gh_err *err) {
    int r = script(s->writer, "PRAGMA foreign_keys = ON", err);
    if (!r) map_wal_index(s->state, ((struct connection *)s->writer)->db);
    return r;
}

static void sqlite_close(struct store *s) {
    struct sqlite *q = s->state;
    if (!q) return;
    pthread_key_delete(q->key);
    while (q->readers) {
        struct connection *c = q->readers;
        q->readers = c->next;
        connection_free(c);
    }
    /* Last, so that it folds the WAL into the file: a stopped database is one file. */
    connection_free((struct connection *)s->writer);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

/* A thread that has read ends. */
static void reader_exit(void *connection) {
    struct connection *c = connection;
    struct sqlite *q = c->tx.store->state;
    pthread_mutex_lock(&q->lock);
    struct connection **at = &q->readers;
    while (*at != c) at = &(*at)->next;
    *at = c->next;
    pthread_mutex_unlock(&q->lock);
    connection_free(c);
}

static struct connection *reader_new(struct store *s, struct gh_err *err) {
    struct sqlite *q = s->state;
    struct connection *c = connection_new(s, false, err);
    if (!c) return NULL;
    if (script(&c->tx, reader_setup, err) < 0 || pthread_setspecific(q->key, c)) {
        connection_free(c);
        return NULL;
    }
    pthread_mutex_lock(&q->lock);
    c->next = q->readers;
    q->readers = c;
    pthread_mutex_unlock(&q->lock);
    return c;
}

static int sqlite_read_begin(struct store *s, struct store_tx **ret_tx, struct gh_err *err) {
    struct sqlite *q = s->state;
    struct connection *c = pthread_getspecific(q->key);
    if (!c && !(c = reader_new(s, err))) return -GH_EIO;
    if (c->open) return gh_fail(err, GH_EINTERNAL, "this thread has a snapshot open already");
    c->open = true;
    *ret_tx = &c->tx;
    return 0;
}

static void sqlite_read_end(struct store_tx *tx) {
    struct connection *c = connection_of(tx);
    c->open = false;
    if (!c->begun) return;
    c->begun = false;
    if (control(c, COMMIT, NULL) < 0) control(c, ROLLBACK, NULL);
}

/* Many requests find all they need in caches that the mark vouches for: they need no transaction at all. */
static int begin_snapshot(struct connection *c, struct gh_err *err) {
    int rc = control(c, BEGIN, err);
    c->begun = rc >= 0;
    return rc;
}

/*
 * The snapshot is of the moment of its first statement, the mark is older. Where something was committed between them,
 * what is remembered under the mark is not of the snapshot's state and must not be mixed with it.
 */
static void compare_mark(struct store_tx *tx) {
    if (tx->mark && sqlite_mark(tx->store) != tx->mark) tx->mark = 0;
}

static int sqlite_begin(struct store_tx *tx, struct gh_err *err) {
    struct sqlite *q = tx->store->state;
    int rc = control(connection_of(tx), BEGIN_IMMEDIATE, err);
    q->begun_place = rc >= 0 ? wal_place(q) : 0;
    q->begun_change = q->begun_place ? wal_word(q, WORD_CHANGE) : 0;
    return rc;
}

static int sqlite_commit(struct store_tx *tx, struct gh_err *err) {
    struct sqlite *q = tx->store->state;
    if (!tx->decides) announce_drained(q);
    int rc = control(connection_of(tx), COMMIT, err);
    if (!tx->decides) note_drained(q, rc >= 0);
    return rc;
}

static void sqlite_rollback(struct store_tx *tx) {
    struct connection *c = connection_of(tx);
    if (!sqlite3_get_autocommit(c->db)) control(c, ROLLBACK, NULL);
}

static int sqlite_savepoint(struct store_tx *tx, struct gh_err *err) {
    return control(connection_of(tx), SAVEPOINT, err);
}

static int sqlite_release(struct store_tx *tx, struct gh_err *err) {
    return control(connection_of(tx), RELEASE, err);
}

static int sqlite_undo(struct store_tx *tx, struct gh_err *err) {
    int rc = control(connection_of(tx), UNDO, err);
    return rc < 0 ? rc : control(connection_of(tx), RELEASE, err);
}

/* Bound without a copy: the arguments outlive the statement's run. */
static int bind(sqlite3_stmt *st, const struct store_query *q, const void *args) {
    int rc = SQLITE_OK;
    for (unsigned i = 0; i < q->args_n && rc == SQLITE_OK; i++) {
        const struct store_column *c = &q->args[i];
        int at = (int)i + 1;
        if (store_arg_absent(c, args)) {
            rc = sqlite3_bind_null(st, at);
        } else if (c->type == STORE_TEXT) {
            struct gh_str s = store_arg_text(c, args);
            rc = sqlite3_bind_text64(st, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
        } else if (c->type == STORE_BLOB) {
            struct gh_str s = store_arg_text(c, args);
            rc = sqlite3_bind_blob64(st, at, s.p, s.n, SQLITE_STATIC);
        } else {
            rc = sqlite3_bind_int64(st, at, store_arg_int(c, args));
        }
    }
    return rc;
}

static int column(struct store_tx *tx, sqlite3_stmt *st, const struct store_query *q, unsigned i, void *row,
                  struct gh_err *err) {
    int at = (int)i;
    int type = sqlite3_column_type(st, at);
    if (type == SQLITE_NULL) return store_row_null(q, i, err);
    switch (q->row[i].type) {
    case STORE_INT:
    case STORE_BOOL:
        if (type != SQLITE_INTEGER) break;
        store_row_int(q, i, row, sqlite3_column_int64(st, at));
        return 0;
    case STORE_TEXT:
    case STORE_BLOB: {
        if (type != (q->row[i].type == STORE_TEXT ? SQLITE_TEXT : SQLITE_BLOB)) break;
        const void *p = type == SQLITE_TEXT ? (const void *)sqlite3_column_text(st, at) : sqlite3_column_blob(st, at);
        return store_row_text(tx, q, i, row, gh_str_n(p ? p : "", (size_t)sqlite3_column_bytes(st, at)), err);
    }
    }
    return gh_fail(err, GH_EIO, "query %s: %s is of another type", q->name, q->row[i].name);
}

static int read_row(struct store_tx *tx, sqlite3_stmt *st, const struct store_query *q, struct store_result *r,
                    struct gh_err *err) {
    void *row;
    int rc = store_result_row(tx, q, r, &row, err);
    for (unsigned i = 0; i < q->row_n && rc >= 0; i++) rc = column(tx, st, q, i, row, err);
    return rc;
}

static int step_all(struct connection *c, sqlite3_stmt *st, const struct store_query *q, struct store_result *r,
                    struct gh_err *err) {
    for (;;) {
        int step = sqlite3_step(st);
        if (step == SQLITE_DONE) return 0;
        if (step != SQLITE_ROW) return fail(c, q->name, err);
        int rc = read_row(&c->tx, st, q, r, err);
        if (rc < 0) return rc;
    }
}

static int sqlite_run(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *r,
                      struct gh_err *err) {
    struct connection *c = connection_of(tx);
    sqlite3_stmt **st = &c->statement[q->id];
    bool first = !tx->writes && !c->begun;
    int begun = first ? begin_snapshot(c, err) : 0;
    if (begun < 0) return begun;
    if (!*st && sqlite3_prepare_v3(c->db, q->text[STORE_SQLITE], -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
        return fail(c, q->name, err);
    int rc = bind(*st, q, args) == SQLITE_OK ? step_all(c, *st, q, r, err) : fail(c, q->name, err);
    if (rc >= 0 && q->writes) r->changes = sqlite3_changes64(c->db);
    sqlite3_reset(*st);
    if (first) compare_mark(tx);
    return rc;
}

const struct store_driver store_sqlite = {
    .dialect = STORE_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .read_begin = sqlite_read_begin,
    .read_end = sqlite_read_end,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .savepoint = sqlite_savepoint,
    .release = sqlite_release,
    .undo = sqlite_undo,
    .run = sqlite_run,
    .script = script,
    .verify = sqlite_verify,
    .ready = sqlite_ready,
    .mark = sqlite_mark,
};
