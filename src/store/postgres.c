/*
 * postgres.c: the database for more than one machine. One connection writes, a pool of them reads. Connections live in
 * libpq's pipeline mode: BEGIN, SAVEPOINT and RELEASE are kept back and travel with the next query, so that a query
 * costs one round trip and nothing else does. An advisory lock makes writers of all nodes take turns.
 */
#include <endian.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "store/store_int.h"

#define ARGS_MAX 64
#define HELD_MAX 8
#define POOL_WAIT_MS 5000
#define BACKOFF_FIRST_MS 100
#define BACKOFF_MOST_MS 5000

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };

/* A writer that is cut off must not hold the lock for long; short queries gain nothing from compilation. */
static const char session_setup[] =
    "SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 30000; SET jit = off;"
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/* Any number will do, as long as every node takes the same ("gatehous" in ASCII). */
static const char lock_text[] = "SELECT pg_advisory_xact_lock(7449371404829324659)";
static const char begin_write[] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
static const char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char savepoint[] = "SAVEPOINT one";
static const char release[] = "RELEASE SAVEPOINT one";
static const char undo[] = "ROLLBACK TO SAVEPOINT one";

struct connection {
    struct store_tx tx; /* first: a store_tx is a connection */
    PGconn *pg;
    struct connection *next;    /* in the pool */
    const char *held[HELD_MAX]; /* statements that go out with the next query */
    unsigned held_n;
    bool trailing;   /* the answer to the last COMMIT has not been read yet */
    bool fresh;      /* nothing has been answered in this snapshot: it may begin again elsewhere */
    bool committed;  /* the last answer read was COMMIT's */
    bool prepared[]; /* by query id */
};

struct postgres {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct connection **reader;
    unsigned readers;
    struct connection *pool;
    int64_t retry_ms; /* the writer does not try to connect before this (monotonic) */
    int64_t backoff_ms;
};

static struct connection *connection_of(struct store_tx *tx) {
    return (struct connection *)tx;
}

static void ignore_notice(void *context, const char *text) {
    (void)context;
    (void)text;
}

/* ---- connecting ---- */

static void disconnect(struct connection *c) {
    PQfinish(c->pg);
    c->pg = NULL;
    c->held_n = 0;
    c->trailing = false;
    memset(c->prepared, 0, store_query_count * sizeof c->prepared[0]);
}

static bool alive(const struct connection *c) {
    return c->pg && PQstatus(c->pg) == CONNECTION_OK;
}

static const char *last_message(const struct connection *c) {
    return c->pg ? PQerrorMessage(c->pg) : "not connected";
}

static int connect_failed(struct connection *c, struct gh_err *err) {
    int rc = gh_fail(err, GH_EIO, "PostgreSQL: %s", last_message(c));
    disconnect(c);
    return rc;
}

static int connect_now(struct connection *c, struct gh_err *err) {
    /* What the URL says comes after our defaults and wins over them. */
    static const char *const names[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                        "keepalives_count", "tcp_user_timeout", "fallback_application_name",
                                        "dbname",           "client_encoding",  NULL};
    const char *const values[] = {"5", "10", "5", "3", "15000", "gatehouse", c->tx.store->place, "UTF8", NULL};
    disconnect(c);
    c->pg = PQconnectdbParams(names, values, 1);
    if (!alive(c)) return connect_failed(c, err);
    PQsetNoticeProcessor(c->pg, ignore_notice, NULL);
    const char *encoding = PQparameterStatus(c->pg, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        disconnect(c);
        return gh_refuse(err, GH_EINVAL, "The PostgreSQL database's encoding must be UTF8.");
    }
    PGresult *r = PQexec(c->pg, session_setup);
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK;
    PQclear(r);
    return ok && PQenterPipelineMode(c->pg) ? 0 : connect_failed(c, err);
}

static struct connection *connection_new(struct store *s, bool writes) {
    struct connection *c = calloc(1, sizeof *c + store_query_count * sizeof c->prepared[0]);
    if (!c) abort();
    c->tx.store = s;
    c->tx.writes = writes;
    return c;
}

static void connection_free(struct connection *c) {
    if (!c) return;
    PQfinish(c->pg);
    free(c);
}

/* ---- sending and receiving ---- */

static void hold(struct connection *c, const char *text) {
    if (c->held_n == HELD_MAX) abort();
    c->held[c->held_n++] = text;
}

static bool held_last(const struct connection *c, const char *text) {
    return c->held_n && c->held[c->held_n - 1] == text;
}

static int fail(struct connection *c, const char *what, const PGresult *r, struct gh_err *err) {
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    static const struct {
        const char *state;
        enum gh_code as;
    } codes[] = {
        {"23505", GH_EEXIST}, {"40001", GH_EBUSY}, {"40P01", GH_EBUSY},
        {"55P03", GH_EBUSY},  {"57014", GH_EBUSY}, {"23", GH_ECONFLICT},
    };
    enum gh_code as = GH_EIO;
    for (size_t i = 0; state && as == GH_EIO && i < sizeof codes / sizeof codes[0]; i++)
        if (strncmp(state, codes[i].state, strlen(codes[i].state)) == 0) as = codes[i].as;
    if (!alive(c)) c->tx.lost = true;
    /* Only the primary message: details quote the values. */
    return gh_fail(err, as, "%s: %s (%s)", what, text ? text : last_message(c), state ? state : "no answer");
}

static int bind_value(const struct store_column *col, const void *args, int64_t *number, const char **ret_value) {
    if (store_arg_absent(col, args)) {
        *ret_value = NULL;
        return 0;
    }
    if (col->type == STORE_TEXT || col->type == STORE_BLOB) {
        struct gh_str s = store_arg_text(col, args);
        *ret_value = s.p;
        return (int)s.n;
    }
    *number = (int64_t)htobe64((uint64_t)store_arg_int(col, args));
    *ret_value = (const char *)number;
    return (int)sizeof *number;
}

static Oid oid_of(enum store_type type) {
    return type == STORE_TEXT ? OID_TEXT : type == STORE_BLOB ? OID_BYTEA : OID_INT8;
}

static bool send_prepare(struct connection *c, const struct store_query *q, const char *name) {
    Oid types[ARGS_MAX];
    for (unsigned i = 0; i < q->args_n; i++) types[i] = oid_of(q->args[i].type);
    return PQsendPrepare(c->pg, name, q->text[STORE_POSTGRES], (int)q->args_n, types);
}

static bool send_query(struct connection *c, const struct store_query *q, const void *args) {
    char name[24];
    const char *values[ARGS_MAX];
    int lengths[ARGS_MAX], formats[ARGS_MAX];
    int64_t numbers[ARGS_MAX];
    if (q->args_n > ARGS_MAX) abort();
    snprintf(name, sizeof name, "q%u", q->id);
    if (!c->prepared[q->id] && !send_prepare(c, q, name)) return false;
    for (unsigned i = 0; i < q->args_n; i++) {
        lengths[i] = bind_value(&q->args[i], args, &numbers[i], &values[i]);
        formats[i] = 1;
    }
    return PQsendQueryPrepared(c->pg, name, (int)q->args_n, values, lengths, formats, 1);
}

/* Sends what was held back, then @q (which may be NULL), as one flight. */
static bool send_flight(struct connection *c, const struct store_query *q, const void *args) {
    for (unsigned i = 0; i < c->held_n; i++)
        if (!PQsendQueryParams(c->pg, c->held[i], 0, NULL, NULL, NULL, NULL, 1)) return false;
    return (!q || send_query(c, q, args)) && PQpipelineSync(c->pg);
}

static bool read_int(const PGresult *r, int row, int column, int64_t *ret) {
    const unsigned char *p = (const unsigned char *)PQgetvalue(r, row, column);
    uint64_t v = 0;
    int n = PQgetlength(r, row, column);
    Oid type = PQftype(r, column);
    if (type != OID_INT8 && type != OID_INT4 && type != OID_INT2 && type != OID_BOOL) return false;
    for (int i = 0; i < n; i++) v = v << 8 | p[i];
    *ret = n == 8 ? (int64_t)v : n == 4 ? (int32_t)(uint32_t)v : n == 2 ? (int16_t)(uint16_t)v : (int64_t)v;
    return true;
}

struct answer {
    const struct store_query *q;
    struct store_result *r;
    /* The row being read, and where it goes. */
    const PGresult *pg;
    int row;
    void *to;
};

static int read_value(struct connection *c, const struct answer *a, unsigned column, struct gh_err *err) {
    const struct store_column *col = &a->q->row[column];
    const PGresult *r = a->pg;
    void *to = a->to;
    int at = (int)column, row = a->row;
    int64_t number;
    if (PQgetisnull(r, row, at)) return store_row_null(a->q, column, err);
    Oid type = PQftype(r, at);
    if (col->type == STORE_INT || col->type == STORE_BOOL) {
        if (read_int(r, row, at, &number)) {
            store_row_int(a->q, column, to, number);
            return 0;
        }
    } else if (type == (col->type == STORE_BLOB ? OID_BYTEA : OID_TEXT) ||
               (type == OID_NAME && col->type == STORE_TEXT)) {
        return store_row_text(&c->tx, a->q, column, to,
                              gh_str_n(PQgetvalue(r, row, at), (size_t)PQgetlength(r, row, at)), err);
    }
    return gh_fail(err, GH_EIO, "query %s: %s is of another type (oid %u)", a->q->name, col->name, type);
}

static int read_rows(struct connection *c, const PGresult *r, struct answer *a, struct gh_err *err) {
    int rows = PQntuples(r);
    a->pg = r;
    if (PQnfields(r) != (int)a->q->row_n) return gh_fail(err, GH_EIO, "query %s: wrong columns", a->q->name);
    int rc = 0;
    for (a->row = 0; rc >= 0 && a->row < rows; a->row++) {
        rc = store_result_row(&c->tx, a->q, a->r, &a->to, err);
        for (unsigned k = 0; rc >= 0 && k < a->q->row_n; k++) rc = read_value(c, a, k, err);
    }
    const char *changes = PQcmdTuples((PGresult *)r);
    if (rc >= 0 && *changes) a->r->changes = strtoll(changes, NULL, 10);
    return rc;
}

/* The connection is dead, whether libpq has noticed or not. */
static int lose(struct connection *c, int rc, struct gh_err *err) {
    if (rc >= 0) rc = fail(c, "connection", NULL, err);
    c->tx.lost = true;
    disconnect(c);
    return rc;
}

static int read_answer(struct connection *c, const PGresult *r, bool wanted, struct answer *a, struct gh_err *err) {
    ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return fail(c, a ? a->q->name : "transaction", r, err);
    c->committed = strcmp(PQcmdStatus((PGresult *)r), "COMMIT") == 0;
    return wanted ? read_rows(c, r, a, err) : 0;
}

/*
 * Reads the answers of a flight up to its end; the answer numbered @wanted is @a's. The first failure counts. Each
 * answer is followed by one NULL; more of them, or answers of a dead connection, libpq would give for ever.
 */
static int receive(struct connection *c, unsigned wanted, struct answer *a, struct gh_err *err) {
    unsigned at = 0;
    int rc = 0;
    bool between = true;
    for (;;) {
        PGresult *r = PQgetResult(c->pg);
        if (!r) {
            if (between || !alive(c)) return lose(c, rc, err);
            at++;
            between = true;
            continue;
        }
        between = false;
        bool end = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
        int answer = end ? 0 : read_answer(c, r, a && at == wanted && rc >= 0, a, rc < 0 ? NULL : err);
        if (rc >= 0) rc = answer;
        /* What stands just before the wanted answer is the preparation, if there was one to do. */
        if (a && answer >= 0 && at + 1 == wanted && !end) c->prepared[a->q->id] = true;
        PQclear(r);
        if (end) return rc;
        if (!alive(c)) return lose(c, rc, err);
    }
}

static int fly(struct connection *c, struct answer *a, const void *args, struct gh_err *err) {
    const struct store_query *q = a ? a->q : NULL;
    unsigned wanted = c->held_n + (q && !c->prepared[q->id]);
    c->committed = false;
    if (!alive(c) || !send_flight(c, q, args)) {
        c->tx.lost = true;
        return gh_fail(err, GH_EIO, "PostgreSQL: %s", last_message(c));
    }
    c->held_n = 0;
    return receive(c, wanted, a, err);
}

/* ---- the writer ---- */

static int reconnect(struct store *s, struct connection *c, struct gh_err *err) {
    struct postgres *p = s->state;
    int64_t now_ms = gh_monotonic_ms();
    if (now_ms < p->retry_ms) return gh_fail(err, GH_EIO, "PostgreSQL: not connected");
    int rc = connect_now(c, err);
    if (rc < 0) {
        p->backoff_ms = p->backoff_ms * 2 > BACKOFF_MOST_MS ? BACKOFF_MOST_MS : p->backoff_ms * 2;
        p->retry_ms = now_ms + p->backoff_ms;
        return rc;
    }
    p->backoff_ms = BACKOFF_FIRST_MS;
    p->retry_ms = 0;
    return 0;
}

static int try_begin(struct connection *c, struct gh_err *err) {
    c->held_n = 0;
    c->tx.lost = false;
    hold(c, begin_write);
    hold(c, lock_text);
    return fly(c, NULL, NULL, err);
}

static int pg_begin(struct store_tx *tx, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    int rc;
    if (alive(c)) {
        rc = try_begin(c, err);
        /* The connection may have died while it was idle: nothing has been done yet, so this may be tried again. */
        if (rc >= 0 || alive(c)) return rc;
    }
    rc = reconnect(tx->store, c, err);
    return rc < 0 ? rc : try_begin(c, err);
}

static int pg_commit(struct store_tx *tx, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    hold(c, "COMMIT");
    int rc = fly(c, NULL, NULL, err);
    if (rc < 0) return rc;
    /* COMMIT of a failed transaction answers ROLLBACK, and no error. */
    return c->committed ? 0 : gh_fail(err, GH_EIO, "PostgreSQL rolled the transaction back");
}

static void pg_rollback(struct store_tx *tx) {
    struct connection *c = connection_of(tx);
    c->held_n = 0;
    if (!alive(c) || PQtransactionStatus(c->pg) == PQTRANS_IDLE) return;
    hold(c, "ROLLBACK");
    if (fly(c, NULL, NULL, NULL) < 0) disconnect(c);
}

static int pg_savepoint(struct store_tx *tx, struct gh_err *err) {
    (void)err;
    hold(connection_of(tx), savepoint);
    return 0;
}

static int pg_release(struct store_tx *tx, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    (void)err;
    if (held_last(c, savepoint)) {
        c->held_n--; /* nothing happened in it */
    } else {
        hold(c, release);
    }
    return 0;
}

static int pg_undo(struct store_tx *tx, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    if (!held_last(c, savepoint)) hold(c, undo);
    return pg_release(tx, err);
}

static int pg_script(struct store_tx *tx, const char *text, struct gh_err *err) {
    struct connection *c = connection_of(tx);
    if (!PQexitPipelineMode(c->pg)) return fail(c, "script", NULL, err);
    PGresult *r = PQexec(c->pg, text);
    ExecStatusType status = PQresultStatus(r);
    int rc = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? 0 : fail(c, "script", r, err);
    PQclear(r);
    if (rc >= 0 && !PQenterPipelineMode(c->pg)) rc = fail(c, "script", NULL, err);
    return rc;
}

/* ---- readers ---- */

static struct connection *take_reader(struct postgres *p) {
    struct timespec until = gh_monotonic_after(POOL_WAIT_MS);
    pthread_mutex_lock(&p->lock);
    while (!p->pool && pthread_cond_timedwait(&p->freed, &p->lock, &until) == 0) continue;
    struct connection *c = p->pool;
    if (c) p->pool = c->next;
    pthread_mutex_unlock(&p->lock);
    return c;
}

static void give_reader(struct postgres *p, struct connection *c) {
    pthread_mutex_lock(&p->lock);
    c->next = p->pool;
    p->pool = c;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

static int pg_read_begin(struct store *s, struct store_tx **ret_tx, struct gh_err *err) {
    struct postgres *p = s->state;
    struct connection *c = take_reader(p);
    if (!c) return gh_fail(err, GH_EBUSY, "PostgreSQL: no connection came free");
    if (c->trailing && receive(c, 0, NULL, NULL) < 0) disconnect(c);
    c->trailing = false;
    if (!alive(c)) {
        int rc = connect_now(c, err);
        if (rc < 0) {
            give_reader(p, c);
            return rc;
        }
    }
    c->held_n = 0;
    hold(c, begin_read);
    c->fresh = true;
    *ret_tx = &c->tx;
    return 0;
}

/* The snapshot's COMMIT is sent but not waited for: the next one to use the connection reads the answer. */
static void pg_read_end(struct store_tx *tx) {
    struct connection *c = connection_of(tx);
    if (alive(c) && !c->held_n) {
        hold(c, "COMMIT");
        c->trailing = send_flight(c, NULL, NULL);
        if (!c->trailing) disconnect(c);
    }
    c->held_n = 0;
    give_reader(tx->store->state, c);
}

static int pg_run(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *r,
                  struct gh_err *err) {
    struct connection *c = connection_of(tx);
    struct answer a = {.q = q, .r = r};
    int rc = fly(c, &a, args, err);
    if (rc < 0 && !tx->writes && c->fresh && !alive(c)) {
        rc = connect_now(c, err);
        if (rc < 0) return rc;
        tx->lost = false;
        hold(c, begin_read);
        rc = fly(c, &a, args, err);
    }
    c->fresh = false;
    return rc;
}

/* ---- opening and closing ---- */

static int pg_open(struct store *s, struct gh_err *err) {
    struct postgres *p = calloc(1, sizeof *p);
    if (!p || !(p->reader = calloc(s->readers, sizeof(struct connection *)))) abort();
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->freed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&p->lock, NULL);
    p->backoff_ms = BACKOFF_FIRST_MS;
    s->state = p;
    for (; p->readers < s->readers; p->readers++) {
        p->reader[p->readers] = connection_new(s, false);
        give_reader(p, p->reader[p->readers]);
    }
    struct connection *c = connection_new(s, true);
    s->writer = &c->tx;
    return connect_now(c, err);
}

static void pg_close(struct store *s) {
    struct postgres *p = s->state;
    if (!p) return;
    for (unsigned i = 0; i < p->readers; i++) connection_free(p->reader[i]);
    connection_free((struct connection *)s->writer);
    free(p->reader);
    pthread_cond_destroy(&p->freed);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

const struct store_driver store_postgres = {
    .dialect = STORE_POSTGRES,
    .reads_block = true,
    .open = pg_open,
    .close = pg_close,
    .read_begin = pg_read_begin,
    .read_end = pg_read_end,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .savepoint = pg_savepoint,
    .release = pg_release,
    .undo = pg_undo,
    .run = pg_run,
    .script = pg_script,
};
