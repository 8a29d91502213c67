/* user.c: users. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "service/iam/credential.h"
#include "service/iam/iam.h"

#define USER_TAGS_MAX 50

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

static int put_tags(struct gh_call *c, struct gh_str entity_id, const struct iam_tag_list_type *tags,
                    struct gh_err *err) {
    if (tags->n > USER_TAGS_MAX)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for TagsPerUser: %d", USER_TAGS_MAX);
    for (size_t i = 0; i < tags->n; i++) {
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq_ci(tags->v[i].key, tags->v[j].key))
                return iam_throw_invalid_input(
                    err, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        struct store_tag_put_args args = {
            .resource = iam_tag_resource(c, entity_id), .key = tags->v[i].key, .value = tags->v[i].value};
        int r = store_tag_put(c->ctx.tx, &args, NULL, err);
        if (r) return r;
    }
    return 0;
}

int iam_create_user(struct gh_call *c, const struct iam_create_user_input *in, struct iam_create_user_output *out,
                    struct gh_err *err) {
    struct iam_subject user = {
        .name = in->user_name, .path = in->path.p ? in->path : GH_S("/"), .created_ms = c->ctx.now_ms};
    if (in->permissions_boundary.p)
        return iam_throw_no_such_entity(err, "Scope ARN: %.*s does not exist or is not attachable.",
                                        GH_S_FMT(in->permissions_boundary));
    int r = iam_user_create(&c->ctx, c->caller.account_id, user.path, user.name, &user.id, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "User with name %.*s already exists.", GH_S_FMT(in->user_name));
    if (!r) r = put_tags(c, user.id, &in->tags, err);
    if (r) return r;
    out->user = user_output(c, &user);
    out->user->tags = in->tags;
    return 0;
}

int iam_get_user(struct gh_call *c, const struct iam_get_user_input *in, struct iam_get_user_output *out,
                 struct gh_err *err) {
    struct iam_subject user;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    if (user.id.p) {
        out->user = user_output(c, &user);
        return iam_tags(c, user.id, &out->user->tags, err);
    }
    struct store_account_get_row account;
    r = store_account_get(c->ctx.tx, &(struct store_account_get_args){.id = c->caller.account_id}, &account, err);
    if (r) return r;
    out->user = gh_new(c->ctx.arena, struct iam_user);
    *out->user =
        (struct iam_user){.user_id = c->caller.account_id, .arn = c->caller.arn, .create_date = account.created_ms};
    return 0;
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
    size_t shown = wire_page_shown(&page, rows.n);
    out->users.v = gh_new_n(c->ctx.arena, struct iam_user, shown + 1);
    out->users.n = shown;
    for (size_t i = 0; i < shown; i++) {
        struct iam_subject user = {rows.v[i].id, rows.v[i].name, rows.v[i].path, rows.v[i].created_ms};
        out->users.v[i] = *user_output(c, &user);
    }
    if (shown) out->marker = wire_page_next(c, &page, rows.n, rows.v[shown - 1].name_key);
    out->is_truncated = out->marker.p != NULL;
    out->has_is_truncated = true;
    return 0;
}

/* What stands in the way of deleting a user, in AWS's words; NULL where nothing does. */
static int delete_conflict(struct gh_call *c, struct gh_str user_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_access_key_list_rows keys;
    struct store_iam_access_key_list_args key_args = {
        .account_id = c->caller.account_id, .user_id = user_id, .after_id = GH_S(""), .count = 1};
    int r = store_iam_access_key_list(c->ctx.tx, &key_args, &keys, err);
    if (r) return r;
    struct store_iam_inline_list_rows inlines;
    struct store_iam_inline_list_args inline_args = {.entity_id = user_id, .after_name = GH_S(""), .count = 1};
    r = store_iam_inline_list(c->ctx.tx, &inline_args, &inlines, err);
    if (r) return r;
    struct store_iam_attachment_list_rows attached;
    struct store_iam_attachment_list_args attached_args = {.entity_id = user_id, .after_arn = GH_S(""), .count = 1};
    r = store_iam_attachment_list(c->ctx.tx, &attached_args, &attached, err);
    if (r) return r;
    *ret_what = keys.n       ? "must delete access keys first"
                : inlines.n  ? "must delete policies first"
                : attached.n ? "must detach all policies first"
                             : NULL;
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
    struct store_tag_delete_all_args tags = {.resource = iam_tag_resource(c, user.id)};
    r = store_tag_delete_all(c->ctx.tx, &tags, NULL, err);
    return r ? r : iam_user_delete(&c->ctx, c->caller.account_id, user.id, err);
}
