/* role.h: what the files about roles share. */
#ifndef GH_SERVICE_IAM_ROLE_H
#define GH_SERVICE_IAM_ROLE_H

#include "service/iam/iam.h"
#include "service/iam/policy_set.h"

/** As iam_role_named(), for a change: roles that Identity Center or a service owns are refused as AWS does. */
int iam_role_editable(struct gh_call *c, struct gh_str name, struct store_iam_role_by_name_row *ret_role,
                      struct gh_err *err);
/** Throws UnmodifiableEntity for @role. */
int iam_role_protected(const struct store_iam_role_by_name_row *role, struct gh_err *err);
/** The role as lists show it, with its trust policy. */
int iam_role_output(struct gh_call *c, const struct store_iam_role_by_name_row *row, struct iam_role *ret_role,
                    struct gh_err *err);
/** An instance profile with the role in it, without its tags. */
int iam_instance_profile_output(struct gh_call *c, const struct store_iam_instance_profile_by_name_row *row,
                                struct iam_instance_profile *ret_profile, struct gh_err *err);
/** The role as policies are attached to it. */
struct iam_entity iam_role_entity(const struct store_iam_role_by_name_row *row);

#endif
