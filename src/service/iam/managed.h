/* managed.h: managed policies, AWS's and the account's own, as the operations see them. */
#ifndef GH_SERVICE_IAM_MANAGED_H
#define GH_SERVICE_IAM_MANAGED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "domain/iam_policy.h"
#include "service/iam/iam.h"

struct iam_managed {
    bool aws;
    struct gh_str arn, id, name, path, description;
    int64_t default_version, created_ms, updated_ms;
    struct gh_str document;    /* AWS's: its only version */
    struct iam_policy_row own; /* the account's own */
};

/** The policy @arn, as far as the caller's account sees it. Throws InvalidInput and NoSuchEntity. */
int iam_managed_named(struct gh_call *c, struct gh_str arn, struct iam_managed *ret_policy, struct gh_err *err);
/** As iam_managed_named(), for a change: AWS's own are refused as AWS does. */
int iam_managed_editable(struct gh_call *c, struct gh_str arn, struct iam_managed *ret_policy, struct gh_err *err);
struct iam_managed iam_managed_of_row(struct gh_call *c, const struct iam_policy_row *row);
/** The id of an AWS managed policy: always the same for one ARN. */
struct gh_str iam_managed_aws_id(struct gh_arena *a, struct gh_str arn);
/** A new document for a managed policy. Throws LimitExceeded and MalformedPolicyDocument. */
int iam_managed_document_check(struct gh_call *c, struct gh_str document, struct gh_err *err);
/** Everything but description, counts and tags. */
struct iam_policy *iam_managed_output(struct gh_call *c, const struct iam_managed *policy);
/** All versions, newest first. */
int iam_managed_versions(struct gh_call *c, const struct iam_managed *policy,
                         struct store_iam_policy_version_list_rows *ret_rows, struct gh_err *err);
/** "v1" */
struct gh_str iam_version_id(struct gh_call *c, int64_t number);

#endif
