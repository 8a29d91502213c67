/* status.c: how far requests have come. They stay readable by their id. */
#include "service/sso_admin/status.h"

#include "base/base.h"
#include "domain/arn.h"

struct sso_admin_account_assignment_operation_status *
sso_admin_assignment_status(struct gh_call *c, const struct store_assignment_request_get_row *row) {
    struct sso_admin_account_assignment_operation_status *s =
        gh_new(c->ctx.arena, struct sso_admin_account_assignment_operation_status);
    *s = (struct sso_admin_account_assignment_operation_status){
        .status = row->state,
        .request_id = row->id,
        .failure_reason = row->failure_reason,
        .target_id = row->account_id,
        .target_type = SSO_ADMIN_TARGET_TYPE_AWS_ACCOUNT,
        .permission_set_arn = arn_permission_set(c->ctx.arena, row->instance_id, row->permission_set_id),
        .principal_type = row->principal_type,
        .principal_id = row->principal_id,
        .created_date = row->created_ms};
    return s;
}

struct sso_admin_permission_set_provisioning_status *
sso_admin_provisioning_status(struct gh_call *c, const struct store_provisioning_request_get_row *row) {
    struct sso_admin_permission_set_provisioning_status *s =
        gh_new(c->ctx.arena, struct sso_admin_permission_set_provisioning_status);
    /* What is noted on the way is not the answer yet. */
    bool ended = !gh_str_eq(row->state, SSO_ADMIN_STATUS_VALUES_IN_PROGRESS);
    *s = (struct sso_admin_permission_set_provisioning_status){
        .status = row->state,
        .request_id = row->id,
        .account_id = row->account_id,
        .permission_set_arn = arn_permission_set(c->ctx.arena, row->instance_id, row->permission_set_id),
        .failure_reason = ended ? row->failure_reason : GH_S_NONE,
        .created_date = row->created_ms};
    return s;
}

static int throw_no_request(struct gh_err *err, struct gh_str request_id) {
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find a request with id %.*s",
                                              GH_S_FMT(request_id));
}

static int describe_assignment(struct gh_call *c, struct gh_str instance_arn, struct gh_str kind,
                               struct gh_str request_id,
                               struct sso_admin_account_assignment_operation_status **ret_status, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct store_assignment_request_get_row row;
    int r = sso_admin_instance_open(c, instance_arn, &instance, err);
    if (r) return r;
    r = store_assignment_request_get(c->ctx.tx, &(struct store_assignment_request_get_args){request_id}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(row.instance_id, instance.id) || !gh_str_eq(row.kind, kind))
        return throw_no_request(err, request_id);
    *ret_status = sso_admin_assignment_status(c, &row);
    return 0;
}

int sso_admin_describe_account_assignment_creation_status(
    struct gh_call *c, const struct sso_admin_describe_account_assignment_creation_status_input *in,
    struct sso_admin_describe_account_assignment_creation_status_output *out, struct gh_err *err) {
    return describe_assignment(c, in->instance_arn, SSO_ADMIN_REQUEST_CREATE,
                               in->account_assignment_creation_request_id, &out->account_assignment_creation_status,
                               err);
}

int sso_admin_describe_account_assignment_deletion_status(
    struct gh_call *c, const struct sso_admin_describe_account_assignment_deletion_status_input *in,
    struct sso_admin_describe_account_assignment_deletion_status_output *out, struct gh_err *err) {
    return describe_assignment(c, in->instance_arn, SSO_ADMIN_REQUEST_DELETE,
                               in->account_assignment_deletion_request_id, &out->account_assignment_deletion_status,
                               err);
}

/* What the three lists of requests are asked by. */
struct query {
    struct gh_str kind;  /* of assignment requests */
    struct gh_str state; /* absent: all */
    struct store_sso_instance_get_row instance;
    struct wire_page page;
};

static int read_assignments(struct gh_call *c, const struct query *q, struct store_assignment_request_list_rows *rows,
                            struct gh_err *err) {
    if (q->state.p) {
        struct store_assignment_request_list_by_state_args args = {.instance_id = q->instance.id,
                                                                   .kind = q->kind,
                                                                   .state = q->state,
                                                                   .after_id = q->page.after,
                                                                   .count = q->page.count + 1};
        return store_assignment_request_list_by_state(c->ctx.tx, &args, rows, err);
    }
    struct store_assignment_request_list_args args = {
        .instance_id = q->instance.id, .kind = q->kind, .after_id = q->page.after, .count = q->page.count + 1};
    return store_assignment_request_list(c->ctx.tx, &args, rows, err);
}

static int list_assignments(struct gh_call *c, const struct query *q,
                            struct sso_admin_account_assignment_operation_status_list *ret_list,
                            struct gh_str *ret_token, struct gh_err *err) {
    struct store_assignment_request_list_rows rows;
    int r = read_assignments(c, q, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&q->page, rows.n);
    struct sso_admin_account_assignment_operation_status_metadata *v =
        gh_new_n(c->ctx.arena, struct sso_admin_account_assignment_operation_status_metadata, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_account_assignment_operation_status_metadata){rows.v[i].state, rows.v[i].id,
                                                                               rows.v[i].created_ms};
    *ret_list = (struct sso_admin_account_assignment_operation_status_list){v, shown};
    if (shown) *ret_token = wire_page_next(c, &q->page, rows.n, rows.v[shown - 1].id);
    return 0;
}

static int open_query(struct gh_call *c, struct gh_str instance_arn, const struct sso_admin_operation_status_filter *f,
                      const struct wire_page_query *asked, struct query *q, struct gh_err *err) {
    int r = sso_admin_instance_open(c, instance_arn, &q->instance, err);
    if (r) return r;
    if (f) q->state = f->status;
    struct wire_page_query page = *asked;
    page.filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(q->instance.id), GH_S_FMT(q->state));
    return wire_page_open(c, &page, &q->page, err);
}

int sso_admin_list_account_assignment_creation_status(
    struct gh_call *c, const struct sso_admin_list_account_assignment_creation_status_input *in,
    struct sso_admin_list_account_assignment_creation_status_output *out, struct gh_err *err) {
    struct query q = {.kind = SSO_ADMIN_REQUEST_CREATE};
    int r = open_query(c, in->instance_arn, in->filter, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, GH_S_NONE), &q, err);
    return r ? r : list_assignments(c, &q, &out->account_assignments_creation_status, &out->next_token, err);
}

int sso_admin_list_account_assignment_deletion_status(
    struct gh_call *c, const struct sso_admin_list_account_assignment_deletion_status_input *in,
    struct sso_admin_list_account_assignment_deletion_status_output *out, struct gh_err *err) {
    struct query q = {.kind = SSO_ADMIN_REQUEST_DELETE};
    int r = open_query(c, in->instance_arn, in->filter, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, GH_S_NONE), &q, err);
    return r ? r : list_assignments(c, &q, &out->account_assignments_deletion_status, &out->next_token, err);
}

int sso_admin_describe_permission_set_provisioning_status(
    struct gh_call *c, const struct sso_admin_describe_permission_set_provisioning_status_input *in,
    struct sso_admin_describe_permission_set_provisioning_status_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct store_provisioning_request_get_row row;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (r) return r;
    struct store_provisioning_request_get_args args = {.id = in->provision_permission_set_request_id};
    r = store_provisioning_request_get(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(row.instance_id, instance.id)) return throw_no_request(err, args.id);
    out->permission_set_provisioning_status = sso_admin_provisioning_status(c, &row);
    return 0;
}

static int read_provisionings(struct gh_call *c, const struct query *q,
                              struct store_provisioning_request_list_rows *rows, struct gh_err *err) {
    if (q->state.p) {
        struct store_provisioning_request_list_by_state_args args = {
            .instance_id = q->instance.id, .state = q->state, .after_id = q->page.after, .count = q->page.count + 1};
        return store_provisioning_request_list_by_state(c->ctx.tx, &args, rows, err);
    }
    struct store_provisioning_request_list_args args = {q->instance.id, q->page.after, q->page.count + 1};
    return store_provisioning_request_list(c->ctx.tx, &args, rows, err);
}

int sso_admin_list_permission_set_provisioning_status(
    struct gh_call *c, const struct sso_admin_list_permission_set_provisioning_status_input *in,
    struct sso_admin_list_permission_set_provisioning_status_output *out, struct gh_err *err) {
    struct query q = {0};
    struct store_provisioning_request_list_rows rows;
    int r = open_query(c, in->instance_arn, in->filter, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, GH_S_NONE), &q, err);
    if (!r) r = read_provisionings(c, &q, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&q.page, rows.n);
    struct sso_admin_permission_set_provisioning_status_metadata *v =
        gh_new_n(c->ctx.arena, struct sso_admin_permission_set_provisioning_status_metadata, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_permission_set_provisioning_status_metadata){rows.v[i].state, rows.v[i].id,
                                                                              rows.v[i].created_ms};
    out->permission_sets_provisioning_status = (struct sso_admin_permission_set_provisioning_status_list){v, shown};
    if (shown) out->next_token = wire_page_next(c, &q.page, rows.n, rows.v[shown - 1].id);
    return 0;
}
