/*
 * federation_token.c: GetFederationToken: a user lends a part of what they may do. Without session policies the part is
 * nothing; IAM and STS (GetCallerIdentity aside) are closed to whoever holds it.
 */
#include "base/base.h"
#include "domain/arn.h"
#include "service/sts/session.h"
#include "wire/call.h"

int sts_get_federation_token(struct gh_call *c, const struct sts_get_federation_token_input *in,
                             struct sts_get_federation_token_output *out, struct gh_err *err) {
    const struct principal *p = &c->caller;
    if (p->token_issue_ms) return gh_refuse(err, GH_EDENIED, "Cannot call GetFederationToken with session credentials");
    int64_t seconds = sts_duration_s(c, in->has_duration_seconds, in->duration_seconds);
    struct session_claims claims = {.kind = PRINCIPAL_FEDERATED_USER,
                                    .account_id = p->account_id,
                                    .entity_id = p->entity_id,
                                    .session_name = in->name,
                                    .parent_key_id = p->access_key_id,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS};
    unsigned packed = 0;
    int r = sts_take_policies(c, in->policy, &in->policy_arns, &claims, err);
    if (!r) r = sts_take_tags(c, in, &(struct sts_passed_tags){in->tags.v, in->tags.n, NULL}, &claims, err);
    if (!r) r = sts_issue(c, &claims, &out->credentials, &packed, err);
    if (r) return r;
    out->packed_policy_size = (int32_t)packed;
    out->has_packed_policy_size = packed > 0;
    out->federated_user = gh_new(c->ctx.arena, struct sts_federated_user);
    *out->federated_user = (struct sts_federated_user){
        .federated_user_id = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(p->account_id), GH_S_FMT(in->name)),
        .arn = arn_federated_user(c->ctx.arena, p->account_id, in->name)};
    return 0;
}
