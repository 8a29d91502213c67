/*
 * store.c: opening and closing, choice of the database, read snapshots. Nothing here depends on which database it is.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "store/store_int.h"

#define READERS_DEFAULT 4u

/* The driver of a URL, and what remains of the URL for it. */
static const struct store_driver *driver_of(struct gh_str url, struct gh_str *ret_place) {
    if (gh_str_starts(url, GH_S("sqlite:"))) {
        *ret_place = gh_str_slice(url, 7, url.n);
        return ret_place->n ? &store_sqlite : NULL;
    }
    *ret_place = url;
    if (gh_str_starts(url, GH_S("postgres://")) || gh_str_starts(url, GH_S("postgresql://"))) return &store_postgres;
    return NULL;
}

static struct store *store_new(const struct store_driver *driver, struct gh_str place, unsigned readers) {
    struct store *s = calloc(1, sizeof *s);
    char *copy = malloc(place.n + 1);
    if (!s || !copy) abort();
    memcpy(copy, place.p, place.n);
    copy[place.n] = '\0';
    s->driver = driver;
    s->place = copy;
    s->readers = readers ? readers : READERS_DEFAULT;
    s->tail = &s->head;
    s->own_arena = gh_arena_new(0);
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return s;
}

int store_open(const struct store_options *options, struct store **ret_store, struct gh_err *err) {
    struct gh_str place = GH_S_NONE;
    const struct store_driver *driver = driver_of(options->url, &place);
    if (!driver || memchr(place.p, 0, place.n))
        return gh_refuse(err, GH_EINVAL, "A database is given as sqlite:PATH or postgres://HOST/NAME.");
    struct store *s = store_new(driver, place, options->readers);
    int rc = driver->open(s, err);
    if (rc >= 0) rc = store_migrate(s, err);
    if (rc >= 0 && driver->ready) rc = driver->ready(s, err);
    if (rc >= 0) rc = store_writer_start(s, err);
    if (rc < 0) {
        store_close(s);
        return rc;
    }
    *ret_store = s;
    return 0;
}

void store_close(struct store *s) {
    if (!s) return;
    store_writer_stop(s);
    s->driver->close(s);
    gh_arena_free(s->own_arena);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    free(s->place);
    free(s);
}

uint64_t store_mark(const struct store_tx *tx) {
    return tx->mark;
}

bool store_reads_block(const struct store *s) {
    return s->driver->reads_block;
}

struct gh_arena *store_read_into(struct store_tx *tx, struct gh_arena *a) {
    struct gh_arena *before = tx->arena;
    tx->arena = a;
    return before;
}

int store_read_begin(struct store *s, struct gh_arena *a, struct store_tx **ret_tx, struct gh_err *err) {
    struct store_tx *tx;
    uint64_t mark = s->driver->mark ? s->driver->mark(s) : 0;
    int rc = s->driver->read_begin(s, &tx, err);
    if (rc < 0) return rc;
    tx->arena = a;
    tx->mark = mark;
    tx->broken = tx->lost = false;
    *ret_tx = tx;
    return 0;
}

void store_read_end(struct store_tx *tx) {
    tx->store->driver->read_end(tx);
}
