/* role.c: reading roles. See role.h. */
#include "service/iam/role.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/iam_trust.h"
#include "service/iam/entity_policy.h"

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

int iam_role_protected(const struct store_iam_role_by_name_row *role, struct gh_err *err) {
    return iam_throw_unmodifiable_entity(
        err, "Cannot perform the operation on the protected role '%.*s' - this role is only modifiable by AWS",
        GH_S_FMT(role->name));
}

int iam_role_editable(struct gh_call *c, struct gh_str name, struct store_iam_role_by_name_row *ret_role,
                      struct gh_err *err) {
    int r = iam_role_named(c, name, ret_role, err);
    if (r || gh_str_eq(ret_role->owner, ROLE_OWNER_CUSTOMER)) return r;
    return iam_role_protected(ret_role, err);
}

struct iam_entity iam_role_entity(const struct store_iam_role_by_name_row *row) {
    return (struct iam_entity){IAM_ENTITY_ROLE, row->id, row->name, row->path, GH_S_NONE};
}

int iam_role_output(struct gh_call *c, const struct store_iam_role_by_name_row *row, struct iam_role *ret_role,
                    struct gh_err *err) {
    struct gh_str trust;
    int r = iam_trust_show(&c->ctx, row->trust_policy, &trust, err);
    if (r) return r;
    *ret_role = (struct iam_role){.path = row->path,
                                  .role_name = row->name,
                                  .role_id = row->id,
                                  .arn = arn_iam_role(c->ctx.arena, c->caller.account_id, row->path, row->name),
                                  .create_date = row->created_ms,
                                  .assume_role_policy_document = iam_document(c, trust),
                                  .description = row->description,
                                  .max_session_duration = (int32_t)row->max_session_s,
                                  .has_max_session_duration = true};
    return 0;
}

int iam_get_role(struct gh_call *c, const struct iam_get_role_input *in, struct iam_get_role_output *out,
                 struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct iam_role *role = gh_new(c->ctx.arena, struct iam_role);
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = iam_role_output(c, &row, role, err);
    if (r) return r;
    role->role_last_used = gh_new(c->ctx.arena, struct iam_role_last_used);
    if (row.has_last_used_ms)
        *role->role_last_used = (struct iam_role_last_used){row.last_used_ms, row.last_used_region};
    out->role = role;
    r = iam_entity_boundary(c, row.id, &role->permissions_boundary, err);
    return r ? r : iam_tags(c, row.id, &role->tags, err);
}

int iam_list_roles(struct gh_call *c, const struct iam_list_roles_input *in, struct iam_list_roles_output *out,
                   struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_role_by_name_rows rows;
    struct store_iam_role_list_args args = {.account_id = c->caller.account_id,
                                            .after_key = page.after,
                                            .path_begin = prefix,
                                            .path_end = iam_path_end(c, prefix),
                                            .count = page.count + 1};
    r = store_iam_role_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->roles);
    for (size_t i = 0; !r && i < shown; i++) r = iam_role_output(c, &rows.v[i], &out->roles.v[i], err);
    IAM_PAGE_END(c, &page, rows, name_key, shown, out);
    return r;
}
