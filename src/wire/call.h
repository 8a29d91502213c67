/*
 * call.h: one API call, as a handler sees it. No HTTP request, no socket: a handler is unit-tested without a server.
 */
#ifndef GH_WIRE_CALL_H
#define GH_WIRE_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"
#include "domain/context.h"
#include "domain/principal.h"
#include "wire/operation.h"

struct access;
struct policy_key;

/** An event beside the call's own: one part of what it did. Its name and JSON objects as in struct audit_event. */
struct gh_part_event {
    struct gh_str event_source, event_name, request_parameters, response_elements;
};

struct gh_call {
    struct context ctx; /* arena, transaction, moment, house */
    const struct gh_operation *op;
    struct principal caller;
    const struct access *access; /* what the caller's key or role may do; NULL where no key was used */
    struct gh_str request_id;    /* UUID, also in the reply and the audit event */
    struct gh_str source_ip, user_agent, host;
    struct gh_str signed_region;     /* region of the credential scope; the house's where unsigned */
    struct gh_str bearer_token;      /* GH_AUTH_BEARER: the token as sent, */
    struct gh_str portal_cookie;     /* or the portal's cookie, of a request from our own origin */
    struct gh_str portal_session_id; /* the session either belongs to */
    bool secure_transport;
    void *prepared; /* GH_MODE_SLOW: what prepare left for run */
    /* Condition keys that only the operation itself can tell (claims of an assertion): set by its present(). */
    const struct policy_key *keys;
    size_t n_keys;
    /**
     * What a refused call leaves behind, wherever it was refused once the caller was known: run in the same commit, but
     * outside the savepoint that the refusal undoes (a stolen refresh token ends its session, a poll is remembered, a
     * one-time code counts). NULL: nothing.
     */
    int (*aftermath)(struct context *c, struct gh_str subject, struct gh_err *err);
    struct gh_str aftermath_subject;
    struct gh_str denial; /* why the gate refused, sealed: domain/authorization_message.h */
    /* Set by a handler, for the audit event. */
    struct gh_str audit_account;             /* account concerned where it is not the caller's */
    struct gh_str audit_data;                /* additionalEventData, a JSON object */
    const struct gh_part_event *part_events; /* recorded where the call succeeds */
    size_t n_part_events;
};

#endif
