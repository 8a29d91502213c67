/* authenticate.c: see authenticate.h. */
#include "wire/authenticate.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "domain/access.h"
#include "domain/arn.h"
#include "domain/entitlement.h"
#include "domain/portal_session.h"
#include "domain/root_session.h"
#include "http/server.h"
#include "proto/sigv4.h"
#include "wire/call.h"
#include "wire/errors.h"

#define CACHED_KEYS 256u
#define INVALID_TOKEN_TEXT "The security token included in the request is invalid."
#define EXPIRED_TOKEN_TEXT "The security token included in the request is expired"

/* Derived signing keys of this thread, found by key id and scope, good for one secret. */
struct cached_key {
    uint64_t hash;
    struct gh_secret secret;
    struct crypto_hmac_key key;
};
/* Not in the thread's own storage: that is taken, and written to, for every thread there is. */
static _Thread_local struct cached_key *cached_keys;

static void forget_keys(void *keys) {
    gh_zero(keys, CACHED_KEYS * sizeof *cached_keys);
    free(keys);
}

static struct cached_key *cached_key(uint64_t hash) {
    if (!cached_keys) {
        cached_keys = calloc(CACHED_KEYS, sizeof *cached_keys);
        if (!cached_keys) abort();
        gh_at_thread_end(forget_keys, cached_keys);
    }
    return &cached_keys[hash % CACHED_KEYS];
}

/* Is there a parameter whose name begins so, in whatever case? Spelled otherwise it is found too, and then refused. */
static bool query_has(struct gh_str query, struct gh_str begin) {
    struct gh_str pair;
    while (gh_str_split(&query, '&', &pair))
        if (gh_str_eq_ci(gh_str_slice(pair, 0, begin.n), begin)) return true;
    return false;
}

bool wire_is_signed(const struct http_request *r) {
    return http_header(r, GH_S("Authorization")).p || query_has(r->raw_query, GH_S("X-Amz-Signature")) ||
           query_has(r->raw_query, GH_S("X-Amz-Credential")) || query_has(r->raw_query, GH_S("X-Amz-Algorithm"));
}

static enum wire_fault fault_of(enum sigv4_error e, bool presigned) {
    switch (e) {
    case SIGV4_MISSING_TOKEN: return WIRE_MISSING_AUTHENTICATION;
    case SIGV4_INCOMPLETE:
    case SIGV4_INVALID_DATE: return WIRE_INCOMPLETE_SIGNATURE;
    case SIGV4_EXPIRED: return presigned ? WIRE_REQUEST_EXPIRED : WIRE_INVALID_SIGNATURE;
    default: return WIRE_INVALID_SIGNATURE;
    }
}

/* The signature's own refusal, in @err, becomes the service's. */
static int refuse(struct gh_err *err, const struct gh_service *service, enum sigv4_error e, bool presigned) {
    return wire_refuse(err, service, fault_of(e, presigned), "%s", err->message);
}

static struct sigv4_message message_of(const struct http_request *r) {
    _Static_assert(sizeof(struct sigv4_header) == sizeof(struct http_header), "the two must share their layout");
    return (struct sigv4_message){.method = r->method,
                                  .raw_path = r->raw_path,
                                  .raw_query = r->raw_query,
                                  .headers = (const struct sigv4_header *)r->headers,
                                  .n_headers = r->n_headers,
                                  .body = r->body};
}

int wire_signature_parse(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                         struct sigv4_request *ret_signature, struct gh_err *err) {
    struct sigv4_message m = message_of(r);
    enum sigv4_error e = sigv4_parse(c->ctx.arena, &m, ret_signature, err);
    if (e != SIGV4_OK) return refuse(err, service, e, false);
    e = sigv4_check_time(c->ctx.arena, ret_signature, c->ctx.now_ms, SIGV4_SKEW_MS, err);
    if (e != SIGV4_OK) return refuse(err, service, e, ret_signature->presigned);
    c->signed_region = ret_signature->region;
    return 0;
}

/* The signing key of @secret for the signature's scope: four HMACs, or none where this thread has it already. */
static const struct crypto_hmac_key *signing_key(const struct gh_secret *secret, const struct sigv4_request *s) {
    const struct gh_str scope[] = {s->access_key_id, s->date, s->region, s->service};
    uint64_t hash = 0;
    for (size_t i = 0; i < GH_COUNT(scope); i++) hash = hash * UINT64_C(0x9e3779b97f4a7c15) + gh_hash(scope[i]);
    struct cached_key *slot = cached_key(hash);
    if (slot->hash == hash && gh_secret_eq(&slot->secret, secret)) return &slot->key;
    slot->hash = hash;
    slot->secret = *secret;
    sigv4_signing_key(gh_secret_reveal(secret), s->date, s->region, s->service, &slot->key);
    return &slot->key;
}

static int check(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                 const struct sigv4_request *s, const struct gh_secret *secret, struct gh_err *err) {
    struct sigv4_message m = message_of(r);
    enum sigv4_error e = sigv4_check(c->ctx.arena, &m, s, signing_key(secret, s), 0, err);
    return e == SIGV4_OK ? 0 : refuse(err, service, e, s->presigned);
}

static int invalid_token(struct gh_err *err, const struct gh_service *service) {
    return wire_refuse(err, service, WIRE_INVALID_TOKEN, INVALID_TOKEN_TEXT);
}

static int verify_temporary(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                            const struct sigv4_request *s, struct wire_proof *proof, struct gh_err *err) {
    struct gh_secret secret;
    struct session_token presented = {s->access_key_id, s->security_token};
    int rc = session_token_open(c->ctx.house->keyring, c->ctx.arena, &presented, &proof->claims, &secret, err);
    if (rc) return invalid_token(err, service);
    proof->temporary = true;
    rc = check(c, r, service, s, &secret, err);
    gh_secret_done(&secret);
    return rc;
}

int wire_signature_verify(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                          const struct sigv4_request *signature, struct wire_proof *ret_proof, struct gh_err *err) {
    *ret_proof = (struct wire_proof){.access_key_id = signature->access_key_id};
    if (signature->security_token.p) return verify_temporary(c, r, service, signature, ret_proof, err);
    int rc = access_for_key(&c->ctx, signature->access_key_id, &ret_proof->access, err);
    if (rc == -GH_EAUTH) return invalid_token(err, service);
    return rc ? rc : check(c, r, service, signature, &ret_proof->access->secret, err);
}

static void caller_common(struct principal *p, const struct access *access, struct gh_str access_key_id) {
    *p = (struct principal){.account_id = access->account_id,
                            .organization_id = access->organization_id,
                            .arn = access->arn,
                            .policy_arn = access->arn,
                            .entity_id = access->entity_id,
                            .user_id = access->entity_id,
                            .name = access->name,
                            .access_key_id = access_key_id};
    p->kind = access->kind == ACCESS_ROOT   ? PRINCIPAL_ROOT
              : access->kind == ACCESS_USER ? PRINCIPAL_USER
                                            : PRINCIPAL_ROLE_SESSION;
}

static void caller_session(struct gh_call *c, struct principal *p, const struct session_claims *claims) {
    p->token_issue_ms = claims->issue_ms;
    p->expires_ms = claims->expires_ms;
    p->mfa_present = claims->mfa_present;
    p->session_name = claims->session_name;
    p->identity_store_id = claims->identity_store_id;
    p->identity_user_id = claims->identity_user_id;
    p->instance_id = claims->instance_id;
    p->permission_set_id = claims->permission_set_id;
    p->tags = claims->tags;
    p->n_tags = claims->n_tags;
    p->n_transitive_tags = claims->n_transitive_tags;
    p->keys = claims->keys;
    p->n_keys = claims->n_keys;
    p->session_policies = claims->session_policies;
    p->n_session_policies = claims->n_session_policies;
    p->source_identity = claims->source_identity;
    p->provider = claims->provider;
    p->mfa_ms = claims->mfa_ms;
    p->assumed_root = claims->root_granter.p != NULL;
    if (claims->kind == PRINCIPAL_FEDERATED_USER) {
        p->kind = PRINCIPAL_FEDERATED_USER;
        p->arn = p->policy_arn = arn_federated_user(c->ctx.arena, p->account_id, p->session_name);
        p->user_id = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(p->account_id), GH_S_FMT(p->session_name));
    }
    if (p->kind != PRINCIPAL_ROLE_SESSION) return;
    p->arn = arn_assumed_role(c->ctx.arena, p->account_id, p->name, p->session_name);
    p->user_id = GH_JOIN(c->ctx.arena, p->entity_id, GH_S(":"), p->session_name);
}

/* A role session is good while the role is there, was not told to drop older sessions, and, where the portal issued it,
 * while an assignment still reaches an enabled person. */
static int role_session_access(struct gh_call *c, const struct session_claims *claims, const struct access **ret_access,
                               struct gh_err *err) {
    int r = access_for_role(&c->ctx, claims->account_id, claims->entity_id, ret_access, err);
    if (r) return r;
    if (claims->issue_ms < (*ret_access)->sessions_after_ms) return gh_fail(err, GH_EAUTH, "session was revoked");
    if (!claims->identity_user_id.p) return 0;
    r = entitlement_check(&c->ctx, claims->identity_user_id, claims->account_id, claims->permission_set_id, err);
    return r == -GH_EDENIED ? -GH_EAUTH : r;
}

static int session_access(struct gh_call *c, const struct session_claims *claims, const struct access **ret_access,
                          struct gh_err *err) {
    if (claims->kind == PRINCIPAL_ROLE_SESSION) return role_session_access(c, claims, ret_access, err);
    if (claims->root_granter.p) {
        int rc = root_session_check(&c->ctx, claims->root_granter, claims->account_id, err);
        if (rc) return rc == -GH_EDENIED ? -GH_EAUTH : rc;
        return access_for_root(&c->ctx, claims->account_id, ret_access, err);
    }
    int r = access_for_key(&c->ctx, claims->parent_key_id, ret_access, err);
    if (r) return r;
    bool same = gh_str_eq((*ret_access)->entity_id, claims->entity_id);
    return same ? 0 : gh_fail(err, GH_EAUTH, "the key behind the session belongs to somebody else now");
}

/* In the snapshot in which the signature was verified, the key's access is at hand. */
static int key_access(struct gh_call *c, const struct wire_proof *proof, struct gh_err *err) {
    if (c->ctx.writing || !proof->access) return access_for_key(&c->ctx, proof->access_key_id, &c->access, err);
    c->access = proof->access;
    return 0;
}

/*
 * AWS: IAM is closed to sessions of GetSessionToken that no MFA code opened, and to federated users. It answers as if
 * the token were none.
 */
static bool is_closed_to(const struct gh_service *service, const struct wire_proof *proof) {
    const struct session_claims *claims = &proof->claims;
    if (!proof->temporary || !service || !gh_str_eq(service->signing_name, GH_S("iam"))) return false;
    return claims->kind == PRINCIPAL_FEDERATED_USER || (claims->parent_key_id.p && !claims->mfa_present);
}

int wire_caller_by_proof(struct gh_call *c, const struct wire_proof *proof, const struct gh_service *service,
                         struct gh_err *err) {
    if (proof->temporary && c->ctx.now_ms >= proof->claims.expires_ms)
        return wire_refuse(err, service, WIRE_EXPIRED_TOKEN, EXPIRED_TOKEN_TEXT);
    if (is_closed_to(service, proof)) return invalid_token(err, service);
    int r = proof->temporary ? session_access(c, &proof->claims, &c->access, err) : key_access(c, proof, err);
    if (r == -GH_EAUTH) return invalid_token(err, service);
    if (r) return r;
    caller_common(&c->caller, c->access, proof->access_key_id);
    if (proof->temporary) caller_session(c, &c->caller, &proof->claims);
    return 0;
}

void wire_caller_by_access(struct gh_call *c, const struct access *access) {
    c->access = access;
    caller_common(&c->caller, access, GH_S_NONE);
    if (access->kind == ACCESS_ROLE) c->caller.user_id = GH_S_NONE;
}

int wire_caller_by_bearer(struct gh_call *c, struct gh_err *err) {
    /* The portal's own exception; clients take it for "sign in again". */
    static const struct gh_error_shape unauthorized = {.name = GH_S_INIT("UnauthorizedException"),
                                                       .code = GH_S_INIT("UnauthorizedException"),
                                                       .status = 401,
                                                       .sender_fault = true,
                                                       .message_name = "message"};
    struct portal_person person;
    int r = -GH_EAUTH;
    if (c->bearer_token.p)
        r = portal_person_by_token(&c->ctx, c->bearer_token, &person, err);
    else if (c->portal_cookie.p)
        r = portal_person_by_cookie(&c->ctx, c->portal_cookie, &person, err);
    if (r == -GH_EAUTH) return gh_throw(err, &unauthorized, "Session token not found or invalid");
    if (r) return r;
    c->caller = (struct principal){.kind = PRINCIPAL_IDENTITY_CENTER,
                                   .account_id = person.account_id,
                                   .name = person.user_name,
                                   .user_id = person.user_id,
                                   .identity_store_id = person.identity_store_id,
                                   .identity_user_id = person.user_id,
                                   .instance_id = person.instance_id};
    c->portal_session_id = person.session_id;
    return 0;
}
