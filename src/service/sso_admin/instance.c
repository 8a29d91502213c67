/* instance.c: instances of Identity Center. */
#include "domain/instance.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/provisioning.h"
#include "service/sso_admin/sso_admin.h"

/*
 * What kind of instance the caller's account gets. AWS refuses the management account here and enables its instance
 * in the console only; we accept it (docs/internals/identity-center.md), since everything must be scriptable.
 */
static int choose_kind(struct gh_call *c, struct gh_str *ret_organization_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    *ret_organization_id = GH_S_NONE;
    if (r == -GH_ENOTFOUND) return 0;
    if (r || !gh_str_eq(org.management_account_id, c->caller.account_id)) return r;
    if (!gh_str_eq(org.feature_set, GH_S("ALL")))
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "IAM Identity Center needs an organization with all features enabled; this "
                                          "one has consolidated billing only.");
    *ret_organization_id = org.organization_id;
    return 0;
}

static bool same_text(struct gh_str a, struct gh_str b) {
    return !a.p == !b.p && gh_str_eq(a, b);
}

/* One instance an account; the same call again (a retry) is answered with what it made. */
static int answer_existing(struct gh_call *c, const struct sso_admin_create_instance_input *in,
                           const struct store_sso_instance_get_row *row, struct sso_admin_create_instance_output *out,
                           struct gh_err *err) {
    bool again = in->client_token.p && row->client_token.p && gh_str_eq(in->client_token, row->client_token);
    if (!again)
        return sso_admin_throw_conflict(err, "An instance of IAM Identity Center exists in this account already: %.*s",
                                        GH_S_FMT(arn_sso_instance(c->ctx.arena, row->id)));
    if (!same_text(in->name, row->name))
        return sso_admin_throw_conflict(err, "The client token was used with other parameters.");
    out->instance_arn = arn_sso_instance(c->ctx.arena, row->id);
    return 0;
}

int sso_admin_create_instance(struct gh_call *c, const struct sso_admin_create_instance_input *in,
                              struct sso_admin_create_instance_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    struct store_sso_instance_of_account_args own = {.account_id = c->caller.account_id};
    int r = store_sso_instance_of_account(c->ctx.tx, &own, &row, err);
    if (!r) return answer_existing(c, in, &row, out, err);
    if (r != -GH_ENOTFOUND) return r;
    struct instance_new instance = {
        .account_id = c->caller.account_id, .name = in->name, .client_token = in->client_token};
    struct gh_str id;
    r = choose_kind(c, &instance.organization_id, err);
    if (!r) r = instance_create(&c->ctx, &instance, &id, err);
    if (!r && instance.organization_id.p) r = provisioning_service_role_ensure(&c->ctx, c->caller.account_id, err);
    if (!r) r = sso_admin_tag(c, id, &in->tags, err);
    if (!r) out->instance_arn = arn_sso_instance(c->ctx.arena, id);
    return r;
}

int sso_admin_describe_instance(struct gh_call *c, const struct sso_admin_describe_instance_input *in,
                                struct sso_admin_describe_instance_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    int r = sso_admin_instance_visible(c, in->instance_arn, &row, err);
    /* The operation has no ResourceNotFoundException: AWS denies what is not there. */
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_access_denied(err, GH_S_NONE, "You do not have access to the instance %.*s.",
                                             GH_S_FMT(in->instance_arn));
    if (r) return r;
    struct sso_admin_encryption_configuration_details *encryption =
        gh_new(c->ctx.arena, struct sso_admin_encryption_configuration_details);
    *encryption = (struct sso_admin_encryption_configuration_details){
        .key_type = SSO_ADMIN_KMS_KEY_TYPE_AWS_OWNED_KMS_KEY, .encryption_status = SSO_ADMIN_KMS_KEY_STATUS_ENABLED};
    *out = (struct sso_admin_describe_instance_output){.instance_arn = in->instance_arn,
                                                       .identity_store_id = row.identity_store_id,
                                                       .owner_account_id = row.account_id,
                                                       .name = row.name,
                                                       .created_date = row.created_ms,
                                                       .status = row.state,
                                                       .encryption_configuration_details = encryption,
                                                       .permission_sets_enabled = row.organization_id.p != NULL,
                                                       .has_permission_sets_enabled = true};
    return 0;
}

static struct sso_admin_instance_metadata metadata(struct gh_call *c, const struct store_sso_instance_get_row *row) {
    struct sso_admin_region_metadata *region = gh_new(c->ctx.arena, struct sso_admin_region_metadata);
    *region = (struct sso_admin_region_metadata){.region_name = row->region,
                                                 .status = SSO_ADMIN_REGION_STATUS_ACTIVE,
                                                 .added_date = row->created_ms,
                                                 .is_primary_region = true,
                                                 .has_is_primary_region = true};
    return (struct sso_admin_instance_metadata){.instance_arn = arn_sso_instance(c->ctx.arena, row->id),
                                                .identity_store_id = row->identity_store_id,
                                                .owner_account_id = row->account_id,
                                                .name = row->name,
                                                .created_date = row->created_ms,
                                                .status = row->state,
                                                .primary_region = row->region,
                                                .regions = {region, 1}};
}

int sso_admin_list_instances(struct gh_call *c, const struct sso_admin_list_instances_input *in,
                             struct sso_admin_list_instances_output *out, struct gh_err *err) {
    struct wire_page page;
    struct gh_str organization_id;
    int r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, GH_S("")), &page, err);
    if (!r) r = sso_admin_organization(c, &organization_id, err);
    if (r) return r;
    struct store_sso_instance_get_rows rows;
    struct store_sso_instance_list_visible_args args = {.account_id = c->caller.account_id,
                                                        .organization_id = organization_id,
                                                        .after_id = page.after,
                                                        .count = page.count + 1};
    r = store_sso_instance_list_visible(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->instances.v = gh_new_n(c->ctx.arena, struct sso_admin_instance_metadata, shown + 1);
    out->instances.n = shown;
    for (size_t i = 0; i < shown; i++) out->instances.v[i] = metadata(c, &rows.v[i]);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}
