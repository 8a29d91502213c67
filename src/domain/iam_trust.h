/*
 * iam_trust.h: whom a role's trust policy, or another policy that hangs on a resource, names. Users and roles are kept
 * by their ids, a role's session as AROA…:session, as AWS keeps them: one that is deleted and made again under the same
 * name is somebody else, and the policy then shows the id instead of a name.
 */
#ifndef GH_DOMAIN_IAM_TRUST_H
#define GH_DOMAIN_IAM_TRUST_H

#include "base/err.h"
#include "base/str.h"

struct context;

/**
 * The form of a valid trust policy that is kept. -GH_EINVAL with AWS's text where it names a user, role, account or
 * SAML provider that does not exist, or no service of AWS.
 */
int iam_trust_keep(struct context *c, struct gh_str document, struct gh_str *ret_kept, struct gh_err *err);
/** The form that is shown: users, roles and sessions of roles that still exist by their ARN of today. */
int iam_trust_show(struct context *c, struct gh_str kept, struct gh_str *ret_document, struct gh_err *err);

#endif
