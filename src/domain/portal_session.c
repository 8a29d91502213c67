/* portal_session.c: see portal_session.h. */
#include "domain/portal_session.h"

#include "base/base.h"
#include "crypto/token.h"
#include "domain/context.h"
#include "store/queries.h"

/* The moment is compared here, not in the query, so that its answer can be kept. */
static int person_of(struct context *c, int r, const struct store_portal_person_by_token_row *row,
                     struct portal_person *ret_person, struct gh_err *err) {
    bool over = !r && (row->expires_ms <= c->now_ms || row->token_expires_ms <= c->now_ms);
    if (over || r == -GH_ENOTFOUND) return gh_refuse(err, GH_EAUTH, "Session token not found or invalid");
    if (r) return r;
    *ret_person = (struct portal_person){.user_id = row->user_id,
                                         .user_name = row->user_name,
                                         .display_name = row->display_name,
                                         .identity_store_id = row->identity_store_id,
                                         .instance_id = row->instance_id,
                                         .account_id = row->account_id,
                                         .session_id = row->session_id,
                                         .session_started_ms = row->created_ms,
                                         .session_expires_ms = row->expires_ms};
    return 0;
}

int portal_person_by_token(struct context *c, struct gh_str access_token, struct portal_person *ret_person,
                           struct gh_err *err) {
    struct store_portal_person_by_token_row row;
    struct store_portal_person_by_token_args args = {.token_hash = token_hash(c->arena, access_token)};
    return person_of(c, store_portal_person_by_token(c->tx, &args, &row, err), &row, ret_person, err);
}

int portal_person_by_cookie(struct context *c, struct gh_str cookie, struct portal_person *ret_person,
                            struct gh_err *err) {
    struct store_portal_person_by_token_row row;
    struct store_portal_person_by_cookie_args args = {.token_hash = token_hash(c->arena, cookie)};
    return person_of(c, store_portal_person_by_cookie(c->tx, &args, &row, err), &row, ret_person, err);
}

int portal_session_start(struct context *c, const struct portal_session_new *session, struct gh_str *ret_session_id,
                         struct gh_str *ret_cookie, struct gh_err *err) {
    struct gh_str cookie = token_new(c->arena, "");
    struct store_portal_session_insert_args row = {.id = gh_uuid_new(c->arena),
                                                   .user_id = session->user_id,
                                                   .created_ms = c->now_ms,
                                                   .expires_ms = c->now_ms + PORTAL_SESSION_MS,
                                                   .source_ip = session->source_ip,
                                                   .user_agent =
                                                       session->user_agent.p ? session->user_agent : GH_S("")};
    struct store_browser_cookie_insert_args cookie_row = {token_hash(c->arena, cookie), row.id};
    int r = store_portal_session_insert(c->tx, &row, NULL, err);
    if (!r) r = store_browser_cookie_insert(c->tx, &cookie_row, NULL, err);
    if (r) return r;
    *ret_session_id = row.id;
    *ret_cookie = cookie;
    return 0;
}

int portal_session_end(struct context *c, struct gh_str session_id, struct gh_err *err) {
    struct store_browser_cookie_delete_by_session_args cookies = {session_id};
    struct store_portal_token_delete_by_session_args tokens = {session_id};
    int r = store_browser_cookie_delete_by_session(c->tx, &cookies, NULL, err);
    if (!r) r = store_portal_token_delete_by_session(c->tx, &tokens, NULL, err);
    return r ? r
             : store_portal_session_delete(c->tx, &(struct store_portal_session_delete_args){session_id}, NULL, err);
}

int portal_session_end_all(struct context *c, struct gh_str user_id, struct gh_err *err) {
    struct store_browser_cookie_delete_by_user_args cookies = {user_id};
    struct store_portal_token_delete_by_user_args tokens = {user_id};
    struct store_portal_session_delete_by_user_args sessions = {user_id};
    int r = store_browser_cookie_delete_by_user(c->tx, &cookies, NULL, err);
    if (!r) r = store_portal_token_delete_by_user(c->tx, &tokens, NULL, err);
    return r ? r : store_portal_session_delete_by_user(c->tx, &sessions, NULL, err);
}

int portal_token_issue(struct context *c, const struct portal_token_new *token, struct gh_str *ret_token,
                       struct gh_err *err) {
    struct gh_str text = token_new(c->arena, "");
    struct store_portal_token_insert_args row = {.token_hash = token_hash(c->arena, text),
                                                 .kind = token->kind,
                                                 .session_id = token->session_id,
                                                 .client_id = token->client_id,
                                                 .scopes = token->scopes,
                                                 .expires_ms = token->expires_ms};
    int r = store_portal_token_insert(c->tx, &row, NULL, err);
    if (!r) *ret_token = text;
    return r;
}
