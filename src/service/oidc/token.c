/* token.c: CreateToken: a confirmed device code, or a refresh token, for an access token of the portal. */
#include "base/base.h"
#include "crypto/token.h"
#include "domain/portal_session.h"
#include "gen/sso_oidc.h"
#include "service/oidc/client.h"
#include "signin/device_code.h"
#include "wire/call.h"

#define GRANT_DEVICE GH_S("urn:ietf:params:oauth:grant-type:device_code")
#define GRANT_REFRESH GH_S("refresh_token")
#define GRANT_CODE GH_S("authorization_code")

/* AWS: an hour where the client can refresh, else eight. */
#define REFRESHABLE_MS GH_HOUR_MS
#define LEGACY_MS (8 * GH_HOUR_MS)
/*
 * Two programs that share a cached refresh token may use it at the same moment: within this time the second is only
 * refused (it then finds the first one's tokens in the cache). Later, it was stolen.
 */
#define REUSE_GRACE_MS (30 * GH_SECOND_MS)
/* A client that polls a little early keeps the interval all the same; one that polls twice in it does not. */
#define INTERVAL_SLACK_MS 1500

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Issues an access token, and a refresh token where the client registered scopes; none outlives the session. */
static int issue(struct gh_call *c, const struct portal_token_new *token, int64_t session_expires_ms,
                 struct sso_oidc_create_token_output *out, struct gh_err *err) {
    bool refreshable = token->scopes.n > 0;
    struct portal_token_new access = *token;
    access.kind = GH_S("ACCESS");
    access.expires_ms = earlier(session_expires_ms, c->ctx.now_ms + (refreshable ? REFRESHABLE_MS : LEGACY_MS));
    int r = portal_token_issue(&c->ctx, &access, &out->access_token, err);
    if (!r && refreshable) {
        struct portal_token_new refresh = *token;
        refresh.kind = GH_S("REFRESH");
        refresh.expires_ms = session_expires_ms;
        r = portal_token_issue(&c->ctx, &refresh, &out->refresh_token, err);
    }
    out->token_type = GH_S("Bearer");
    out->expires_in = (int32_t)((access.expires_ms - c->ctx.now_ms) / GH_SECOND_MS);
    out->has_expires_in = true;
    return r;
}

/* Who the token is for, for the audit event. */
static int name_caller(struct gh_call *c, struct gh_str user_id, struct gh_err *err) {
    struct store_signin_user_by_id_row user;
    struct store_signin_instance_organization_row instance;
    int r = store_signin_user_by_id(c->ctx.tx, &(struct store_signin_user_by_id_args){user_id}, &user, err);
    if (r == -GH_ENOTFOUND || (!r && !user.enabled))
        return sso_oidc_throw_invalid_grant(err, "The person is disabled or gone.");
    if (!r)
        r = store_signin_instance_by_store(
            c->ctx.tx, &(struct store_signin_instance_by_store_args){user.identity_store_id}, &instance, err);
    if (r) return r;
    c->caller = (struct principal){.kind = PRINCIPAL_IDENTITY_CENTER,
                                   .account_id = instance.account_id,
                                   .name = user.user_name,
                                   .user_id = user.id,
                                   .identity_store_id = user.identity_store_id,
                                   .identity_user_id = user.id,
                                   .instance_id = instance.id};
    return 0;
}

static int remember_poll(struct context *c, struct gh_str device_code_hash, struct gh_err *err) {
    struct store_device_authorization_polled_args args = {device_code_hash, c->now_ms};
    return store_device_authorization_polled(c->tx, &args, NULL, err);
}

/* Not decided yet. The poll is remembered although the call is refused. */
static int pending(struct gh_call *c, struct gh_str code_hash, int64_t polled_ms, struct gh_err *err) {
    c->aftermath = remember_poll;
    c->aftermath_subject = code_hash;
    if (c->ctx.now_ms - polled_ms < DEVICE_CODE_INTERVAL_S * GH_SECOND_MS - INTERVAL_SLACK_MS)
        return sso_oidc_throw_slow_down(err, "The client polls more often than the interval allows.");
    return sso_oidc_throw_authorization_pending(err, "The person has not decided yet.");
}

/* @subject: session and client, with a space between. */
static int revoke_client(struct context *c, struct gh_str subject, struct gh_err *err) {
    struct store_portal_token_delete_by_client_args args = {.client_id = subject};
    gh_str_split(&args.client_id, ' ', &args.session_id);
    return store_portal_token_delete_by_client(c->tx, &args, NULL, err);
}

static int check_device(struct gh_call *c, const struct sso_oidc_create_token_input *in, struct gh_str code_hash,
                        struct store_device_authorization_get_row *ret_row, struct gh_err *err) {
    struct store_device_authorization_get_args args = {code_hash};
    int r = store_device_authorization_get(c->ctx.tx, &args, ret_row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(ret_row->client_id, in->client_id))
        return sso_oidc_throw_invalid_grant(err, "The device code is not one of this client's.");
    if (ret_row->expires_ms <= c->ctx.now_ms) return sso_oidc_throw_expired_token(err, "The device code has expired.");
    if (gh_str_eq(ret_row->state, GH_S("PENDING"))) return pending(c, code_hash, ret_row->polled_ms, err);
    if (gh_str_eq(ret_row->state, GH_S("DENIED")))
        return sso_oidc_throw_access_denied(err, GH_S_NONE, "The person refused.");
    if (gh_str_eq(ret_row->state, GH_S("ALLOWED"))) return 0;
    /* Used a second time, by whoever: what the first use gave is taken back (RFC 6749 section 4.1.2, for codes). */
    c->aftermath = revoke_client;
    c->aftermath_subject = gh_fmt(c->ctx.arena, "%.*s %.*s", GH_S_FMT(ret_row->session_id), GH_S_FMT(in->client_id));
    return sso_oidc_throw_invalid_grant(err, "The device code was used already.");
}

static int by_device_code(struct gh_call *c, const struct sso_oidc_create_token_input *in,
                          const struct store_oidc_client_get_row *client, struct sso_oidc_create_token_output *out,
                          struct gh_err *err) {
    struct store_device_authorization_get_row device;
    struct store_portal_session_get_row session;
    if (!in->device_code.p) return sso_oidc_throw_invalid_request(err, GH_S_NONE, "deviceCode is required.");
    struct gh_str code_hash = token_hash(c->ctx.arena, in->device_code);
    int r = check_device(c, in, code_hash, &device, err);
    if (r) return r;
    r = store_portal_session_get(c->ctx.tx, &(struct store_portal_session_get_args){device.session_id}, &session, err);
    if (r == -GH_ENOTFOUND || (!r && session.expires_ms <= c->ctx.now_ms))
        return sso_oidc_throw_invalid_grant(err, "The session that allowed this has ended.");
    if (!r) r = name_caller(c, session.user_id, err);
    struct store_device_authorization_use_args use = {code_hash};
    if (!r) r = store_device_authorization_use(c->ctx.tx, &use, NULL, err);
    if (r) return r;
    struct portal_token_new token = {
        .session_id = device.session_id, .client_id = in->client_id, .scopes = client->scopes};
    return issue(c, &token, session.expires_ms, out, err);
}

static int end_session(struct context *c, struct gh_str session_id, struct gh_err *err) {
    return portal_session_end(c, session_id, err);
}

static int by_refresh_token(struct gh_call *c, const struct sso_oidc_create_token_input *in,
                            struct sso_oidc_create_token_output *out, struct gh_err *err) {
    struct store_portal_token_refresh_get_row row;
    if (!in->refresh_token.p) return sso_oidc_throw_invalid_request(err, GH_S_NONE, "refreshToken is required.");
    struct gh_str hash = token_hash(c->ctx.arena, in->refresh_token);
    int r = store_portal_token_refresh_get(c->ctx.tx, &(struct store_portal_token_refresh_get_args){hash}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(row.client_id, in->client_id) || row.expires_ms <= c->ctx.now_ms)
        return sso_oidc_throw_invalid_grant(err, "The refresh token is not valid.");
    if (row.has_used_ms && c->ctx.now_ms - row.used_ms < REUSE_GRACE_MS)
        return sso_oidc_throw_invalid_grant(err, "The refresh token has just been used.");
    if (row.has_used_ms) {
        /* One of its two holders stole it: the session ends for both (RFC 9700 section 4.14.2). */
        c->aftermath = end_session;
        c->aftermath_subject = row.session_id;
        return sso_oidc_throw_invalid_grant(err, "The refresh token was used already; its session has been ended.");
    }
    r = name_caller(c, row.user_id, err);
    if (!r)
        r = store_portal_token_use(c->ctx.tx, &(struct store_portal_token_use_args){hash, c->ctx.now_ms}, NULL, err);
    if (r) return r;
    struct portal_token_new token = {.session_id = row.session_id, .client_id = row.client_id, .scopes = row.scopes};
    return issue(c, &token, row.session_expires_ms, out, err);
}

int sso_oidc_create_token(struct gh_call *c, const struct sso_oidc_create_token_input *in,
                          struct sso_oidc_create_token_output *out, struct gh_err *err) {
    struct store_oidc_client_get_row client;
    int r = oidc_client_open(c, in->client_id, in->client_secret, &client, err);
    if (r) return r;
    if (gh_str_eq(in->grant_type, GRANT_DEVICE)) return by_device_code(c, in, &client, out, err);
    if (gh_str_eq(in->grant_type, GRANT_REFRESH)) return by_refresh_token(c, in, out, err);
    if (gh_str_eq(in->grant_type, GRANT_CODE))
        return sso_oidc_throw_unauthorized_client(
            err, "The authorization code flow is not built yet: sign in with a device code (aws sso login "
                 "--use-device-code).");
    return sso_oidc_throw_unsupported_grant_type(err, "The grant type is not supported.");
}
