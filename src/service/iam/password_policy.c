/* password_policy.c: the account's rules for the passwords of its users. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/login_profile.h"
#include "service/iam/iam.h"

/* AWS: what an absent MinimumPasswordLength means. */
#define LENGTH_DEFAULT 6

static int no_policy(struct gh_call *c, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "The Password Policy with domain name %.*s cannot be found.",
                                    GH_S_FMT(c->caller.account_id));
}

int iam_get_account_password_policy(struct gh_call *c, const struct iam_get_account_password_policy_input *in,
                                    struct iam_get_account_password_policy_output *out, struct gh_err *err) {
    (void)in;
    struct password_policy p;
    int r = password_policy_of(&c->ctx, c->caller.account_id, &p, err);
    if (r) return r;
    if (!p.custom) return no_policy(c, err);
    out->password_policy = gh_new(c->ctx.arena, struct iam_password_policy);
    *out->password_policy = (struct iam_password_policy){.minimum_password_length = (int32_t)p.minimum_length,
                                                         .has_minimum_password_length = true,
                                                         .require_symbols = p.require_symbols,
                                                         .has_require_symbols = true,
                                                         .require_numbers = p.require_numbers,
                                                         .has_require_numbers = true,
                                                         .require_uppercase_characters = p.require_uppercase,
                                                         .has_require_uppercase_characters = true,
                                                         .require_lowercase_characters = p.require_lowercase,
                                                         .has_require_lowercase_characters = true,
                                                         .allow_users_to_change_password = p.allow_change,
                                                         .has_allow_users_to_change_password = true,
                                                         .expire_passwords = p.max_age_days > 0,
                                                         .has_expire_passwords = true,
                                                         .max_password_age = (int32_t)p.max_age_days,
                                                         .has_max_password_age = p.max_age_days > 0,
                                                         .password_reuse_prevention = (int32_t)p.reuse_prevention,
                                                         .has_password_reuse_prevention = p.reuse_prevention > 0,
                                                         .hard_expiry = p.hard_expiry,
                                                         .has_hard_expiry = p.has_hard_expiry};
    return 0;
}

int iam_update_account_password_policy(struct gh_call *c, const struct iam_update_account_password_policy_input *in,
                                       struct iam_update_account_password_policy_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_password_policy_put_args args = {
        .account_id = c->caller.account_id,
        .minimum_length = in->has_minimum_password_length ? in->minimum_password_length : LENGTH_DEFAULT,
        .require_symbols = in->require_symbols,
        .require_numbers = in->require_numbers,
        .require_uppercase = in->require_uppercase_characters,
        .require_lowercase = in->require_lowercase_characters,
        .allow_change = in->allow_users_to_change_password,
        .max_age_days = in->max_password_age,
        .reuse_prevention = in->password_reuse_prevention,
        .has_hard_expiry = in->has_hard_expiry,
        .hard_expiry = in->hard_expiry};
    int r = store_iam_password_policy_put(c->ctx.tx, &args, NULL, err);
    /* Users may or may not change their passwords from now on. */
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int iam_delete_account_password_policy(struct gh_call *c, const struct iam_delete_account_password_policy_input *in,
                                       struct iam_delete_account_password_policy_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    int64_t changes;
    struct store_iam_password_policy_delete_args args = {.account_id = c->caller.account_id};
    int r = store_iam_password_policy_delete(c->ctx.tx, &args, &changes, err);
    if (r) return r;
    return changes ? account_touch(&c->ctx, c->caller.account_id, err) : no_policy(c, err);
}
