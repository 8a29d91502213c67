/* account.h: accounts, whatever made them: the first start, CreateAccount, or the create-account command. */
#ifndef GH_DOMAIN_ACCOUNT_H
#define GH_DOMAIN_ACCOUNT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct context;

struct account_new {
    struct gh_str id; /* absent: a new one is drawn */
    struct gh_str name, email;
    bool billing_access; /* "IAM user and role access to Billing information" */
};

/** Makes an active account. -GH_EEXIST where the e-mail address or the id is taken. */
int account_create(struct context *c, const struct account_new *account, struct gh_str *ret_id, struct gh_err *err);

/** Says that something which decides about principals of this account has changed: cached permissions end here. */
int account_touch(struct context *c, struct gh_str account_id, struct gh_err *err);

/** The form in which names and addresses are compared where case does not count. */
struct gh_str fold_key(struct gh_arena *a, struct gh_str name);

#endif
