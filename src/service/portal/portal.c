/* portal.c: the portal API: what the signed-in person reaches, and credentials for it. */
#include <string.h>

#include "base/base.h"
#include "domain/access_attributes.h"
#include "domain/entitlement.h"
#include "domain/portal_session.h"
#include "domain/session_token.h"
#include "gen/sso.h"
#include "store/queries.h"
#include "wire/call.h"
#include "wire/page.h"

#define PAGE_MAX 100

/* Not in the model, but what AWS answers and clients look for. */
static const struct gh_error_shape forbidden = {.name = GH_S_INIT("ForbiddenException"),
                                                .code = GH_S_INIT("ForbiddenException"),
                                                .status = 403,
                                                .sender_fault = true,
                                                .message_name = "message"};

/* AWS: [\w+=,.@-]{2,64}. A user name may hold other characters, and more of them. */
#define SESSION_NAME_MAX 64

static struct gh_str session_name_of(struct gh_arena *a, struct gh_str user_name) {
    static const char others[] = "_+=,.@-";
    struct gh_str name = gh_str_dup(a, gh_str_slice(user_name, 0, SESSION_NAME_MAX));
    char *text = (char *)name.p;
    for (size_t i = 0; i < name.n; i++) {
        char c = text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && !memchr(others, c, sizeof others - 1)) text[i] = '-';
    }
    return name;
}

static int no_access(struct gh_err *err) {
    return gh_throw(err, &forbidden, "No access");
}

int sso_list_accounts(struct gh_call *c, const struct sso_list_accounts_input *in, struct sso_list_accounts_output *out,
                      struct gh_err *err) {
    struct wire_page page;
    struct entitled_accounts found;
    int r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, GH_S("")), &page, err);
    if (r) return r;
    r = entitlement_accounts(&c->ctx, c->caller.identity_user_id, page.after, (size_t)page.count + 1, &found, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, found.n);
    out->account_list.v = gh_new_n(c->ctx.arena, struct sso_account_info, shown + 1);
    out->account_list.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->account_list.v[i] = (struct sso_account_info){found.v[i].id, found.v[i].name, found.v[i].email};
    if (shown) out->next_token = wire_page_next(c, &page, found.n, found.v[shown - 1].id);
    return 0;
}

int sso_list_account_roles(struct gh_call *c, const struct sso_list_account_roles_input *in,
                           struct sso_list_account_roles_output *out, struct gh_err *err) {
    struct wire_page page;
    struct store_entitlement_roles_rows rows;
    int r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->account_id), &page, err);
    if (r) return r;
    struct store_entitlement_roles_args args = {c->caller.identity_user_id, in->account_id, page.after, page.count + 1};
    r = store_entitlement_roles(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    if (!rows.n && !page.after.n) return no_access(err);
    size_t shown = wire_page_shown(&page, rows.n);
    out->role_list.v = gh_new_n(c->ctx.arena, struct sso_role_info, shown + 1);
    out->role_list.n = shown;
    for (size_t i = 0; i < shown; i++) out->role_list.v[i] = (struct sso_role_info){rows.v[i].name, in->account_id};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].name);
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
                                    .session_name = session_name_of(c->ctx.arena, c->caller.name),
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS,
                                    .identity_store_id = c->caller.identity_store_id,
                                    .identity_user_id = c->caller.identity_user_id,
                                    .instance_id = c->caller.instance_id,
                                    .permission_set_id = role.permission_set_id};
    r = access_attributes_tags(&c->ctx, claims.instance_id, claims.identity_user_id, &claims.tags, &claims.n_tags, err);
    if (!r) r = session_token_seal(c->ctx.house->keyring, c->ctx.arena, &claims, &issued, err);
    if (r == -GH_ELIMIT)
        return gh_refuse(err, GH_EINVAL, "The attributes of this user take more room than session tags have.");
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
