/* account_feature.c: what an account turns on: outbound web identity federation, and the form of STS's tokens. */
#include "base/base.h"
#include "domain/outbound_federation.h"
#include "service/iam/iam.h"

static int disabled(struct gh_err *err) {
    return iam_throw_feature_disabled(err, "Outbound web identity federation is not enabled for your account.");
}

/* The account's issuer; not enabled where there never was one. */
static int issuer_now(struct gh_call *c, struct outbound_issuer *ret_issuer, struct gh_err *err) {
    *ret_issuer = (struct outbound_issuer){0};
    int r = outbound_issuer_of(&c->ctx, c->caller.account_id, ret_issuer, err);
    return r == -GH_ENOTFOUND ? 0 : r;
}

int iam_enable_outbound_web_identity_federation(struct gh_call *c,
                                                const struct iam_enable_outbound_web_identity_federation_input *in,
                                                struct iam_enable_outbound_web_identity_federation_output *out,
                                                struct gh_err *err) {
    (void)in;
    struct outbound_issuer issuer;
    int r = issuer_now(c, &issuer, err);
    if (!r && issuer.enabled)
        return iam_throw_feature_enabled(err, "Outbound web identity federation is already enabled for your account.");
    if (!r) r = outbound_issuer_set(&c->ctx, c->caller.account_id, true, &issuer, err);
    if (!r) out->issuer_identifier = issuer.url;
    return r;
}

int iam_disable_outbound_web_identity_federation(struct gh_call *c,
                                                 const struct iam_disable_outbound_web_identity_federation_input *in,
                                                 struct iam_disable_outbound_web_identity_federation_output *out,
                                                 struct gh_err *err) {
    (void)in;
    (void)out;
    struct outbound_issuer issuer;
    int r = issuer_now(c, &issuer, err);
    if (r) return r;
    return issuer.enabled ? outbound_issuer_set(&c->ctx, c->caller.account_id, false, &issuer, err) : disabled(err);
}

int iam_get_outbound_web_identity_federation_info(struct gh_call *c,
                                                  const struct iam_get_outbound_web_identity_federation_info_input *in,
                                                  struct iam_get_outbound_web_identity_federation_info_output *out,
                                                  struct gh_err *err) {
    (void)in;
    struct outbound_issuer issuer;
    int r = issuer_now(c, &issuer, err);
    if (r) return r;
    if (!issuer.enabled) return disabled(err);
    out->issuer_identifier = issuer.url;
    out->jwt_vending_enabled = out->has_jwt_vending_enabled = true;
    return 0;
}

int iam_set_security_token_service_preferences(struct gh_call *c,
                                               const struct iam_set_security_token_service_preferences_input *in,
                                               struct iam_set_security_token_service_preferences_output *out,
                                               struct gh_err *err) {
    (void)out;
    struct store_iam_sts_preference_put_args args = {.account_id = c->caller.account_id,
                                                     .token_version = in->global_endpoint_token_version};
    return store_iam_sts_preference_put(c->ctx.tx, &args, NULL, err);
}
