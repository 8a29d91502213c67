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
 * Takes a member out: its place, policies and tags, the roles and assignments of the organization's Identity Center.
 * Does not ask whether it may go.
 */
int organizations_depart(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                         struct gh_err *err);
/** May the account go? Throws what forbids it: it manages the organization, administers a service, or is too new. */
int organizations_may_depart(struct gh_call *c, struct gh_str account_id, struct gh_err *err);

#endif
