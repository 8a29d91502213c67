/*
 * refusals.c: see refusals.h. A fixed table; a place in it is free again once its wait is over. Where there is none,
 * all further subjects share one.
 */
#include "signin/refusals.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/base.h"

#define SETS 1024u
#define WAYS 4u
/* Longer than any wait: an end further away is of a clock that was set back since. */
#define LONGEST_MS GH_HOUR_MS
#define SHARED_MS GH_MINUTE_MS

struct place {
    uint64_t subject; /* its hash */
    int64_t until_ms, untold;
};

struct refusals {
    pthread_mutex_t lock;
    struct place places[SETS][WAYS];
    struct place shared;
};

struct refusals *refusals_new(void) {
    struct refusals *r = calloc(1, sizeof *r);
    if (!r) abort();
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void refusals_free(struct refusals *r) {
    if (!r) return;
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static bool is_over(const struct place *p, int64_t now_ms) {
    return p->until_ms <= now_ms || p->until_ms > now_ms + LONGEST_MS;
}

/* The subject's place, or one that it may have; NULL where all are taken. */
static struct place *place_of(struct place *set, uint64_t subject, int64_t now_ms) {
    struct place *free_one = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].subject == subject) return &set[i];
        if (!free_one && is_over(&set[i], now_ms)) free_one = &set[i];
    }
    if (free_one) *free_one = (struct place){.subject = subject};
    return free_one;
}

int64_t refusals_count(struct refusals *r, struct gh_str subject, int64_t now_ms, int64_t wait_ms) {
    uint64_t hash = gh_hash(subject);
    pthread_mutex_lock(&r->lock);
    struct place *p = place_of(r->places[hash % SETS], hash, now_ms);
    if (!p) {
        p = &r->shared;
        wait_ms = SHARED_MS;
    }
    int64_t told = ++p->untold;
    if (is_over(p, now_ms)) {
        p->until_ms = now_ms + wait_ms;
        p->untold = 0;
    } else {
        told = 0;
    }
    pthread_mutex_unlock(&r->lock);
    return told;
}
