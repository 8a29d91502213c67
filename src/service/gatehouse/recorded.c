/* recorded.c: see recorded.h. */
#include "service/gatehouse/recorded.h"

#include "audit/audit.h"
#include "base/base.h"
#include "codec/json.h"
#include "domain/principal.h"
#include "gen/services.h"
#include "wire/operation.h"

/* "User: ARN is not authorized to perform: ACTION on resource: RESOURCE because …": the gate's own words. */
static bool read_denial(struct gh_str message, struct gh_str *ret_action, struct gh_str *ret_resource) {
    struct gh_str perform = GH_S(" is not authorized to perform: "), on = GH_S(" on resource: ");
    ptrdiff_t at = gh_str_find_str(message, perform);
    if (!gh_str_starts(message, GH_S("User: ")) || at < 0) return false;
    struct gh_str rest = gh_str_slice(message, (size_t)at + perform.n, message.n);
    at = gh_str_find_str(rest, on);
    if (at <= 0) return false;
    *ret_action = gh_str_slice(rest, 0, (size_t)at);
    rest = gh_str_slice(rest, (size_t)at + on.n, rest.n);
    return gh_str_split(&rest, ' ', ret_resource) && ret_resource->n;
}

/* The gate tells the ARN besides where its words name the resource otherwise ("role NAME"). */
static struct gh_str denied_resource(struct gh_arena *a, const struct audit_event *event) {
    const struct json *data;
    if (!event->additional_data.p || json_parse(a, event->additional_data, NULL, &data, gh_err_new(a)))
        return GH_S_NONE;
    return gh_str_dup(a, json_get_text(data, GH_S("deniedResource")));
}

const struct gh_operation *recorded_operation(const struct audit_event *e) {
    for (size_t i = 0; i < gh_services_count; i++) {
        const struct gh_service *s = gh_services[i];
        if (!gh_str_eq(s->event_source, e->event_source)) continue;
        for (uint32_t k = 0; k < s->n_operations; k++)
            if (gh_str_eq(s->operations[k].name, e->event_name)) return &s->operations[k];
    }
    return NULL;
}

void recorded_request_read(struct gh_arena *a, const struct audit_event *event, struct recorded_request *ret) {
    const struct principal *p = event->caller;
    *ret = (struct recorded_request){.time_ms = event->time_ms,
                                     .account_id = gh_str_dup(a, event->account_id),
                                     .request_id = gh_str_dup(a, event->request_id),
                                     .event_source = gh_str_dup(a, event->event_source),
                                     .event_name = gh_str_dup(a, event->event_name),
                                     .error_code = gh_str_dup(a, event->error_code),
                                     .error_message = gh_str_dup(a, event->error_message),
                                     .source_ip = gh_str_dup(a, event->source_ip),
                                     .user_agent = gh_str_dup(a, event->user_agent),
                                     .region = gh_str_dup(a, event->region)};
    if (p) {
        ret->principal_arn = gh_str_dup(a, p->arn);
        ret->principal_account = gh_str_dup(a, p->account_id);
    }
    ret->denied = read_denial(ret->error_message, &ret->action, &ret->resource);
    struct gh_str told = ret->denied ? denied_resource(a, event) : GH_S_NONE;
    if (told.p) ret->resource = told;
}
