/* application_scope.c: what an application may ask tokens for, and its session configuration. */
#include "service/sso_admin/application.h"

#include "base/base.h"

/* AWS: "Access scopes per application", not adjustable. */
#define SCOPES_MAX 25
/* The model's largest page. */
#define PAGE 10

static struct gh_str join(struct gh_call *c, const struct sso_admin_scope_targets *targets) {
    struct gh_buf b;
    if (!targets->n) return GH_S_NONE;
    gh_buf_init(&b, c->ctx.arena, SIZE_MAX);
    for (size_t i = 0; i < targets->n; i++) {
        if (i) gh_buf_addc(&b, ' ');
        gh_buf_add(&b, targets->v[i]);
    }
    return gh_buf_str(&b);
}

static struct sso_admin_scope_targets split(struct gh_call *c, struct gh_str text) {
    struct sso_admin_scope_targets targets = {0};
    size_t most = 1;
    if (!text.p) return targets;
    for (size_t i = 0; i < text.n; i++) most += text.p[i] == ' ';
    targets.v = gh_new_n(c->ctx.arena, struct gh_str, most);
    struct gh_str rest = text;
    while (targets.n < most && gh_str_split(&rest, ' ', &targets.v[targets.n])) targets.n++;
    return targets;
}

static int check_count(struct gh_call *c, struct gh_str application_id, struct gh_err *err) {
    struct store_application_scope_get_rows rows;
    struct store_application_scope_list_args args = {application_id, GH_S(""), SCOPES_MAX + 1};
    int r = store_application_scope_list(c->ctx.tx, &args, &rows, err);
    if (r || rows.n <= SCOPES_MAX) return r;
    /* The operation has no ServiceQuotaExceededException. */
    return sso_admin_throw_validation(err, GH_S_NONE, "An application can have at most %d access scopes.", SCOPES_MAX);
}

int sso_admin_put_application_access_scope(struct gh_call *c,
                                           const struct sso_admin_put_application_access_scope_input *in,
                                           struct sso_admin_put_application_access_scope_output *out,
                                           struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_scope_put_args row = {app.row.id, in->scope, join(c, &in->authorized_targets)};
    r = store_application_scope_put(c->ctx.tx, &row, NULL, err);
    return r ? r : check_count(c, app.row.id, err);
}

int sso_admin_get_application_access_scope(struct gh_call *c,
                                           const struct sso_admin_get_application_access_scope_input *in,
                                           struct sso_admin_get_application_access_scope_output *out,
                                           struct gh_err *err) {
    struct sso_admin_app app;
    struct store_application_scope_get_row row;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    r = store_application_scope_get(c->ctx.tx, &(struct store_application_scope_get_args){app.row.id, in->scope}, &row,
                                    err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "The application has no access scope %.*s.",
                                                  GH_S_FMT(in->scope));
    if (r) return r;
    out->scope = row.scope;
    out->authorized_targets = split(c, row.targets);
    return 0;
}

/* Idempotent: a scope that is not there needs no removal. */
int sso_admin_delete_application_access_scope(struct gh_call *c,
                                              const struct sso_admin_delete_application_access_scope_input *in,
                                              struct sso_admin_delete_application_access_scope_output *out,
                                              struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_scope_delete_args row = {app.row.id, in->scope};
    return store_application_scope_delete(c->ctx.tx, &row, NULL, err);
}

int sso_admin_list_application_access_scopes(struct gh_call *c,
                                             const struct sso_admin_list_application_access_scopes_input *in,
                                             struct sso_admin_list_application_access_scopes_output *out,
                                             struct gh_err *err) {
    struct sso_admin_app app;
    struct wire_page page;
    struct store_application_scope_get_rows rows;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE, app.row.id), &page, err);
    if (r) return r;
    struct store_application_scope_list_args args = {app.row.id, page.after, page.count + 1};
    r = store_application_scope_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_scope_details *v = gh_new_n(c->ctx.arena, struct sso_admin_scope_details, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_scope_details){rows.v[i].scope, split(c, rows.v[i].targets)};
    out->scopes = (struct sso_admin_scopes){v, shown};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, v[shown - 1].scope);
    return 0;
}

/* Without a status nothing changes. */
int sso_admin_put_application_session_configuration(
    struct gh_call *c, const struct sso_admin_put_application_session_configuration_input *in,
    struct sso_admin_put_application_session_configuration_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r || !in->user_background_session_application_status.p) return r;
    struct store_application_set_background_sessions_args row = {app.row.id,
                                                                 in->user_background_session_application_status};
    return store_application_set_background_sessions(c->ctx.tx, &row, NULL, err);
}

int sso_admin_get_application_session_configuration(
    struct gh_call *c, const struct sso_admin_get_application_session_configuration_input *in,
    struct sso_admin_get_application_session_configuration_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) out->user_background_session_application_status = app.row.background_sessions;
    return r;
}
