/* login_profile.c: see login_profile.h. */
#include "domain/login_profile.h"

#include <string.h>

#include "base/base.h"
#include "domain/console_session.h"
#include "domain/context.h"
#include "store/queries.h"

/* AWS: reuse can be prevented for at most the last 24. */
#define HISTORY_MAX 24
/* AWS's default policy: this long, three of the four kinds of characters, and not the account's name or address. */
#define DEFAULT_LENGTH 8
#define DEFAULT_KINDS 3
#define SYMBOLS "!@#$%^&*()_+-=[]{}|'"

int password_policy_of(struct context *c, struct gh_str account_id, struct password_policy *ret_policy,
                       struct gh_err *err) {
    struct store_iam_password_policy_get_row row;
    struct store_iam_password_policy_get_args args = {.account_id = account_id};
    int r = store_iam_password_policy_get(c->tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) {
        *ret_policy = (struct password_policy){.minimum_length = DEFAULT_LENGTH};
        return 0;
    }
    if (r) return r;
    *ret_policy = (struct password_policy){.custom = true,
                                           .minimum_length = row.minimum_length,
                                           .require_symbols = row.require_symbols,
                                           .require_numbers = row.require_numbers,
                                           .require_uppercase = row.require_uppercase,
                                           .require_lowercase = row.require_lowercase,
                                           .allow_change = row.allow_change,
                                           .max_age_days = row.max_age_days,
                                           .reuse_prevention = row.reuse_prevention,
                                           .has_hard_expiry = row.has_hard_expiry,
                                           .hard_expiry = row.hard_expiry};
    return 0;
}

struct kinds {
    bool upper, lower, number, symbol, other;
};

static struct kinds kinds_of(struct gh_str password) {
    struct kinds k = {0};
    for (size_t i = 0; i < password.n; i++) {
        char ch = password.p[i];
        if (ch >= 'A' && ch <= 'Z')
            k.upper = true;
        else if (ch >= 'a' && ch <= 'z')
            k.lower = true;
        else if (ch >= '0' && ch <= '9')
            k.number = true;
        else
            k.other = true;
        k.symbol |= strchr(SYMBOLS, ch) != NULL;
    }
    return k;
}

static void add_rule(struct password_policy_rules *rules, bool met, struct gh_str text, struct gh_str refusal) {
    rules->v[rules->n++] = (struct password_policy_rule){text, refusal, met};
}

static int add_default_rules(struct context *c, struct gh_str account_id, struct gh_str password,
                             struct password_policy_rules *rules, struct gh_err *err) {
    struct kinds k = kinds_of(password);
    struct store_account_get_row account;
    int r = store_account_get(c->tx, &(struct store_account_get_args){.id = account_id}, &account, err);
    if (r) return r;
    bool is_name = gh_str_eq_ci(password, account.name) || gh_str_eq_ci(password, account.email);
    add_rule(rules, k.upper + k.lower + k.number + k.other >= DEFAULT_KINDS,
             GH_S("Three of: an uppercase letter, a lowercase letter, a digit, a symbol"),
             GH_S("Password should have at least three of the following: an uppercase letter, a lowercase letter, a "
                  "number, a symbol"));
    add_rule(rules, password.n && !is_name, GH_S("Not the name or mail address of the account"),
             GH_S("Password should not be the name or email address of the account"));
    return 0;
}

int password_policy_rules(struct context *c, const struct password_policy *policy, struct gh_str account_id,
                          struct gh_str password, struct password_policy_rules *ret_rules, struct gh_err *err) {
    struct kinds k = kinds_of(password);
    long long length = (long long)policy->minimum_length;
    *ret_rules = (struct password_policy_rules){.n = 0};
    add_rule(ret_rules, (int64_t)gh_str_chars(password) >= policy->minimum_length,
             gh_fmt(c->arena, "At least %lld characters", length),
             gh_fmt(c->arena, "Password should have a minimum length of %lld", length));
    if (policy->require_symbols)
        add_rule(ret_rules, k.symbol, GH_S("A symbol, such as ! or -"),
                 GH_S("Password should have at least one symbol"));
    if (policy->require_numbers)
        add_rule(ret_rules, k.number, GH_S("A digit"), GH_S("Password should have at least one number"));
    if (policy->require_uppercase)
        add_rule(ret_rules, k.upper, GH_S("An uppercase letter"),
                 GH_S("Password should have at least one uppercase letter"));
    if (policy->require_lowercase)
        add_rule(ret_rules, k.lower, GH_S("A lowercase letter"),
                 GH_S("Password should have at least one lowercase letter"));
    return policy->custom ? 0 : add_default_rules(c, account_id, password, ret_rules, err);
}

int password_policy_check(struct context *c, const struct password_policy *policy, struct gh_str account_id,
                          struct gh_str password, struct gh_err *err) {
    struct password_policy_rules rules;
    int r = password_policy_rules(c, policy, account_id, password, &rules, err);
    for (size_t i = 0; !r && i < rules.n; i++)
        if (!rules.v[i].met) r = gh_refuse(err, GH_EINVAL, "%.*s", GH_S_FMT(rules.v[i].refusal));
    return r;
}

int64_t password_policy_expiry_ms(const struct password_policy *policy, int64_t changed_ms) {
    return policy->max_age_days ? changed_ms + policy->max_age_days * GH_DAY_MS : 0;
}

int password_history_of(struct context *c, struct gh_str owner_id, const struct password_policy *policy,
                        struct password_history *ret_history, struct gh_err *err) {
    struct store_iam_password_history_list_rows rows;
    struct store_iam_password_history_list_args args = {.owner_id = owner_id, .count = HISTORY_MAX};
    int r = store_iam_password_history_list(c->tx, &args, &rows, err);
    if (r) return r;
    struct gh_str *hashes = gh_new_n(c->arena, struct gh_str, rows.n + 1);
    size_t n = 0;
    while (n < rows.n && (int64_t)n < policy->reuse_prevention) {
        hashes[n] = rows.v[n].hash;
        n++;
    }
    *ret_history = (struct password_history){.hashes = hashes, .n = n, .number = rows.n ? rows.v[0].number : 0};
    struct store_iam_login_get_row present;
    r = store_iam_login_get(c->tx, &(struct store_iam_login_get_args){.owner_id = owner_id}, &present, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    ret_history->present = present.hash;
    ret_history->present_ms = present.changed_ms;
    return 0;
}

static int remember(struct context *c, struct gh_str owner_id, int64_t number, struct gh_str hash, struct gh_err *err) {
    struct store_iam_password_history_put_args put = {.owner_id = owner_id, .number = number, .hash = hash};
    int r = store_iam_password_history_put(c->tx, &put, NULL, err);
    if (r) return r;
    struct store_iam_password_history_trim_args trim = {.owner_id = owner_id, .up_to = number - HISTORY_MAX};
    return store_iam_password_history_trim(c->tx, &trim, NULL, err);
}

int login_profile_create(struct context *c, const struct login_profile_new *profile, struct gh_err *err) {
    struct store_iam_login_insert_args args = {.owner_id = profile->owner_id,
                                               .account_id = profile->account_id,
                                               .hash = profile->hash,
                                               .reset_required = profile->reset_required,
                                               .now_ms = c->now_ms};
    int64_t changes;
    int r = store_iam_login_insert(c->tx, &args, &changes, err);
    if (r) return r;
    if (!changes) return gh_fail(err, GH_EEXIST, "the user has a password");
    return remember(c, profile->owner_id, 1, profile->hash, err);
}

/* A password that was taken away and given anew begins a history anew: its number alone does not tell. */
static int check_present(struct context *c, struct gh_str owner_id, const struct password_history *history,
                         struct gh_err *err) {
    struct password_history now;
    static const struct password_policy any = {0};
    int r = password_history_of(c, owner_id, &any, &now, err);
    if (r) return r;
    bool same = now.present.p && now.number == history->number && now.present_ms == history->present_ms &&
                gh_str_eq(now.present, history->present);
    return same ? 0 : gh_fail(err, GH_EBUSY, "the password was changed in between");
}

int login_profile_change(struct context *c, struct gh_str owner_id, const struct password_history *history,
                         struct gh_str hash, struct gh_err *err) {
    int r = check_present(c, owner_id, history, err);
    if (r) return r;
    struct store_iam_login_set_hash_args set = {.owner_id = owner_id, .hash = hash, .now_ms = c->now_ms};
    r = store_iam_login_set_hash(c->tx, &set, NULL, err);
    if (!r) r = remember(c, owner_id, history->number + 1, hash, err);
    return r ? r : console_session_end_all(c, owner_id, err);
}

int login_profile_rehash(struct context *c, struct gh_str owner_id, struct gh_str old_hash, struct gh_str hash,
                         struct gh_err *err) {
    struct store_iam_login_rehash_args args = {.owner_id = owner_id, .old_hash = old_hash, .hash = hash};
    return store_iam_login_rehash(c->tx, &args, NULL, err);
}

int login_profile_delete(struct context *c, struct gh_str owner_id, struct gh_err *err) {
    struct store_iam_password_history_trim_args trim = {.owner_id = owner_id, .up_to = INT64_MAX};
    int r = store_iam_password_history_trim(c->tx, &trim, NULL, err);
    if (!r) r = store_iam_login_delete(c->tx, &(struct store_iam_login_delete_args){.owner_id = owner_id}, NULL, err);
    return r ? r : console_session_end_all(c, owner_id, err);
}
