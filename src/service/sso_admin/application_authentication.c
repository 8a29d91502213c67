/* application_authentication.c: how an application proves who it is: by IAM, within a policy of its own. */
#include "service/sso_admin/application.h"

#include "base/base.h"
#include "codec/json.h"
#include "policy/policy.h"

/* As an inline policy's. */
#define ACTOR_POLICY_MAX 10240
/* There is one type. */
#define METHODS_MAX 10

static int check_policy(struct gh_call *c, const struct json *document, struct gh_str *ret_text, struct gh_err *err) {
    struct gh_buf b;
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (!document || document->kind != JSON_OBJECT)
        return sso_admin_throw_validation(err, GH_S_NONE, "ActorPolicy must be a policy document: a JSON object.");
    gh_buf_init(&b, c->ctx.arena, ACTOR_POLICY_MAX);
    json_encode(&b, document);
    if (!gh_buf_ok(&b))
        return sso_admin_throw_validation(err, GH_S_NONE, "ActorPolicy is longer than %d bytes.", ACTOR_POLICY_MAX);
    *ret_text = gh_buf_str(&b);
    if (!policy_compile(c->ctx.arena, *ret_text, POLICY_RESOURCE, GH_S("ActorPolicy"), &compiled, why)) return 0;
    return sso_admin_throw_validation(err, GH_S_NONE, "ActorPolicy: %s", why->message);
}

int sso_admin_put_application_authentication_method(
    struct gh_call *c, const struct sso_admin_put_application_authentication_method_input *in,
    struct sso_admin_put_application_authentication_method_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    struct gh_str policy;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = check_policy(c, in->authentication_method->iam->actor_policy, &policy, err);
    if (r) return r;
    struct store_application_authentication_put_args row = {app.row.id, in->authentication_method_type, policy};
    return store_application_authentication_put(c->ctx.tx, &row, NULL, err);
}

static int output(struct gh_call *c, const struct store_application_authentication_get_row *row,
                  struct sso_admin_authentication_method **ret_method, struct gh_err *err) {
    struct sso_admin_authentication_method *method = gh_new(c->ctx.arena, struct sso_admin_authentication_method);
    method->iam = gh_new(c->ctx.arena, struct sso_admin_iam_authentication_method);
    *ret_method = method;
    int r = json_parse(c->ctx.arena, row->actor_policy, NULL, &method->iam->actor_policy, err);
    return r ? gh_fail(err, GH_EINTERNAL, "a stored actor policy is not JSON") : 0;
}

int sso_admin_get_application_authentication_method(
    struct gh_call *c, const struct sso_admin_get_application_authentication_method_input *in,
    struct sso_admin_get_application_authentication_method_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    struct store_application_authentication_get_row row;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_authentication_get_args args = {app.row.id, in->authentication_method_type};
    r = store_application_authentication_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "The application has no authentication method %.*s.",
                                                  GH_S_FMT(in->authentication_method_type));
    return r ? r : output(c, &row, &out->authentication_method, err);
}

/* Idempotent: a method that is not there needs no removal. */
int sso_admin_delete_application_authentication_method(
    struct gh_call *c, const struct sso_admin_delete_application_authentication_method_input *in,
    struct sso_admin_delete_application_authentication_method_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    struct store_application_authentication_delete_args row = {app.row.id, in->authentication_method_type};
    return store_application_authentication_delete(c->ctx.tx, &row, NULL, err);
}

int sso_admin_list_application_authentication_methods(
    struct gh_call *c, const struct sso_admin_list_application_authentication_methods_input *in,
    struct sso_admin_list_application_authentication_methods_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    struct wire_page page;
    struct store_application_authentication_get_rows rows;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r)
        r = wire_page_open(
            c, &(struct wire_page_query){.token = in->next_token, .largest = METHODS_MAX, .filter = app.row.id}, &page,
            err);
    if (r) return r;
    struct store_application_authentication_list_args args = {app.row.id, page.after, page.count + 1};
    r = store_application_authentication_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_authentication_method_item *v =
        gh_new_n(c->ctx.arena, struct sso_admin_authentication_method_item, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) {
        v[i].authentication_method_type = rows.v[i].type;
        r = output(c, &rows.v[i], &v[i].authentication_method, err);
    }
    out->authentication_methods = (struct sso_admin_authentication_methods){v, shown};
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, v[shown - 1].authentication_method_type);
    return r;
}
