/* sso_admin.h: what the files of this folder share: the instance and permission set at hand, paging, tags. */
#ifndef GH_SERVICE_SSO_ADMIN_H
#define GH_SERVICE_SSO_ADMIN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/sso_admin.h"
#include "store/queries.h"
#include "wire/call.h"
#include "wire/page.h"

/** The organization the caller's account is in at this moment; absent outside one. */
int sso_admin_organization(struct gh_call *c, struct gh_str *ret_organization_id, struct gh_err *err);

/**
 * An instance that the caller may look at: their account's own, or their organization's. -GH_ENOTFOUND otherwise,
 * so that each operation says it in the terms it has.
 */
int sso_admin_instance_visible(struct gh_call *c, struct gh_str instance_arn,
                               struct store_sso_instance_get_row *ret_row, struct gh_err *err);
/**
 * An instance whose permission sets the caller's account manages. Throws ResourceNotFoundException where it is not
 * visible, AccessDeniedException where another account owns it, ValidationException for an account instance.
 */
int sso_admin_instance_open(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err);

/** A permission set within its instance. */
struct sso_admin_set {
    struct store_sso_instance_get_row instance;
    struct store_permission_set_get_row row;
};
/** Throws as sso_admin_instance_open, and ResourceNotFoundException where the instance has no such set. */
int sso_admin_set_open(struct gh_call *c, struct gh_str instance_arn, struct gh_str permission_set_arn,
                       struct sso_admin_set *ret_set, struct gh_err *err);

/** The largest page of its lists, which is also the default. */
#define SSO_ADMIN_PAGE 100

/** Adds tags to an instance or permission set by its id. Throws ValidationException, ServiceQuotaExceededException. */
int sso_admin_tag(struct gh_call *c, struct gh_str id, const struct sso_admin_tag_list *tags, struct gh_err *err);
/** Removes all tags of an id. */
int sso_admin_tags_drop(struct gh_call *c, struct gh_str id, struct gh_err *err);

#endif
