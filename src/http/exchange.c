/* exchange.c: the life of an exchange: its pool, its reply, and the hand-over between threads when it is deferred. */
#include "http/server_int.h"

#include <stdlib.h>
#include <string.h>

/* What one request may take in memory: the longest body, decoded, and the longest reply fit many times over. */
#define EXCHANGE_ARENA_BYTES (16u << 20)

static struct http_exchange *exchange_new(struct http_loop *loop) {
    struct http_exchange *x = calloc(1, sizeof *x);
    if (!x) abort();
    x->server = loop->server;
    x->loop = loop;
    x->arena = gh_arena_new(EXCHANGE_ARENA_BYTES);
    return x;
}

static void exchange_free(struct http_exchange *x) {
    gh_arena_free(x->arena);
    free(x);
}

struct http_exchange *http_exchange_get(struct http_loop *loop) {
    pthread_mutex_lock(&loop->lock);
    struct http_exchange *x = loop->free;
    if (x) {
        loop->free = x->next;
        loop->n_free--;
    }
    loop->live++;
    pthread_mutex_unlock(&loop->lock);
    if (!x) x = exchange_new(loop);
    x->prev = x->next = x->next_ready = NULL;
    x->phase = HTTP_PHASE_HEAD;
    x->deferred = x->listed = x->parked = x->close = x->bad_reply = x->chunked = x->body_over = false;
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
    struct http_loop *loop = x->loop;
    pthread_mutex_lock(&loop->lock);
    loop->live--;
    bool keep = loop->n_free < HTTP_FREE_MAX;
    if (keep) {
        x->next = loop->free;
        loop->free = x;
        loop->n_free++;
    }
    pthread_mutex_unlock(&loop->lock);
    if (!keep) exchange_free(x);
}

unsigned http_exchange_live(struct http_server *s) {
    unsigned live = 0;
    for (unsigned i = 0; i < s->n_loops; i++) {
        pthread_mutex_lock(&s->loops[i].lock);
        live += s->loops[i].live;
        pthread_mutex_unlock(&s->loops[i].lock);
    }
    return live;
}

void http_exchange_pool_free(struct http_loop *loop) {
    while (loop->free) {
        struct http_exchange *x = loop->free;
        loop->free = x->next;
        exchange_free(x);
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

void http_defer(struct http_exchange *x) {
    x->deferred = true;
    atomic_fetch_add_explicit(&x->refs, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&x->server->refs, 1, memory_order_relaxed);
    http_loop_defer(x);
}

void http_exchange_put_owned(struct http_exchange *x) {
    struct http_server *s = x->server;
    http_exchange_put(x);
    http_server_put(s);
}

/* The owner has replied, unless the server has given up already. */
static void reply_deferred(struct http_exchange *x) {
    int open = HTTP_OPEN;
    if (atomic_compare_exchange_strong(&x->outcome, &open, HTTP_REPLIED))
        http_loop_ready(x);
    else
        http_exchange_put_owned(x);
}

void http_reply(struct http_exchange *x, unsigned status, struct gh_str content_type, struct gh_str body) {
    x->status = status;
    x->reply_type = content_type;
    x->reply_body = body;
    if (x->deferred)
        reply_deferred(x);
    else
        atomic_store_explicit(&x->outcome, HTTP_REPLIED, memory_order_relaxed);
}
