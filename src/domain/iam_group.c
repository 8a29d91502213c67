/* iam_group.c: see iam_group.h. */
#include "domain/iam_group.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "store/queries.h"

int iam_group_create(struct context *c, struct gh_str account_id, const struct iam_group_names *names,
                     struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str id = id_iam_group_new(c->arena);
    struct store_iam_group_insert_args row = {.id = id,
                                              .account_id = account_id,
                                              .name = names->name,
                                              .name_key = fold_key(c->arena, names->name),
                                              .path = names->path,
                                              .created_ms = c->now_ms};
    int r = store_iam_group_insert(c->tx, &row, NULL, err);
    if (!r) *ret_id = id;
    return r;
}

int iam_group_rename(struct context *c, struct gh_str account_id, struct gh_str group_id,
                     const struct iam_group_names *names, struct gh_err *err) {
    struct store_iam_group_update_args row = {group_id, names->name, fold_key(c->arena, names->name), names->path};
    int r = store_iam_group_update(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_group_delete(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_err *err) {
    int r = store_iam_group_delete(c->tx, &(struct store_iam_group_delete_args){group_id}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_group_join(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_str user_id,
                   struct gh_err *err) {
    struct store_iam_group_member_insert_args row = {group_id, user_id};
    int r = store_iam_group_member_insert(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_group_leave(struct context *c, struct gh_str account_id, struct gh_str group_id, struct gh_str user_id,
                    struct gh_err *err) {
    int64_t changes;
    struct store_iam_group_member_delete_args row = {group_id, user_id};
    int r = store_iam_group_member_delete(c->tx, &row, &changes, err);
    if (r) return r;
    if (!changes) return gh_fail(err, GH_ENOTFOUND, "user is not in the group");
    return account_touch(c, account_id, err);
}
