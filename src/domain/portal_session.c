/* portal_session.c: see portal_session.h. */
#include "domain/portal_session.h"

#include "base/base.h"
#include "crypto/token.h"
#include "domain/context.h"
#include "store/queries.h"

static int person_of(int r, const struct store_portal_person_by_token_row *row, struct portal_person *ret_person,
                     struct gh_err *err) {
    if (r == -GH_ENOTFOUND) return gh_refuse(err, GH_EAUTH, "Session token not found or invalid");
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
    struct store_portal_person_by_token_args args = {.token_hash = token_hash(c->arena, access_token),
                                                     .now_ms = c->now_ms};
    return person_of(store_portal_person_by_token(c->tx, &args, &row, err), &row, ret_person, err);
}

int portal_person_by_cookie(struct context *c, struct gh_str cookie, struct portal_person *ret_person,
                            struct gh_err *err) {
    struct store_portal_person_by_token_row row;
    struct store_portal_person_by_cookie_args args = {.token_hash = token_hash(c->arena, cookie), .now_ms = c->now_ms};
    return person_of(store_portal_person_by_cookie(c->tx, &args, &row, err), &row, ret_person, err);
}
