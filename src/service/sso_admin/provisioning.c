/* provisioning.c: bringing roles up to date with their permission sets, and which are. */
#include "domain/provisioning.h"

#include "base/base.h"
#include "domain/arn.h"
#include "job/job.h"
#include "service/sso_admin/jobs.h"
#include "service/sso_admin/status.h"

/* The values of :want in queries/provisioning.sql. */
enum { WANT_ALL, WANT_LATEST, WANT_OUTDATED };
/* Each new request takes some old ones with it, so that they never pile up. */
#define FORGET_AT_ONCE 2

int sso_admin_find_provisioning_target(struct gh_call *c, struct gh_str target_type, struct gh_str target_id,
                                       struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    bool one = gh_str_eq(target_type, SSO_ADMIN_PROVISION_TARGET_TYPE_AWS_ACCOUNT) && target_id.p;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = gh_fmt(c->ctx.arena, "arn:aws:sso:::account/%.*s", GH_S_FMT(one ? target_id : GH_S("*")));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static int check_target(const struct sso_admin_provision_permission_set_input *in, struct gh_err *err) {
    bool one = gh_str_eq(in->target_type, SSO_ADMIN_PROVISION_TARGET_TYPE_AWS_ACCOUNT);
    if (one && !in->target_id.p)
        return sso_admin_throw_validation(err, GH_S_NONE, "TargetId is required where TargetType is AWS_ACCOUNT.");
    if (!one && in->target_id.p)
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "TargetId must be left out where TargetType is ALL_PROVISIONED_ACCOUNTS.");
    return 0;
}

int sso_admin_provision_permission_set(struct gh_call *c, const struct sso_admin_provision_permission_set_input *in,
                                       struct sso_admin_provision_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = check_target(in, err);
    if (!r && in->target_id.p) r = sso_admin_check_account(c, &set, in->target_id, err);
    if (r) return r;
    struct store_provisioning_request_get_row row = {.id = gh_uuid_new(c->ctx.arena),
                                                     .instance_id = set.instance.id,
                                                     .permission_set_id = set.row.id,
                                                     .account_id = in->target_id,
                                                     .state = SSO_ADMIN_STATUS_VALUES_IN_PROGRESS,
                                                     .created_ms = c->ctx.now_ms};
    struct store_provisioning_request_insert_args args = {.id = row.id,
                                                          .instance_id = row.instance_id,
                                                          .permission_set_id = row.permission_set_id,
                                                          .account_id = row.account_id,
                                                          .state = row.state,
                                                          .created_ms = row.created_ms};
    struct store_provisioning_request_forget_args old = {c->ctx.now_ms - SSO_ADMIN_REQUEST_KEEP_MS, FORGET_AT_ONCE};
    r = store_provisioning_request_insert(c->ctx.tx, &args, NULL, err);
    if (!r) r = store_provisioning_request_forget(c->ctx.tx, &old, NULL, err);
    if (!r) r = job_submit(&c->ctx, sso_admin_provisioning_job.name, row.id, c->ctx.now_ms, err);
    if (!r) out->permission_set_provisioning_status = sso_admin_provisioning_status(c, &row);
    return r;
}

static int64_t want(struct gh_str status) {
    if (!status.p) return WANT_ALL;
    bool latest = gh_str_eq(status, SSO_ADMIN_PROVISIONING_STATUS_LATEST_PERMISSION_SET_PROVISIONED);
    return latest ? WANT_LATEST : WANT_OUTDATED;
}

int sso_admin_list_accounts_for_provisioned_permission_set(
    struct gh_call *c, const struct sso_admin_list_accounts_for_provisioned_permission_set_input *in,
    struct sso_admin_list_accounts_for_provisioned_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    struct wire_page page;
    struct store_provisioned_account_list_rows rows;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(set.row.id), GH_S_FMT(in->provisioning_status));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, filter), &page, err);
    if (r) return r;
    struct store_provisioned_account_list_args args = {.permission_set_id = set.row.id,
                                                       .revision = set.row.revision,
                                                       .want = want(in->provisioning_status),
                                                       .after_account = page.after,
                                                       .count = page.count + 1};
    r = store_provisioned_account_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->account_ids.v = gh_new_n(c->ctx.arena, struct gh_str, shown + 1);
    out->account_ids.n = shown;
    for (size_t i = 0; i < shown; i++) out->account_ids.v[i] = rows.v[i].account_id;
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].account_id);
    return 0;
}

int sso_admin_list_permission_sets_provisioned_to_account(
    struct gh_call *c, const struct sso_admin_list_permission_sets_provisioned_to_account_input *in,
    struct sso_admin_list_permission_sets_provisioned_to_account_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct wire_page page;
    struct store_provisioned_set_list_rows rows;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (r) return r;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s", GH_S_FMT(instance.id), GH_S_FMT(in->account_id),
                                  GH_S_FMT(in->provisioning_status));
    r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, filter), &page, err);
    if (r) return r;
    struct store_provisioned_set_list_args args = {.instance_id = instance.id,
                                                   .account_id = in->account_id,
                                                   .want = want(in->provisioning_status),
                                                   .after_id = page.after,
                                                   .count = page.count + 1};
    r = store_provisioned_set_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->permission_sets.v = gh_new_n(c->ctx.arena, struct gh_str, shown + 1);
    out->permission_sets.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->permission_sets.v[i] = arn_permission_set(c->ctx.arena, instance.id, rows.v[i].permission_set_id);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].permission_set_id);
    return 0;
}
