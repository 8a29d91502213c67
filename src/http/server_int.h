/*
 * server_int.h: the inside of the listener, for src/http/ only.
 *
 * Threads: everything marked E is touched by the event thread of the connection only; the rest says how it is guarded.
 */
#ifndef GH_HTTP_SERVER_INT_H
#define GH_HTTP_SERVER_INT_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"
#include "http/server.h"

#define HTTP_HEADERS_MAX 100
#define HTTP_SHARDS 16
#define HTTP_SHARD_FREE_MAX 256
#define HTTP_IP_MAX 46

/** One TCP connection. The sweeper shuts it down once its deadline has passed. */
struct http_connection {
    struct http_connection *prev, *next; /* in http_server.connections, under sweep_lock */
    int fd;
    _Atomic int64_t deadline_ms; /* coarse monotonic; 0 = none */
    char ip[HTTP_IP_MAX];
};

enum http_phase {
    HTTP_PHASE_HEAD,    /* request line seen; headers not yet judged */
    HTTP_PHASE_BODY,    /* body arriving */
    HTTP_PHASE_HANDLED, /* the handler has been called, or the request refused */
};

/** Who decided how a deferred exchange ends: its owner by replying, or the server by giving up. Whoever is first. */
enum http_outcome { HTTP_OPEN, HTTP_REPLIED, HTTP_ABANDONED };

struct http_reply_line {
    struct http_reply_line *next;
    const char *name, *value;
};

struct http_exchange {
    struct http_exchange *prev, *next; /* free list (shard lock) or list of deferred ones (defer_lock) */
    struct http_exchange *next_ready;  /* shard lock */
    bool wakes;                        /* its resume wakes the thread that resumes those that are ready */
    struct http_server *server;
    struct http_shard *shard;
    struct gh_arena *arena;
    struct MHD_Connection *mhd;         /* valid until the connection is resumed */
    struct http_connection *connection; /* E */
    const char *raw_target;             /* E: where the library keeps it, for screening only */
    enum http_phase phase;              /* E */
    bool deferred, suspended;           /* E */
    bool close, bad_reply;
    _Atomic int outcome;
    _Atomic int refs; /* the library's, and the owner's while deferred */

    struct http_request request;
    struct http_header headers[HTTP_HEADERS_MAX];
    char remote_ip[HTTP_IP_MAX];
    bool chunked, body_over;  /* E */
    size_t body_expected;     /* E: Content-Length */
    size_t body_n, body_room; /* E: bytes of `body` filled and allocated */
    size_t body_swallowed;    /* E: bytes past the limit that were thrown away */
    char *body;               /* E */

    unsigned status;
    struct gh_str reply_type, reply_body;
    struct http_reply_line *reply_first, **reply_last;
};

/** A part of the exchange pool: event threads spread over them, so that they rarely meet. */
struct http_shard {
    _Alignas(64) pthread_mutex_t lock;
    struct http_exchange *free;
    unsigned n_free, live;
    /* Replied, to be resumed by the event thread once it is awake, which it is about to be where `waking`. */
    struct http_exchange *ready;
    bool waking;
};

struct http_tls;

struct http_server {
    struct MHD_Daemon *daemon;
    int listen_fd;
    unsigned port;
    size_t max_body;
    unsigned idle_timeout_ms, request_timeout_ms;
    void (*handle)(void *context, struct http_exchange *x);
    void *context;
    bool screen_layout; /* the library is the version whose laxness screen.c knows */
    struct http_tls *tls;
    _Atomic bool stopping; /* replies close their connections */
    _Atomic int refs;      /* http_server_start's, and one per deferred exchange */

    struct http_shard shards[HTTP_SHARDS];

    pthread_mutex_t defer_lock;
    pthread_cond_t defer_empty;
    struct http_exchange *deferred; /* suspended exchanges */
    bool abandoning;                /* the grace is over: nothing may be suspended any more */

    pthread_mutex_t sweep_lock;
    pthread_cond_t sweep_wake;
    struct http_connection *connections;
    bool sweep_stop;
    pthread_t sweeper;
};

/* exchange.c */

/** A clean exchange from the pool, with one reference. */
struct http_exchange *http_exchange_get(struct http_server *s);
/** Drops a reference; the last one zeroes the body and returns the exchange to its pool. */
void http_exchange_put(struct http_exchange *x);
/** On the event thread, for an exchange that it finds resumed or gone: resumes those that waited for its waking. */
void http_exchange_woken(struct http_exchange *x);
/** Exchanges under way. */
unsigned http_exchange_live(struct http_server *s);
/** Frees the pool; nothing may be under way. */
void http_exchange_pool_done(struct http_server *s);
/** Cuts off every suspended exchange and waits until no thread is about to resume one. */
void http_exchange_abandon(struct http_server *s);
/** Drops a reference to the server; the last one frees it. */
void http_server_put(struct http_server *s);

/* screen.c */

/** What the library does not tell but the positions of its strings do. */
struct http_raw {
    const char *method, *version;
    size_t header_size;
};

/** Fills the request's headers and judges the whole head. Answers 0, or the status to refuse it with. */
unsigned http_screen(struct http_exchange *x, const struct http_raw *raw, struct MHD_Connection *mhd);

/* connection.c */

/** MHD_NotifyConnectionCallback with the server as @context. */
void http_connection_notify(void *context, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code);
/** Shut the connection down unless the next step comes within @ms; 0 = no limit. */
void http_connection_deadline(struct http_connection *c, unsigned ms);
void http_sweeper_start(struct http_server *s);
void http_sweeper_stop(struct http_server *s);

/* listen.c */

/** Binds and listens on @address ("127.0.0.1:80", "[::1]:0", "localhost:80", ":80" = every address). */
int http_listen(struct gh_str address, int *ret_fd, unsigned *ret_port, bool *ret_v6, struct gh_err *err);

/* tls.c */

/** The certificates of a listener: the current one, and older ones that connections may still use. */
struct http_tls *http_tls_new(const char *cert_pem, const char *key_pem, struct gh_err *err);
int http_tls_set(struct http_tls *t, const char *cert_pem, const char *key_pem, struct gh_err *err);
/** Has @mhd, which must not have begun its handshake, use the current certificate. */
void http_tls_apply(struct http_tls *t, struct MHD_Connection *mhd);
/** Accepts NULL. Every connection must be closed. */
void http_tls_free(struct http_tls *t);

#endif
