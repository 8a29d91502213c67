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
#include <sys/socket.h>

#include "base/base.h"
#include "http/server.h"

#define HTTP_HEADERS_MAX 100
#define HTTP_FREE_MAX 256
#define HTTP_IP_MAX 46

struct arrival;

/** An event loop: a daemon of the library and its thread (T: touched by that thread only). */
struct http_loop {
    struct http_server *server;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    bool started;
    int epoll_fd, wake_fd;          /* what it sleeps on: the daemon's descriptor, and one that others write to */
    _Atomic unsigned connections;   /* open ones, and arrivals */
    struct http_exchange *deferred; /* T: exchanges whose owners have not replied, or whose replies are on the way */
    unsigned n_deferred, n_unparked, short_rests; /* T */
    unsigned begun;                               /* T: connections that the library has begun */
    bool abandons;                                /* T: the grace is over: nothing is waited for any more */

    _Alignas(64) pthread_mutex_t lock; /* guards what follows */
    bool asleep, ends;
    struct http_exchange *ready; /* deferred, and replied to */
    struct arrival *arrived, **arrived_tail;
    struct http_exchange *free; /* the pool */
    unsigned n_free, live;
};

/** One TCP connection. The sweep shuts it down once its deadline has passed. */
struct http_connection {
    struct http_connection *prev, *next; /* in http_server.connections, under connections_lock */
    struct http_loop *loop;
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
    struct http_exchange *prev, *next; /* in the loop's pool, or among its deferred ones */
    struct http_exchange *next_ready;
    struct http_server *server;
    struct http_loop *loop;
    struct gh_arena *arena;
    struct MHD_Connection *mhd;         /* E: valid until the library is done with the exchange */
    struct http_connection *connection; /* E */
    const char *raw_target;             /* E: where the library keeps it, for screening only */
    enum http_phase phase;              /* E */
    bool deferred;                      /* E */
    bool listed, parked;                /* E: among the loop's deferred ones; its connection is suspended */
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

struct http_tls;

struct http_server {
    struct http_loop *loops;
    unsigned n_loops, max_connections;
    int listen_fd; /* the acceptor's, once that runs */
    unsigned port;
    size_t max_body;
    unsigned idle_timeout_ms, request_timeout_ms;
    void (*handle)(void *context, struct http_exchange *x);
    void *context;
    bool screen_layout; /* the library is the version whose laxness screen.c knows */
    struct http_tls *tls;
    _Atomic bool stopping; /* replies close their connections */
    _Atomic int refs;      /* http_server_start's, and one per deferred exchange */

    pthread_mutex_t connections_lock;
    struct http_connection *connections;

    int accept_wake_fd;
    _Atomic bool accept_stop;
    pthread_t acceptor;
};

/* exchange.c */

/** A clean exchange from the loop's pool, with one reference. */
struct http_exchange *http_exchange_get(struct http_loop *loop);
/** Drops a reference; the last one zeroes the body and returns the exchange to its pool. */
void http_exchange_put(struct http_exchange *x);
/** Drops the references that a deferred exchange's owner has, to it and to the server. */
void http_exchange_put_owned(struct http_exchange *x);
/** Exchanges under way. */
unsigned http_exchange_live(struct http_server *s);
/** Frees the pool; nothing may be under way. */
void http_exchange_pool_free(struct http_loop *loop);
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

/** MHD_NotifyConnectionCallback with the loop as @context. */
void http_connection_notify(void *context, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code);
/** Shut the connection down unless the next step comes within @ms; 0 = no limit. */
void http_connection_deadline(struct http_connection *c, unsigned ms);
/** Shuts down the connections whose deadline has passed. */
void http_connections_sweep(struct http_server *s);

/* loop.c */

void http_loop_init(struct http_loop *l, struct http_server *s);
/** Starts the thread of a loop whose daemon is there. */
int http_loop_start(struct http_loop *l, struct gh_err *err);
/** A connection that was accepted; the loop takes the descriptor over. */
void http_loop_add(struct http_loop *l, int fd, const struct sockaddr_storage *from, socklen_t from_n);
/** On the loop's thread, from within the handler. */
void http_loop_defer(struct http_exchange *x);
/** On the loop's thread: nobody waits for the reply any more, if it was waited for. Its owner may be faster. */
void http_loop_give_up(struct http_exchange *x);
/** From any thread: a deferred exchange has its reply. */
void http_loop_ready(struct http_exchange *x);
/** Cuts off every deferred exchange, ends the thread once no owner is about to reply, and stops the daemon. */
void http_loop_stop(struct http_loop *l);

/* accept.c */

/** The thread that accepts, until the server is stopping, and sweeps, until it is stopped. */
int http_acceptor_start(struct http_server *s, struct gh_err *err);
/** Has it look at what changed. */
void http_acceptor_kick(struct http_server *s);
void http_acceptor_stop(struct http_server *s);

/* listen.c */

/** Binds and listens on @address ("127.0.0.1:80", "[::1]:0", "localhost:80", ":80" = every address). */
int http_listen(struct gh_str address, int *ret_fd, unsigned *ret_port, struct gh_err *err);

/* tls.c */

/** The certificates of a listener: the current one, and older ones that connections may still use. */
struct http_tls *http_tls_new(const char *cert_pem, const char *key_pem, struct gh_err *err);
int http_tls_set(struct http_tls *t, const char *cert_pem, const char *key_pem, struct gh_err *err);
/** Has @mhd, which must not have begun its handshake, use the current certificate. */
void http_tls_apply(struct http_tls *t, struct MHD_Connection *mhd);
/** Accepts NULL. Every connection must be closed. */
void http_tls_free(struct http_tls *t);

#endif
