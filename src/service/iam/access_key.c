/* access_key.c: long-term access keys of users and of the account's root. */
#include "base/base.h"
#include "domain/iam.h"
#include "service/iam/iam.h"

/* AWS: "AccessKeysPerUser", not adjustable. */
#define KEYS_PER_USER 2

/* The keys of a user, or of root where @user_id is absent. */
static int list(struct gh_call *c, struct gh_str user_id, struct gh_str after_id, int64_t count,
                struct store_iam_access_key_list_rows *ret_rows, struct gh_err *err) {
    struct gh_str account_id = c->caller.account_id;
    if (user_id.p) {
        struct store_iam_access_key_list_args args = {
            .account_id = account_id, .user_id = user_id, .after_id = after_id, .count = count};
        return store_iam_access_key_list(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_iam_access_key_list_root_args args = {.account_id = account_id, .after_id = after_id, .count = count};
    return store_iam_access_key_list_root(c->ctx.tx, &args, ret_rows, err);
}

int iam_create_access_key(struct gh_call *c, const struct iam_create_access_key_input *in,
                          struct iam_create_access_key_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_access_key_list_rows rows;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = list(c, user.id, GH_S(""), KEYS_PER_USER, &rows, err);
    if (r) return r;
    if (rows.n >= KEYS_PER_USER)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for AccessKeysPerUser: %d", KEYS_PER_USER);
    struct gh_str id;
    struct gh_secret secret = {0};
    r = iam_access_key_create(&c->ctx, c->caller.account_id, user.id, &id, &secret, err);
    if (r) return r;
    out->access_key = gh_new(c->ctx.arena, struct iam_access_key);
    *out->access_key = (struct iam_access_key){.user_name = user.name,
                                               .access_key_id = id,
                                               .status = IAM_STATUS_TYPE_ACTIVE,
                                               .secret_access_key = gh_str_dup(c->ctx.arena, gh_secret_reveal(&secret)),
                                               .create_date = c->ctx.now_ms};
    gh_secret_done(&secret);
    return 0;
}

int iam_list_access_keys(struct gh_call *c, const struct iam_list_access_keys_input *in,
                         struct iam_list_access_keys_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct wire_page page;
    struct store_iam_access_key_list_rows rows;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (!r) r = list(c, user.id, page.after, page.count + 1, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &page, rows.n, out->access_key_metadata);
    for (size_t i = 0; i < shown; i++)
        out->access_key_metadata.v[i] =
            (struct iam_access_key_metadata){user.name, rows.v[i].id, rows.v[i].status, rows.v[i].created_ms};
    IAM_PAGE_END(c, &page, rows, id, shown, out);
    return 0;
}

/* The key, if it is that user's. */
static int own_key(struct gh_call *c, struct gh_str user_name, struct gh_str key_id, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_access_key_get_row row;
    int r = iam_user_named(c, user_name, &user, err);
    if (r) return r;
    r = store_iam_access_key_get(c->ctx.tx, &(struct store_iam_access_key_get_args){.id = key_id}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(row.account_id, c->caller.account_id) || !gh_str_eq(row.user_id, user.id))
        return iam_throw_no_such_entity(err, "The Access Key with id %.*s cannot be found.", GH_S_FMT(key_id));
    return 0;
}

int iam_update_access_key(struct gh_call *c, const struct iam_update_access_key_input *in,
                          struct iam_update_access_key_output *out, struct gh_err *err) {
    (void)out;
    int r = own_key(c, in->user_name, in->access_key_id, err);
    if (r) return r;
    if (gh_str_eq(in->status, IAM_STATUS_TYPE_EXPIRED))
        return iam_throw_invalid_input(err, "Status must be Active or Inactive.");
    return iam_access_key_set_status(&c->ctx, c->caller.account_id, in->access_key_id, in->status, err);
}

int iam_delete_access_key(struct gh_call *c, const struct iam_delete_access_key_input *in,
                          struct iam_delete_access_key_output *out, struct gh_err *err) {
    (void)out;
    int r = own_key(c, in->user_name, in->access_key_id, err);
    return r ? r : iam_access_key_delete(&c->ctx, c->caller.account_id, in->access_key_id, err);
}
