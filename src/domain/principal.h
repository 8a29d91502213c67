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
    PRINCIPAL_FEDERATED_USER,  /* arn:aws:sts::A:federated-user/name: GetFederationToken */
    PRINCIPAL_WEB_IDENTITY,    /* whoever presents an OpenID Connect token: only while a role is assumed with it */
    PRINCIPAL_SAML,            /* whoever presents a SAML assertion: likewise */
};

struct principal_tag {
    struct gh_str key, value;
};

/** A condition key that a session carries from its sign-in on: "token.example.com:sub", "saml:sub". */
struct principal_key {
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
    int64_t mfa_ms;                /* when the MFA code was given; 0 where there was none */
    bool assumed_root;             /* AssumeRoot: the root user of a member account, within a task policy */
    struct gh_str source_identity; /* set once in a chain of roles, the same in all of it */
    struct gh_str provider;        /* ARN of the IAM provider that the session, or the assertion, comes from */
    /* Identity Center: the person behind a portal token, or behind a role session that the portal issued. */
    struct gh_str identity_store_id, identity_user_id, permission_set_id, instance_id;
    const struct principal_tag *tags; /* session tags; the first n_transitive_tags go on into the next role */
    size_t n_tags, n_transitive_tags;
    const struct principal_key *keys;
    size_t n_keys;
    const struct gh_str *session_policies; /* documents */
    size_t n_session_policies;
};

#endif
