/* application_grant.c: by which grants of OAuth 2.0 an application may get tokens. */
#include "service/sso_admin/application.h"

#include "base/base.h"
#include "codec/json.h"
#include "wire/document.h"

/* There are four types. */
#define GRANTS_MAX 10
/* The model leaves it open. */
#define REDIRECT_URI_MAX 2048

static const struct gh_shape *grant_shape(void) {
    for (uint32_t i = 0; i < gh_service_sso_admin.n_operations; i++) {
        const struct gh_operation *op = &gh_service_sso_admin.operations[i];
        if (!gh_str_eq(op->name, GH_S("PutApplicationGrant"))) continue;
        for (uint32_t m = 0; m < op->in->n_members; m++)
            if (gh_str_eq(op->in->members[m].name, GH_S("Grant"))) return op->in->members[m].shape;
    }
    return NULL;
}

/* Is that the member for grants of that type? The engine has seen to it that exactly one is set. */
static bool fits(struct gh_str type, const struct sso_admin_grant *grant) {
    if (gh_str_eq(type, SSO_ADMIN_GRANT_TYPE_AUTHORIZATION_CODE)) return grant->authorization_code;
    if (gh_str_eq(type, SSO_ADMIN_GRANT_TYPE_REFRESH_TOKEN)) return grant->refresh_token;
    if (gh_str_eq(type, SSO_ADMIN_GRANT_TYPE_URN_IETF_PARAMS_OAUTH_GRANT_TYPE_JWT_BEARER)) return grant->jwt_bearer;
    return grant->token_exchange;
}

static bool is_scheme_char(char x) {
    return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') || x == '+' || x == '-' ||
           x == '.';
}

/* A browser runs these where it is sent to them. */
static bool is_script(struct gh_str scheme) {
    static const struct gh_str scripts[] = {GH_S_INIT("javascript"), GH_S_INIT("data"), GH_S_INIT("vbscript")};
    for (size_t i = 0; i < GH_COUNT(scripts); i++)
        if (gh_str_eq_ci(scheme, scripts[i])) return true;
    return false;
}

/* RFC 6749, 3.1.2: an absolute URI without a fragment. */
static bool is_redirect_uri(struct gh_str uri) {
    ptrdiff_t colon = gh_str_find(uri, ':');
    if (colon < 1 || (size_t)colon + 1 == uri.n || uri.n > REDIRECT_URI_MAX) return false;
    struct gh_str scheme = gh_str_slice(uri, 0, (size_t)colon);
    for (size_t i = 0; i < scheme.n; i++)
        if (!is_scheme_char(scheme.p[i])) return false;
    for (size_t i = 0; i < uri.n; i++)
        if (uri.p[i] <= ' ' || uri.p[i] == '#' || uri.p[i] == 0x7f) return false;
    bool letter = (scheme.p[0] | 0x20) >= 'a' && (scheme.p[0] | 0x20) <= 'z';
    return letter && !is_script(scheme);
}

static int check_redirects(const struct sso_admin_authorization_code_grant *grant, struct gh_err *err) {
    if (!grant->redirect_uris.n)
        return sso_admin_throw_validation(err, GH_S_NONE, "RedirectUris is required for the grant authorization_code.");
    for (size_t i = 0; i < grant->redirect_uris.n; i++)
        if (!is_redirect_uri(grant->redirect_uris.v[i]))
            return sso_admin_throw_validation(
                err, GH_S_NONE,
                "RedirectUris: %.*s is not an absolute URI without a fragment that a browser may be "
                "sent to.",
                (int)(grant->redirect_uris.v[i].n > 200 ? 200 : grant->redirect_uris.v[i].n),
                grant->redirect_uris.v[i].p);
    return 0;
}

static int check_issuer(struct gh_call *c, const struct sso_admin_app *app,
                        const struct sso_admin_authorized_token_issuer *wanted, struct gh_err *err) {
    struct sso_admin_issuer issuer;
    if (!wanted->trusted_token_issuer_arn.p)
        return sso_admin_throw_validation(err, GH_S_NONE, "AuthorizedTokenIssuers: TrustedTokenIssuerArn is required.");
    if (!wanted->authorized_audiences.n)
        return sso_admin_throw_validation(err, GH_S_NONE, "AuthorizedTokenIssuers: AuthorizedAudiences is required.");
    int r = sso_admin_issuer_open(c, wanted->trusted_token_issuer_arn, &issuer, err);
    if (r || gh_str_eq(issuer.instance.id, app->instance.id)) return r;
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find TrustedTokenIssuer with ARN %.*s",
                                              GH_S_FMT(wanted->trusted_token_issuer_arn));
}

static int check_issuers(struct gh_call *c, const struct sso_admin_app *app,
                         const struct sso_admin_jwt_bearer_grant *grant, struct gh_err *err) {
    const struct sso_admin_authorized_token_issuers *issuers = &grant->authorized_token_issuers;
    if (!issuers->n)
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "AuthorizedTokenIssuers is required for the grant jwt-bearer.");
    for (size_t i = 0; i < issuers->n; i++) {
        int r = check_issuer(c, app, &issuers->v[i], err);
        if (r) return r;
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq(issuers->v[i].trusted_token_issuer_arn, issuers->v[j].trusted_token_issuer_arn))
                return sso_admin_throw_validation(err, GH_S_NONE, "AuthorizedTokenIssuers: %.*s is given twice.",
                                                  GH_S_FMT(issuers->v[i].trusted_token_issuer_arn));
    }
    return 0;
}

static int check_grant(struct gh_call *c, const struct sso_admin_app *app, struct gh_str type,
                       const struct sso_admin_grant *grant, struct gh_err *err) {
    if (!fits(type, grant))
        return sso_admin_throw_validation(err, GH_S_NONE, "Grant is not that of the grant type %.*s.", GH_S_FMT(type));
    if (grant->authorization_code) return check_redirects(grant->authorization_code, err);
    if (grant->jwt_bearer) return check_issuers(c, app, grant->jwt_bearer, err);
    return 0;
}

int sso_admin_put_application_grant(struct gh_call *c, const struct sso_admin_put_application_grant_input *in,
                                    struct sso_admin_put_application_grant_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = check_grant(c, &app, in->grant_type, in->grant, err);
    if (r) return r;
    struct store_application_grant_put_args row = {app.row.id, in->grant_type,
                                                   wire_document_text(c->ctx.arena, grant_shape(), in->grant)};
    return store_application_grant_put(c->ctx.tx, &row, NULL, err);
}

static int output(struct gh_call *c, const struct store_application_grant_get_row *row,
                  struct sso_admin_grant **ret_grant, struct gh_err *err) {
    const struct json *tree;
    *ret_grant = gh_new(c->ctx.arena, struct sso_admin_grant);
    if (json_parse(c->ctx.arena, row->content, NULL, &tree, err))
        return gh_fail(err, GH_EINTERNAL, "a stored grant is not JSON");
    return wire_document_parse(c->ctx.arena, &gh_service_sso_admin, grant_shape(), tree, *ret_grant, err);
}

int sso_admin_get_application_grant(struct gh_call *c, const struct sso_admin_get_application_grant_input *in,
                                    struct sso_admin_get_application_grant_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    struct store_application_grant_get_row row;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_grant_get_args args = {app.row.id, in->grant_type};
    r = store_application_grant_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "The application has no grant %.*s.",
                                                  GH_S_FMT(in->grant_type));
    return r ? r : output(c, &row, &out->grant, err);
}

/* Idempotent: a grant that is not there needs no removal. */
int sso_admin_delete_application_grant(struct gh_call *c, const struct sso_admin_delete_application_grant_input *in,
                                       struct sso_admin_delete_application_grant_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_grant_delete_args row = {app.row.id, in->grant_type};
    return store_application_grant_delete(c->ctx.tx, &row, NULL, err);
}

int sso_admin_list_application_grants(struct gh_call *c, const struct sso_admin_list_application_grants_input *in,
                                      struct sso_admin_list_application_grants_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    struct wire_page page;
    struct store_application_grant_get_rows rows;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r)
        r = wire_page_open(
            c, &(struct wire_page_query){.token = in->next_token, .largest = GRANTS_MAX, .filter = app.row.id}, &page,
            err);
    if (r) return r;
    struct store_application_grant_list_args args = {app.row.id, page.after, page.count + 1};
    r = store_application_grant_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_grant_item *v = gh_new_n(c->ctx.arena, struct sso_admin_grant_item, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) {
        v[i].grant_type = rows.v[i].type;
        r = output(c, &rows.v[i], &v[i].grant, err);
    }
    out->grants = (struct sso_admin_grants){v, shown};
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, v[shown - 1].grant_type);
    return r;
}
