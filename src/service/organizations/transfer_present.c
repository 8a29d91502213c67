/*
 * transfer_present.c: organizations:TransferType and organizations:TransferDirection, which no input holds: the
 * direction follows from the operation, or from the transfer and whose it is.
 */
#include "base/base.h"
#include "policy/policy.h"
#include "service/organizations/transfer.h"

static struct policy_key one_key(struct gh_call *c, struct gh_str key, struct gh_str value) {
    struct gh_str *values = gh_new(c->ctx.arena, struct gh_str);
    *values = value;
    return (struct policy_key){.key = key, .values = values, .n_values = 1};
}

static int present_direction(struct gh_call *c, bool inbound) {
    struct policy_key *keys = gh_new(c->ctx.arena, struct policy_key);
    *keys = one_key(c, GH_S("organizations:TransferDirection"), inbound ? GH_S("INBOUND") : GH_S("OUTBOUND"));
    c->keys = keys;
    c->n_keys = 1;
    return 0;
}

/* A transfer that is not there, or is not the caller's, has neither. */
int transfer_present(struct gh_call *c, struct gh_str id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_row row;
    struct store_organization_of_account_args args = {c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &org, err);
    if (!r) r = transfer_find(c, &org, id, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct policy_key *keys = gh_new_n(c->ctx.arena, struct policy_key, 2);
    bool inbound = gh_str_eq(row.target_organization_id, org.organization_id);
    keys[0] = one_key(c, GH_S("organizations:TransferDirection"), inbound ? GH_S("INBOUND") : GH_S("OUTBOUND"));
    keys[1] = one_key(c, GH_S("organizations:TransferType"), row.type);
    c->keys = keys;
    c->n_keys = 2;
    return 0;
}

int organizations_invite_organization_to_transfer_responsibility_present(
    struct gh_call *c, const struct organizations_invite_organization_to_transfer_responsibility_input *in,
    struct gh_err *err) {
    (void)in;
    (void)err;
    return present_direction(c, true);
}

int organizations_list_inbound_responsibility_transfers_present(
    struct gh_call *c, const struct organizations_list_inbound_responsibility_transfers_input *in, struct gh_err *err) {
    (void)in;
    (void)err;
    return present_direction(c, true);
}

int organizations_list_outbound_responsibility_transfers_present(
    struct gh_call *c, const struct organizations_list_outbound_responsibility_transfers_input *in,
    struct gh_err *err) {
    (void)in;
    (void)err;
    return present_direction(c, false);
}

int organizations_describe_responsibility_transfer_present(
    struct gh_call *c, const struct organizations_describe_responsibility_transfer_input *in, struct gh_err *err) {
    return transfer_present(c, in->id, err);
}

int organizations_update_responsibility_transfer_present(
    struct gh_call *c, const struct organizations_update_responsibility_transfer_input *in, struct gh_err *err) {
    return transfer_present(c, in->id, err);
}

int organizations_terminate_responsibility_transfer_present(
    struct gh_call *c, const struct organizations_terminate_responsibility_transfer_input *in, struct gh_err *err) {
    return transfer_present(c, in->id, err);
}
