/*
 * context.h: what every domain function works in: an arena, an open transaction (or read snapshot), a moment, and the
 * house. A request, a job and a command each make one; it lives as long as they do.
 */
#ifndef GH_DOMAIN_CONTEXT_H
#define GH_DOMAIN_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct gh_arena;
struct store;
struct store_tx;
struct keyring;
struct service_event;

/** Process-wide and immutable after start-up. */
struct house {
    struct store *store;
    const struct keyring *keyring;
    struct gh_str url;       /* public URL, no trailing slash: "http://127.0.0.1:8080" */
    struct gh_str region;    /* the region of instances created here */
    struct gh_str partition; /* "aws" */
    bool secure;             /* url is https: cookies are Secure and __Host- */
    bool fetch_private;      /* identity providers may stand at private addresses */
    /* Where events of services' own doing go: domain/service_event.h. NULL: nowhere. */
    void (*record)(void *trail, const struct service_event *event);
    void *trail;
};

struct context {
    struct gh_arena *arena;
    struct store_tx *tx;
    bool writing;       /* tx may write: what it reads is not committed yet, so it must not be cached */
    bool job_submitted; /* set by job_submit(): the runner is woken once the transaction has committed */
    int64_t now_ms;
    const struct house *house;
    struct service_event *service_events; /* recorded where the transaction succeeds */
};

#endif
