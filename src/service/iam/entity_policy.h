/*
 * entity_policy.h: inline and attached policies, the same for users, groups and roles: existence, quotas and AWS's
 * texts in one place.
 */
#ifndef GH_SERVICE_IAM_ENTITY_POLICY_H
#define GH_SERVICE_IAM_ENTITY_POLICY_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"
#include "service/iam/iam.h"
#include "service/iam/policy_set.h"

/** Characters of a document, white space not counted: what AWS's size quotas are about. */
size_t iam_document_size(struct gh_str document);
/** Throws MalformedPolicyDocument where @document is not a policy of that type. */
int iam_document_check(struct gh_call *c, struct gh_str document, enum policy_type type, struct gh_err *err);

/** Throws MalformedPolicyDocument, and LimitExceeded past the total size that the entity may hold. */
int iam_entity_put_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                          struct gh_str document, struct gh_err *err);
/** The document, percent-encoded. Throws NoSuchEntity. */
int iam_entity_get_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                          struct gh_str *ret_document, struct gh_err *err);
/** Throws NoSuchEntity. */
int iam_entity_delete_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                             struct gh_err *err);

/** A managed policy that may be used in the caller's account. Throws InvalidInput and NoSuchEntity. */
int iam_attachable(struct gh_call *c, struct gh_str arn, struct gh_err *err);
/** Attaching twice is attaching once. Throws as iam_attachable(), PolicyNotAttachable and LimitExceeded. */
int iam_entity_attach(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err);
/** Throws NoSuchEntity where the policy is not attached. */
int iam_entity_detach(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err);
/** Makes a policy the boundary of a user or role. Throws as iam_attachable(). */
int iam_entity_bound(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err);
/** The boundary of a user or role as it is shown; NULL where there is none. */
int iam_entity_boundary(struct gh_call *c, struct gh_str entity_id,
                        struct iam_attached_permissions_boundary **ret_boundary, struct gh_err *err);
/** What of its policies stands in the way of deleting the entity, in AWS's words; unchanged where nothing does. */
int iam_entity_policy_conflict(struct gh_call *c, struct gh_str entity_id, const char **ret_what, struct gh_err *err);

#endif
