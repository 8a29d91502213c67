/* policy_type.c: switching kinds of policies on and off in the root, and what is known of each kind. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/org_policy.h"
#include "policy/policy.h"
#include "service/organizations/policy.h"

#define CONTROL_CHARS 5120
#define OPT_OUT_CHARS 2500
#define MANAGEMENT_CHARS 10000

/* AWS's quotas. */
static const struct policy_kind kinds[] = {
    {GH_S_INIT("SERVICE_CONTROL_POLICY"), {NULL, 0}, CONTROL_CHARS, 5, 10000, {NULL, 0}},
    {GH_S_INIT("RESOURCE_CONTROL_POLICY"), {NULL, 0}, CONTROL_CHARS, 5, 1000, {NULL, 0}},
    {GH_S_INIT("TAG_POLICY"), GH_S_INIT("tags"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("BACKUP_POLICY"), GH_S_INIT("plans"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("AISERVICES_OPT_OUT_POLICY"), GH_S_INIT("services"), OPT_OUT_CHARS, 5, 1000, {NULL, 0}},
    {GH_S_INIT("CHATBOT_POLICY"), GH_S_INIT("chatbot"), MANAGEMENT_CHARS, 5, 1000, {NULL, 0}},
    {GH_S_INIT("DECLARATIVE_POLICY_EC2"), GH_S_INIT("ec2_attributes"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("SECURITYHUB_POLICY"), GH_S_INIT("securityhub"), MANAGEMENT_CHARS, 10, 1000,
     GH_S_INIT("securityhub.amazonaws.com")},
    {GH_S_INIT("INSPECTOR_POLICY"), GH_S_INIT("inspector"), MANAGEMENT_CHARS, 10, 1000,
     GH_S_INIT("inspector2.amazonaws.com")},
    {GH_S_INIT("UPGRADE_ROLLOUT_POLICY"), GH_S_INIT("upgrade_rollout"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("BEDROCK_POLICY"), GH_S_INIT("bedrock"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("S3_POLICY"), GH_S_INIT("s3_attributes"), MANAGEMENT_CHARS, 10, 1000, {NULL, 0}},
    {GH_S_INIT("NETWORK_SECURITY_DIRECTOR_POLICY"),
     GH_S_INIT("network_security_director"),
     MANAGEMENT_CHARS,
     10,
     1000,
     {NULL, 0}},
};

const struct policy_kind *organizations_policy_kind(struct gh_str type) {
    for (size_t i = 0; i < GH_COUNT(kinds); i++)
        if (gh_str_eq(kinds[i].type, type)) return &kinds[i];
    return NULL;
}

bool organizations_policy_kind_like(struct gh_str pattern) {
    for (size_t i = 0; i < GH_COUNT(kinds); i++)
        if (policy_wildcard(pattern, kinds[i].type, true)) return true;
    return false;
}

int organizations_policy_type_enabled(struct gh_call *c, const struct store_organization_of_account_row *org,
                                      struct gh_str type, bool *ret_enabled, struct gh_err *err) {
    struct store_organization_policy_type_get_row row;
    struct store_organization_policy_type_get_args args = {org->organization_id, type};
    int r = store_organization_policy_type_get(c->ctx.tx, &args, &row, err);
    *ret_enabled = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int organizations_service_is_free(struct gh_call *c, const struct store_organization_of_account_row *org,
                                  struct gh_str service, struct gh_err *err) {
    for (size_t i = 0; i < GH_COUNT(kinds); i++) {
        bool enabled = false;
        if (!kinds[i].service.p || !gh_str_eq(kinds[i].service, service)) continue;
        int r = organizations_policy_type_enabled(c, org, kinds[i].type, &enabled, err);
        if (r) return r;
        if (enabled)
            return organizations_throw_constraint_violation(
                err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_POLICY_TYPE_ENABLED_FOR_THIS_SERVICE,
                "You must first disable the policy type %.*s.", GH_S_FMT(kinds[i].type));
    }
    return 0;
}

int organizations_policy_types(struct gh_call *c, const struct store_organization_of_account_row *org,
                               struct organizations_policy_types *ret_types, struct gh_err *err) {
    struct store_organization_policy_type_list_rows rows;
    struct store_organization_policy_type_list_args args = {org->organization_id};
    int r = store_organization_policy_type_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    /* An empty list, not an absent one, is what tools look through. */
    ret_types->v = gh_new_n(c->ctx.arena, struct organizations_policy_type_summary, rows.n + 1);
    ret_types->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret_types->v[i] =
            (struct organizations_policy_type_summary){rows.v[i].type, ORGANIZATIONS_POLICY_TYPE_STATUS_ENABLED};
    return 0;
}

int organizations_policy_touch(struct gh_call *c, const struct store_organization_of_account_row *org,
                               struct gh_str type, struct gh_err *err) {
    bool decides = gh_str_eq(type, ORGANIZATIONS_POLICY_TYPE_SERVICE_CONTROL_POLICY) ||
                   gh_str_eq(type, ORGANIZATIONS_POLICY_TYPE_RESOURCE_CONTROL_POLICY);
    return decides ? org_policies_touch(&c->ctx, org->organization_id, err) : 0;
}

int organizations_root_output(struct gh_call *c, const struct store_organization_of_account_row *org,
                              struct organizations_root *ret_root, struct gh_err *err) {
    *ret_root = (struct organizations_root){
        .id = org->root_id,
        .arn = arn_organizations(c->ctx.arena, org->management_account_id, "root", org->organization_id, org->root_id),
        .name = GH_S("Root")};
    return organizations_policy_types(c, org, &ret_root->policy_types, err);
}

static int open_root(struct gh_call *c, const void *in, struct gh_str root_id,
                     struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    int r = organizations_share(c, in, ret_org, err);
    if (r || gh_str_eq(ret_org->root_id, root_id)) return r;
    return organizations_throw_root_not_found(err, "We can't find a root with the RootId that you specified.");
}

static int output(struct gh_call *c, const struct store_organization_of_account_row *org,
                  struct organizations_root **ret_root, struct gh_err *err) {
    *ret_root = gh_new(c->ctx.arena, struct organizations_root);
    return organizations_root_output(c, org, *ret_root, err);
}

int organizations_enable_policy_type(struct gh_call *c, const struct organizations_enable_policy_type_input *in,
                                     struct organizations_enable_policy_type_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    int64_t inserted;
    const struct policy_kind *kind = organizations_policy_kind(in->policy_type);
    int r = open_root(c, in, in->root_id, &org, err);
    if (!r) r = organizations_all_features(&org, err);
    if (!r && kind->service.p) r = organizations_service_must_be_enabled(c, &org, kind->service, err);
    if (r) return r;
    struct store_organization_policy_type_insert_args args = {org.organization_id, in->policy_type};
    r = store_organization_policy_type_insert(c->ctx.tx, &args, &inserted, err);
    if (r) return r;
    if (!inserted)
        return organizations_throw_policy_type_already_enabled(
            err, "The specified policy type is already enabled in the specified root.");
    const struct org_policy_builtin *builtin = org_policy_builtin_of_type(in->policy_type);
    if (builtin) {
        struct store_organization_attach_everywhere_args everywhere = {org.organization_id, in->policy_type,
                                                                       builtin->id};
        r = store_organization_attach_everywhere(c->ctx.tx, &everywhere, NULL, err);
    }
    if (!r) r = organizations_policy_touch(c, &org, in->policy_type, err);
    return r ? r : output(c, &org, &out->root, err);
}

/* AWS: this detaches every policy of the type; enabling it again begins anew. */
int organizations_disable_policy_type(struct gh_call *c, const struct organizations_disable_policy_type_input *in,
                                      struct organizations_disable_policy_type_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    int64_t deleted;
    int r = open_root(c, in, in->root_id, &org, err);
    if (r) return r;
    struct store_organization_policy_type_delete_args args = {org.organization_id, in->policy_type};
    r = store_organization_policy_type_delete(c->ctx.tx, &args, &deleted, err);
    if (r) return r;
    if (!deleted)
        return organizations_throw_policy_type_not_enabled(err,
                                                           "The specified policy type isn't enabled in this root.");
    struct store_organization_detach_type_args detach = {org.organization_id, in->policy_type};
    r = store_organization_detach_type(c->ctx.tx, &detach, NULL, err);
    if (!r) r = organizations_policy_touch(c, &org, in->policy_type, err);
    return r ? r : output(c, &org, &out->root, err);
}
