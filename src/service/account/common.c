/*
 * common.c: see account.h; and the ARNs that authorization asks about. Source: AWS's Account Management guide: the
 * standalone context (one's own account) and the context of the organization (a member, named by its id).
 */
#include "service/account/account.h"

#include "base/base.h"

#define SERVICE GH_S("account.amazonaws.com")

/* AWS: the reason stands in parentheses behind the action. */
static int refuse(struct gh_call *c, const char *why, struct gh_err *err) {
    return account_throw_access_denied(err, "User: %.*s is not authorized to perform: %.*s (%s)",
                                       GH_S_FMT(c->caller.arn), GH_S_FMT(c->op->authorization.action), why);
}

static int check_trust(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_service_access_get_row row;
    struct store_organization_service_access_get_args args = {org->organization_id, SERVICE};
    if (!gh_str_eq(org->feature_set, GH_S("ALL")))
        return refuse(c, "Your organization must first enable all features.", err);
    int r = store_organization_service_access_get(c->ctx.tx, &args, &row, err);
    if (r != -GH_ENOTFOUND) return r;
    return refuse(c, "Your organization must first enable trusted access with AWS Account Management.", err);
}

static int check_caller(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_delegation_get_row row;
    struct store_organization_delegation_get_args args = {org->organization_id, c->caller.account_id, SERVICE};
    if (gh_str_eq(org->management_account_id, c->caller.account_id)) return 0;
    int r = store_organization_delegation_get(c->ctx.tx, &args, &row, err);
    if (r != -GH_ENOTFOUND) return r;
    return refuse(c, "Only the management account and delegated administrators may specify an AccountId.", err);
}

int account_open_member(struct gh_call *c, struct gh_str account_id, struct gh_str *ret_account_id,
                        struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row member;
    struct store_organization_of_account_args args = {c->caller.account_id};
    if (!account_id.p) return account_refuse_field(err, GH_S("You must specify the AccountId of a member account."));
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (r == -GH_ENOTFOUND) return refuse(c, "Your account is not a member of an organization.", err);
    if (!r) r = check_caller(c, &org, err);
    if (!r) r = check_trust(c, &org, err);
    if (r) return r;
    if (gh_str_eq(org.management_account_id, account_id))
        return account_refuse_field(err, GH_S("The management account can only be managed using the standalone context "
                                              "from the management account."));
    struct store_organization_account_get_args get = {org.organization_id, account_id};
    r = store_organization_account_get(c->ctx.tx, &get, &member, err);
    if (r == -GH_ENOTFOUND) return refuse(c, "The account is not a member of your organization.", err);
    if (r) return r;
    *ret_account_id = member.id;
    c->audit_account = member.id;
    return 0;
}

int account_open(struct gh_call *c, struct gh_str account_id, struct gh_str *ret_account_id, struct gh_err *err) {
    if (account_id.p) return account_open_member(c, account_id, ret_account_id, err);
    *ret_account_id = c->caller.account_id;
    return 0;
}

int account_refuse_field(struct gh_err *err, struct gh_str text) {
    return account_throw_validation(err, ACCOUNT_VALIDATION_EXCEPTION_REASON_FIELD_VALIDATION_FAILED, "%.*s",
                                    GH_S_FMT(text));
}

static int answer(struct gh_call *c, struct gh_str arn, struct gh_list *ret_arns) {
    struct gh_str *one = gh_new(c->ctx.arena, struct gh_str);
    *one = arn;
    *ret_arns = (struct gh_list){one, 1};
    return 0;
}

int account_find_standalone(struct gh_call *c, struct gh_str account_id, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    if (account_id.p) return 0;
    return answer(c, gh_fmt(c->ctx.arena, "arn:aws:account::%.*s:account", GH_S_FMT(c->caller.account_id)), ret_arns);
}

/* Of whoever is in no organization the caller's account and "o-" stand there. */
int account_find_in_organization(struct gh_call *c, struct gh_str account_id, struct gh_list *ret_arns,
                                 struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_of_account_args args = {c->caller.account_id};
    if (!account_id.p) return 0;
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (r && r != -GH_ENOTFOUND) return r;
    return answer(c,
                  gh_fmt(c->ctx.arena, "arn:aws:account::%.*s:account/%.*s/%.*s",
                         GH_S_FMT(r ? c->caller.account_id : org.management_account_id),
                         GH_S_FMT(r ? GH_S("o-") : org.organization_id), GH_S_FMT(account_id)),
                  ret_arns);
}
