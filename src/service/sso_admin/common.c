/* common.c: see sso_admin.h. */
#include "base/base.h"
#include "domain/arn.h"
#include "service/sso_admin/sso_admin.h"

static struct gh_str last_segment(struct gh_str arn) {
    struct gh_str rest = arn, part = GH_S("");
    while (gh_str_split(&rest, '/', &part)) continue;
    return part;
}

int sso_admin_organization(struct gh_call *c, struct gh_str *ret_organization_id, struct gh_err *err) {
    struct store_organization_of_account_row row;
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_organization_id = r ? GH_S_NONE : row.organization_id;
    return 0;
}

static int check_visible(struct gh_call *c, const struct store_sso_instance_get_row *row, struct gh_err *err) {
    if (gh_str_eq(row->account_id, c->caller.account_id)) return 0;
    struct gh_str organization_id;
    int r = sso_admin_organization(c, &organization_id, err);
    if (r) return r;
    if (organization_id.p && row->organization_id.p && gh_str_eq(row->organization_id, organization_id)) return 0;
    return gh_fail(err, GH_ENOTFOUND, "an instance of others");
}

int sso_admin_instance_visible(struct gh_call *c, struct gh_str instance_arn,
                               struct store_sso_instance_get_row *ret_row, struct gh_err *err) {
    struct gh_str id = last_segment(instance_arn);
    if (!gh_str_eq(arn_sso_instance(c->ctx.arena, id), instance_arn))
        return gh_fail(err, GH_ENOTFOUND, "an instance ARN of another form");
    struct store_sso_instance_get_row row;
    int r = store_sso_instance_get(c->ctx.tx, &(struct store_sso_instance_get_args){.id = id}, &row, err);
    if (!r) r = check_visible(c, &row, err);
    if (!r) *ret_row = row;
    return r;
}

int sso_admin_instance_open(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err) {
    struct store_sso_instance_get_row row;
    int r = sso_admin_instance_visible(c, instance_arn, &row, err);
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find Instance with ARN %.*s",
                                                  GH_S_FMT(instance_arn));
    if (r) return r;
    if (!gh_str_eq(row.account_id, c->caller.account_id))
        return sso_admin_throw_access_denied(
            err, GH_S_NONE, "Only the management account %.*s may manage this instance of IAM Identity Center.",
            GH_S_FMT(row.account_id));
    if (!row.organization_id.p)
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "An account instance of IAM Identity Center has no permission sets. They "
                                          "need the instance of an organization.");
    *ret_row = row;
    return 0;
}

int sso_admin_set_open(struct gh_call *c, struct gh_str instance_arn, struct gh_str permission_set_arn,
                       struct sso_admin_set *ret_set, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_instance_open(c, instance_arn, &set.instance, err);
    if (r) return r;
    struct gh_str id = last_segment(permission_set_arn);
    struct store_permission_set_get_args args = {.instance_id = set.instance.id, .id = id};
    bool well_formed = gh_str_eq(arn_permission_set(c->ctx.arena, set.instance.id, id), permission_set_arn);
    r = well_formed ? store_permission_set_get(c->ctx.tx, &args, &set.row, err) : -GH_ENOTFOUND;
    if (r == -GH_ENOTFOUND)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find PermissionSet with ARN %.*s",
                                                  GH_S_FMT(permission_set_arn));
    if (!r) *ret_set = set;
    return r;
}
