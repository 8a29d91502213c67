/* account_summary.c: how much of everything the account has, and may have. */
#include "base/base.h"
#include "service/iam/iam.h"
#include "service/iam/quota.h"

/* AWS's numbers for the versions of the tokens that its global endpoint issues. */
static int token_version(struct gh_call *c, int64_t *ret_version, struct gh_err *err) {
    struct store_iam_sts_preference_get_row row;
    struct store_iam_sts_preference_get_args args = {c->caller.account_id};
    int r = store_iam_sts_preference_get(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_version = !r && gh_str_eq(row.token_version, IAM_GLOBAL_ENDPOINT_TOKEN_VERSION_V2_TOKEN) ? 2 : 1;
    return 0;
}

int iam_get_account_summary(struct gh_call *c, const struct iam_get_account_summary_input *in,
                            struct iam_get_account_summary_output *out, struct gh_err *err) {
    (void)in;
    struct store_iam_account_summary_row has;
    int64_t version = 0;
    int r =
        store_iam_account_summary(c->ctx.tx, &(struct store_iam_account_summary_args){c->caller.account_id}, &has, err);
    if (!r) r = token_version(c, &version, err);
    if (r) return r;
    const struct {
        struct gh_str key;
        int64_t value;
    } rows[] = {
        {IAM_SUMMARY_KEY_TYPE_USERS, has.users},
        {IAM_SUMMARY_KEY_TYPE_USERS_QUOTA, IAM_QUOTA_USERS},
        {IAM_SUMMARY_KEY_TYPE_GROUPS, has.groups},
        {IAM_SUMMARY_KEY_TYPE_GROUPS_QUOTA, IAM_QUOTA_GROUPS},
        {IAM_SUMMARY_KEY_TYPE_ROLES, has.roles},
        {IAM_SUMMARY_KEY_TYPE_ROLES_QUOTA, IAM_QUOTA_ROLES},
        {IAM_SUMMARY_KEY_TYPE_POLICIES, has.policies},
        {IAM_SUMMARY_KEY_TYPE_POLICIES_QUOTA, IAM_QUOTA_POLICIES},
        {IAM_SUMMARY_KEY_TYPE_POLICY_SIZE_QUOTA, IAM_QUOTA_POLICY_SIZE},
        {IAM_SUMMARY_KEY_TYPE_POLICY_VERSIONS_IN_USE, has.versions},
        {IAM_SUMMARY_KEY_TYPE_POLICY_VERSIONS_IN_USE_QUOTA, IAM_QUOTA_VERSIONS_IN_USE},
        {IAM_SUMMARY_KEY_TYPE_VERSIONS_PER_POLICY_QUOTA, IAM_QUOTA_VERSIONS},
        {IAM_SUMMARY_KEY_TYPE_INSTANCE_PROFILES, has.profiles},
        {IAM_SUMMARY_KEY_TYPE_INSTANCE_PROFILES_QUOTA, IAM_QUOTA_INSTANCE_PROFILES},
        {IAM_SUMMARY_KEY_TYPE_SERVER_CERTIFICATES, has.certificates},
        {IAM_SUMMARY_KEY_TYPE_SERVER_CERTIFICATES_QUOTA, IAM_QUOTA_SERVER_CERTIFICATES},
        {IAM_SUMMARY_KEY_TYPE_PROVIDERS, has.providers},
        {IAM_SUMMARY_KEY_TYPE_USER_POLICY_SIZE_QUOTA, IAM_QUOTA_USER_INLINE_SIZE},
        {IAM_SUMMARY_KEY_TYPE_GROUP_POLICY_SIZE_QUOTA, IAM_QUOTA_GROUP_INLINE_SIZE},
        {IAM_SUMMARY_KEY_TYPE_ROLE_POLICY_SIZE_QUOTA, IAM_QUOTA_ROLE_INLINE_SIZE},
        {IAM_SUMMARY_KEY_TYPE_ASSUME_ROLE_POLICY_SIZE_QUOTA, IAM_QUOTA_TRUST_SIZE},
        {IAM_SUMMARY_KEY_TYPE_GROUPS_PER_USER_QUOTA, IAM_QUOTA_GROUPS_OF_USER},
        {IAM_SUMMARY_KEY_TYPE_ATTACHED_POLICIES_PER_USER_QUOTA, IAM_QUOTA_ATTACHED},
        {IAM_SUMMARY_KEY_TYPE_ATTACHED_POLICIES_PER_GROUP_QUOTA, IAM_QUOTA_ATTACHED},
        {IAM_SUMMARY_KEY_TYPE_ATTACHED_POLICIES_PER_ROLE_QUOTA, IAM_QUOTA_ATTACHED},
        {IAM_SUMMARY_KEY_TYPE_ACCESS_KEYS_PER_USER_QUOTA, IAM_QUOTA_ACCESS_KEYS},
        {IAM_SUMMARY_KEY_TYPE_SIGNING_CERTIFICATES_PER_USER_QUOTA, IAM_QUOTA_SIGNING_CERTIFICATES},
        {IAM_SUMMARY_KEY_TYPE_MFADEVICES, has.devices},
        {IAM_SUMMARY_KEY_TYPE_MFADEVICES_IN_USE, has.devices_used},
        {IAM_SUMMARY_KEY_TYPE_ACCOUNT_MFAENABLED, has.root_devices > 0},
        {IAM_SUMMARY_KEY_TYPE_ACCOUNT_ACCESS_KEYS_PRESENT, has.root_keys > 0},
        {IAM_SUMMARY_KEY_TYPE_ACCOUNT_PASSWORD_PRESENT, has.root_passwords > 0},
        {IAM_SUMMARY_KEY_TYPE_ACCOUNT_SIGNING_CERTIFICATES_PRESENT, has.root_certificates > 0},
        {IAM_SUMMARY_KEY_TYPE_GLOBAL_ENDPOINT_TOKEN_VERSION, version},
    };
    out->summary_map.v = gh_new_n(c->ctx.arena, struct iam_summary_map_type_entry, GH_COUNT(rows));
    out->summary_map.n = GH_COUNT(rows);
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        out->summary_map.v[i].key = rows[i].key;
        out->summary_map.v[i].value = (int32_t)rows[i].value;
    }
    return 0;
}
