/* iam.c: see iam.h. */
#include "domain/iam.h"

#include "base/base.h"
#include "codec/base64.h"
#include "crypto/keyring.h"
#include "domain/account.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "store/queries.h"

#define ACCESS_KEY_PURPOSE "iam.access-key"

int iam_user_create(struct context *c, struct gh_str account_id, struct gh_str path, struct gh_str name,
                    struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str id = id_iam_user_new(c->arena);
    int r = store_iam_user_insert(c->tx,
                                  &(struct store_iam_user_insert_args){.id = id,
                                                                       .account_id = account_id,
                                                                       .name = name,
                                                                       .name_key = fold_key(c->arena, name),
                                                                       .path = path,
                                                                       .created_ms = c->now_ms},
                                  NULL, err);
    if (r) return r;
    *ret_id = id;
    return account_touch(c, account_id, err);
}

int iam_user_rename(struct context *c, struct gh_str account_id, struct gh_str user_id,
                    const struct iam_user_names *names, struct gh_err *err) {
    struct store_iam_user_update_args row = {user_id, names->name, fold_key(c->arena, names->name), names->path};
    int r = store_iam_user_update(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

struct gh_str iam_tags_of(struct gh_arena *a, struct gh_str id) {
    return GH_JOIN(a, GH_S("iam:"), id);
}

/* What hangs on a user or role by its id. */
static int entity_end(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_tag_delete_all_args tags = {iam_tags_of(c->arena, id)};
    int r = store_tag_delete_all(c->tx, &tags, NULL, err);
    if (!r) r = store_iam_boundary_delete(c->tx, &(struct store_iam_boundary_delete_args){id}, NULL, err);
    if (!r) r = store_iam_action_use_forget(c->tx, &(struct store_iam_action_use_forget_args){id}, NULL, err);
    return r ? r : store_iam_password_use_forget(c->tx, &(struct store_iam_password_use_forget_args){id}, NULL, err);
}

int iam_user_delete(struct context *c, struct gh_str account_id, struct gh_str user_id, struct gh_err *err) {
    int r = entity_end(c, user_id, err);
    if (!r) r = store_iam_user_delete(c->tx, &(struct store_iam_user_delete_args){.id = user_id}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_role_create(struct context *c, const struct iam_role_new *role, struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str id = id_iam_role_new(c->arena);
    int r = store_iam_role_insert(c->tx,
                                  &(struct store_iam_role_insert_args){.id = id,
                                                                       .account_id = role->account_id,
                                                                       .name = role->name,
                                                                       .name_key = fold_key(c->arena, role->name),
                                                                       .path = role->path,
                                                                       .description = role->description,
                                                                       .trust_policy = role->trust_policy,
                                                                       .max_session_s = role->max_session_s,
                                                                       .created_ms = c->now_ms,
                                                                       .owner = role->owner},
                                  NULL, err);
    if (r) return r;
    *ret_id = id;
    return account_touch(c, role->account_id, err);
}

/* Brings the row of an existing role, or a tombstone, to what is described. */
static int role_update(struct context *c, const struct iam_role_new *role, struct gh_str id, bool tombstone,
                       struct gh_err *err) {
    int r = store_iam_role_update(c->tx,
                                  &(struct store_iam_role_update_args){.id = id,
                                                                       .path = role->path,
                                                                       .description = role->description,
                                                                       .trust_policy = role->trust_policy,
                                                                       .max_session_s = role->max_session_s},
                                  NULL, err);
    if (r || !tombstone) return r;
    return store_iam_role_revive(c->tx, &(struct store_iam_role_revive_args){.id = id, .now_ms = c->now_ms}, NULL, err);
}

static int role_find_or_create(struct context *c, const struct iam_role_new *role, struct gh_str *ret_id,
                               bool *ret_created, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    int r = store_iam_role_by_name(c->tx,
                                   &(struct store_iam_role_by_name_args){.account_id = role->account_id,
                                                                         .name_key = fold_key(c->arena, role->name)},
                                   &row, err);
    *ret_created = r == -GH_ENOTFOUND;
    if (*ret_created) return iam_role_create(c, role, ret_id, err);
    if (r) return r;
    *ret_id = row.id;
    return role_update(c, role, row.id, row.has_removed_ms, err);
}

static int role_empty(struct context *c, struct gh_str id, struct gh_err *err) {
    int r = store_iam_attachment_delete_all(c->tx, &(struct store_iam_attachment_delete_all_args){.entity_id = id},
                                            NULL, err);
    if (r) return r;
    return store_iam_inline_delete_all(c->tx, &(struct store_iam_inline_delete_all_args){.entity_id = id}, NULL, err);
}

/* Thousands of roles are made at a time, so one touch of the account serves for all that is put in. */
static int role_fill(struct context *c, const struct iam_role_content *content, struct gh_str id, struct gh_err *err) {
    int r = 0;
    for (size_t i = 0; !r && i < content->n_policy_arns; i++) {
        struct store_iam_attachment_insert_args row = {
            .entity_id = id, .policy_arn = content->policy_arns[i], .account_id = content->role.account_id};
        r = store_iam_attachment_insert(c->tx, &row, NULL, err);
    }
    if (r || !content->inline_document.p) return r;
    struct store_iam_inline_put_args row = {
        .entity_id = id, .name = content->inline_name, .document = content->inline_document};
    return store_iam_inline_put(c->tx, &row, NULL, err);
}

int iam_role_ensure(struct context *c, const struct iam_role_content *content, struct gh_str *ret_id,
                    struct gh_err *err) {
    struct gh_str id;
    bool created;
    int r = role_find_or_create(c, &content->role, &id, &created, err);
    if (!r && !created) r = role_empty(c, id, err);
    if (!r) r = role_fill(c, content, id, err);
    if (!r && !created) r = account_touch(c, content->role.account_id, err);
    if (!r) *ret_id = id;
    return r;
}

int iam_role_describe(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_str description,
                      int64_t max_session_s, struct gh_err *err) {
    struct store_iam_role_describe_args row = {role_id, description, max_session_s};
    int r = store_iam_role_describe(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_role_set_trust(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_str kept,
                       struct gh_err *err) {
    int r = store_iam_role_trust(c->tx, &(struct store_iam_role_trust_args){role_id, kept}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_role_delete(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_err *err) {
    int r = role_empty(c, role_id, err);
    if (!r) r = entity_end(c, role_id, err);
    if (!r) r = store_iam_role_delete(c->tx, &(struct store_iam_role_delete_args){role_id}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_role_remove(struct context *c, struct gh_str account_id, struct gh_str role_id, struct gh_err *err) {
    int r = store_iam_role_remove(c->tx, &(struct store_iam_role_remove_args){.id = role_id, .now_ms = c->now_ms}, NULL,
                                  err);
    if (!r) r = role_empty(c, role_id, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_attach(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
               struct gh_err *err) {
    struct store_iam_attachment_insert_args row = {entity_id, policy_arn, account_id};
    int r = store_iam_attachment_insert(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_detach(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
               struct gh_err *err) {
    int64_t changes;
    int r = store_iam_attachment_delete(
        c->tx, &(struct store_iam_attachment_delete_args){.entity_id = entity_id, .policy_arn = policy_arn}, &changes,
        err);
    if (r) return r;
    if (!changes) return gh_fail(err, GH_ENOTFOUND, "policy is not attached");
    return account_touch(c, account_id, err);
}

int iam_inline_put(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str name,
                   struct gh_str document, struct gh_err *err) {
    int r = store_iam_inline_put(
        c->tx, &(struct store_iam_inline_put_args){.entity_id = entity_id, .name = name, .document = document}, NULL,
        err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_inline_delete(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str name,
                      struct gh_err *err) {
    int64_t changes;
    int r = store_iam_inline_delete(c->tx, &(struct store_iam_inline_delete_args){.entity_id = entity_id, .name = name},
                                    &changes, err);
    if (r) return r;
    if (!changes) return gh_fail(err, GH_ENOTFOUND, "no inline policy of that name");
    return account_touch(c, account_id, err);
}

int iam_access_key_create(struct context *c, struct gh_str account_id, struct gh_str user_id, struct gh_str *ret_id,
                          struct gh_secret *ret_secret, struct gh_err *err) {
    /* 30 random bytes are the 40 base-64 characters of AWS's secret keys. */
    unsigned char bytes[30];
    gh_rand(bytes, sizeof bytes);
    struct gh_str text = base64_encode(c->arena, gh_str_n((const char *)bytes, sizeof bytes), BASE64_STANDARD);
    gh_zero(bytes, sizeof bytes);
    struct gh_str id = id_access_key_new(c->arena, "AKIA", account_id);
    struct store_iam_access_key_insert_args row = {
        .id = id,
        .account_id = account_id,
        .user_id = user_id,
        .status = GH_S("Active"),
        .secret = keyring_seal(c->house->keyring, c->arena, ACCESS_KEY_PURPOSE, id, text),
        .created_ms = c->now_ms};
    int r = store_iam_access_key_insert(c->tx, &row, NULL, err);
    if (!r) r = account_touch(c, account_id, err);
    if (!r) {
        *ret_id = id;
        gh_secret_set(ret_secret, text);
    }
    gh_zero((void *)text.p, text.n);
    return r;
}

int iam_access_key_set_status(struct context *c, struct gh_str account_id, struct gh_str key_id, struct gh_str status,
                              struct gh_err *err) {
    int r = store_iam_access_key_status(
        c->tx, &(struct store_iam_access_key_status_args){.id = key_id, .status = status}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_access_key_delete(struct context *c, struct gh_str account_id, struct gh_str key_id, struct gh_err *err) {
    int r = store_iam_access_key_unused(c->tx, &(struct store_iam_access_key_unused_args){.key_id = key_id}, NULL, err);
    if (r) return r;
    r = store_iam_access_key_delete(c->tx, &(struct store_iam_access_key_delete_args){.id = key_id}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_access_key_secret(struct context *c, struct gh_str key_id, struct gh_str sealed, struct gh_secret *ret_secret,
                          struct gh_err *err) {
    if (keyring_open_secret(c->house->keyring, ACCESS_KEY_PURPOSE, key_id, sealed, ret_secret)) return 0;
    return gh_fail(err, GH_EINTERNAL, "the keyring does not open access key %.*s", GH_S_FMT(key_id));
}
