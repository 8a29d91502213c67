/*
 * service_credential.c: names and passwords for one service alone, and API keys. The password is made here, shown once
 * and kept as its hash: it has too many random bits to be guessed.
 */
#include "base/base.h"
#include "codec/base64.h"
#include "crypto/token.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "policy/policy.h"
#include "service/iam/iam.h"

/* AWS: for each service and user. */
#define CREDENTIALS_PER_SERVICE 2
#define PASSWORD_BYTES 32

struct service {
    struct gh_str name;
    bool api_key; /* a long-term API key instead of user name and password */
};
static const struct service services[] = {
    {GH_S_INIT("bedrock.amazonaws.com"), true},
    {GH_S_INIT("cassandra.amazonaws.com"), false},
    {GH_S_INIT("codecommit.amazonaws.com"), false},
    {GH_S_INIT("logs.amazonaws.com"), true},
};

static const struct service *service_named(struct gh_str name) {
    for (size_t i = 0; i < GH_COUNT(services); i++)
        if (gh_str_eq(services[i].name, name)) return &services[i];
    return NULL;
}

static int not_supported(struct gh_str name, struct gh_err *err) {
    return iam_throw_service_not_supported(err, "Service %.*s does not support service-specific credentials.",
                                           GH_S_FMT(name));
}

/* "jane-at-123456789012", "jane+1-at-123456789012" for the second. */
static struct gh_str user_name_of(struct gh_call *c, struct gh_str user, int number) {
    struct gh_str suffix = number ? gh_fmt(c->ctx.arena, "+%d", number) : GH_S("");
    return gh_fmt(c->ctx.arena, "%.*s%.*s-at-%.*s", GH_S_FMT(user), GH_S_FMT(suffix), GH_S_FMT(c->caller.account_id));
}

/* A new password, or the secret of an API key, which holds its public half too. */
static struct gh_str secret_new(struct gh_call *c, const struct service *service, struct gh_str user_name) {
    char bytes[PASSWORD_BYTES];
    gh_rand(bytes, sizeof bytes);
    struct gh_arena *a = c->ctx.arena;
    struct gh_str text = base64_encode(a, gh_str_n(bytes, sizeof bytes), BASE64_STANDARD);
    gh_zero(bytes, sizeof bytes);
    if (!service->api_key) return text;
    struct gh_str whole = gh_fmt(a, "%.*s:%.*s", GH_S_FMT(user_name), GH_S_FMT(text));
    return gh_fmt(a, "ABSK%.*s", GH_S_FMT(base64_encode(a, whole, BASE64_STANDARD)));
}

static struct gh_str status_now(struct gh_call *c, struct gh_str status, bool has_expiry, int64_t expires_ms) {
    return has_expiry && expires_ms <= c->ctx.now_ms ? IAM_STATUS_TYPE_EXPIRED : status;
}

/* What is answered where the secret is shown. */
static void reveal(struct iam_service_specific_credential *to, const struct service *service, struct gh_str user_name,
                   struct gh_str secret) {
    if (service->api_key) {
        to->service_credential_alias = user_name;
        to->service_credential_secret = secret;
    } else {
        to->service_user_name = user_name;
        to->service_password = secret;
    }
}

/* Inserts under the first name that is free: names of deleted credentials come back into use. */
static int insert(struct gh_call *c, struct store_iam_service_credential_insert_args *row, struct gh_str user,
                  const struct service *service, struct gh_str *ret_secret, struct gh_err *err) {
    for (int number = 0; number <= CREDENTIALS_PER_SERVICE; number++) {
        int64_t changes;
        row->user_name = user_name_of(c, user, number);
        *ret_secret = secret_new(c, service, row->user_name);
        row->hash = token_hash(c->ctx.arena, *ret_secret);
        int r = store_iam_service_credential_insert(c->ctx.tx, row, &changes, err);
        if (r || changes) return r;
    }
    return gh_fail(err, GH_EINTERNAL, "no name for a service-specific credential is free");
}

static int check_room(struct gh_call *c, struct gh_str user_id, struct gh_str service, struct gh_err *err) {
    struct store_iam_service_credential_list_rows rows;
    struct store_iam_service_credential_list_args args = {
        .user_id = user_id, .service = service, .after_id = GH_S(""), .count = CREDENTIALS_PER_SERVICE};
    int r = store_iam_service_credential_list(c->ctx.tx, &args, &rows, err);
    if (r || rows.n < CREDENTIALS_PER_SERVICE) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for ServiceSpecificCredentialsPerUser: %d",
                                    CREDENTIALS_PER_SERVICE);
}

int iam_create_service_specific_credential(struct gh_call *c,
                                           const struct iam_create_service_specific_credential_input *in,
                                           struct iam_create_service_specific_credential_output *out,
                                           struct gh_err *err) {
    struct iam_subject user;
    const struct service *service = service_named(in->service_name);
    int r = iam_user_named(c, in->user_name, &user, err);
    if (r) return r;
    if (!service) return not_supported(in->service_name, err);
    if (in->has_credential_age_days && !service->api_key)
        return gh_refuse(err, GH_EINVAL, "CredentialAgeDays is only valid for services that support API keys.");
    if ((r = check_room(c, user.id, service->name, err))) return r;
    struct store_iam_service_credential_insert_args row = {.id = id_iam_service_credential_new(c->ctx.arena),
                                                           .account_id = c->caller.account_id,
                                                           .user_id = user.id,
                                                           .service = service->name,
                                                           .status = IAM_STATUS_TYPE_ACTIVE,
                                                           .created_ms = c->ctx.now_ms,
                                                           .has_expires_ms = in->has_credential_age_days,
                                                           .expires_ms =
                                                               c->ctx.now_ms + in->credential_age_days * GH_DAY_MS};
    struct gh_str secret;
    if ((r = insert(c, &row, user.name, service, &secret, err))) return r;
    out->service_specific_credential = gh_new(c->ctx.arena, struct iam_service_specific_credential);
    *out->service_specific_credential =
        (struct iam_service_specific_credential){.create_date = row.created_ms,
                                                 .expiration_date = row.has_expires_ms ? row.expires_ms : 0,
                                                 .service_name = row.service,
                                                 .service_specific_credential_id = row.id,
                                                 .user_name = user.name,
                                                 .status = row.status};
    reveal(out->service_specific_credential, service, row.user_name, secret);
    return 0;
}

/* A row of either list. */
static struct iam_service_specific_credential_metadata
shown_as(struct gh_call *c, const struct store_iam_service_credential_list_row *row) {
    const struct service *service = service_named(row->service);
    bool api_key = service && service->api_key;
    return (struct iam_service_specific_credential_metadata){
        .user_name = row->owner,
        .status = status_now(c, row->status, row->has_expires_ms, row->expires_ms),
        .service_user_name = api_key ? GH_S_NONE : row->user_name,
        .service_credential_alias = api_key ? row->user_name : GH_S_NONE,
        .create_date = row->created_ms,
        .expiration_date = row->has_expires_ms ? row->expires_ms : 0,
        .service_specific_credential_id = row->id,
        .service_name = row->service};
}

static int page_of_user(struct gh_call *c, const struct iam_list_service_specific_credentials_input *in,
                        struct iam_user_page *ret_page, struct store_iam_service_credential_list_rows *ret_rows,
                        struct gh_err *err) {
    int r = iam_user_page_open(c, in->user_name, &IAM_PAGE_QUERY(in, in->service_name), ret_page, err);
    if (r) return r;
    struct store_iam_service_credential_list_args args = {.user_id = ret_page->owner_id,
                                                          .service = in->service_name,
                                                          .after_id = ret_page->page.after,
                                                          .count = ret_page->page.count + 1};
    return store_iam_service_credential_list(c->ctx.tx, &args, ret_rows, err);
}

static int page_of_account(struct gh_call *c, const struct iam_list_service_specific_credentials_input *in,
                           struct wire_page *ret_page, struct store_iam_service_credential_list_rows *ret_rows,
                           struct gh_err *err) {
    struct gh_str filter = gh_fmt(c->ctx.arena, "* %.*s", GH_S_FMT(in->service_name));
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, filter), ret_page, err);
    if (r) return r;
    struct store_iam_service_credential_list_account_args args = {.account_id = c->caller.account_id,
                                                                  .service = in->service_name,
                                                                  .after_id = ret_page->after,
                                                                  .count = ret_page->count + 1};
    return store_iam_service_credential_list_account(c->ctx.tx, &args, ret_rows, err);
}

int iam_find_user_or_all(struct gh_call *c, struct gh_str user_name, bool all_users, struct gh_list *ret_arns,
                         struct gh_err *err) {
    if (!all_users) return iam_find_user(c, user_name, ret_arns, err);
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_user(c->ctx.arena, c->caller.account_id, GH_S("/"), GH_S("*"));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_list_service_specific_credentials(struct gh_call *c,
                                          const struct iam_list_service_specific_credentials_input *in,
                                          struct iam_list_service_specific_credentials_output *out,
                                          struct gh_err *err) {
    if (in->all_users && in->user_name.p)
        return gh_refuse(err, GH_EINVAL, "AllUsers cannot be specified together with UserName.");
    if (in->service_name.p && !service_named(in->service_name)) return not_supported(in->service_name, err);
    struct iam_user_page p;
    struct store_iam_service_credential_list_rows rows;
    int r = in->all_users ? page_of_account(c, in, &p.page, &rows, err) : page_of_user(c, in, &p, &rows, err);
    if (r) return r;
    size_t shown = IAM_PAGE_BEGIN(c, &p.page, rows.n, out->service_specific_credentials);
    for (size_t i = 0; i < shown; i++) out->service_specific_credentials.v[i] = shown_as(c, &rows.v[i]);
    IAM_PAGE_END(c, &p.page, rows, id, shown, out);
    return 0;
}

/* The credential, if it is that user's. */
static int own(struct gh_call *c, struct gh_str user_name, struct gh_str id, struct iam_subject *ret_user,
               struct store_iam_service_credential_get_row *ret_row, struct gh_err *err) {
    int r = iam_user_named(c, user_name, ret_user, err);
    if (r) return r;
    struct store_iam_service_credential_get_args args = {.id = id};
    r = store_iam_service_credential_get(c->ctx.tx, &args, ret_row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(ret_row->user_id, iam_owner_id(c, ret_user))) return 0;
    return iam_throw_no_such_entity(err, "No such credential %.*s exists.", GH_S_FMT(id));
}

/*
 * iam:ServiceSpecificCredentialServiceName, where the input holds the credential's id alone. What is not there, or not
 * that user's, has no service; the handler says so once the caller is let in.
 */
static int present(struct gh_call *c, struct gh_str user_name, struct gh_str id) {
    struct iam_subject user;
    struct store_iam_service_credential_get_row row;
    if (own(c, user_name, id, &user, &row, gh_err_new(c->ctx.arena))) return 0;
    struct gh_str *service = gh_new(c->ctx.arena, struct gh_str);
    struct policy_key *key = gh_new(c->ctx.arena, struct policy_key);
    *service = row.service;
    *key =
        (struct policy_key){.key = GH_S("iam:ServiceSpecificCredentialServiceName"), .values = service, .n_values = 1};
    c->keys = key;
    c->n_keys = 1;
    return 0;
}

int iam_reset_service_specific_credential_present(struct gh_call *c,
                                                  const struct iam_reset_service_specific_credential_input *in,
                                                  struct gh_err *err) {
    (void)err;
    return present(c, in->user_name, in->service_specific_credential_id);
}

int iam_update_service_specific_credential_present(struct gh_call *c,
                                                   const struct iam_update_service_specific_credential_input *in,
                                                   struct gh_err *err) {
    (void)err;
    return present(c, in->user_name, in->service_specific_credential_id);
}

int iam_delete_service_specific_credential_present(struct gh_call *c,
                                                   const struct iam_delete_service_specific_credential_input *in,
                                                   struct gh_err *err) {
    (void)err;
    return present(c, in->user_name, in->service_specific_credential_id);
}

int iam_reset_service_specific_credential(struct gh_call *c,
                                          const struct iam_reset_service_specific_credential_input *in,
                                          struct iam_reset_service_specific_credential_output *out,
                                          struct gh_err *err) {
    struct iam_subject user;
    struct store_iam_service_credential_get_row row;
    int r = own(c, in->user_name, in->service_specific_credential_id, &user, &row, err);
    if (r) return r;
    const struct service *service = service_named(row.service);
    if (!service) return gh_fail(err, GH_EINTERNAL, "a credential of an unknown service");
    struct gh_str secret = secret_new(c, service, row.user_name);
    struct store_iam_service_credential_reset_args args = {.id = in->service_specific_credential_id,
                                                           .hash = token_hash(c->ctx.arena, secret)};
    if ((r = store_iam_service_credential_reset(c->ctx.tx, &args, NULL, err))) return r;
    out->service_specific_credential = gh_new(c->ctx.arena, struct iam_service_specific_credential);
    *out->service_specific_credential = (struct iam_service_specific_credential){
        .create_date = row.created_ms,
        .expiration_date = row.has_expires_ms ? row.expires_ms : 0,
        .service_name = row.service,
        .service_specific_credential_id = in->service_specific_credential_id,
        .user_name = user.name,
        .status = status_now(c, row.status, row.has_expires_ms, row.expires_ms)};
    reveal(out->service_specific_credential, service, row.user_name, secret);
    return 0;
}

int iam_update_service_specific_credential(struct gh_call *c,
                                           const struct iam_update_service_specific_credential_input *in,
                                           struct iam_update_service_specific_credential_output *out,
                                           struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_service_credential_get_row row;
    int r = own(c, in->user_name, in->service_specific_credential_id, &user, &row, err);
    if (r) return r;
    if (gh_str_eq(in->status, IAM_STATUS_TYPE_EXPIRED))
        return gh_refuse(err, GH_EINVAL, "Status must be Active or Inactive.");
    struct store_iam_service_credential_status_args args = {.id = in->service_specific_credential_id,
                                                            .status = in->status};
    return store_iam_service_credential_status(c->ctx.tx, &args, NULL, err);
}

int iam_delete_service_specific_credential(struct gh_call *c,
                                           const struct iam_delete_service_specific_credential_input *in,
                                           struct iam_delete_service_specific_credential_output *out,
                                           struct gh_err *err) {
    (void)out;
    struct iam_subject user;
    struct store_iam_service_credential_get_row row;
    int r = own(c, in->user_name, in->service_specific_credential_id, &user, &row, err);
    if (r) return r;
    struct store_iam_service_credential_delete_args args = {.id = in->service_specific_credential_id};
    return store_iam_service_credential_delete(c->ctx.tx, &args, NULL, err);
}
