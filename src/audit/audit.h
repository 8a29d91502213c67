/*
 * audit.h: the trail of who did what: CloudTrail-shaped events for every call and sign-in, only ever added to.
 *
 * Writes and sign-ins record their event in the same commit as their effects (audit_record). Denials and credential
 * issues, which have no other effect, wait until theirs is durable (audit_await). Other reads push theirs into a
 * bounded ring that the next group commit drains (audit_push): a crash may lose at most the last AUDIT_INTERVAL_MS of
 * those, and a full ring delays, then refuses, never drops.
 */
#ifndef GH_AUDIT_H
#define GH_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define AUDIT_INTERVAL_MS 100

struct audit;
struct gh_arena;
struct principal;
struct service_event;
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

/** event_type of what a service did by itself: its additional_data are CloudTrail's serviceEventDetails. */
#define AUDIT_SERVICE_EVENT GH_S("AwsServiceEvent")

/** Starts the trail of this process on @s: a node name of its own, and the ring as a drain of the store's writer. */
struct audit *audit_new(struct store *s);
/** Call after the store was closed: its last commit drains the ring. Accepts NULL. */
void audit_free(struct audit *audit);

/** Adds the event to the commit at hand: on the writer's thread, in a write's `record`. */
void audit_record(struct audit *audit, const struct audit_event *event);
/** The same for what a service did by itself: what struct house calls as its `record`, with the trail. */
void audit_record_service(void *audit, const struct service_event *event);
/** Leaves the event in the ring. Waits a moment where it is full, then -GH_EBUSY: what it tells of must not be done. */
int audit_push(struct audit *audit, const struct audit_event *event, struct gh_err *err);

/** Somebody who waits for their event; theirs until `done`. */
struct audit_wait {
    struct audit_wait *next;
    /** On the writer's thread. Not @durable: its commit failed or its outcome is unknown, and the event counts not. */
    void (*done)(struct audit_wait *w, bool durable);
};
/** Has the event committed as soon as may be. */
void audit_await(struct audit *audit, const struct audit_event *event, struct audit_wait *w);

/** An event in the trail. */
struct audit_entry {
    struct gh_str node;
    int64_t sequence, time_ms;
    const struct audit_event *event;  /* NULL where an older version kept its JSON only */
    struct gh_str kept_json;          /* that JSON */
    int64_t block_ms, block_sequence; /* its block's place: last_ms and the sequence of its first event */
};
/** Reads the trail from a moment on, oldest block first. */
struct audit_reader {
    int64_t after_ms;
    void (*take)(void *context, const struct audit_entry *e); /* called for each event; it is gone afterwards */
    void *context;
    /* Where it stands: audit_read()'s own. Behind a block; the next one's events from a sequence on. */
    bool begun, stopped;
    int64_t last_ms, sequence, from;
    char node[40];
};
/** Reads some blocks on: 1 where there may be more, 0 at the end. */
int audit_read(struct store_tx *tx, struct audit_reader *reader, struct gh_err *err);
/** In `take`: ends the reading at hand. The next one, also of a reader made from last_ms … node, begins with @e. */
void audit_reader_stop(struct audit_reader *reader, const struct audit_entry *e);

/** The event as CloudTrail writes it, a JSON object. Its eventID follows from node and sequence, so it stays. */
struct gh_str audit_entry_json(struct gh_arena *a, const struct audit_entry *e);

#endif
