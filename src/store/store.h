/*
 * store.h: the door of the database. SQLite by default, PostgreSQL when one machine is not enough; nothing above this
 * folder contains SQL or asks which one it is.
 *
 * Reads run in a snapshot. Writes are queued; one writer takes all that wait (at most STORE_BATCH), runs each in a
 * savepoint of its own within one transaction, commits once, and only then reports each as done: durable, serial, no
 * lock in any handler. Queries are generated from queries/ *.sql into store/queries.h as typed functions
 *     int store_<query>(struct store_tx *tx, [const struct store_<query>_args *args,] [ret,] struct gh_err *err);
 * Text they return lives in the transaction's arena.
 */
#ifndef GH_STORE_H
#define GH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define STORE_BATCH 64

struct gh_arena;
struct store;
struct store_tx;

struct store_options {
    struct gh_str url; /* "sqlite:PATH" or "postgres://…" (also "postgresql://…") */
    unsigned readers;  /* PostgreSQL: connections of the read pool */
};

/**
 * Opens the database, brings its schema up to date (forward only; a newer schema than ours is refused) and starts the
 * writer. Several processes may have the same database open.
 */
int store_open(const struct store_options *options, struct store **ret_store, struct gh_err *err);
/** Finishes queued writes, then closes. Accepts NULL. */
void store_close(struct store *s);

/** True where a read blocks on the network, so that it must not run on an event thread (PostgreSQL). */
bool store_reads_block(const struct store *s);

/** Opens a read-only snapshot for the calling thread; what is read lives in @a. */
int store_read_begin(struct store *s, struct gh_arena *a, struct store_tx **ret_tx, struct gh_err *err);
void store_read_end(struct store_tx *tx);
/** What is read from now on lives in @a: for a part of the work that is forgotten. Returns where it went before. */
struct gh_arena *store_read_into(struct store_tx *tx, struct gh_arena *a);

/**
 * A mark that changes with every commit to the database, whichever process made it, but for those in which this
 * process only drained. It is taken before the snapshot is, so what @tx reads may be newer than its mark, never older,
 * and holds for any later snapshot of the same mark, but for what is drained. 0 where it cannot be told (PostgreSQL, a
 * write).
 */
uint64_t store_mark(const struct store_tx *tx);

/** A queued write; the submitter owns it and keeps it until `done` is called. */
struct store_write {
    struct store_write *next;
    struct gh_arena *arena;
    /** The effects, inside a savepoint: a negative answer undoes them. */
    int (*run)(struct store_write *w, struct store_tx *tx);
    /**
     * Kept whatever @rc `run` returned, outside the savepoint (the audit event). May be NULL. A negative answer
     * rolls the whole batch back.
     */
    int (*record)(struct store_write *w, struct store_tx *tx, int rc);
    /**
     * Called once the batch is durable, with what `run` returned; or with -GH_EBUSY where the batch was rolled back or
     * its outcome is unknown: then nothing may be assumed and nothing is replayed. Runs on the writer's thread.
     */
    void (*done)(struct store_write *w, int rc);
};

void store_write_submit(struct store *s, struct store_write *w);
/** Submits and waits: for commands and jobs, never on an event thread. `done` is not called. Returns what it would get.
 */
int store_write_wait(struct store *s, struct store_write *w);

/** Work that rides on the writer's commits: the audit ring. */
struct store_drain {
    void *context;
    /**
     * Called in each transaction after its writes, before its commit. A negative answer rolls the batch back. Nothing
     * that it writes may bear on what a request answers under a store_mark().
     */
    int (*drain)(void *context, struct store_tx *tx);
    /** Called after each transaction, before its writes are told: did it become durable? @drain may not have run. */
    void (*settled)(void *context, bool committed);
    /** Is there anything to drain? Asked every @interval_ms where no write comes by. */
    bool (*pending)(void *context);
    unsigned interval_ms;
};
/** Set once, before the first write; @drain must outlive the store. */
void store_set_drain(struct store *s, const struct store_drain *drain);
/** Wakes the writer early, so that a full ring does not wait for @interval_ms. */
void store_kick(struct store *s);

#endif
