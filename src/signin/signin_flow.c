/*
 * signin_flow.c: signing in with name and password.
 *
 * The name is asked for first and tells nothing: the password page looks the same for everybody. A failure looks the
 * same whatever failed: an unknown name, one without password and a disabled person are verified against a decoy of the
 * same cost, counted, recorded and answered alike. A further factor is a further step here, before
 * flow_session_start().
 */
#include "crypto/password.h"
#include "domain/account.h"
#include "domain/principal.h"
#include "signin/flow.h"
#include "signin/form_guard.h"
#include "signin/throttle.h"

#define WRONG_TEXT GH_S("The user name or password is not right.")

static void show_name(struct visit *v, unsigned status, struct gh_str user_name, struct gh_str problem,
                      struct gh_str next) {
    struct gh_buf *b = visit_buf(v);
    struct page_sign_in p = {
        .layout = visit_layout(v), .user_name = user_name, .problem = problem, .next = form_guard_next(next)};
    if (!v->has_instance)
        p.notice =
            GH_S("Identity Center is not enabled here yet. IAM users sign in to their account by the link below.");
    page_sign_in_render(b, &p);
    visit_reply(v, status, b);
}

static void show_password(struct visit *v, unsigned status, struct gh_str user_name, struct gh_str problem) {
    struct gh_buf *b = visit_buf(v);
    struct page_sign_in_password p = {.layout = visit_layout(v),
                                      .user_name = user_name,
                                      .problem = problem,
                                      .next = form_guard_next(visit_field(v, "next"))};
    page_sign_in_password_render(b, &p);
    visit_reply(v, status, b);
}

void flow_signin_show(struct visit *v) {
    if (v->signed_in) {
        visit_redirect(v, form_guard_next(visit_query(v, "next")));
        return;
    }
    show_name(v, 200, GH_S_NONE, GH_S_NONE, visit_query(v, "next"));
}

void flow_signin_name(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct gh_str name = gh_str_trim(visit_field(v, "user_name"));
    if (!name.n)
        show_name(v, 400, GH_S_NONE, GH_S("Enter your user name."), visit_field(v, "next"));
    else
        show_password(v, 200, name, GH_S_NONE);
}

/* One attempt, from what was typed to what came of it. */
struct attempt {
    struct visit *v;
    struct gh_str user_name, password;
    struct throttle_attempt counts;
    struct throttle_wait wait;
    bool known;
    struct store_signin_user_row user;
    bool right;
    struct flow_session session;
};

struct throttle_attempt flow_throttle(struct visit *v, struct gh_str store_id, struct gh_str user_name) {
    struct gh_str name = throttle_subject(v->arena, "user", store_id, fold_key(v->arena, user_name));
    return throttle_attempt_from(v->arena, name, v->request->remote_ip);
}

static int check_throttle(struct context *c, struct attempt *t, struct gh_err *err) {
    return throttle_attempt_check(c, &t->counts, &t->wait, err);
}

static int look_up(struct context *c, void *argument, struct gh_err *err) {
    struct attempt *t = argument;
    int r = check_throttle(c, t, err);
    if (r) return r;
    struct store_signin_user_args args = {t->v->instance.identity_store_id, fold_key(c->arena, t->user_name)};
    r = store_signin_user(c->tx, &args, &t->user, err);
    t->known = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

/*
 * Writes are serial: of attempts made at the same time, those beyond the limit are refused here, the right ones like
 * the wrong ones, so that guessing in parallel gains nothing.
 */
static int count_failure(struct context *c, void *argument, struct gh_err *err) {
    struct attempt *t = argument;
    int r = check_throttle(c, t, err);
    return r ? r : throttle_attempt_failed(c, &t->counts, err);
}

/* The person may have been disabled, or the password changed, while the hash was computed. */
static int sign_in(struct context *c, void *argument, struct gh_err *err) {
    struct attempt *t = argument;
    struct store_signin_user_by_id_row now;
    int r = check_throttle(c, t, err);
    if (r) return r;
    r = store_signin_user_by_id(c->tx, &(struct store_signin_user_by_id_args){t->user.id}, &now, err);
    if (r == -GH_ENOTFOUND || (!r && (!now.enabled || !gh_str_eq(now.hash, t->user.hash))))
        return gh_fail(err, GH_EAUTH, "the person changed meanwhile");
    if (!r) r = throttle_attempt_succeeded(c, &t->counts, err);
    t->session = (struct flow_session){.v = t->v, .user_id = t->user.id};
    return r ? r : flow_session_start(c, &t->session, err);
}

int flow_session_start(struct context *c, struct flow_session *s, struct gh_err *err) {
    struct visit *v = s->v;
    /* Also one of another instance's person: the browser is about to forget its cookie. */
    int r = v->person.session_id.p ? portal_session_end(c, v->person.session_id, err) : 0;
    if (r) return r;
    struct portal_session_new session = {.user_id = s->user_id,
                                         .source_ip = v->request->remote_ip,
                                         .user_agent = http_header(v->request, GH_S("User-Agent"))};
    return portal_session_start(c, &session, &s->session_id, &s->cookie, err);
}

struct principal flow_principal(const struct visit *v, struct gh_str user_id, struct gh_str user_name) {
    return (struct principal){.kind = PRINCIPAL_IDENTITY_CENTER,
                              .account_id = v->instance.account_id,
                              .user_id = user_id,
                              .name = user_name,
                              .identity_store_id = v->instance.identity_store_id,
                              .identity_user_id = user_id,
                              .instance_id = v->instance.id};
}

/* CloudTrail's sequence of a sign-in; the workflow id ties them together. */
static size_t events_of(struct attempt *t, struct principal *who, struct audit_event events[3]) {
    struct visit *v = t->v;
    *who = flow_principal(v, t->known ? t->user.id : GH_S_NONE,
                          t->known ? t->user.user_name : GH_S("HIDDEN_DUE_TO_SECURITY_REASONS"));
    if (!t->known) who->identity_user_id = GH_S_NONE;
    struct gh_str base =
        gh_fmt(v->arena, "\"AuthWorkflowID\":\"%.*s\",\"CredentialType\":\"PASSWORD\"", GH_S_FMT(v->request_id));
    const char *outcome = t->right ? "Success" : "Failure";
    events[0] = visit_event(v, "CredentialChallenge", who, gh_fmt(v->arena, "{%.*s}", GH_S_FMT(base)));
    events[1] = visit_event(v, "CredentialVerification", who,
                            gh_fmt(v->arena, "{%.*s,\"CredentialVerification\":\"%s\"}", GH_S_FMT(base), outcome));
    if (!t->right) {
        events[1].error_code = GH_S("InvalidCredentials");
        return 2;
    }
    events[2] = visit_event(v, "UserAuthentication", who,
                            gh_fmt(v->arena, "{%.*s,\"LoginTo\":\"%.*s/start\",\"UserAuthentication\":\"Success\"}",
                                   GH_S_FMT(base), GH_S_FMT(v->signin->options.house->url)));
    return 3;
}

static int replace_hash(struct context *c, void *argument, struct gh_err *err) {
    return store_identity_password_rehash(c->tx, argument, NULL, err);
}

/* A hash of another cost than today's is made anew while the password is at hand. If that fails, the next time will do.
 */
static void rehash(struct attempt *t) {
    struct visit *v = t->v;
    struct store_identity_password_rehash_args args = {.user_id = t->user.id, .old_hash = t->user.hash};
    if (!password_needs_rehash(t->user.hash, &password_cost_default)) return;
    if (password_hash(v->arena, &password_cost_default, t->password, &args.hash, NULL)) return;
    if (!visit_write(v, replace_hash, &args, NULL, 0)) t->user.hash = args.hash;
}

static void verify(struct attempt *t) {
    bool usable = t->known && t->user.enabled && t->user.hash.p;
    struct gh_str decoy = password_decoy(t->v->arena, &password_cost_default);
    bool match = password_verify(usable ? t->user.hash : decoy, t->password);
    t->right = usable && match;
    if (t->right) rehash(t);
}

/* Nothing was verified, or it does not count: the answer tells nothing but the wait. */
static void refuse_for_now(struct attempt *t) {
    struct visit *v = t->v;
    struct principal who = flow_principal(v, GH_S_NONE, GH_S("HIDDEN_DUE_TO_SECURITY_REASONS"));
    struct audit_event event =
        visit_event(v, "CredentialVerification", &who, GH_S("{\"CredentialType\":\"PASSWORD\"}"));
    event.error_code = GH_S("TooManyAttempts");
    visit_fail_early(v, &t->wait, &event);
}

static void refuse(struct attempt *t) {
    struct principal who;
    struct audit_event events[3];
    t->right = false;
    size_t n = events_of(t, &who, events);
    int r = visit_write(t->v, count_failure, t, events, n);
    if (r == -GH_ELIMIT)
        refuse_for_now(t);
    else if (r)
        visit_fail_with(t->v, r);
    else
        show_password(t->v, 401, t->user_name, WRONG_TEXT);
}

static void accept(struct attempt *t) {
    struct visit *v = t->v;
    struct principal who;
    struct audit_event events[3];
    size_t n = events_of(t, &who, events);
    int r = visit_write(v, sign_in, t, events, n);
    if (r == -GH_EAUTH) {
        refuse(t);
    } else if (r == -GH_ELIMIT) {
        refuse_for_now(t);
    } else if (r) {
        visit_fail_with(v, r);
    } else {
        visit_set_session(v, t->session.cookie);
        visit_redirect(v, form_guard_next(visit_field(v, "next")));
    }
}

void flow_signin_password(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct attempt t = {
        .v = v, .user_name = gh_str_trim(visit_field(v, "user_name")), .password = visit_field(v, "password")};
    if (!t.user_name.n || !t.password.n) {
        show_password(v, 400, t.user_name, GH_S("Enter your password."));
        return;
    }
    struct gh_str store = v->has_instance ? v->instance.identity_store_id : GH_S("none");
    v->instance.identity_store_id = store;
    t.counts = flow_throttle(v, store, t.user_name);
    int r = visit_read(v, look_up, &t);
    if (r == -GH_ELIMIT) {
        refuse_for_now(&t);
        return;
    }
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    verify(&t);
    if (t.right)
        accept(&t);
    else
        refuse(&t);
}

static int sign_out(struct context *c, void *argument, struct gh_err *err) {
    struct visit *v = argument;
    return portal_session_end(c, v->person.session_id, err);
}

void flow_signed_out(struct visit *v) {
    v->signed_in = false;
    visit_set_session(v, GH_S_NONE);
    struct gh_buf *b = visit_buf(v);
    struct page_signed_out p = {.layout = visit_layout(v)};
    page_signed_out_render(b, &p);
    visit_reply(v, 200, b);
}

void flow_signout(struct visit *v) {
    /* Without a session there is nothing that a form from elsewhere could end. */
    if (v->signed_in && !visit_open_person_form(v)) return;
    if (v->signed_in) {
        struct principal who = flow_principal(v, v->person.user_id, v->person.user_name);
        struct audit_event event = visit_event(v, "Logout", &who, GH_S_NONE);
        int r = visit_write(v, sign_out, v, &event, 1);
        if (r) {
            visit_fail_with(v, r);
            return;
        }
    }
    flow_signed_out(v);
}
