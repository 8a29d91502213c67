/* instance.c: instances of Identity Center. */
#include "domain/instance.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/provisioning.h"
#include "job/job.h"
#include "service/sso_admin/application.h"
#include "service/sso_admin/jobs.h"

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

/* One instance an account; the same call again (a retry) is answered with what it made. */
static int answer_existing(struct gh_call *c, const struct sso_admin_create_instance_input *in,
                           const struct store_sso_instance_get_row *row, struct sso_admin_create_instance_output *out,
                           struct gh_err *err) {
    bool again = in->client_token.p && row->client_token.p && gh_str_eq(in->client_token, row->client_token);
    if (!again || !gh_str_eq(row->state, INSTANCE_ACTIVE))
        return sso_admin_throw_conflict(err, "An instance of IAM Identity Center exists in this account already: %.*s",
                                        GH_S_FMT(arn_sso_instance(c->ctx.arena, row->id)));
    int r = row->request_digest.p ? sso_admin_token_check(row->request_digest, sso_admin_input_digest(c, in), err) : 0;
    if (!r) out->instance_arn = arn_sso_instance(c->ctx.arena, row->id);
    return r;
}

/* As enabling it on AWS does: Identity Center may work in the organization's accounts. */
static int trust_service(struct gh_call *c, struct gh_str organization_id, struct gh_err *err) {
    struct store_organization_service_access_put_args args = {.organization_id = organization_id,
                                                              .service_principal = INSTANCE_SERVICE_PRINCIPAL,
                                                              .enabled_ms = c->ctx.now_ms};
    int r = store_organization_service_access_put(c->ctx.tx, &args, NULL, err);
    return r ? r : provisioning_service_role_ensure(&c->ctx, c->caller.account_id, err);
}

int sso_admin_create_instance(struct gh_call *c, const struct sso_admin_create_instance_input *in,
                              struct sso_admin_create_instance_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row row;
    struct store_sso_instance_of_account_args own = {.account_id = c->caller.account_id};
    int r = store_sso_instance_of_account(c->ctx.tx, &own, &row, err);
    if (!r) return answer_existing(c, in, &row, out, err);
    if (r != -GH_ENOTFOUND) return r;
    struct instance_new instance = {.account_id = c->caller.account_id,
                                    .name = in->name,
                                    .client_token = in->client_token,
                                    .request_digest = sso_admin_input_digest(c, in)};
    struct gh_str id;
    r = choose_kind(c, &instance.organization_id, err);
    if (!r) r = instance_create(&c->ctx, &instance, &id, err);
    if (!r && instance.organization_id.p) r = trust_service(c, instance.organization_id, err);
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

struct sso_admin_region_metadata *sso_admin_home_region(struct gh_call *c,
                                                        const struct store_sso_instance_get_row *row) {
    struct sso_admin_region_metadata *region = gh_new(c->ctx.arena, struct sso_admin_region_metadata);
    *region = (struct sso_admin_region_metadata){.region_name = row->region,
                                                 .status = SSO_ADMIN_REGION_STATUS_ACTIVE,
                                                 .added_date = row->created_ms,
                                                 .is_primary_region = true,
                                                 .has_is_primary_region = true};
    return region;
}

static struct sso_admin_instance_metadata metadata(struct gh_call *c, const struct store_sso_instance_get_row *row) {
    return (struct sso_admin_instance_metadata){.instance_arn = arn_sso_instance(c->ctx.arena, row->id),
                                                .identity_store_id = row->identity_store_id,
                                                .owner_account_id = row->account_id,
                                                .name = row->name,
                                                .created_date = row->created_ms,
                                                .status = row->state,
                                                .primary_region = row->region,
                                                .regions = {sso_admin_home_region(c, row), 1}};
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

/* ---- changing and deleting one: its owner's right alone ---- */

static int open_own(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                    struct gh_err *err) {
    int r = sso_admin_instance_visible(c, instance_arn, ret_row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(ret_row->account_id, c->caller.account_id))
        return sso_admin_throw_access_denied(err, GH_S_NONE,
                                             "Only the account that owns the instance %.*s may change or delete it.",
                                             GH_S_FMT(instance_arn));
    if (!gh_str_eq(ret_row->state, INSTANCE_ACTIVE))
        return sso_admin_throw_conflict(err, "The instance %.*s is being deleted.", GH_S_FMT(instance_arn));
    return 0;
}

/* What cannot be had here is refused rather than promised. */
static int check_update(const struct sso_admin_update_instance_input *in, const struct store_sso_instance_get_row *row,
                        struct gh_err *err) {
    if (in->encryption_configuration && in->has_permission_sets_enabled)
        return sso_admin_throw_validation(
            err, GH_S_NONE, "EncryptionConfiguration and PermissionSetsEnabled need requests of their own.");
    if (in->encryption_configuration &&
        !gh_str_eq(in->encryption_configuration->key_type, SSO_ADMIN_KMS_KEY_TYPE_AWS_OWNED_KMS_KEY))
        return sso_admin_throw_validation(
            err, GH_S_NONE, "There is no key management service here: the key is the installation's own.");
    if (in->encryption_configuration && in->encryption_configuration->kms_key_arn.p)
        return sso_admin_throw_validation(err, GH_S_NONE, "KmsKeyArn needs KeyType CUSTOMER_MANAGED_KEY.");
    if (!in->has_permission_sets_enabled) return 0;
    if (!in->permission_sets_enabled)
        return sso_admin_throw_validation(err, GH_S_NONE, "Permission sets cannot be disabled.");
    return row->organization_id.p
               ? 0
               : sso_admin_throw_validation(
                     err, GH_S_NONE, "Permission sets need the instance of an organization; this is an account's.");
}

int sso_admin_update_instance(struct gh_call *c, const struct sso_admin_update_instance_input *in,
                              struct sso_admin_update_instance_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row row;
    int r = open_own(c, in->instance_arn, &row, err);
    if (!r) r = check_update(in, &row, err);
    if (r || !in->name.p) return r;
    return store_sso_instance_rename(c->ctx.tx, &(struct store_sso_instance_rename_args){row.id, in->name}, NULL, err);
}

/* From now on nobody gets anything through it; a job takes it apart. */
int sso_admin_delete_instance(struct gh_call *c, const struct sso_admin_delete_instance_input *in,
                              struct sso_admin_delete_instance_output *out, struct gh_err *err) {
    (void)out;
    struct store_sso_instance_get_row row;
    int r = open_own(c, in->instance_arn, &row, err);
    if (r) return r;
    struct store_sso_instance_set_state_args state = {row.id, INSTANCE_DELETING};
    r = store_sso_instance_set_state(c->ctx.tx, &state, NULL, err);
    return r ? r : job_submit(&c->ctx, sso_admin_instance_delete_job.name, row.id, c->ctx.now_ms, err);
}
