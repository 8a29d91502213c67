/* instance.h: instances of Identity Center: an organization's, or one of a single account. */
#ifndef GH_DOMAIN_INSTANCE_H
#define GH_DOMAIN_INSTANCE_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct context;

/** The name under which Organizations knows Identity Center. */
#define INSTANCE_SERVICE_PRINCIPAL GH_S("sso.amazonaws.com")
/** States of an instance. */
#define INSTANCE_ACTIVE GH_S("ACTIVE")
#define INSTANCE_DELETING GH_S("DELETE_IN_PROGRESS")
/** The kind of job that takes an instance in the state INSTANCE_DELETING apart; its payload is the instance's id. */
#define INSTANCE_DELETE_JOB "sso.instance-delete"

struct instance_new {
    struct gh_str account_id;      /* the owner */
    struct gh_str organization_id; /* absent: an account instance */
    struct gh_str name;            /* may be absent */
    struct gh_str client_token;    /* may be absent */
    struct gh_str request_digest;  /* of what else the request said; may be absent */
};

/**
 * Makes an active instance with an empty identity store, in the house's region, and a secret of its own. The caller
 * has made sure that the account owns none: -GH_EEXIST otherwise.
 */
int instance_create(struct context *c, const struct instance_new *instance, struct gh_str *ret_id, struct gh_err *err);

/** What a caller's account is to an instance. */
enum instance_standing {
    INSTANCE_STRANGER, /* must not learn that it exists */
    INSTANCE_MEMBER,   /* of its organization: sees it */
    INSTANCE_DELEGATE, /* administers it for the organization, but not what concerns the management account */
    INSTANCE_OWNER,
};
/** @organization_id: of the instance; absent for an account's own. */
int instance_standing(struct context *c, struct gh_str owner_account_id, struct gh_str organization_id,
                      struct gh_str account_id, enum instance_standing *ret_standing, struct gh_err *err);

/** Opens an instance's @sealed secret, which keys the suffixes of the names it gives in accounts. */
int instance_secret(struct context *c, struct gh_str instance_id, struct gh_str sealed, struct gh_secret *ret_secret,
                    struct gh_err *err);

#endif
