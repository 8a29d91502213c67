/*
 * audit.c: see audit.h. Events gather in blocks (block.h) and become rows on the store's writer thread only, just
 * before it commits; so the sequence needs no lock.
 */
#include "audit/audit.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "audit/block.h"
#include "base/base.h"
#include "domain/credential_use.h"
#include "domain/principal.h"
#include "store/queries.h"
#include "store/store.h"

#define RING_EVENTS 8192
#define ROOM_WAIT_MS 1000
#define NODE_CHARS 16
#define CROWD 16
#define GATHER_MS 2

/* Blocks in the order in which they were begun; the last one is being filled. */
struct blocks {
    struct audit_block *head, *tail;
};

struct audit {
    struct store *store;
    char node[NODE_CHARS];
    struct store_drain drain;

    pthread_mutex_t lock; /* guards what follows up to `stuck` */
    pthread_cond_t room;
    struct blocks ring;    /* events that nobody waits for: written again until they are durable */
    struct blocks awaited; /* those of `waiting`: lost with the commit that fails */
    struct audit_wait *waiting, **waiting_tail;
    size_t n_waiting;
    pthread_cond_t gathered; /* as many wait as */
    size_t crowd;            /* the writer gathers; 0: it does not */
    size_t count;            /* events in the ring */
    bool stuck;              /* somebody waited for room in vain, and nothing was drained since */

    /* The writer's thread only. */
    int64_t sequence;
    struct credential_use_memory *uses;
    struct blocks draining;  /* taken from the ring, but not known to be durable yet */
    struct blocks own;       /* of the transaction at hand: recorded and awaited */
    struct audit_wait *told; /* who waits for it */
    bool recorded;           /* a write is among it */
};

static void blocks_add(struct blocks *list, const struct audit_event *e) {
    if (list->tail && audit_block_add(list->tail, e)) return;
    struct audit_block *b = audit_block_new(e);
    if (list->tail)
        list->tail->next = b;
    else
        list->head = b;
    list->tail = b;
}

static void blocks_move(struct blocks *to, struct blocks *from) {
    if (!from->head) return;
    if (to->tail)
        to->tail->next = from->head;
    else
        to->head = from->head;
    to->tail = from->tail;
    *from = (struct blocks){0};
}

static void blocks_free(struct blocks *list) {
    while (list->head) {
        struct audit_block *next = list->head->next;
        free(list->head);
        list->head = next;
    }
    list->tail = NULL;
}

/* "iam.amazonaws.com" is the service iam. */
static struct gh_str service_of(struct gh_str event_source) {
    ptrdiff_t dot = gh_str_find(event_source, '.');
    return dot < 0 ? event_source : gh_str_slice(event_source, 0, (size_t)dot);
}

/* Whose use of what the event is; nobody's where no principal of an account called. */
static struct credential_use use_of(const struct audit_event *event) {
    const struct principal *p = event->caller;
    bool known = p && (p->kind == PRINCIPAL_ROOT || p->kind == PRINCIPAL_USER || p->kind == PRINCIPAL_ROLE_SESSION);
    if (!known || !p->entity_id.p) return (struct credential_use){0};
    bool long_term = gh_str_starts(p->access_key_id, GH_S("AKIA"));
    return (struct credential_use){.time_ms = event->time_ms,
                                   .account_id = p->account_id,
                                   .owner_id = p->entity_id,
                                   .access_key_id = long_term ? p->access_key_id : GH_S_NONE,
                                   .is_role = p->kind == PRINCIPAL_ROLE_SESSION,
                                   .service = service_of(event->event_source),
                                   .action = event->event_name,
                                   .region = event->region.p ? event->region : GH_S("")};
}

/* A denial can be asked about by its request id later. */
static int note_denial(struct store_tx *tx, const struct audit_event *event) {
    if (!gh_str_starts(event->error_code, GH_S("AccessDenied")) || !event->request_id.n) return 0;
    struct store_audit_denial_insert_args row = {event->request_id, event->time_ms};
    return store_audit_denial_insert(tx, &row, NULL, NULL);
}

static int note_uses(struct audit *audit, struct store_tx *tx, struct gh_str packed) {
    struct audit_cursor c;
    int64_t minute = -1;
    audit_cursor_init(&c, packed);
    while (audit_cursor_next(&c)) {
        if (c.event.error_code.p && note_denial(tx, &c.event)) return -GH_EIO;
        /* The memory of uses would say so too, but slower. */
        if (c.same_use && c.event.time_ms / GH_MINUTE_MS == minute) continue;
        minute = c.event.time_ms / GH_MINUTE_MS;
        struct credential_use use = use_of(&c.event);
        int r = credential_use_note(audit->uses, tx, &use, NULL);
        if (r) return r;
    }
    return 0;
}

static int insert(struct audit *audit, struct store_tx *tx, const struct blocks *list) {
    for (const struct audit_block *b = list->head; b; b = b->next) {
        struct store_audit_block_insert_args row = {.last_ms = b->last_ms,
                                                    .node = gh_str_n(audit->node, NODE_CHARS),
                                                    .sequence = audit->sequence + 1,
                                                    .first_ms = b->first_ms,
                                                    .events = (int64_t)b->events,
                                                    .format = AUDIT_FORMAT_PACKED,
                                                    .body = gh_str_n(b->data, b->n)};
        audit->sequence += row.events;
        int r = note_uses(audit, tx, row.body);
        if (!r) r = store_audit_block_insert(tx, &row, NULL, NULL);
        if (r) return r;
    }
    return 0;
}

/* Under the lock: whoever waits will be told of the transaction at hand. */
static void take_awaited(struct audit *audit) {
    blocks_move(&audit->own, &audit->awaited);
    audit->told = audit->waiting;
    audit->waiting = NULL;
    audit->n_waiting = 0;
    audit->waiting_tail = &audit->waiting;
}

static int drain(void *context, struct store_tx *tx) {
    struct audit *audit = context;
    pthread_mutex_lock(&audit->lock);
    if (!audit->draining.head) {
        blocks_move(&audit->draining, &audit->ring);
        audit->count = 0;
        audit->stuck = false;
        pthread_cond_broadcast(&audit->room);
    }
    take_awaited(audit);
    pthread_mutex_unlock(&audit->lock);
    int r = insert(audit, tx, &audit->draining);
    return r ? r : insert(audit, tx, &audit->own);
}

/*
 * Where many waited for one commit, as many are about to wait for the next: a moment's rest makes one commit of what
 * would be one for the first to come and one for all others. A lone caller is never kept waiting.
 */
static void gather(struct audit *audit, size_t told) {
    if (told < CROWD) return;
    struct timespec until = gh_monotonic_after(GATHER_MS);
    pthread_mutex_lock(&audit->lock);
    audit->crowd = told;
    while (audit->n_waiting < told &&
           pthread_cond_clockwait(&audit->gathered, &audit->lock, CLOCK_MONOTONIC, &until) != ETIMEDOUT)
        continue;
    audit->crowd = 0;
    pthread_mutex_unlock(&audit->lock);
}

static void settled(void *context, bool committed) {
    struct audit *audit = context;
    if (committed) {
        blocks_free(&audit->draining);
    } else { /* the next batch writes those of the ring again */
        credential_use_memory_clear(audit->uses);
        pthread_mutex_lock(&audit->lock);
        if (!audit->told) take_awaited(audit); /* it failed before the drain: nobody shall wait for a better time */
        pthread_mutex_unlock(&audit->lock);
    }
    blocks_free(&audit->own);
    size_t told = 0;
    for (struct audit_wait *w = audit->told, *next; w; w = next, told++) {
        next = w->next; /* w is gone with its call */
        w->done(w, committed);
    }
    audit->told = NULL;
    if (!audit->recorded) gather(audit, told); /* else writes wait to be told, too */
    audit->recorded = false;
}

static bool pending(void *context) {
    struct audit *audit = context;
    pthread_mutex_lock(&audit->lock);
    bool any = audit->ring.head || audit->draining.head || audit->waiting;
    pthread_mutex_unlock(&audit->lock);
    return any;
}

struct audit *audit_new(struct store *s) {
    struct audit *audit = calloc(1, sizeof *audit);
    if (!audit) abort();
    unsigned char id[NODE_CHARS / 2];
    gh_rand(id, sizeof id);
    gh_hex(audit->node, id, sizeof id);
    audit->store = s;
    audit->uses = credential_use_memory_new();
    pthread_mutex_init(&audit->lock, NULL);
    pthread_cond_init(&audit->room, NULL);
    pthread_cond_init(&audit->gathered, NULL);
    audit->waiting_tail = &audit->waiting;
    audit->drain = (struct store_drain){audit, drain, settled, pending, AUDIT_INTERVAL_MS};
    store_set_drain(s, &audit->drain);
    return audit;
}

void audit_free(struct audit *audit) {
    if (!audit) return;
    blocks_free(&audit->ring);
    blocks_free(&audit->awaited);
    blocks_free(&audit->draining);
    blocks_free(&audit->own);
    credential_use_memory_free(audit->uses);
    pthread_cond_destroy(&audit->room);
    pthread_cond_destroy(&audit->gathered);
    pthread_mutex_destroy(&audit->lock);
    free(audit);
}

void audit_record(struct audit *audit, const struct audit_event *event) {
    blocks_add(&audit->own, event);
    audit->recorded = true;
}

/* Under the lock. A wait that came to nothing is not repeated until something was drained, so one stuck database does
 * not hold up every thread for every event. */
static bool wait_for_room(struct audit *audit) {
    struct timespec until = gh_monotonic_after(ROOM_WAIT_MS);
    while (audit->count >= RING_EVENTS && !audit->stuck) {
        store_kick(audit->store);
        audit->stuck = pthread_cond_clockwait(&audit->room, &audit->lock, CLOCK_MONOTONIC, &until) == ETIMEDOUT &&
                       audit->count >= RING_EVENTS;
    }
    return audit->count < RING_EVENTS;
}

int audit_push(struct audit *audit, const struct audit_event *event, struct gh_err *err) {
    pthread_mutex_lock(&audit->lock);
    if (!wait_for_room(audit)) {
        pthread_mutex_unlock(&audit->lock);
        return gh_fail(err, GH_EBUSY, "the audit trail cannot be written");
    }
    blocks_add(&audit->ring, event);
    bool half_full = ++audit->count == RING_EVENTS / 2;
    pthread_mutex_unlock(&audit->lock);
    if (half_full) store_kick(audit->store);
    return 0;
}

void audit_await(struct audit *audit, const struct audit_event *event, struct audit_wait *w) {
    w->next = NULL;
    pthread_mutex_lock(&audit->lock);
    blocks_add(&audit->awaited, event);
    bool first = !audit->waiting;
    *audit->waiting_tail = w;
    audit->waiting_tail = &w->next;
    if (++audit->n_waiting == audit->crowd) pthread_cond_signal(&audit->gathered);
    pthread_mutex_unlock(&audit->lock);
    if (first) store_kick(audit->store);
}
