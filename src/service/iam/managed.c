/* managed.c: customer managed policies: made, read, deleted, tagged. See managed.h. */
#include "service/iam/managed.h"

#include "base/base.h"
#include "codec/base32.h"
#include "crypto/digest.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/managed_policy.h"
#include "service/iam/entity_policy.h"
#include "service/iam/quota.h"
#include "service/iam/tagging.h"

#define ID_CHARS 17

struct gh_str iam_managed_aws_id(struct gh_arena *a, struct gh_str arn) {
    unsigned char digest[CRYPTO_SHA256_BYTES];
    crypto_sha256_of(arn, digest);
    struct gh_str text = base32_encode(a, gh_str_n((const char *)digest, sizeof digest));
    return gh_fmt(a, "ANPA%.*s", ID_CHARS, text.p);
}

struct gh_str iam_version_id(struct gh_call *c, int64_t number) {
    return gh_fmt(c->ctx.arena, "v%lld", (long long)number);
}

struct iam_managed iam_managed_of_row(struct gh_call *c, const struct iam_policy_row *row) {
    return (struct iam_managed){.arn = arn_iam_policy(c->ctx.arena, row->account_id, row->path, row->name),
                                .id = row->id,
                                .name = row->name,
                                .path = row->path,
                                .description = row->description,
                                .default_version = row->default_version,
                                .created_ms = row->created_ms,
                                .updated_ms = row->updated_ms,
                                .own = *row};
}

static int find_aws(struct gh_call *c, struct gh_str arn, struct gh_str path, struct iam_managed *ret_policy,
                    struct gh_err *err) {
    struct managed_policy_facts facts;
    int r = managed_policy_read(&c->ctx, arn, &facts, err);
    if (r) return r;
    *ret_policy = (struct iam_managed){.aws = true,
                                       .arn = arn,
                                       .id = iam_managed_aws_id(c->ctx.arena, arn),
                                       .name = facts.name,
                                       .path = path,
                                       .default_version = 1,
                                       .created_ms = facts.created_ms,
                                       .updated_ms = facts.created_ms,
                                       .document = facts.document};
    return 0;
}

int iam_managed_named(struct gh_call *c, struct gh_str arn, struct iam_managed *ret_policy, struct gh_err *err) {
    struct arn_iam parts;
    struct iam_policy_row row;
    if (!arn_iam_split(arn, &parts) || !gh_str_eq(parts.kind, GH_S("policy")))
        return iam_throw_invalid_input(err, "ARN %.*s is not valid.", GH_S_FMT(arn));
    int r = -GH_ENOTFOUND;
    if (managed_policy_is_aws(arn))
        r = find_aws(c, arn, parts.path, ret_policy, err);
    else if (gh_str_eq(parts.account_id, c->caller.account_id)) {
        r = iam_policy_find(&c->ctx, arn, &row, err);
        if (!r) *ret_policy = iam_managed_of_row(c, &row);
    }
    return r == -GH_ENOTFOUND ? iam_throw_no_such_entity(err, "Policy %.*s was not found.", GH_S_FMT(arn)) : r;
}

int iam_managed_editable(struct gh_call *c, struct gh_str arn, struct iam_managed *ret_policy, struct gh_err *err) {
    int r = iam_managed_named(c, arn, ret_policy, err);
    if (r || !ret_policy->aws) return r;
    return gh_refuse(err, GH_EDENIED, "User: %.*s is not authorized to perform: iam:%.*s on resource: policy %.*s",
                     GH_S_FMT(c->caller.arn), GH_S_FMT(c->op->name), GH_S_FMT(arn));
}

int iam_find_new_policy(struct gh_call *c, struct gh_str path, struct gh_str policy_name, struct gh_list *ret_arns,
                        struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_policy(c->ctx.arena, c->caller.account_id, path.p ? path : GH_S("/"), policy_name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_managed_document_check(struct gh_call *c, struct gh_str document, struct gh_err *err) {
    if (iam_document_size(document) > IAM_QUOTA_POLICY_SIZE)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for PolicySize: %d", IAM_QUOTA_POLICY_SIZE);
    return iam_document_check(c, document, POLICY_MANAGED, err);
}

static int check_quota(struct gh_call *c, struct gh_err *err) {
    struct store_iam_policy_count_row row;
    int r = store_iam_policy_count(c->ctx.tx, &(struct store_iam_policy_count_args){c->caller.account_id}, &row, err);
    if (r || row.n < IAM_QUOTA_POLICIES) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for PoliciesPerAccount: %d", IAM_QUOTA_POLICIES);
}

struct iam_policy *iam_managed_output(struct gh_call *c, const struct iam_managed *policy) {
    struct iam_policy *p = gh_new(c->ctx.arena, struct iam_policy);
    *p = (struct iam_policy){.policy_name = policy->name,
                             .policy_id = policy->id,
                             .arn = policy->arn,
                             .path = policy->path,
                             .default_version_id = iam_version_id(c, policy->default_version),
                             .has_attachment_count = true,
                             .has_permissions_boundary_usage_count = true,
                             .is_attachable = true,
                             .has_is_attachable = true,
                             .create_date = policy->created_ms,
                             .update_date = policy->updated_ms};
    return p;
}

int iam_create_policy(struct gh_call *c, const struct iam_create_policy_input *in, struct iam_create_policy_output *out,
                      struct gh_err *err) {
    struct iam_policy_new new = {.account_id = c->caller.account_id,
                                 .name = in->policy_name,
                                 .path = in->path.p ? in->path : GH_S("/"),
                                 .description = in->description,
                                 .document = in->policy_document};
    struct gh_str id;
    int r = iam_managed_document_check(c, in->policy_document, err);
    if (!r) r = check_quota(c, err);
    if (r) return r;
    r = iam_policy_create(&c->ctx, &new, &id, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(
            err, "A policy called %.*s already exists. Duplicate names are not allowed.", GH_S_FMT(in->policy_name));
    if (!r) r = iam_tags_put(c, id, &in->tags, err);
    if (r) return r;
    struct iam_policy_row row = {id, new.account_id, new.name,     new.path, new.description, 1,
                                 1,  c->ctx.now_ms,  c->ctx.now_ms};
    struct iam_managed made = iam_managed_of_row(c, &row);
    out->policy = iam_managed_output(c, &made);
    out->policy->tags = in->tags;
    return 0;
}

int iam_get_policy(struct gh_call *c, const struct iam_get_policy_input *in, struct iam_get_policy_output *out,
                   struct gh_err *err) {
    struct iam_managed policy;
    struct store_iam_policy_usage_row usage;
    int r = iam_managed_named(c, in->policy_arn, &policy, err);
    if (r) return r;
    struct store_iam_policy_usage_args args = {c->caller.account_id, policy.arn};
    r = store_iam_policy_usage(c->ctx.tx, &args, &usage, err);
    if (r) return r;
    out->policy = iam_managed_output(c, &policy);
    out->policy->description = policy.description;
    out->policy->attachment_count = (int32_t)usage.attached;
    out->policy->permissions_boundary_usage_count = (int32_t)usage.bounding;
    return policy.aws ? 0 : iam_tags(c, policy.id, &out->policy->tags, err);
}

static int delete_conflict(struct gh_call *c, const struct iam_managed *policy, struct gh_err *err) {
    struct store_iam_policy_usage_row usage;
    struct store_iam_policy_usage_args args = {c->caller.account_id, policy->arn};
    int r = store_iam_policy_usage(c->ctx.tx, &args, &usage, err);
    if (r) return r;
    if (usage.attached || usage.bounding)
        return iam_throw_delete_conflict(err, "Cannot delete a policy attached to entities.");
    struct store_iam_policy_version_list_rows versions;
    r = store_iam_policy_version_list(c->ctx.tx, &(struct store_iam_policy_version_list_args){policy->id}, &versions,
                                      err);
    if (r || versions.n == 1) return r;
    return iam_throw_delete_conflict(err, "This policy has more than one version. Before you delete a policy, you must "
                                          "delete the policy's versions. The default version is deleted with the "
                                          "policy.");
}

int iam_delete_policy(struct gh_call *c, const struct iam_delete_policy_input *in, struct iam_delete_policy_output *out,
                      struct gh_err *err) {
    (void)out;
    struct iam_managed policy;
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    if (!r) r = delete_conflict(c, &policy, err);
    return r ? r : iam_policy_delete(&c->ctx, &policy.own, err);
}

int iam_tag_policy(struct gh_call *c, const struct iam_tag_policy_input *in, struct iam_tag_policy_output *out,
                   struct gh_err *err) {
    (void)out;
    struct iam_managed policy;
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    return r ? r : iam_tags_put(c, policy.id, &in->tags, err);
}

int iam_untag_policy(struct gh_call *c, const struct iam_untag_policy_input *in, struct iam_untag_policy_output *out,
                     struct gh_err *err) {
    (void)out;
    struct iam_managed policy;
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    return r ? r : iam_tags_take(c, policy.id, &in->tag_keys, err);
}

int iam_list_policy_tags(struct gh_call *c, const struct iam_list_policy_tags_input *in,
                         struct iam_list_policy_tags_output *out, struct gh_err *err) {
    struct iam_managed policy;
    int r = iam_managed_named(c, in->policy_arn, &policy, err);
    if (!r) r = iam_tags_page(c, policy.id, &IAM_PAGE_QUERY(in, policy.id), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
