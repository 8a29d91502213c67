/*
 * link_flow.c: the one-time links that set a password, and asking for one. Looking at a link uses nothing up; only the
 * write that sets the password does, and it checks again that the link is still good.
 */
#include <string.h>

#include "crypto/password.h"
#include "crypto/token.h"
#include "domain/account.h"
#include "domain/principal.h"
#include "signin/flow.h"
#include "signin/invite.h"
#include "signin/password_rules.h"
#include "signin/throttle.h"

#define INVITE_PATH GH_S("/invite/")
#define RESET_PATH GH_S("/reset/")

/* A link as the request names it, and what the database knows of it. */
struct link {
    struct visit *v;
    struct gh_str token, token_hash;
    bool invitation, usable, used;
    struct store_signin_user_by_id_row user;
    struct store_identity_password_history_list_rows history;
    struct gh_str new_hash;
    struct flow_session session;
};

static int look_up(struct context *c, void *argument, struct gh_err *err) {
    struct link *l = argument;
    struct store_signin_link_get_row row;
    int r = store_signin_link_get(c->tx, &(struct store_signin_link_get_args){l->token_hash}, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    l->used = row.has_used_ms;
    bool kind = gh_str_eq(row.kind, l->invitation ? GH_S("INVITE") : GH_S("RESET"));
    r = store_signin_user_by_id(c->tx, &(struct store_signin_user_by_id_args){row.user_id}, &l->user, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    l->usable = kind && !l->used && row.expires_ms > c->now_ms && l->user.enabled;
    struct store_identity_password_history_list_args args = {l->user.id, PASSWORD_HISTORY};
    return store_identity_password_history_list(c->tx, &args, &l->history, err);
}

/* Reads the link's token off the path and looks it up. False: a page has been replied. */
static bool open_link(struct visit *v, struct link *l) {
    struct gh_str path = v->request->raw_path;
    *l = (struct link){.v = v, .invitation = gh_str_starts(path, INVITE_PATH)};
    size_t prefix = l->invitation ? INVITE_PATH.n : RESET_PATH.n;
    l->token = gh_str_slice(path, prefix, path.n);
    l->token_hash = token_hash(v->arena, l->token);
    int r = visit_read(v, look_up, l);
    if (r) {
        visit_fail_with(v, r);
        return false;
    }
    if (l->usable) return true;
    struct gh_buf *b = visit_buf(v);
    struct page_link_expired p = {.layout = visit_layout(v), .used = l->used, .invitation = l->invitation};
    page_link_expired_render(b, &p);
    visit_reply(v, 410, b);
    return false;
}

/* What is wrong with what was typed: the text stands at the field it is about. Both absent: nothing. */
struct problem {
    struct gh_str new_password, confirm_password;
};

/* @met is NULL on the first look, when no rule has been missed yet. */
static void show(struct visit *v, unsigned status, const struct link *l, const bool *met, struct problem problem) {
    bool any = problem.new_password.p || problem.confirm_password.p;
    struct page_set_password_rule *rules = gh_new_n(v->arena, struct page_set_password_rule, PASSWORD_RULES);
    for (size_t i = 0; i < PASSWORD_RULES; i++)
        rules[i] = (struct page_set_password_rule){password_rule_text(i), met && met[i], met && !met[i]};
    struct gh_buf *b = visit_buf(v);
    struct page_set_password p = {.layout = visit_layout(v),
                                  .invitation = l->invitation,
                                  .token = l->token,
                                  .user_name = l->user.user_name,
                                  .display_name = l->user.display_name,
                                  .problem = any ? GH_S("The password was not set.") : GH_S_NONE,
                                  .new_password_error = problem.new_password,
                                  .confirm_password_error = problem.confirm_password,
                                  .focus_new = !any,
                                  .rules = rules,
                                  .n_rules = PASSWORD_RULES};
    page_set_password_render(b, &p);
    visit_reply(v, status, b);
}

void flow_link_show(struct visit *v) {
    struct link l;
    if (open_link(v, &l)) show(v, 200, &l, NULL, (struct problem){0});
}

static bool was_used_before(const struct link *l, struct gh_str password) {
    bool found = false;
    for (size_t i = 0; !found && i < l->history.n; i++) found = password_verify(l->history.v[i].hash, password);
    return found;
}

static struct problem problem_with(struct visit *v, const struct link *l, struct gh_str password, const bool *met) {
    if (!password_rules_all(met))
        return (struct problem){.new_password = GH_S("The password does not meet every rule.")};
    if (!gh_str_eq(password, visit_field(v, "confirm_password")))
        return (struct problem){.confirm_password = GH_S("The two passwords differ.")};
    if (was_used_before(l, password))
        return (struct problem){.new_password = GH_S("Choose a password that is not one of your last three.")};
    return (struct problem){0};
}

static int set_password(struct context *c, void *argument, struct gh_err *err) {
    struct link *l = argument;
    int64_t used;
    struct store_signin_link_use_args use = {l->token_hash, c->now_ms};
    int r = store_signin_link_use(c->tx, &use, &used, err);
    if (!r && !used) return gh_fail(err, GH_EEXPIRED, "the link was used meanwhile");
    struct store_signin_link_end_others_args others = {l->user.id, l->token_hash};
    struct store_identity_password_put_args put = {l->user.id, l->new_hash, c->now_ms};
    struct store_identity_password_history_insert_args history = {l->user.id, c->now_ms, l->new_hash};
    if (!r) r = store_signin_link_end_others(c->tx, &others, NULL, err);
    if (!r) r = store_identity_password_put(c->tx, &put, NULL, err);
    if (!r) r = store_identity_password_history_insert(c->tx, &history, NULL, err);
    if (!r && l->history.n >= PASSWORD_HISTORY) {
        struct store_identity_password_history_prune_args prune = {l->user.id,
                                                                   l->history.v[PASSWORD_HISTORY - 1].changed_ms};
        r = store_identity_password_history_prune(c->tx, &prune, NULL, err);
    }
    /* Whoever was signed in with the old password is not any more. */
    if (!r) r = portal_session_end_all(c, l->user.id, err);
    struct throttle_attempt counts = flow_throttle(l->v, l->user.identity_store_id, l->user.user_name);
    if (!r) r = throttle_attempt_succeeded(c, &counts, err);
    l->session = (struct flow_session){.v = l->v, .user_id = l->user.id};
    return r ? r : flow_session_start(c, &l->session, err);
}

void flow_link_set(struct visit *v) {
    struct link l;
    bool met[PASSWORD_RULES];
    if (!visit_open_form(v) || !open_link(v, &l)) return;
    struct gh_str password = visit_field(v, "new_password");
    password_rules_check(password, met);
    struct problem problem = problem_with(v, &l, password, met);
    if (problem.new_password.p || problem.confirm_password.p) {
        show(v, 400, &l, met, problem);
        return;
    }
    int r = password_hash(v->arena, &password_cost_default, password, &l.new_hash, &v->err);
    struct principal who = flow_principal(v, l.user.id, l.user.user_name);
    struct gh_str via = l.invitation ? GH_S("{\"Via\":\"INVITATION\"}") : GH_S("{\"Via\":\"RESET\"}");
    struct audit_event events[] = {visit_event(v, "UpdatePassword", &who, via),
                                   visit_event(v, "UserAuthentication", &who, via)};
    events[0].event_source = GH_S("sso-directory.amazonaws.com");
    if (!r) r = visit_write(v, set_password, &l, events, GH_COUNT(events));
    if (r == -GH_EEXPIRED) {
        open_link(v, &l); /* now shows that it was used */
        return;
    }
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    visit_set_session(v, l.session.cookie);
    visit_redirect(v, GH_S("/start"));
}

static void show_forgot(struct visit *v, unsigned status, struct gh_str user_name, struct gh_str problem, bool sent) {
    struct gh_buf *b = visit_buf(v);
    struct page_forgot p = {.layout = visit_layout(v), .user_name = user_name, .problem = problem, .sent = sent};
    page_forgot_render(b, &p);
    visit_reply(v, status, b);
}

void flow_forgot_show(struct visit *v) {
    show_forgot(v, 200, visit_query(v, "user_name"), GH_S_NONE, false);
}

struct forgot {
    struct visit *v;
    struct gh_str user_name, subject_address, subject_user;
    int64_t wait_ms;
};

/* Queues the mail if there is somebody to get it; the write is made, and counted, in any case. */
static int send_reset(struct context *c, void *argument, struct gh_err *err) {
    struct forgot *f = argument;
    struct store_signin_user_row user;
    int64_t user_wait_ms;
    int r = throttle_check(c, &throttle_mail_address, f->subject_address, &f->wait_ms, err);
    if (r || f->wait_ms) return r;
    r = throttle_check(c, &throttle_mail, f->subject_user, &user_wait_ms, err);
    if (!r) r = throttle_count(c, &throttle_mail_address, f->subject_address, err);
    /* Nobody's mailbox is flooded: one who asks too often is told the same, and gets nothing. */
    if (r || user_wait_ms) return r;
    r = throttle_count(c, &throttle_mail, f->subject_user, err);
    if (r || !f->v->has_instance) return r;
    struct store_signin_user_args args = {f->v->instance.identity_store_id, fold_key(c->arena, f->user_name)};
    r = store_signin_user(c->tx, &args, &user, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r || !user.enabled || !user.email.p) return r;
    struct signin_invitee person = {.identity_store_id = f->v->instance.identity_store_id,
                                    .user_id = user.id,
                                    .user_name = user.user_name,
                                    .display_name = user.display_name,
                                    .email = user.email};
    return signin_reset_by_mail(c, &person, err);
}

void flow_forgot_send(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct forgot f = {.v = v, .user_name = gh_str_trim(visit_field(v, "user_name"))};
    if (!f.user_name.n) {
        show_forgot(v, 400, GH_S_NONE, GH_S("Enter your user name."), false);
        return;
    }
    f.subject_address = throttle_subject_address(v->arena, "forgot-address", v->request->remote_ip);
    f.subject_user =
        throttle_subject(v->arena, "forgot", v->instance.identity_store_id, fold_key(v->arena, f.user_name));
    struct principal who = flow_principal(v, GH_S_NONE, GH_S("HIDDEN_DUE_TO_SECURITY_REASONS"));
    struct audit_event event = visit_event(v, "ForgotPassword", &who, GH_S_NONE);
    event.event_source = GH_S("sso-directory.amazonaws.com");
    int r = visit_write(v, send_reset, &f, &event, 1);
    if (r)
        visit_fail_with(v, r);
    else if (f.wait_ms)
        visit_fail(v, 429, (f.wait_ms + GH_SECOND_MS - 1) / GH_SECOND_MS);
    else
        show_forgot(v, 200, f.user_name, GH_S_NONE, true);
}
