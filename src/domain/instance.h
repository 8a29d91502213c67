/* instance.h: instances of Identity Center: an organization's, or one of a single account. */
#ifndef GH_DOMAIN_INSTANCE_H
#define GH_DOMAIN_INSTANCE_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct context;

struct instance_new {
    struct gh_str account_id;      /* the owner */
    struct gh_str organization_id; /* absent: an account instance */
    struct gh_str name;            /* may be absent */
    struct gh_str client_token;    /* may be absent */
};

/**
 * Makes an active instance with an empty identity store, in the house's region, and a secret of its own. The caller
 * has made sure that the account owns none: -GH_EEXIST otherwise.
 */
int instance_create(struct context *c, const struct instance_new *instance, struct gh_str *ret_id, struct gh_err *err);

/** Opens an instance's @sealed secret, which keys the suffixes of the names it gives in accounts. */
int instance_secret(struct context *c, struct gh_str instance_id, struct gh_str sealed, struct gh_secret *ret_secret,
                    struct gh_err *err);

#endif
