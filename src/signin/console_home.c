/* console_home.c: who is signed in to an account, and until when; signing out; the address of an account. */
#include "signin/console.h"
#include "signin/flow.h"

/* The address that says so may be kept, or made up: so the word is taken from it for a moment only. */
#define CHANGED_MS (5 * GH_MINUTE_MS)

struct home {
    struct visit *v;
    struct password_policy policy;
    bool may;
};

static int read_home(struct context *c, void *argument, struct gh_err *err) {
    struct home *h = argument;
    int r = console_policy_of(c, &h->v->console, &h->policy, err);
    return r ? r : console_may_change(c, h->v, &h->v->console, &h->may, err);
}

void flow_console_home(struct visit *v) {
    const struct console_person *who = &v->console;
    struct home h = {.v = v};
    if (!v->signed_in) {
        visit_redirect(v, GH_S("/console/signin"));
        return;
    }
    int r = visit_read(v, read_home, &h);
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    struct gh_arena *a = v->arena;
    int64_t end_ms = password_policy_expiry_ms(&h.policy, who->password_ms);
    struct gh_str url = v->signin->options.house->url;
    struct gh_buf *b = visit_buf(v);
    struct page_console_home p = {.layout = visit_layout(v),
                                  .account_name = who->account_name,
                                  .account_id = who->account_id,
                                  .alias = who->alias,
                                  .user_name = who->user_name,
                                  .arn = who->arn,
                                  .mfa_serial = who->mfa_serial,
                                  .started_at = page_time(a, who->started_ms),
                                  .expires_at = page_time(a, who->expires_ms),
                                  .password_at = page_time(a, who->password_ms),
                                  .password_expires_at = end_ms ? page_time(a, end_ms) : GH_S_NONE,
                                  .sign_in_url = gh_fmt(a, "%.*s/%.*s/console", GH_S_FMT(url),
                                                        GH_S_FMT(who->alias.p ? who->alias : who->account_id)),
                                  .may_change = h.may,
                                  .changed = visit_query(v, "changed").n && v->now_ms < who->password_ms + CHANGED_MS};
    page_console_home_render(b, &p);
    visit_reply(v, 200, b);
}

void flow_console_account(struct visit *v) {
    struct gh_str account = console_path_account(v->request->raw_path);
    visit_redirect(v, gh_fmt(v->arena, "/console/signin?account=%.*s", GH_S_FMT(account)));
}

static int sign_out(struct context *c, void *argument, struct gh_err *err) {
    struct visit *v = argument;
    return console_session_end(c, v->console.session_id, err);
}

void flow_console_signout(struct visit *v) {
    /* Without a session there is nothing that a form from elsewhere could end. */
    if (v->signed_in && !visit_open_person_form(v)) return;
    if (v->signed_in) {
        struct principal who = console_principal(&v->console);
        struct console_event e = {.name = "Logout", .success = true, .mfa = who.mfa_present};
        who.entity_id = GH_S_NONE;
        struct audit_event event = console_event(v, &who, &e);
        int r = visit_write(v, sign_out, v, &event, 1);
        if (r) {
            visit_fail_with(v, r);
            return;
        }
    }
    flow_signed_out(v);
}
