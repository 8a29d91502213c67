/*
 * assume_role.c: AssumeRole. Whether the caller may is decided before the handler runs, by the trust policy together
 * with their own policies (sts_find_role_trust); here are the limits of the session.
 */
#include "base/base.h"
#include "domain/access.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/managed_policy.h"
#include "policy/policy.h"
#include "service/sts/session.h"
#include "store/queries.h"
#include "wire/authorize.h"
#include "wire/call.h"

#define DURATION_DEFAULT_S 3600
/* AWS: a session of a session lasts an hour at most. */
#define CHAINED_S 3600
#define MANAGED_POLICIES_MAX 10
#define TAGS_MAX 50

/* arn:aws:iam::ACCOUNT:role/path/name */
static bool split_role_arn(struct gh_str arn, struct gh_str *account_id, struct gh_str *name) {
    struct gh_str rest = arn, part;
    for (int i = 0; i < 4; i++)
        if (!gh_str_split(&rest, ':', &part)) return false;
    if (!gh_str_split(&rest, ':', account_id) || !rest.p || !gh_str_starts(rest, GH_S("role/"))) return false;
    while (gh_str_split(&rest, '/', &part)) *name = part;
    return account_id->n && name->n;
}

/* The role of that ARN, as it would be assumed; -GH_ENOTFOUND where there is none. */
static int role_by_arn(struct gh_call *c, struct gh_str arn, const struct access **ret_role, struct gh_err *err) {
    struct gh_str account_id, name;
    struct store_iam_role_by_name_row row;
    if (!split_role_arn(arn, &account_id, &name)) return gh_fail(err, GH_ENOTFOUND, "not the ARN of a role");
    struct store_iam_role_by_name_args args = {.account_id = account_id, .name_key = fold_key(c->ctx.arena, name)};
    int r = store_iam_role_by_name(c->ctx.tx, &args, &row, err);
    if (r) return r;
    r = access_for_role(&c->ctx, account_id, row.id, ret_role, err);
    if (r == -GH_EAUTH) return gh_fail(err, GH_ENOTFOUND, "the role or its account is gone");
    if (r) return r;
    return gh_str_eq((*ret_role)->arn, arn) ? 0 : gh_fail(err, GH_ENOTFOUND, "the role has another path");
}

int sts_find_role_trust(struct gh_call *c, struct gh_str role_arn, struct gh_resource_policy *ret_policy,
                        struct gh_err *err) {
    const struct access *role;
    int r = role_by_arn(c, role_arn, &role, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    *ret_policy = (struct gh_resource_policy){role->trust, role->account_id};
    return 0;
}

static int check_duration(struct gh_call *c, const struct sts_assume_role_input *in, const struct access *role,
                          int64_t *ret_seconds, struct gh_err *err) {
    int64_t seconds = in->has_duration_seconds ? in->duration_seconds : DURATION_DEFAULT_S;
    if (c->caller.kind == PRINCIPAL_ROLE_SESSION && seconds > CHAINED_S)
        return gh_refuse(err, GH_EINVAL,
                         "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                         "chaining");
    if (seconds > role->max_session_s)
        return gh_refuse(err, GH_EINVAL,
                         "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    *ret_seconds = seconds;
    return 0;
}

static int check_managed(struct gh_call *c, struct gh_str arn, struct gh_err *err) {
    struct gh_str name;
    int r = managed_policy_find(&c->ctx, arn, &name, err);
    return r == -GH_ENOTFOUND
               ? gh_refuse(err, GH_EINVAL, "Policy %.*s does not exist or is not attachable.", GH_S_FMT(arn))
               : r;
}

/* Session policies as the token carries them: the inline document, and the ARNs of managed ones. */
static int collect_policies(struct gh_call *c, const struct sts_assume_role_input *in, struct session_claims *claims,
                            struct gh_err *err) {
    if (in->policy_arns.n > MANAGED_POLICIES_MAX)
        return gh_refuse(err, GH_EINVAL, "Cannot pass more than %d managed session policies.", MANAGED_POLICIES_MAX);
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, in->policy_arns.n + 1);
    size_t n = 0;
    if (in->policy.p) {
        struct policy *compiled;
        struct gh_err *why = gh_err_new(c->ctx.arena);
        if (policy_compile(c->ctx.arena, in->policy, POLICY_IDENTITY, GH_S("session"), &compiled, why))
            return sts_throw_malformed_policy_document(err, "%s", why->message);
        v[n++] = in->policy;
    }
    for (size_t i = 0; i < in->policy_arns.n; i++) {
        int r = check_managed(c, in->policy_arns.v[i].arn, err);
        if (r) return r;
        v[n++] = in->policy_arns.v[i].arn;
    }
    claims->session_policies = v;
    claims->n_session_policies = n;
    return 0;
}

static int collect_tags(struct gh_call *c, const struct sts_assume_role_input *in, struct session_claims *claims,
                        struct gh_err *err) {
    if (!in->tags.n) return 0;
    if (in->tags.n > TAGS_MAX) return gh_refuse(err, GH_EINVAL, "Cannot pass more than %d session tags.", TAGS_MAX);
    int r = wire_authorize_action(c, in, GH_S("sts:TagSession"), err);
    if (r) return r;
    struct principal_tag *v = gh_new_n(c->ctx.arena, struct principal_tag, in->tags.n);
    for (size_t i = 0; i < in->tags.n; i++) {
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq_ci(v[j].key, in->tags.v[i].key))
                return gh_refuse(err, GH_EINVAL,
                                 "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        v[i] = (struct principal_tag){in->tags.v[i].key, in->tags.v[i].value};
    }
    claims->tags = v;
    claims->n_tags = in->tags.n;
    return 0;
}

static int collect_source_identity(struct gh_call *c, const struct sts_assume_role_input *in,
                                   struct session_claims *claims, struct gh_err *err) {
    if (!in->source_identity.p) return 0;
    int r = wire_authorize_action(c, in, GH_S("sts:SetSourceIdentity"), err);
    if (!r) claims->source_identity = in->source_identity;
    return r;
}

/* What a session of a session cannot have, and what is not offered here. */
static int refuse_unsupported(const struct sts_assume_role_input *in, struct gh_err *err) {
    if (in->serial_number.p || in->token_code.p)
        return gh_refuse(err, GH_EDENIED, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    if (in->transitive_tag_keys.n)
        return gh_refuse(err, GH_EINVAL, "Transitive session tags are not supported by this release.");
    if (in->provided_contexts.n)
        return gh_refuse(err, GH_EINVAL, "ProvidedContexts are not supported by this release.");
    return 0;
}

int sts_assume_role(struct gh_call *c, const struct sts_assume_role_input *in, struct sts_assume_role_output *out,
                    struct gh_err *err) {
    const struct access *role;
    if (c->caller.kind == PRINCIPAL_ROOT)
        return gh_refuse(err, GH_EDENIED, "Roles may not be assumed by root accounts.");
    int64_t seconds = 0;
    int r = role_by_arn(c, in->role_arn, &role, err);
    if (!r) r = refuse_unsupported(in, err);
    if (!r) r = check_duration(c, in, role, &seconds, err);
    if (r) return r;
    struct session_claims claims = {.kind = PRINCIPAL_ROLE_SESSION,
                                    .account_id = role->account_id,
                                    .entity_id = role->entity_id,
                                    .session_name = in->role_session_name,
                                    .issue_ms = c->ctx.now_ms,
                                    .expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS};
    r = collect_policies(c, in, &claims, err);
    if (!r) r = collect_tags(c, in, &claims, err);
    if (!r) r = collect_source_identity(c, in, &claims, err);
    if (!r) r = sts_issue(c, &claims, &out->credentials, err);
    if (r) return r;
    struct sts_assumed_role_user *user = gh_new(c->ctx.arena, struct sts_assumed_role_user);
    user->arn = arn_assumed_role(c->ctx.arena, role->account_id, role->name, in->role_session_name);
    user->assumed_role_id =
        gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(role->entity_id), GH_S_FMT(in->role_session_name));
    out->assumed_role_user = user;
    out->source_identity = claims.source_identity;
    struct store_iam_role_used_args used = {
        .id = role->entity_id, .now_ms = c->ctx.now_ms, .region = c->ctx.house->region};
    return store_iam_role_used(c->ctx.tx, &used, NULL, err);
}
