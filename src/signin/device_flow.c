/*
 * device_flow.c: a person confirms a device (RFC 8628). A link may bring the code along, but nothing is allowed before
 * the person has seen who asks, from where and since when, and has pressed the button (device-code phishing).
 */
#include "codec/json.h"
#include "domain/principal.h"
#include "signin/device_code.h"
#include "signin/flow.h"
#include "signin/throttle.h"

#define DETAIL_MAX 16384

struct device {
    struct visit *v;
    struct gh_str code, subject;
    int64_t wait_ms;
    bool found;
    struct store_device_authorization_by_code_row row;
    struct gh_str state; /* the decision */
};

static void show_code(struct visit *v, unsigned status, struct gh_str typed, struct gh_str problem) {
    struct gh_buf *b = visit_buf(v);
    struct page_device p = {.layout = visit_layout(v), .user_code = typed, .problem = problem};
    page_device_render(b, &p);
    visit_reply(v, status, b);
}

void flow_device_show(struct visit *v) {
    if (visit_require_person(v)) show_code(v, 200, visit_query(v, "user_code"), GH_S_NONE);
}

/* A write: of guesses made at the same time each is counted before the next is looked up. */
static int look_up(struct context *c, void *argument, struct gh_err *err) {
    struct device *d = argument;
    int r = throttle_check(c, &throttle_code, d->subject, &d->wait_ms, err);
    if (r || d->wait_ms) return r;
    struct store_device_authorization_by_code_args args = {d->code, c->now_ms};
    r = store_device_authorization_by_code(c->tx, &args, &d->row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    d->found = r == 0 && gh_str_eq(d->row.instance_id, d->v->person.instance_id);
    return d->found ? 0 : throttle_count(c, &throttle_code, d->subject, err);
}

/* Finds the request that the typed code stands for. False: a page has been replied. */
static bool open_device(struct visit *v, struct device *d) {
    struct gh_str typed = gh_str_trim(visit_field(v, "user_code"));
    *d = (struct device){.v = v};
    d->subject = throttle_subject(v->arena, "device", GH_S(""), v->person.user_id);
    bool wellformed = device_code_normalize(v->arena, typed, &d->code);
    int r = wellformed ? visit_write(v, look_up, d, NULL, 0) : 0;
    if (!r && d->wait_ms) {
        visit_fail(v, 429, (d->wait_ms + GH_SECOND_MS - 1) / GH_SECOND_MS);
        return false;
    }
    if (!r && d->found) return true;
    if (r)
        visit_fail_with(v, r);
    else
        show_code(v, 400, typed, GH_S("There is no such code, or it has expired. Look at the device for its code."));
    return false;
}

static void add_scopes(struct visit *v, struct gh_str scopes, struct page_device_confirm *p) {
    struct page_device_confirm_scope *list = gh_new_n(v->arena, struct page_device_confirm_scope, scopes.n + 1);
    struct gh_str part;
    while (scopes.n && gh_str_split(&scopes, ' ', &part)) {
        bool access = gh_str_eq(part, GH_S("sso:account:access")) || gh_str_eq(part, GH_S("sso-portal:*"));
        list[p->n_scopes++].text =
            access ? GH_S("See your accounts and roles, and get temporary credentials for them") : part;
    }
    if (!p->n_scopes)
        list[p->n_scopes++].text = GH_S("See your accounts and roles, and get temporary credentials for them");
    p->scopes = list;
}

/* A form of a person who is still signed in; otherwise they come back to the same code. */
static bool open_form(struct visit *v) {
    struct gh_str code;
    struct gh_str next = device_code_normalize(v->arena, visit_field(v, "user_code"), &code)
                             ? gh_fmt(v->arena, "/device?user_code=%.*s", GH_S_FMT(code))
                             : GH_S("/device");
    return visit_require_person_for(v, next) && visit_open_person_form(v);
}

void flow_device_code(struct visit *v) {
    struct device d;
    if (!open_form(v) || !open_device(v, &d)) return;
    struct gh_buf *b = visit_buf(v);
    struct page_device_confirm p = {.layout = visit_layout(v),
                                    .user_code = d.code,
                                    .client_name = d.row.client_name,
                                    .requested_at = page_time(v->arena, d.row.created_ms),
                                    .requested_from = d.row.source_ip,
                                    .browser_at = v->request->remote_ip,
                                    .elsewhere = !gh_str_eq(d.row.source_ip, v->request->remote_ip)};
    add_scopes(v, d.row.scopes, &p);
    page_device_confirm_render(b, &p);
    visit_reply(v, 200, b);
}

static int decide(struct context *c, void *argument, struct gh_err *err) {
    struct device *d = argument;
    int64_t changed;
    struct store_device_authorization_decide_args args = {
        .user_code = d->code, .state = d->state, .session_id = d->v->person.session_id, .now_ms = c->now_ms};
    int r = store_device_authorization_decide(c->tx, &args, &changed, err);
    return !r && !changed ? gh_fail(err, GH_EEXPIRED, "the code was decided or expired meanwhile") : r;
}

/* Ties the decision to the request: StartDeviceAuthorization's event has the same client and code. */
static struct gh_str detail_of(const struct device *d) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, d->v->arena, DETAIL_MAX);
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("Decision"), d->state);
    json_field(&w, GH_S("UserCode"), d->code);
    json_field(&w, GH_S("ClientId"), d->row.client_id);
    json_field(&w, GH_S("ClientName"), d->row.client_name);
    json_field(&w, GH_S("RequestedFrom"), d->row.source_ip);
    json_object_end(&w);
    return gh_buf_str(&b);
}

void flow_device_decide(struct visit *v) {
    struct device d;
    if (!open_form(v) || !open_device(v, &d)) return;
    bool allowed = gh_str_eq(visit_field(v, "decision"), GH_S("allow"));
    d.state = allowed ? GH_S("ALLOWED") : GH_S("DENIED");
    struct principal who = flow_principal(v, v->person.user_id, v->person.user_name);
    struct audit_event event = visit_event(v, "DeviceAuthorization", &who, detail_of(&d));
    int r = visit_write(v, decide, &d, &event, 1);
    if (r == -GH_EEXPIRED) {
        show_code(v, 400, d.code, GH_S("This code has been used already, or it has expired."));
        return;
    }
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    struct gh_buf *b = visit_buf(v);
    struct page_device_done p = {.layout = visit_layout(v), .allowed = allowed, .client_name = d.row.client_name};
    page_device_done_render(b, &p);
    visit_reply(v, 200, b);
}
