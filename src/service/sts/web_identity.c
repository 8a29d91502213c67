/*
 * web_identity.c: AssumeRoleWithWebIdentity: a role assumed with the token of an OpenID Connect provider that the
 * role's account has registered. On the pool the token is verified with the provider's published keys; in the write the
 * trust policy decides, with the token's claims as condition keys.
 */
#include "base/base.h"
#include "codec/json.h"
#include "proto/jose.h"
#include "service/sts/assertion.h"
#include "service/sts/claims.h"
#include "wire/call.h"

#define NO_KEY_TEXT                                                                                                    \
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity "     \
    "documentation for requirements"
/* How far the clock of a provider may be ahead of ours. */
#define SKEW_S 300

/* A verified token: first what all assertions have, so that c->prepared serves both. */
struct web_identity {
    struct sts_assertion assertion;
    struct jose_claims claims;
    struct gh_str audience;
};

static int invalid(struct gh_err *err, const char *why) {
    return sts_throw_invalid_identity_token(err, "%s", why);
}

static int read_token(struct gh_call *c, struct gh_str text, struct jose_token *ret_token,
                      struct jose_claims *ret_claims, struct gh_err *err) {
    if (jose_parse(c->ctx.arena, text, ret_token, NULL))
        return invalid(err, "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
                            "Token)");
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (jose_claims_read(c->ctx.arena, ret_token->claims, ret_claims, why))
        return sts_throw_invalid_identity_token(err, "The ID Token provided is not a valid JWT: %s.", why->message);
    const struct {
        const char *name;
        bool there;
    } needed[] = {{"iss", ret_claims->iss.n > 0},
                  {"sub", ret_claims->sub.n > 0},
                  {"aud", ret_claims->n_aud > 0},
                  {"exp", ret_claims->exp_s > 0},
                  {"iat", ret_claims->iat_s > 0}};
    for (size_t i = 0; i < GH_COUNT(needed); i++)
        if (!needed[i].there)
            return sts_throw_invalid_identity_token(err, "Missing a required claim: %s", needed[i].name);
    return 0;
}

static int check_time(struct gh_call *c, const struct jose_claims *claims, struct gh_err *err) {
    int64_t now_s = c->ctx.now_ms / GH_SECOND_MS;
    if (now_s >= claims->exp_s)
        return sts_throw_expired_token(err,
                                       "Token expired: current date/time %lld must be before the expiration "
                                       "date/time%lld",
                                       (long long)now_s, (long long)claims->exp_s);
    if (claims->nbf_s > now_s + SKEW_S || claims->iat_s > now_s + SKEW_S)
        return invalid(err, "The token is not yet valid.");
    return 0;
}

static bool is_client(const struct federation_oidc *oidc, struct gh_str id) {
    for (size_t i = 0; i < oidc->n_client_ids; i++)
        if (gh_str_eq(oidc->client_ids[i], id)) return true;
    return false;
}

/* As AWS has it: where the token names the party it was issued to, that must be a client, else one of its audience. */
static int check_audience(const struct federation_oidc *oidc, const struct jose_claims *claims,
                          struct gh_str *ret_audience, struct gh_err *err) {
    struct gh_str found = GH_S_NONE;
    if (claims->azp.p) {
        if (is_client(oidc, claims->azp)) found = claims->azp;
    } else {
        for (size_t i = 0; i < claims->n_aud && !found.p; i++)
            if (is_client(oidc, claims->aud[i])) found = claims->aud[i];
    }
    if (!found.p) return invalid(err, "Incorrect token audience");
    *ret_audience = found;
    return 0;
}

static int check_signature(struct gh_call *c, const struct federation_oidc *oidc, const struct jose_token *token,
                           struct gh_err *err) {
    struct jose_keys keys;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = federation_oidc_keys(c->ctx.house, c->ctx.arena, oidc, token, &keys, why);
    if (r) gh_log(GH_LOG_WARN, "keys of %.*s: %s", GH_S_FMT(oidc->url), why->message);
    if (r == -GH_EIO) return sts_throw_idp_communication_error(err, NO_KEY_TEXT);
    if (r == -GH_EAUTH)
        return invalid(err, "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
    if (r || !jose_has_key(&keys, token)) return invalid(err, NO_KEY_TEXT);
    return jose_verify(&keys, token) ? 0 : invalid(err, "The token's signature is not valid.");
}

static int find_provider(struct gh_call *c, const struct sts_assume_role_with_web_identity_input *in,
                         const struct jose_claims *claims, struct web_identity *w, struct federation_oidc *ret_oidc,
                         struct gh_err *err) {
    w->assertion.account_id = sts_account_of_role(in->role_arn);
    if (!w->assertion.account_id.p) return gh_refuse(err, GH_EINVAL, "%.*s is invalid", GH_S_FMT(in->role_arn));
    struct gh_str arn = federation_oidc_arn(c->ctx.arena, w->assertion.account_id, claims->iss);
    int r = sts_assertion_provider(c, arn, FEDERATION_OIDC, &w->assertion.provider, NULL, err);
    if (!r) r = federation_oidc_read(c->ctx.arena, w->assertion.provider.content, ret_oidc, err);
    /* The ARN leaves the scheme out. */
    if (r == -GH_ENOTFOUND || (!r && !gh_str_eq(ret_oidc->url, claims->iss)))
        return sts_throw_invalid_identity_token(err, "No OpenIDConnect provider found in your account for %.*s",
                                                GH_S_FMT(claims->iss));
    if (!r) c->audit_account = w->assertion.account_id;
    return r;
}

int sts_assume_role_with_web_identity_prepare(struct gh_call *c,
                                              const struct sts_assume_role_with_web_identity_input *in,
                                              struct gh_err *err) {
    struct web_identity *w = gh_new(c->ctx.arena, struct web_identity);
    struct jose_token token;
    struct federation_oidc oidc;
    if (in->provider_id.p)
        return sts_throw_invalid_identity_token(err, "Access tokens of %.*s are not supported.",
                                                GH_S_FMT(in->provider_id));
    int r = read_token(c, in->web_identity_token, &token, &w->claims, err);
    if (!r) r = find_provider(c, in, &w->claims, w, &oidc, err);
    if (!r) r = check_time(c, &w->claims, err);
    if (!r) r = check_audience(&oidc, &w->claims, &w->audience, err);
    if (!r) r = check_signature(c, &oidc, &token, err);
    if (!r) r = sts_claims_take(c->ctx.arena, token.claims, &w->assertion, err);
    if (r) return r;
    struct gh_str name = federation_oidc_name(oidc.url);
    w->assertion.kind = PRINCIPAL_WEB_IDENTITY;
    w->assertion.subject = w->claims.sub;
    w->assertion.user_id =
        gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s", GH_S_FMT(name), GH_S_FMT(w->audience), GH_S_FMT(w->claims.sub));
    struct sts_claim_source source = {name, token.claims, &w->claims, w->audience};
    sts_claims_keys(c->ctx.arena, &source, &w->assertion);
    sts_assertion_finish(c->ctx.arena, &w->assertion);
    c->prepared = w;
    return 0;
}

int sts_assume_role_with_web_identity_present(struct gh_call *c,
                                              const struct sts_assume_role_with_web_identity_input *in,
                                              struct gh_err *err) {
    (void)in;
    return sts_assertion_present(c, FEDERATION_OIDC, err);
}

int sts_assume_role_with_web_identity(struct gh_call *c, const struct sts_assume_role_with_web_identity_input *in,
                                      struct sts_assume_role_with_web_identity_output *out, struct gh_err *err) {
    const struct web_identity *w = c->prepared;
    const struct sts_assertion *s = &w->assertion;
    struct sts_role_request q = {.in = in,
                                 .session_name = in->role_session_name,
                                 .source_identity = s->source_identity,
                                 .policy = in->policy,
                                 .policy_arns = &in->policy_arns,
                                 .tags = {s->tags, s->n_tags, &s->transitive},
                                 .has_duration = in->has_duration_seconds,
                                 .duration_s = in->duration_seconds};
    struct sts_role_reply reply;
    int r = sts_role_by_arn(c, in->role_arn, &q.role, err);
    if (!r) r = sts_role_session(c, &q, &reply, err);
    if (r) return r;
    c->audit_data = federation_trust_warning(c->ctx.arena, q.role->trust);
    if (c->audit_data.p) gh_log(GH_LOG_WARN, "%.*s: %.*s", GH_S_FMT(q.role->arn), GH_S_FMT(c->audit_data));
    *out = (struct sts_assume_role_with_web_identity_output){.credentials = reply.credentials,
                                                             .subject_from_web_identity_token = w->claims.sub,
                                                             .assumed_role_user = reply.user,
                                                             .packed_policy_size = (int32_t)reply.packed_percent,
                                                             .has_packed_policy_size = reply.packed_percent > 0,
                                                             .provider = s->provider.arn,
                                                             .audience = w->audience,
                                                             .source_identity = reply.source_identity};
    return 0;
}
