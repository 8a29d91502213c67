/*
 * login_profile.h: passwords of IAM users, and the account's rules for them. Hashing and comparing is slow: the caller
 * does it on the pool, outside a transaction; here is what is stored and what is allowed.
 *
 * An owner is a user's id (AIDA…), or the account's id for its root user.
 */
#ifndef GH_DOMAIN_LOGIN_PROFILE_H
#define GH_DOMAIN_LOGIN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;

struct password_policy {
    bool custom; /* false: AWS's default for accounts that have said nothing */
    int64_t minimum_length;
    bool require_symbols, require_numbers, require_uppercase, require_lowercase;
    bool allow_change;
    int64_t max_age_days;     /* 0: passwords do not expire */
    int64_t reuse_prevention; /* 0: any password may come back */
    bool has_hard_expiry, hard_expiry;
};

int password_policy_of(struct context *c, struct gh_str account_id, struct password_policy *ret_policy,
                       struct gh_err *err);
/** -GH_EINVAL with AWS's text for the client. Reuse is not looked at. */
int password_policy_check(struct context *c, const struct password_policy *policy, struct gh_str account_id,
                          struct gh_str password, struct gh_err *err);
/** When a password set at @changed_ms expires; 0: never. */
int64_t password_policy_expiry_ms(const struct password_policy *policy, int64_t changed_ms);

/** Hashes of the passwords that may not come back, the present one among them. */
struct password_history {
    const struct gh_str *hashes;
    size_t n;
    int64_t number; /* of the newest: changes with every new password */
};
int password_history_of(struct context *c, struct gh_str owner_id, const struct password_policy *policy,
                        struct password_history *ret_history, struct gh_err *err);

struct login_profile_new {
    struct gh_str account_id, owner_id, hash;
    bool reset_required;
};
/** -GH_EEXIST where the owner has a password. */
int login_profile_create(struct context *c, const struct login_profile_new *profile, struct gh_err *err);
/**
 * A new password in place of the present one. -GH_EBUSY where another came in between: @history is what the new one was
 * compared with.
 */
int login_profile_change(struct context *c, struct gh_str owner_id, const struct password_history *history,
                         struct gh_str hash, struct gh_err *err);
int login_profile_delete(struct context *c, struct gh_str owner_id, struct gh_err *err);

#endif
