/* event.c: see event.h. */
#include "service/organizations/event.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "domain/service_event.h"

#define DETAILS_MAX 4096
#define SOURCE GH_S("organizations.amazonaws.com")

/* A JSON object under way. */
struct details {
    struct gh_buf text;
    struct json_writer json;
};

static void begin(struct context *c, struct details *d) {
    gh_buf_init(&d->text, c->arena, DETAILS_MAX);
    json_writer_init(&d->json, &d->text);
    json_object_begin(&d->json);
}

static void field(struct details *d, struct gh_str name, struct gh_str value) {
    if (value.p) json_field(&d->json, name, value);
}

static void end(struct context *c, struct details *d, struct gh_str account_id, struct gh_str name) {
    json_object_end(&d->json);
    struct service_event event = {
        .account_id = account_id, .source = SOURCE, .name = name, .details = gh_buf_str(&d->text)};
    service_event_add(c, &event);
}

static void tell_membership(struct context *c, const struct store_organization_get_row *org, struct gh_str account_id,
                            bool joined, struct gh_str method) {
    struct details d;
    begin(c, &d);
    field(&d, GH_S("accountId"), account_id);
    field(&d, joined ? GH_S("joinedMethod") : GH_S("departureMethod"), method);
    field(&d, joined ? GH_S("joinedTime") : GH_S("departureTime"), gh_time_iso(c->arena, c->now_ms));
    end(c, &d, org->management_account_id,
        joined ? GH_S("AccountJoinedOrganization") : GH_S("AccountDepartedOrganization"));
}

void organizations_tell_joined(struct context *c, const struct store_organization_get_row *org,
                               struct gh_str account_id, struct gh_str method) {
    tell_membership(c, org, account_id, true, method);
}

void organizations_tell_departed(struct context *c, const struct store_organization_get_row *org,
                                 struct gh_str account_id, struct gh_str method) {
    tell_membership(c, org, account_id, false, method);
}

void organizations_tell_created(struct context *c, struct gh_str management_account_id,
                                const struct store_account_creation_get_row *creation) {
    struct details d;
    begin(c, &d);
    json_key(&d.json, GH_S("createAccountStatus"));
    json_object_begin(&d.json);
    field(&d, GH_S("id"), creation->id);
    field(&d, GH_S("state"), creation->state);
    field(&d, GH_S("accountName"), GH_S("****"));
    field(&d, GH_S("accountId"), creation->account_id);
    field(&d, GH_S("failureReason"), creation->failure_reason);
    field(&d, GH_S("requestedTimestamp"), gh_time_iso(c->arena, creation->requested_ms));
    field(&d, GH_S("completedTimestamp"), gh_time_iso(c->arena, c->now_ms));
    json_object_end(&d.json);
    end(c, &d, management_account_id, GH_S("CreateAccountResult"));
}

void organizations_tell_closed(struct context *c, struct gh_str management_account_id, struct gh_str account_id) {
    struct details d;
    begin(c, &d);
    json_key(&d.json, GH_S("closeAccountStatus"));
    json_object_begin(&d.json);
    field(&d, GH_S("accountId"), account_id);
    field(&d, GH_S("state"), GH_S("SUCCEEDED"));
    field(&d, GH_S("completedTimestamp"), gh_time_iso(c->arena, c->now_ms));
    json_object_end(&d.json);
    end(c, &d, management_account_id, GH_S("CloseAccountResult"));
}
