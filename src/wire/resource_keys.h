/*
 * resource_keys.h: the condition keys that the resource asked for supplies: aws:ResourceTag/…, of users and roles also
 * iam:ResourceTag/… and the boundary that hangs on them; of members of an organization, for the account service, the
 * organization's tags and path; of applications sso:ApplicationAccount. A resource that is not there yet has no tags.
 */
#ifndef GH_WIRE_RESOURCE_KEYS_H
#define GH_WIRE_RESOURCE_KEYS_H

#include "wire/context_keys.h"

struct gh_call;
struct policy_request;

/** @base with the keys of the request's resource behind: of two of the same name the request's own counts. */
int wire_resource_keys(struct gh_call *c, const struct wire_keys *base, const struct policy_request *request,
                       struct wire_keys *ret_keys, struct gh_err *err);

#endif
