/* target.c: see target.h. */
#include "service/sso_admin/target.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/provisioning.h"
#include "store/queries.h"

int sso_admin_target_check(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                           struct gh_str *ret_reason, struct gh_err *err) {
    struct store_organization_account_get_row account;
    struct store_organization_account_get_args args = {recipe->organization_id, account_id};
    int r = store_organization_account_get(c->tx, &args, &account, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_reason = GH_S_NONE;
    if (r)
        *ret_reason = gh_fmt(c->arena,
                             "Account %.*s is not a member of organization %.*s. Create it there or invite it, "
                             "then send the request again.",
                             GH_S_FMT(account_id), GH_S_FMT(recipe->organization_id));
    else if (!gh_str_eq(account.state, GH_S("ACTIVE")))
        *ret_reason = gh_fmt(c->arena, "Account %.*s is not active: its state is %.*s.", GH_S_FMT(account_id),
                             GH_S_FMT(account.state));
    return 0;
}

int sso_admin_target_reason(struct context *c, int r, const struct gh_err *why, struct gh_str *ret_reason,
                            struct gh_err *err) {
    if (r == -GH_ECONFLICT) {
        *ret_reason = gh_str_dup(c->arena, gh_str_c(why->message));
        return 0;
    }
    if (r && err) *err = *why;
    return r;
}
