/*
 * assignments.c: many assignments in one call. Each is a request of its own, as CreateAccountAssignment would start it:
 * with its status, its job and its audit event; either all are started or none.
 */
#include "domain/assignment.h"

#include "codec/json.h"
#include "domain/arn.h"
#include "service/gatehouse/gatehouse.h"
#include "service/sso_admin/status.h"

#define EVENT_MAX 1024
#define EVENT_SOURCE GH_S("sso.amazonaws.com")

/* What to do with each. */
struct bulk {
    struct gh_call *c;
    const void *in;
    struct gh_str instance_arn;
    const struct gatehouse_account_assignment_list *list;
    struct gh_str kind, action, event_name;
    struct gh_map sets; /* ARN -> struct sso_admin_set */
};

int gatehouse_find_assignments(struct gh_call *c, struct gh_str instance_arn,
                               const struct gatehouse_account_assignment_list *list, struct gh_list *ret_arns,
                               struct gh_err *err) {
    static char taken;
    struct gh_map seen;
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, 2 * list->n + 1);
    (void)err;
    gh_map_init(&seen, c->ctx.arena);
    v[ret_arns->n++] = instance_arn;
    for (size_t i = 0; i < list->n; i++) {
        struct gh_str account = gh_fmt(c->ctx.arena, "arn:aws:sso:::account/%.*s", GH_S_FMT(list->v[i].account_id));
        if (!gh_map_put(&seen, list->v[i].permission_set_arn, &taken)) v[ret_arns->n++] = list->v[i].permission_set_arn;
        if (!gh_map_put(&seen, account, &taken)) v[ret_arns->n++] = account;
    }
    ret_arns->v = v;
    return 0;
}

static int open_set(struct bulk *b, struct gh_str arn, const struct sso_admin_set **ret_set, struct gh_err *err) {
    struct sso_admin_set *set = gh_map_get(&b->sets, arn);
    if (!set) {
        set = gh_new(b->c->ctx.arena, struct sso_admin_set);
        int r = sso_admin_set_change(b->c, b->instance_arn, arn, set, err);
        if (r) return r;
        gh_map_put(&b->sets, arn, set);
    }
    *ret_set = set;
    return 0;
}

/* The parameters as CreateAccountAssignment would have had them, and its answer. */
static struct gh_part_event event_of(const struct bulk *b, const struct gatehouse_account_assignment *a,
                                     struct gh_str request_id) {
    struct gh_arena *arena = b->c->ctx.arena;
    struct gh_buf in, out;
    struct json_writer w;
    gh_buf_init(&in, arena, EVENT_MAX);
    json_writer_init(&w, &in);
    json_object_begin(&w);
    json_field(&w, GH_S("instanceArn"), b->instance_arn);
    json_field(&w, GH_S("targetId"), a->account_id);
    json_field(&w, GH_S("targetType"), GH_S("AWS_ACCOUNT"));
    json_field(&w, GH_S("permissionSetArn"), a->permission_set_arn);
    json_field(&w, GH_S("principalType"), a->principal_type);
    json_field(&w, GH_S("principalId"), a->principal_id);
    json_object_end(&w);
    gh_buf_init(&out, arena, EVENT_MAX);
    json_writer_init(&w, &out);
    json_object_begin(&w);
    json_field(&w, GH_S("requestId"), request_id);
    json_field(&w, GH_S("status"), SSO_ADMIN_STATUS_VALUES_IN_PROGRESS);
    json_object_end(&w);
    return (struct gh_part_event){EVENT_SOURCE, b->event_name, gh_buf_str(&in), gh_buf_str(&out)};
}

static int start_one(struct bulk *b, const struct gatehouse_account_assignment *in,
                     struct gatehouse_assignment_request_status *ret_status, struct gh_part_event *ret_event,
                     struct gh_err *err) {
    const struct sso_admin_set *set;
    struct sso_admin_account_assignment_operation_status *status;
    int r = open_set(b, in->permission_set_arn, &set, err);
    if (!r) r = sso_admin_check_account(b->c, set, in->account_id, err);
    if (r) return r;
    struct assignment a = {in->account_id, set->row.id, in->principal_type, in->principal_id};
    r = sso_admin_assignment_request(b->c, b->kind, set, &a, &status, err);
    if (r) return r;
    *ret_status =
        (struct gatehouse_assignment_request_status){.request_id = status->request_id, .status = status->status};
    *ret_event = event_of(b, in, status->request_id);
    return 0;
}

/* Who may not assign one by one may not assign many: the single operation's own permission is asked as well. */
static int start_all(struct bulk *b, struct gatehouse_assignment_request_status_list *ret_list, struct gh_err *err) {
    size_t n = b->list->n;
    struct gh_arena *arena = b->c->ctx.arena;
    struct gh_part_event *events = gh_new_n(arena, struct gh_part_event, n);
    gh_map_init(&b->sets, arena);
    *ret_list = (struct gatehouse_assignment_request_status_list){
        gh_new_n(arena, struct gatehouse_assignment_request_status, n), n};
    int r = wire_authorize_action(b->c, b->in, b->action, err);
    for (size_t i = 0; !r && i < n; i++) r = start_one(b, &b->list->v[i], &ret_list->v[i], &events[i], err);
    if (r) return r;
    b->c->part_events = events;
    b->c->n_part_events = n;
    return 0;
}

int gatehouse_create_account_assignments(struct gh_call *c, const struct gatehouse_create_account_assignments_input *in,
                                         struct gatehouse_create_account_assignments_output *out, struct gh_err *err) {
    struct bulk b = {.c = c,
                     .in = in,
                     .instance_arn = in->instance_arn,
                     .list = &in->assignments,
                     .kind = SSO_ADMIN_REQUEST_CREATE,
                     .action = GH_S("sso:CreateAccountAssignment"),
                     .event_name = GH_S("CreateAccountAssignment")};
    return start_all(&b, &out->requests, err);
}

int gatehouse_delete_account_assignments(struct gh_call *c, const struct gatehouse_delete_account_assignments_input *in,
                                         struct gatehouse_delete_account_assignments_output *out, struct gh_err *err) {
    struct bulk b = {.c = c,
                     .in = in,
                     .instance_arn = in->instance_arn,
                     .list = &in->assignments,
                     .kind = SSO_ADMIN_REQUEST_DELETE,
                     .action = GH_S("sso:DeleteAccountAssignment"),
                     .event_name = GH_S("DeleteAccountAssignment")};
    return start_all(&b, &out->requests, err);
}
