/* service_access.c: which services of AWS may work in the organization's accounts ("trusted access"). */
#include "base/base.h"
#include "service/organizations/policy.h"

/* The model's largest page. */
#define PAGE 20

/* "iam.amazonaws.com" */
static bool is_service(struct gh_str principal) {
    struct gh_str suffix = GH_S(".amazonaws.com");
    if (!gh_str_ends(principal, suffix) || principal.n == suffix.n) return false;
    for (size_t i = 0; i < principal.n; i++) {
        char c = principal.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
    }
    return true;
}

int organizations_check_service(struct gh_str principal, struct gh_err *err) {
    if (is_service(principal)) return 0;
    return organizations_throw_invalid_input(
        err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_UNRECOGNIZED_SERVICE_PRINCIPAL,
        "You specified an unrecognized service principal.");
}

int organizations_service_must_be_enabled(struct gh_call *c, const struct store_organization_of_account_row *org,
                                          struct gh_str service, struct gh_err *err) {
    struct store_organization_service_access_get_row row;
    struct store_organization_service_access_get_args args = {org->organization_id, service};
    int r = store_organization_service_access_get(c->ctx.tx, &args, &row, err);
    if (r != -GH_ENOTFOUND) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_SERVICE_ACCESS_NOT_ENABLED,
        "You must first enable service access for %.*s.", GH_S_FMT(service));
}

static int manage(struct gh_call *c, struct gh_str principal, struct store_organization_of_account_row *ret_org,
                  struct gh_err *err) {
    int r = organizations_manage(c, ret_org, err);
    return r ? r : organizations_check_service(principal, err);
}

int organizations_enable_aws_service_access(struct gh_call *c,
                                            const struct organizations_enable_aws_service_access_input *in,
                                            struct organizations_enable_aws_service_access_output *out,
                                            struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    int r = manage(c, in->service_principal, &org, err);
    if (!r) r = organizations_require_all_features(&org, err);
    if (r) return r;
    struct store_organization_service_access_put_args args = {.organization_id = org.organization_id,
                                                              .service_principal = in->service_principal,
                                                              .enabled_ms = c->ctx.now_ms};
    return store_organization_service_access_put(c->ctx.tx, &args, NULL, err);
}

int organizations_disable_aws_service_access(struct gh_call *c,
                                             const struct organizations_disable_aws_service_access_input *in,
                                             struct organizations_disable_aws_service_access_output *out,
                                             struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    int r = manage(c, in->service_principal, &org, err);
    if (!r) r = organizations_service_is_free(c, &org, in->service_principal, err);
    if (r) return r;
    struct store_organization_service_access_delete_args args = {.organization_id = org.organization_id,
                                                                 .service_principal = in->service_principal};
    return store_organization_service_access_delete(c->ctx.tx, &args, NULL, err);
}

int organizations_list_aws_service_access_for_organization(
    struct gh_call *c, const struct organizations_list_aws_service_access_for_organization_input *in,
    struct organizations_list_aws_service_access_for_organization_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct wire_page page;
    struct store_organization_service_access_list_rows rows;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE, org.organization_id), &page, err);
    if (r) return r;
    struct store_organization_service_access_list_args args = {
        .organization_id = org.organization_id, .after_principal = page.after, .count = page.count + 1};
    if ((r = store_organization_service_access_list(c->ctx.tx, &args, &rows, err))) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->enabled_service_principals.v =
        gh_new_n(c->ctx.arena, struct organizations_enabled_service_principal, shown + 1);
    out->enabled_service_principals.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->enabled_service_principals.v[i] =
            (struct organizations_enabled_service_principal){rows.v[i].service_principal, rows.v[i].enabled_ms};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].service_principal);
    return 0;
}
