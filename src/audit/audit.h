/*
 * audit.h: the trail of who did what: CloudTrail-shaped events for every call and sign-in, only ever added to.
 *
 * Writes, denials, sign-ins and credential issues record their event in the same commit as their effects
 * (audit_record). Other reads push theirs into a bounded ring that the next group commit drains (audit_push): a crash
 * may lose at most the last AUDIT_INTERVAL_MS of those, and a full ring delays, then refuses, never
 * drops.
 */
#ifndef GH_AUDIT_H
#define GH_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define AUDIT_INTERVAL_MS 100

struct audit;
struct context;
struct principal;
struct store;
struct store_tx;

/** What happened, in CloudTrail's terms. Text members may be absent where CloudTrail leaves them out. */
struct audit_event {
    int64_t time_ms;
    struct gh_str account_id; /* recipientAccountId: whose trail this is */
    struct gh_str request_id;
    struct gh_str event_source, event_name, event_type; /* type absent: AwsApiCall */
    struct gh_str region, source_ip, user_agent;
    const struct principal *caller;
    bool read_only;
    struct gh_str error_code, error_message;
    /* JSON objects, without secrets: the caller has left sensitive members out. */
    struct gh_str request_parameters, response_elements, additional_data;
};

/** Starts the trail of this process on @s: a node name of its own, and the ring as a drain of the store's writer. */
struct audit *audit_new(struct store *s);
/** Call after the store was closed: its last commit drains the ring. Accepts NULL. */
void audit_free(struct audit *audit);

/** Adds the event to the transaction at hand (on the writer's thread). */
int audit_record(struct audit *audit, struct context *c, const struct audit_event *event, struct gh_err *err);
/** Leaves the event in the ring. Waits a moment where it is full, then -GH_EBUSY: what it tells of must not be done. */
int audit_push(struct audit *audit, struct gh_arena *a, const struct audit_event *event, struct gh_err *err);

/** The event as CloudTrail writes it, a JSON object. */
struct gh_str audit_event_json(struct gh_arena *a, const struct audit_event *event);

#endif
