/*
 * recorded.h: requests as the audit trail keeps them, for asking them again. A denial's text has action and resource;
 * of other requests they follow from the operation's row and the recorded input.
 */
#ifndef GH_SERVICE_GATEHOUSE_RECORDED_H
#define GH_SERVICE_GATEHOUSE_RECORDED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct audit_event;
struct gh_arena;
struct gh_operation;

struct recorded_request {
    int64_t time_ms;
    struct gh_str account_id; /* whose trail it is in */
    struct gh_str principal_arn, principal_account;
    struct gh_str request_id, event_source, event_name, error_code, error_message;
    struct gh_str action, resource; /* absent where they cannot be told */
    struct gh_str source_ip, user_agent, region;
    bool denied; /* by a policy: action and resource are those of the denial */
};

/** Copies what is needed of @event into @a. */
void recorded_request_read(struct gh_arena *a, const struct audit_event *event, struct recorded_request *ret);
/** The row of the operation that was called; NULL where there is none of that name (any more). */
const struct gh_operation *recorded_operation(const struct audit_event *event);

#endif
