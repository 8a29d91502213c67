/*
 * store_int.h: the inside of store/: what the generated tables, the engine, the writer and the two drivers share.
 * Included by the sources of store/ and queries.c only.
 */
#ifndef STORE_INT_H
#define STORE_INT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum store_dialect { STORE_SQLITE, STORE_POSTGRES, STORE_DIALECTS };
enum store_type { STORE_TEXT, STORE_INT, STORE_BOOL, STORE_BLOB };

/** A parameter or a result column: where it lies in its struct. */
struct store_column {
    const char *name;
    enum store_type type;
    bool null;
    unsigned short at;
    unsigned short has_at; /* the has_ flag of a nullable int or bool */
};

struct store_query {
    unsigned id; /* index in store_queries, and of prepared statements */
    const char *name;
    const char *text[STORE_DIALECTS];
    const struct store_column *args;
    unsigned args_n;
    const struct store_column *row;
    unsigned row_n;
    size_t row_size;
    bool writes;
    bool kept; /* its answer is remembered under the mark: kept.c */
};

struct store_migration {
    unsigned version;
    const char *name;
    const char *checksum;
    const char *text[STORE_DIALECTS];
};

/* Generated: queries.c */
extern const struct store_query store_queries[];
extern const unsigned store_query_count;
extern const struct store_migration store_migrations[];
extern const unsigned store_migration_count;

/** One connection's transaction; each driver's connection struct begins with it. */
struct store_tx {
    struct store *store;
    struct gh_arena *arena;
    uint64_t mark; /* store_mark(); 0 in a write */
    struct store_kept *kept;
    bool writes;
    bool decides; /* a write has run in it, not only the drain */
    bool broken;  /* a statement failed since the last savepoint: nothing more is tried before that is undone */
    bool lost;    /* the transaction itself is gone (disk full, connection lost) */
};

/** What a query answers. @most: rows wanted; one more is an error. */
struct store_result {
    void *v;
    size_t n, room, most;
    int64_t changes;
};

/** A database. All calls answer 0 or -GH_E...; tx is of the driver's own connection type. */
struct store_driver {
    enum store_dialect dialect;
    bool reads_block;
    /** Connects the writer (s->writer), ready for migration. */
    int (*open)(struct store *s, struct gh_err *err);
    /** Called with what open left behind, also where it failed half-way. */
    void (*close)(struct store *s);
    int (*read_begin)(struct store *s, struct store_tx **ret_tx, struct gh_err *err);
    void (*read_end)(struct store_tx *tx);
    int (*begin)(struct store_tx *tx, struct gh_err *err);
    int (*commit)(struct store_tx *tx, struct gh_err *err);
    void (*rollback)(struct store_tx *tx);
    int (*savepoint)(struct store_tx *tx, struct gh_err *err);
    int (*release)(struct store_tx *tx, struct gh_err *err);
    int (*undo)(struct store_tx *tx, struct gh_err *err);
    int (*run)(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *r,
               struct gh_err *err);
    /** Several statements without results: a migration. */
    int (*script)(struct store_tx *tx, const char *text, struct gh_err *err);
    /** Before the commit of a migration; may be NULL. */
    int (*verify)(struct store_tx *tx, struct gh_err *err);
    /** Once the schema is current; may be NULL. */
    int (*ready)(struct store *s, struct gh_err *err);
    /** store_mark(); NULL: always 0. */
    uint64_t (*mark)(const struct store *s);
};

extern const struct store_driver store_sqlite, store_postgres;

struct store {
    const struct store_driver *driver;
    void *state; /* the driver's */
    char *place; /* SQLite: path; PostgreSQL: URL */
    unsigned readers;
    struct store_tx *writer;

    pthread_mutex_t lock; /* guards what follows up to `thread` */
    pthread_cond_t wake;
    struct store_write *head, **tail;
    bool stopping, kicked;
    const struct store_drain *drain;

    pthread_t thread;
    bool started;
    struct gh_arena *own_arena; /* the writer's: for the drain and migrations */
    int64_t silent_until_ms;    /* the writer's: of lost batches, by the monotonic clock */
    unsigned unsaid_losses;
};

/* query.c: the engine under the generated functions. */
int store_query_one(struct store_tx *tx, const struct store_query *q, const void *args, void *ret_row,
                    struct gh_err *err);
int store_query_many(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *ret,
                     struct gh_err *err);
int store_query_exec(struct store_tx *tx, const struct store_query *q, const void *args, int64_t *ret_changes,
                     struct gh_err *err);
/** Room for the next row in the transaction's arena. */
int store_result_row(struct store_tx *tx, const struct store_query *q, struct store_result *r, void **ret_row,
                     struct gh_err *err);
/** Puts one value into a row: text is copied; @p == NULL is SQL's NULL. */
int store_row_text(struct store_tx *tx, const struct store_query *q, unsigned column, void *row, struct gh_str value,
                   struct gh_err *err);
void store_row_int(const struct store_query *q, unsigned column, void *row, int64_t value);
int store_row_null(const struct store_query *q, unsigned column, struct gh_err *err);

/* args of a query, by column */
bool store_arg_absent(const struct store_column *c, const void *args);
struct gh_str store_arg_text(const struct store_column *c, const void *args);
int64_t store_arg_int(const struct store_column *c, const void *args);

/* kept.c */
/** The remembered answer to a query, copied into the transaction's arena; false where there is none to remember. */
bool store_kept_get(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *ret);
/** Remembers the whole answer, also that it has no rows. */
void store_kept_put(struct store_tx *tx, const struct store_query *q, const void *args, const struct store_result *r);
/** Of a connection that ends. Accepts NULL. */
void store_kept_free(struct store_kept *kept);

/* migrate.c */
int store_migrate(struct store *s, struct gh_err *err);

/* writer.c */
int store_writer_start(struct store *s, struct gh_err *err);
void store_writer_stop(struct store *s);

#endif
