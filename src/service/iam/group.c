/* group.c: groups and their members. */
#include "service/iam/group.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam_group.h"
#include "service/iam/entity_policy.h"
#include "service/iam/quota.h"

static int by_name(struct gh_call *c, struct gh_str name, struct store_iam_group_get_row *ret_group,
                   struct gh_err *err) {
    struct store_iam_group_by_name_args args = {c->caller.account_id, fold_key(c->ctx.arena, name)};
    return store_iam_group_by_name(c->ctx.tx, &args, ret_group, err);
}

int iam_group_named(struct gh_call *c, struct gh_str name, struct store_iam_group_get_row *ret_group,
                    struct gh_err *err) {
    int r = by_name(c, name, ret_group, err);
    if (r != -GH_ENOTFOUND) return r;
    return iam_throw_no_such_entity(err, "The group with name %.*s cannot be found.", GH_S_FMT(name));
}

static void answer_arn(struct gh_call *c, const struct iam_group_names *names, struct gh_list *ret_arns) {
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_group(c->ctx.arena, c->caller.account_id, names->path, names->name);
    *ret_arns = (struct gh_list){arn, 1};
}

int iam_find_group(struct gh_call *c, struct gh_str group_name, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_iam_group_get_row row;
    int r = by_name(c, group_name, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    answer_arn(c, &(struct iam_group_names){r ? group_name : row.name, r ? GH_S("/") : row.path}, ret_arns);
    return 0;
}

int iam_find_new_group(struct gh_call *c, struct gh_str path, struct gh_str group_name, struct gh_list *ret_arns,
                       struct gh_err *err) {
    (void)err;
    answer_arn(c, &(struct iam_group_names){group_name, path.p ? path : GH_S("/")}, ret_arns);
    return 0;
}

static struct iam_group group_output(struct gh_call *c, const struct store_iam_group_get_row *row) {
    return (struct iam_group){.path = row->path,
                              .group_name = row->name,
                              .group_id = row->id,
                              .arn = arn_iam_group(c->ctx.arena, c->caller.account_id, row->path, row->name),
                              .create_date = row->created_ms};
}

static int check_quota(struct gh_call *c, struct gh_err *err) {
    struct store_iam_group_count_row row;
    int r = store_iam_group_count(c->ctx.tx, &(struct store_iam_group_count_args){c->caller.account_id}, &row, err);
    if (r || row.n < IAM_QUOTA_GROUPS) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for GroupsPerAccount: %d", IAM_QUOTA_GROUPS);
}

int iam_create_group(struct gh_call *c, const struct iam_create_group_input *in, struct iam_create_group_output *out,
                     struct gh_err *err) {
    struct store_iam_group_get_row row = {
        .name = in->group_name, .path = in->path.p ? in->path : GH_S("/"), .created_ms = c->ctx.now_ms};
    int r = check_quota(c, err);
    if (r) return r;
    r = iam_group_create(&c->ctx, c->caller.account_id, &(struct iam_group_names){row.name, row.path}, &row.id, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "Group with name %.*s already exists.", GH_S_FMT(in->group_name));
    if (r) return r;
    out->group = gh_new(c->ctx.arena, struct iam_group);
    *out->group = group_output(c, &row);
    return 0;
}

int iam_get_group(struct gh_call *c, const struct iam_get_group_input *in, struct iam_get_group_output *out,
                  struct gh_err *err) {
    struct store_iam_group_get_row group;
    struct wire_page page;
    int r = iam_group_named(c, in->group_name, &group, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, group.id), &page, err);
    if (r) return r;
    struct store_iam_group_members_rows rows;
    struct store_iam_group_members_args args = {group.id, page.after, page.count + 1};
    r = store_iam_group_members(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    out->group = gh_new(c->ctx.arena, struct iam_group);
    *out->group = group_output(c, &group);
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->users);
    for (size_t i = 0; i < shown; i++)
        out->users.v[i] =
            (struct iam_user){.path = rows.v[i].path,
                              .user_name = rows.v[i].name,
                              .user_id = rows.v[i].id,
                              .arn = arn_iam_user(c->ctx.arena, c->caller.account_id, rows.v[i].path, rows.v[i].name),
                              .create_date = rows.v[i].created_ms};
    IAM_PAGE_END(c, &page, rows, id, shown, out);
    return 0;
}

int iam_update_group(struct gh_call *c, const struct iam_update_group_input *in, struct iam_update_group_output *out,
                     struct gh_err *err) {
    (void)out;
    struct store_iam_group_get_row group;
    int r = iam_group_named(c, in->group_name, &group, err);
    if (r) return r;
    struct iam_group_names names = {in->new_group_name.p ? in->new_group_name : group.name,
                                    in->new_path.p ? in->new_path : group.path};
    r = iam_group_rename(&c->ctx, c->caller.account_id, group.id, &names, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "Group with name %.*s already exists.", GH_S_FMT(names.name));
    return r;
}

static int delete_conflict(struct gh_call *c, struct gh_str group_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_group_members_rows members;
    struct store_iam_group_members_args args = {group_id, GH_S(""), 1};
    int r = store_iam_group_members(c->ctx.tx, &args, &members, err);
    if (!r) r = iam_entity_policy_conflict(c, group_id, ret_what, err);
    if (!r && members.n) *ret_what = "must remove users from group first";
    return r;
}

int iam_delete_group(struct gh_call *c, const struct iam_delete_group_input *in, struct iam_delete_group_output *out,
                     struct gh_err *err) {
    (void)out;
    struct store_iam_group_get_row group;
    const char *conflict = NULL;
    int r = iam_group_named(c, in->group_name, &group, err);
    if (!r) r = delete_conflict(c, group.id, &conflict, err);
    if (r) return r;
    if (conflict) return iam_throw_delete_conflict(err, "Cannot delete entity, %s.", conflict);
    return iam_group_delete(&c->ctx, c->caller.account_id, group.id, err);
}

int iam_list_groups(struct gh_call *c, const struct iam_list_groups_input *in, struct iam_list_groups_output *out,
                    struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_group_list_rows rows;
    struct store_iam_group_list_args args = {c->caller.account_id, page.after, prefix, iam_path_end(c, prefix),
                                             page.count + 1};
    r = store_iam_group_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->groups);
    for (size_t i = 0; i < shown; i++) {
        const struct store_iam_group_list_row *g = &rows.v[i];
        out->groups.v[i] = group_output(c, &(struct store_iam_group_get_row){g->id, g->name, g->path, g->created_ms});
    }
    IAM_PAGE_END(c, &page, rows, name_key, shown, out);
    return 0;
}

/* Both ends of a membership. */
static int membership(struct gh_call *c, struct gh_str group_name, struct gh_str user_name,
                      struct store_iam_group_get_row *ret_group, struct iam_subject *ret_user, struct gh_err *err) {
    int r = iam_group_named(c, group_name, ret_group, err);
    return r ? r : iam_user_named(c, user_name, ret_user, err);
}

static int check_groups_of(struct gh_call *c, struct gh_str user_id, struct gh_str group_id, struct gh_err *err) {
    struct store_iam_group_get_rows rows;
    struct store_iam_groups_of_user_args args = {user_id, GH_S(""), IAM_QUOTA_GROUPS_OF_USER};
    int r = store_iam_groups_of_user(c->ctx.tx, &args, &rows, err);
    if (r || rows.n < IAM_QUOTA_GROUPS_OF_USER) return r;
    for (size_t i = 0; i < rows.n; i++)
        if (gh_str_eq(rows.v[i].id, group_id)) return 0;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for GroupsPerUser: %d", IAM_QUOTA_GROUPS_OF_USER);
}

int iam_add_user_to_group(struct gh_call *c, const struct iam_add_user_to_group_input *in,
                          struct iam_add_user_to_group_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_group_get_row group;
    struct iam_subject user;
    int r = membership(c, in->group_name, in->user_name, &group, &user, err);
    if (!r) r = check_groups_of(c, user.id, group.id, err);
    return r ? r : iam_group_join(&c->ctx, c->caller.account_id, group.id, user.id, err);
}

int iam_remove_user_from_group(struct gh_call *c, const struct iam_remove_user_from_group_input *in,
                               struct iam_remove_user_from_group_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_group_get_row group;
    struct iam_subject user;
    int r = membership(c, in->group_name, in->user_name, &group, &user, err);
    if (!r) r = iam_group_leave(&c->ctx, c->caller.account_id, group.id, user.id, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "User %.*s is not in group %.*s.", GH_S_FMT(user.name),
                                        GH_S_FMT(group.name));
    return r;
}

int iam_list_groups_for_user(struct gh_call *c, const struct iam_list_groups_for_user_input *in,
                             struct iam_list_groups_for_user_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct wire_page page;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (r) return r;
    struct store_iam_group_get_rows rows;
    struct store_iam_groups_of_user_args args = {user.id, page.after, page.count + 1};
    r = store_iam_groups_of_user(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->groups);
    for (size_t i = 0; i < shown; i++) out->groups.v[i] = group_output(c, &rows.v[i]);
    IAM_PAGE_END(c, &page, rows, id, shown, out);
    return 0;
}
