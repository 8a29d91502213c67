/* apply_center.c: the steps of the Identity Center's half. */
#include "base/base.h"
#include "client/apply_int.h"
#include "codec/json.h"

#define ENTERPRISE "aws:identitystore:enterprise"

static int need_instance(struct apply *x, struct gh_err *err) {
    return x->current->instance_arn.n ? 0 : gh_refuse(err, GH_ENOTFOUND, "Identity Center was not enabled");
}

static void begin_store(struct apply *x, struct gh_buf *b) {
    client_body_begin(b, x->scratch);
    client_body_text(b, "IdentityStoreId", x->current->store_id);
}

static void begin_instance(struct apply *x, struct gh_buf *b) {
    client_body_begin(b, x->scratch);
    client_body_text(b, "InstanceArn", x->current->instance_arn);
}

/* The instance's store, once it is there. */
static int find_store(struct apply *x, struct gh_err *err) {
    const struct json *answer;
    struct gh_buf b;
    begin_instance(x, &b);
    int r = apply_call(x, CLIENT_SSO_ADMIN, "DescribeInstance", &b, &answer, err);
    if (r) return r;
    x->current->store_id = gh_str_dup(x->current->arena, json_get_text(answer, GH_S("IdentityStoreId")));
    return x->current->store_id.n ? 0 : gh_refuse(err, GH_EDENIED, "the new instance has no identity store");
}

static int create_instance(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    struct gh_buf b;
    client_body_begin(&b, x->scratch);
    client_body_value(&b, "Name", apply_new(s, CLIENT_INSTANCE_NAME));
    client_body_value(&b, "Tags", apply_new(s, CLIENT_INSTANCE_TAGS));
    int r = apply_call(x, CLIENT_SSO_ADMIN, "CreateInstance", &b, &answer, err);
    if (r) return r;
    x->current->instance_arn = gh_str_dup(x->current->arena, json_get_text(answer, GH_S("InstanceArn")));
    apply_made(x, s, x->current->instance_arn);
    return find_store(x, err);
}

static int put_attributes(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_str is = apply_old(s, CLIENT_INSTANCE_ATTRIBUTES), wanted = apply_new(s, CLIENT_INSTANCE_ATTRIBUTES);
    const char *operation = !wanted.p ? "DeleteInstanceAccessControlAttributeConfiguration"
                            : is.p    ? "UpdateInstanceAccessControlAttributeConfiguration"
                                      : "CreateInstanceAccessControlAttributeConfiguration";
    struct gh_buf b;
    begin_instance(x, &b);
    if (wanted.p)
        client_body_value(&b, "InstanceAccessControlAttributeConfiguration",
                          gh_fmt(x->scratch, "{\"AccessControlAttributes\":%.*s}", GH_S_FMT(wanted)));
    return apply_call(x, CLIENT_SSO_ADMIN, operation, &b, NULL, err);
}

int apply_instance(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_buf b;
    int r = 0;
    if (s->action == CLIENT_CREATE) {
        r = create_instance(x, s, err);
    } else {
        if (apply_changes(s, CLIENT_INSTANCE_NAME)) {
            begin_instance(x, &b);
            client_body_value(&b, "Name", apply_new(s, CLIENT_INSTANCE_NAME));
            r = apply_call(x, CLIENT_SSO_ADMIN, "UpdateInstance", &b, NULL, err);
        }
        if (!r) r = apply_tags(x, CLIENT_SSO_ADMIN, s->from->id, s, CLIENT_INSTANCE_TAGS, err);
    }
    return !r && apply_changes(s, CLIENT_INSTANCE_ATTRIBUTES) ? put_attributes(x, s, err) : r;
}

/* UpdateUser and UpdateGroup write names with a small first letter, in paths and inside values. */
static struct gh_str small_name(struct gh_arena *a, struct gh_str name) {
    struct gh_str copy = gh_str_dup(a, name);
    if (copy.n && copy.p[0] >= 'A' && copy.p[0] <= 'Z') ((char *)copy.p)[0] = (char)(copy.p[0] + ('a' - 'A'));
    return copy;
}

static void small_json(struct gh_arena *a, const struct json *json, struct gh_buf *b) {
    if (json->kind == JSON_ARRAY) {
        gh_buf_addc(b, '[');
        for (uint32_t i = 0; i < json->n; i++) {
            if (i) gh_buf_addc(b, ',');
            small_json(a, &json->items[i], b);
        }
        gh_buf_addc(b, ']');
    } else if (json->kind == JSON_OBJECT) {
        gh_buf_addc(b, '{');
        for (uint32_t i = 0; i < json->n; i++) {
            if (i) gh_buf_addc(b, ',');
            json_write_string(b, small_name(a, json->members[i].name));
            gh_buf_addc(b, ':');
            small_json(a, &json->members[i].value, b);
        }
        gh_buf_addc(b, '}');
    } else {
        json_encode(b, json);
    }
}

/* The changed fields, and the name's spelling, as UpdateUser's and UpdateGroup's list of operations. */
static struct gh_str operations(struct apply *x, const struct client_step *s) {
    const struct client_kind_row *row = &client_kinds[s->kind];
    struct gh_buf b;
    gh_buf_init(&b, x->scratch, SIZE_MAX);
    gh_buf_addc(&b, '[');
    if (s->fields & CLIENT_RESPELT) {
        gh_buf_addf(&b, "{\"AttributePath\":\"%.*s\",\"AttributeValue\":",
                    GH_S_FMT(small_name(x->scratch, gh_str_c(row->wire_name))));
        json_write_string(&b, s->to->parts[0]);
        gh_buf_addc(&b, '}');
    }
    for (unsigned i = 0; i < row->n_fields; i++) {
        bool enterprise = s->kind == CLIENT_USER && i == CLIENT_USER_ENTERPRISE;
        const struct json *value = client_value_json(x->scratch, apply_new(s, i));
        if (!apply_changes(s, i)) continue;
        struct gh_str path = small_name(x->scratch, gh_str_c(row->fields[i].wire));
        gh_buf_addf(&b, "%s{\"AttributePath\":\"%.*s\",\"AttributeValue\":", b.n > 1 ? "," : "",
                    GH_S_FMT(enterprise ? GH_S(ENTERPRISE) : path));
        if (!value)
            gh_buf_add(&b, GH_S("null"));
        else if (enterprise)
            json_encode(&b, value);
        else
            small_json(x->scratch, value, &b);
        gh_buf_addc(&b, '}');
    }
    gh_buf_addc(&b, ']');
    return gh_buf_str(&b);
}

static int create_person(struct apply *x, const struct client_step *s, bool user, struct gh_err *err) {
    const struct client_kind_row *row = &client_kinds[s->kind];
    const struct json *answer;
    struct gh_buf b;
    begin_store(x, &b);
    client_body_text(&b, row->wire_name, s->to->parts[0]);
    for (unsigned i = 0; i < row->n_fields; i++) {
        struct gh_str value = apply_new(s, i);
        if (value.p && user && i == CLIENT_USER_ENTERPRISE)
            value = gh_fmt(x->scratch, "{\"" ENTERPRISE "\":%.*s}", GH_S_FMT(value));
        client_body_value(&b, row->fields[i].wire, value);
    }
    int r = apply_call(x, CLIENT_IDENTITY_STORE, user ? "CreateUser" : "CreateGroup", &b, &answer, err);
    if (!r) apply_made(x, s, json_get_text(answer, user ? GH_S("UserId") : GH_S("GroupId")));
    return r;
}

static int apply_person(struct apply *x, const struct client_step *s, bool user, struct gh_err *err) {
    struct gh_buf b;
    int r = need_instance(x, err);
    if (r) return r;
    if (s->action == CLIENT_CREATE) return create_person(x, s, user, err);
    begin_store(x, &b);
    client_body_text(&b, user ? "UserId" : "GroupId", s->from->id);
    if (s->action == CLIENT_DELETE)
        return apply_call(x, CLIENT_IDENTITY_STORE, user ? "DeleteUser" : "DeleteGroup", &b, NULL, err);
    client_body_value(&b, "Operations", operations(x, s));
    return apply_call(x, CLIENT_IDENTITY_STORE, user ? "UpdateUser" : "UpdateGroup", &b, NULL, err);
}

int apply_user(struct apply *x, const struct client_step *s, struct gh_err *err) {
    return apply_person(x, s, true, err);
}

int apply_group(struct apply *x, const struct client_step *s, struct gh_err *err) {
    return apply_person(x, s, false, err);
}

int apply_membership(struct apply *x, const struct client_step *s, struct gh_err *err) {
    struct gh_str group, user;
    struct gh_buf b;
    int r = need_instance(x, err);
    if (r) return r;
    begin_store(x, &b);
    if (s->action == CLIENT_DELETE) {
        client_body_text(&b, "MembershipId", s->from->id);
        return apply_call(x, CLIENT_IDENTITY_STORE, "DeleteGroupMembership", &b, NULL, err);
    }
    r = apply_find(x, CLIENT_GROUP, s->to->parts[0], &group, err);
    if (!r) r = apply_find(x, CLIENT_USER, s->to->parts[1], &user, err);
    if (r) return r;
    client_body_text(&b, "GroupId", group);
    client_body_value(&b, "MemberId", gh_fmt(x->scratch, "{\"UserId\":\"%.*s\"}", GH_S_FMT(user)));
    return apply_call(x, CLIENT_IDENTITY_STORE, "CreateGroupMembership", &b, NULL, err);
}

/* A call about a set, with one more argument (JSON) where there is one. */
static int set_call(struct apply *x, struct gh_str set, const char *operation, const char *name, struct gh_str value,
                    struct gh_err *err) {
    struct gh_buf b;
    begin_instance(x, &b);
    client_body_text(&b, "PermissionSetArn", set);
    if (name) client_body_value(&b, name, value);
    return apply_call(x, CLIENT_SSO_ADMIN, operation, &b, NULL, err);
}

static bool holds(struct gh_arena *a, const struct json *list, const struct json *item) {
    struct gh_buf x, y;
    gh_buf_init(&x, a, SIZE_MAX);
    json_encode(&x, item);
    for (uint32_t i = 0; list && i < list->n; i++) {
        gh_buf_init(&y, a, SIZE_MAX);
        json_encode(&y, &list->items[i]);
        if (gh_str_eq(gh_buf_str(&x), gh_buf_str(&y))) return true;
    }
    return false;
}

struct attaching {
    unsigned field;
    const char *attach, *detach, *argument;
};

static const struct attaching managed = {CLIENT_SET_MANAGED, "AttachManagedPolicyToPermissionSet",
                                         "DetachManagedPolicyFromPermissionSet", "ManagedPolicyArn"};
static const struct attaching customer = {CLIENT_SET_CUSTOMER, "AttachCustomerManagedPolicyReferenceToPermissionSet",
                                          "DetachCustomerManagedPolicyReferenceFromPermissionSet",
                                          "CustomerManagedPolicyReference"};

/* Off with what is not wanted first: a set takes only so many. */
static int put_list(struct apply *x, const struct client_step *s, struct gh_str set, const struct attaching *t,
                    struct gh_err *err) {
    const struct json *is = client_value_json(x->scratch, apply_old(s, t->field));
    const struct json *wanted = client_value_json(x->scratch, apply_new(s, t->field));
    int r = 0;
    if (!apply_changes(s, t->field)) return 0;
    for (int attach = 0; attach <= 1; attach++) {
        const struct json *from = attach ? wanted : is, *other = attach ? is : wanted;
        for (uint32_t i = 0; !r && from && i < from->n; i++) {
            struct gh_buf value;
            if (holds(x->scratch, other, &from->items[i])) continue;
            gh_buf_init(&value, x->scratch, SIZE_MAX);
            json_encode(&value, &from->items[i]);
            r = set_call(x, set, attach ? t->attach : t->detach, t->argument, gh_buf_str(&value), err);
        }
    }
    return r;
}

static int put_policies(struct apply *x, const struct client_step *s, struct gh_str set, struct gh_err *err) {
    struct gh_str policy = apply_new(s, CLIENT_SET_INLINE), boundary = apply_new(s, CLIENT_SET_BOUNDARY);
    int r = put_list(x, s, set, &managed, err);
    if (!r) r = put_list(x, s, set, &customer, err);
    if (!r && apply_changes(s, CLIENT_SET_INLINE))
        r = policy.p ? set_call(x, set, "PutInlinePolicyToPermissionSet", "InlinePolicy",
                                client_value_text(x->scratch, policy), err)
                     : set_call(x, set, "DeleteInlinePolicyFromPermissionSet", NULL, GH_S_NONE, err);
    if (!r && apply_changes(s, CLIENT_SET_BOUNDARY))
        r = boundary.p ? set_call(x, set, "PutPermissionsBoundaryToPermissionSet", "PermissionsBoundary", boundary, err)
                       : set_call(x, set, "DeletePermissionsBoundaryFromPermissionSet", NULL, GH_S_NONE, err);
    return r;
}

/* The three that UpdatePermissionSet clears where they are left out, so all of them. */
static void add_plain(const struct client_step *s, struct gh_buf *b) {
    client_body_value(b, "Description", apply_new(s, CLIENT_SET_DESCRIPTION));
    client_body_value(b, "SessionDuration", apply_new(s, CLIENT_SET_DURATION));
    client_body_value(b, "RelayState", apply_new(s, CLIENT_SET_RELAY_STATE));
}

static int create_set(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    struct gh_buf b;
    begin_instance(x, &b);
    client_body_text(&b, "Name", s->to->parts[0]);
    add_plain(s, &b);
    client_body_value(&b, "Tags", apply_new(s, CLIENT_SET_TAGS));
    int r = apply_call(x, CLIENT_SSO_ADMIN, "CreatePermissionSet", &b, &answer, err);
    if (r) return r;
    apply_made(x, s, json_get_text(json_get(answer, GH_S("PermissionSet")), GH_S("PermissionSetArn")));
    return put_policies(x, s, s->to->id, err);
}

/* The roles of a set follow it only when they are told to. */
static int provision(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct json *answer;
    struct gh_buf b;
    begin_instance(x, &b);
    client_body_text(&b, "PermissionSetArn", s->from->id);
    client_body_text(&b, "TargetType", GH_S("ALL_PROVISIONED_ACCOUNTS"));
    int r = apply_call(x, CLIENT_SSO_ADMIN, "ProvisionPermissionSet", &b, &answer, err);
    if (r) return r;
    const struct json *status = json_get(answer, GH_S("PermissionSetProvisioningStatus"));
    return apply_pend(x, s, json_get_text(status, GH_S("RequestId")), err);
}

static int update_set(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const uint32_t plain = 1u << CLIENT_SET_DESCRIPTION | 1u << CLIENT_SET_DURATION | 1u << CLIENT_SET_RELAY_STATE;
    struct gh_buf b;
    int r = 0;
    if (s->fields & plain) {
        begin_instance(x, &b);
        client_body_text(&b, "PermissionSetArn", s->from->id);
        add_plain(s, &b);
        r = apply_call(x, CLIENT_SSO_ADMIN, "UpdatePermissionSet", &b, NULL, err);
    }
    if (!r) r = put_policies(x, s, s->from->id, err);
    if (!r) r = apply_tags(x, CLIENT_SSO_ADMIN, s->from->id, s, CLIENT_SET_TAGS, err);
    bool roles = s->from->in_use && s->fields & ~(1u << CLIENT_SET_TAGS);
    return r || !roles ? r : provision(x, s, err);
}

int apply_permission_set(struct apply *x, const struct client_step *s, struct gh_err *err) {
    int r = need_instance(x, err);
    if (r) return r;
    if (s->action == CLIENT_CREATE) return create_set(x, s, err);
    if (s->action == CLIENT_DELETE) return set_call(x, s->from->id, "DeletePermissionSet", NULL, GH_S_NONE, err);
    return update_set(x, s, err);
}

int apply_assignment(struct apply *x, const struct client_step *s, struct gh_err *err) {
    const struct client_item *item = s->to ? s->to : s->from;
    bool user = gh_str_eq(item->parts[2], GH_S("user"));
    struct gh_str set, account, principal;
    const struct json *answer;
    struct gh_buf b;
    const struct client_model *where = s->to ? x->wanted : x->current; /* what goes need not be as wanted */
    int r = need_instance(x, err);
    if (!r) r = apply_find_in(x, where, CLIENT_PERMISSION_SET, item->parts[0], &set, err);
    if (!r) r = apply_find_in(x, where, CLIENT_ACCOUNT, item->parts[1], &account, err);
    if (!r) r = apply_find_in(x, where, user ? CLIENT_USER : CLIENT_GROUP, item->parts[3], &principal, err);
    if (r) return r;
    begin_instance(x, &b);
    client_body_text(&b, "TargetId", account);
    client_body_text(&b, "TargetType", GH_S("AWS_ACCOUNT"));
    client_body_text(&b, "PermissionSetArn", set);
    client_body_text(&b, "PrincipalType", user ? GH_S("USER") : GH_S("GROUP"));
    client_body_text(&b, "PrincipalId", principal);
    r = apply_call(x, CLIENT_SSO_ADMIN, s->to ? "CreateAccountAssignment" : "DeleteAccountAssignment", &b, &answer,
                   err);
    if (r) return r;
    const struct json *status =
        json_get(answer, s->to ? GH_S("AccountAssignmentCreationStatus") : GH_S("AccountAssignmentDeletionStatus"));
    return apply_pend(x, s, json_get_text(status, GH_S("RequestId")), err);
}
