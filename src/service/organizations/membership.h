/* membership.h: accounts coming into an organization and going out of it, whatever the way. */
#ifndef GH_SERVICE_ORGANIZATIONS_MEMBERSHIP_H
#define GH_SERVICE_ORGANIZATIONS_MEMBERSHIP_H

#include "base/err.h"
#include "base/str.h"

struct context;
struct gh_call;

/** Makes an account that is in no organization a member, in the root, under the policies that hang everywhere. */
int organizations_join(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                       struct gh_str joined_method, struct gh_err *err);
/**
 * Takes a member out: its place, policies, tags and delegations, its part in a migration to all features, the roles and
 * assignments of the organization's Identity Center. Does not ask whether it may go. @method says how it goes: LEFT,
 * REMOVED, CLEANED.
 */
int organizations_depart(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                         struct gh_str method, struct gh_err *err);
/**
 * An account has come or moved: the assignments promised to the units above it (domain/assignment_target.h) follow it,
 * by a job of their own.
 */
int organizations_follow_targets(struct context *c, struct gh_str account_id, struct gh_err *err);
/** May the account go? Throws what forbids it: it manages the organization, administers a service, or is too new. */
int organizations_may_depart(struct gh_call *c, struct gh_str account_id, struct gh_err *err);

/** AWSServiceRoleForOrganizations in the account, where it is not there yet. */
int organizations_service_role_ensure(struct context *c, struct gh_str account_id, struct gh_err *err);
/** May the caller have it made in their account? Throws AccessDeniedForDependencyException. */
int organizations_may_make_service_role(struct gh_call *c, const void *in, struct gh_err *err);

#endif
