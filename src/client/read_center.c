/* read_center.c: the Identity Center: its people, groups, permission sets and assignments. */
#include "base/base.h"
#include "client/read_int.h"
#include "codec/json.h"

#define PAGE 100
#define PARTS(...) ((const struct gh_str[CLIENT_PARTS]){__VA_ARGS__})
#define ENTERPRISE GH_S("aws:identitystore:enterprise")

struct listing {
    struct reading *r;
    struct client_item *group, *set, *account;
    struct gh_buf *values; /* a list of JSON values that is being gathered */
    const char *member;    /* of each entry, that is the value; NULL: the entry itself */
    struct client_item **accounts;
    size_t n_accounts, room;
    size_t disabled, external;
};

static int list_of_store(struct listing *l, const char *operation, const char *member, struct gh_str more,
                         client_list_entry *each, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf body;
    client_body_begin(&body, a);
    client_body_text(&body, "IdentityStoreId", l->r->model->store_id);
    if (more.n) {
        gh_buf_addc(&body, ',');
        gh_buf_add(&body, more);
    }
    const struct client_list_call call = {CLIENT_IDENTITY_STORE, operation, member, client_body_members(&body), PAGE};
    int e = client_api_list(l->r->api, &call, each, l, err);
    gh_arena_free(a);
    return e;
}

/* The members that name the instance, and the set and account where there are such. */
static struct gh_buf instance_body(struct listing *l, struct gh_arena *a) {
    struct gh_buf body;
    client_body_begin(&body, a);
    client_body_text(&body, "InstanceArn", l->r->model->instance_arn);
    if (l->set) client_body_text(&body, "PermissionSetArn", l->set->id);
    if (l->account) client_body_text(&body, "AccountId", l->account->id);
    return body;
}

static int list_of_instance(struct listing *l, const char *operation, const char *member, const char *status,
                            client_list_entry *each, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf body = instance_body(l, a);
    if (status) client_body_text(&body, "ProvisioningStatus", gh_str_c(status));
    const struct client_list_call call = {CLIENT_SSO_ADMIN, operation, member, client_body_members(&body), PAGE};
    int e = client_api_list(l->r->api, &call, each, l, err);
    gh_arena_free(a);
    return e;
}

static int call_of_instance(struct listing *l, const char *operation, const struct json **ret, struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf body = instance_body(l, a);
    int e = read_call(l->r, CLIENT_SSO_ADMIN, operation, client_body_end(&body), ret, err);
    gh_arena_free(a);
    return e;
}

static bool known(struct listing *l, enum client_kind kind, unsigned field) {
    return !(l->r->model->unsupported[kind] >> field & 1);
}

/* What an operation that is not built cost: the field is marked, and the reading goes on. */
static int tolerate(struct listing *l, enum client_kind kind, unsigned field, int e) {
    if (!e || !client_api_failed(l->r->api, "NotImplemented")) return e;
    l->r->model->unsupported[kind] |= 1u << field;
    return 0;
}

static int each_instance(void *context, struct gh_arena *page, const struct json *instance, struct gh_err *err) {
    struct listing *l = context;
    struct client_model *m = l->r->model;
    bool own = gh_str_eq(json_get_text(instance, GH_S("OwnerAccountId")), m->management_id);
    struct client_item *item;
    (void)page;
    if (m->of[CLIENT_INSTANCE].n && !own) return 0;
    if (m->of[CLIENT_INSTANCE].n)
        item = m->of[CLIENT_INSTANCE].v[0];
    else if (read_add(l->r, CLIENT_INSTANCE, PARTS(GH_S_NONE), GH_S_NONE, &item, err))
        return -GH_EINTERNAL;
    m->instance_arn = read_text(l->r, instance, "InstanceArn");
    m->store_id = read_text(l->r, instance, "IdentityStoreId");
    item->id = m->instance_arn;
    read_field(l->r, item, CLIENT_INSTANCE_NAME, json_get(instance, GH_S("Name")));
    return 0;
}

static int read_attributes(struct listing *l, struct client_item *instance, struct gh_err *err) {
    const struct json *answer;
    int e = call_of_instance(l, "DescribeInstanceAccessControlAttributeConfiguration", &answer, err);
    if (e && client_api_failed(l->r->api, "ResourceNotFoundException")) return 0;
    if (e) return tolerate(l, CLIENT_INSTANCE, CLIENT_INSTANCE_ATTRIBUTES, e);
    const struct json *configuration = json_get(answer, GH_S("InstanceAccessControlAttributeConfiguration"));
    const struct json *attributes = json_get(answer, GH_S("AccessControlAttributes"));
    if (configuration) attributes = json_get(configuration, GH_S("AccessControlAttributes"));
    read_field(l->r, instance, CLIENT_INSTANCE_ATTRIBUTES, attributes);
    return 0;
}

static int each_user(void *context, struct gh_arena *page, const struct json *user, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    const struct client_kind_row *row = &client_kinds[CLIENT_USER];
    (void)page;
    int e = read_add(l->r, CLIENT_USER, PARTS(read_text(l->r, user, "UserName")), read_text(l->r, user, "UserId"),
                     &item, err);
    for (unsigned i = 0; !e && i < row->n_fields; i++) {
        const struct json *value = json_get(user, gh_str_c(row->fields[i].wire));
        if (i == CLIENT_USER_ENTERPRISE) value = json_get(value, ENTERPRISE);
        if (value) read_field(l->r, item, i, value);
    }
    l->disabled += gh_str_eq(json_get_text(user, GH_S("UserStatus")), GH_S("DISABLED"));
    l->external += json_get(user, GH_S("ExternalIds")) != NULL;
    return e;
}

static int each_group(void *context, struct gh_arena *page, const struct json *group, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    (void)page;
    int e = read_add(l->r, CLIENT_GROUP, PARTS(read_text(l->r, group, "DisplayName")),
                     read_text(l->r, group, "GroupId"), &item, err);
    if (!e) read_field(l->r, item, 0, json_get(group, GH_S("Description")));
    return e;
}

static int each_member(void *context, struct gh_arena *page, const struct json *membership, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    const struct client_item *user =
        gh_map_get(&l->r->model->by_id, json_get_text(json_get(membership, GH_S("MemberId")), GH_S("UserId")));
    (void)page;
    if (!user) return 0;
    return read_add(l->r, CLIENT_MEMBERSHIP, PARTS(l->group->parts[0], user->parts[0]),
                    read_text(l->r, membership, "MembershipId"), &item, err);
}

static int read_people(struct listing *l, struct gh_err *err) {
    struct client_model *m = l->r->model;
    const struct client_list *groups = &m->of[CLIENT_GROUP];
    int e = list_of_store(l, "ListUsers", "Users", GH_S("\"Extensions\":[\"aws:identitystore:enterprise\"]"), each_user,
                          err);
    if (!e) e = list_of_store(l, "ListGroups", "Groups", GH_S_NONE, each_group, err);
    for (size_t i = 0; !e && i < groups->n; i++) {
        struct gh_arena *a = gh_arena_new(0);
        l->group = groups->v[i];
        e = list_of_store(l, "ListGroupMemberships", "GroupMemberships",
                          gh_fmt(a, "\"GroupId\":\"%.*s\"", GH_S_FMT(groups->v[i]->id)), each_member, err);
        gh_arena_free(a);
    }
    if (!e && l->disabled) client_model_note(m, gh_fmt(m->arena, "that %zu of the people are disabled", l->disabled));
    if (!e && l->external) client_model_note(m, gh_fmt(m->arena, "the external ids of %zu of the people", l->external));
    return e;
}

static int each_value(void *context, struct gh_arena *page, const struct json *entry, struct gh_err *err) {
    struct listing *l = context;
    (void)page;
    (void)err;
    const struct json *value = l->member ? json_get(entry, gh_str_c(l->member)) : entry;
    if (!value) return 0;
    gh_buf_addc(l->values, l->values->n ? ',' : '[');
    json_encode(l->values, value);
    return 0;
}

/* A list of the set into one of its fields. */
static int read_set_list(struct listing *l, unsigned field, const char *operation, const char *member,
                         struct gh_err *err) {
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf values;
    const struct json *json = NULL;
    if (!known(l, CLIENT_PERMISSION_SET, field)) {
        gh_arena_free(a);
        return 0;
    }
    gh_buf_init(&values, a, SIZE_MAX);
    l->values = &values;
    l->member = member;
    int e =
        list_of_instance(l, operation, client_kinds[CLIENT_PERMISSION_SET].fields[field].wire, NULL, each_value, err);
    e = tolerate(l, CLIENT_PERMISSION_SET, field, e);
    if (!e && values.n) {
        gh_buf_addc(&values, ']');
        e = json_parse(a, gh_buf_str(&values), NULL, &json, err);
    }
    if (!e) read_field(l->r, l->set, field, json);
    gh_arena_free(a);
    return e;
}

/* One value of the set, by a call of its own; that there is none is told by an error of its own. */
static int read_set_value(struct listing *l, unsigned field, const char *operation, struct gh_err *err) {
    const struct json *answer;
    if (!known(l, CLIENT_PERMISSION_SET, field)) return 0;
    int e = call_of_instance(l, operation, &answer, err);
    if (e && client_api_failed(l->r->api, "ResourceNotFoundException")) return 0;
    if (e) return tolerate(l, CLIENT_PERMISSION_SET, field, e);
    read_field(l->r, l->set, field, json_get(answer, gh_str_c(client_kinds[CLIENT_PERMISSION_SET].fields[field].wire)));
    return 0;
}

static int each_set(void *context, struct gh_arena *page, const struct json *arn, struct gh_err *err) {
    static const unsigned plain[] = {CLIENT_SET_DESCRIPTION, CLIENT_SET_DURATION, CLIENT_SET_RELAY_STATE};
    struct listing *l = context;
    struct client_item set = {.id = gh_str_dup(l->r->model->arena, json_text(arn))};
    const struct json *answer;
    (void)page;
    l->set = &set;
    int e = call_of_instance(l, "DescribePermissionSet", &answer, err);
    if (e && client_api_failed(l->r->api, "ResourceNotFoundException")) e = 0, answer = NULL; /* deleted meanwhile */
    l->set = NULL;
    if (e || !answer) return e;
    const struct json *found = json_get(answer, GH_S("PermissionSet"));
    struct client_item *item;
    e = read_add(l->r, CLIENT_PERMISSION_SET, PARTS(read_text(l->r, found, "Name")), set.id, &item, err);
    for (size_t i = 0; !e && i < GH_COUNT(plain); i++) {
        const char *wire = client_kinds[CLIENT_PERMISSION_SET].fields[plain[i]].wire;
        read_field(l->r, item, plain[i], json_get(found, gh_str_c(wire)));
    }
    return e;
}

static int each_provisioned(void *context, struct gh_arena *page, const struct json *id, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *account = gh_map_get(&l->r->model->by_id, json_text(id));
    (void)page;
    (void)err;
    if (!account || account->closed) return 0;
    if (l->n_accounts == l->room) {
        size_t room = l->room ? l->room * 2 : 64;
        struct client_item **bigger = gh_new_n(l->r->model->arena, struct client_item *, room);
        for (size_t i = 0; i < l->n_accounts; i++) bigger[i] = l->accounts[i];
        l->accounts = bigger;
        l->room = room;
    }
    l->accounts[l->n_accounts++] = account;
    return 0;
}

static int each_outdated(void *context, struct gh_arena *page, const struct json *id, struct gh_err *err) {
    struct listing *l = context;
    (void)page;
    (void)id;
    (void)err;
    client_item_set(l->set, CLIENT_SET_PROVISIONED, GH_S_NONE);
    return 0;
}

static int each_assignment(void *context, struct gh_arena *page, const struct json *assignment, struct gh_err *err) {
    struct listing *l = context;
    struct client_item *item;
    const struct client_item *principal =
        gh_map_get(&l->r->model->by_id, json_get_text(assignment, GH_S("PrincipalId")));
    (void)page;
    if (!principal) {
        l->r->dangling++;
        return 0;
    }
    return read_add(l->r, CLIENT_ASSIGNMENT,
                    PARTS(l->set->parts[0], l->account->parts[0],
                          principal->kind == CLIENT_USER ? GH_S("user") : GH_S("group"), principal->parts[0]),
                    GH_S_NONE, &item, err);
}

static int read_assignments(struct listing *l, struct gh_err *err) {
    client_item_set(l->set, CLIENT_SET_PROVISIONED, GH_S("true"));
    l->n_accounts = 0;
    int e = list_of_instance(l, "ListAccountsForProvisionedPermissionSet", "AccountIds", NULL, each_provisioned, err);
    l->set->in_use = l->n_accounts > 0;
    if (!e && l->n_accounts)
        e = list_of_instance(l, "ListAccountsForProvisionedPermissionSet", "AccountIds",
                             "LATEST_PERMISSION_SET_NOT_PROVISIONED", each_outdated, err);
    for (size_t i = 0; !e && i < l->n_accounts; i++) {
        l->account = l->accounts[i];
        e = list_of_instance(l, "ListAccountAssignments", "AccountAssignments", NULL, each_assignment, err);
    }
    l->account = NULL;
    return e;
}

static int read_set(struct listing *l, struct client_item *set, struct gh_err *err) {
    l->set = set;
    int e = read_tags(l->r, CLIENT_SSO_ADMIN, set->id, set, CLIENT_SET_TAGS, err);
    if (!e) e = read_set_list(l, CLIENT_SET_MANAGED, "ListManagedPoliciesInPermissionSet", "Arn", err);
    if (!e) e = read_set_list(l, CLIENT_SET_CUSTOMER, "ListCustomerManagedPolicyReferencesInPermissionSet", NULL, err);
    if (!e) e = read_set_value(l, CLIENT_SET_INLINE, "GetInlinePolicyForPermissionSet", err);
    if (!e) e = read_set_value(l, CLIENT_SET_BOUNDARY, "GetPermissionsBoundaryForPermissionSet", err);
    if (!e) e = read_assignments(l, err);
    l->set = NULL;
    return e;
}

int read_center(struct reading *r, struct gh_err *err) {
    struct listing l = {.r = r};
    const struct client_list *sets = &r->model->of[CLIENT_PERMISSION_SET];
    const struct client_list_call instances = {CLIENT_SSO_ADMIN, "ListInstances", "Instances", GH_S_NONE, PAGE};
    int e = client_api_list(r->api, &instances, each_instance, &l, err);
    if (e || !r->model->of[CLIENT_INSTANCE].n) return e;
    struct client_item *instance = r->model->of[CLIENT_INSTANCE].v[0];
    e = read_tags(r, CLIENT_SSO_ADMIN, instance->id, instance, CLIENT_INSTANCE_TAGS, err);
    if (!e) e = read_attributes(&l, instance, err);
    if (!e) e = read_people(&l, err);
    if (!e) e = list_of_instance(&l, "ListPermissionSets", "PermissionSets", NULL, each_set, err);
    for (size_t i = 0; !e && i < sets->n; i++) e = read_set(&l, sets->v[i], err);
    return e;
}
