/*
 * event.c: an event as CloudTrail's JSON (event version 1.11). It is made when somebody reads the trail: most events
 * nobody ever reads.
 */
#include "audit/audit.h"

#include "base/base.h"
#include "codec/json.h"
#include "crypto/digest.h"
#include "domain/principal.h"

#define EVENT_MAX ((size_t)256 * 1024)

static void add_name(struct gh_buf *b, const char *name) {
    gh_buf_add(b, GH_S(",\""));
    gh_buf_add(b, gh_str_c(name));
    gh_buf_add(b, GH_S("\":"));
}

static void add_text(struct gh_buf *b, const char *name, struct gh_str value) {
    if (!value.p) return;
    add_name(b, name);
    json_write_string(b, value);
}

static void add_json(struct gh_buf *b, const char *name, struct gh_str json) {
    add_name(b, name);
    gh_buf_add(b, json.p ? json : GH_S("null"));
}

static void add_bool(struct gh_buf *b, const char *name, bool value) {
    add_name(b, name);
    gh_buf_add(b, value ? GH_S("true") : GH_S("false"));
}

static struct gh_str kind_name(enum principal_kind kind) {
    switch (kind) {
    case PRINCIPAL_ROOT: return GH_S("Root");
    case PRINCIPAL_USER: return GH_S("IAMUser");
    case PRINCIPAL_ROLE_SESSION: return GH_S("AssumedRole");
    case PRINCIPAL_IDENTITY_CENTER: return GH_S("IdentityCenterUser");
    case PRINCIPAL_SERVICE: return GH_S("AWSService");
    case PRINCIPAL_FEDERATED_USER: return GH_S("FederatedUser");
    case PRINCIPAL_WEB_IDENTITY: return GH_S("WebIdentityUser");
    case PRINCIPAL_SAML: return GH_S("SAMLUser");
    case PRINCIPAL_ANONYMOUS: break;
    }
    return GH_S("Unknown");
}

/* The role, or the user who called GetFederationToken. */
static void add_issuer(struct gh_buf *b, const struct principal *p) {
    bool role = p->kind == PRINCIPAL_ROLE_SESSION;
    gh_buf_add(b,
               role ? GH_S("\"sessionIssuer\":{\"type\":\"Role\"") : GH_S("\"sessionIssuer\":{\"type\":\"IAMUser\""));
    add_text(b, "principalId", p->entity_id);
    add_text(b, "arn", role ? p->policy_arn : GH_S_NONE);
    add_text(b, "accountId", p->account_id);
    add_text(b, "userName", p->name);
    gh_buf_add(b, GH_S("},"));
}

/* What is known of temporary credentials beside whose they are. */
static void add_session(struct gh_buf *b, struct gh_arena *a, const struct principal *p) {
    gh_buf_add(b, GH_S(",\"sessionContext\":{"));
    if (p->kind == PRINCIPAL_ROLE_SESSION || p->kind == PRINCIPAL_FEDERATED_USER) add_issuer(b, p);
    gh_buf_add(b, GH_S("\"attributes\":{\"creationDate\":"));
    json_write_string(b, gh_time_iso(a, p->token_issue_ms));
    gh_buf_add(b, p->mfa_present ? GH_S(",\"mfaAuthenticated\":\"true\"}") : GH_S(",\"mfaAuthenticated\":\"false\"}"));
    add_text(b, "sourceIdentity", p->source_identity);
    if (p->assumed_root) gh_buf_add(b, GH_S(",\"assumedRoot\":\"true\""));
    gh_buf_addc(b, '}');
}

static void add_on_behalf_of(struct gh_buf *b, const struct principal *p) {
    gh_buf_add(b, GH_S(",\"onBehalfOf\":{\"userId\":"));
    json_write_string(b, p->identity_user_id);
    gh_buf_add(b, GH_S(",\"identityStoreArn\":\"arn:aws:identitystore::"));
    gh_buf_add(b, p->account_id);
    gh_buf_add(b, GH_S(":identitystore/"));
    gh_buf_add(b, p->identity_store_id);
    gh_buf_add(b, GH_S("\"}"));
}

static void add_identity(struct gh_buf *b, struct gh_arena *a, const struct principal *p) {
    gh_buf_add(b, GH_S(",\"userIdentity\":{\"type\":"));
    json_write_string(b, kind_name(p->kind));
    add_text(b, "principalId", p->user_id);
    add_text(b, "arn", p->arn);
    add_text(b, "accountId", p->account_id);
    if (p->kind == PRINCIPAL_SERVICE) add_text(b, "invokedBy", GH_S("AWS Internal"));
    add_text(b, "accessKeyId", p->access_key_id);
    if (p->kind != PRINCIPAL_ROLE_SESSION && p->kind != PRINCIPAL_FEDERATED_USER) add_text(b, "userName", p->name);
    if (p->kind == PRINCIPAL_WEB_IDENTITY || p->kind == PRINCIPAL_SAML) add_text(b, "identityProvider", p->provider);
    if (p->token_issue_ms) add_session(b, a, p);
    if (p->identity_user_id.p) add_on_behalf_of(b, p);
    gh_buf_addc(b, '}');
}

static struct gh_str event_id(struct gh_arena *a, const struct audit_entry *e) {
    unsigned char digest[CRYPTO_SHA256_BYTES];
    struct gh_buf b;
    gh_buf_init(&b, a, 64);
    gh_buf_add(&b, e->node);
    gh_buf_addc(&b, ':');
    gh_buf_add_i64(&b, e->sequence);
    crypto_sha256_of(gh_buf_str(&b), digest);
    return gh_uuid_of(a, digest, 8);
}

struct gh_str audit_entry_json(struct gh_arena *a, const struct audit_entry *entry) {
    const struct audit_event *e = entry->event;
    struct gh_buf b;
    if (!e) return entry->kept_json;
    gh_buf_init(&b, a, EVENT_MAX);
    gh_buf_add(&b, GH_S("{\"eventVersion\":\"1.11\""));
    add_identity(&b, a, e->caller);
    add_text(&b, "eventTime", gh_time_iso(a, e->time_ms));
    add_text(&b, "eventSource", e->event_source);
    add_text(&b, "eventName", e->event_name);
    add_text(&b, "awsRegion", e->region);
    add_text(&b, "sourceIPAddress", e->source_ip);
    add_text(&b, "userAgent", e->user_agent);
    add_text(&b, "errorCode", e->error_code);
    add_text(&b, "errorMessage", e->error_message);
    add_json(&b, "requestParameters", e->request_parameters);
    add_json(&b, "responseElements", e->response_elements);
    bool by_service = gh_str_eq(e->event_type, AUDIT_SERVICE_EVENT);
    if (e->additional_data.p)
        add_json(&b, by_service ? "serviceEventDetails" : "additionalEventData", e->additional_data);
    add_text(&b, "requestID", e->request_id);
    add_text(&b, "eventID", event_id(a, entry));
    add_bool(&b, "readOnly", e->read_only);
    add_text(&b, "eventType", e->event_type.p ? e->event_type : GH_S("AwsApiCall"));
    add_bool(&b, "managementEvent", true);
    add_text(&b, "recipientAccountId", e->account_id);
    add_text(&b, "eventCategory", GH_S("Management"));
    gh_buf_addc(&b, '}');
    return gh_buf_str(&b);
}
