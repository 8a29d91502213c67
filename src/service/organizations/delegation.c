/* delegation.c: member accounts that administer a service for the whole organization. */
#include "base/base.h"
#include "domain/arn.h"
#include "service/organizations/policy.h"

#define PAGE_MAX 20
#define ADMINISTRATORS_MAX 10

/* Services that AWS lets a single account administer. */
static bool takes_one(struct gh_str service) {
    static const struct gh_str services[] = {
        GH_S_INIT("access-analyzer.amazonaws.com"),
        GH_S_INIT("detective.amazonaws.com"),
        GH_S_INIT("guardduty.amazonaws.com"),
        GH_S_INIT("inspector2.amazonaws.com"),
        GH_S_INIT("ipam.amazonaws.com"),
        GH_S_INIT("macie.amazonaws.com"),
        GH_S_INIT("securityhub.amazonaws.com"),
        GH_S_INIT("sso.amazonaws.com"),
    };
    for (size_t i = 0; i < GH_COUNT(services); i++)
        if (gh_str_eq(services[i], service)) return true;
    return false;
}

static int check_account(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                         struct store_organization_account_get_row *ret_account, struct gh_err *err) {
    struct store_organization_account_get_args args = {org->organization_id, id};
    int r = store_organization_account_get(c->ctx.tx, &args, ret_account, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_account_not_found(
            err, "You specified an account that doesn't exist in this organization.");
    return r;
}

static int check_candidate(const struct store_organization_of_account_row *org,
                           const struct store_organization_account_get_row *account, struct gh_err *err) {
    int r = organizations_require_all_features(org, err);
    if (r) return r;
    if (gh_str_eq(account->id, org->management_account_id))
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR,
            "You cannot register the management account as a delegated administrator for your organization.");
    if (!gh_str_eq(account->state, ORGANIZATIONS_ACCOUNT_STATE_ACTIVE))
        return organizations_throw_constraint_violation(
            err,
            ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR,
            "You cannot register a suspended account as a delegated administrator.");
    return 0;
}

static int check_count(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str service,
                       struct gh_err *err) {
    struct store_organization_delegation_count_row row;
    struct store_organization_delegation_count_args args = {org->organization_id, service};
    int r = store_organization_delegation_count(c->ctx.tx, &args, &row, err);
    if (r) return r;
    if (row.n > 1 && takes_one(service))
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE,
            "The service %.*s already has a delegated administrator. You must deregister it first.", GH_S_FMT(service));
    if (row.n > ADMINISTRATORS_MAX)
        return organizations_throw_constraint_violation(
            err,
            ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED,
            "You attempted to register more delegated administrators than allowed for the service principal.");
    return 0;
}

int organizations_register_delegated_administrator(
    struct gh_call *c, const struct organizations_register_delegated_administrator_input *in,
    struct organizations_register_delegated_administrator_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    int64_t inserted;
    int r = organizations_manage(c, &org, err);
    if (!r) r = organizations_check_service(in->service_principal, err);
    if (!r) r = check_account(c, &org, in->account_id, &account, err);
    if (!r) r = check_candidate(&org, &account, err);
    if (!r) r = organizations_service_must_be_enabled(c, &org, in->service_principal, err);
    if (r) return r;
    struct store_organization_delegation_insert_args row = {org.organization_id, in->account_id, in->service_principal,
                                                            c->ctx.now_ms};
    r = store_organization_delegation_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted)
        return organizations_throw_account_already_registered(
            err, "The provided account is already a delegated administrator for your organization.");
    return check_count(c, &org, in->service_principal, err);
}

static int refuse_unregistered(struct gh_err *err) {
    return organizations_throw_account_not_registered(
        err, "The provided account is not a registered delegated administrator for your organization.");
}

int organizations_deregister_delegated_administrator(
    struct gh_call *c, const struct organizations_deregister_delegated_administrator_input *in,
    struct organizations_deregister_delegated_administrator_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    int64_t deleted;
    int r = organizations_manage(c, &org, err);
    if (!r) r = organizations_check_service(in->service_principal, err);
    if (!r) r = check_account(c, &org, in->account_id, &account, err);
    if (r) return r;
    struct store_organization_delegation_delete_args args = {org.organization_id, in->account_id,
                                                             in->service_principal};
    r = store_organization_delegation_delete(c->ctx.tx, &args, &deleted, err);
    return r || deleted ? r : refuse_unregistered(err);
}

static int read_administrators(struct gh_call *c, const struct store_organization_of_account_row *org,
                               struct gh_str service, const struct wire_page *page,
                               struct store_organization_delegation_of_service_rows *ret_rows, struct gh_err *err) {
    if (service.p) {
        struct store_organization_delegation_of_service_args args = {org->organization_id, service, page->after,
                                                                     page->count + 1};
        return store_organization_delegation_of_service(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_organization_delegation_list_args args = {org->organization_id, page->after, page->count + 1};
    return store_organization_delegation_list(c->ctx.tx, &args, ret_rows, err);
}

int organizations_list_delegated_administrators(struct gh_call *c,
                                                const struct organizations_list_delegated_administrators_input *in,
                                                struct organizations_list_delegated_administrators_output *out,
                                                struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_delegation_of_service_rows rows;
    struct wire_page page;
    struct gh_str filter = in->service_principal.p ? in->service_principal : GH_S("");
    int r = organizations_share(c, in, &org, err);
    if (!r && in->service_principal.p) r = organizations_check_service(in->service_principal, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter), &page, err);
    if (!r) r = read_administrators(c, &org, in->service_principal, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->delegated_administrators.v = gh_new_n(c->ctx.arena, struct organizations_delegated_administrator, shown + 1);
    out->delegated_administrators.n = shown;
    for (size_t i = 0; i < shown; i++) {
        const struct store_organization_delegation_of_service_row *row = &rows.v[i];
        out->delegated_administrators.v[i] = (struct organizations_delegated_administrator){
            .id = row->id,
            .arn = arn_organizations(c->ctx.arena, org.management_account_id, "account", org.organization_id, row->id),
            .email = row->email,
            .name = row->name,
            .status = organizations_account_status(row->state),
            .state = row->state,
            .joined_method = row->joined_method,
            .joined_timestamp = row->joined_ms,
            .delegation_enabled_date = row->enabled_ms};
    }
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

int organizations_list_delegated_services_for_account(
    struct gh_call *c, const struct organizations_list_delegated_services_for_account_input *in,
    struct organizations_list_delegated_services_for_account_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    struct store_organization_delegation_of_account_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = check_account(c, &org, in->account_id, &account, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->account_id), &page, err);
    if (r) return r;
    struct store_organization_delegation_of_account_args args = {org.organization_id, in->account_id, page.after,
                                                                 page.count + 1};
    r = store_organization_delegation_of_account(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    if (!rows.n && !page.after.n) return refuse_unregistered(err);
    size_t shown = wire_page_shown(&page, rows.n);
    out->delegated_services.v = gh_new_n(c->ctx.arena, struct organizations_delegated_service, shown + 1);
    out->delegated_services.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->delegated_services.v[i] =
            (struct organizations_delegated_service){rows.v[i].service_principal, rows.v[i].enabled_ms};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].service_principal);
    return 0;
}
