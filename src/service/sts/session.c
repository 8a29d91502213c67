/* session.c: issuing credentials, and GetSessionToken. */
#include "service/sts/session.h"

#include "base/base.h"
#include "wire/call.h"

/* AWS: 15 minutes to 36 hours, 12 hours by default; at most an hour for root. */
#define SESSION_DEFAULT_S (12 * 3600)
#define SESSION_ROOT_S 3600

int sts_issue(struct gh_call *c, const struct session_claims *claims, struct sts_credentials **ret_credentials,
              struct gh_err *err) {
    struct session_credentials issued;
    int r = session_token_seal(c->ctx.house->keyring, c->ctx.arena, claims, &issued, err);
    if (r == -GH_ELIMIT)
        return sts_throw_packed_policy_too_large(err,
                                                 "Packed size of session tags, session policies and names consumes "
                                                 "more than 100%% of allotted space");
    if (r) return r;
    struct sts_credentials *out = gh_new(c->ctx.arena, struct sts_credentials);
    *out = (struct sts_credentials){.access_key_id = issued.access_key_id,
                                    .secret_access_key = gh_str_dup(c->ctx.arena, gh_secret_reveal(&issued.secret)),
                                    .session_token = issued.token,
                                    .expiration = claims->expires_ms};
    gh_secret_done(&issued.secret);
    *ret_credentials = out;
    return 0;
}

int sts_get_session_token(struct gh_call *c, const struct sts_get_session_token_input *in,
                          struct sts_get_session_token_output *out, struct gh_err *err) {
    const struct principal *p = &c->caller;
    if (p->token_issue_ms) return gh_refuse(err, GH_EDENIED, "Cannot call GetSessionToken with session credentials");
    if (in->serial_number.p || in->token_code.p)
        return gh_refuse(err, GH_EDENIED, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    int64_t seconds = in->has_duration_seconds ? in->duration_seconds : SESSION_DEFAULT_S;
    if (p->kind == PRINCIPAL_ROOT && seconds > SESSION_ROOT_S) seconds = SESSION_ROOT_S;
    struct session_claims claims = {.kind = p->kind,
                                    .account_id = p->account_id,
                                    .entity_id = p->entity_id,
                                    .parent_key_id = p->access_key_id,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS};
    return sts_issue(c, &claims, &out->credentials, err);
}
