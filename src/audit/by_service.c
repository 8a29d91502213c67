/* by_service.c: events of services' own doing, as struct house hands them over: see audit_record_service(). */
#include "audit/audit.h"
#include "base/base.h"
#include "domain/principal.h"
#include "domain/service_event.h"

void audit_record_service(void *audit, const struct service_event *event) {
    struct principal service = {.kind = PRINCIPAL_SERVICE, .account_id = event->account_id};
    struct audit_event e = {.time_ms = event->time_ms,
                            .account_id = event->account_id,
                            .event_source = event->source,
                            .event_name = event->name,
                            .event_type = AUDIT_SERVICE_EVENT,
                            .region = GH_S("us-east-1"),
                            .source_ip = event->source,
                            .user_agent = event->source,
                            .caller = &service,
                            .additional_data = event->details};
    audit_record(audit, &e);
}
