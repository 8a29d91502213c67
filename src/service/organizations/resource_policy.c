/*
 * resource_policy.c: the organization's resource policy, through which the management account lets member accounts
 * manage policies. It is asked in organizations_share().
 */
#include "base/base.h"
#include "codec/json.h"
#include "domain/arn.h"
#include "domain/iam_trust.h"
#include "domain/ids.h"
#include "policy/policy.h"
#include "service/organizations/policy.h"

/* AWS: what can be delegated. */
static const struct gh_str delegable[] = {
    GH_S_INIT("organizations:AttachPolicy"),
    GH_S_INIT("organizations:CreatePolicy"),
    GH_S_INIT("organizations:DeletePolicy"),
    GH_S_INIT("organizations:DescribeAccount"),
    GH_S_INIT("organizations:DescribeCreateAccountStatus"),
    GH_S_INIT("organizations:DescribeEffectivePolicy"),
    GH_S_INIT("organizations:DescribeHandshake"),
    GH_S_INIT("organizations:DescribeOrganization"),
    GH_S_INIT("organizations:DescribeOrganizationalUnit"),
    GH_S_INIT("organizations:DescribePolicy"),
    GH_S_INIT("organizations:DescribeResourcePolicy"),
    GH_S_INIT("organizations:DetachPolicy"),
    GH_S_INIT("organizations:DisablePolicyType"),
    GH_S_INIT("organizations:EnablePolicyType"),
    GH_S_INIT("organizations:ListAWSServiceAccessForOrganization"),
    GH_S_INIT("organizations:ListAccounts"),
    GH_S_INIT("organizations:ListAccountsForParent"),
    GH_S_INIT("organizations:ListAccountsWithInvalidEffectivePolicy"),
    GH_S_INIT("organizations:ListChildren"),
    GH_S_INIT("organizations:ListCreateAccountStatus"),
    GH_S_INIT("organizations:ListDelegatedAdministrators"),
    GH_S_INIT("organizations:ListDelegatedServicesForAccount"),
    GH_S_INIT("organizations:ListEffectivePolicyValidationErrors"),
    GH_S_INIT("organizations:ListHandshakesForAccount"),
    GH_S_INIT("organizations:ListHandshakesForOrganization"),
    GH_S_INIT("organizations:ListOrganizationalUnitsForParent"),
    GH_S_INIT("organizations:ListParents"),
    GH_S_INIT("organizations:ListPolicies"),
    GH_S_INIT("organizations:ListPoliciesForTarget"),
    GH_S_INIT("organizations:ListRoots"),
    GH_S_INIT("organizations:ListTagsForResource"),
    GH_S_INIT("organizations:ListTargetsForPolicy"),
    GH_S_INIT("organizations:TagResource"),
    GH_S_INIT("organizations:UntagResource"),
    GH_S_INIT("organizations:UpdatePolicy"),
};

static bool is_delegable(struct gh_str pattern) {
    for (size_t i = 0; i < GH_COUNT(delegable); i++)
        if (policy_wildcard(pattern, delegable[i], true)) return true;
    return false;
}

static int check_actions(const struct json *actions, struct gh_err *err) {
    bool list = actions && actions->kind == JSON_ARRAY;
    for (uint32_t i = 0; actions && i < (list ? actions->n : 1); i++) {
        struct gh_str action = json_text(list ? &actions->items[i] : actions);
        if (!is_delegable(action))
            return organizations_throw_invalid_input(
                err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNSUPPORTED_ACTION_IN_RESOURCE_POLICY,
                "The action %.*s can't be delegated by a resource policy.", GH_S_FMT(action));
    }
    return 0;
}

/* "arn:<partition>:organizations:…" or "*". */
static bool is_ours(struct gh_str resource) {
    struct gh_str rest = resource, part = GH_S_NONE;
    if (gh_str_eq(resource, GH_S("*"))) return true;
    for (size_t i = 0; i < 3; i++)
        if (!gh_str_split(&rest, ':', &part)) return false;
    return policy_wildcard(part, GH_S("organizations"), false);
}

static int check_resources(const struct json *resources, struct gh_err *err) {
    bool list = resources && resources->kind == JSON_ARRAY;
    for (uint32_t i = 0; resources && i < (list ? resources->n : 1); i++) {
        struct gh_str resource = json_text(list ? &resources->items[i] : resources);
        if (!is_ours(resource))
            return organizations_throw_invalid_input(
                err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY,
                "The resource %.*s is none of Organizations.", GH_S_FMT(resource));
    }
    return 0;
}

static int check_types(const struct json *types, struct gh_err *err) {
    bool list = types->kind == JSON_ARRAY;
    for (uint32_t i = 0; i < (list ? types->n : 1); i++) {
        struct gh_str type = json_text(list ? &types->items[i] : types);
        if (!organizations_policy_kind_like(type))
            return organizations_throw_invalid_input(
                err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY,
                "There are no policies of the type %.*s.", GH_S_FMT(type));
    }
    return 0;
}

static int check_conditions(const struct json *conditions, struct gh_err *err) {
    int r = 0;
    for (uint32_t i = 0; conditions && i < conditions->n; i++) {
        const struct json *keys = &conditions->members[i].value;
        for (uint32_t k = 0; !r && k < keys->n; k++)
            if (gh_str_eq_ci(keys->members[k].name, GH_S("organizations:PolicyType")))
                r = check_types(&keys->members[k].value, err);
    }
    return r;
}

static int check_statement(const struct json *statement, struct gh_err *err) {
    if (json_get(statement, GH_S("NotAction")))
        return organizations_throw_invalid_input(
            err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNSUPPORTED_ACTION_IN_RESOURCE_POLICY,
            "A resource policy must name its actions: NotAction isn't supported.");
    if (json_get(statement, GH_S("NotResource")))
        return organizations_throw_invalid_input(
            err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY,
            "A resource policy must name its resources: NotResource isn't supported.");
    int r = check_actions(json_get(statement, GH_S("Action")), err);
    if (!r) r = check_resources(json_get(statement, GH_S("Resource")), err);
    return r ? r : check_conditions(json_get(statement, GH_S("Condition")), err);
}

static int check_statements(struct gh_call *c, struct gh_str content, struct gh_err *err) {
    const struct json *document;
    int r = json_parse(c->ctx.arena, content, NULL, &document, err);
    if (r) return r;
    const struct json *statements = json_get(document, GH_S("Statement"));
    bool list = statements->kind == JSON_ARRAY;
    for (uint32_t i = 0; !r && i < (list ? statements->n : 1); i++)
        r = check_statement(list ? &statements->items[i] : statements, err);
    return r;
}

/* Who is meant must be named: an account of the organization, or a principal of one. */
static bool is_account_principal(const struct policy_named_principal *p) {
    return p->kind == POLICY_PRINCIPAL_ACCOUNT || p->kind == POLICY_PRINCIPAL_ARN || p->kind == POLICY_PRINCIPAL_ID ||
           p->kind == POLICY_PRINCIPAL_SESSION_ID;
}

static int invalid_principal(struct gh_err *err) {
    return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_PRINCIPAL,
                                             "You specified an invalid principal element in the policy.");
}

static int check_principals(const struct policy *policy, struct gh_err *err) {
    struct policy_named_principal p;
    for (size_t at = 0; policy_principal_next(policy, &at, &p);)
        if (!is_account_principal(&p)) return invalid_principal(err);
    return 0;
}

static int check(struct gh_call *c, struct gh_str content, struct gh_err *err) {
    struct policy *policy;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = policy_compile(c->ctx.arena, content, POLICY_RESOURCE, GH_S("resource-policy"), &policy, why);
    if (r == -GH_EINVAL || r == -GH_ELIMIT)
        return organizations_throw_invalid_input(
            err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_RESOURCE_POLICY_JSON,
            "The provided policy document does not meet the requirements of a resource policy. %s", why->message);
    if (!r) r = check_principals(policy, err);
    return r ? r : check_statements(c, content, err);
}

/* Users and roles are kept by their ids, as in a role's trust policy: a namesake is somebody else. */
static int keep(struct gh_call *c, struct gh_str content, struct gh_str *ret_kept, struct gh_err *err) {
    int r = iam_trust_keep(&c->ctx, content, ret_kept, gh_err_new(c->ctx.arena));
    return r == -GH_EINVAL ? invalid_principal(err) : r;
}

static struct organizations_resource_policy *output(struct gh_call *c,
                                                    const struct store_organization_of_account_row *org,
                                                    struct gh_str id, struct gh_str content) {
    struct organizations_resource_policy *p = gh_new(c->ctx.arena, struct organizations_resource_policy);
    p->resource_policy_summary = gh_new(c->ctx.arena, struct organizations_resource_policy_summary);
    *p->resource_policy_summary = (struct organizations_resource_policy_summary){
        .id = id,
        .arn = arn_organizations(c->ctx.arena, org->management_account_id, "resourcepolicy", org->organization_id, id)};
    p->content = content;
    return p;
}

/* The policy that is there, or absent. */
static int current(struct gh_call *c, const struct store_organization_of_account_row *org,
                   struct store_organization_resource_policy_get_row *ret_row, struct gh_err *err) {
    struct store_organization_resource_policy_get_args args = {org->organization_id};
    int r = store_organization_resource_policy_get(c->ctx.tx, &args, ret_row, err);
    if (r == -GH_ENOTFOUND) ret_row->id = GH_S_NONE;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int refuse_missing(struct gh_err *err) {
    return organizations_throw_resource_policy_not_found(
        err, "We can't find a resource policy request with the parameter that you specified.");
}

int organizations_put_resource_policy(struct gh_call *c, const struct organizations_put_resource_policy_input *in,
                                      struct organizations_put_resource_policy_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_resource_policy_get_row row;
    int r = organizations_manage(c, &org, err);
    struct gh_str kept, shown;
    if (!r) r = check(c, in->content, err);
    if (!r) r = keep(c, in->content, &kept, err);
    if (!r) r = iam_trust_show(&c->ctx, kept, &shown, err);
    if (!r) r = current(c, &org, &row, err);
    if (r) return r;
    if (row.id.p && in->tags.n)
        return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_LIST_MEMBER,
                                                 "Tags are given when the resource policy is made. Use TagResource.");
    if (!row.id.p) row.id = id_resource_policy_new(c->ctx.arena);
    struct store_organization_resource_policy_put_args put = {org.organization_id, row.id, kept};
    r = store_organization_resource_policy_put(c->ctx.tx, &put, NULL, err);
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id)), &in->tags, err);
    if (!r) out->resource_policy = output(c, &org, row.id, shown);
    return r;
}

int organizations_describe_resource_policy(struct gh_call *c,
                                           const struct organizations_describe_resource_policy_input *in,
                                           struct organizations_describe_resource_policy_output *out,
                                           struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_resource_policy_get_row row;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = current(c, &org, &row, err);
    if (r) return r;
    if (!row.id.p) return refuse_missing(err);
    struct gh_str shown;
    r = iam_trust_show(&c->ctx, row.content, &shown, err);
    if (!r) out->resource_policy = output(c, &org, row.id, shown);
    return r;
}

int organizations_delete_resource_policy(struct gh_call *c, const struct organizations_delete_resource_policy_input *in,
                                         struct organizations_delete_resource_policy_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_resource_policy_get_row row;
    int r = organizations_manage(c, &org, err);
    if (!r) r = current(c, &org, &row, err);
    if (r) return r;
    if (!row.id.p) return refuse_missing(err);
    struct store_tag_delete_all_args tags = {gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id))};
    r = store_tag_delete_all(c->ctx.tx, &tags, NULL, err);
    struct store_organization_resource_policy_delete_args args = {org.organization_id};
    return r ? r : store_organization_resource_policy_delete(c->ctx.tx, &args, NULL, err);
}
