/*
 * service_event.h: what a service did by itself or brought about besides answering a call: CloudTrail's service events
 * ("AccountJoinedOrganization"). They are collected in the context and handed to the trail by whoever runs the
 * transaction, once it has succeeded: a call or job that is undone leaves none.
 */
#ifndef GH_DOMAIN_SERVICE_EVENT_H
#define GH_DOMAIN_SERVICE_EVENT_H

#include <stdint.h>

#include "base/str.h"

struct context;
struct house;

struct service_event {
    struct service_event *next;
    struct gh_str account_id; /* whose trail it goes to */
    struct gh_str source;     /* "organizations.amazonaws.com" */
    struct gh_str name;
    struct gh_str details; /* a JSON object: serviceEventDetails */
    int64_t time_ms;       /* set when it is added */
};

/** Adds a copy, in the context's arena, behind the others. Source and name must outlive the process's trail. */
void service_event_add(struct context *c, const struct service_event *event);

/** Hands them over, oldest first, in the commit at hand; nothing where the house keeps no trail (commands, tests). */
void service_events_record(const struct house *house, const struct service_event *first);

#endif
