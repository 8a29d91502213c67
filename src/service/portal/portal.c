/* portal.c: the portal API: what the signed-in person reaches, and credentials for it. */
#include "base/base.h"
#include "domain/entitlement.h"
#include "domain/page.h"
#include "domain/portal_session.h"
#include "domain/session_token.h"
#include "gen/sso.h"
#include "store/queries.h"
#include "wire/call.h"

#define PAGE_MAX 100

/* Not in the model, but what AWS answers and clients look for. */
static const struct gh_error_shape forbidden = {.name = GH_S_INIT("ForbiddenException"),
                                                .code = GH_S_INIT("ForbiddenException"),
                                                .status = 403,
                                                .sender_fault = true,
                                                .message_name = "message"};

static int no_access(struct gh_err *err) {
    return gh_throw(err, &forbidden, "No access");
}

struct portal_page {
    struct gh_str scope, after;
    int64_t count;
};

static int page_begin(struct gh_call *c, struct gh_str token, bool has_max, int32_t max, struct gh_str filter,
                      struct portal_page *ret_page, struct gh_err *err) {
    struct gh_str scope = gh_fmt(c->ctx.arena, "sso:%.*s:%.*s:%.*s", GH_S_FMT(c->op->name),
                                 GH_S_FMT(c->caller.identity_user_id), GH_S_FMT(filter));
    struct gh_str after;
    int r = page_open(&c->ctx, scope, token, &after, err);
    if (r) return r;
    *ret_page = (struct portal_page){scope, after, has_max ? max : PAGE_MAX};
    return 0;
}

static struct gh_str page_end(struct gh_call *c, const struct portal_page *page, size_t n, struct gh_str last_key) {
    return n > (size_t)page->count ? page_seal(&c->ctx, page->scope, last_key) : GH_S_NONE;
}

int sso_list_accounts(struct gh_call *c, const struct sso_list_accounts_input *in, struct sso_list_accounts_output *out,
                      struct gh_err *err) {
    struct portal_page page;
    struct store_entitlement_accounts_rows rows;
    int r = page_begin(c, in->next_token, in->has_max_results, in->max_results, GH_S(""), &page, err);
    if (r) return r;
    struct store_entitlement_accounts_args args = {c->caller.identity_user_id, page.after, page.count + 1};
    r = store_entitlement_accounts(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = rows.n > (size_t)page.count ? (size_t)page.count : rows.n;
    out->account_list.v = gh_new_n(c->ctx.arena, struct sso_account_info, shown + 1);
    out->account_list.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->account_list.v[i] = (struct sso_account_info){rows.v[i].id, rows.v[i].name, rows.v[i].email};
    if (shown) out->next_token = page_end(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

int sso_list_account_roles(struct gh_call *c, const struct sso_list_account_roles_input *in,
                           struct sso_list_account_roles_output *out, struct gh_err *err) {
    struct portal_page page;
    struct store_entitlement_roles_rows rows;
    int r = page_begin(c, in->next_token, in->has_max_results, in->max_results, in->account_id, &page, err);
    if (r) return r;
    struct store_entitlement_roles_args args = {c->caller.identity_user_id, in->account_id, page.after, page.count + 1};
    r = store_entitlement_roles(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    if (!rows.n && !page.after.n) return no_access(err);
    size_t shown = rows.n > (size_t)page.count ? (size_t)page.count : rows.n;
    out->role_list.v = gh_new_n(c->ctx.arena, struct sso_role_info, shown + 1);
    out->role_list.n = shown;
    for (size_t i = 0; i < shown; i++) out->role_list.v[i] = (struct sso_role_info){rows.v[i].name, in->account_id};
    if (shown) out->next_token = page_end(c, &page, rows.n, rows.v[shown - 1].name);
    return 0;
}

/* The provisioned role, if an assignment reaches the person; whatever is missing, the answer is the same. */
static int find_role(struct gh_call *c, const struct sso_get_role_credentials_input *in,
                     struct store_entitlement_role_row *ret_role, struct gh_err *err) {
    struct store_entitlement_role_args args = {c->caller.instance_id, in->role_name, in->account_id};
    int r = store_entitlement_role(c->ctx.tx, &args, ret_role, err);
    if (!r)
        r = entitlement_check(&c->ctx, c->caller.identity_user_id, in->account_id, ret_role->permission_set_id, err);
    return r == -GH_ENOTFOUND || r == -GH_EDENIED ? no_access(err) : r;
}

int sso_get_role_credentials(struct gh_call *c, const struct sso_get_role_credentials_input *in,
                             struct sso_get_role_credentials_output *out, struct gh_err *err) {
    struct store_entitlement_role_row role;
    struct session_credentials issued;
    int64_t seconds;
    int r = find_role(c, in, &role, err);
    if (r) return r;
    if (!gh_time_parse_duration(role.session_duration, &seconds))
        return gh_fail(err, GH_EINTERNAL, "stored session duration %.*s", GH_S_FMT(role.session_duration));
    struct session_claims claims = {.kind = PRINCIPAL_ROLE_SESSION,
                                    .account_id = in->account_id,
                                    .entity_id = role.role_id,
                                    .session_name = c->caller.name,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS,
                                    .identity_store_id = c->caller.identity_store_id,
                                    .identity_user_id = c->caller.identity_user_id,
                                    .instance_id = c->caller.instance_id,
                                    .permission_set_id = role.permission_set_id};
    r = session_token_seal(c->ctx.house->keyring, c->ctx.arena, &claims, &issued, err);
    if (r) return r;
    out->role_credentials = gh_new(c->ctx.arena, struct sso_role_credentials);
    *out->role_credentials =
        (struct sso_role_credentials){.access_key_id = issued.access_key_id,
                                      .secret_access_key = gh_str_dup(c->ctx.arena, gh_secret_reveal(&issued.secret)),
                                      .session_token = issued.token,
                                      .expiration = claims.expires_ms,
                                      .has_expiration = true};
    gh_secret_done(&issued.secret);
    c->audit_account = in->account_id;
    return 0;
}

int sso_logout(struct gh_call *c, const struct sso_logout_input *in, struct sso_logout_output *out,
               struct gh_err *err) {
    (void)in;
    (void)out;
    return portal_session_end(&c->ctx, c->portal_session_id, err);
}
