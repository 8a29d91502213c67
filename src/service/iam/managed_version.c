/* managed_version.c: versions of managed policies. See managed.h. */
#include "service/iam/managed.h"

#include "base/base.h"
#include "service/iam/quota.h"

static int no_version(struct gh_str arn, struct gh_str version_id, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "Policy %.*s version %.*s does not exist or is not attachable.", GH_S_FMT(arn),
                                    GH_S_FMT(version_id));
}

/* "v12" as a number; 0 where it cannot be one of ours. */
static int64_t number_of(struct gh_str version_id) {
    int64_t number = 0;
    if (!version_id.n || version_id.p[0] != 'v') return 0;
    return gh_str_to_i64(gh_str_slice(version_id, 1, version_id.n), &number) ? number : 0;
}

/* The version as the operations answer it. Throws NoSuchEntity. */
static int read_version(struct gh_call *c, const struct iam_managed *policy, struct gh_str version_id,
                        struct iam_policy_version *ret_version, struct gh_err *err) {
    int64_t number = number_of(version_id);
    struct store_iam_policy_version_get_row row = {policy->document, policy->created_ms};
    struct store_iam_policy_version_get_args args = {policy->id, number};
    int r = policy->aws ? (number == 1 ? 0 : -GH_ENOTFOUND) : store_iam_policy_version_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return no_version(policy->arn, version_id, err);
    if (r) return r;
    *ret_version = (struct iam_policy_version){.document = iam_document(c, row.document),
                                               .version_id = iam_version_id(c, number),
                                               .is_default_version = number == policy->default_version,
                                               .has_is_default_version = true,
                                               .create_date = row.created_ms};
    return 0;
}

static int check_room(struct gh_call *c, const struct iam_managed *policy, struct gh_err *err) {
    struct store_iam_policy_version_list_rows versions;
    int r = store_iam_policy_version_list(c->ctx.tx, &(struct store_iam_policy_version_list_args){policy->id},
                                          &versions, err);
    if (r || versions.n < IAM_QUOTA_VERSIONS) return r;
    return iam_throw_limit_exceeded(err,
                                    "A managed policy can have up to %d versions. Before you create a new version, you "
                                    "must delete an existing version.",
                                    IAM_QUOTA_VERSIONS);
}

int iam_create_policy_version(struct gh_call *c, const struct iam_create_policy_version_input *in,
                              struct iam_create_policy_version_output *out, struct gh_err *err) {
    struct iam_managed policy;
    int64_t number;
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    if (!r) r = iam_managed_document_check(c, in->policy_document, err);
    if (!r) r = check_room(c, &policy, err);
    if (!r) r = iam_policy_add_version(&c->ctx, &policy.own, in->policy_document, &number, err);
    if (!r && in->set_as_default) r = iam_policy_set_default(&c->ctx, &policy.own, number, err);
    if (r) return r;
    out->policy_version = gh_new(c->ctx.arena, struct iam_policy_version);
    *out->policy_version = (struct iam_policy_version){.version_id = iam_version_id(c, number),
                                                       .is_default_version = in->set_as_default,
                                                       .has_is_default_version = true,
                                                       .create_date = c->ctx.now_ms};
    return 0;
}

int iam_get_policy_version(struct gh_call *c, const struct iam_get_policy_version_input *in,
                           struct iam_get_policy_version_output *out, struct gh_err *err) {
    struct iam_managed policy;
    int r = iam_managed_named(c, in->policy_arn, &policy, err);
    if (r) return r;
    out->policy_version = gh_new(c->ctx.arena, struct iam_policy_version);
    return read_version(c, &policy, in->version_id, out->policy_version, err);
}

int iam_delete_policy_version(struct gh_call *c, const struct iam_delete_policy_version_input *in,
                              struct iam_delete_policy_version_output *out, struct gh_err *err) {
    (void)out;
    struct iam_managed policy;
    int64_t changes, number = number_of(in->version_id);
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    if (r) return r;
    if (number == policy.default_version)
        return iam_throw_delete_conflict(err, "Cannot delete the default version of a policy.");
    struct store_iam_policy_version_delete_args args = {policy.id, number};
    r = store_iam_policy_version_delete(c->ctx.tx, &args, &changes, err);
    return r || changes ? r : no_version(policy.arn, in->version_id, err);
}

int iam_set_default_policy_version(struct gh_call *c, const struct iam_set_default_policy_version_input *in,
                                   struct iam_set_default_policy_version_output *out, struct gh_err *err) {
    (void)out;
    struct iam_managed policy;
    struct iam_policy_version version;
    int r = iam_managed_editable(c, in->policy_arn, &policy, err);
    if (!r) r = read_version(c, &policy, in->version_id, &version, err);
    return r ? r : iam_policy_set_default(&c->ctx, &policy.own, number_of(in->version_id), err);
}

int iam_managed_versions(struct gh_call *c, const struct iam_managed *policy,
                         struct store_iam_policy_version_list_rows *ret_rows, struct gh_err *err) {
    if (!policy->aws)
        return store_iam_policy_version_list(c->ctx.tx, &(struct store_iam_policy_version_list_args){policy->id},
                                             ret_rows, err);
    struct store_iam_policy_version_list_row *only = gh_new(c->ctx.arena, struct store_iam_policy_version_list_row);
    *only = (struct store_iam_policy_version_list_row){1, policy->document, policy->created_ms};
    *ret_rows = (struct store_iam_policy_version_list_rows){only, 1};
    return 0;
}

int iam_list_policy_versions(struct gh_call *c, const struct iam_list_policy_versions_input *in,
                             struct iam_list_policy_versions_output *out, struct gh_err *err) {
    struct iam_managed policy;
    struct wire_page page;
    struct store_iam_policy_version_list_rows rows;
    int r = iam_managed_named(c, in->policy_arn, &policy, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, policy.arn), &page, err);
    if (!r) r = iam_managed_versions(c, &policy, &rows, err);
    if (r) return r;
    int64_t below = page.after.n ? number_of(page.after) : INT64_MAX;
    size_t from = 0;
    while (from < rows.n && rows.v[from].number >= below) from++;
    size_t shown = wire_page_shown(&page, rows.n - from);
    out->versions.v = gh_new_n(c->ctx.arena, struct iam_policy_version, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        const struct store_iam_policy_version_list_row *row = &rows.v[from + i];
        out->versions.v[out->versions.n++] =
            (struct iam_policy_version){.version_id = iam_version_id(c, row->number),
                                        .is_default_version = row->number == policy.default_version,
                                        .has_is_default_version = true,
                                        .create_date = row->created_ms};
    }
    if (shown) out->marker = wire_page_next(c, &page, rows.n - from, out->versions.v[shown - 1].version_id);
    IAM_LIST_END(out);
    return 0;
}
