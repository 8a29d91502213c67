/* entitlement.c: see entitlement.h. */
#include "domain/entitlement.h"

#include "base/base.h"
#include "domain/context.h"
#include "store/queries.h"

int entitlement_check(struct context *c, struct gh_str user_id, struct gh_str account_id,
                      struct gh_str permission_set_id, struct gh_err *err) {
    struct store_entitlement_reaches_row row;
    struct store_entitlement_reaches_args args = {
        .user_id = user_id, .account_id = account_id, .permission_set_id = permission_set_id};
    int r = store_entitlement_reaches(c->tx, &args, &row, err);
    return r == -GH_ENOTFOUND ? gh_fail(err, GH_EDENIED, "no assignment reaches the user, or the user is disabled") : r;
}
