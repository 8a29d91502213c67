/* role_session.c: see role_session.h. */
#include "service/sts/role_session.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "store/queries.h"
#include "wire/authorize.h"
#include "wire/call.h"

#define DURATION_DEFAULT_S 3600
/* AWS: a session of a session lasts an hour at most. */
#define CHAINED_S 3600

/* arn:aws:iam::ACCOUNT:role/path/name */
static bool split_role_arn(struct gh_str arn, struct gh_str *account_id, struct gh_str *name) {
    struct gh_str rest = arn, part;
    for (int i = 0; i < 4; i++)
        if (!gh_str_split(&rest, ':', &part)) return false;
    if (!gh_str_split(&rest, ':', account_id) || !rest.p || !gh_str_starts(rest, GH_S("role/"))) return false;
    while (gh_str_split(&rest, '/', &part)) *name = part;
    return account_id->n && name->n;
}

int sts_role_by_arn(struct gh_call *c, struct gh_str arn, const struct access **ret_role, struct gh_err *err) {
    struct gh_str account_id, name;
    struct store_iam_role_id_by_name_row row;
    if (!split_role_arn(arn, &account_id, &name)) return gh_fail(err, GH_ENOTFOUND, "not the ARN of a role");
    struct store_iam_role_id_by_name_args args = {.account_id = account_id, .name_key = fold_key(c->ctx.arena, name)};
    int r = store_iam_role_id_by_name(c->ctx.tx, &args, &row, err);
    if (r) return r;
    r = access_for_role(&c->ctx, account_id, row.id, ret_role, err);
    if (r == -GH_EAUTH) return gh_fail(err, GH_ENOTFOUND, "the role or its account is gone");
    if (r) return r;
    return gh_str_eq((*ret_role)->arn, arn) ? 0 : gh_fail(err, GH_ENOTFOUND, "the role has another path");
}

int sts_find_role_trust(struct gh_call *c, struct gh_str role_arn, struct gh_resource_policy *ret_policy,
                        struct gh_err *err) {
    const struct access *role;
    int r = sts_role_by_arn(c, role_arn, &role, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    *ret_policy = (struct gh_resource_policy){role->trust, role->account_id};
    return 0;
}

/* AWS: the roles of Identity Center are entered by its portal only. */
int sts_find_federated_trust(struct gh_call *c, struct gh_str role_arn, struct gh_resource_policy *ret_policy,
                             struct gh_err *err) {
    const struct access *role;
    int r = sts_role_by_arn(c, role_arn, &role, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r || gh_str_starts(role->name, GH_S("AWSReservedSSO_"))) return r;
    *ret_policy = (struct gh_resource_policy){role->trust, role->account_id};
    return 0;
}

static int duration(struct gh_call *c, const struct sts_role_request *q, int64_t *ret_seconds, struct gh_err *err) {
    int64_t seconds = q->has_duration ? q->duration_s : DURATION_DEFAULT_S;
    if (c->caller.kind == PRINCIPAL_ROLE_SESSION && seconds > CHAINED_S)
        return gh_refuse(err, GH_EINVAL,
                         "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                         "chaining");
    if (seconds > q->role->max_session_s)
        return gh_refuse(err, GH_EINVAL,
                         "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    if (q->not_after_ms) {
        int64_t left = (q->not_after_ms - c->ctx.now_ms) / GH_SECOND_MS;
        if (seconds > left) seconds = left;
    }
    *ret_seconds = seconds;
    return 0;
}

/* Set once in a chain, a source identity stays; each role on the way must let it pass. */
static int take_source_identity(struct gh_call *c, const struct sts_role_request *q, struct session_claims *claims,
                                struct gh_err *err) {
    struct gh_str before = c->caller.source_identity;
    claims->source_identity = q->source_identity.p ? q->source_identity : before;
    if (!claims->source_identity.p) return 0;
    if (before.p && !gh_str_eq(before, claims->source_identity))
        return gh_refuse(err, GH_EDENIED,
                         "User: %.*s is not authorized to perform: sts:SetSourceIdentity on resource: %.*s because the "
                         "source identity of a session cannot be changed",
                         GH_S_FMT(c->caller.arn), GH_S_FMT(q->role->arn));
    return wire_authorize_action(c, q->in, GH_S("sts:SetSourceIdentity"), err);
}

static struct sts_assumed_role_user *user_of(struct gh_call *c, const struct session_claims *claims,
                                             struct gh_str role_name) {
    struct sts_assumed_role_user *user = gh_new(c->ctx.arena, struct sts_assumed_role_user);
    user->arn = arn_assumed_role(c->ctx.arena, claims->account_id, role_name, claims->session_name);
    user->assumed_role_id = GH_JOIN(c->ctx.arena, claims->entity_id, GH_S(":"), claims->session_name);
    return user;
}

int sts_role_session(struct gh_call *c, const struct sts_role_request *q, struct sts_role_reply *ret_reply,
                     struct gh_err *err) {
    const struct access *role = q->role;
    bool by_assertion = c->caller.kind == PRINCIPAL_WEB_IDENTITY || c->caller.kind == PRINCIPAL_SAML;
    struct session_claims claims = {.kind = PRINCIPAL_ROLE_SESSION,
                                    .account_id = role->account_id,
                                    .entity_id = role->entity_id,
                                    .session_name = q->session_name,
                                    .provider = by_assertion ? c->caller.provider : GH_S_NONE,
                                    .keys = by_assertion ? c->caller.keys : NULL,
                                    .n_keys = by_assertion ? c->caller.n_keys : 0,
                                    .issue_ms = c->ctx.now_ms};
    struct sts_role_reply reply = {0};
    int64_t seconds;
    int r = duration(c, q, &seconds, err);
    if (r) return r;
    claims.expires_ms = c->ctx.now_ms + seconds * GH_SECOND_MS;
    r = sts_take_policies(c, q->policy, q->policy_arns, &claims, err);
    if (!r) r = sts_take_tags(c, q->in, &q->tags, &claims, err);
    if (!r) r = take_source_identity(c, q, &claims, err);
    if (!r) r = sts_issue(c, &claims, &reply.credentials, &reply.packed_percent, err);
    if (r) return r;
    reply.user = user_of(c, &claims, role->name);
    reply.source_identity = claims.source_identity;
    *ret_reply = reply;
    return 0;
}
