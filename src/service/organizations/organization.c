/* organization.c: the organization itself and its root. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/organizations/membership.h"
#include "service/organizations/organizations.h"

#define PAGE_MAX 20

static int output(struct gh_call *c, const struct store_organization_of_account_row *org,
                  struct organizations_organization **ret, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct store_account_get_row master;
    int r =
        store_account_get(c->ctx.tx, &(struct store_account_get_args){.id = org->management_account_id}, &master, err);
    if (r) return r;
    struct organizations_organization *o = gh_new(a, struct organizations_organization);
    *o = (struct organizations_organization){
        .id = org->organization_id,
        .arn = arn_organizations(a, master.id, "organization", org->organization_id, GH_S_NONE),
        .feature_set = org->feature_set,
        .master_account_arn = arn_organizations(a, master.id, "account", org->organization_id, master.id),
        .master_account_id = master.id,
        .master_account_email = master.email};
    /* Deprecated by AWS: it lists what all features make available, whatever is enabled in the root. */
    o->available_policy_types.v = gh_new(a, struct organizations_policy_type_summary);
    if (gh_str_eq(org->feature_set, ORGANIZATIONS_ORGANIZATION_FEATURE_SET_ALL))
        o->available_policy_types.v[o->available_policy_types.n++] = (struct organizations_policy_type_summary){
            ORGANIZATIONS_POLICY_TYPE_SERVICE_CONTROL_POLICY, ORGANIZATIONS_POLICY_TYPE_STATUS_ENABLED};
    *ret = o;
    return 0;
}

int organizations_create_organization(struct gh_call *c, const struct organizations_create_organization_input *in,
                                      struct organizations_create_organization_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_of_account_args find = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &find, &org, err);
    if (!r)
        return organizations_throw_already_in_organization(err,
                                                           "The AWS account is already a member of an organization.");
    if (r != -GH_ENOTFOUND) return r;
    if ((r = organizations_may_make_service_role(c, in, err))) return r;
    struct store_organization_insert_args row = {
        .id = id_organization_new(c->ctx.arena),
        .root_id = id_root_new(c->ctx.arena),
        .management_account_id = c->caller.account_id,
        .feature_set = in->feature_set.p ? in->feature_set : ORGANIZATIONS_ORGANIZATION_FEATURE_SET_ALL,
        .created_ms = c->ctx.now_ms};
    struct store_organization_member_insert_args member = {.account_id = c->caller.account_id,
                                                           .organization_id = row.id,
                                                           .parent_id = row.root_id,
                                                           .joined_method = ORGANIZATIONS_ACCOUNT_JOINED_METHOD_INVITED,
                                                           .joined_ms = c->ctx.now_ms};
    r = store_organization_insert(c->ctx.tx, &row, NULL, err);
    if (!r) r = store_organization_member_insert(c->ctx.tx, &member, NULL, err);
    if (!r) r = organizations_service_role_ensure(&c->ctx, c->caller.account_id, err);
    if (!r) r = account_touch(&c->ctx, c->caller.account_id, err);
    if (!r) r = organizations_open(c, &org, err);
    return r ? r : output(c, &org, &out->organization, err);
}

int organizations_describe_organization(struct gh_call *c, const struct organizations_describe_organization_input *in,
                                        struct organizations_describe_organization_output *out, struct gh_err *err) {
    (void)in;
    struct store_organization_of_account_row org;
    int r = organizations_open(c, &org, err);
    return r ? r : output(c, &org, &out->organization, err);
}

int organizations_list_roots(struct gh_call *c, const struct organizations_list_roots_input *in,
                             struct organizations_list_roots_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r)
        r = organizations_page_open(
            c, &(struct wire_page_query){.token = in->next_token, .largest = PAGE_MAX, .filter = GH_S("")}, &page, err);
    if (r) return r;
    out->roots.v = gh_new(c->ctx.arena, struct organizations_root);
    out->roots.n = 1;
    return organizations_root_output(c, &org, &out->roots.v[0], err);
}
