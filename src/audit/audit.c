/* audit.c: see audit.h. Rows are written on the store's writer thread only, so the sequence needs no lock. */
#include "audit/audit.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base.h"
#include "domain/context.h"
#include "domain/credential_use.h"
#include "domain/principal.h"
#include "store/queries.h"
#include "store/store.h"

#define RING_EVENTS 8192
#define ROOM_WAIT_S 1
#define NODE_CHARS 16

/* An event in the ring: one block that holds its text too. */
struct ring_event {
    struct ring_event *next;
    int64_t time_ms;
    struct gh_str account_id, request_id, event_source, event_name, error_code, body;
    struct credential_use use;
    char text[];
};

struct audit {
    struct store *store;
    char node[NODE_CHARS];
    int64_t sequence;
    struct credential_use_memory *uses; /* the writer's thread only */
    struct store_drain drain;
    pthread_mutex_t lock;
    pthread_cond_t room;
    struct ring_event *head, **tail;
    size_t count;
    bool stuck; /* somebody waited for room in vain, and nothing was drained since */
    /* Taken from the ring and written, but not known to be durable yet. */
    struct ring_event *draining;
};

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

static int insert(struct audit *audit, struct store_tx *tx, const struct ring_event *e, struct gh_err *err) {
    int r = credential_use_note(audit->uses, tx, &e->use, err);
    if (r) return r;
    return store_audit_event_insert(tx,
                                    &(struct store_audit_event_insert_args){.node = gh_str_n(audit->node, NODE_CHARS),
                                                                            .sequence = ++audit->sequence,
                                                                            .time_ms = e->time_ms,
                                                                            .account_id = e->account_id,
                                                                            .request_id = e->request_id,
                                                                            .event_source = e->event_source,
                                                                            .event_name = e->event_name,
                                                                            .error_code = e->error_code,
                                                                            .body = e->body},
                                    NULL, err);
}

static int drain(void *context, struct store_tx *tx) {
    struct audit *audit = context;
    pthread_mutex_lock(&audit->lock);
    if (!audit->draining) {
        audit->draining = audit->head;
        audit->head = NULL;
        audit->tail = &audit->head;
        audit->count = 0;
        audit->stuck = false;
        pthread_cond_broadcast(&audit->room);
    }
    pthread_mutex_unlock(&audit->lock);
    for (struct ring_event *e = audit->draining; e; e = e->next) {
        int r = insert(audit, tx, e, NULL);
        if (r) return r;
    }
    return 0;
}

static void settled(void *context, bool committed) {
    struct audit *audit = context;
    if (!committed) { /* the next batch writes them again */
        credential_use_memory_clear(audit->uses);
        return;
    }
    while (audit->draining) {
        struct ring_event *next = audit->draining->next;
        free(audit->draining);
        audit->draining = next;
    }
}

static bool pending(void *context) {
    struct audit *audit = context;
    pthread_mutex_lock(&audit->lock);
    bool any = audit->head || audit->draining;
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
    audit->tail = &audit->head;
    audit->drain = (struct store_drain){audit, drain, settled, pending, AUDIT_INTERVAL_MS};
    store_set_drain(s, &audit->drain);
    return audit;
}

static void free_list(struct ring_event *e) {
    while (e) {
        struct ring_event *next = e->next;
        free(e);
        e = next;
    }
}

void audit_free(struct audit *audit) {
    if (!audit) return;
    free_list(audit->head);
    free_list(audit->draining);
    credential_use_memory_free(audit->uses);
    pthread_cond_destroy(&audit->room);
    pthread_mutex_destroy(&audit->lock);
    free(audit);
}

int audit_record(struct audit *audit, struct context *c, const struct audit_event *event, struct gh_err *err) {
    struct ring_event e = {.time_ms = event->time_ms,
                           .account_id = event->account_id,
                           .request_id = event->request_id,
                           .event_source = event->event_source,
                           .event_name = event->event_name,
                           .error_code = event->error_code,
                           .body = audit_event_json(c->arena, event),
                           .use = use_of(event)};
    return insert(audit, c->tx, &e, err);
}

static struct gh_str copy_in(char **at, struct gh_str s) {
    if (!s.p) return s;
    struct gh_str copy = {*at, s.n};
    memcpy(*at, s.p, s.n);
    *at += s.n;
    return copy;
}

static struct ring_event *ring_event_new(const struct audit_event *event, struct gh_str body) {
    struct credential_use use = use_of(event);
    size_t n = event->account_id.n + event->request_id.n + event->error_code.n + body.n + use.account_id.n +
               use.owner_id.n + use.access_key_id.n + use.region.n;
    struct ring_event *e = malloc(sizeof *e + n);
    if (!e) abort();
    char *at = e->text;
    /* Source and name are rows of generated tables: they outlive the event. */
    *e = (struct ring_event){.time_ms = event->time_ms,
                             .account_id = copy_in(&at, event->account_id),
                             .request_id = copy_in(&at, event->request_id),
                             .event_source = event->event_source,
                             .event_name = event->event_name,
                             .error_code = copy_in(&at, event->error_code),
                             .body = copy_in(&at, body),
                             .use = use};
    e->use.account_id = copy_in(&at, use.account_id);
    e->use.owner_id = copy_in(&at, use.owner_id);
    e->use.access_key_id = copy_in(&at, use.access_key_id);
    e->use.region = copy_in(&at, use.region);
    return e;
}

/* Under the lock. A wait that came to nothing is not repeated until something was drained, so one stuck database does
 * not hold up every thread for every event. */
static bool wait_for_room(struct audit *audit) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ROOM_WAIT_S;
    while (audit->count >= RING_EVENTS && !audit->stuck) {
        store_kick(audit->store);
        audit->stuck = pthread_cond_clockwait(&audit->room, &audit->lock, CLOCK_MONOTONIC, &until) == ETIMEDOUT &&
                       audit->count >= RING_EVENTS;
    }
    return audit->count < RING_EVENTS;
}

int audit_push(struct audit *audit, struct gh_arena *a, const struct audit_event *event, struct gh_err *err) {
    struct ring_event *e = ring_event_new(event, audit_event_json(a, event));
    pthread_mutex_lock(&audit->lock);
    if (!wait_for_room(audit)) {
        pthread_mutex_unlock(&audit->lock);
        free(e);
        return gh_fail(err, GH_EBUSY, "the audit trail cannot be written");
    }
    *audit->tail = e;
    audit->tail = &e->next;
    bool half_full = ++audit->count == RING_EVENTS / 2;
    pthread_mutex_unlock(&audit->lock);
    if (half_full) store_kick(audit->store);
    return 0;
}
