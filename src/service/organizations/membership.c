/* membership.c: see membership.h; and the operations that end a membership or the organization. */
#include "service/organizations/membership.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/assignment_target.h"
#include "domain/instance.h"
#include "domain/org_policy.h"
#include "domain/provisioning.h"
#include "job/job.h"
#include "service/organizations/departure_job.h"
#include "service/organizations/event.h"
#include "service/organizations/handshake.h"
#include "service/organizations/organizations.h"

#define ROLES_AT_ONCE 100
/* AWS: four days from the creation of an account. */
#define WAIT_MS (4 * GH_DAY_MS)

int organizations_follow_targets(struct context *c, struct gh_str account_id, struct gh_err *err) {
    bool any;
    int r = assignment_target_any(c, account_id, &any, err);
    return r || !any ? r : job_submit(c, ASSIGNMENT_TARGET_ACCOUNT_JOB, account_id, c->now_ms, err);
}

int organizations_join(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                       struct gh_str joined_method, struct gh_err *err) {
    struct store_organization_get_row org;
    int r = store_organization_get(c->tx, &(struct store_organization_get_args){organization_id}, &org, err);
    if (r) return r;
    struct store_organization_member_insert_args member = {.account_id = account_id,
                                                           .organization_id = org.id,
                                                           .parent_id = org.root_id,
                                                           .joined_method = joined_method,
                                                           .joined_ms = c->now_ms};
    r = store_organization_member_insert(c->tx, &member, NULL, err);
    if (!r) r = org_policies_place(c, org.id, account_id, err);
    if (!r) r = organizations_service_role_ensure(c, account_id, err);
    if (!r) r = organizations_follow_targets(c, account_id, err);
    if (!r) organizations_tell_joined(c, &org, account_id, joined_method);
    return r ? r : account_touch(c, account_id, err);
}

static int remove_roles(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_organization_departure_roles_args args = {account_id, ROLES_AT_ONCE};
    struct store_organization_departure_roles_rows rows;
    int r;
    do {
        r = store_organization_departure_roles(c->tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n; i++)
            r = provisioning_remove(c, rows.v[i].permission_set_id, account_id, err);
    } while (!r && rows.n == ROLES_AT_ONCE);
    return r;
}

int organizations_depart(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                         struct gh_str method, struct gh_err *err) {
    struct store_organization_get_row org;
    struct store_tag_delete_all_args tags = {gh_fmt(c->arena, "organizations:%.*s", GH_S_FMT(account_id))};
    struct store_organization_departure_delegations_args delegations = {organization_id, account_id};
    struct store_organization_member_delete_args member = {account_id};
    int r = store_organization_get(c->tx, &(struct store_organization_get_args){organization_id}, &org, err);
    if (!r) organizations_tell_departed(c, &org, account_id, method);
    if (!r) r = store_organization_member_delete(c->tx, &member, NULL, err);
    if (!r) r = store_organization_departure_delegations(c->tx, &delegations, NULL, err);
    if (!r) r = organizations_migration_left(c, organization_id, account_id, err);
    if (!r) r = org_policies_clear(c, organization_id, account_id, err);
    if (!r) r = store_tag_delete_all(c->tx, &tags, NULL, err);
    if (!r) r = remove_roles(c, account_id, err);
    if (!r) r = organizations_departure_begin(c, organization_id, account_id, err);
    if (!r) r = org_policies_touch(c, organization_id, err);
    return r ? r : account_touch(c, account_id, err);
}

static int refuse_administrator(struct gh_call *c, const struct store_organization_of_account_row *org,
                                struct gh_str account_id, struct gh_err *err) {
    struct store_organization_delegation_of_account_rows rows;
    struct store_organization_delegation_of_account_args args = {org->organization_id, account_id, GH_S(""), 1};
    int r = store_organization_delegation_of_account(c->ctx.tx, &args, &rows, err);
    if (r || !rows.n) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG,
        "You can't remove an account that is registered as a delegated administrator for a service. You must "
        "deregister it first.");
}

int organizations_may_depart(struct gh_call *c, struct gh_str account_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_of_account_args args = {account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (r) return r;
    if (gh_str_eq(org.management_account_id, account_id))
        return organizations_throw_master_cannot_leave_organization(
            err, "You can't remove a management account from an organization.");
    r = refuse_administrator(c, &org, account_id, err);
    if (r) return r;
    bool created = gh_str_eq(org.joined_method, ORGANIZATIONS_ACCOUNT_JOINED_METHOD_CREATED);
    if (!created || org.joined_ms + WAIT_MS <= c->ctx.now_ms) return 0;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_WAIT_PERIOD_ACTIVE,
        "After you create an AWS account, you must wait at least four days before it can leave the organization.");
}

int organizations_remove_account_from_organization(
    struct gh_call *c, const struct organizations_remove_account_from_organization_input *in,
    struct organizations_remove_account_from_organization_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    int r = organizations_manage(c, &org, err);
    struct store_organization_account_get_args args = {org.organization_id, in->account_id};
    if (!r) r = store_organization_account_get(c->ctx.tx, &args, &account, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_account_not_found(
            err, "You specified an account that doesn't exist in this organization.");
    if (!r) r = organizations_may_depart(c, in->account_id, err);
    return r ? r : organizations_depart(&c->ctx, org.organization_id, in->account_id, GH_S("REMOVED"), err);
}

int organizations_leave_organization(struct gh_call *c, const struct organizations_leave_organization_input *in,
                                     struct organizations_leave_organization_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    struct store_organization_of_account_row org;
    int r = organizations_open(c, &org, err);
    if (!r) r = organizations_may_depart(c, c->caller.account_id, err);
    return r ? r : organizations_depart(&c->ctx, org.organization_id, c->caller.account_id, GH_S("LEFT"), err);
}

static int must_be_alone(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_account_count_row row;
    struct store_organization_account_count_args args = {org->organization_id};
    int r = store_organization_account_count(c->ctx.tx, &args, &row, err);
    if (r || row.n <= 1) return r;
    return organizations_throw_organization_not_empty(
        err, "The organization isn't empty. To delete an organization, you must first remove all accounts except the "
             "management account.");
}

static int must_owe_nothing(struct gh_call *c, const struct store_organization_of_account_row *org,
                            struct gh_err *err) {
    struct store_responsibility_transfer_active_rows inbound;
    struct store_responsibility_transfer_get_rows payer;
    struct store_responsibility_transfer_active_args of_inbound = {org->organization_id, c->ctx.now_ms};
    struct store_responsibility_transfer_payer_args of_payer = {org->organization_id, c->ctx.now_ms};
    int r = store_responsibility_transfer_active(c->ctx.tx, &of_inbound, &inbound, err);
    if (!r) r = store_responsibility_transfer_payer(c->ctx.tx, &of_payer, &payer, err);
    if (r || (!inbound.n && !payer.n)) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS,
        "You cannot delete organization due to an ongoing responsibility transfer process.");
}

static int delete_policies(struct store_tx *tx, struct gh_str id, struct gh_err *err) {
    int r =
        store_organization_delete_attachments(tx, &(struct store_organization_delete_attachments_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_policy_types(tx, &(struct store_organization_delete_policy_types_args){id}, NULL,
                                                   err);
    if (!r)
        r = store_organization_delete_policies(tx, &(struct store_organization_delete_policies_args){id}, NULL, err);
    if (!r)
        r = store_organization_resource_policy_delete(tx, &(struct store_organization_resource_policy_delete_args){id},
                                                      NULL, err);
    return r;
}

static int delete_rest(struct store_tx *tx, struct gh_str id, struct gh_err *err) {
    int r = store_organization_delete_units(tx, &(struct store_organization_delete_units_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_creations(tx, &(struct store_organization_delete_creations_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_transfers(tx, &(struct store_organization_delete_transfers_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_handshakes(tx, &(struct store_organization_delete_handshakes_args){id}, NULL,
                                                 err);
    if (!r)
        r = store_organization_delete_closures(tx, &(struct store_organization_delete_closures_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_features(tx, &(struct store_organization_delete_features_args){id}, NULL, err);
    if (!r)
        r = store_organization_delete_delegations(tx, &(struct store_organization_delete_delegations_args){id}, NULL,
                                                  err);
    if (!r)
        r = store_organization_delete_service_access(tx, &(struct store_organization_delete_service_access_args){id},
                                                     NULL, err);
    return r;
}

/* AWS: Identity Center for an organization goes with the organization. */
static int end_identity_center(struct gh_call *c, struct gh_str organization_id, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct store_sso_instance_of_account_args own = {c->caller.account_id};
    int r = store_sso_instance_of_account(c->ctx.tx, &own, &instance, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    if (!gh_str_eq(instance.organization_id, organization_id) || gh_str_eq(instance.state, INSTANCE_DELETING)) return 0;
    struct store_sso_instance_set_state_args state = {instance.id, INSTANCE_DELETING};
    r = store_sso_instance_set_state(c->ctx.tx, &state, NULL, err);
    return r ? r : job_submit(&c->ctx, GH_S(INSTANCE_DELETE_JOB), instance.id, c->ctx.now_ms, err);
}

int organizations_delete_organization(struct gh_call *c, const struct organizations_delete_organization_input *in,
                                      struct organizations_delete_organization_output *out, struct gh_err *err) {
    (void)in;
    (void)out;
    struct store_organization_of_account_row org;
    int r = organizations_manage(c, &org, err);
    if (!r) r = must_be_alone(c, &org, err);
    if (!r) r = must_owe_nothing(c, &org, err);
    if (r) return r;
    struct store_tx *tx = c->ctx.tx;
    struct gh_str id = org.organization_id;
    r = store_organization_delete_tags(tx, &(struct store_organization_delete_tags_args){id}, NULL, err);
    if (!r) r = end_identity_center(c, id, err);
    if (!r) r = delete_policies(tx, id, err);
    if (!r) r = delete_rest(tx, id, err);
    struct store_organization_member_delete_args member = {c->caller.account_id};
    if (!r) r = store_organization_member_delete(tx, &member, NULL, err);
    if (!r) r = store_organization_delete(tx, &(struct store_organization_delete_args){id}, NULL, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}
