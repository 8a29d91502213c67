/* console_event.c: the sign-in events of CloudTrail, and the session that a sign-in ends in. */
#include "signin/console.h"

#define HIDDEN GH_S("HIDDEN_DUE_TO_SECURITY_REASONS")

struct principal console_event_principal(const struct console_subject *subject, bool root) {
    struct console_person unknown = {.account_id = subject->person.account_id, .is_root = root};
    struct principal who = console_principal(subject->known ? &subject->person : &unknown);
    if (!subject->known && !root) who.name = HIDDEN;
    /* A sign-in is not the use of a permission. */
    who.entity_id = GH_S_NONE;
    who.token_issue_ms = 0;
    return who;
}

static struct audit_event event_of(const struct visit *v, const struct principal *who, const char *name) {
    return (struct audit_event){.time_ms = v->now_ms,
                                .account_id = who->account_id.p ? who->account_id : GH_S(""),
                                .request_id = v->request_id,
                                .event_name = gh_str_c(name),
                                .region = v->signin->options.house->region,
                                .source_ip = v->request->remote_ip,
                                .user_agent = http_header(v->request, GH_S("User-Agent")),
                                .caller = who};
}

static struct gh_str details(const struct visit *v, const struct console_event *e) {
    struct gh_arena *a = v->arena;
    if (gh_str_eq(gh_str_c(e->name), GH_S("CheckMfa"))) return GH_S("{\"MfaType\":\"Virtual MFA\"}");
    struct gh_str device = e->serial.p ? gh_fmt(a, ",\"MFAIdentifier\":\"%.*s\"", GH_S_FMT(e->serial)) : GH_S("");
    return gh_fmt(a, "{\"LoginTo\":\"%.*s/console\",\"MobileVersion\":\"No\",\"MFAUsed\":\"%s\"%.*s}",
                  GH_S_FMT(v->signin->options.house->url), e->mfa ? "Yes" : "No", GH_S_FMT(device));
}

struct audit_event console_event(const struct visit *v, const struct principal *who, const struct console_event *e) {
    struct audit_event event = event_of(v, who, e->name);
    event.event_source = GH_S("signin.amazonaws.com");
    event.event_type = GH_S("AwsConsoleSignIn");
    event.error_message = e->success ? GH_S_NONE : e->message;
    event.response_elements = gh_fmt(v->arena, "{\"%s\":\"%s\"}", e->name, e->success ? "Success" : "Failure");
    event.additional_data = details(v, e);
    return event;
}

struct audit_event console_change_event(const struct visit *v, const struct principal *who) {
    struct audit_event event = event_of(v, who, who->kind == PRINCIPAL_ROOT ? "PasswordUpdated" : "ChangePassword");
    if (who->kind == PRINCIPAL_ROOT) {
        event.event_source = GH_S("signin.amazonaws.com");
        event.event_type = GH_S("AwsConsoleSignIn");
        event.response_elements = GH_S("{\"PasswordUpdated\":\"Success\"}");
    } else {
        event.event_source = GH_S("iam.amazonaws.com");
    }
    return event;
}

int console_enter(struct context *c, struct visit *v, struct console_person *person, struct gh_str *ret_cookie,
                  struct gh_err *err) {
    int r = v->signed_in ? console_session_end(c, v->console.session_id, err) : 0;
    if (r) return r;
    struct console_session_new session = {.account_id = person->account_id,
                                          .owner_id = person->owner_id,
                                          .mfa_serial = person->mfa_serial,
                                          .started_ms = person->started_ms ? person->started_ms : c->now_ms,
                                          .source_ip = v->request->remote_ip,
                                          .user_agent = http_header(v->request, GH_S("User-Agent"))};
    person->started_ms = session.started_ms;
    person->expires_ms = session.started_ms + CONSOLE_SESSION_MS;
    return console_session_start(c, &session, ret_cookie, err);
}

struct throttle_attempt console_throttle(struct visit *v, struct gh_str account_id, struct gh_str owner) {
    struct gh_str name = throttle_subject(v->arena, "console", account_id, owner);
    return throttle_attempt_from(v->arena, name, v->request->remote_ip);
}

int console_let_in(struct context *c, struct visit *v, struct console_person *person, struct gh_str *ret_cookie,
                   struct gh_err *err) {
    struct throttle_attempt counts = console_throttle(v, person->account_id, person->owner_id);
    struct store_iam_password_used_args used = {.owner_id = person->owner_id, .used_ms = c->now_ms};
    int r = throttle_attempt_succeeded(c, &counts, err);
    if (!r) r = throttle_clear(c, throttle_subject_owner(c->arena, person->account_id, person->owner_id), err);
    if (!r) r = store_iam_password_used(c->tx, &used, NULL, err);
    return r ? r : console_enter(c, v, person, ret_cookie, err);
}
