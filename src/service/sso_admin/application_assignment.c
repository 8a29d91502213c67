/*
 * application_assignment.c: who may use an application, and whether that must be said at all. Assignments of users and
 * groups that are gone stay listed until somebody removes them, as AWS's do; they give nothing.
 */
#include "service/sso_admin/application.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/assignment.h"
#include "policy/policy.h"

/* Greater than every application id. */
#define APPLICATION_END GH_S("b")

static int check_principal(struct gh_call *c, const struct sso_admin_app *app, struct gh_str type, struct gh_str id,
                           struct gh_err *err) {
    struct assignment wanted = {.principal_type = type, .principal_id = id};
    int r = assignment_principal_check(&c->ctx, app->instance.identity_store_id, &wanted, err);
    if (r != -GH_ENOTFOUND) return r;
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find %.*s with id %.*s in the identity store.",
                                              GH_S_FMT(type), GH_S_FMT(id));
}

int sso_admin_create_application_assignment(struct gh_call *c,
                                            const struct sso_admin_create_application_assignment_input *in,
                                            struct sso_admin_create_application_assignment_output *out,
                                            struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int64_t inserted;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = check_principal(c, &app, in->principal_type, in->principal_id, err);
    if (r) return r;
    struct store_application_assignment_insert_args row = {app.row.id, in->principal_type, in->principal_id,
                                                           c->ctx.now_ms};
    r = store_application_assignment_insert(c->ctx.tx, &row, &inserted, err);
    if (r || inserted) return r;
    return sso_admin_throw_conflict(err, "%.*s %.*s is assigned to the application already.",
                                    GH_S_FMT(in->principal_type), GH_S_FMT(in->principal_id));
}

int sso_admin_describe_application_assignment(struct gh_call *c,
                                              const struct sso_admin_describe_application_assignment_input *in,
                                              struct sso_admin_describe_application_assignment_output *out,
                                              struct gh_err *err) {
    struct sso_admin_app app;
    struct store_application_assignment_get_row row;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_assignment_get_args args = {app.row.id, in->principal_type, in->principal_id};
    r = store_application_assignment_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "%.*s %.*s is not assigned to the application.",
                                                  GH_S_FMT(in->principal_type), GH_S_FMT(in->principal_id));
    *out = (struct sso_admin_describe_application_assignment_output){
        .principal_type = in->principal_type, .principal_id = in->principal_id, .application_arn = in->application_arn};
    return r;
}

/* Idempotent: what is not assigned needs no removal. */
int sso_admin_delete_application_assignment(struct gh_call *c,
                                            const struct sso_admin_delete_application_assignment_input *in,
                                            struct sso_admin_delete_application_assignment_output *out,
                                            struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_assignment_delete_args row = {app.row.id, in->principal_type, in->principal_id};
    return store_application_assignment_delete(c->ctx.tx, &row, NULL, err);
}

/* The key of a page's last row: two parts, neither of which contains a slash. */
static void split_key(struct gh_str key, struct gh_str parts[2]) {
    struct gh_str rest = key;
    for (size_t i = 0; i < 2; i++)
        if (!gh_str_split(&rest, '/', &parts[i])) parts[i] = GH_S("");
}

int sso_admin_list_application_assignments(struct gh_call *c,
                                           const struct sso_admin_list_application_assignments_input *in,
                                           struct sso_admin_list_application_assignments_output *out,
                                           struct gh_err *err) {
    struct sso_admin_app app;
    struct wire_page page;
    struct gh_str after[2];
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, app.row.id), &page, err);
    if (r) return r;
    split_key(page.after, after);
    struct store_application_assignment_list_rows rows;
    struct store_application_assignment_list_args args = {app.row.id, after[0], after[1], page.count + 1};
    r = store_application_assignment_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_application_assignment *v =
        gh_new_n(c->ctx.arena, struct sso_admin_application_assignment, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_application_assignment){in->application_arn, rows.v[i].principal_id,
                                                         rows.v[i].principal_type};
    out->application_assignments = (struct sso_admin_application_assignments_list){v, shown};
    if (shown) {
        struct gh_str key = gh_fmt(c->ctx.arena, "%.*s/%.*s", GH_S_FMT(v[shown - 1].principal_type),
                                   GH_S_FMT(v[shown - 1].principal_id));
        out->next_token = wire_page_next(c, &page, rows.n, key);
    }
    return 0;
}

/* Which applications may be shown: those the caller administers, or the one they name. */
struct span {
    struct gh_str instance_id, begin, end;
};

static int read_span(struct gh_call *c, const struct sso_admin_list_application_assignments_for_principal_input *in,
                     struct span *ret_span, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct sso_admin_app app;
    bool administers;
    struct gh_str only = in->filter ? in->filter->application_arn : GH_S_NONE;
    int r = sso_admin_instance_live(c, in->instance_arn, &instance, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find Instance with ARN %.*s",
                                                  GH_S_FMT(in->instance_arn));
    if (!r) r = sso_admin_administers(c, &instance, &administers, err);
    if (r) return r;
    *ret_span = (struct span){instance.id, GH_S(""), APPLICATION_END};
    if (!only.p && !administers)
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "A member account must filter by ApplicationArn: it lists assignments to its "
                                          "own applications only.");
    if (!only.p) return 0;
    r = sso_admin_app_open(c, only, &app, err);
    if (r) return r;
    if (!gh_str_eq(app.instance.id, instance.id))
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find %.*s in the instance %.*s",
                                                  GH_S_FMT(only), GH_S_FMT(in->instance_arn));
    *ret_span = (struct span){instance.id, app.row.id, app.row.id};
    return 0;
}

/* Reads one row further than the page; a user has what their groups have, too. */
static int read_by_principal(struct gh_call *c,
                             const struct sso_admin_list_application_assignments_for_principal_input *in,
                             const struct span *span, const struct wire_page *page,
                             struct store_application_assignment_list_by_principal_rows *ret_rows, struct gh_err *err) {
    struct gh_str after[2];
    split_key(page->after, after);
    if (gh_str_eq(in->principal_type, SSO_ADMIN_PRINCIPAL_TYPE_USER)) {
        struct store_application_assignment_list_by_user_args args = {.instance_id = span->instance_id,
                                                                      .user_id = in->principal_id,
                                                                      .application_begin = span->begin,
                                                                      .application_end = span->end,
                                                                      .after_application = after[0],
                                                                      .after_principal = after[1],
                                                                      .count = page->count + 1};
        return store_application_assignment_list_by_user(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_application_assignment_list_by_principal_args args = {.instance_id = span->instance_id,
                                                                       .principal_type = in->principal_type,
                                                                       .principal_id = in->principal_id,
                                                                       .application_begin = span->begin,
                                                                       .application_end = span->end,
                                                                       .after_application = after[0],
                                                                       .after_principal = after[1],
                                                                       .count = page->count + 1};
    return store_application_assignment_list_by_principal(c->ctx.tx, &args, ret_rows, err);
}

int sso_admin_list_application_assignments_for_principal(
    struct gh_call *c, const struct sso_admin_list_application_assignments_for_principal_input *in,
    struct sso_admin_list_application_assignments_for_principal_output *out, struct gh_err *err) {
    struct span span;
    struct wire_page page;
    struct store_application_assignment_list_by_principal_rows rows;
    int r = read_span(c, in, &span, err);
    if (r) return r;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s:%.*s", GH_S_FMT(span.instance_id),
                                  GH_S_FMT(in->principal_type), GH_S_FMT(in->principal_id), GH_S_FMT(span.begin));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, filter), &page, err);
    if (!r) r = read_by_principal(c, in, &span, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_application_assignment_for_principal *v =
        gh_new_n(c->ctx.arena, struct sso_admin_application_assignment_for_principal, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_application_assignment_for_principal){
            arn_application(c->ctx.arena, rows.v[i].account_id, span.instance_id, rows.v[i].application_id),
            rows.v[i].principal_id, rows.v[i].principal_type};
    out->application_assignments = (struct sso_admin_application_assignment_list_for_principal){v, shown};
    if (shown) {
        const struct store_application_assignment_list_by_principal_row *last = &rows.v[shown - 1];
        struct gh_str key =
            gh_fmt(c->ctx.arena, "%.*s/%.*s", GH_S_FMT(last->application_id), GH_S_FMT(last->principal_id));
        out->next_token = wire_page_next(c, &page, rows.n, key);
    }
    return 0;
}

/* The row asks about the instance; whose application it is about, only the filter says. */
int sso_admin_list_application_assignments_for_principal_present(
    struct gh_call *c, const struct sso_admin_list_application_assignments_for_principal_input *in,
    struct gh_err *err) {
    (void)err;
    struct gh_str *account = gh_new(c->ctx.arena, struct gh_str);
    *account = in->filter ? arn_application_account(in->filter->application_arn) : GH_S_NONE;
    if (!account->p) return 0;
    struct policy_key *key = gh_new(c->ctx.arena, struct policy_key);
    *key = (struct policy_key){.key = GH_S("sso:ApplicationAccount"), .values = account, .n_values = 1};
    c->keys = key;
    c->n_keys = 1;
    return 0;
}

int sso_admin_put_application_assignment_configuration(
    struct gh_call *c, const struct sso_admin_put_application_assignment_configuration_input *in,
    struct sso_admin_put_application_assignment_configuration_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_set_assignment_required_args row = {app.row.id, in->assignment_required};
    return store_application_set_assignment_required(c->ctx.tx, &row, NULL, err);
}

int sso_admin_get_application_assignment_configuration(
    struct gh_call *c, const struct sso_admin_get_application_assignment_configuration_input *in,
    struct sso_admin_get_application_assignment_configuration_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) out->assignment_required = app.row.assignment_required;
    return r;
}
