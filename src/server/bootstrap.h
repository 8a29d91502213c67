/*
 * bootstrap.h: an account from nothing, with a first access key for its owner: what AWS's sign-up page does. Used by
 * the first start, by `gatehouse init` and by `gatehouse create-account`.
 */
#ifndef GH_SERVER_BOOTSTRAP_H
#define GH_SERVER_BOOTSTRAP_H

#include "server/installation.h"

struct bootstrap {
    const char *account_id; /* NULL: drawn */
    const char *account_name;
    const char *root_email;       /* NULL: made of the account's id */
    bool root_key;                /* a key of the root user instead of an administrator with one */
    const char *credentials_file; /* where the key is written, mode 0600 */
    bool first;                   /* only where there is no account yet */
};

/** Fills in what the options say and the defaults for the rest. -GH_EINVAL names the option that is wrong. */
int bootstrap_of_options(struct installation *in, const struct options *o, bool first, struct bootstrap *ret_bootstrap,
                         struct gh_err *err);
/** Makes the account; the credentials file is on disk before the account is. Answers the account's id. */
int bootstrap_account(struct installation *in, const struct bootstrap *b, struct gh_str *ret_account_id,
                      struct gh_err *err);

#endif
