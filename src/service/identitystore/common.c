/* common.c: see identitystore.h. */
#include "service/identitystore/identitystore.h"

#include "base/base.h"
#include "domain/instance.h"

#define EXTERNAL_IDS_MAX 10

/* The owner of the instance, and its delegated administrator; to everyone else there is no such store. */
int identitystore_open(struct gh_call *c, struct gh_str identity_store_id, struct gh_err *err) {
    struct store_identity_store_get_row row;
    struct store_identity_store_get_args args = {.identity_store_id = identity_store_id};
    enum instance_standing standing = INSTANCE_STRANGER;
    int r = store_identity_store_get(c->ctx.tx, &args, &row, err);
    if (!r) r = instance_standing(&c->ctx, row.account_id, row.organization_id, c->caller.account_id, &standing, err);
    if (r && r != -GH_ENOTFOUND) return r;
    bool manages = standing == INSTANCE_OWNER || standing == INSTANCE_DELEGATE;
    if (r || !manages || !gh_str_eq(row.state, INSTANCE_ACTIVE))
        return identitystore_throw_resource_not_found(err, IDENTITYSTORE_RESOURCE_TYPE_IDENTITY_STORE,
                                                      identity_store_id, GH_S_NONE, "IDENTITY_STORE not found.");
    return 0;
}

static int not_found(int r, struct gh_str type, struct gh_str id, struct gh_err *err) {
    if (r != -GH_ENOTFOUND) return r;
    return identitystore_throw_resource_not_found(err, type, id, GH_S_NONE, "%.*s not found.", GH_S_FMT(type));
}

int identitystore_user_row(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                           struct store_identity_user_get_row *ret_row, struct gh_err *err) {
    struct store_identity_user_get_args args = {.identity_store_id = store_id, .id = user_id};
    return not_found(store_identity_user_get(c->ctx.tx, &args, ret_row, err), IDENTITYSTORE_RESOURCE_TYPE_USER, user_id,
                     err);
}

int identitystore_group_row(struct gh_call *c, struct gh_str store_id, struct gh_str group_id,
                            struct store_identity_group_get_row *ret_row, struct gh_err *err) {
    struct store_identity_group_get_args args = {.identity_store_id = store_id, .id = group_id};
    return not_found(store_identity_group_get(c->ctx.tx, &args, ret_row, err), IDENTITYSTORE_RESOURCE_TYPE_GROUP,
                     group_id, err);
}

int identitystore_membership_row(struct gh_call *c, struct gh_str store_id, struct gh_str membership_id,
                                 struct store_identity_membership_get_row *ret_row, struct gh_err *err) {
    struct store_identity_membership_get_args args = {.identity_store_id = store_id, .id = membership_id};
    return not_found(store_identity_membership_get(c->ctx.tx, &args, ret_row, err),
                     IDENTITYSTORE_RESOURCE_TYPE_GROUP_MEMBERSHIP, membership_id, err);
}

int identitystore_external_ids(struct gh_call *c, struct gh_str resource_id, struct identitystore_external_ids *ret_ids,
                               struct gh_err *err) {
    struct store_identity_external_id_list_rows rows;
    struct store_identity_external_id_list_args args = {
        .resource_id = resource_id, .after_issuer = GH_S(""), .count = EXTERNAL_IDS_MAX};
    int r = store_identity_external_id_list(c->ctx.tx, &args, &rows, err);
    if (r || !rows.n) return r;
    ret_ids->v = gh_new_n(c->ctx.arena, struct identitystore_external_id, rows.n);
    ret_ids->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret_ids->v[i] = (struct identitystore_external_id){rows.v[i].issuer, rows.v[i].external_id};
    return 0;
}

bool identitystore_is_reserved_name(struct gh_str name) {
    return gh_str_eq_ci(name, GH_S("Administrator")) || gh_str_eq_ci(name, GH_S("AWSAdministrators"));
}
