/*
 * trusted_token_issuer.c: issuers outside of Identity Center whose tokens applications may exchange. An issuer that is
 * deleted is gone for the applications that name it: their grants stay as they are, and its id is never used again.
 */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/sso_admin/application.h"

/* AWS publishes no number. */
#define ISSUERS_MAX 100

int sso_admin_find_new_trusted_token_issuer(struct gh_call *c, struct gh_str instance_arn, struct gh_list *ret_arns,
                                            struct gh_err *err) {
    (void)err;
    struct gh_str id = gh_str_slice(instance_arn, (size_t)(gh_str_find(instance_arn, '/') + 1), instance_arn.n);
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_trusted_token_issuer(c->ctx.arena, c->caller.account_id, id, GH_S("*"));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* These operations have no ResourceNotFoundException: what is not there is denied. */
static int open_instance(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                         struct gh_err *err) {
    int r = sso_admin_instance_live(c, instance_arn, ret_row, err);
    if (r != -GH_ENOTFOUND) return r;
    return sso_admin_throw_access_denied(err, GH_S_NONE, "You do not have access to the instance %.*s.",
                                         GH_S_FMT(instance_arn));
}

static int open_to_create(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                          struct gh_err *err) {
    bool administers;
    int r = open_instance(c, instance_arn, ret_row, err);
    if (!r) r = sso_admin_administers(c, ret_row, &administers, err);
    if (r || administers) return r;
    return sso_admin_throw_access_denied(err, GH_S_NONE,
                                         "Only the account %.*s, which owns this instance of IAM Identity Center, and "
                                         "its delegated administrator may add trusted token issuers.",
                                         GH_S_FMT(ret_row->account_id));
}

/* A person is found by an attribute that no two have in common; others would let one pass for another. */
static int check_identity_path(struct gh_str path, struct gh_err *err) {
    static const struct gh_str unique[] = {GH_S_INIT("userName"), GH_S_INIT("emails.value"),
                                           GH_S_INIT("externalIds.id"), GH_S_INIT("externalIds.value")};
    for (size_t i = 0; i < GH_COUNT(unique); i++)
        if (gh_str_eq(path, unique[i])) return 0;
    return sso_admin_throw_validation(err, GH_S_NONE,
                                      "IdentityStoreAttributePath must be userName, emails.value or externalIds.id.");
}

static int check_url(struct gh_str url, struct gh_err *err) {
    struct gh_str rest = url, authority;
    gh_str_split(&rest, ':', &authority);
    rest = gh_str_slice(rest, 2, rest.n);
    gh_str_split(&rest, '/', &authority);
    if (authority.n && gh_str_find(authority, '@') < 0 && authority.p[0] != ':') return 0;
    return sso_admin_throw_validation(err, GH_S_NONE, "IssuerUrl must name a host, without a user name.");
}

static int check_creation(struct gh_call *c, const struct sso_admin_oidc_jwt_configuration *oidc,
                          struct gh_str instance_id, struct gh_err *err) {
    struct store_trusted_token_issuer_count_row row;
    int r = check_identity_path(oidc->identity_store_attribute_path, err);
    if (!r) r = check_url(oidc->issuer_url, err);
    if (r) return r;
    r = store_trusted_token_issuer_count(c->ctx.tx, &(struct store_trusted_token_issuer_count_args){instance_id}, &row,
                                         err);
    if (r || row.count < ISSUERS_MAX) return r;
    return sso_admin_throw_service_quota_exceeded(err, "An instance can have at most %d trusted token issuers.",
                                                  ISSUERS_MAX);
}

/* -GH_ENOTFOUND where the call was not made before. */
static int answer_again(struct gh_call *c, const struct sso_admin_create_trusted_token_issuer_input *in,
                        struct gh_str instance_id, struct sso_admin_create_trusted_token_issuer_output *out,
                        struct gh_err *err) {
    struct store_trusted_token_issuer_by_token_row row;
    struct store_trusted_token_issuer_by_token_args args = {instance_id, c->caller.account_id, in->client_token};
    if (!in->client_token.p) return -GH_ENOTFOUND;
    int r = store_trusted_token_issuer_by_token(c->ctx.tx, &args, &row, err);
    if (!r) r = sso_admin_token_check(row.input_digest, sso_admin_input_digest(c, in), err);
    if (!r)
        out->trusted_token_issuer_arn =
            arn_trusted_token_issuer(c->ctx.arena, c->caller.account_id, instance_id, row.id);
    return r;
}

static int insert(struct gh_call *c, const struct sso_admin_create_trusted_token_issuer_input *in,
                  struct gh_str instance_id, struct sso_admin_create_trusted_token_issuer_output *out,
                  struct gh_err *err) {
    const struct sso_admin_oidc_jwt_configuration *oidc =
        in->trusted_token_issuer_configuration->oidc_jwt_configuration;
    int64_t inserted;
    struct store_trusted_token_issuer_insert_args row = {.id = id_trusted_token_issuer_new(c->ctx.arena),
                                                         .instance_id = instance_id,
                                                         .account_id = c->caller.account_id,
                                                         .name = in->name,
                                                         .type = in->trusted_token_issuer_type,
                                                         .issuer_url = oidc->issuer_url,
                                                         .claim_path = oidc->claim_attribute_path,
                                                         .identity_path = oidc->identity_store_attribute_path,
                                                         .jwks_retrieval = oidc->jwks_retrieval_option,
                                                         .created_ms = c->ctx.now_ms,
                                                         .client_token = in->client_token,
                                                         .input_digest = sso_admin_input_digest(c, in)};
    int r = store_trusted_token_issuer_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted) {
        /* Another issuer has the URL; or the same call, on another node, was faster. */
        r = answer_again(c, in, instance_id, out, err);
        return r != -GH_ENOTFOUND
                   ? r
                   : sso_admin_throw_conflict(err, "A trusted token issuer with the issuer URL %.*s exists already.",
                                              GH_S_FMT(row.issuer_url));
    }
    out->trusted_token_issuer_arn = arn_trusted_token_issuer(c->ctx.arena, row.account_id, instance_id, row.id);
    return sso_admin_tag(c, row.id, &in->tags, err);
}

int sso_admin_create_trusted_token_issuer(struct gh_call *c,
                                          const struct sso_admin_create_trusted_token_issuer_input *in,
                                          struct sso_admin_create_trusted_token_issuer_output *out,
                                          struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    int r = open_to_create(c, in->instance_arn, &instance, err);
    if (!r) r = answer_again(c, in, instance.id, out, err);
    if (r != -GH_ENOTFOUND) return r;
    r = check_creation(c, in->trusted_token_issuer_configuration->oidc_jwt_configuration, instance.id, err);
    return r ? r : insert(c, in, instance.id, out, err);
}

int sso_admin_describe_trusted_token_issuer(struct gh_call *c,
                                            const struct sso_admin_describe_trusted_token_issuer_input *in,
                                            struct sso_admin_describe_trusted_token_issuer_output *out,
                                            struct gh_err *err) {
    struct sso_admin_issuer issuer;
    int r = sso_admin_issuer_open(c, in->trusted_token_issuer_arn, &issuer, err);
    if (r) return r;
    struct sso_admin_trusted_token_issuer_configuration *configuration =
        gh_new(c->ctx.arena, struct sso_admin_trusted_token_issuer_configuration);
    struct sso_admin_oidc_jwt_configuration *oidc = gh_new(c->ctx.arena, struct sso_admin_oidc_jwt_configuration);
    *oidc = (struct sso_admin_oidc_jwt_configuration){.issuer_url = issuer.row.issuer_url,
                                                      .claim_attribute_path = issuer.row.claim_path,
                                                      .identity_store_attribute_path = issuer.row.identity_path,
                                                      .jwks_retrieval_option = issuer.row.jwks_retrieval};
    configuration->oidc_jwt_configuration = oidc;
    out->trusted_token_issuer_arn = in->trusted_token_issuer_arn;
    out->name = issuer.row.name;
    out->trusted_token_issuer_type = issuer.row.type;
    out->trusted_token_issuer_configuration = configuration;
    return 0;
}

/* What is left out stays as it is; the issuer URL always does. */
int sso_admin_update_trusted_token_issuer(struct gh_call *c,
                                          const struct sso_admin_update_trusted_token_issuer_input *in,
                                          struct sso_admin_update_trusted_token_issuer_output *out,
                                          struct gh_err *err) {
    (void)out;
    struct sso_admin_issuer issuer;
    const struct sso_admin_oidc_jwt_update_configuration none = {0};
    const struct sso_admin_trusted_token_issuer_update_configuration *given = in->trusted_token_issuer_configuration;
    const struct sso_admin_oidc_jwt_update_configuration *oidc = given ? given->oidc_jwt_configuration : &none;
    int r = sso_admin_issuer_manage(c, in->trusted_token_issuer_arn, &issuer, err);
    if (!r && oidc->identity_store_attribute_path.p) r = check_identity_path(oidc->identity_store_attribute_path, err);
    if (r) return r;
    struct store_trusted_token_issuer_update_args row = {
        .id = issuer.row.id,
        .name = in->name.p ? in->name : issuer.row.name,
        .claim_path = oidc->claim_attribute_path.p ? oidc->claim_attribute_path : issuer.row.claim_path,
        .identity_path =
            oidc->identity_store_attribute_path.p ? oidc->identity_store_attribute_path : issuer.row.identity_path,
        .jwks_retrieval = oidc->jwks_retrieval_option.p ? oidc->jwks_retrieval_option : issuer.row.jwks_retrieval};
    return store_trusted_token_issuer_update(c->ctx.tx, &row, NULL, err);
}

int sso_admin_delete_trusted_token_issuer(struct gh_call *c,
                                          const struct sso_admin_delete_trusted_token_issuer_input *in,
                                          struct sso_admin_delete_trusted_token_issuer_output *out,
                                          struct gh_err *err) {
    (void)out;
    struct sso_admin_issuer issuer;
    int r = sso_admin_issuer_manage(c, in->trusted_token_issuer_arn, &issuer, err);
    return r ? r : sso_admin_issuer_remove(&c->ctx, issuer.row.id, err);
}

int sso_admin_list_trusted_token_issuers(struct gh_call *c, const struct sso_admin_list_trusted_token_issuers_input *in,
                                         struct sso_admin_list_trusted_token_issuers_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct wire_page page;
    struct store_trusted_token_issuer_get_rows rows;
    int r = open_instance(c, in->instance_arn, &instance, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, instance.id), &page, err);
    if (r) return r;
    struct store_trusted_token_issuer_list_args args = {instance.id, page.after, page.count + 1};
    r = store_trusted_token_issuer_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_trusted_token_issuer_metadata *v =
        gh_new_n(c->ctx.arena, struct sso_admin_trusted_token_issuer_metadata, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_trusted_token_issuer_metadata){
            arn_trusted_token_issuer(c->ctx.arena, rows.v[i].account_id, instance.id, rows.v[i].id), rows.v[i].name,
            rows.v[i].type};
    out->trusted_token_issuers = (struct sso_admin_trusted_token_issuer_list){v, shown};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}
