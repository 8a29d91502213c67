/* policy.h: what the files about policies share: types, their limits, finding a policy or a target. */
#ifndef GH_SERVICE_ORGANIZATIONS_POLICY_H
#define GH_SERVICE_ORGANIZATIONS_POLICY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "service/organizations/organizations.h"

struct policy_kind {
    struct gh_str type;
    struct gh_str element; /* the one member of a management policy; absent for SCPs and RCPs */
    size_t chars_max;
    int64_t attached_max, stored_max;
    struct gh_str service; /* needs trusted access of this service; absent: of none */
};
/** The kind of a modelled type. */
const struct policy_kind *organizations_policy_kind(struct gh_str type);
/** Is there a type that fits @pattern ("TAG_*")? */
bool organizations_policy_kind_like(struct gh_str pattern);

/** AWS's or the organization's own policy. */
struct policy_found {
    struct gh_str id, type, name, description, content;
    bool aws_managed;
};
/** Throws PolicyNotFoundException. */
int organizations_policy_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                             struct policy_found *ret_policy, struct gh_err *err);
struct organizations_policy_summary organizations_policy_summary(struct gh_call *c,
                                                                 const struct store_organization_of_account_row *org,
                                                                 const struct policy_found *policy);

/** What a policy can hang on. */
struct policy_target {
    struct gh_str id, name;
    struct gh_str type; /* ACCOUNT, ORGANIZATIONAL_UNIT, ROOT */
};
/** *@ret_found says whether the organization has such a target; only database errors fail. */
int organizations_target_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                             struct policy_target *ret_target, bool *ret_found, struct gh_err *err);

/** Throws MalformedPolicyDocumentException or ConstraintViolationException. */
int organizations_policy_check(struct gh_call *c, const struct policy_kind *kind, struct gh_str content,
                               struct gh_err *err);

/** Has a change of this type of policy a say in decisions? Then everything that was kept about them ends. */
int organizations_policy_touch(struct gh_call *c, const struct store_organization_of_account_row *org,
                               struct gh_str type, struct gh_err *err);

/** Throws ConstraintViolationException where a type that needs @service is enabled. */
int organizations_service_is_free(struct gh_call *c, const struct store_organization_of_account_row *org,
                                  struct gh_str service, struct gh_err *err);
/** Throws ConstraintViolationException where @service has no trusted access. */
int organizations_service_must_be_enabled(struct gh_call *c, const struct store_organization_of_account_row *org,
                                          struct gh_str service, struct gh_err *err);

/** Is the type enabled in the root? */
int organizations_policy_type_enabled(struct gh_call *c, const struct store_organization_of_account_row *org,
                                      struct gh_str type, bool *ret_enabled, struct gh_err *err);
/** The types enabled in the root, as the model lists them. */
int organizations_policy_types(struct gh_call *c, const struct store_organization_of_account_row *org,
                               struct organizations_policy_types *ret_types, struct gh_err *err);

#endif
