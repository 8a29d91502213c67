/* read_organization.c: the tree, its accounts and its policies. */
#include "base/base.h"
#include "client/read_int.h"
#include "codec/json.h"

#define PAGE 20
#define PARTS(...) ((const struct gh_str[CLIENT_PARTS]){__VA_ARGS__})

/* What the organization's policies can be; a server that does not know one says so, and it is passed over. */
static const char *const policy_types[] = {
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
};

/* A listing with the context of whoever lists. */
struct listing {
    struct reading *r;
    struct gh_str path, id;    /* of the parent */
    struct gh_str type;        /* of the policies */
    struct client_item *owner; /* the policy whose targets, the account whose services are listed */
    struct gh_map *targets;
};

/* An operation that lists: the answer's member with the entries, and the one argument it has, or none. */
struct listed {
    const char *operation, *member, *argument;
    struct gh_str value;
};

#define LISTED(...) (&(const struct listed){__VA_ARGS__})

static int list(struct listing *l, const struct listed *what, client_list_entry *each, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf body;
    client_body_begin(&body, a);
    if (what->argument) client_body_text(&body, what->argument, what->value);
    const struct client_list_call call = {CLIENT_ORGANIZATIONS, what->operation, what->member,
                                          client_body_members(&body), PAGE};
    int e = client_api_list(l->r->api, &call, each, l, err);
    gh_arena_free(a);
    return e;
}

static int each_root(void *context, struct gh_arena *page, const struct json *root, struct gh_err *err) {
    struct reading *r = ((struct listing *)context)->r;
    const struct json *types = json_get(root, GH_S("PolicyTypes"));
    struct client_item *item;
    (void)page;
    r->model->root_id = read_text(r, root, "Id");
    int e = read_add(r, CLIENT_ROOT, PARTS(GH_S_NONE), r->model->root_id, &item, err);
    for (uint32_t i = 0; !e && types && types->kind == JSON_ARRAY && i < types->n; i++)
        if (gh_str_eq(json_get_text(&types->items[i], GH_S("Status")), GH_S("ENABLED")))
            e = read_add(r, CLIENT_POLICY_TYPE, PARTS(read_text(r, &types->items[i], "Type")), GH_S_NONE, &item, err);
    return e;
}

static int each_service(void *context, struct gh_arena *page, const struct json *service, struct gh_err *err) {
    struct reading *r = ((struct listing *)context)->r;
    struct client_item *item;
    (void)page;
    return read_add(r, CLIENT_TRUSTED_SERVICE, PARTS(read_text(r, service, "ServicePrincipal")), GH_S_NONE, &item, err);
}

static int each_unit(void *context, struct gh_arena *page, const struct json *unit, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    (void)page;
    struct gh_str path = client_path_join(l->r->model->arena, l->path, json_get_text(unit, GH_S("Name")));
    return read_add(l->r, CLIENT_UNIT, PARTS(path), read_text(l->r, unit, "Id"), &item, err);
}

static bool open_account(const struct json *account) {
    struct gh_str state = json_get_text(account, GH_S("State"));
    if (!state.p) state = json_get_text(account, GH_S("Status"));
    return gh_str_eq(state, GH_S("ACTIVE"));
}

static int each_account(void *context, struct gh_arena *page, const struct json *account, struct gh_err *err) {
    struct listing *l = context;
    struct client_model *m = l->r->model;
    struct client_item *item;
    struct gh_str id = read_text(l->r, account, "Id"), email = read_text(l->r, account, "Email");
    bool management = gh_str_eq(id, m->management_id);
    if (management && l->r->management_email.p) email = l->r->management_email;
    int e = read_add(l->r, CLIENT_ACCOUNT, PARTS(email), id, &item, err);
    if (e) return e;
    item->management = management;
    item->closed = !open_account(account);
    item->home = l->id;
    client_item_set(item, CLIENT_ACCOUNT_NAME, client_value_text(m->arena, json_get_text(account, GH_S("Name"))));
    client_item_set(item, CLIENT_ACCOUNT_UNIT, client_value_text(m->arena, l->path));
    if (item->closed)
        client_model_note(m, gh_fmt(m->arena, "the account %.*s (%.*s), which is closed or being closed",
                                    GH_S_FMT(item->id), GH_S_FMT(email)));
    (void)page;
    return 0;
}

/* Units are read in the order in which they are found: each one's list grows the list that is being walked. */
static int read_tree(struct listing *l, struct gh_err *err) {
    struct client_model *m = l->r->model;
    const struct client_list *units = &m->of[CLIENT_UNIT], *accounts = &m->of[CLIENT_ACCOUNT];
    int e = 0;
    l->id = m->root_id;
    l->path = GH_S("");
    for (size_t i = 0; !e; i++) {
        e = list(l, LISTED("ListOrganizationalUnitsForParent", "OrganizationalUnits", "ParentId", l->id), each_unit,
                 err);
        if (!e) e = list(l, LISTED("ListAccountsForParent", "Accounts", "ParentId", l->id), each_account, err);
        if (i == units->n) break;
        l->id = units->v[i]->id;
        l->path = units->v[i]->parts[0];
    }
    for (size_t i = 0; !e && i < units->n; i++)
        e = read_tags(l->r, CLIENT_ORGANIZATIONS, units->v[i]->id, units->v[i], CLIENT_UNIT_TAGS, err);
    for (size_t i = 0; !e && i < accounts->n; i++)
        if (!accounts->v[i]->closed)
            e = read_tags(l->r, CLIENT_ORGANIZATIONS, accounts->v[i]->id, accounts->v[i], CLIENT_ACCOUNT_TAGS, err);
    return e ? e : read_tags(l->r, CLIENT_ORGANIZATIONS, m->root_id, m->of[CLIENT_ROOT].v[0], 0, err);
}

static int each_policy(void *context, struct gh_arena *page, const struct json *policy, struct gh_err *err) {
    struct listing *l = context;
    struct reading *r = l->r;
    struct client_item *item;
    bool aws = false;
    (void)page;
    const struct gh_str parts[CLIENT_PARTS] = {l->type, read_text(r, policy, "Name")};
    struct gh_str id = read_text(r, policy, "Id");
    if (json_bool(json_get(policy, GH_S("AwsManaged")), &aws) && aws) {
        struct gh_str *kept = gh_new(r->model->arena, struct gh_str);
        *kept = id;
        gh_map_put(&r->model->aws_policies, client_key(r->model->arena, CLIENT_ORG_POLICY, parts), kept);
        return 0;
    }
    int e = read_add(r, CLIENT_ORG_POLICY, parts, id, &item, err);
    if (!e) read_field(r, item, CLIENT_POLICY_DESCRIPTION, json_get(policy, GH_S("Description")));
    return e;
}

/* Root, unit or account as the parts of a target; false for what is not in the model. */
static bool target_parts(struct reading *r, struct gh_str id, struct gh_str parts[2]) {
    const struct client_item *item = gh_map_get(&r->model->by_id, id);
    if (!item || item->closed) return false;
    parts[0] = item->kind == CLIENT_ROOT ? GH_S("root") : item->kind == CLIENT_UNIT ? GH_S("unit") : GH_S("account");
    parts[1] = item->kind == CLIENT_ROOT      ? GH_S("")
               : item->kind == CLIENT_ACCOUNT ? gh_str_lower(r->model->arena, item->parts[0])
                                              : item->parts[0];
    return true;
}

static int each_target(void *context, struct gh_arena *page, const struct json *target, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    struct gh_str parts[2];
    (void)page;
    if (!target_parts(l->r, json_get_text(target, GH_S("TargetId")), parts)) return 0;
    return read_add(l->r, CLIENT_ATTACHMENT, PARTS(l->owner->parts[0], l->owner->parts[1], parts[0], parts[1]),
                    GH_S_NONE, &item, err);
}

static int read_policy(struct listing *l, struct client_item *policy, struct gh_err *err) {
    struct gh_buf body;
    const struct json *answer;
    struct gh_arena *a = gh_arena_new(0);
    client_body_begin(&body, a);
    client_body_text(&body, "PolicyId", policy->id);
    int e = read_call(l->r, CLIENT_ORGANIZATIONS, "DescribePolicy", client_body_end(&body), &answer, err);
    gh_arena_free(a);
    if (e) return e;
    read_field(l->r, policy, CLIENT_POLICY_CONTENT, json_get(json_get(answer, GH_S("Policy")), GH_S("Content")));
    e = read_tags(l->r, CLIENT_ORGANIZATIONS, policy->id, policy, CLIENT_POLICY_TAGS, err);
    l->owner = policy;
    return e ? e : list(l, LISTED("ListTargetsForPolicy", "Targets", "PolicyId", policy->id), each_target, err);
}

static int each_default_target(void *context, struct gh_arena *page, const struct json *target, struct gh_err *err) {
    struct listing *l = context;
    (void)page;
    (void)err;
    gh_map_put(l->targets, read_text(l->r, target, "TargetId"), l);
    return 0;
}

/* Where the AWS policy of an enabled type does not hang: everywhere is what is usual. */
static int read_removals(struct listing *l, const struct gh_str policy[2], struct gh_str id, struct gh_err *err) {
    static const enum client_kind kinds[] = {CLIENT_ROOT, CLIENT_UNIT, CLIENT_ACCOUNT};
    struct client_model *m = l->r->model;
    struct gh_map targets;
    gh_map_init(&targets, m->arena);
    l->targets = &targets;
    int e = list(l, LISTED("ListTargetsForPolicy", "Targets", "PolicyId", id), each_default_target, err);
    for (size_t k = 0; k < GH_COUNT(kinds); k++)
        for (size_t i = 0; !e && i < m->of[kinds[k]].n; i++) {
            struct client_item *item;
            struct gh_str parts[2];
            if (gh_map_get(&targets, m->of[kinds[k]].v[i]->id)) continue;
            if (!target_parts(l->r, m->of[kinds[k]].v[i]->id, parts)) continue;
            e = read_add(l->r, CLIENT_DETACHMENT, PARTS(policy[0], policy[1], parts[0], parts[1]), GH_S_NONE, &item,
                         err);
        }
    return e;
}

static int read_all_removals(struct listing *l, struct gh_err *err) {
    struct client_model *m = l->r->model;
    struct gh_map_slot slot;
    int e = 0;
    for (size_t at = 0; !e && gh_map_next(&m->aws_policies, &at, &slot);) {
        struct gh_str rest = slot.key, parts[2];
        gh_str_split(&rest, '\x1f', &parts[0]);
        parts[1] = rest;
        if (client_model_named(m, CLIENT_POLICY_TYPE, parts[0]))
            e = read_removals(l, parts, *(struct gh_str *)slot.value, err);
    }
    return e;
}

static int read_policies(struct listing *l, struct gh_err *err) {
    const struct client_list *policies = &l->r->model->of[CLIENT_ORG_POLICY];
    int e = 0;
    for (size_t i = 0; !e && i < GH_COUNT(policy_types); i++) {
        l->type = gh_str_c(policy_types[i]);
        e = list(l, LISTED("ListPolicies", "Policies", "Filter", l->type), each_policy, err);
        if (e && (client_api_failed(l->r->api, "InvalidInputException") ||
                  client_api_failed(l->r->api, "ValidationException")))
            e = 0;
    }
    for (size_t i = 0; !e && i < policies->n; i++) e = read_policy(l, policies->v[i], err);
    return e ? e : read_all_removals(l, err);
}

static int each_delegated_service(void *context, struct gh_arena *page, const struct json *service,
                                  struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    (void)page;
    return read_add(l->r, CLIENT_DELEGATION, PARTS(l->owner->parts[0], read_text(l->r, service, "ServicePrincipal")),
                    GH_S_NONE, &item, err);
}

static int each_administrator(void *context, struct gh_arena *page, const struct json *account, struct gh_err *err) {
    struct listing *l = context;
    (void)page;
    l->owner = gh_map_get(&l->r->model->by_id, json_get_text(account, GH_S("Id")));
    if (!l->owner || l->owner->closed) return 0;
    return list(l, LISTED("ListDelegatedServicesForAccount", "DelegatedServices", "AccountId", l->owner->id),
                each_delegated_service, err);
}

static int read_resource_policy(struct reading *r, struct gh_err *err) {
    const struct json *answer;
    struct client_item *item;
    int e = read_call(r, CLIENT_ORGANIZATIONS, "DescribeResourcePolicy", GH_S("{}"), &answer, err);
    if (e && client_api_failed(r->api, "ResourcePolicyNotFoundException")) return 0;
    if (e) return e;
    const struct json *policy = json_get(answer, GH_S("ResourcePolicy"));
    struct gh_str id = read_text(r, json_get(policy, GH_S("ResourcePolicySummary")), "Id");
    e = read_add(r, CLIENT_RESOURCE_POLICY, PARTS(GH_S_NONE), id, &item, err);
    if (e) return e;
    read_field(r, item, CLIENT_RESOURCE_CONTENT, json_get(policy, GH_S("Content")));
    return read_tags(r, CLIENT_ORGANIZATIONS, id, item, CLIENT_RESOURCE_TAGS, err);
}

int read_organization(struct reading *r, struct gh_err *err) {
    struct client_model *m = r->model;
    struct listing l = {.r = r};
    struct client_item *item;
    const struct json *answer;
    int e = read_call(r, CLIENT_ORGANIZATIONS, "DescribeOrganization", GH_S("{}"), &answer, err);
    if (e) return client_api_failed(r->api, "AWSOrganizationsNotInUseException") ? 0 : e;
    const struct json *org = json_get(answer, GH_S("Organization"));
    m->organization_id = read_text(r, org, "Id");
    m->management_id = read_text(r, org, "MasterAccountId");
    if (!gh_str_eq(json_get_text(org, GH_S("FeatureSet")), GH_S("ALL")))
        return gh_refuse(err, GH_ECONFLICT,
                         "the organization has consolidated billing only; this command needs all "
                         "features (organizations enable-all-features)");
    e = read_add(r, CLIENT_ORGANIZATION, PARTS(GH_S_NONE), GH_S_NONE, &item, err);
    if (!e) e = list(&l, LISTED("ListRoots", "Roots", NULL, GH_S_NONE), each_root, err);
    if (!e && !m->root_id.p) return gh_refuse(err, GH_EIO, "the organization has no root");
    if (!e)
        e = list(&l, LISTED("ListAWSServiceAccessForOrganization", "EnabledServicePrincipals", NULL, GH_S_NONE),
                 each_service, err);
    if (!e) e = read_tree(&l, err);
    if (!e) e = read_policies(&l, err);
    if (!e)
        e = list(&l, LISTED("ListDelegatedAdministrators", "DelegatedAdministrators", NULL, GH_S_NONE),
                 each_administrator, err);
    return e ? e : read_resource_policy(r, err);
}
