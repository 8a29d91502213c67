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

#define PASSWORD_POLICY_RULES_MAX 5
/** What a policy asks of a password, in words for a person and in AWS's for the client that missed it. */
struct password_policy_rule {
    struct gh_str text, refusal;
    bool met;
};
struct password_policy_rules {
    struct password_policy_rule v[PASSWORD_POLICY_RULES_MAX];
    size_t n;
};
/** Holds @password (absent: no password meets anything) against each rule. Reuse is not looked at. */
int password_policy_rules(struct context *c, const struct password_policy *policy, struct gh_str account_id,
                          struct gh_str password, struct password_policy_rules *ret_rules, struct gh_err *err);
/** -GH_EINVAL with AWS's text for the client. Reuse is not looked at. */
int password_policy_check(struct context *c, const struct password_policy *policy, struct gh_str account_id,
                          struct gh_str password, struct gh_err *err);
/** When a password set at @changed_ms expires; 0: never. */
int64_t password_policy_expiry_ms(const struct password_policy *policy, int64_t changed_ms);

/** Hashes of the passwords that may not come back, the present one among them; and the present one itself. */
struct password_history {
    const struct gh_str *hashes;
    size_t n;
    int64_t number;        /* of the newest: changes with every new password */
    struct gh_str present; /* absent where the owner has no password */
    int64_t present_ms;    /* when it was set */
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
 * A new password in place of the present one; whoever is signed in with that is not any more. -GH_EBUSY where another
 * came in between: @history is what the new one, and the old one that was given, were compared with.
 */
int login_profile_change(struct context *c, struct gh_str owner_id, const struct password_history *history,
                         struct gh_str hash, struct gh_err *err);
/**
 * The same password under another hash, made at today's cost. No error, and nothing done, where the password is not the
 * one with @old_hash any more.
 */
int login_profile_rehash(struct context *c, struct gh_str owner_id, struct gh_str old_hash, struct gh_str hash,
                         struct gh_err *err);
/** Takes the password away, and ends the sessions that it opened. */
int login_profile_delete(struct context *c, struct gh_str owner_id, struct gh_err *err);

#endif
