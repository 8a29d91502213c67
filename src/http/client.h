/*
 * client.h: fetches documents from other servers (libcurl): identity provider metadata, key sets. Blocks: only for the
 * slow pool and jobs. What it fetches is input from outside, bounded in size and time; where it may fetch from is
 * bounded too, so that nobody who can name a URL reaches into the network that Gatehouse stands in.
 */
#ifndef GH_HTTP_CLIENT_H
#define GH_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct sockaddr;

/** Connections that are kept from one fetch to the next: for one thread at a time, and fetches of equal options. */
struct http_client_session;
struct http_client_session *http_client_session_new(void);
/** Closes them. Accepts NULL. */
void http_client_session_free(struct http_client_session *s);

/** The zero value is the strictest. */
struct http_client_options {
    bool allow_http;     /* http:// as well as https:// */
    bool allow_private;  /* addresses that are not public: loopback, private, link-local ... */
    size_t max_body;     /* bytes of the answer; 0 = 1 MiB */
    unsigned timeout_ms; /* for everything, redirects included; 0 = 10 s */
    unsigned redirects;  /* followed for GET, each judged like the first URL */
    const char *ca_file; /* PEM of the authorities to trust; NULL = the system's */
    /* SHA-1 digests (hexadecimal) of certificates to trust beside the authorities': a server's own or one above it. */
    const struct gh_str *thumbprints;
    size_t n_thumbprints;
    struct http_client_session *session; /* NULL: a connection for this fetch alone */
};

/** A header beside those that the request's members make. */
struct http_client_header {
    struct gh_str name, value;
};

struct http_client_request {
    struct gh_str url;
    struct gh_str body; /* present: POST, which is sent once at most; absent: GET */
    struct gh_str content_type;
    struct gh_str accept;
    const struct http_client_header *headers;
    size_t n_headers;
};

struct http_client_response {
    unsigned status; /* any: the caller judges it */
    struct gh_str content_type;
    struct gh_str body;
};

/**
 * GH_EINVAL: the URL is malformed, of another scheme or carries a password; GH_EDENIED: its address is not public;
 * GH_EAUTH: thumbprints were given, and the server's certificates do not fit them; GH_ELIMIT: the answer is too large;
 * GH_EIO: everything else that can go wrong on the way.
 */
int http_client_fetch(struct gh_arena *a, const struct http_client_options *o, const struct http_client_request *r,
                      struct http_client_response *ret_response, struct gh_err *err);

/**
 * Connects, believing whoever answers, only to see who it is: the SHA-1 digest (hexadecimal) of the topmost certificate
 * that the server of an https URL sends. Errors as http_client_fetch().
 */
int http_client_thumbprint(struct gh_arena *a, const struct http_client_options *o, struct gh_str url,
                           struct gh_str *ret_thumbprint, struct gh_err *err);

/** Is this an address of the public Internet (IANA special-purpose registries, also inside IPv6 forms of IPv4)? */
bool http_client_public(const struct sockaddr *address);

#endif
