/*
 * login_profile.c: passwords of users. Each change has two halves: on the pool, without a transaction, the password is
 * held against the account's rules and hashed; then it is stored, if nothing has changed in between.
 */
#include "domain/login_profile.h"

#include "base/base.h"
#include "crypto/password.h"
#include "domain/arn.h"
#include "service/iam/iam.h"
#include "signin/throttle.h"
#include "store/store.h"
#include "wire/errors.h"

/* What prepare leaves for run. */
struct password_work {
    struct gh_str hash;
    struct gh_str violation; /* ChangePassword: run tells that nothing was hashed, and why */
    struct password_history history;
};

/* What prepare reads in its snapshot. */
struct password_facts {
    struct iam_subject user;
    bool has_profile;
    struct store_iam_login_get_row profile;
    struct password_policy policy;
    struct password_history history;
    struct gh_str violation; /* of the policy, by the new password; absent: none */
};

/* The password as it stands, if there is one. */
static int read_profile(struct gh_call *c, struct gh_str owner_id, struct password_facts *f, struct gh_err *err) {
    struct store_iam_login_get_args args = {.owner_id = owner_id};
    int r = store_iam_login_get(c->ctx.tx, &args, &f->profile, err);
    f->has_profile = !r;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int check_policy(struct gh_call *c, struct gh_str password, struct password_facts *f, struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = password_policy_check(&c->ctx, &f->policy, c->caller.account_id, password, why);
    f->violation = r == -GH_EINVAL ? gh_str_c(why->message) : GH_S_NONE;
    if (!r || r == -GH_EINVAL) return 0;
    return gh_fail(err, (enum gh_code) - r, "%s", why->detail);
}

static int read_facts(struct gh_call *c, struct gh_str user_name, struct gh_str password, struct password_facts *f,
                      struct gh_err *err) {
    *f = (struct password_facts){0};
    int r = iam_user_named(c, user_name, &f->user, err);
    if (r) return r;
    struct gh_str account_id = c->caller.account_id, owner_id = iam_owner_id(c, &f->user);
    r = read_profile(c, owner_id, f, err);
    if (!r) r = password_policy_of(&c->ctx, account_id, &f->policy, err);
    if (!r) r = password_history_of(&c->ctx, owner_id, &f->policy, &f->history, err);
    return r || !password.p ? r : check_policy(c, password, f, err);
}

static int read_in_snapshot(struct gh_call *c, struct gh_str user_name, struct gh_str password,
                            struct password_facts *f, struct gh_err *err) {
    int r = store_read_begin(c->ctx.house->store, c->ctx.arena, &c->ctx.tx, err);
    if (r) return r;
    r = read_facts(c, user_name, password, f, err);
    store_read_end(c->ctx.tx);
    c->ctx.tx = NULL;
    return r;
}

/* The root user has no name: AWS says "null". */
static int no_profile(const struct iam_subject *user, struct gh_err *err) {
    struct gh_str name = user->id.p ? user->name : GH_S("null");
    return iam_throw_no_such_entity(err, "Login Profile for User %.*s cannot be found.", GH_S_FMT(name));
}

/* What speaks against the new password; absent: nothing. */
static struct gh_str violation_of(const struct password_facts *f, struct gh_str password) {
    if (f->violation.p) return f->violation;
    for (size_t i = 0; i < f->history.n; i++)
        if (password_verify(f->history.hashes[i], password))
            return GH_S("Password has been used before: choose one that is new");
    return GH_S_NONE;
}

static struct password_work *work_new(struct gh_call *c, const struct password_facts *f) {
    struct password_work *work = gh_new(c->ctx.arena, struct password_work);
    work->history = f->history;
    c->prepared = work;
    return work;
}

static int hash_for_run(struct gh_call *c, const struct password_facts *f, struct gh_str password, struct gh_err *err) {
    struct gh_str violation = violation_of(f, password);
    if (violation.p) return iam_throw_password_policy_violation(err, "%.*s", GH_S_FMT(violation));
    return password_hash(c->ctx.arena, &password_cost_default, password, &work_new(c, f)->hash, err);
}

int iam_create_login_profile_prepare(struct gh_call *c, const struct iam_create_login_profile_input *in,
                                     struct gh_err *err) {
    struct password_facts f;
    if (!in->password.p) return gh_refuse(err, GH_EINVAL, "Must specify a password.");
    int r = read_in_snapshot(c, in->user_name, in->password, &f, err);
    if (r) return r;
    if (!f.user.id.p) return gh_refuse(err, GH_EINVAL, "Must specify userName when calling with root credentials");
    if (f.has_profile)
        return iam_throw_entity_already_exists(err, "Login Profile for user %.*s already exists.",
                                               GH_S_FMT(f.user.name));
    return hash_for_run(c, &f, in->password, err);
}

int iam_create_login_profile(struct gh_call *c, const struct iam_create_login_profile_input *in,
                             struct iam_create_login_profile_output *out, struct gh_err *err) {
    const struct password_work *work = c->prepared;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    struct login_profile_new profile = {c->caller.account_id, iam_owner_id(c, &user), work->hash,
                                        in->password_reset_required};
    r = login_profile_create(&c->ctx, &profile, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "Login Profile for user %.*s already exists.", GH_S_FMT(user.name));
    if (r) return r;
    out->login_profile = gh_new(c->ctx.arena, struct iam_login_profile);
    *out->login_profile = (struct iam_login_profile){.user_name = user.name,
                                                     .create_date = c->ctx.now_ms,
                                                     .password_reset_required = in->password_reset_required,
                                                     .has_password_reset_required = true};
    return 0;
}

int iam_get_login_profile(struct gh_call *c, const struct iam_get_login_profile_input *in,
                          struct iam_get_login_profile_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct password_facts f;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = read_profile(c, iam_owner_id(c, &user), &f, err);
    if (r) return r;
    if (!f.has_profile) return no_profile(&user, err);
    out->login_profile = gh_new(c->ctx.arena, struct iam_login_profile);
    *out->login_profile = (struct iam_login_profile){.user_name = user.name,
                                                     .create_date = f.profile.created_ms,
                                                     .password_reset_required = f.profile.reset_required,
                                                     .has_password_reset_required = true};
    return 0;
}

int iam_update_login_profile_prepare(struct gh_call *c, const struct iam_update_login_profile_input *in,
                                     struct gh_err *err) {
    struct password_facts f;
    int r = read_in_snapshot(c, in->user_name, in->password, &f, err);
    if (r) return r;
    if (!f.has_profile) return no_profile(&f.user, err);
    return in->password.p ? hash_for_run(c, &f, in->password, err) : 0;
}

/* The user's new password, as prepare left it. */
static int change(struct gh_call *c, const struct iam_subject *user, struct gh_err *err) {
    const struct password_work *work = c->prepared;
    int r = login_profile_change(&c->ctx, iam_owner_id(c, user), &work->history, work->hash, err);
    if (r == -GH_EBUSY)
        return iam_throw_entity_temporarily_unmodifiable(
            err, "Login Profile for User %.*s cannot be modified while another change of it is in progress.",
            GH_S_FMT(user->name));
    return r;
}

static int set_reset(struct gh_call *c, const struct iam_subject *user, bool reset_required, struct gh_err *err) {
    struct store_iam_login_set_reset_args args = {.owner_id = iam_owner_id(c, user), .reset_required = reset_required};
    return store_iam_login_set_reset(c->ctx.tx, &args, NULL, err);
}

int iam_update_login_profile(struct gh_call *c, const struct iam_update_login_profile_input *in,
                             struct iam_update_login_profile_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct password_facts f;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = read_profile(c, iam_owner_id(c, &user), &f, err);
    if (r) return r;
    if (!f.has_profile) return no_profile(&user, err);
    if (in->password.p) r = change(c, &user, err);
    if (r || !in->has_password_reset_required) return r;
    return set_reset(c, &user, in->password_reset_required, err);
}

int iam_delete_login_profile(struct gh_call *c, const struct iam_delete_login_profile_input *in,
                             struct iam_delete_login_profile_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct password_facts f;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = read_profile(c, iam_owner_id(c, &user), &f, err);
    if (r) return r;
    return f.has_profile ? login_profile_delete(&c->ctx, iam_owner_id(c, &user), err) : no_profile(&user, err);
}

int iam_find_calling_user(struct gh_call *c, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = c->caller.policy_arn;
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/*
 * The old password is guessed here as on the page of somebody who is signed in, and counted under the same name: a
 * stolen access key must not become a password.
 */
static struct gh_str guesses(const struct gh_call *c) {
    return throttle_subject_owner(c->ctx.arena, c->caller.account_id, c->caller.entity_id);
}

static int check_guesses(struct gh_call *c, struct gh_err *err) {
    int64_t wait_ms;
    int r = throttle_check(&c->ctx, &throttle_user, guesses(c), &wait_ms, err);
    return r || !wait_ms ? r : wire_refuse(err, c->op->service, WIRE_THROTTLED, "Rate exceeded");
}

/* A wrong one, as the call's aftermath. */
static int count_guess(struct context *c, struct gh_str subject, struct gh_err *err) {
    return throttle_count(c, &throttle_user, subject, err);
}

static int read_for_change(struct gh_call *c, const struct iam_change_password_input *in, struct password_facts *f,
                           struct gh_err *err) {
    int r = store_read_begin(c->ctx.house->store, c->ctx.arena, &c->ctx.tx, err);
    if (r) return r;
    r = check_guesses(c, err);
    if (!r) r = read_facts(c, GH_S_NONE, in->new_password, f, err);
    store_read_end(c->ctx.tx);
    c->ctx.tx = NULL;
    return r;
}

int iam_change_password_prepare(struct gh_call *c, const struct iam_change_password_input *in, struct gh_err *err) {
    struct password_facts f;
    if (c->caller.kind != PRINCIPAL_USER)
        return iam_throw_invalid_user_type(err, "Only IAM Users can change their own password.");
    int r = read_for_change(c, in, &f, err);
    if (r) return r;
    if (!f.has_profile) return no_profile(&f.user, err);
    if (password_verify(f.profile.hash, in->old_password)) {
        struct password_work *work = work_new(c, &f);
        work->violation = violation_of(&f, in->new_password);
        if (work->violation.p) return 0;
        return password_hash(c->ctx.arena, &password_cost_default, in->new_password, &work->hash, err);
    }
    c->aftermath = count_guess;
    c->aftermath_subject = guesses(c);
    return gh_refuse(err, GH_EDENIED, "The old password is not correct.");
}

/* Writes are serial: of guesses made at once, a right one beyond the limit is refused here, whatever it is for. */
int iam_change_password(struct gh_call *c, const struct iam_change_password_input *in,
                        struct iam_change_password_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    const struct password_work *work = c->prepared;
    struct iam_subject user;
    int r = check_guesses(c, err);
    if (!r && work->violation.p) return iam_throw_password_policy_violation(err, "%.*s", GH_S_FMT(work->violation));
    if (!r) r = iam_user_named(c, GH_S_NONE, &user, err);
    if (!r) r = change(c, &user, err);
    if (!r) r = throttle_clear(&c->ctx, guesses(c), err);
    return r ? r : set_reset(c, &user, false, err);
}
