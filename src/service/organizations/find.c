/*
 * find.c: the ARNs that authorization asks about. They hold the organization and its management account; outside an
 * organization the caller's account and "o-" stand there. One parameter may name an account, a root or a unit: each
 * finder answers nothing for ids of another kind.
 */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "service/organizations/handshake.h"
#include "service/organizations/transfer.h"

static int answer(struct gh_call *c, const char *kind, struct gh_str id, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_organizations(c->ctx.arena, r ? c->caller.account_id : org.management_account_id, kind,
                             r ? GH_S("o-") : org.organization_id, id);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int organizations_find_account(struct gh_call *c, struct gh_str id, struct gh_list *ret_arns, struct gh_err *err) {
    return id_is_account(id) ? answer(c, "account", id, ret_arns, err) : 0;
}

int organizations_find_root(struct gh_call *c, struct gh_str parent_id, struct gh_list *ret_arns, struct gh_err *err) {
    return gh_str_starts(parent_id, GH_S("r-")) ? answer(c, "root", parent_id, ret_arns, err) : 0;
}

int organizations_find_organizational_unit(struct gh_call *c, struct gh_str id, struct gh_list *ret_arns,
                                           struct gh_err *err) {
    return gh_str_starts(id, GH_S("ou-")) ? answer(c, "ou", id, ret_arns, err) : 0;
}

/* The ARN of a policy holds its type; for one that is not there the commonest stands. */
int organizations_find_policy(struct gh_call *c, struct gh_str id, struct gh_list *ret_arns, struct gh_err *err) {
    const struct org_policy_builtin *builtin = org_policy_builtin(id);
    if (!gh_str_starts(id, GH_S("p-"))) return 0;
    if (builtin) {
        *ret_arns = (struct gh_list){(void *)&builtin->arn, 1};
        return 0;
    }
    struct store_organization_policy_content_row row;
    int r =
        store_organization_policy_content(c->ctx.tx, &(struct store_organization_policy_content_args){id}, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str type = r ? ORGANIZATIONS_POLICY_TYPE_SERVICE_CONTROL_POLICY : row.type;
    struct gh_str name = gh_fmt(c->ctx.arena, "%.*s/%.*s", GH_S_FMT(gh_str_lower(c->ctx.arena, type)), GH_S_FMT(id));
    return answer(c, "policy", name, ret_arns, err);
}

/* A policy that is still to be made: any of its type. */
int organizations_find_new_policy(struct gh_call *c, struct gh_str type, struct gh_list *ret_arns, struct gh_err *err) {
    struct gh_str name = gh_fmt(c->ctx.arena, "%.*s/*", GH_S_FMT(gh_str_lower(c->ctx.arena, type)));
    return answer(c, "policy", name, ret_arns, err);
}

int organizations_find_resource_policy(struct gh_call *c, struct gh_str id, struct gh_list *ret_arns,
                                       struct gh_err *err) {
    return gh_str_starts(id, GH_S("rp-")) ? answer(c, "resourcepolicy", id, ret_arns, err) : 0;
}

/* PutResourcePolicy: the one there is, or any. */
int organizations_find_own_resource_policy(struct gh_call *c, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_organization_of_account_row org = {0};
    struct store_organization_resource_policy_get_row row;
    int r = store_organization_of_account(c->ctx.tx, &(struct store_organization_of_account_args){c->caller.account_id},
                                          &org, err);
    struct store_organization_resource_policy_get_args args = {org.organization_id};
    if (!r) r = store_organization_resource_policy_get(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    return answer(c, "resourcepolicy", r ? GH_S("*") : row.id, ret_arns, err);
}

/* Of one that is not there, or not the caller's, nothing but the id is known. */
int organizations_find_responsibility_transfer(struct gh_call *c, struct gh_str id, struct gh_list *ret_arns,
                                               struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_row row;
    struct store_organization_of_account_args args = {c->caller.account_id};
    if (!gh_str_starts(id, GH_S("rt-"))) return 0;
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (!r) r = transfer_find(c, &org, id, &row, err);
    if (r == -GH_ENOTFOUND)
        return answer(c, "transfer", gh_fmt(c->ctx.arena, "billing/inbound/%.*s", GH_S_FMT(id)), ret_arns, err);
    if (r) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = transfer_arn(c->ctx.arena, &org, &row);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* A handshake belongs to the organization that sent it, which need not be the caller's. */
int organizations_find_handshake(struct gh_call *c, struct gh_str handshake_id, struct gh_list *ret_arns,
                                 struct gh_err *err) {
    struct store_handshake_get_row row;
    struct gh_str name = organizations_handshake_name(c->ctx.arena, ORGANIZATIONS_ACTION_TYPE_INVITE, handshake_id);
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){handshake_id}, &row, err);
    if (r == -GH_ENOTFOUND) return answer(c, "handshake", name, ret_arns, err);
    if (r) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    name = organizations_handshake_name(c->ctx.arena, row.action, handshake_id);
    *arn = arn_organizations(c->ctx.arena, row.management_account_id, "handshake", row.organization_id, name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}
