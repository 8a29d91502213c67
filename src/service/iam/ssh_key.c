/* ssh_key.c: SSH public keys of users. */
#include "proto/ssh_key.h"

#include "base/base.h"
#include "domain/ids.h"
#include "service/iam/iam.h"

/* AWS: "SSHPublicKeysPerUser", not adjustable. */
#define KEYS_PER_USER 5

static int list(struct gh_call *c, struct gh_str user_id, struct gh_str after_id, int64_t count,
                struct store_iam_ssh_key_list_rows *ret_rows, struct gh_err *err) {
    struct store_iam_ssh_key_list_args args = {.user_id = user_id, .after_id = after_id, .count = count};
    return store_iam_ssh_key_list(c->ctx.tx, &args, ret_rows, err);
}

static int read_key(struct gh_call *c, struct gh_str body, struct ssh_key *ret_key, struct gh_err *err) {
    struct gh_err *why = gh_new(c->ctx.arena, struct gh_err);
    int r = ssh_key_read(c->ctx.arena, body, ret_key, why);
    if (r == -GH_ENOTFOUND)
        return iam_throw_unrecognized_public_key_encoding(
            err, "The public key is in an encoding that is not recognized: it must be in ssh-rsa or PEM format.");
    if (r == -GH_EINVAL) return iam_throw_invalid_public_key(err, "%s", why->message);
    return r ? gh_fail(err, (enum gh_code) - r, "%s", why->detail) : 0;
}

static int check_room(struct gh_call *c, const struct iam_subject *user, struct gh_str fingerprint,
                      struct gh_err *err) {
    struct store_iam_ssh_key_list_rows rows;
    int r = list(c, user->id, GH_S(""), KEYS_PER_USER, &rows, err);
    if (r) return r;
    for (size_t i = 0; i < rows.n; i++)
        if (gh_str_eq(rows.v[i].fingerprint, fingerprint))
            return iam_throw_duplicate_ssh_public_key(err, "The SSH public key is already associated with user %.*s.",
                                                      GH_S_FMT(user->name));
    if (rows.n >= KEYS_PER_USER)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for SSHPublicKeysPerUser: %d", KEYS_PER_USER);
    return 0;
}

int iam_upload_ssh_public_key(struct gh_call *c, const struct iam_upload_ssh_public_key_input *in,
                              struct iam_upload_ssh_public_key_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct ssh_key key;
    int r = iam_user_named(c, in->user_name, &user, err);
    if (!r) r = read_key(c, in->ssh_public_key_body, &key, err);
    if (!r) r = check_room(c, &user, key.fingerprint, err);
    if (r) return r;
    struct store_iam_ssh_key_insert_args row = {.id = id_iam_ssh_key_new(c->ctx.arena),
                                                .account_id = c->caller.account_id,
                                                .user_id = user.id,
                                                .body = key.line,
                                                .fingerprint = key.fingerprint,
                                                .status = IAM_STATUS_TYPE_ACTIVE,
                                                .uploaded_ms = c->ctx.now_ms};
    r = store_iam_ssh_key_insert(c->ctx.tx, &row, NULL, err);
    if (r) return r;
    out->ssh_public_key = gh_new(c->ctx.arena, struct iam_ssh_public_key);
    *out->ssh_public_key = (struct iam_ssh_public_key){.user_name = user.name,
                                                       .ssh_public_key_id = row.id,
                                                       .fingerprint = row.fingerprint,
                                                       .ssh_public_key_body = in->ssh_public_key_body,
                                                       .status = row.status,
                                                       .upload_date = row.uploaded_ms};
    return 0;
}

/* The key, if it is that user's. */
static int own_key(struct gh_call *c, struct gh_str user_name, struct gh_str key_id, struct iam_subject *ret_user,
                   struct store_iam_ssh_key_get_row *ret_key, struct gh_err *err) {
    int r = iam_user_named(c, user_name, ret_user, err);
    if (r) return r;
    r = store_iam_ssh_key_get(c->ctx.tx, &(struct store_iam_ssh_key_get_args){.id = key_id}, ret_key, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(ret_key->user_id, ret_user->id)) return 0;
    return iam_throw_no_such_entity(err, "The Public Key with id %.*s cannot be found.", GH_S_FMT(key_id));
}

int iam_get_ssh_public_key(struct gh_call *c, const struct iam_get_ssh_public_key_input *in,
                           struct iam_get_ssh_public_key_output *out, struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_ssh_key_get_row row;
    struct ssh_key key;
    int r = own_key(c, in->user_name, in->ssh_public_key_id, &user, &row, err);
    if (!r) r = read_key(c, row.body, &key, err);
    if (r) return r;
    out->ssh_public_key = gh_new(c->ctx.arena, struct iam_ssh_public_key);
    *out->ssh_public_key = (struct iam_ssh_public_key){
        .user_name = user.name,
        .ssh_public_key_id = in->ssh_public_key_id,
        .fingerprint = row.fingerprint,
        .ssh_public_key_body = gh_str_eq(in->encoding, IAM_ENCODING_TYPE_PEM) ? key.pem : key.line,
        .status = row.status,
        .upload_date = row.uploaded_ms};
    return 0;
}

int iam_list_ssh_public_keys(struct gh_call *c, const struct iam_list_ssh_public_keys_input *in,
                             struct iam_list_ssh_public_keys_output *out, struct gh_err *err) {
    struct iam_user_page p;
    struct store_iam_ssh_key_list_rows rows;
    int r = iam_user_page_open(c, in->user_name, &IAM_PAGE_QUERY(in, GH_S_NONE), &p, err);
    if (!r) r = list(c, p.owner_id, p.page.after, p.page.count + 1, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &p.page, rows.n, out->ssh_public_keys);
    for (size_t i = 0; i < shown; i++)
        out->ssh_public_keys.v[i] = (struct iam_ssh_public_key_metadata){.user_name = p.user.name,
                                                                         .ssh_public_key_id = rows.v[i].id,
                                                                         .status = rows.v[i].status,
                                                                         .upload_date = rows.v[i].uploaded_ms};
    IAM_PAGE_END(c, &p.page, rows, id, shown, out);
    return 0;
}

int iam_update_ssh_public_key(struct gh_call *c, const struct iam_update_ssh_public_key_input *in,
                              struct iam_update_ssh_public_key_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_ssh_key_get_row key;
    int r = own_key(c, in->user_name, in->ssh_public_key_id, &user, &key, err);
    if (r) return r;
    if (gh_str_eq(in->status, IAM_STATUS_TYPE_EXPIRED))
        return iam_throw_invalid_input(err, "Status must be Active or Inactive.");
    struct store_iam_ssh_key_status_args args = {.id = in->ssh_public_key_id, .status = in->status};
    return store_iam_ssh_key_status(c->ctx.tx, &args, NULL, err);
}

int iam_delete_ssh_public_key(struct gh_call *c, const struct iam_delete_ssh_public_key_input *in,
                              struct iam_delete_ssh_public_key_output *out, struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_ssh_key_get_row key;
    int r = own_key(c, in->user_name, in->ssh_public_key_id, &user, &key, err);
    if (r) return r;
    struct store_iam_ssh_key_delete_args args = {.id = in->ssh_public_key_id};
    return store_iam_ssh_key_delete(c->ctx.tx, &args, NULL, err);
}
