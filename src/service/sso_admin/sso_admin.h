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
 * An instance, of either kind, that the caller's account administers: as its owner, or as the delegated administrator
 * of its organization. -GH_ENOTFOUND where it is not visible, -GH_EDENIED where it is only visible.
 */
int sso_admin_instance_administered(struct gh_call *c, struct gh_str instance_arn,
                                    struct store_sso_instance_get_row *ret_row, struct gh_err *err);
/**
 * The same with permission sets, and not being deleted. Throws ResourceNotFoundException where it is not visible or on
 * its way out, AccessDeniedException where others administer it, ValidationException for an account instance.
 */
int sso_admin_instance_open(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err);

/** The one Region of an instance, as the API shows it. */
struct sso_admin_region_metadata *sso_admin_home_region(struct gh_call *c,
                                                        const struct store_sso_instance_get_row *row);

/** A permission set within its instance. */
struct sso_admin_set {
    struct store_sso_instance_get_row instance;
    struct store_permission_set_get_row row;
};
/** Throws as sso_admin_instance_open, and ResourceNotFoundException where the instance has no such set. */
int sso_admin_set_open(struct gh_call *c, struct gh_str instance_arn, struct gh_str permission_set_arn,
                       struct sso_admin_set *ret_set, struct gh_err *err);
/**
 * A permission set that is about to be changed or provisioned: AWS lets a delegated administrator do so only where it
 * is not provisioned in the management account. Throws as sso_admin_set_open, and AccessDeniedException.
 */
int sso_admin_set_change(struct gh_call *c, struct gh_str instance_arn, struct gh_str permission_set_arn,
                         struct sso_admin_set *ret_set, struct gh_err *err);
/** Throws AccessDeniedException where @account_id is the management account and the caller a delegated administrator.
 */
int sso_admin_check_account(struct gh_call *c, const struct sso_admin_set *set, struct gh_str account_id,
                            struct gh_err *err);

/** The largest page of its lists, which is also the default. */
#define SSO_ADMIN_PAGE 100

/** Adds tags to a resource by its id. Throws ValidationException, ServiceQuotaExceededException. */
int sso_admin_tag(struct gh_call *c, struct gh_str id, const struct sso_admin_tag_list *tags, struct gh_err *err);
/** Removes all tags of an id. */
int sso_admin_tags_drop(struct gh_call *c, struct gh_str id, struct gh_err *err);

#endif
