/* application.c: applications themselves; what hangs on them is in the other application_*.c. */
#include "service/sso_admin/application.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"

/* AWS's quota of accounts and applications together; accounts, which an organization may have more of, do not count. */
#define APPLICATIONS_MAX 3000
/* The model bounds the list by 50, MaxResults by 100. */
#define PAGE 50

int sso_admin_find_new_application(struct gh_call *c, struct gh_str instance_arn, struct gh_list *ret_arns,
                                   struct gh_err *err) {
    (void)err;
    struct gh_str id = gh_str_slice(instance_arn, (size_t)(gh_str_find(instance_arn, '/') + 1), instance_arn.n);
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_application(c->ctx.arena, c->caller.account_id, id, GH_S("*"));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static int check_sign_in(const struct sso_admin_sign_in_options *options, struct gh_err *err) {
    if (!options || !gh_str_eq(options->origin, SSO_ADMIN_SIGN_IN_ORIGIN_APPLICATION) || options->application_url.p)
        return 0;
    return sso_admin_throw_validation(err, GH_S_NONE, "ApplicationUrl is required where Origin is APPLICATION.");
}

static int check_creation(struct gh_call *c, const struct sso_admin_create_application_input *in,
                          struct gh_str instance_id, struct gh_err *err) {
    struct gh_str protocol;
    struct store_application_count_row row;
    int r = sso_admin_provider_check(in->application_provider_arn, &protocol, err);
    if (r) return r;
    if (!gh_str_eq(protocol, SSO_ADMIN_FEDERATION_PROTOCOL_OAUTH))
        return sso_admin_throw_validation(err, GH_S_NONE, "CreateApplication does not make SAML 2.0 applications.");
    if (in->portal_options) r = check_sign_in(in->portal_options->sign_in_options, err);
    if (!r) r = store_application_count(c->ctx.tx, &(struct store_application_count_args){instance_id}, &row, err);
    if (r || row.count < APPLICATIONS_MAX) return r;
    return sso_admin_throw_service_quota_exceeded(err, "An instance can have at most %d applications.",
                                                  APPLICATIONS_MAX);
}

static int answer_created(struct gh_call *c, const struct store_sso_instance_get_row *instance, struct gh_str id,
                          struct sso_admin_create_application_output *out) {
    out->application_arn = arn_application(c->ctx.arena, c->caller.account_id, instance->id, id);
    out->instance_arn = arn_sso_instance(c->ctx.arena, instance->id);
    out->identity_store_arn = arn_identity_store(c->ctx.arena, instance->account_id, instance->identity_store_id);
    return 0;
}

/* -GH_ENOTFOUND where the call was not made before. */
static int answer_again(struct gh_call *c, const struct sso_admin_create_application_input *in,
                        const struct store_sso_instance_get_row *instance,
                        struct sso_admin_create_application_output *out, struct gh_err *err) {
    struct store_application_by_token_row row;
    struct store_application_by_token_args args = {instance->id, c->caller.account_id, in->client_token};
    if (!in->client_token.p) return -GH_ENOTFOUND;
    int r = store_application_by_token(c->ctx.tx, &args, &row, err);
    if (!r) r = sso_admin_token_check(row.input_digest, sso_admin_input_digest(c, in), err);
    return r ? r : answer_created(c, instance, row.id, out);
}

static struct store_application_insert_args
new_row(struct gh_call *c, const struct sso_admin_create_application_input *in, struct gh_str instance_id) {
    const struct sso_admin_portal_options *portal = in->portal_options;
    const struct sso_admin_sign_in_options *sign_in = portal ? portal->sign_in_options : NULL;
    return (struct store_application_insert_args){
        .id = id_application_new(c->ctx.arena),
        .instance_id = instance_id,
        .account_id = c->caller.account_id,
        .provider_arn = in->application_provider_arn,
        .name = in->name,
        .description = in->description,
        .status = in->status.p ? in->status : SSO_ADMIN_APPLICATION_STATUS_ENABLED,
        .visibility = portal && portal->visibility.p ? portal->visibility : SSO_ADMIN_APPLICATION_VISIBILITY_ENABLED,
        .sign_in_origin = sign_in ? sign_in->origin : GH_S_NONE,
        .application_url = sign_in ? sign_in->application_url : GH_S_NONE,
        .background_sessions = SSO_ADMIN_USER_BACKGROUND_SESSION_APPLICATION_STATUS_DISABLED,
        .region = c->ctx.house->region,
        .created_ms = c->ctx.now_ms,
        .client_token = in->client_token,
        .input_digest = sso_admin_input_digest(c, in)};
}

int sso_admin_create_application(struct gh_call *c, const struct sso_admin_create_application_input *in,
                                 struct sso_admin_create_application_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    int64_t inserted;
    int r = sso_admin_instance_live(c, in->instance_arn, &instance, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find Instance with ARN %.*s",
                                                  GH_S_FMT(in->instance_arn));
    if (!r) r = answer_again(c, in, &instance, out, err);
    if (r != -GH_ENOTFOUND) return r;
    r = check_creation(c, in, instance.id, err);
    if (r) return r;
    struct store_application_insert_args row = new_row(c, in, instance.id);
    r = store_application_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    /* The same call, on another node, was faster. */
    if (!inserted) return answer_again(c, in, &instance, out, err);
    r = sso_admin_tag(c, row.id, &in->tags, err);
    return r ? r : answer_created(c, &instance, row.id, out);
}

static struct sso_admin_portal_options *portal_options(struct gh_call *c, const struct store_application_get_row *row) {
    struct sso_admin_portal_options *portal = gh_new(c->ctx.arena, struct sso_admin_portal_options);
    portal->visibility = row->visibility;
    if (!row->sign_in_origin.p) return portal;
    portal->sign_in_options = gh_new(c->ctx.arena, struct sso_admin_sign_in_options);
    portal->sign_in_options->origin = row->sign_in_origin;
    portal->sign_in_options->application_url = row->application_url;
    return portal;
}

int sso_admin_describe_application(struct gh_call *c, const struct sso_admin_describe_application_input *in,
                                   struct sso_admin_describe_application_output *out, struct gh_err *err) {
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (r) return r;
    *out = (struct sso_admin_describe_application_output){
        .application_arn = in->application_arn,
        .application_provider_arn = app.row.provider_arn,
        .name = app.row.name,
        .application_account = app.row.account_id,
        .instance_arn = arn_sso_instance(c->ctx.arena, app.instance.id),
        .identity_store_arn = arn_identity_store(c->ctx.arena, app.instance.account_id, app.instance.identity_store_id),
        .status = app.row.status,
        .portal_options = portal_options(c, &app.row),
        .description = app.row.description,
        .created_date = app.row.created_ms,
        .created_from = app.row.region};
    return 0;
}

/* What is left out stays as it is. */
int sso_admin_update_application(struct gh_call *c, const struct sso_admin_update_application_input *in,
                                 struct sso_admin_update_application_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    const struct sso_admin_sign_in_options *sign_in = in->portal_options ? in->portal_options->sign_in_options : NULL;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    if (!r) r = check_sign_in(sign_in, err);
    if (r) return r;
    struct store_application_update_args row = {
        .id = app.row.id,
        .name = in->name.p ? in->name : app.row.name,
        .description = in->description.p ? in->description : app.row.description,
        .status = in->status.p ? in->status : app.row.status,
        .sign_in_origin = sign_in ? sign_in->origin : app.row.sign_in_origin,
        .application_url = sign_in ? sign_in->application_url : app.row.application_url};
    return store_application_update(c->ctx.tx, &row, NULL, err);
}

int sso_admin_delete_application(struct gh_call *c, const struct sso_admin_delete_application_input *in,
                                 struct sso_admin_delete_application_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_app app;
    int r = sso_admin_app_open(c, in->application_arn, &app, err);
    return r ? r : sso_admin_app_remove(&c->ctx, app.row.id, err);
}

/* A member account is shown only what it made, and must say so; @ret_account is absent where all may be shown. */
static int shown_account(struct gh_call *c, const struct store_sso_instance_get_row *instance,
                         const struct sso_admin_list_applications_filter *filter, struct gh_str *ret_account,
                         struct gh_err *err) {
    bool administers;
    *ret_account = filter ? filter->application_account : GH_S_NONE;
    int r = sso_admin_administers(c, instance, &administers, err);
    if (r || administers) return r;
    if (!ret_account->p)
        return sso_admin_throw_validation(
            err, GH_S_NONE, "A member account must filter by ApplicationAccount: it lists its own applications only.");
    if (!gh_str_eq(*ret_account, c->caller.account_id))
        return sso_admin_throw_access_denied(err, GH_S_NONE, "You do not have access to applications of account %.*s.",
                                             GH_S_FMT(*ret_account));
    return 0;
}

/* Which applications: of one account, of one provider, where they are present. */
struct selection {
    struct gh_str instance_id, account, provider;
};

static int read_list(struct gh_call *c, const struct selection *of, const struct wire_page *page,
                     struct store_application_get_rows *ret_rows, struct gh_err *err) {
    struct store_tx *tx = c->ctx.tx;
    int64_t count = page->count + 1;
    if (of->account.p && of->provider.p) {
        struct store_application_list_by_account_provider_args args = {of->instance_id, of->account, of->provider,
                                                                       page->after, count};
        return store_application_list_by_account_provider(tx, &args, ret_rows, err);
    }
    if (of->account.p) {
        struct store_application_list_by_account_args args = {of->instance_id, of->account, page->after, count};
        return store_application_list_by_account(tx, &args, ret_rows, err);
    }
    if (of->provider.p) {
        struct store_application_list_by_provider_args args = {of->instance_id, of->provider, page->after, count};
        return store_application_list_by_provider(tx, &args, ret_rows, err);
    }
    struct store_application_list_args args = {of->instance_id, page->after, count};
    return store_application_list(tx, &args, ret_rows, err);
}

static struct sso_admin_application element(struct gh_call *c, const struct store_sso_instance_get_row *instance,
                                            const struct store_application_get_row *row) {
    return (struct sso_admin_application){
        .application_arn = sso_admin_app_arn(c, row),
        .application_provider_arn = row->provider_arn,
        .name = row->name,
        .application_account = row->account_id,
        .instance_arn = arn_sso_instance(c->ctx.arena, instance->id),
        .identity_store_arn = arn_identity_store(c->ctx.arena, instance->account_id, instance->identity_store_id),
        .status = row->status,
        .portal_options = portal_options(c, row),
        .description = row->description,
        .created_date = row->created_ms,
        .created_from = row->region};
}

int sso_admin_list_applications(struct gh_call *c, const struct sso_admin_list_applications_input *in,
                                struct sso_admin_list_applications_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct wire_page page;
    struct store_application_get_rows rows;
    struct selection of = {.provider = in->filter ? in->filter->application_provider : GH_S_NONE};
    int r = sso_admin_instance_live(c, in->instance_arn, &instance, err);
    /* The operation has no ResourceNotFoundException. */
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_access_denied(err, GH_S_NONE, "You do not have access to the instance %.*s.",
                                             GH_S_FMT(in->instance_arn));
    if (!r) r = shown_account(c, &instance, in->filter, &of.account, err);
    if (r) return r;
    of.instance_id = instance.id;
    struct gh_str filter =
        gh_fmt(c->ctx.arena, "%.*s|%.*s|%.*s", GH_S_FMT(of.instance_id), GH_S_FMT(of.account), GH_S_FMT(of.provider));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, PAGE, filter), &page, err);
    if (!r) r = read_list(c, &of, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->applications.v = gh_new_n(c->ctx.arena, struct sso_admin_application, shown + 1);
    out->applications.n = shown;
    for (size_t i = 0; i < shown; i++) out->applications.v[i] = element(c, &instance, &rows.v[i]);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}
