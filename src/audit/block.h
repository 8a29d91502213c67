/*
 * block.h: many events in one piece of bytes, as the trail keeps them. A caller makes the same few calls again and
 * again, so an event is written as what differs from the one before it: some forty bytes where its JSON has a thousand.
 *
 *   event = mask, time, then the members whose bit is set in the mask, in the order of block.c's tables
 *   time  = milliseconds since the event before, zigzag; the first event's since 1970
 *   text  = length + 1 and its bytes; 0 where it is absent
 *   Numbers are LEB128. Before the first event all members are absent or zero.
 *
 * What CloudTrail's JSON does not show of a caller (expiry, tags, session policies) is not kept.
 */
#ifndef GH_AUDIT_BLOCK_H
#define GH_AUDIT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/audit.h"
#include "domain/principal.h"

#define AUDIT_FORMAT_JSON 0
#define AUDIT_FORMAT_PACKED 1

/** A block that is being filled. */
struct audit_block {
    struct audit_block *next; /* its owner's */
    int64_t first_ms, last_ms;
    size_t events, n, room;
    struct audit_event last; /* the event that was added last; its text lies in `data` */
    struct principal last_caller;
    char data[];
};

/** A block with @first in it, and room for more. free() it. */
struct audit_block *audit_block_new(const struct audit_event *first);
/** False where it is full. */
bool audit_block_add(struct audit_block *b, const struct audit_event *e);

/** Walks packed events; their text lies in the bytes that are walked. */
struct audit_cursor {
    struct gh_str rest;
    struct audit_event event;
    struct principal caller;
    bool same_use; /* caller, service, operation and region are those of the event before */
    bool damaged;  /* it ended at something that no block holds */
};

void audit_cursor_init(struct audit_cursor *c, struct gh_str packed);
/** Moves on to the next event, the first at first; false at the end. */
bool audit_cursor_next(struct audit_cursor *c);

#endif
