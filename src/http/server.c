/*
 * server.c: starts and stops the listener, and drives each request through it: head, body, handler, reply.
 */
#include "http/server.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/server_int.h"

#define MAX_BODY_DEFAULT (1024u * 1024)
#define MAX_HEADER_DEFAULT (32u * 1024)
#define MAX_CONNECTIONS_DEFAULT 8192
#define TIMEOUT_DEFAULT_MS 60000
#define THREADS_MAX 256
/* A body gets this much room at first, whatever Content-Length promises; more only as it arrives. */
#define BODY_FIRST (16u * 1024)
/* A body of unknown length that turned out too large is swallowed up to here, so that the client reads its 413. */
#define BODY_SWALLOWED_MAX (1024u * 1024)
#define STOP_POLL_NS 2000000
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"

static struct MHD_Response *response_new(struct http_exchange *x) {
    struct gh_str body = x->reply_body;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)(body.n ? body.p : ""), MHD_RESPMEM_PERSISTENT);
    if (!r) return NULL;
    bool ok = true;
    if (x->reply_type.p) ok = MHD_add_response_header(r, "Content-Type", gh_cstr(x->arena, x->reply_type)) == MHD_YES;
    for (const struct http_reply_line *l = x->reply_first; l; l = l->next)
        ok = MHD_add_response_header(r, l->name, l->value) == MHD_YES && ok;
    if (x->close || x->chunked || atomic_load_explicit(&x->server->stopping, memory_order_relaxed))
        ok = MHD_add_response_header(r, "Connection", "close") == MHD_YES && ok;
    if (ok) return r;
    MHD_destroy_response(r);
    return NULL;
}

static void refuse(struct http_exchange *x, unsigned status) {
    x->close = true;
    x->bad_reply = false;
    x->reply_first = NULL;
    x->reply_last = &x->reply_first;
    x->status = status;
    x->reply_type = GH_S("text/plain");
    x->reply_body = gh_fmt(x->arena, "%u\n", status);
}

/* Hands the reply to the library. A connection whose last request was chunked is not used again: the library is lax
 * about the line ends between chunks, and what follows such a body must never be read as a request. */
static enum MHD_Result send_reply(struct http_exchange *x) {
    if (x->bad_reply) refuse(x, 500);
    struct MHD_Response *r = response_new(x);
    if (!r) {
        refuse(x, 500);
        r = response_new(x);
        if (!r) return MHD_NO;
    }
    http_connection_deadline(x->connection, x->server->request_timeout_ms);
    enum MHD_Result queued = MHD_queue_response(x->mhd, x->status, r);
    MHD_destroy_response(r);
    return queued;
}

static enum MHD_Result send_refusal(struct http_exchange *x, unsigned status) {
    x->phase = HTTP_PHASE_HANDLED;
    refuse(x, status);
    return send_reply(x);
}

static enum MHD_Result take_head(struct http_exchange *x, const char *method, const char *version) {
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const struct http_raw raw = {method, version, size ? size->header_size : 0};
    unsigned status = http_screen(x, &raw, x->mhd);
    if (status) return send_refusal(x, status);
    x->phase = HTTP_PHASE_BODY;
    return MHD_YES;
}

static void body_grow(struct http_exchange *x, size_t need) {
    size_t most = x->chunked ? x->server->max_body : x->body_expected;
    size_t room = x->body_room ? x->body_room * 2 : BODY_FIRST;
    if (room > most) room = most;
    if (room < need) room = need;
    char *larger = gh_arena_text(x->arena, room);
    if (x->body) {
        memcpy(larger, x->body, x->body_n);
        gh_zero(x->body, x->body_n);
    }
    x->body = larger;
    x->body_room = room;
}

static enum MHD_Result take_body(struct http_exchange *x, const char *data, size_t n) {
    size_t max = x->server->max_body;
    if (x->body_over || n > max - x->body_n) {
        x->body_over = true;
        x->body_swallowed += n;
        return x->body_swallowed > BODY_SWALLOWED_MAX ? MHD_NO : MHD_YES;
    }
    if (x->body_n + n > x->body_room) body_grow(x, x->body_n + n);
    memcpy(x->body + x->body_n, data, n);
    x->body_n += n;
    return MHD_YES;
}

static enum MHD_Result handle(struct http_exchange *x) {
    struct http_server *s = x->server;
    if (x->body_over) return send_refusal(x, 413);
    x->request.body = x->body ? gh_str_n(x->body, x->body_n) : GH_S("");
    x->phase = HTTP_PHASE_HANDLED;
    http_connection_deadline(x->connection, 0);
    s->handle(s->context, x);
    if (x->deferred) return MHD_YES; /* it is its owner's now */
    int outcome = atomic_load(&x->outcome);
    if (outcome == HTTP_ABANDONED) return MHD_NO;
    if (outcome == HTTP_OPEN) refuse(x, 500);
    return send_reply(x);
}

/* Called by the library after the head, for each piece of the body, at the end, and again after a resume. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *data, size_t *data_n, void **request) {
    (void)context, (void)url, (void)mhd;
    struct http_exchange *x = *request;
    if (!x) return MHD_NO;
    if (x->phase == HTTP_PHASE_HEAD) return take_head(x, method, version);
    if (x->phase == HTTP_PHASE_BODY) {
        if (!*data_n) return handle(x);
        size_t n = *data_n;
        *data_n = 0;
        return take_body(x, data, n);
    }
    int outcome = atomic_load(&x->outcome);
    if (outcome == HTTP_REPLIED) return send_reply(x);
    return outcome == HTTP_ABANDONED ? MHD_NO : MHD_YES;
}

/* The first sign of a request, and the only chance to see its target as it was sent. */
static void *on_request_line(void *context, const char *target, struct MHD_Connection *mhd) {
    struct http_loop *loop = context;
    struct http_server *s = loop->server;
    struct http_exchange *x = http_exchange_get(loop);
    x->mhd = mhd;
    x->raw_target = target;
    x->connection = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    http_connection_deadline(x->connection, s->request_timeout_ms);
    memcpy(x->remote_ip, x->connection->ip, sizeof x->remote_ip);
    x->request.remote_ip = gh_str_c(x->remote_ip);
    x->request.secure = s->tls != NULL;
    x->request.target = gh_str_dup(x->arena, gh_str_c(target ? target : ""));
    return x;
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode code) {
    (void)mhd, (void)code;
    const struct http_server *s = context;
    struct http_exchange *x = *request;
    if (!x) return;
    *request = NULL;
    http_loop_give_up(x); /* where the client has left before its deferred exchange was replied to */
    http_connection_deadline(x->connection, s->idle_timeout_ms);
    http_exchange_put(x);
}

/* Targets and arguments are decoded by those who know how. */
static size_t keep_escapes(void *context, struct MHD_Connection *mhd, char *text) {
    (void)context, (void)mhd;
    return strlen(text);
}

static unsigned thread_count(const struct http_options *o) {
    long cores = o->threads ? (long)o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    if (cores < 1) return 1;
    return cores > THREADS_MAX ? THREADS_MAX : (unsigned)cores;
}

static struct http_server *server_new(const struct http_options *o) {
    struct http_server *s = aligned_alloc(_Alignof(struct http_server), sizeof *s);
    if (!s) abort();
    memset(s, 0, sizeof *s);
    s->listen_fd = -1;
    s->max_body = o->max_body ? o->max_body : MAX_BODY_DEFAULT;
    s->idle_timeout_ms = o->idle_timeout_ms ? o->idle_timeout_ms : TIMEOUT_DEFAULT_MS;
    s->request_timeout_ms = o->request_timeout_ms ? o->request_timeout_ms : TIMEOUT_DEFAULT_MS;
    s->handle = o->handle;
    s->context = o->context;
    s->screen_layout = !strcmp(MHD_get_version(), "0.9.75");
    atomic_init(&s->refs, 1);
    pthread_mutex_init(&s->connections_lock, NULL);
    s->max_connections = o->max_connections ? o->max_connections : MAX_CONNECTIONS_DEFAULT;
    s->n_loops = thread_count(o);
    s->loops = aligned_alloc(_Alignof(struct http_loop), s->n_loops * sizeof *s->loops);
    if (!s->loops) abort();
    memset(s->loops, 0, s->n_loops * sizeof *s->loops);
    for (unsigned i = 0; i < s->n_loops; i++) http_loop_init(&s->loops[i], s);
    return s;
}

void http_server_put(struct http_server *s) {
    if (atomic_fetch_sub(&s->refs, 1) != 1) return;
    for (unsigned i = 0; i < s->n_loops; i++) {
        http_exchange_pool_free(&s->loops[i]);
        pthread_mutex_destroy(&s->loops[i].lock);
    }
    http_tls_free(s->tls);
    pthread_mutex_destroy(&s->connections_lock);
    if (s->listen_fd >= 0) close(s->listen_fd);
    free(s->loops);
    free(s);
}

static bool daemon_start(struct http_loop *loop, const struct http_options *o) {
    struct http_server *s = loop->server;
    unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME;
    if (s->tls) flags |= MHD_USE_TLS;
    size_t header = o->max_header ? o->max_header : MAX_HEADER_DEFAULT;
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->tls_cert_pem},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->tls_key_pem},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
        {MHD_OPTION_END, 0, NULL},
    };
    const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    loop->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, s,                        //
                                    MHD_OPTION_CONNECTION_MEMORY_LIMIT, header,                 //
                                    MHD_OPTION_CONNECTION_LIMIT, s->max_connections,            //
                                    MHD_OPTION_STRICT_FOR_CLIENT, s->screen_layout ? 0 : 1,     //
                                    MHD_OPTION_URI_LOG_CALLBACK, on_request_line, loop,         //
                                    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s,              //
                                    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,               //
                                    MHD_OPTION_NOTIFY_CONNECTION, http_connection_notify, loop, //
                                    MHD_OPTION_ARRAY, s->tls ? tls : none, MHD_OPTION_END);
    return loop->daemon;
}

static void loops_stop(struct http_server *s) {
    for (unsigned i = 0; i < s->n_loops; i++) http_loop_stop(&s->loops[i]);
}

static int loops_start(struct http_server *s, const struct http_options *o, struct gh_err *err) {
    int rc = 0;
    for (unsigned i = 0; !rc && i < s->n_loops; i++) {
        if (!daemon_start(&s->loops[i], o))
            return gh_fail(err, GH_EIO, "the HTTP library refused to start on port %u", s->port);
        rc = http_loop_start(&s->loops[i], err);
    }
    return rc ? rc : http_acceptor_start(s, err);
}

int http_server_start(const struct http_options *options, struct http_server **ret_server, struct gh_err *err) {
    if (!options->tls_cert_pem != !options->tls_key_pem)
        return gh_refuse(err, GH_EINVAL, "TLS needs both a certificate and its key");
    struct http_server *s = server_new(options);
    int rc = http_listen(options->listen, &s->listen_fd, &s->port, err);
    if (!rc && options->tls_cert_pem) {
        s->tls = http_tls_new(options->tls_cert_pem, options->tls_key_pem, err);
        if (!s->tls) rc = -GH_EINVAL;
    }
    if (!rc) rc = loops_start(s, options, err);
    if (rc) {
        loops_stop(s);
        http_server_put(s);
        return rc;
    }
    *ret_server = s;
    return 0;
}

unsigned http_server_port(const struct http_server *s) {
    return s->port;
}

int http_server_set_certificate(struct http_server *s, const char *cert_pem, const char *key_pem, struct gh_err *err) {
    if (!s->tls) return gh_refuse(err, GH_ECONFLICT, "this listener does not speak TLS");
    return http_tls_set(s->tls, cert_pem, key_pem, err);
}

void http_server_stop(struct http_server *s, unsigned grace_ms) {
    if (!s) return;
    atomic_store(&s->stopping, true);
    http_acceptor_kick(s);
    int64_t until = gh_monotonic_ms() + grace_ms;
    while (http_exchange_live(s) && gh_monotonic_ms() < until)
        nanosleep(&(struct timespec){.tv_nsec = STOP_POLL_NS}, NULL);
    http_acceptor_stop(s);
    loops_stop(s);
    http_server_put(s);
}
