/* role.c: reading roles. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "service/iam/iam.h"

int iam_find_role(struct gh_call *c, struct gh_str role_name, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {.account_id = c->caller.account_id,
                                               .name_key = fold_key(c->ctx.arena, role_name)};
    int r = store_iam_role_by_name(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_role(c->ctx.arena, c->caller.account_id, r ? GH_S("/") : row.path, r ? role_name : row.name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_get_role(struct gh_call *c, const struct iam_get_role_input *in, struct iam_get_role_output *out,
                 struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (r) return r;
    struct iam_role *role = gh_new(c->ctx.arena, struct iam_role);
    *role = (struct iam_role){.path = row.path,
                              .role_name = row.name,
                              .role_id = row.id,
                              .arn = arn_iam_role(c->ctx.arena, c->caller.account_id, row.path, row.name),
                              .create_date = row.created_ms,
                              .assume_role_policy_document = iam_document(c, row.trust_policy),
                              .description = row.description,
                              .max_session_duration = (int32_t)row.max_session_s,
                              .has_max_session_duration = true,
                              .role_last_used = gh_new(c->ctx.arena, struct iam_role_last_used)};
    if (row.has_last_used_ms)
        *role->role_last_used = (struct iam_role_last_used){row.last_used_ms, row.last_used_region};
    out->role = role;
    return iam_tags(c, row.id, &role->tags, err);
}

int iam_list_roles(struct gh_call *c, const struct iam_list_roles_input *in, struct iam_list_roles_output *out,
                   struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_role_list_rows rows;
    struct store_iam_role_list_args args = {.account_id = c->caller.account_id,
                                            .after_key = page.after,
                                            .path_begin = prefix,
                                            .path_end = iam_path_end(c, prefix),
                                            .count = page.count + 1};
    r = store_iam_role_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->roles.v = gh_new_n(c->ctx.arena, struct iam_role, shown + 1);
    out->roles.n = shown;
    for (size_t i = 0; i < shown; i++) {
        const struct store_iam_role_list_row *row = &rows.v[i];
        out->roles.v[i] =
            (struct iam_role){.path = row->path,
                              .role_name = row->name,
                              .role_id = row->id,
                              .arn = arn_iam_role(c->ctx.arena, c->caller.account_id, row->path, row->name),
                              .create_date = row->created_ms,
                              .assume_role_policy_document = iam_document(c, row->trust_policy),
                              .description = row->description,
                              .max_session_duration = (int32_t)row->max_session_s,
                              .has_max_session_duration = true};
    }
    if (shown) out->marker = wire_page_next(c, &page, rows.n, rows.v[shown - 1].name_key);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return 0;
}

int iam_list_role_policies(struct gh_call *c, const struct iam_list_role_policies_input *in,
                           struct iam_list_role_policies_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct wire_page page;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, row.id), &page, err);
    if (!r) r = iam_list_inline(c, row.id, &page, &out->policy_names, &out->marker, err);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return r;
}

int iam_list_attached_role_policies(struct gh_call *c, const struct iam_list_attached_role_policies_input *in,
                                    struct iam_list_attached_role_policies_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct wire_page page;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, row.id), &page, err);
    if (!r)
        r = iam_list_attached(c, &(struct iam_attached_query){row.id, in->path_prefix, &page}, &out->attached_policies,
                              &out->marker, err);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return r;
}

int iam_get_role_policy(struct gh_call *c, const struct iam_get_role_policy_input *in,
                        struct iam_get_role_policy_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct store_iam_inline_get_row policy;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (r) return r;
    struct store_iam_inline_get_args args = {.entity_id = row.id, .name = in->policy_name};
    r = store_iam_inline_get(c->ctx.tx, &args, &policy, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The role policy with name %.*s cannot be found.",
                                        GH_S_FMT(in->policy_name));
    if (r) return r;
    *out = (struct iam_get_role_policy_output){row.name, in->policy_name, iam_document(c, policy.document)};
    return 0;
}
