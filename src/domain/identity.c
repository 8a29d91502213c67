/* identity.c: see identity.h. */
#include "domain/identity.h"

#include "base/base.h"
#include "domain/context.h"
#include "store/queries.h"

#define MEMBERSHIPS_AT_ONCE 100

static int forget_sign_in(struct store_tx *tx, struct gh_str id, struct gh_err *err) {
    struct store_identity_password_delete_args password = {id};
    struct store_identity_password_history_delete_args history = {id};
    struct store_signin_link_delete_by_user_args links = {id};
    struct store_browser_cookie_delete_by_user_args cookies = {id};
    struct store_portal_token_delete_by_user_args tokens = {id};
    struct store_portal_session_delete_by_user_args sessions = {id};
    int r = store_identity_password_delete(tx, &password, NULL, err);
    if (!r) r = store_identity_password_history_delete(tx, &history, NULL, err);
    if (!r) r = store_signin_link_delete_by_user(tx, &links, NULL, err);
    if (!r) r = store_browser_cookie_delete_by_user(tx, &cookies, NULL, err);
    if (!r) r = store_portal_token_delete_by_user(tx, &tokens, NULL, err);
    return r ? r : store_portal_session_delete_by_user(tx, &sessions, NULL, err);
}

int identity_user_remove(struct context *c, struct gh_str user_id, struct gh_err *err) {
    struct store_identity_membership_delete_by_user_args memberships = {user_id};
    struct store_identity_external_id_delete_all_args ids = {user_id};
    int r = store_identity_membership_delete_by_user(c->tx, &memberships, NULL, err);
    if (!r) r = store_identity_external_id_delete_all(c->tx, &ids, NULL, err);
    if (!r) r = forget_sign_in(c->tx, user_id, err);
    return r ? r : store_identity_user_delete(c->tx, &(struct store_identity_user_delete_args){user_id}, NULL, err);
}

int identity_group_empty(struct context *c, struct gh_str group_id, bool *ret_empty, struct gh_err *err) {
    int64_t removed = 0;
    struct store_identity_membership_purge_args members = {group_id, MEMBERSHIPS_AT_ONCE};
    int r = store_identity_membership_purge(c->tx, &members, &removed, err);
    *ret_empty = removed < MEMBERSHIPS_AT_ONCE;
    return r;
}

int identity_group_remove(struct context *c, struct gh_str group_id, bool *ret_empty, struct gh_err *err) {
    struct store_identity_external_id_delete_all_args ids = {.resource_id = group_id};
    int r = identity_group_empty(c, group_id, ret_empty, err);
    if (!r) r = store_identity_external_id_delete_all(c->tx, &ids, NULL, err);
    return r ? r : store_identity_group_delete(c->tx, &(struct store_identity_group_delete_args){group_id}, NULL, err);
}
