/*
 * service_role.c: AWSServiceRoleForOrganizations, which AWS makes in an account when it comes into an organization: by
 * it Organizations makes the service-linked roles of services with trusted access.
 */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "service/organizations/membership.h"
#include "service/organizations/organizations.h"
#include "wire/authorize.h"

#define SERVICE GH_S("organizations.amazonaws.com")
#define NAME GH_S("AWSServiceRoleForOrganizations")
#define PATH GH_S("/aws-service-role/organizations.amazonaws.com/")
#define SESSION_S 3600
#define TRUST                                                                                                          \
    GH_S("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"                \
         "\"organizations.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}")
#define POLICY GH_S("arn:aws:iam::aws:policy/aws-service-role/AWSOrganizationsServiceTrustPolicy")

static int is_there(struct context *c, struct gh_str account_id, bool *ret_there, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {account_id, fold_key(c->arena, NAME)};
    int r = store_iam_role_by_name(c->tx, &args, &row, err);
    *ret_there = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int organizations_service_role_ensure(struct context *c, struct gh_str account_id, struct gh_err *err) {
    bool there;
    struct gh_str id;
    struct iam_role_new role = {.account_id = account_id,
                                .name = NAME,
                                .path = PATH,
                                .description = GH_S("Lets Organizations make the roles of services it trusts."),
                                .trust_policy = TRUST,
                                .max_session_s = SESSION_S,
                                .owner = ROLE_OWNER_SERVICE};
    int r = is_there(c, account_id, &there, err);
    if (r || there) return r;
    r = iam_role_create(c, &role, &id, err);
    return r ? r : iam_attach(c, account_id, id, POLICY, err);
}

int organizations_may_make_service_role(struct gh_call *c, const void *in, struct gh_err *err) {
    bool there;
    int r = is_there(&c->ctx, c->caller.account_id, &there, err);
    if (r || there) return r;
    r = wire_authorize_service_role(c, in, arn_iam_role(c->ctx.arena, c->caller.account_id, PATH, NAME), SERVICE, err);
    if (r != -GH_EDENIED) return r;
    return organizations_throw_access_denied_for_dependency(
        err,
        ORGANIZATIONS_ACCESS_DENIED_FOR_DEPENDENCY_EXCEPTION_REASON_ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE,
        "The request failed because your credentials do not have permission to create the service-linked role required "
        "by AWS Organizations.");
}
