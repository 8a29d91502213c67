/* instance_profile.c: instance profiles: the names under which machines get a role. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "service/iam/quota.h"
#include "service/iam/role.h"
#include "service/iam/tagging.h"
#include "wire/authorize.h"

static int by_name(struct gh_call *c, struct gh_str name, struct store_iam_instance_profile_by_name_row *ret_row,
                   struct gh_err *err) {
    struct store_iam_instance_profile_by_name_args args = {c->caller.account_id, fold_key(c->ctx.arena, name)};
    return store_iam_instance_profile_by_name(c->ctx.tx, &args, ret_row, err);
}

static int named(struct gh_call *c, struct gh_str name, struct store_iam_instance_profile_by_name_row *ret_row,
                 struct gh_err *err) {
    int r = by_name(c, name, ret_row, err);
    if (r != -GH_ENOTFOUND) return r;
    return iam_throw_no_such_entity(err, "Instance Profile %.*s cannot be found.", GH_S_FMT(name));
}

int iam_find_instance_profile(struct gh_call *c, struct gh_str instance_profile_name, struct gh_list *ret_arns,
                              struct gh_err *err) {
    struct store_iam_instance_profile_by_name_row row;
    int r = by_name(c, instance_profile_name, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_instance_profile(c->ctx.arena, c->caller.account_id, r ? GH_S("/") : row.path,
                                    r ? instance_profile_name : row.name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_find_new_instance_profile(struct gh_call *c, struct gh_str path, struct gh_str instance_profile_name,
                                  struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn =
        arn_iam_instance_profile(c->ctx.arena, c->caller.account_id, path.p ? path : GH_S("/"), instance_profile_name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_instance_profile_output(struct gh_call *c, const struct store_iam_instance_profile_by_name_row *row,
                                struct iam_instance_profile *ret_profile, struct gh_err *err) {
    *ret_profile = (struct iam_instance_profile){
        .path = row->path,
        .instance_profile_name = row->name,
        .instance_profile_id = row->id,
        .arn = arn_iam_instance_profile(c->ctx.arena, c->caller.account_id, row->path, row->name),
        .create_date = row->created_ms};
    ret_profile->roles.v = gh_new(c->ctx.arena, struct iam_role);
    if (!row->role_id.p) return 0;
    struct store_iam_role_by_name_row role;
    int r = store_iam_role_read(c->ctx.tx, &(struct store_iam_role_read_args){row->role_id}, &role, err);
    if (r) return r;
    ret_profile->roles.n = 1;
    return iam_role_output(c, &role, ret_profile->roles.v, err);
}

static int check_quota(struct gh_call *c, struct gh_err *err) {
    struct store_iam_instance_profile_count_row row;
    struct store_iam_instance_profile_count_args args = {c->caller.account_id};
    int r = store_iam_instance_profile_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < IAM_QUOTA_INSTANCE_PROFILES) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for InstanceProfilesPerAccount: %d",
                                    IAM_QUOTA_INSTANCE_PROFILES);
}

int iam_create_instance_profile(struct gh_call *c, const struct iam_create_instance_profile_input *in,
                                struct iam_create_instance_profile_output *out, struct gh_err *err) {
    struct store_iam_instance_profile_insert_args new = {.id = id_iam_instance_profile_new(c->ctx.arena),
                                                         .account_id = c->caller.account_id,
                                                         .name = in->instance_profile_name,
                                                         .name_key = fold_key(c->ctx.arena, in->instance_profile_name),
                                                         .path = in->path.p ? in->path : GH_S("/"),
                                                         .created_ms = c->ctx.now_ms};
    struct store_iam_instance_profile_by_name_row row;
    int r = check_quota(c, err);
    if (r) return r;
    r = store_iam_instance_profile_insert(c->ctx.tx, &new, NULL, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "Instance Profile %.*s already exists.",
                                               GH_S_FMT(in->instance_profile_name));
    if (!r) r = iam_tags_put(c, new.id, &in->tags, err);
    if (!r) r = by_name(c, in->instance_profile_name, &row, err);
    if (r) return r;
    out->instance_profile = gh_new(c->ctx.arena, struct iam_instance_profile);
    r = iam_instance_profile_output(c, &row, out->instance_profile, err);
    out->instance_profile->tags = in->tags;
    return r;
}

int iam_get_instance_profile(struct gh_call *c, const struct iam_get_instance_profile_input *in,
                             struct iam_get_instance_profile_output *out, struct gh_err *err) {
    struct store_iam_instance_profile_by_name_row row;
    int r = named(c, in->instance_profile_name, &row, err);
    if (r) return r;
    out->instance_profile = gh_new(c->ctx.arena, struct iam_instance_profile);
    r = iam_instance_profile_output(c, &row, out->instance_profile, err);
    return r ? r : iam_tags(c, row.id, &out->instance_profile->tags, err);
}

int iam_delete_instance_profile(struct gh_call *c, const struct iam_delete_instance_profile_input *in,
                                struct iam_delete_instance_profile_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_instance_profile_by_name_row row;
    int r = named(c, in->instance_profile_name, &row, err);
    if (r) return r;
    if (row.role_id.p)
        return iam_throw_delete_conflict(err, "Cannot delete entity, must remove roles from instance profile first.");
    r = iam_tags_end(c, row.id, err);
    struct store_iam_instance_profile_delete_args args = {row.id};
    return r ? r : store_iam_instance_profile_delete(c->ctx.tx, &args, NULL, err);
}

/* Shows one page of the rows read. */
static int list(struct gh_call *c, const struct wire_page *page,
                const struct store_iam_instance_profile_by_name_rows *rows,
                struct iam_instance_profile_list_type *ret_profiles, struct gh_str *ret_marker, struct gh_err *err) {
    size_t shown = wire_page_shown(page, rows->n);
    ret_profiles->v = gh_new_n(c->ctx.arena, struct iam_instance_profile, shown + 1);
    ret_profiles->n = shown;
    int r = 0;
    for (size_t i = 0; !r && i < shown; i++) r = iam_instance_profile_output(c, &rows->v[i], &ret_profiles->v[i], err);
    if (shown) *ret_marker = wire_page_next(c, page, rows->n, rows->v[shown - 1].name_key);
    return r;
}

int iam_list_instance_profiles(struct gh_call *c, const struct iam_list_instance_profiles_input *in,
                               struct iam_list_instance_profiles_output *out, struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    struct store_iam_instance_profile_by_name_rows rows;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_instance_profile_list_args args = {c->caller.account_id, page.after, prefix,
                                                        iam_path_end(c, prefix), page.count + 1};
    r = store_iam_instance_profile_list(c->ctx.tx, &args, &rows, err);
    if (!r) r = list(c, &page, &rows, &out->instance_profiles, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}

int iam_list_instance_profiles_for_role(struct gh_call *c, const struct iam_list_instance_profiles_for_role_input *in,
                                        struct iam_list_instance_profiles_for_role_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row role;
    struct wire_page page;
    struct store_iam_instance_profile_by_name_rows rows;
    int r = iam_role_named(c, in->role_name, &role, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, role.id), &page, err);
    if (r) return r;
    struct store_iam_instance_profiles_of_role_args args = {role.id, page.after, page.count + 1};
    r = store_iam_instance_profiles_of_role(c->ctx.tx, &args, &rows, err);
    if (!r) r = list(c, &page, &rows, &out->instance_profiles, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}

/* Whoever puts a role into a profile hands it to machines: AWS asks for iam:PassRole, to EC2. */
static int pass_role(struct gh_call *c, const struct iam_add_role_to_instance_profile_input *in, struct gh_err *err) {
    struct gh_list arns;
    int r = iam_find_role(c, in->role_name, &arns, err);
    return r ? r : wire_authorize_pass_role(c, in, *(const struct gh_str *)arns.v, GH_S("ec2.amazonaws.com"), err);
}

int iam_add_role_to_instance_profile(struct gh_call *c, const struct iam_add_role_to_instance_profile_input *in,
                                     struct iam_add_role_to_instance_profile_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_instance_profile_by_name_row row;
    struct store_iam_role_by_name_row role;
    int r = named(c, in->instance_profile_name, &row, err);
    if (!r) r = pass_role(c, in, err);
    if (!r) r = iam_role_editable(c, in->role_name, &role, err);
    if (r) return r;
    if (row.role_id.p)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    struct store_iam_instance_profile_role_args args = {row.id, role.id};
    return store_iam_instance_profile_role(c->ctx.tx, &args, NULL, err);
}

int iam_remove_role_from_instance_profile(struct gh_call *c,
                                          const struct iam_remove_role_from_instance_profile_input *in,
                                          struct iam_remove_role_from_instance_profile_output *out,
                                          struct gh_err *err) {
    (void)out;
    struct store_iam_instance_profile_by_name_row row;
    struct store_iam_role_by_name_row role;
    int r = named(c, in->instance_profile_name, &row, err);
    if (!r) r = iam_role_named(c, in->role_name, &role, err);
    if (r) return r;
    if (!row.role_id.p || !gh_str_eq(row.role_id, role.id))
        return iam_throw_no_such_entity(err, "Role %.*s is not in instance profile %.*s.", GH_S_FMT(role.name),
                                        GH_S_FMT(row.name));
    struct store_iam_instance_profile_role_args args = {row.id, GH_S_NONE};
    return store_iam_instance_profile_role(c->ctx.tx, &args, NULL, err);
}

int iam_tag_instance_profile(struct gh_call *c, const struct iam_tag_instance_profile_input *in,
                             struct iam_tag_instance_profile_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_instance_profile_by_name_row row;
    int r = named(c, in->instance_profile_name, &row, err);
    return r ? r : iam_tags_put(c, row.id, &in->tags, err);
}

int iam_untag_instance_profile(struct gh_call *c, const struct iam_untag_instance_profile_input *in,
                               struct iam_untag_instance_profile_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_instance_profile_by_name_row row;
    int r = named(c, in->instance_profile_name, &row, err);
    return r ? r : iam_tags_take(c, row.id, &in->tag_keys, err);
}

int iam_list_instance_profile_tags(struct gh_call *c, const struct iam_list_instance_profile_tags_input *in,
                                   struct iam_list_instance_profile_tags_output *out, struct gh_err *err) {
    struct store_iam_instance_profile_by_name_row row;
    int r = named(c, in->instance_profile_name, &row, err);
    if (!r) r = iam_tags_page(c, row.id, &IAM_PAGE_QUERY(in, row.id), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
