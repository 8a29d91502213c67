/*
 * dispatch.h: one API request through the house: find the operation's row, authenticate, decode and validate,
 * authorize, run the handler in one transaction, encode, audit, reply. The only place where these meet.
 */
#ifndef GH_WIRE_DISPATCH_H
#define GH_WIRE_DISPATCH_H

#include <stddef.h>

#include "base/pool.h"
#include "wire/operation.h"

struct audit;
struct house;
struct http_exchange;
struct job_runner;

struct dispatcher {
    const struct house *house;
    struct audit *audit;
    struct gh_pool *slow;    /* the slow half of slow operations */
    struct gh_pool *readers; /* every request's first stage, where reads block (PostgreSQL); NULL where they don't */
    struct job_runner *jobs; /* woken when a job was submitted; may be NULL */
    const struct gh_service *const *services;
    size_t n_services;
};

/** Answers the exchange, now or later. */
void wire_dispatch(const struct dispatcher *d, struct http_exchange *x);

#endif
