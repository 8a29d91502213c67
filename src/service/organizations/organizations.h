/* organizations.h: what the files of this folder share: the organization at hand, paging, paths, tags. */
#ifndef GH_SERVICE_ORGANIZATIONS_H
#define GH_SERVICE_ORGANIZATIONS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/organizations.h"
#include "store/queries.h"
#include "wire/call.h"
#include "wire/page.h"

/** AWS: up to 10,000 accounts on request. */
#define ORGANIZATIONS_ACCOUNTS_MAX 10000

/** The caller's organization. Throws AWSOrganizationsNotInUseException. */
int organizations_open(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err);
/** The same, for operations that only the management account may call. Throws AccessDeniedException. */
int organizations_manage(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err);
/** Throws ConstraintViolationException where the organization has consolidated billing only. */
int organizations_require_all_features(const struct store_organization_of_account_row *org, struct gh_err *err);
/**
 * The same, for operations that member accounts may call too: delegated administrators where the operation reads, and
 * whoever the organization's resource policy lets. @in is the operation's input.
 */
int organizations_share(struct gh_call *c, const void *in, struct store_organization_of_account_row *ret_org,
                        struct gh_err *err);
/** Throws PolicyTypeNotAvailableForOrganizationException where the organization has not all features. */
int organizations_all_features(const struct store_organization_of_account_row *org, struct gh_err *err);

/** wire_page_open() with Organizations' own error for a token that is none. */
int organizations_page_open(struct gh_call *c, const struct wire_page_query *query, struct wire_page *ret_page,
                            struct gh_err *err);

/** Is there a root or unit of that id in the organization? *@ret_found says; only database errors fail. */
int organizations_parent_exists(struct gh_call *c, const struct store_organization_of_account_row *org,
                                struct gh_str parent_id, bool *ret_found, struct gh_err *err);

/** "o-…/r-…/ou-…/": the way from the organization down to the root or unit @parent_id, and how many units deep it is.
 */
int organizations_path(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str parent_id,
                       struct gh_str *ret_path, int *ret_depth, struct gh_err *err);

/** The root with the policy types that are enabled there. */
int organizations_root_output(struct gh_call *c, const struct store_organization_of_account_row *org,
                              struct organizations_root *ret_root, struct gh_err *err);

/** An account as the API shows it; @parent_path is the path of its parent. */
struct organizations_account organizations_account_output(struct gh_call *c,
                                                          const struct store_organization_of_account_row *org,
                                                          const struct store_organization_account_get_row *row,
                                                          struct gh_str parent_path);
/** Reads an account of the organization. Throws AccountNotFoundException. */
int organizations_account_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                              struct store_organization_account_get_row *ret_row, struct gh_err *err);

/** Throws InvalidInputException where @principal is not of the form "iam.amazonaws.com". */
int organizations_check_service(struct gh_str principal, struct gh_err *err);
/** The retired Status that goes with an account's State. */
struct gh_str organizations_account_status(struct gh_str state);

/** Checks tags given at creation (no duplicates, nothing of AWS's own, at most 50) and keeps them under @resource. */
int organizations_put_tags(struct gh_call *c, struct gh_str resource, const struct organizations_tags *tags,
                           struct gh_err *err);
/**
 * For an operation that organizations_share() opened to a member account: where it makes something with tags, the
 * organization's resource policy must allow organizations:TagResource too (the caller's own policies: the row).
 */
int organizations_share_tags(struct gh_call *c, const void *in, const struct organizations_tags *tags,
                             const struct store_organization_of_account_row *org, struct gh_err *err);
/** Tags that waited under one resource go over to another. */
int organizations_move_tags(struct context *c, struct gh_str from, struct gh_str to, struct gh_err *err);

#endif
