/* application_common.c: see application.h. */
#include "base/base.h"
#include "crypto/digest.h"
#include "domain/arn.h"
#include "domain/instance.h"
#include "service/sso_admin/application.h"
#include "wire/document.h"

int sso_admin_administers(struct gh_call *c, const struct store_sso_instance_get_row *instance, bool *ret_administers,
                          struct gh_err *err) {
    enum instance_standing standing;
    int r = instance_standing(&c->ctx, instance->account_id, instance->organization_id, c->caller.account_id, &standing,
                              err);
    *ret_administers = !r && (standing == INSTANCE_OWNER || standing == INSTANCE_DELEGATE);
    return r;
}

int sso_admin_instance_live(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err) {
    int r = sso_admin_instance_visible(c, instance_arn, ret_row, err);
    if (r || gh_str_eq(ret_row->state, INSTANCE_ACTIVE)) return r;
    return gh_fail(err, GH_ENOTFOUND, "an instance on its way out");
}

static struct gh_str last_part(struct gh_str arn) {
    size_t at = arn.n;
    while (at && arn.p[at - 1] != '/') at--;
    return gh_str_slice(arn, at, arn.n);
}

struct gh_str sso_admin_app_arn(struct gh_call *c, const struct store_application_get_row *row) {
    return arn_application(c->ctx.arena, row->account_id, row->instance_id, row->id);
}

/* -GH_ENOTFOUND for whoever has no business with it. */
static int find_app(struct gh_call *c, struct gh_str arn, struct sso_admin_app *ret_app, struct gh_err *err) {
    bool administers;
    struct store_application_get_args args = {last_part(arn)};
    int r = store_application_get(c->ctx.tx, &args, &ret_app->row, err);
    if (!r && !gh_str_eq(sso_admin_app_arn(c, &ret_app->row), arn)) r = -GH_ENOTFOUND;
    if (r) return r;
    struct gh_str instance_arn = arn_sso_instance(c->ctx.arena, ret_app->row.instance_id);
    r = sso_admin_instance_live(c, instance_arn, &ret_app->instance, err);
    if (r || gh_str_eq(ret_app->row.account_id, c->caller.account_id)) return r;
    r = sso_admin_administers(c, &ret_app->instance, &administers, err);
    return r || administers ? r : -GH_ENOTFOUND;
}

int sso_admin_app_open(struct gh_call *c, struct gh_str application_arn, struct sso_admin_app *ret_app,
                       struct gh_err *err) {
    int r = find_app(c, application_arn, ret_app, err);
    if (r != -GH_ENOTFOUND) return r;
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find Application with ARN %.*s",
                                              GH_S_FMT(application_arn));
}

static int find_issuer(struct gh_call *c, struct gh_str arn, struct sso_admin_issuer *ret_issuer, struct gh_err *err) {
    struct store_trusted_token_issuer_get_row *row = &ret_issuer->row;
    struct store_trusted_token_issuer_get_args args = {last_part(arn)};
    int r = store_trusted_token_issuer_get(c->ctx.tx, &args, row, err);
    if (r) return r;
    if (!gh_str_eq(arn_trusted_token_issuer(c->ctx.arena, row->account_id, row->instance_id, row->id), arn))
        return -GH_ENOTFOUND;
    struct gh_str instance_arn = arn_sso_instance(c->ctx.arena, row->instance_id);
    return sso_admin_instance_live(c, instance_arn, &ret_issuer->instance, err);
}

int sso_admin_issuer_open(struct gh_call *c, struct gh_str issuer_arn, struct sso_admin_issuer *ret_issuer,
                          struct gh_err *err) {
    int r = find_issuer(c, issuer_arn, ret_issuer, err);
    if (r != -GH_ENOTFOUND) return r;
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find TrustedTokenIssuer with ARN %.*s",
                                              GH_S_FMT(issuer_arn));
}

int sso_admin_issuer_manage(struct gh_call *c, struct gh_str issuer_arn, struct sso_admin_issuer *ret_issuer,
                            struct gh_err *err) {
    bool administers;
    int r = sso_admin_issuer_open(c, issuer_arn, ret_issuer, err);
    if (!r) r = sso_admin_administers(c, &ret_issuer->instance, &administers, err);
    if (r || administers) return r;
    return sso_admin_throw_access_denied(err, GH_S_NONE,
                                         "Trusted token issuers are managed by the account %.*s, which owns the "
                                         "instance of IAM Identity Center, and its delegated administrator.",
                                         GH_S_FMT(ret_issuer->instance.account_id));
}

struct gh_str sso_admin_input_digest(struct gh_call *c, const void *in) {
    return crypto_sha256_hex(c->ctx.arena, wire_document_text(c->ctx.arena, c->op->in, in));
}

int sso_admin_token_check(struct gh_str digest_then, struct gh_str digest_now, struct gh_err *err) {
    if (gh_str_eq(digest_then, digest_now)) return 0;
    return sso_admin_throw_conflict(err, "The client token was used with other parameters.");
}
