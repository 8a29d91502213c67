/*
 * well_known.h: what those who check our tokens read, without credentials: below each account's issuer its discovery
 * document (OpenID Connect Discovery) and the key set; the same key set also stands at /.well-known/jwks.json.
 */
#ifndef GH_SERVICE_STS_WELL_KNOWN_H
#define GH_SERVICE_STS_WELL_KNOWN_H

#include <stdbool.h>

struct gh_pool;
struct house;
struct http_exchange;

struct sts_well_known {
    const struct house *house;
    struct gh_pool *pool; /* where reads block */
};
/** Answers the exchange, now or later, where its path is one of these; else false. */
bool sts_well_known_route(const struct sts_well_known *w, struct http_exchange *x);

#endif
