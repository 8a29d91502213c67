/*
 * console_password.c: a new password for an IAM user or root user: before they are let in, where it must be, or because
 * they want one. Comparing and hashing come first; the write that sets it checks again what they were based on.
 */
#include "crypto/password.h"
#include "signin/console.h"
#include "signin/console_ticket.h"
#include "signin/throttle.h"

/* AWS: no longer ones, and no characters beyond Latin-1. */
#define CHARS_MAX 128

struct problem {
    struct gh_str old_password, new_password, confirm_password;
};

/* A change under way, from what was read to what came of it. */
struct change {
    struct visit *v;
    bool renewal;
    struct console_ticket ticket; /* of a renewal */
    struct console_subject who;
    struct password_policy policy;
    struct password_history history;
    struct password_policy_rules rules;
    struct gh_str old_password, new_password;
    struct gh_str subject; /* guesses of the old password are counted under */
    int64_t wait_ms;
    bool may, wrong;
    bool unfit; /* the old password is right, the new one will not do */
    struct gh_str hash, cookie;
    struct principal principal, login; /* of the events */
};

/* ---- pages ---- */

void console_show_blocked(struct visit *v, const struct console_block *block) {
    struct gh_buf *b = visit_buf(v);
    struct page_console_blocked p = {
        .layout = visit_layout(v), .heading = block->heading, .message = block->message, .hint = block->hint};
    page_console_blocked_render(b, &p);
    visit_reply(v, 403, b);
}

const struct console_block console_no_renewal = {
    GH_S_INIT("You need a new password"),
    GH_S_INIT("You must choose one before you go on, but you are not allowed to: that takes the permission "
              "iam:ChangePassword."),
    GH_S_INIT("Ask the administrator of your account for a new password, or for the permission.")};
static const struct console_block no_change = {
    GH_S_INIT("You may not change your password"),
    GH_S_INIT("That takes the permission iam:ChangePassword, or a password policy that lets the users of the account "
              "change their own."),
    GH_S_INIT("Ask the administrator of your account.")};

void console_show_in(struct visit *v, const struct console_person *person, struct gh_str cookie, const char *path) {
    v->console = *person;
    visit_set_session(v, cookie);
    visit_redirect(v, gh_str_c(path));
}

static struct page_console_password_rule *shown_rules(struct visit *v, const struct change *ch, bool judged,
                                                      size_t *ret_n) {
    struct page_console_password_rule *rules = gh_new_n(v->arena, struct page_console_password_rule, ch->rules.n + 1);
    size_t n = 0;
    for (; n < ch->rules.n; n++)
        rules[n] = (struct page_console_password_rule){ch->rules.v[n].text, judged && ch->rules.v[n].met,
                                                       judged && !ch->rules.v[n].met};
    if (ch->policy.reuse_prevention)
        rules[n++].text = gh_fmt(v->arena, "None of your last %lld passwords", (long long)ch->policy.reuse_prevention);
    *ret_n = n;
    return rules;
}

/* @problem NULL: the first look, when no rule has been missed yet. */
static void show(struct change *ch, unsigned status, struct gh_str ticket, const struct problem *problem) {
    static const struct problem none = {0};
    struct visit *v = ch->v;
    const struct console_person *who = &ch->who.person;
    const struct problem *at = problem ? problem : &none;
    struct gh_buf *b = visit_buf(v);
    struct page_console_password p = {.layout = visit_layout(v),
                                      .renewal = ch->renewal,
                                      .expired = !ch->who.reset_required,
                                      .ticket = ticket,
                                      .account = who->alias.p ? who->alias : who->account_id,
                                      .user_name = who->is_root ? GH_S("Root user") : who->user_name,
                                      .problem = problem ? GH_S("The password was not changed.") : GH_S_NONE,
                                      .old_password_error = at->old_password,
                                      .new_password_error = at->new_password,
                                      .confirm_password_error = at->confirm_password,
                                      .focus_new = ch->renewal && !problem};
    p.rules = shown_rules(v, ch, at->new_password.p || at->confirm_password.p, &p.n_rules);
    page_console_password_render(b, &p);
    visit_reply(v, status, b);
}

/* ---- reading ---- */

static int read_rules(struct context *c, struct change *ch, struct gh_err *err) {
    const struct console_person *p = &ch->who.person;
    int r = console_policy_of(c, p, &ch->policy, err);
    if (!r) r = password_history_of(c, p->owner_id, &ch->policy, &ch->history, err);
    if (!r) r = password_policy_rules(c, &ch->policy, p->account_id, ch->new_password, &ch->rules, err);
    return r ? r : console_may_change(c, ch->v, p, &ch->may, err);
}

/* Is the person still there, with nothing to prove that they have not: a device that was put on since? */
static bool has_proved_enough(const struct change *ch, const struct console_subject *now) {
    return now->known && (!now->has_device || ch->ticket.mfa_serial.p);
}

static int read_renewal(struct context *c, void *argument, struct gh_err *err) {
    struct change *ch = argument;
    int r = console_subject_get(c, ch->ticket.account_id, ch->ticket.owner_id, &ch->who, err);
    if (r) return r;
    if (!has_proved_enough(ch, &ch->who) || !console_ticket_is_for(c->arena, &ch->ticket, ch->who.hash))
        return gh_fail(err, GH_EEXPIRED, "the password or a device was changed meanwhile");
    ch->who.person.mfa_serial = ch->ticket.mfa_serial;
    ch->who.person.started_ms = ch->ticket.issued_ms;
    return read_rules(c, ch, err);
}

static int read_signed_in(struct context *c, void *argument, struct gh_err *err) {
    struct change *ch = argument;
    const struct console_person *p = &ch->v->console;
    int r = console_subject_get(c, p->account_id, p->owner_id, &ch->who, err);
    if (r) return r;
    if (!ch->who.known || !ch->who.hash.p) return gh_fail(err, GH_EEXPIRED, "the session has ended meanwhile");
    ch->who.person = *p;
    ch->subject = throttle_subject_owner(c->arena, p->account_id, p->owner_id);
    r = throttle_check(c, &throttle_user, ch->subject, &ch->wait_ms, err);
    return r ? r : read_rules(c, ch, err);
}

/* Replies for what keeps a change from going on; false: nothing does. */
static bool stop(struct change *ch, int r) {
    struct visit *v = ch->v;
    if (r == -GH_EEXPIRED && ch->renewal)
        console_show_again(v);
    else if (r == -GH_EEXPIRED)
        visit_redirect(v, GH_S("/console/signin"));
    else if (r)
        visit_fail_with(v, r);
    else if (ch->wait_ms)
        visit_fail(v, 429, (ch->wait_ms + GH_SECOND_MS - 1) / GH_SECOND_MS);
    else if (!ch->may)
        console_show_blocked(v, ch->renewal ? &console_no_renewal : &no_change);
    else
        return false;
    return true;
}

/* ---- judging ---- */

static bool is_typable(struct gh_str password) {
    if (!gh_str_is_utf8(password) || gh_str_chars(password) > CHARS_MAX) return false;
    for (size_t i = 0; i < password.n; i++) {
        unsigned char ch = (unsigned char)password.p[i];
        /* U+0100 and beyond begin with 0xC4 or more. */
        if (ch < ' ' || ch == 0x7f || ch >= 0xc4) return false;
    }
    return true;
}

static bool was_used(const struct change *ch) {
    for (size_t i = 0; i < ch->history.n; i++)
        if (password_verify(ch->history.hashes[i], ch->new_password)) return true;
    return false;
}

static bool find_problem(const struct change *ch, struct problem *ret_problem) {
    struct problem p = {0};
    bool all = true;
    for (size_t i = 0; i < ch->rules.n; i++) all &= ch->rules.v[i].met;
    if (!is_typable(ch->new_password))
        p.new_password = GH_S("Use at most 128 letters, digits and symbols of western European languages.");
    else if (!all)
        p.new_password = GH_S("The password does not meet every rule.");
    else if (!gh_str_eq(ch->new_password, visit_field(ch->v, "confirm_password")))
        p.confirm_password = GH_S("The two passwords differ.");
    else if (ch->renewal && password_verify(ch->history.present, ch->new_password))
        p.new_password = GH_S("Choose a password that is not the present one.");
    else if (was_used(ch))
        p.new_password = GH_S("Choose a password that you have not had before.");
    *ret_problem = p;
    return p.new_password.p || p.confirm_password.p;
}

/* ---- writing ---- */

static void record(struct change *ch, bool wrong) {
    ch->principal = console_principal(&ch->who.person);
    struct audit_event event = console_change_event(ch->v, &ch->principal);
    if (wrong) {
        event.error_code = GH_S("AccessDenied");
        event.error_message = GH_S("The old password is not correct.");
        event.response_elements = GH_S_NONE;
    }
    visit_event_add(ch->v, &event);
}

static void record_login(struct change *ch) {
    const struct console_person *p = &ch->who.person;
    struct console_event e = {
        .name = "ConsoleLogin", .success = true, .mfa = p->mfa_serial.p != NULL, .serial = p->mfa_serial};
    ch->login = console_event_principal(&ch->who, p->is_root);
    struct audit_event event = console_event(ch->v, &ch->login, &e);
    visit_event_add(ch->v, &event);
}

static int set(struct context *c, struct change *ch, struct gh_err *err) {
    struct console_person *p = &ch->who.person;
    int r = console_may_change(c, ch->v, p, &ch->may, err);
    if (!r && !ch->may) return gh_fail(err, GH_EDENIED, "the permission was taken away meanwhile");
    if (!r) r = login_profile_change(c, p->owner_id, &ch->history, ch->hash, err);
    if (r == -GH_EBUSY) return gh_fail(err, GH_EEXPIRED, "the password was changed meanwhile");
    struct store_iam_login_set_reset_args reset = {.owner_id = p->owner_id, .reset_required = false};
    if (!r) r = store_iam_login_set_reset(c->tx, &reset, NULL, err);
    record(ch, false);
    return r;
}

static int renew(struct context *c, void *argument, struct gh_err *err) {
    struct change *ch = argument;
    struct console_person *p = &ch->who.person;
    struct console_subject now;
    int r = console_subject_get(c, p->account_id, p->owner_id, &now, err);
    if (!r && !has_proved_enough(ch, &now)) return gh_fail(err, GH_EEXPIRED, "the user has changed meanwhile");
    if (!r) r = set(c, ch, err);
    p->started_ms = c->now_ms;
    p->password_ms = c->now_ms;
    if (!r) r = console_let_in(c, ch->v, p, &ch->cookie, err);
    record_login(ch);
    return r;
}

/* Writes are serial: of guesses made at once, a right one beyond the limit is refused here, whatever it is for. */
static int change(struct context *c, void *argument, struct gh_err *err) {
    struct change *ch = argument;
    struct console_person *p = &ch->who.person;
    int r = throttle_check(c, &throttle_user, ch->subject, &ch->wait_ms, err);
    if (r || ch->wait_ms || ch->unfit) return r;
    if (ch->wrong) {
        r = throttle_count(c, &throttle_user, ch->subject, err);
        record(ch, true);
        return r;
    }
    r = set(c, ch, err);
    if (!r) r = throttle_clear(c, ch->subject, err);
    p->password_ms = c->now_ms;
    return r ? r : console_enter(c, ch->v, p, &ch->cookie, err);
}

/* ---- because it must be ---- */

void console_show_renewal(struct visit *v, const struct console_subject *subject, struct gh_str mfa_serial) {
    struct change ch = {.v = v, .renewal = true};
    const struct keyring *k = v->signin->options.house->keyring;
    struct console_ticket ticket = {.step = CONSOLE_TICKET_PASSWORD,
                                    .account_id = subject->person.account_id,
                                    .owner_id = subject->person.owner_id,
                                    .hash = subject->hash,
                                    .mfa_serial = mfa_serial,
                                    .issued_ms = v->now_ms};
    struct gh_str sealed = console_ticket_seal(k, v->arena, v->form_cookie, &ticket);
    if (!console_ticket_open(k, v->arena, v->form_cookie, sealed, &ch.ticket)) {
        console_show_again(v);
        return;
    }
    if (!stop(&ch, visit_read(v, read_renewal, &ch))) show(&ch, 200, sealed, NULL);
}

void flow_console_renew(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct change ch = {.v = v, .renewal = true, .new_password = visit_field(v, "new_password")};
    const struct keyring *k = v->signin->options.house->keyring;
    struct gh_str sealed = visit_field(v, "ticket");
    struct problem problem;
    if (!console_ticket_open(k, v->arena, v->form_cookie, sealed, &ch.ticket) ||
        !console_ticket_is_good(&ch.ticket, CONSOLE_TICKET_PASSWORD, v->now_ms)) {
        console_show_again(v);
        return;
    }
    if (stop(&ch, visit_read(v, read_renewal, &ch))) return;
    if (find_problem(&ch, &problem)) {
        show(&ch, 400, sealed, &problem);
        return;
    }
    int r = password_hash(v->arena, &password_cost_default, ch.new_password, &ch.hash, &v->err);
    if (!r) r = visit_write(v, renew, &ch, NULL, 0);
    if (r == -GH_EDENIED) r = 0; /* stop() tells */
    if (!stop(&ch, r)) console_show_in(v, &ch.who.person, ch.cookie, "/console?changed=1");
}

/* ---- because the person wants it ---- */

static bool require_person(struct visit *v) {
    if (v->signed_in) return true;
    visit_redirect(v, GH_S("/console/signin"));
    return false;
}

void flow_console_password_show(struct visit *v) {
    struct change ch = {.v = v};
    if (require_person(v) && !stop(&ch, visit_read(v, read_signed_in, &ch))) show(&ch, 200, GH_S_NONE, NULL);
}

void flow_console_password(struct visit *v) {
    if (!require_person(v) || !visit_open_person_form(v)) return;
    struct change ch = {
        .v = v, .old_password = visit_field(v, "old_password"), .new_password = visit_field(v, "new_password")};
    struct problem problem = {0};
    if (stop(&ch, visit_read(v, read_signed_in, &ch))) return;
    ch.wrong = !password_verify(ch.history.present, ch.old_password);
    ch.unfit = !ch.wrong && find_problem(&ch, &problem);
    bool hashes = !ch.wrong && !ch.unfit;
    int r = hashes ? password_hash(v->arena, &password_cost_default, ch.new_password, &ch.hash, &v->err) : 0;
    if (!r) r = visit_write(v, change, &ch, NULL, 0);
    if (r == -GH_EDENIED) r = 0; /* stop() tells */
    if (stop(&ch, r)) return;
    if (ch.wrong) problem.old_password = GH_S("The current password is not right.");
    if (!hashes)
        show(&ch, 400, GH_S_NONE, &problem);
    else
        console_show_in(v, &ch.who.person, ch.cookie, "/console?changed=1");
}
