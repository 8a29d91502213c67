/* assignment.c: asking for assignments and listing them; jobs do the work. */
#include "domain/assignment.h"

#include "base/base.h"
#include "domain/arn.h"
#include "job/job.h"
#include "service/sso_admin/jobs.h"
#include "service/sso_admin/status.h"

/* Greater than every account id. */
#define ACCOUNT_END GH_S(":")
/* Each new request takes some old ones with it, so that they never pile up. */
#define FORGET_AT_ONCE 2

static int request(struct gh_call *c, struct gh_str kind, const struct sso_admin_set *set, const struct assignment *a,
                   struct sso_admin_account_assignment_operation_status **ret_status, struct gh_err *err) {
    struct store_assignment_request_get_row row = {.id = gh_uuid_new(c->ctx.arena),
                                                   .instance_id = set->instance.id,
                                                   .kind = kind,
                                                   .state = SSO_ADMIN_STATUS_VALUES_IN_PROGRESS,
                                                   .account_id = a->account_id,
                                                   .permission_set_id = a->permission_set_id,
                                                   .principal_type = a->principal_type,
                                                   .principal_id = a->principal_id,
                                                   .created_ms = c->ctx.now_ms};
    struct store_assignment_request_insert_args args = {.id = row.id,
                                                        .instance_id = row.instance_id,
                                                        .kind = row.kind,
                                                        .state = row.state,
                                                        .account_id = row.account_id,
                                                        .permission_set_id = row.permission_set_id,
                                                        .principal_type = row.principal_type,
                                                        .principal_id = row.principal_id,
                                                        .created_ms = row.created_ms};
    struct store_assignment_request_forget_args old = {c->ctx.now_ms - SSO_ADMIN_REQUEST_KEEP_MS, FORGET_AT_ONCE};
    int r = store_assignment_request_insert(c->ctx.tx, &args, NULL, err);
    if (!r) r = store_assignment_request_forget(c->ctx.tx, &old, NULL, err);
    if (!r) r = job_submit(&c->ctx, sso_admin_assignment_job.name, row.id, c->ctx.now_ms, err);
    if (!r) *ret_status = sso_admin_assignment_status(c, &row);
    return r;
}

int sso_admin_assignment_request(struct gh_call *c, struct gh_str kind, const struct sso_admin_set *set,
                                 const struct assignment *a,
                                 struct sso_admin_account_assignment_operation_status **ret_status,
                                 struct gh_err *err) {
    return request(c, kind, set, a, ret_status, err);
}

int sso_admin_create_account_assignment(struct gh_call *c, const struct sso_admin_create_account_assignment_input *in,
                                        struct sso_admin_create_account_assignment_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = sso_admin_check_account(c, &set, in->target_id, err);
    if (r) return r;
    struct assignment a = {in->target_id, set.row.id, in->principal_type, in->principal_id};
    return request(c, SSO_ADMIN_REQUEST_CREATE, &set, &a, &out->account_assignment_creation_status, err);
}

int sso_admin_delete_account_assignment(struct gh_call *c, const struct sso_admin_delete_account_assignment_input *in,
                                        struct sso_admin_delete_account_assignment_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = sso_admin_check_account(c, &set, in->target_id, err);
    if (r) return r;
    struct assignment a = {in->target_id, set.row.id, in->principal_type, in->principal_id};
    return request(c, SSO_ADMIN_REQUEST_DELETE, &set, &a, &out->account_assignment_deletion_status, err);
}

/* The key of a page's last row: its parts, none of which contains a slash. */
static void split_key(struct gh_str key, struct gh_str *parts, size_t n) {
    struct gh_str rest = key;
    for (size_t i = 0; i < n; i++)
        if (!gh_str_split(&rest, '/', &parts[i])) parts[i] = GH_S("");
}

int sso_admin_list_account_assignments(struct gh_call *c, const struct sso_admin_list_account_assignments_input *in,
                                       struct sso_admin_list_account_assignments_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    struct wire_page page;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(set.row.id), GH_S_FMT(in->account_id));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, filter), &page, err);
    if (r) return r;
    struct gh_str after[2];
    split_key(page.after, after, 2);
    struct store_assignment_list_rows rows;
    struct store_assignment_list_args args = {.account_id = in->account_id,
                                              .permission_set_id = set.row.id,
                                              .after_type = after[0],
                                              .after_principal = after[1],
                                              .count = page.count + 1};
    r = store_assignment_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_account_assignment *v = gh_new_n(c->ctx.arena, struct sso_admin_account_assignment, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_account_assignment){in->account_id, in->permission_set_arn, rows.v[i].principal_type,
                                                     rows.v[i].principal_id};
    out->account_assignments = (struct sso_admin_account_assignment_list){v, shown};
    if (shown) {
        const struct store_assignment_list_row *last = &rows.v[shown - 1];
        struct gh_str key =
            gh_fmt(c->ctx.arena, "%.*s/%.*s", GH_S_FMT(last->principal_type), GH_S_FMT(last->principal_id));
        out->next_token = wire_page_next(c, &page, rows.n, key);
    }
    return 0;
}

/* Reads one row further than the page; a user has what their groups have, too. */
static int read_by_principal(struct gh_call *c, const struct sso_admin_list_account_assignments_for_principal_input *in,
                             struct gh_str instance_id, const struct wire_page *page,
                             struct store_assignment_list_by_principal_rows *ret_rows, struct gh_err *err) {
    struct gh_str only = in->filter ? in->filter->account_id : GH_S_NONE;
    struct gh_str after[3];
    split_key(page->after, after, 3);
    struct gh_str begin = only.p ? only : GH_S(""), end = only.p ? only : ACCOUNT_END;
    if (gh_str_eq(in->principal_type, SSO_ADMIN_PRINCIPAL_TYPE_USER)) {
        struct store_assignment_list_by_user_args args = {.instance_id = instance_id,
                                                          .user_id = in->principal_id,
                                                          .account_begin = begin,
                                                          .account_end = end,
                                                          .after_account = after[0],
                                                          .after_permission_set = after[1],
                                                          .after_principal = after[2],
                                                          .count = page->count + 1};
        return store_assignment_list_by_user(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_assignment_list_by_principal_args args = {.instance_id = instance_id,
                                                           .principal_type = in->principal_type,
                                                           .principal_id = in->principal_id,
                                                           .account_begin = begin,
                                                           .account_end = end,
                                                           .after_account = after[0],
                                                           .after_permission_set = after[1],
                                                           .after_principal = after[2],
                                                           .count = page->count + 1};
    return store_assignment_list_by_principal(c->ctx.tx, &args, ret_rows, err);
}

int sso_admin_list_account_assignments_for_principal(
    struct gh_call *c, const struct sso_admin_list_account_assignments_for_principal_input *in,
    struct sso_admin_list_account_assignments_for_principal_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct wire_page page;
    struct store_assignment_list_by_principal_rows rows;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (r) return r;
    struct gh_str only = in->filter ? in->filter->account_id : GH_S_NONE;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s:%.*s", GH_S_FMT(instance.id),
                                  GH_S_FMT(in->principal_type), GH_S_FMT(in->principal_id), GH_S_FMT(only));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, filter), &page, err);
    if (!r) r = read_by_principal(c, in, instance.id, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_account_assignment_for_principal *v =
        gh_new_n(c->ctx.arena, struct sso_admin_account_assignment_for_principal, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_account_assignment_for_principal){
            .account_id = rows.v[i].account_id,
            .permission_set_arn = arn_permission_set(c->ctx.arena, instance.id, rows.v[i].permission_set_id),
            .principal_id = rows.v[i].principal_id,
            .principal_type = rows.v[i].principal_type};
    out->account_assignments = (struct sso_admin_account_assignment_list_for_principal){v, shown};
    if (shown) {
        const struct store_assignment_list_by_principal_row *last = &rows.v[shown - 1];
        struct gh_str key = gh_fmt(c->ctx.arena, "%.*s/%.*s/%.*s", GH_S_FMT(last->account_id),
                                   GH_S_FMT(last->permission_set_id), GH_S_FMT(last->principal_id));
        out->next_token = wire_page_next(c, &page, rows.n, key);
    }
    return 0;
}
