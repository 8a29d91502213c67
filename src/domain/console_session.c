/* console_session.c: see console_session.h. */
#include "domain/console_session.h"

#include "base/base.h"
#include "crypto/token.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/principal.h"
#include "store/queries.h"

int console_person_by_cookie(struct context *c, struct gh_str cookie, struct console_person *ret_person,
                             struct gh_err *err) {
    struct store_console_session_get_row row;
    struct store_console_session_get_args args = {.token_hash = token_hash(c->arena, cookie), .now_ms = c->now_ms};
    int r = store_console_session_get(c->tx, &args, &row, err);
    bool is_root = !r && gh_str_eq(row.owner_id, row.account_id);
    if (r == -GH_ENOTFOUND || (!r && !is_root && !row.user_name.p)) return gh_fail(err, GH_EAUTH, "no such session");
    if (r) return r;
    *ret_person =
        (struct console_person){.session_id = args.token_hash,
                                .account_id = row.account_id,
                                .account_name = row.account_name,
                                .alias = row.alias,
                                .owner_id = row.owner_id,
                                .user_name = row.user_name,
                                .arn = is_root ? arn_root(c->arena, row.account_id)
                                               : arn_iam_user(c->arena, row.account_id, row.user_path, row.user_name),
                                .is_root = is_root,
                                .mfa_serial = row.mfa_serial,
                                .started_ms = row.created_ms,
                                .expires_ms = row.expires_ms,
                                .password_ms = row.changed_ms};
    return 0;
}

int console_session_start(struct context *c, const struct console_session_new *session, struct gh_str *ret_cookie,
                          struct gh_err *err) {
    struct gh_str cookie = token_new(c->arena, "");
    struct store_console_session_insert_args row = {.token_hash = token_hash(c->arena, cookie),
                                                    .owner_id = session->owner_id,
                                                    .account_id = session->account_id,
                                                    .created_ms = session->started_ms,
                                                    .expires_ms = session->started_ms + CONSOLE_SESSION_MS,
                                                    .mfa_serial = session->mfa_serial,
                                                    .source_ip = session->source_ip,
                                                    .user_agent =
                                                        session->user_agent.p ? session->user_agent : GH_S("")};
    int r = store_console_session_insert(c->tx, &row, NULL, err);
    if (!r) *ret_cookie = cookie;
    return r;
}

int console_session_end(struct context *c, struct gh_str session_id, struct gh_err *err) {
    return store_console_session_delete(c->tx, &(struct store_console_session_delete_args){session_id}, NULL, err);
}

int console_session_end_all(struct context *c, struct gh_str owner_id, struct gh_err *err) {
    struct store_console_session_delete_by_owner_args args = {owner_id};
    return store_console_session_delete_by_owner(c->tx, &args, NULL, err);
}

struct principal console_principal(const struct console_person *person) {
    return (struct principal){.kind = person->is_root ? PRINCIPAL_ROOT : PRINCIPAL_USER,
                              .account_id = person->account_id,
                              .arn = person->arn,
                              .policy_arn = person->arn,
                              .user_id = person->owner_id,
                              .entity_id = person->owner_id,
                              .name = person->user_name,
                              .token_issue_ms = person->started_ms,
                              .expires_ms = person->expires_ms,
                              .mfa_present = person->mfa_serial.p != NULL,
                              .mfa_ms = person->mfa_serial.p ? person->started_ms : 0};
}
