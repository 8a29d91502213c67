/* root_session.c: see root_session.h. */
#include "domain/root_session.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/managed_policy.h"
#include "store/queries.h"

static int denied(struct gh_err *err, const char *why) {
    return gh_refuse(err, GH_EDENIED, "%s", why);
}

static int organization_of(struct context *c, struct gh_str account_id, struct store_organization_of_account_row *ret,
                           struct gh_err *err) {
    return store_organization_of_account(c->tx, &(struct store_organization_of_account_args){.account_id = account_id},
                                         ret, err);
}

int root_session_check(struct context *c, struct gh_str granter, struct gh_str target, struct gh_err *err) {
    struct store_organization_of_account_row mine, theirs;
    struct store_root_sessions_enabled_row feature;
    int r = organization_of(c, granter, &mine, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(mine.management_account_id, granter))
        return denied(err, "Root sessions are for the management account of an organization.");
    struct store_root_sessions_enabled_args args = {.organization_id = mine.organization_id};
    if ((r = store_root_sessions_enabled(c->tx, &args, &feature, err))) return r;
    if (!feature.n) return denied(err, "Root sessions are not enabled in your organization.");
    r = organization_of(c, target, &theirs, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(mine.organization_id, theirs.organization_id) || gh_str_eq(granter, target))
        return denied(err, "The target principal is not a member account of your organization.");
    struct store_account_access_row account;
    r = store_account_access(c->tx, &(struct store_account_access_args){.id = target}, &account, err);
    if (!r && !gh_str_eq(account.state, GH_S("ACTIVE")))
        return denied(err, "The account of the target principal is closed.");
    return r;
}

bool root_session_is_task(struct context *c, struct gh_str arn) {
    struct gh_str name;
    return gh_str_starts(arn, GH_S("arn:aws:iam::aws:policy/root-task/")) &&
           managed_policy_find(c, arn, &name, NULL) == 0;
}
