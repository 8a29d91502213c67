/* arn.h: how the ARNs of our resources are spelled. */
#ifndef GH_DOMAIN_ARN_H
#define GH_DOMAIN_ARN_H

#include <stdbool.h>

#include "base/str.h"

struct gh_arena;

/** The parts of "arn:aws:iam::<account>:<kind>/<path>/<name>". */
struct arn_iam {
    struct gh_str account_id; /* twelve digits, or "aws" */
    struct gh_str kind;       /* "user", "policy" */
    struct gh_str path;       /* begins and ends with '/' */
    struct gh_str name;
};
/** False where @arn is not of that form. The parts point into @arn. */
bool arn_iam_split(struct gh_str arn, struct arn_iam *ret_parts);

/** arn:aws:iam::A:root */
struct gh_str arn_root(struct gh_arena *a, struct gh_str account_id);
/** arn:aws:iam::A:user/path/name; @path begins and ends with '/'. */
struct gh_str arn_iam_user(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);
/** arn:aws:iam::A:role/path/name */
struct gh_str arn_iam_role(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);
/** arn:aws:iam::A:group/path/name */
struct gh_str arn_iam_group(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);
/** arn:aws:iam::A:policy/path/name */
struct gh_str arn_iam_policy(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);
/** arn:aws:iam::A:instance-profile/path/name */
struct gh_str arn_iam_instance_profile(struct gh_arena *a, struct gh_str account_id, struct gh_str path,
                                       struct gh_str name);
/** arn:aws:iam::A:mfa/path/name */
struct gh_str arn_iam_mfa(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);
/** arn:aws:iam::A:server-certificate/path/name */
struct gh_str arn_iam_server_certificate(struct gh_arena *a, struct gh_str account_id, struct gh_str path,
                                         struct gh_str name);
/** arn:aws:sts::A:assumed-role/name/session */
struct gh_str arn_assumed_role(struct gh_arena *a, struct gh_str account_id, struct gh_str name, struct gh_str session);
/** arn:aws:sts::A:federated-user/name */
struct gh_str arn_federated_user(struct gh_arena *a, struct gh_str account_id, struct gh_str name);
/** arn:aws:sso:::instance/ssoins-… */
struct gh_str arn_sso_instance(struct gh_arena *a, struct gh_str instance_id);
/** arn:aws:sso:::permissionSet/ssoins-…/ps-… */
struct gh_str arn_permission_set(struct gh_arena *a, struct gh_str instance_id, struct gh_str permission_set_id);
/** arn:aws:sso::A:application/ssoins-…/apl-…; A is the account that made it. */
struct gh_str arn_application(struct gh_arena *a, struct gh_str account_id, struct gh_str instance_id,
                              struct gh_str application_id);
/** arn:aws:sso::A:trustedTokenIssuer/ssoins-…/tti-… */
struct gh_str arn_trusted_token_issuer(struct gh_arena *a, struct gh_str account_id, struct gh_str instance_id,
                                       struct gh_str issuer_id);
/** arn:aws:identitystore::A:identitystore/d-…; A is the account of its instance. */
struct gh_str arn_identity_store(struct gh_arena *a, struct gh_str account_id, struct gh_str identity_store_id);
/** The account in "arn:aws:sso::A:application/…"; absent where @arn is not of that form. */
struct gh_str arn_application_account(struct gh_str arn);
/** arn:aws:organizations::<management account>:<kind>/<organization>[/<id>]; @id absent for the organization itself. */
struct gh_str arn_organizations(struct gh_arena *a, struct gh_str management_account_id, const char *kind,
                                struct gh_str organization_id, struct gh_str id);

#endif
