/* organizations.h: what the files of this folder share: the organization at hand, paging, paths, tags. */
#ifndef GH_SERVICE_ORGANIZATIONS_H
#define GH_SERVICE_ORGANIZATIONS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/organizations.h"
#include "store/queries.h"
#include "wire/call.h"

/** The caller's organization. Throws AWSOrganizationsNotInUseException. */
int organizations_open(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err);
/** The same, for operations that only the management account may call. Throws AccessDeniedException. */
int organizations_manage(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err);

/** A page of a list that is read one row further than it shows. */
struct organizations_page {
    struct gh_str scope, after;
    int64_t count;
};
/** @max is the model's largest page, which is also the default. */
int organizations_page_open(struct gh_call *c, struct gh_str token, int64_t asked, int64_t max, struct gh_str filter,
                            struct organizations_page *ret_page, struct gh_err *err);
size_t organizations_page_shown(const struct organizations_page *page, size_t n);
struct gh_str organizations_page_close(struct gh_call *c, const struct organizations_page *page, size_t n,
                                       struct gh_str last_key);

/** Is there a root or unit of that id in the organization? *@ret_found says; only database errors fail. */
int organizations_parent_exists(struct gh_call *c, const struct store_organization_of_account_row *org,
                                struct gh_str parent_id, bool *ret_found, struct gh_err *err);

/** "o-…/r-…/ou-…/": the way from the organization down to the root or unit @parent_id, and how many units deep it is.
 */
int organizations_path(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str parent_id,
                       struct gh_str *ret_path, int *ret_depth, struct gh_err *err);

/** Checks tags given at creation (no duplicates, nothing of AWS's own, at most 50) and keeps them under @resource. */
int organizations_put_tags(struct gh_call *c, struct gh_str resource, const struct organizations_tags *tags,
                           struct gh_err *err);

#endif
