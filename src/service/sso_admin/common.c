/* common.c: see sso_admin.h. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/instance.h"
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

static int find_instance(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                         enum instance_standing *ret_standing, struct gh_err *err) {
    struct gh_str id = last_segment(instance_arn);
    if (!gh_str_eq(arn_sso_instance(c->ctx.arena, id), instance_arn))
        return gh_fail(err, GH_ENOTFOUND, "an instance ARN of another form");
    int r = store_sso_instance_get(c->ctx.tx, &(struct store_sso_instance_get_args){.id = id}, ret_row, err);
    if (!r)
        r = instance_standing(&c->ctx, ret_row->account_id, ret_row->organization_id, c->caller.account_id,
                              ret_standing, err);
    if (r) return r;
    return *ret_standing == INSTANCE_STRANGER ? gh_fail(err, GH_ENOTFOUND, "an instance of others") : 0;
}

int sso_admin_instance_visible(struct gh_call *c, struct gh_str instance_arn,
                               struct store_sso_instance_get_row *ret_row, struct gh_err *err) {
    enum instance_standing standing;
    return find_instance(c, instance_arn, ret_row, &standing, err);
}

int sso_admin_instance_administered(struct gh_call *c, struct gh_str instance_arn,
                                    struct store_sso_instance_get_row *ret_row, struct gh_err *err) {
    enum instance_standing standing;
    int r = find_instance(c, instance_arn, ret_row, &standing, err);
    if (r) return r;
    return standing == INSTANCE_MEMBER ? gh_fail(err, GH_EDENIED, "an instance that others administer") : 0;
}

static int throw_no_instance(struct gh_err *err, struct gh_str instance_arn) {
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Could not find Instance with ARN %.*s",
                                              GH_S_FMT(instance_arn));
}

int sso_admin_instance_open(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err) {
    struct store_sso_instance_get_row row;
    int r = sso_admin_instance_administered(c, instance_arn, &row, err);
    if (r == -GH_ENOTFOUND) return throw_no_instance(err, instance_arn);
    if (r == -GH_EDENIED)
        return sso_admin_throw_access_denied(
            err, GH_S_NONE,
            "Only the management account %.*s and its delegated administrator may manage this instance of IAM "
            "Identity Center.",
            GH_S_FMT(row.account_id));
    if (r) return r;
    if (!gh_str_eq(row.state, INSTANCE_ACTIVE)) return throw_no_instance(err, instance_arn);
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

static bool is_owner(const struct gh_call *c, const struct sso_admin_set *set) {
    return gh_str_eq(set->instance.account_id, c->caller.account_id);
}

int sso_admin_check_account(struct gh_call *c, const struct sso_admin_set *set, struct gh_str account_id,
                            struct gh_err *err) {
    if (is_owner(c, set) || !gh_str_eq(set->instance.account_id, account_id)) return 0;
    return sso_admin_throw_access_denied(err, GH_S_NONE,
                                         "A delegated administrator can't assign or remove access to the management "
                                         "account %.*s, nor provision permission sets there.",
                                         GH_S_FMT(account_id));
}

/* Has the management account the set's role, or does a job owe it one? Both are the owner's to say what is in it. */
static int is_at_home(struct gh_call *c, const struct sso_admin_set *set, bool *ret_at_home, struct gh_err *err) {
    struct store_provisioned_role_get_row role;
    struct store_assignment_request_coming_row coming;
    struct store_provisioned_role_get_args has = {set->row.id, set->instance.account_id};
    struct store_assignment_request_coming_args owed = {set->row.id, set->instance.account_id};
    int r = store_provisioned_role_get(c->ctx.tx, &has, &role, err);
    if (r == -GH_ENOTFOUND) r = store_assignment_request_coming(c->ctx.tx, &owed, &coming, err);
    *ret_at_home = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int sso_admin_set_change(struct gh_call *c, struct gh_str instance_arn, struct gh_str permission_set_arn,
                         struct sso_admin_set *ret_set, struct gh_err *err) {
    bool at_home;
    int r = sso_admin_set_open(c, instance_arn, permission_set_arn, ret_set, err);
    if (r || is_owner(c, ret_set)) return r;
    r = is_at_home(c, ret_set, &at_home, err);
    if (r || !at_home) return r;
    return sso_admin_throw_access_denied(err, GH_S_NONE,
                                         "You can't delete/modify/remove/assign access to permission sets provisioned "
                                         "in the management account.");
}
