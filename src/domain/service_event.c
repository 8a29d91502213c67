/* service_event.c: see service_event.h. */
#include "domain/service_event.h"

#include "base/base.h"
#include "domain/context.h"

void service_event_add(struct context *c, const struct service_event *event) {
    struct service_event **end = &c->service_events;
    while (*end) end = &(*end)->next;
    *end = gh_new(c->arena, struct service_event);
    **end = *event;
    (*end)->time_ms = c->now_ms;
    (*end)->next = NULL;
}

void service_events_record(const struct house *house, const struct service_event *first) {
    for (const struct service_event *e = first; e && house->record; e = e->next) house->record(house->trail, e);
}
