/*
 * console_signin.c: signing in to an account: account, name and password; then a code, where there is an MFA device.
 *
 * A failure looks the same whatever failed: an account or a name that is not there, one without password, a wrong
 * password, a wrong code. Each is verified against a hash, counted, recorded and answered alike. Between the two steps
 * the page carries a ticket; what lets somebody in is one write, which checks everything again.
 */
#include "crypto/password.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "domain/mfa.h"
#include "signin/console.h"
#include "signin/console_ticket.h"
#include "signin/throttle.h"

#define WRONG_TEXT GH_S("Your sign-in information is not right. Try again.")
#define LATE_TEXT GH_S("That took too long, or something has changed meanwhile. Sign in again.")
#define FAILED GH_S("Failed authentication")
#define NO_NAME GH_S("No username found in supplied account")
#define NOWHERE GH_S("none")

/* What the person typed; an address is that of a root user. */
struct typed {
    struct gh_str account, user_name, email;
};

static struct typed typed_of(const struct visit *v) {
    return (struct typed){gh_str_trim(visit_field(v, "account")), gh_str_trim(visit_field(v, "user_name")),
                          gh_str_trim(visit_field(v, "email"))};
}

static void show_form(struct visit *v, unsigned status, const struct typed *typed, struct gh_str problem) {
    struct gh_buf *b = visit_buf(v);
    if (typed->email.n) {
        struct page_console_root p = {.layout = visit_layout(v), .email = typed->email, .problem = problem};
        page_console_root_render(b, &p);
    } else {
        struct page_console_sign_in p = {
            .layout = visit_layout(v), .account = typed->account, .user_name = typed->user_name, .problem = problem};
        page_console_sign_in_render(b, &p);
    }
    visit_reply(v, status, b);
}

void console_show_again(struct visit *v) {
    struct typed typed = typed_of(v);
    show_form(v, 400, &typed, LATE_TEXT);
}

static bool is_signed_in_to(const struct visit *v, struct gh_str account) {
    const struct console_person *p = &v->console;
    if (!v->signed_in) return false;
    return !account.n || gh_str_eq(account, p->account_id) || gh_str_eq(account, p->alias);
}

void flow_console_signin_show(struct visit *v) {
    struct typed typed = {.account = gh_str_trim(visit_query(v, "account"))};
    if (is_signed_in_to(v, typed.account))
        visit_redirect(v, GH_S("/console"));
    else
        show_form(v, 200, &typed, GH_S_NONE);
}

static void show_root(struct visit *v, unsigned status, struct gh_str problem) {
    struct gh_buf *b = visit_buf(v);
    struct page_console_root p = {.layout = visit_layout(v), .email = typed_of(v).email, .problem = problem};
    page_console_root_render(b, &p);
    visit_reply(v, status, b);
}

void flow_console_root_show(struct visit *v) {
    show_root(v, 200, GH_S_NONE);
}

/* ---- one attempt ---- */

enum outcome {
    OUTCOME_WRONG,
    OUTCOME_IN,
    OUTCOME_CODE,      /* a code is wanted first */
    OUTCOME_RENEW,     /* a new password is wanted first */
    OUTCOME_EXPIRED,   /* and only an administrator can set it */
    OUTCOME_FORBIDDEN, /* the same, for want of a permission */
};

struct attempt {
    struct visit *v;
    struct typed typed;
    struct gh_str password;
    struct gh_str code; /* the second step: absent in the first */
    struct console_ticket ticket;
    struct console_subject who;
    struct throttle_attempt counts;
    struct throttle_wait wait;
    bool right;
    enum outcome outcome;
    struct gh_str cookie;
    struct principal principal;
};

static int check_throttle(struct context *c, struct attempt *t, struct gh_err *err) {
    return throttle_attempt_check(c, &t->counts, &t->wait, err);
}

/* Under which name failures are counted: one, however the account was typed. */
static void name_counts(struct attempt *t) {
    struct gh_arena *a = t->v->arena;
    const struct console_person *p = &t->who.person;
    /* Never what a known owner is counted under: the root user's id is the account's, which anybody may type. */
    struct gh_str name = fold_key(a, t->typed.email.n ? t->typed.email : t->typed.user_name);
    name = gh_fmt(a, "name:%.*s", GH_S_FMT(name));
    struct gh_str account = id_account_typed(a, t->typed.account);
    if (!account.p) account = fold_key(a, t->typed.account);
    if (!p->account_id.p) name = gh_fmt(a, "%.*s/%.*s", GH_S_FMT(account), GH_S_FMT(name));
    t->counts = console_throttle(t->v, p->account_id.p ? p->account_id : NOWHERE, t->who.known ? p->owner_id : name);
}

static int look_up(struct context *c, void *argument, struct gh_err *err) {
    struct attempt *t = argument;
    int r;
    if (t->code.p)
        r = console_subject_get(c, t->ticket.account_id, t->ticket.owner_id, &t->who, err);
    else if (t->typed.email.n)
        r = console_subject_find_root(c, t->typed.email, &t->who, err);
    else
        r = console_subject_find(c, t->typed.account, t->typed.user_name, &t->who, err);
    if (r) return r;
    name_counts(t);
    return check_throttle(c, t, err);
}

static void record(struct attempt *t, const struct console_event *e) {
    struct audit_event event = console_event(t->v, &t->principal, e);
    visit_event_add(t->v, &event);
}

/* The sign-in ends here, with an event that says why. */
static void fail_with(struct attempt *t, struct gh_str message) {
    struct console_event login = {
        .name = "ConsoleLogin", .message = message, .mfa = t->code.p != NULL, .serial = t->who.person.mfa_serial};
    record(t, &login);
}

static int fail(struct context *c, struct attempt *t, struct gh_err *err) {
    struct console_event code = {.name = "CheckMfa", .message = FAILED};
    t->outcome = OUTCOME_WRONG;
    int r = throttle_attempt_failed(c, &t->counts, err);
    if (t->code.p) record(t, &code);
    fail_with(t, t->who.known ? FAILED : NO_NAME);
    return r;
}

/* What is wanted of somebody whose password, and code, are right. */
static int decide(struct context *c, struct attempt *t, struct gh_err *err) {
    struct password_policy policy;
    const struct console_person *p = &t->who.person;
    int r = console_policy_of(c, p, &policy, err);
    if (r) return r;
    int64_t end_ms = password_policy_expiry_ms(&policy, p->password_ms);
    bool expired = end_ms && c->now_ms >= end_ms, may;
    t->outcome = OUTCOME_IN;
    if (expired && policy.has_hard_expiry && policy.hard_expiry) t->outcome = OUTCOME_EXPIRED;
    if (t->outcome != OUTCOME_IN || (!expired && !t->who.reset_required)) return 0;
    r = console_may_change(c, t->v, p, &may, err);
    t->outcome = may ? OUTCOME_RENEW : OUTCOME_FORBIDDEN;
    return r;
}

static int enter(struct context *c, struct attempt *t, struct gh_err *err) {
    struct console_person *p = &t->who.person;
    struct console_event login = {
        .name = "ConsoleLogin", .success = true, .mfa = t->code.p != NULL, .serial = p->mfa_serial};
    p->started_ms = 0;
    int r = console_let_in(c, t->v, p, &t->cookie, err);
    record(t, &login);
    return r;
}

static int admit(struct context *c, struct attempt *t, struct gh_err *err) {
    if (!t->code.p && t->who.has_device) {
        t->outcome = OUTCOME_CODE; /* the attempt goes on: nothing is cleared or told yet */
        return 0;
    }
    struct console_event code = {.name = "CheckMfa", .success = true};
    t->who.person.started_ms = c->now_ms;
    if (t->code.p) record(t, &code);
    int r = decide(c, t, err);
    if (r) return r;
    if (t->outcome == OUTCOME_IN) return enter(c, t, err);
    if (t->outcome == OUTCOME_EXPIRED) fail_with(t, GH_S("The password has expired"));
    if (t->outcome == OUTCOME_FORBIDDEN) fail_with(t, GH_S("Not allowed to perform iam:ChangePassword"));
    return 0;
}

/* Is everything still as it was when the password was verified? And is the code right, where one was given? */
static int check_again(struct context *c, struct attempt *t, struct gh_err *err) {
    struct console_subject now;
    struct console_person *p = &t->who.person;
    int r = console_subject_get(c, p->account_id, p->owner_id, &now, err);
    if (r) return r;
    t->right = now.known && gh_str_eq(now.hash, t->who.hash);
    if (!t->right) return 0;
    t->who = now;
    if (!t->code.p) return 0;
    struct mfa_attempt attempt = {.account_id = p->account_id, .owner_id = p->owner_id, .code = t->code};
    r = mfa_check_any(c, &attempt, &p->mfa_serial, err);
    t->right = p->mfa_serial.p != NULL;
    return r;
}

/*
 * Writes are serial: of attempts made at the same time, those beyond the limit are refused here, the right ones like
 * the wrong ones, so that guessing in parallel gains nothing.
 */
static int settle(struct context *c, void *argument, struct gh_err *err) {
    struct attempt *t = argument;
    int r = check_throttle(c, t, err);
    if (!r && t->right) r = check_again(c, t, err);
    if (r) return r;
    t->principal = console_event_principal(&t->who, t->typed.email.n > 0);
    return t->right ? admit(c, t, err) : fail(c, t, err);
}

/* Nothing was verified, or it does not count: the answer tells nothing but the wait. */
static void refuse_for_now(struct attempt *t) {
    struct visit *v = t->v;
    struct console_subject nobody = {.person = {.account_id = t->who.person.account_id}};
    struct principal who = console_event_principal(&nobody, t->typed.email.n > 0);
    struct console_event e = {.name = "ConsoleLogin", .message = GH_S("Too many failed attempts")};
    struct audit_event event = console_event(v, &who, &e);
    visit_fail_early(v, &t->wait, &event);
}

static const struct console_block expired = {GH_S_INIT("Your password has expired"),
                                             GH_S_INIT("In this account you cannot renew it yourself after that."),
                                             GH_S_INIT("Ask the administrator of your account for a new password.")};

static void show_code(struct visit *v, unsigned status, const struct typed *typed, struct gh_str ticket,
                      struct gh_str problem) {
    struct gh_buf *b = visit_buf(v);
    struct page_console_code p = {.layout = visit_layout(v),
                                  .ticket = ticket,
                                  .account = typed->account,
                                  .user_name = typed->user_name,
                                  .email = typed->email,
                                  .problem = problem};
    page_console_code_render(b, &p);
    visit_reply(v, status, b);
}

/* Only somebody whose password is right gets here. */
static void ask_code(struct attempt *t) {
    struct visit *v = t->v;
    struct console_ticket ticket = {.step = CONSOLE_TICKET_CODE,
                                    .account_id = t->who.person.account_id,
                                    .owner_id = t->who.person.owner_id,
                                    .hash = t->who.hash,
                                    .issued_ms = v->now_ms};
    const struct keyring *k = v->signin->options.house->keyring;
    show_code(v, 200, &t->typed, console_ticket_seal(k, v->arena, v->form_cookie, &ticket), GH_S_NONE);
}

static void answer(struct attempt *t) {
    struct visit *v = t->v;
    const struct console_person *p = &t->who.person;
    switch (t->outcome) {
    case OUTCOME_WRONG: show_form(v, 401, &t->typed, WRONG_TEXT); return;
    case OUTCOME_IN: console_show_in(v, p, t->cookie, "/console"); return;
    case OUTCOME_CODE: ask_code(t); return;
    case OUTCOME_RENEW: console_show_renewal(v, &t->who, p->mfa_serial); return;
    case OUTCOME_FORBIDDEN: console_show_blocked(v, &console_no_renewal); return;
    case OUTCOME_EXPIRED: console_show_blocked(v, &expired); return;
    }
}

static void finish(struct attempt *t) {
    int r = visit_write(t->v, settle, t, NULL, 0);
    if (r == -GH_ELIMIT)
        refuse_for_now(t);
    else if (r)
        visit_fail_with(t->v, r);
    else
        answer(t);
}

/* ---- the first step ---- */

struct rehash {
    struct gh_str owner_id, old_hash, hash;
};

static int replace_hash(struct context *c, void *argument, struct gh_err *err) {
    const struct rehash *h = argument;
    return login_profile_rehash(c, h->owner_id, h->old_hash, h->hash, err);
}

/* A hash of another cost than today's is made anew while the password is at hand. If that fails, the next time will do.
 */
static void rehash(struct attempt *t) {
    struct visit *v = t->v;
    struct rehash h = {.owner_id = t->who.person.owner_id, .old_hash = t->who.hash};
    if (!password_needs_rehash(h.old_hash, &password_cost_default)) return;
    if (password_hash(v->arena, &password_cost_default, t->password, &h.hash, NULL)) return;
    if (!visit_write(v, replace_hash, &h, NULL, 0)) t->who.hash = h.hash;
}

static void try_password(struct attempt *t) {
    struct visit *v = t->v;
    int r = visit_read(v, look_up, t);
    if (r == -GH_ELIMIT) {
        refuse_for_now(t);
        return;
    }
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    bool usable = t->who.known && t->who.hash.p;
    struct gh_str decoy = password_decoy(v->arena, &password_cost_default);
    bool match = password_verify(usable ? t->who.hash : decoy, t->password);
    t->right = usable && match;
    if (t->right) rehash(t);
    finish(t);
}

void flow_console_signin(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct attempt t = {.v = v, .typed = typed_of(v), .password = visit_field(v, "password")};
    t.typed.email = GH_S_NONE;
    if (!t.typed.account.n)
        show_form(v, 400, &t.typed, GH_S("Enter the account's ID or alias."));
    else if (!t.typed.user_name.n)
        show_form(v, 400, &t.typed, GH_S("Enter your IAM username."));
    else if (!t.password.n)
        show_form(v, 400, &t.typed, GH_S("Enter your password."));
    else
        try_password(&t);
}

void flow_console_root(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct attempt t = {.v = v, .typed = {.email = typed_of(v).email}, .password = visit_field(v, "password")};
    if (!t.typed.email.n)
        show_root(v, 400, GH_S("Enter the mail address of the account."));
    else if (!t.password.n)
        show_root(v, 400, GH_S("Enter your password."));
    else
        try_password(&t);
}

/* ---- the second step ---- */

static struct gh_str digits_of(struct gh_arena *a, struct gh_str typed) {
    char *digits = gh_arena_text(a, typed.n);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++)
        if (typed.p[i] != ' ' && typed.p[i] != '-') digits[n++] = typed.p[i];
    return gh_str_n(digits, n);
}

static bool open_ticket(struct visit *v, struct console_ticket *ret_ticket) {
    const struct keyring *k = v->signin->options.house->keyring;
    return console_ticket_open(k, v->arena, v->form_cookie, visit_field(v, "ticket"), ret_ticket) &&
           console_ticket_is_good(ret_ticket, CONSOLE_TICKET_CODE, v->now_ms);
}

void flow_console_code(struct visit *v) {
    if (!visit_open_form(v)) return;
    struct attempt t = {.v = v, .typed = typed_of(v), .code = digits_of(v->arena, visit_field(v, "code"))};
    if (!open_ticket(v, &t.ticket)) {
        console_show_again(v);
        return;
    }
    if (!t.code.n) {
        show_code(v, 400, &t.typed, visit_field(v, "ticket"), GH_S("Enter the code that your device shows."));
        return;
    }
    int r = visit_read(v, look_up, &t);
    if (r == -GH_ELIMIT) {
        refuse_for_now(&t);
        return;
    }
    if (r) {
        visit_fail_with(v, r);
        return;
    }
    /* A wrong code takes as long as a wrong password. */
    password_verify(password_decoy(v->arena, &password_cost_default), t.code);
    t.right = t.who.known && console_ticket_is_for(v->arena, &t.ticket, t.who.hash);
    finish(&t);
}
