/*
 * server.h: the listener (libmicrohttpd). It turns bytes into a struct http_request and a reply into bytes; it knows
 * nothing of AWS. Limits on request size, headers and idle time are enforced here.
 *
 * A handler either calls http_reply() before it returns, or calls http_defer() first and http_reply() later from any
 * thread. The exchange and its arena live until the reply has been sent.
 */
#ifndef GH_HTTP_SERVER_H
#define GH_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct http_server;
struct http_exchange;

struct http_header {
    struct gh_str name, value; /* as sent; compare names with gh_str_eq_ci */
};

struct http_request {
    struct gh_str method;
    struct gh_str target;    /* raw request target, exactly as sent */
    struct gh_str raw_path;  /* target up to '?', still percent-encoded */
    struct gh_str raw_query; /* after '?', still percent-encoded; absent where there is none */
    const struct http_header *headers;
    size_t n_headers;
    struct gh_str body;
    struct gh_str remote_ip; /* textual, no port */
    bool secure;             /* arrived over TLS */
};

/** First header of that name, or absent. */
struct gh_str http_header(const struct http_request *r, struct gh_str name);
/** How many headers of that name there are: signature checks refuse duplicates. */
size_t http_header_count(const struct http_request *r, struct gh_str name);
/** The value of cookie @name, or absent. */
struct gh_str http_cookie(const struct http_request *r, struct gh_str name);
/** How many cookies of that name there are: more than one means that somebody planted one. */
size_t http_cookie_count(const struct http_request *r, struct gh_str name);

struct http_options {
    struct gh_str listen;        /* "127.0.0.1:8080", "[::1]:0" */
    unsigned threads;            /* event threads; 0 = one per core */
    size_t max_body;             /* bytes; larger ones are answered 413; 0 = 1 MiB */
    size_t max_header;           /* memory of one request's line and headers; 0 = 32 KiB */
    unsigned max_connections;    /* 0 = 8,192 */
    unsigned idle_timeout_ms;    /* until a request line is complete; 0 = 60 s */
    unsigned request_timeout_ms; /* from there until the body is; also for sending the reply; 0 = 60 s */
    const char *tls_cert_pem,
        *tls_key_pem; /* file contents (cert: leaf first, then its chain), or NULL for plain HTTP */
    void (*handle)(void *context, struct http_exchange *x);
    void *context;
};

/** Listens and starts the event threads. GH_EINVAL: an option is wrong; GH_EIO: the address cannot be bound. */
int http_server_start(const struct http_options *options, struct http_server **ret_server, struct gh_err *err);
/** The port really bound (for port 0). */
unsigned http_server_port(const struct http_server *s);
/** New TLS connections use this certificate from now on. GH_EINVAL where it does not parse or fit its key. */
int http_server_set_certificate(struct http_server *s, const char *cert_pem, const char *key_pem, struct gh_err *err);
/**
 * Stops accepting, finishes the exchanges under way (at most @grace_ms), frees. Accepts NULL. An exchange deferred for
 * longer is cut off from its client, but stays whole until its owner calls http_reply(), which then sends nothing.
 */
void http_server_stop(struct http_server *s, unsigned grace_ms);

const struct http_request *http_exchange_request(const struct http_exchange *x);
struct gh_arena *http_exchange_arena(const struct http_exchange *x);

/**
 * Adds a header to the reply; @name and @value must live in the exchange's arena or longer. A name or value that would
 * break out of its line turns the whole reply into a 500.
 */
void http_reply_header(struct http_exchange *x, struct gh_str name, struct gh_str value);
/** The connection closes after this reply. */
void http_reply_close(struct http_exchange *x);
/**
 * Suspends the exchange: the reply will come later. Only from within the handler. From then on the exchange belongs to
 * whoever will call http_reply(), which may happen before the handler has returned: the handler must not touch it
 * again.
 */
void http_defer(struct http_exchange *x);
/**
 * Sends the reply; @body must live in the exchange's arena or longer. Exactly once per exchange; after it the caller
 * must not touch the exchange or its arena. An absent @content_type sends none.
 */
void http_reply(struct http_exchange *x, unsigned status, struct gh_str content_type, struct gh_str body);

#endif
