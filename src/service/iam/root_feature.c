/*
 * root_feature.c: centralized root access: what an organization has turned on. The root sessions themselves are STS's.
 */
#include "base/base.h"
#include "service/iam/iam.h"

#define IAM_SERVICE GH_S("iam.amazonaws.com")
#define ALL_FEATURES GH_S("ALL")

/* The caller's organization, in which these features may be seen and changed, else AWS's refusal. */
static int open_organization(struct gh_call *c, struct gh_str *ret_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_service_access_get_row access;
    struct store_organization_of_account_args of_account = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &of_account, &org, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_organization_not_found(err, "Your account is not a member of an organization.");
    if (r) return r;
    if (!gh_str_eq(org.management_account_id, c->caller.account_id))
        return iam_throw_account_not_management_or_delegated_administrator(
            err, "Your account is neither the management account nor a delegated administrator for IAM.");
    if (!gh_str_eq(org.feature_set, ALL_FEATURES))
        return iam_throw_organization_not_in_all_features_mode(err, "Your organization is not in all features mode.");
    struct store_organization_service_access_get_args of_service = {.organization_id = org.organization_id,
                                                                    .service_principal = IAM_SERVICE};
    r = store_organization_service_access_get(c->ctx.tx, &of_service, &access, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_service_access_not_enabled(err, "Trusted access for iam.amazonaws.com is not enabled in your "
                                                         "organization.");
    *ret_id = org.organization_id;
    return r;
}

static int list(struct gh_call *c, struct gh_str organization_id, struct iam_features_list_type *ret_features,
                struct gh_err *err) {
    struct store_iam_organization_feature_list_rows rows;
    struct store_iam_organization_feature_list_args args = {.organization_id = organization_id};
    int r = store_iam_organization_feature_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    *ret_features = (struct iam_features_list_type){gh_new_n(c->ctx.arena, struct gh_str, rows.n + 1), rows.n};
    for (size_t i = 0; i < rows.n; i++) ret_features->v[i] = rows.v[i].feature;
    return 0;
}

static int enable(struct gh_call *c, struct gh_str feature, struct gh_str *ret_id,
                  struct iam_features_list_type *ret_features, struct gh_err *err) {
    int r = open_organization(c, ret_id, err);
    if (r) return r;
    struct store_iam_organization_feature_put_args args = {
        .organization_id = *ret_id, .feature = feature, .enabled_ms = c->ctx.now_ms};
    r = store_iam_organization_feature_put(c->ctx.tx, &args, NULL, err);
    return r ? r : list(c, *ret_id, ret_features, err);
}

static int disable(struct gh_call *c, struct gh_str feature, struct gh_str *ret_id,
                   struct iam_features_list_type *ret_features, struct gh_err *err) {
    int r = open_organization(c, ret_id, err);
    if (r) return r;
    struct store_iam_organization_feature_delete_args args = {.organization_id = *ret_id, .feature = feature};
    r = store_iam_organization_feature_delete(c->ctx.tx, &args, NULL, err);
    return r ? r : list(c, *ret_id, ret_features, err);
}

int iam_enable_organizations_root_credentials_management(
    struct gh_call *c, const struct iam_enable_organizations_root_credentials_management_input *in,
    struct iam_enable_organizations_root_credentials_management_output *out, struct gh_err *err) {
    (void)in;
    return enable(c, IAM_FEATURE_TYPE_ROOT_CREDENTIALS_MANAGEMENT, &out->organization_id, &out->enabled_features, err);
}

int iam_enable_organizations_root_sessions(struct gh_call *c,
                                           const struct iam_enable_organizations_root_sessions_input *in,
                                           struct iam_enable_organizations_root_sessions_output *out,
                                           struct gh_err *err) {
    (void)in;
    return enable(c, IAM_FEATURE_TYPE_ROOT_SESSIONS, &out->organization_id, &out->enabled_features, err);
}

int iam_disable_organizations_root_credentials_management(
    struct gh_call *c, const struct iam_disable_organizations_root_credentials_management_input *in,
    struct iam_disable_organizations_root_credentials_management_output *out, struct gh_err *err) {
    (void)in;
    return disable(c, IAM_FEATURE_TYPE_ROOT_CREDENTIALS_MANAGEMENT, &out->organization_id, &out->enabled_features, err);
}

int iam_disable_organizations_root_sessions(struct gh_call *c,
                                            const struct iam_disable_organizations_root_sessions_input *in,
                                            struct iam_disable_organizations_root_sessions_output *out,
                                            struct gh_err *err) {
    (void)in;
    return disable(c, IAM_FEATURE_TYPE_ROOT_SESSIONS, &out->organization_id, &out->enabled_features, err);
}

int iam_list_organizations_features(struct gh_call *c, const struct iam_list_organizations_features_input *in,
                                    struct iam_list_organizations_features_output *out, struct gh_err *err) {
    (void)in;
    int r = open_organization(c, &out->organization_id, err);
    return r ? r : list(c, out->organization_id, &out->enabled_features, err);
}
