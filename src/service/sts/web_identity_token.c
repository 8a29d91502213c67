/*
 * web_identity_token.c: GetWebIdentityToken: a JWT that says to others who the caller is. It is signed on the pool,
 * with a key of this installation that is published below the account's issuer (well_known.c); the write asks again
 * whether the account still lets it out.
 */
#include "base/base.h"
#include "codec/json.h"
#include "domain/issuer_key.h"
#include "domain/outbound_federation.h"
#include "proto/jose.h"
#include "service/sts/session.h"
#include "store/store.h"
#include "wire/call.h"

#define DURATION_DEFAULT_S 300
#define PAYLOAD_MAX ((size_t)16 * 1024)
#define STS_CLAIM GH_S("https://sts.amazonaws.com/")

/* What prepare leaves for run. */
struct made_token {
    struct gh_str text, issuer_id;
    int64_t expires_ms;
};

static int disabled(struct gh_err *err) {
    return sts_throw_outbound_web_identity_federation_disabled(
        err, "Outbound web identity federation is not enabled for this account.");
}

static int find_issuer(struct gh_call *c, struct outbound_issuer *ret_issuer, struct gh_err *err) {
    int r = outbound_issuer_of(&c->ctx, c->caller.account_id, ret_issuer, err);
    if (r && r != -GH_ENOTFOUND) return r;
    return r || !ret_issuer->enabled ? disabled(err) : 0;
}

static int read_issuer(struct gh_call *c, struct outbound_issuer *ret_issuer, struct gh_err *err) {
    int r = store_read_begin(c->ctx.house->store, c->ctx.arena, &c->ctx.tx, err);
    if (r) return r;
    r = find_issuer(c, ret_issuer, err);
    store_read_end(c->ctx.tx);
    c->ctx.tx = NULL;
    return r;
}

static int expiry(const struct gh_call *c, const struct sts_get_web_identity_token_input *in, int64_t *ret_ms,
                  struct gh_err *err) {
    int64_t seconds = in->has_duration_seconds ? in->duration_seconds : DURATION_DEFAULT_S;
    int64_t until_ms = c->ctx.now_ms + seconds * GH_SECOND_MS;
    if (c->caller.expires_ms && until_ms > c->caller.expires_ms)
        return sts_throw_session_duration_escalation(
            err, "The requested token duration would extend beyond the expiration of the calling session.");
    *ret_ms = until_ms;
    return 0;
}

static void write_audience(struct json_writer *w, const struct sts_web_identity_token_audience_list_type *audience) {
    json_key(w, GH_S("aud"));
    if (audience->n != 1) json_array_begin(w);
    for (size_t i = 0; i < audience->n; i++) json_put_string(w, audience->v[i]);
    if (audience->n != 1) json_array_end(w);
}

static void write_moment(struct json_writer *w, struct gh_str name, int64_t ms) {
    json_key(w, name);
    json_put_i64(w, ms / GH_SECOND_MS);
}

/* Who calls, under STS's own claim: the account, the organization, session tags, and the tags asked for. */
static void write_identity(struct json_writer *w, const struct gh_call *c,
                           const struct sts_get_web_identity_token_input *in) {
    const struct principal *p = &c->caller;
    json_key(w, STS_CLAIM);
    json_object_begin(w);
    json_field(w, GH_S("aws_account"), p->account_id);
    json_field(w, GH_S("org_id"), p->organization_id);
    json_field(w, GH_S("source_region"), c->signed_region);
    json_field(w, GH_S("principal_id"), p->policy_arn);
    json_field(w, GH_S("source_identity"), p->source_identity);
    json_key(w, GH_S("principal_tags"));
    json_object_begin(w);
    for (size_t i = 0; i < p->n_tags; i++) json_field(w, p->tags[i].key, p->tags[i].value);
    json_object_end(w);
    json_key(w, GH_S("request_tags"));
    json_object_begin(w);
    for (size_t i = 0; i < in->tags.n; i++) json_field(w, in->tags.v[i].key, in->tags.v[i].value);
    json_object_end(w);
    json_object_end(w);
}

static int write_claims(struct gh_call *c, const struct sts_get_web_identity_token_input *in, struct gh_str issuer,
                        int64_t expires_ms, struct gh_str *ret_claims, struct gh_err *err) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, c->ctx.arena, PAYLOAD_MAX);
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("iss"), issuer);
    json_field(&w, GH_S("sub"), c->caller.policy_arn);
    write_audience(&w, &in->audience);
    write_moment(&w, GH_S("iat"), c->ctx.now_ms);
    write_moment(&w, GH_S("exp"), expires_ms);
    json_field(&w, GH_S("jti"), gh_uuid_new(c->ctx.arena));
    write_identity(&w, c, in);
    json_object_end(&w);
    *ret_claims = gh_buf_str(&b);
    if (gh_buf_ok(&b)) return 0;
    return sts_throw_jwt_payload_size_exceeded(err, "The token payload exceeds the maximum size of %zu bytes.",
                                               PAYLOAD_MAX);
}

int sts_get_web_identity_token_prepare(struct gh_call *c, const struct sts_get_web_identity_token_input *in,
                                       struct gh_err *err) {
    struct made_token *made = gh_new(c->ctx.arena, struct made_token);
    struct outbound_issuer issuer;
    struct issuer_key key;
    struct gh_str claims;
    enum sign_algorithm algorithm;
    int r = sts_check_caller(c, "GetWebIdentityToken", err);
    if (!r) r = read_issuer(c, &issuer, err);
    if (!r) r = expiry(c, in, &made->expires_ms, err);
    if (!r) r = write_claims(c, in, issuer.url, made->expires_ms, &claims, err);
    if (r) return r;
    if (!sign_algorithm_named(in->signing_algorithm, &algorithm))
        return gh_refuse(err, GH_EINVAL, "The signing algorithm must be RS256 or ES384.");
    r = issuer_key_get(c->ctx.house, c->ctx.arena, algorithm, &key, err);
    if (!r) r = jose_sign(c->ctx.arena, key.key, key.id, claims, &made->text, err);
    made->issuer_id = issuer.id;
    c->prepared = made;
    return r;
}

int sts_get_web_identity_token(struct gh_call *c, const struct sts_get_web_identity_token_input *in,
                               struct sts_get_web_identity_token_output *out, struct gh_err *err) {
    (void)in;
    const struct made_token *made = c->prepared;
    struct outbound_issuer issuer;
    int r = find_issuer(c, &issuer, err);
    if (r) return r;
    if (!gh_str_eq(issuer.id, made->issuer_id)) return disabled(err);
    out->web_identity_token = made->text;
    out->expiration = made->expires_ms;
    return 0;
}
