/* information.c: an account's name, state and age; the GovCloud account that AWS may link to it. */
#include "base/base.h"
#include "service/account/account.h"

/* While it is being closed an account can do nothing: for this API it is suspended. */
static struct gh_str state_of(struct gh_str state) {
    return gh_str_eq(state, GH_S("PENDING_CLOSURE")) ? ACCOUNT_ACCOUNT_STATE_SUSPENDED : state;
}

int account_get_account_information(struct gh_call *c, const struct account_get_account_information_input *in,
                                    struct account_get_account_information_output *out, struct gh_err *err) {
    struct store_account_get_row account;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    if (!r) r = store_account_get(c->ctx.tx, &(struct store_account_get_args){id}, &account, err);
    if (r) return r;
    *out = (struct account_get_account_information_output){.account_id = account.id,
                                                           .account_name = account.name,
                                                           .account_created_date = account.created_ms,
                                                           .account_state = state_of(account.state)};
    return 0;
}

int account_put_account_name(struct gh_call *c, const struct account_put_account_name_input *in,
                             struct account_put_account_name_output *out, struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int r = account_open(c, in->account_id, &id, err);
    return r ? r
             : store_account_rename(c->ctx.tx, &(struct store_account_rename_args){id, in->account_name}, NULL, err);
}

/* There is no GovCloud partition here that an account could be linked with. */
int account_get_gov_cloud_account_information(struct gh_call *c,
                                              const struct account_get_gov_cloud_account_information_input *in,
                                              struct account_get_gov_cloud_account_information_output *out,
                                              struct gh_err *err) {
    (void)out;
    struct gh_str id;
    int r = account_open(c, in->standard_account_id, &id, err);
    return r ? r : account_throw_resource_not_found(err, "No GovCloud account is linked to the account.");
}
