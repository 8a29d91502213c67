/*
 * assume_role.c: AssumeRole. Whether the caller may is decided before the handler runs, by the trust policy together
 * with their own policies (sts_find_role_trust); here is what the input adds to that question.
 */
#include "base/base.h"
#include "policy/policy.h"
#include "service/sts/role_session.h"
#include "wire/call.h"

/* A source identity that the caller's session has is part of every further step of its chain. */
static void present_source_identity(struct gh_call *c) {
    struct policy_key *key = gh_new(c->ctx.arena, struct policy_key);
    *key = (struct policy_key){.key = GH_S("sts:SourceIdentity"), .values = &c->caller.source_identity, .n_values = 1};
    c->keys = key;
    c->n_keys = 1;
}

int sts_assume_role_present(struct gh_call *c, const struct sts_assume_role_input *in, struct gh_err *err) {
    /* Whatever the trust policy says. */
    if (c->caller.kind == PRINCIPAL_ROOT)
        return gh_refuse(err, GH_EDENIED, "Roles may not be assumed by root accounts.");
    if (c->caller.source_identity.p && !in->source_identity.p) present_source_identity(c);
    return sts_present_mfa(c, in->serial_number, in->token_code, err);
}

int sts_assume_role(struct gh_call *c, const struct sts_assume_role_input *in, struct sts_assume_role_output *out,
                    struct gh_err *err) {
    struct sts_role_request q = {.in = in,
                                 .session_name = in->role_session_name,
                                 .source_identity = in->source_identity,
                                 .policy = in->policy,
                                 .policy_arns = &in->policy_arns,
                                 .tags = {in->tags.v, in->tags.n, &in->transitive_tag_keys},
                                 .has_duration = in->has_duration_seconds,
                                 .duration_s = in->duration_seconds};
    struct sts_role_reply reply;
    if (c->caller.kind == PRINCIPAL_FEDERATED_USER)
        return gh_refuse(err, GH_EDENIED, "Cannot call AssumeRole with federated user credentials");
    /* Context assertions come from trusted identity propagation: none has been issued here. */
    if (in->provided_contexts.n) return gh_refuse(err, GH_EINVAL, "The provided context assertion is invalid.");
    int r = sts_role_by_arn(c, in->role_arn, &q.role, err);
    if (!r) r = sts_role_session(c, &q, &reply, err);
    if (r) return r;
    *out = (struct sts_assume_role_output){.credentials = reply.credentials,
                                           .assumed_role_user = reply.user,
                                           .packed_policy_size = (int32_t)reply.packed_percent,
                                           .has_packed_policy_size = reply.packed_percent > 0,
                                           .source_identity = reply.source_identity};
    return 0;
}
