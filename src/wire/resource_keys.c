/* resource_keys.c: see resource_keys.h. Source: AWS's service authorization reference. */
#include "wire/resource_keys.h"

#include "base/base.h"
#include "domain/access.h"
#include "domain/arn.h"
#include "domain/resource_facts.h"
#include "wire/call.h"

/* Actions for which AWS supplies the boundary of the user or role they are about. */
static bool tells_boundary(struct gh_str action) {
    static const struct gh_str actions[] = {
        GH_S_INIT("iam:AttachRolePolicy"),
        GH_S_INIT("iam:AttachUserPolicy"),
        GH_S_INIT("iam:DeleteRole"),
        GH_S_INIT("iam:DeleteRolePermissionsBoundary"),
        GH_S_INIT("iam:DeleteRolePolicy"),
        GH_S_INIT("iam:DeleteUserPermissionsBoundary"),
        GH_S_INIT("iam:DeleteUserPolicy"),
        GH_S_INIT("iam:DetachRolePolicy"),
        GH_S_INIT("iam:DetachUserPolicy"),
        GH_S_INIT("iam:GetRole"),
        GH_S_INIT("iam:PutRolePolicy"),
        GH_S_INIT("iam:PutUserPolicy"),
        GH_S_INIT("iam:UpdateAssumeRolePolicy"),
        GH_S_INIT("iam:UpdateRole"),
        GH_S_INIT("iam:UpdateRoleDescription"),
    };
    for (size_t i = 0; i < GH_COUNT(actions); i++)
        if (gh_str_eq(action, actions[i])) return true;
    return false;
}

static struct policy_key one_key(struct gh_arena *a, struct gh_str key, struct gh_str value) {
    struct gh_str *values = gh_new(a, struct gh_str);
    *values = value;
    return (struct policy_key){.key = key, .values = values, .n_values = 1};
}

/*
 * Whose eyes the resource is seen with: the caller's. A role's trust policy speaks for the role's account, whoever asks
 * to assume it.
 */
static struct resource_viewer viewer_of(const struct gh_call *c, const struct policy_request *request) {
    struct arn_iam parts;
    if (gh_str_starts(request->action, GH_S("sts:")) && arn_iam_split(request->resource, &parts))
        return (struct resource_viewer){.account_id = parts.account_id};
    return (struct resource_viewer){c->caller.account_id, c->access ? c->access->organization_id : GH_S_NONE};
}

int wire_resource_keys(struct gh_call *c, const struct wire_keys *base, const struct policy_request *request,
                       struct wire_keys *ret_keys, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct resource_facts facts;
    struct gh_str boundary = GH_S_NONE;
    struct resource_viewer viewer = viewer_of(c, request);
    int r = resource_facts_read(&c->ctx, &viewer, request->resource, &facts, err);
    if (!r && facts.bounded_id.p && tells_boundary(request->action))
        r = resource_boundary_read(&c->ctx, facts.bounded_id, &boundary, err);
    if (r) return r;
    *ret_keys = *base;
    if (!facts.n_tags && !boundary.p && !facts.org_path.p && !facts.application_account.p) return 0;
    struct policy_key *v = gh_new_n(a, struct policy_key, base->n + 2 * facts.n_tags + 3);
    size_t n = 0;
    while (n < base->n) {
        v[n] = base->v[n];
        n++;
    }
    for (size_t i = 0; i < facts.n_tags; i++) {
        const struct principal_tag *tag = &facts.tags[i];
        const char *prefix = facts.is_org_account ? "account:AccountResourceOrgTags" : "aws:ResourceTag";
        v[n++] = one_key(a, gh_fmt(a, "%s/%.*s", prefix, GH_S_FMT(tag->key)), tag->value);
        if (facts.is_iam) v[n++] = one_key(a, gh_fmt(a, "iam:ResourceTag/%.*s", GH_S_FMT(tag->key)), tag->value);
    }
    if (facts.org_path.p) {
        v[n] = one_key(a, GH_S("account:AccountResourceOrgPaths"), facts.org_path);
        v[n++].multivalued = true;
    }
    if (facts.application_account.p) v[n++] = one_key(a, GH_S("sso:ApplicationAccount"), facts.application_account);
    if (boundary.p) v[n++] = one_key(a, GH_S("iam:PermissionsBoundary"), boundary);
    *ret_keys = (struct wire_keys){v, n};
    return 0;
}
