/* assume_root.c: AssumeRoot: the management account acts on the root user of a member account, within one task. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/root_session.h"
#include "service/sts/session.h"
#include "wire/call.h"

/* AWS: a quarter of an hour, and no more. */
#define DURATION_MAX_S 900

/* An account's id, or the ARN of its root user. */
static bool target_account(struct gh_str target, struct gh_str *ret_account_id) {
    struct gh_str prefix = GH_S("arn:aws:iam::"), account_id = target;
    if (gh_str_starts(target, prefix) && gh_str_ends(target, GH_S(":root")))
        account_id = gh_str_slice(target, prefix.n, target.n - GH_S(":root").n);
    *ret_account_id = account_id;
    return id_is_account(account_id);
}

int sts_find_root_user(struct gh_call *c, struct gh_str target, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str), account_id;
    *arn = target_account(target, &account_id) ? arn_root(c->ctx.arena, account_id) : target;
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static int check(struct gh_call *c, const struct sts_assume_root_input *in, struct gh_str *ret_account_id,
                 struct gh_err *err) {
    if (c->caller.kind == PRINCIPAL_ROOT)
        return gh_refuse(err, GH_EDENIED, "RootSession may not be assumed by root accounts");
    int r = sts_check_caller(c, "AssumeRoot", err);
    if (r) return r;
    if (in->has_duration_seconds && in->duration_seconds > DURATION_MAX_S)
        return gh_refuse(err, GH_EINVAL, "The requested DurationSeconds exceeds the %d second limit for root sessions.",
                         DURATION_MAX_S);
    if (!target_account(in->target_principal, ret_account_id))
        return gh_refuse(err, GH_EINVAL, "%.*s is not an account or its root user.", GH_S_FMT(in->target_principal));
    if (!in->task_policy_arn->arn.p || !root_session_is_task(&c->ctx, in->task_policy_arn->arn))
        return gh_refuse(err, GH_EINVAL, "The task policy is not one of those that scope root sessions.");
    return root_session_check(&c->ctx, c->caller.account_id, *ret_account_id, err);
}

int sts_assume_root(struct gh_call *c, const struct sts_assume_root_input *in, struct sts_assume_root_output *out,
                    struct gh_err *err) {
    struct gh_str account_id;
    int r = check(c, in, &account_id, err);
    if (r) return r;
    int64_t seconds = in->has_duration_seconds && in->duration_seconds ? in->duration_seconds : DURATION_MAX_S;
    struct session_claims claims = {.kind = PRINCIPAL_ROOT,
                                    .account_id = account_id,
                                    .entity_id = account_id,
                                    .root_granter = c->caller.account_id,
                                    .source_identity = c->caller.source_identity,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS,
                                    .session_policies = &in->task_policy_arn->arn,
                                    .n_session_policies = 1};
    r = sts_issue(c, &claims, &out->credentials, NULL, err);
    out->source_identity = claims.source_identity;
    return r;
}
