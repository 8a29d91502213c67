/*
 * pool.h: a bounded pool of threads for slow work (Argon2id, LDAP, SMTP, RSA, outbound HTTP), so that it never runs on
 * an event thread nor inside a transaction. The queue is bounded: a full one refuses, which the caller answers as busy.
 */
#ifndef GH_POOL_H
#define GH_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct gh_pool;

/** A piece of work; the caller owns it and keeps it until @run returns. */
struct gh_work {
    struct gh_work *next;
    void (*run)(struct gh_work *w);
};

/** Starts @threads threads with room for @queue waiting pieces. */
struct gh_pool *gh_pool_new(unsigned threads, size_t queue);
/** False where the queue is full or the pool is stopping. */
bool gh_pool_submit(struct gh_pool *p, struct gh_work *w);
/** Finishes what was submitted, stops the threads, frees. Accepts NULL. */
void gh_pool_free(struct gh_pool *p);

#endif
