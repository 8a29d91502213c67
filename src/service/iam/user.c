/* user.c: users: their life, their boundary, their tags. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "service/iam/credential.h"
#include "service/iam/entity_policy.h"
#include "service/iam/quota.h"
#include "service/iam/tagging.h"

int iam_find_user(struct gh_call *c, struct gh_str user_name, struct gh_list *ret_arns, struct gh_err *err) {
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *ret_arns = (struct gh_list){arn, 1};
    if (!user_name.p) {
        *arn = c->caller.policy_arn;
        return 0;
    }
    struct store_iam_user_by_name_row row;
    struct store_iam_user_by_name_args args = {.account_id = c->caller.account_id,
                                               .name_key = fold_key(c->ctx.arena, user_name)};
    int r = store_iam_user_by_name(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *arn = arn_iam_user(c->ctx.arena, c->caller.account_id, r ? GH_S("/") : row.path, r ? user_name : row.name);
    return 0;
}

int iam_find_new_user(struct gh_call *c, struct gh_str path, struct gh_str user_name, struct gh_list *ret_arns,
                      struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_user(c->ctx.arena, c->caller.account_id, path.p ? path : GH_S("/"), user_name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static struct iam_user *user_output(struct gh_call *c, const struct iam_subject *user) {
    struct iam_user *u = gh_new(c->ctx.arena, struct iam_user);
    *u = (struct iam_user){.path = user->path,
                           .user_name = user->name,
                           .user_id = user->id,
                           .arn = arn_iam_user(c->ctx.arena, c->caller.account_id, user->path, user->name),
                           .create_date = user->created_ms};
    return u;
}

static int check_quota(struct gh_call *c, struct gh_err *err) {
    struct store_iam_user_count_row row;
    int r = store_iam_user_count(c->ctx.tx, &(struct store_iam_user_count_args){c->caller.account_id}, &row, err);
    if (r || row.n < IAM_QUOTA_USERS) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for UsersPerAccount: %d", IAM_QUOTA_USERS);
}

/* The user as policies are attached to it. */
static struct iam_entity as_entity(const struct iam_subject *user) {
    return (struct iam_entity){IAM_ENTITY_USER, user->id, user->name, user->path, GH_S_NONE};
}

int iam_create_user(struct gh_call *c, const struct iam_create_user_input *in, struct iam_create_user_output *out,
                    struct gh_err *err) {
    struct iam_subject user = {
        .name = in->user_name, .path = in->path.p ? in->path : GH_S("/"), .created_ms = c->ctx.now_ms};
    int r = check_quota(c, err);
    if (r) return r;
    r = iam_user_create(&c->ctx, c->caller.account_id, user.path, user.name, &user.id, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "User with name %.*s already exists.", GH_S_FMT(in->user_name));
    struct iam_entity entity = as_entity(&user);
    if (!r) r = iam_tags_put(c, user.id, &in->tags, err);
    if (!r && in->permissions_boundary.p) r = iam_entity_bound(c, &entity, in->permissions_boundary, err);
    if (r) return r;
    out->user = user_output(c, &user);
    out->user->tags = in->tags;
    return iam_entity_boundary(c, user.id, &out->user->permissions_boundary, err);
}

static int password_last_used(struct gh_call *c, struct gh_str owner_id, int64_t *ret_ms, struct gh_err *err) {
    struct store_iam_password_last_used_row row;
    int r = store_iam_password_last_used(c->ctx.tx, &(struct store_iam_password_last_used_args){owner_id}, &row, err);
    if (!r) *ret_ms = row.used_ms;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int root_output(struct gh_call *c, struct iam_user **ret_user, struct gh_err *err) {
    struct store_account_get_row account;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){.id = c->caller.account_id}, &account, err);
    if (r) return r;
    struct iam_user *root = gh_new(c->ctx.arena, struct iam_user);
    *root = (struct iam_user){.user_id = account.id, .arn = c->caller.arn, .create_date = account.created_ms};
    *ret_user = root;
    return password_last_used(c, account.id, &root->password_last_used, err);
}

int iam_get_user(struct gh_call *c, const struct iam_get_user_input *in, struct iam_get_user_output *out,
                 struct gh_err *err) {
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    if (!user.id.p) return root_output(c, &out->user, err);
    out->user = user_output(c, &user);
    r = iam_entity_boundary(c, user.id, &out->user->permissions_boundary, err);
    if (!r) r = password_last_used(c, user.id, &out->user->password_last_used, err);
    return r ? r : iam_tags(c, user.id, &out->user->tags, err);
}

int iam_list_users(struct gh_call *c, const struct iam_list_users_input *in, struct iam_list_users_output *out,
                   struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, prefix), &page, err);
    if (r) return r;
    struct store_iam_user_list_rows rows;
    struct store_iam_user_list_args args = {.account_id = c->caller.account_id,
                                            .after_key = page.after,
                                            .path_begin = prefix,
                                            .path_end = iam_path_end(c, prefix),
                                            .count = page.count + 1};
    r = store_iam_user_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->users);
    for (size_t i = 0; i < shown; i++) {
        struct iam_subject user = {rows.v[i].id, rows.v[i].name, rows.v[i].path, rows.v[i].created_ms};
        out->users.v[i] = *user_output(c, &user);
    }
    IAM_PAGE_END(c, &page, rows, name_key, shown, out);
    return 0;
}

/* What stands in the way of deleting a user, in AWS's words; NULL where nothing does. */
static int delete_conflict(struct gh_call *c, struct gh_str user_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_access_key_list_rows keys;
    struct store_iam_access_key_list_args key_args = {
        .account_id = c->caller.account_id, .user_id = user_id, .after_id = GH_S(""), .count = 1};
    int r = store_iam_access_key_list(c->ctx.tx, &key_args, &keys, err);
    struct store_iam_group_get_rows groups;
    struct store_iam_groups_of_user_args group_args = {user_id, GH_S(""), 1};
    if (!r) r = store_iam_groups_of_user(c->ctx.tx, &group_args, &groups, err);
    if (!r) r = iam_entity_policy_conflict(c, user_id, ret_what, err);
    if (r) return r;
    if (groups.n) *ret_what = "must remove users from group first";
    if (keys.n) *ret_what = "must delete access keys first";
    return *ret_what ? 0 : iam_credential_conflict(c, user_id, ret_what, err);
}

int iam_delete_user(struct gh_call *c, const struct iam_delete_user_input *in, struct iam_delete_user_output *out,
                    struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    const char *conflict = NULL;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = delete_conflict(c, user.id, &conflict, err);
    if (r) return r;
    if (conflict) return iam_throw_delete_conflict(err, "Cannot delete entity, %s.", conflict);
    return iam_user_delete(&c->ctx, c->caller.account_id, user.id, err);
}

int iam_update_user(struct gh_call *c, const struct iam_update_user_input *in, struct iam_update_user_output *out,
                    struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    struct iam_user_names names = {in->new_user_name.p ? in->new_user_name : user.name,
                                   in->new_path.p ? in->new_path : user.path};
    r = iam_user_rename(&c->ctx, c->caller.account_id, user.id, &names, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "User with name %.*s already exists.", GH_S_FMT(names.name));
    return r;
}

int iam_put_user_permissions_boundary(struct gh_call *c, const struct iam_put_user_permissions_boundary_input *in,
                                      struct iam_put_user_permissions_boundary_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    struct iam_entity entity = as_entity(&user);
    return iam_entity_bound(c, &entity, in->permissions_boundary, err);
}

int iam_delete_user_permissions_boundary(struct gh_call *c, const struct iam_delete_user_permissions_boundary_input *in,
                                         struct iam_delete_user_permissions_boundary_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    return r ? r : iam_boundary_clear(&c->ctx, c->caller.account_id, user.id, err);
}

int iam_tag_user(struct gh_call *c, const struct iam_tag_user_input *in, struct iam_tag_user_output *out,
                 struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = iam_tags_put(c, user.id, &in->tags, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int iam_untag_user(struct gh_call *c, const struct iam_untag_user_input *in, struct iam_untag_user_output *out,
                   struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = iam_tags_take(c, user.id, &in->tag_keys, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int iam_list_user_tags(struct gh_call *c, const struct iam_list_user_tags_input *in,
                       struct iam_list_user_tags_output *out, struct gh_err *err) {
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = iam_tags_page(c, user.id, &IAM_PAGE_QUERY(in, user.id), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
