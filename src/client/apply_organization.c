/* apply_organization.c: the steps of the organization's half. */
#include "base/base.h"
#include "client/apply_int.h"
#include "codec/json.h"

#define CREATING_ACCOUNTS 5 /* AWS makes as many at once */

static const struct apply_waiting account_waiting = {CLIENT_ORGANIZATIONS, "DescribeCreateAccountStatus",
                                                     "CreateAccountRequestId", "CreateAccountStatus", "State"};
static const struct apply_waiting creation_waiting = {CLIENT_SSO_ADMIN, "DescribeAccountAssignmentCreationStatus",
                                                      "AccountAssignmentCreationRequestId",
                                                      "AccountAssignmentCreationStatus", "Status"};
static const struct apply_waiting deletion_waiting = {CLIENT_SSO_ADMIN, "DescribeAccountAssignmentDeletionStatus",
                                                      "AccountAssignmentDeletionRequestId",
                                                      "AccountAssignmentDeletionStatus", "Status"};
static const struct apply_waiting provisioning_waiting = {CLIENT_SSO_ADMIN, "DescribePermissionSetProvisioningStatus",
                                                          "ProvisionPermissionSetRequestId",
                                                          "PermissionSetProvisioningStatus", "Status"};

size_t apply_window(const struct client_step *s, const struct apply_waiting **ret) {
    *ret = NULL;
    switch (s->kind) {
    case CLIENT_ACCOUNT: *ret = &account_waiting; return CREATING_ACCOUNTS;
    case CLIENT_ASSIGNMENT:
        *ret = s->action == CLIENT_DELETE ? &deletion_waiting : &creation_waiting;
        return APPLY_PENDING;
    case CLIENT_PERMISSION_SET: *ret = &provisioning_waiting; return APPLY_PENDING / 4;
    default: return 0;
    }
}

struct argument {
    const char *name;
    struct gh_str value;
};

/* The arguments of a call, all of them texts. */
#define WITH(...) ((const struct argument[]){__VA_ARGS__, {NULL, {NULL, 0}}})
#define WITHOUT ((const struct argument[]){{NULL, {NULL, 0}}})

static int call(struct apply *x, const char *operation, const struct argument *with, const struct json **ret,
                struct gh_err *err) {
    struct gh_buf b;
    client_body_begin(&b, x->scratch);
    for (; with->name; with++) client_body_text(&b, with->name, with->value);
    return apply_call(x, CLIENT_ORGANIZATIONS, operation, &b, ret, err);
}

int apply_organization(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    (void)s;
    int r = call(x, "CreateOrganization", WITH({"FeatureSet", GH_S("ALL")}), &answer, err);
    if (r) return r;
    struct gh_str id = json_get_text(json_get(answer, GH_S("Organization")), GH_S("MasterAccountId"));
    x->current->management_id = gh_str_dup(x->current->arena, id);
    r = call(x, "ListRoots", WITHOUT, &answer, err);
    if (r) return r;
    const struct json *roots = json_get(answer, GH_S("Roots"));
    if (!roots || roots->kind != JSON_ARRAY || !roots->n)
        return gh_refuse(err, GH_EDENIED, "the new organization has no root");
    x->current->root_id = gh_str_dup(x->current->arena, json_get_text(&roots->items[0], GH_S("Id")));
    return 0;
}

static int need_root(struct apply *x, struct gh_err *err) {
    return x->current->root_id.n ? 0 : gh_refuse(err, GH_ENOTFOUND, "the organization was not made");
}

int apply_trusted_service(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const char *operation = s->action == CLIENT_DELETE ? "DisableAWSServiceAccess" : "EnableAWSServiceAccess";
    struct gh_str service = (s->to ? s->to : s->from)->parts[0];
    int r = need_root(x, err);
    return r ? r : call(x, operation, WITH({"ServicePrincipal", service}), NULL, err);
}

/* AWS's own policies become known when their type is enabled on a server that had no organization. */
static int learn_aws_policies(struct apply *x, struct gh_str type, struct gh_err *err) {
    const struct json *answer;
    int r = call(x, "ListPolicies", WITH({"Filter", type}), &answer, err);
    const struct json *list = r ? NULL : json_get(answer, GH_S("Policies"));
    for (uint32_t i = 0; list && list->kind == JSON_ARRAY && i < list->n; i++) {
        struct gh_arena *a = x->current->arena;
        bool aws = false;
        if (!json_bool(json_get(&list->items[i], GH_S("AwsManaged")), &aws) || !aws) continue;
        struct gh_str *id = gh_new(a, struct gh_str);
        *id = gh_str_dup(a, json_get_text(&list->items[i], GH_S("Id")));
        const struct gh_str parts[CLIENT_PARTS] = {type, json_get_text(&list->items[i], GH_S("Name"))};
        gh_map_put(&x->current->aws_policies, client_key(a, CLIENT_ORG_POLICY, parts), id);
    }
    return r;
}

int apply_policy_type(struct apply *x, const struct client_step *s, struct gh_err *err) {
    bool disable = s->action == CLIENT_DELETE;
    struct gh_str type = (s->to ? s->to : s->from)->parts[0];
    int r = need_root(x, err);
    if (!r)
        r = call(x, disable ? "DisablePolicyType" : "EnablePolicyType",
                 WITH({"RootId", x->current->root_id}, {"PolicyType", type}), NULL, err);
    return r || disable ? r : learn_aws_policies(x, type, err);
}

int apply_root(struct apply *x, const struct client_step *s, struct gh_err *err) {
    int r = need_root(x, err);
    return r ? r : apply_tags(x, CLIENT_ORGANIZATIONS, x->current->root_id, s, 0, err);
}

/* The id of the unit of that path; of the root where the path is empty or absent. */
static int unit_id(struct apply *x, struct gh_str path, struct gh_str *ret_id, struct gh_err *err) {
    if (path.n) return apply_find(x, CLIENT_UNIT, path, ret_id, err);
    *ret_id = x->current->root_id;
    return need_root(x, err);
}

static int create_unit(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_str parent, name, parent_id;
    struct gh_buf b;
    const struct json *answer;
    if (!client_path_split(x->scratch, s->to->parts[0], &parent, &name))
        return gh_refuse(err, GH_EINVAL, "not a path of a unit");
    int r = unit_id(x, parent, &parent_id, err);
    if (r) return r;
    client_body_begin(&b, x->scratch);
    client_body_text(&b, "ParentId", parent_id);
    client_body_text(&b, "Name", name);
    client_body_value(&b, "Tags", apply_new(s, CLIENT_UNIT_TAGS));
    r = apply_call(x, CLIENT_ORGANIZATIONS, "CreateOrganizationalUnit", &b, &answer, err);
    if (!r) apply_made(x, s, json_get_text(json_get(answer, GH_S("OrganizationalUnit")), GH_S("Id")));
    return r;
}

int apply_unit(struct apply *x, const struct client_step *s, struct gh_err *err) {
    if (s->action == CLIENT_CREATE) return create_unit(x, s, err);
    if (s->action == CLIENT_DELETE)
        return call(x, "DeleteOrganizationalUnit", WITH({"OrganizationalUnitId", s->from->id}), NULL, err);
    return apply_tags(x, CLIENT_ORGANIZATIONS, s->from->id, s, CLIENT_UNIT_TAGS, err);
}

static int move_account(struct apply *x, const struct client_item *account, struct gh_str home, struct gh_str path,
                        struct gh_err *err) {
    struct gh_str to;
    struct gh_buf b;
    int r = unit_id(x, path, &to, err);
    if (r || gh_str_eq(home, to)) return r;
    client_body_begin(&b, x->scratch);
    client_body_text(&b, "AccountId", account->id);
    client_body_text(&b, "SourceParentId", home);
    client_body_text(&b, "DestinationParentId", to);
    return apply_call(x, CLIENT_ORGANIZATIONS, "MoveAccount", &b, NULL, err);
}

/* The one call outside the three services: an account's name is its own affair. */
static int rename_account(struct apply *x, const struct client_item *account, struct gh_str name, struct gh_err *err) {
    struct gh_buf b;
    client_body_begin(&b, x->scratch);
    if (!account->management) client_body_text(&b, "AccountId", account->id);
    client_body_value(&b, "AccountName", name);
    return apply_call(x, CLIENT_ACCOUNT_SERVICE, "PutAccountName", &b, NULL, err);
}

/* Of a new organization: the account that made it, which is there already. */
static int adopt_management(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    int r = need_root(x, err);
    if (r) return r;
    apply_made(x, s, x->current->management_id);
    r = call(x, "DescribeAccount", WITH({"AccountId", s->to->id}), &answer, err);
    if (r) return r;
    struct gh_str name = json_get_text(json_get(answer, GH_S("Account")), GH_S("Name"));
    struct gh_str wanted = apply_new(s, CLIENT_ACCOUNT_NAME);
    struct gh_str unit = client_text_value(x->scratch, apply_new(s, CLIENT_ACCOUNT_UNIT));
    if (!gh_str_eq(client_value_text(x->scratch, name), wanted)) r = rename_account(x, s->to, wanted, err);
    if (!r) r = apply_tags(x, CLIENT_ORGANIZATIONS, s->to->id, s, CLIENT_ACCOUNT_TAGS, err);
    return r ? r : move_account(x, s->to, x->current->root_id, unit, err);
}

static int create_account(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    struct gh_buf b;
    int r = need_root(x, err);
    if (r) return r;
    client_body_begin(&b, x->scratch);
    client_body_text(&b, "Email", s->to->parts[0]);
    client_body_value(&b, "AccountName", apply_new(s, CLIENT_ACCOUNT_NAME));
    client_body_value(&b, "RoleName", apply_new(s, CLIENT_ACCOUNT_ROLE));
    client_body_value(&b, "IamUserAccessToBilling", apply_new(s, CLIENT_ACCOUNT_BILLING));
    client_body_value(&b, "Tags", apply_new(s, CLIENT_ACCOUNT_TAGS));
    r = apply_call(x, CLIENT_ORGANIZATIONS, "CreateAccount", &b, &answer, err);
    if (r) return r;
    return apply_pend(x, s, json_get_text(json_get(answer, GH_S("CreateAccountStatus")), GH_S("Id")), err);
}

/* What is new stands in the root, whose own place it then takes. */
int apply_finish(struct apply *x, const struct client_step *s, const struct json *answer, struct gh_err *err) {
    if (s->kind != CLIENT_ACCOUNT) return 0;
    apply_made(x, s, json_get_text(answer, GH_S("AccountId")));
    return move_account(x, s->to, x->current->root_id, client_text_value(x->scratch, apply_new(s, CLIENT_ACCOUNT_UNIT)),
                        err);
}

int apply_account(struct apply *x, const struct client_step *s, struct gh_err *err) {
    int r = 0;
    if (s->action == CLIENT_CREATE) return s->to->management ? adopt_management(x, s, err) : create_account(x, s, err);
    if (apply_changes(s, CLIENT_ACCOUNT_NAME)) r = rename_account(x, s->from, apply_new(s, CLIENT_ACCOUNT_NAME), err);
    if (!r) r = apply_tags(x, CLIENT_ORGANIZATIONS, s->from->id, s, CLIENT_ACCOUNT_TAGS, err);
    if (r || !apply_changes(s, CLIENT_ACCOUNT_UNIT)) return r;
    struct gh_str path = client_text_value(x->scratch, apply_new(s, CLIENT_ACCOUNT_UNIT));
    return move_account(x, s->from, s->from->home, path, err);
}

static int create_policy(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    struct gh_str description = apply_new(s, CLIENT_POLICY_DESCRIPTION);
    struct gh_buf b;
    int r = need_root(x, err);
    if (r) return r;
    client_body_begin(&b, x->scratch);
    client_body_text(&b, "Type", s->to->parts[0]);
    client_body_text(&b, "Name", s->to->parts[1]);
    client_body_value(&b, "Description", description.p ? description : GH_S("\"\""));
    client_body_text(&b, "Content", apply_new(s, CLIENT_POLICY_CONTENT));
    client_body_value(&b, "Tags", apply_new(s, CLIENT_POLICY_TAGS));
    r = apply_call(x, CLIENT_ORGANIZATIONS, "CreatePolicy", &b, &answer, err);
    if (r) return r;
    const struct json *summary = json_get(json_get(answer, GH_S("Policy")), GH_S("PolicySummary"));
    apply_made(x, s, json_get_text(summary, GH_S("Id")));
    return 0;
}

static int update_policy(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_str description = apply_new(s, CLIENT_POLICY_DESCRIPTION);
    struct gh_buf b;
    client_body_begin(&b, x->scratch);
    client_body_text(&b, "PolicyId", s->from->id);
    if (apply_changes(s, CLIENT_POLICY_DESCRIPTION))
        client_body_value(&b, "Description", description.p ? description : GH_S("\"\""));
    if (apply_changes(s, CLIENT_POLICY_CONTENT)) client_body_text(&b, "Content", apply_new(s, CLIENT_POLICY_CONTENT));
    return apply_call(x, CLIENT_ORGANIZATIONS, "UpdatePolicy", &b, NULL, err);
}

int apply_policy(struct apply *x, const struct client_step *s, struct gh_err *err) {
    if (s->action == CLIENT_CREATE) return create_policy(x, s, err);
    if (s->action == CLIENT_DELETE) return call(x, "DeletePolicy", WITH({"PolicyId", s->from->id}), NULL, err);
    bool itself = apply_changes(s, CLIENT_POLICY_DESCRIPTION) || apply_changes(s, CLIENT_POLICY_CONTENT);
    int r = itself ? update_policy(x, s, err) : 0;
    return r ? r : apply_tags(x, CLIENT_ORGANIZATIONS, s->from->id, s, CLIENT_POLICY_TAGS, err);
}

static int target_id(struct apply *x, const struct client_item *item, struct gh_str *ret_id, struct gh_err *err) {
    if (gh_str_eq(item->parts[2], GH_S("account"))) return apply_find(x, CLIENT_ACCOUNT, item->parts[3], ret_id, err);
    return unit_id(x, item->parts[3], ret_id, err);
}

int apply_attachment(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct client_item *item = s->to ? s->to : s->from;
    const struct client_item *policy = client_model_find(x->wanted, CLIENT_ORG_POLICY, item->parts);
    struct gh_str target;
    if (s->to && policy && policy->broken)
        return gh_refuse(err, GH_ENOTFOUND, "the policy %.*s is not as wanted", GH_S_FMT(item->parts[1]));
    if (!policy || !policy->id.n) policy = client_model_find(x->current, CLIENT_ORG_POLICY, item->parts);
    if (!policy || !policy->id.n)
        return gh_refuse(err, GH_ENOTFOUND, "the policy %.*s was not made", GH_S_FMT(item->parts[1]));
    int r = target_id(x, item, &target, err);
    if (r) return r;
    return call(x, s->to ? "AttachPolicy" : "DetachPolicy", WITH({"PolicyId", policy->id}, {"TargetId", target}), NULL,
                err);
}

int apply_detachment(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct client_item *item = s->to ? s->to : s->from;
    struct gh_str target;
    const struct gh_str *policy =
        gh_map_get(&x->current->aws_policies, client_key(x->scratch, CLIENT_ORG_POLICY, item->parts));
    if (!policy)
        return gh_refuse(err, GH_EINVAL, "AWS has no policy %.*s of that type, or the type is not enabled",
                         GH_S_FMT(item->parts[1]));
    int r = target_id(x, item, &target, err);
    if (r) return r;
    return call(x, s->to ? "DetachPolicy" : "AttachPolicy", WITH({"PolicyId", *policy}, {"TargetId", target}), NULL,
                err);
}

int apply_delegation(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct client_item *item = s->to ? s->to : s->from;
    struct gh_str account;
    int r = apply_find(x, CLIENT_ACCOUNT, item->parts[0], &account, err);
    if (r) return r;
    return call(x, s->to ? "RegisterDelegatedAdministrator" : "DeregisterDelegatedAdministrator",
                WITH({"AccountId", account}, {"ServicePrincipal", item->parts[1]}), NULL, err);
}

int apply_resource_policy(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_buf b;
    int r = need_root(x, err);
    if (r) return r;
    client_body_begin(&b, x->scratch);
    if (s->action == CLIENT_DELETE) return apply_call(x, CLIENT_ORGANIZATIONS, "DeleteResourcePolicy", &b, NULL, err);
    if (s->action == CLIENT_CREATE || apply_changes(s, CLIENT_RESOURCE_CONTENT)) {
        client_body_text(&b, "Content", apply_new(s, CLIENT_RESOURCE_CONTENT));
        if (s->action == CLIENT_CREATE) client_body_value(&b, "Tags", apply_new(s, CLIENT_RESOURCE_TAGS));
        r = apply_call(x, CLIENT_ORGANIZATIONS, "PutResourcePolicy", &b, NULL, err);
    }
    if (r || s->action == CLIENT_CREATE) return r;
    return apply_tags(x, CLIENT_ORGANIZATIONS, s->from->id, s, CLIENT_RESOURCE_TAGS, err);
}
