/*
 * signin.h: signing people in: the pages and the flow behind them. The server hands every request here first; what is
 * not a page of ours goes on to the API dispatcher.
 */
#ifndef GH_SIGNIN_H
#define GH_SIGNIN_H

#include <stdbool.h>

struct audit;
struct gh_pool;
struct house;
struct http_exchange;
struct job_runner;
struct signin;

struct signin_options {
    const struct house *house;
    struct audit *audit;
    struct gh_pool *pool;    /* password hashing */
    struct job_runner *jobs; /* woken when a mail was queued */
};

struct signin *signin_new(const struct signin_options *options);
/** Accepts NULL. */
void signin_free(struct signin *s);

/** Answers the exchange, now or later, if its path is one of the pages; false where it is not. */
bool signin_route(struct signin *s, struct http_exchange *x);

#endif
