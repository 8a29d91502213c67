/*
 * router.h: from method and path to a function, for pages and assets. The API has a dispatcher of its own: whoever owns
 * the listener asks http_route() first and goes on where it answers false.
 */
#ifndef GH_HTTP_ROUTER_H
#define GH_HTTP_ROUTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct http_exchange;

typedef void http_route_fn(void *context, struct http_exchange *x);

/** Paths are compared as sent, still percent-encoded: there is one spelling of each. */
struct http_route {
    struct gh_str method; /* a GET route answers HEAD too */
    struct gh_str path;   /* exact; or a prefix where it ends in "/" followed by "*" */
    http_route_fn *handle;
};

/**
 * Calls the handler of the exact path, else of the longest prefix. Where only the method does not fit, answers 405 with
 * Allow itself. False, and nothing done, where no path fits.
 */
bool http_route(const struct http_route *routes, size_t n, void *context, struct http_exchange *x);

#endif
