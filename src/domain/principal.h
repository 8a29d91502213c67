/*
 * principal.h: who is calling, as established by authentication and as policies see it.
 */
#ifndef GH_DOMAIN_PRINCIPAL_H
#define GH_DOMAIN_PRINCIPAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum principal_kind {
    PRINCIPAL_ANONYMOUS,       /* an operation without authentication */
    PRINCIPAL_ROOT,            /* arn:aws:iam::A:root */
    PRINCIPAL_USER,            /* arn:aws:iam::A:user/path/name */
    PRINCIPAL_ROLE_SESSION,    /* arn:aws:sts::A:assumed-role/name/session */
    PRINCIPAL_IDENTITY_CENTER, /* a person with a portal token */
    PRINCIPAL_SERVICE,         /* Gatehouse itself, in jobs */
};

struct principal_tag {
    struct gh_str key, value;
};

struct principal {
    enum principal_kind kind;
    struct gh_str account_id;
    struct gh_str arn;        /* as GetCallerIdentity answers it */
    struct gh_str policy_arn; /* aws:PrincipalArn: the role's ARN for a role session, else arn */
    struct gh_str user_id;    /* aws:userid: account id (root), AIDA… (user), AROA…:session (role session) */
    struct gh_str entity_id;  /* AIDA…, AROA…; the account id for root */
    struct gh_str name;       /* IAM user name or role name; Identity Center user name */
    struct gh_str session_name;
    struct gh_str access_key_id;
    struct gh_str organization_id; /* aws:PrincipalOrgID; absent outside an organization */
    int64_t token_issue_ms;        /* of a session token, else 0 */
    int64_t expires_ms;            /* of a session token, else 0 */
    bool mfa_present;
    /* Identity Center: the person behind a portal token, or behind a role session that the portal issued. */
    struct gh_str identity_store_id, identity_user_id, permission_set_id, instance_id;
    const struct principal_tag *tags; /* session tags */
    size_t n_tags;
    const struct gh_str *session_policies; /* documents */
    size_t n_session_policies;
};

#endif
