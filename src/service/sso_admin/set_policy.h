/* set_policy.h: what the kinds of policies in a permission set have in common. */
#ifndef GH_SERVICE_SSO_ADMIN_SET_POLICY_H
#define GH_SERVICE_SSO_ADMIN_SET_POLICY_H

#include "service/sso_admin/sso_admin.h"

/** Says that the set has changed: the roles made of it are out of date from now on. */
int sso_admin_set_touch(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err);
/** Throws where @arn is no policy of AWS that a role can have. */
int sso_admin_set_check_attachable(struct gh_call *c, struct gh_str arn, struct gh_err *err);
/** Throws ServiceQuotaExceededException where the set holds more policies, of both kinds, than it may. */
int sso_admin_set_check_count(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err);

#endif
