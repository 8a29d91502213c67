/* exchange.c: the life of an exchange: its pool, its reply, and the hand-over between threads when it is deferred. */
#include "http/server_int.h"

#include <stdlib.h>
#include <string.h>

/* What one request may take in memory: the longest body, decoded, and the longest reply fit many times over. */
#define EXCHANGE_ARENA_BYTES (16u << 20)

/* Threads spread over the shards in the order in which they first come. */
static struct http_shard *shard_of_thread(struct http_server *s) {
    static _Atomic unsigned threads;
    static _Thread_local unsigned mine;
    if (!mine) mine = atomic_fetch_add(&threads, 1) + 1;
    return &s->shards[mine % HTTP_SHARDS];
}

static struct http_exchange *exchange_new(struct http_server *s, struct http_shard *shard) {
    struct http_exchange *x = calloc(1, sizeof *x);
    if (!x) abort();
    x->server = s;
    x->shard = shard;
    x->arena = gh_arena_new(EXCHANGE_ARENA_BYTES);
    return x;
}

static void exchange_free(struct http_exchange *x) {
    gh_arena_free(x->arena);
    free(x);
}

struct http_exchange *http_exchange_get(struct http_server *s) {
    struct http_shard *shard = shard_of_thread(s);
    pthread_mutex_lock(&shard->lock);
    struct http_exchange *x = shard->free;
    if (x) {
        shard->free = x->next;
        shard->n_free--;
    }
    shard->live++;
    pthread_mutex_unlock(&shard->lock);
    if (!x) x = exchange_new(s, shard);
    x->prev = x->next = x->next_ready = NULL;
    x->wakes = false;
    x->phase = HTTP_PHASE_HEAD;
    x->deferred = x->suspended = x->close = x->bad_reply = x->chunked = x->body_over = false;
    x->body_expected = x->body_n = x->body_room = x->body_swallowed = 0;
    x->body = NULL;
    x->status = 0;
    x->reply_first = NULL;
    x->reply_last = &x->reply_first;
    x->request = (struct http_request){.body = GH_S("")};
    atomic_store_explicit(&x->outcome, HTTP_OPEN, memory_order_relaxed);
    atomic_store_explicit(&x->refs, 1, memory_order_relaxed);
    return x;
}

void http_exchange_put(struct http_exchange *x) {
    if (atomic_fetch_sub_explicit(&x->refs, 1, memory_order_acq_rel) != 1) return;
    if (x->body) gh_zero(x->body, x->body_n);
    gh_arena_reset(x->arena);
    struct http_shard *shard = x->shard;
    pthread_mutex_lock(&shard->lock);
    shard->live--;
    bool keep = shard->n_free < HTTP_SHARD_FREE_MAX;
    if (keep) {
        x->next = shard->free;
        shard->free = x;
        shard->n_free++;
    }
    pthread_mutex_unlock(&shard->lock);
    if (!keep) exchange_free(x);
}

unsigned http_exchange_live(struct http_server *s) {
    unsigned live = 0;
    for (size_t i = 0; i < HTTP_SHARDS; i++) {
        pthread_mutex_lock(&s->shards[i].lock);
        live += s->shards[i].live;
        pthread_mutex_unlock(&s->shards[i].lock);
    }
    return live;
}

void http_exchange_pool_done(struct http_server *s) {
    for (size_t i = 0; i < HTTP_SHARDS; i++) {
        while (s->shards[i].free) {
            struct http_exchange *x = s->shards[i].free;
            s->shards[i].free = x->next;
            exchange_free(x);
        }
        pthread_mutex_destroy(&s->shards[i].lock);
    }
}

const struct http_request *http_exchange_request(const struct http_exchange *x) {
    return &x->request;
}

struct gh_arena *http_exchange_arena(const struct http_exchange *x) {
    return x->arena;
}

static bool line_safe(struct gh_str s) {
    bool bad = false;
    for (size_t i = 0; i < s.n; i++) bad |= (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f;
    return !bad;
}

void http_reply_header(struct http_exchange *x, struct gh_str name, struct gh_str value) {
    if (!name.n || !line_safe(name) || gh_str_find(name, ':') >= 0 || gh_str_find(name, ' ') >= 0 ||
        !line_safe(value)) {
        x->bad_reply = true;
        return;
    }
    struct http_reply_line *line = gh_new(x->arena, struct http_reply_line);
    line->name = gh_cstr(x->arena, name);
    line->value = gh_cstr(x->arena, value.p ? value : GH_S(""));
    *x->reply_last = line;
    x->reply_last = &line->next;
}

void http_reply_close(struct http_exchange *x) {
    x->close = true;
}

static void unlink_deferred(struct http_exchange *x) {
    struct http_server *s = x->server;
    if (x->prev)
        x->prev->next = x->next;
    else
        s->deferred = x->next;
    if (x->next) x->next->prev = x->prev;
}

void http_defer(struct http_exchange *x) {
    struct http_server *s = x->server;
    x->deferred = true;
    atomic_fetch_add_explicit(&x->refs, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->refs, 1, memory_order_relaxed);
    x->suspended = true;
    MHD_suspend_connection(x->mhd); /* not under the lock: it is a system call */
    pthread_mutex_lock(&s->defer_lock);
    if (s->abandoning) {
        atomic_store(&x->outcome, HTTP_ABANDONED);
        MHD_resume_connection(x->mhd);
    } else {
        x->prev = NULL;
        x->next = s->deferred;
        if (x->next) x->next->prev = x;
        s->deferred = x;
    }
    pthread_mutex_unlock(&s->defer_lock);
}

static void put_owned(struct http_exchange *x) {
    struct http_server *s = x->server;
    http_exchange_put(x);
    http_server_put(s);
}

/* The connection is resumed, and only then the exchange taken off the list: the server does not stop the library while
 * anything is on it. */
static void resume(struct http_exchange *x) {
    struct http_server *s = x->server;
    MHD_resume_connection(x->mhd);
    pthread_mutex_lock(&s->defer_lock);
    unlink_deferred(x);
    if (s->abandoning && !s->deferred) pthread_cond_broadcast(&s->defer_empty);
    pthread_mutex_unlock(&s->defer_lock);
    put_owned(x);
}

/*
 * The owner has replied. Many do so at once, when a commit that they waited for is durable. Would each resume its
 * connection, the event thread would be woken for each anew, and each time look through all that are suspended: so the
 * first resumes its own, and the thread that this wakes resumes the others.
 */
static void resume_soon(struct http_exchange *x) {
    struct http_shard *shard = x->shard;
    int open = HTTP_OPEN;
    if (!atomic_compare_exchange_strong(&x->outcome, &open, HTTP_REPLIED)) {
        put_owned(x); /* abandoned */
        return;
    }
    pthread_mutex_lock(&shard->lock);
    bool first = !shard->waking;
    if (first) {
        shard->waking = x->wakes = true;
    } else {
        x->next_ready = shard->ready;
        shard->ready = x;
    }
    pthread_mutex_unlock(&shard->lock);
    if (first) resume(x);
}

void http_exchange_woken(struct http_exchange *x) {
    if (!x->wakes) return;
    struct http_shard *shard = x->shard;
    x->wakes = false;
    pthread_mutex_lock(&shard->lock);
    struct http_exchange *ready = shard->ready;
    shard->ready = NULL;
    shard->waking = false;
    pthread_mutex_unlock(&shard->lock);
    while (ready) {
        struct http_exchange *next = ready->next_ready;
        resume(ready);
        ready = next;
    }
}

void http_exchange_abandon(struct http_server *s) {
    pthread_mutex_lock(&s->defer_lock);
    s->abandoning = true;
    for (struct http_exchange *x = s->deferred, *next; x; x = next) {
        next = x->next;
        int open = HTTP_OPEN;
        if (!atomic_compare_exchange_strong(&x->outcome, &open, HTTP_ABANDONED)) continue;
        unlink_deferred(x);
        MHD_resume_connection(x->mhd);
    }
    while (s->deferred) pthread_cond_wait(&s->defer_empty, &s->defer_lock);
    pthread_mutex_unlock(&s->defer_lock);
}

void http_reply(struct http_exchange *x, unsigned status, struct gh_str content_type, struct gh_str body) {
    x->status = status;
    x->reply_type = content_type;
    x->reply_body = body;
    if (x->deferred)
        resume_soon(x);
    else
        atomic_store_explicit(&x->outcome, HTTP_REPLIED, memory_order_relaxed);
}
