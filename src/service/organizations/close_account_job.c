/*
 * close_account_job.c: a closed account is suspended at once, and gone from the organization for good 90 days later,
 * as AWS has it. An account that was opened again meanwhile is left alone.
 */
#include "service/organizations/close_account_job.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/context.h"
#include "gen/organizations.h"
#include "service/organizations/event.h"
#include "service/organizations/membership.h"
#include "store/queries.h"

#define KEPT_MS (90 * GH_DAY_MS)

static int set_state(struct context *c, struct gh_str account_id, struct gh_str state, struct gh_err *err) {
    int r = store_account_state(c->tx, &(struct store_account_state_args){account_id, state}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

static int end_for_good(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    int r = store_organization_of_account(c->tx, &(struct store_organization_of_account_args){account_id}, &org, err);
    if (!r) r = organizations_depart(c, org.organization_id, account_id, GH_S("CLEANED"), err);
    if (r && r != -GH_ENOTFOUND) return r;
    r = set_state(c, account_id, ORGANIZATIONS_ACCOUNT_STATE_CLOSED, err);
    return r ? r : JOB_DONE;
}

static int suspend(struct context *c, struct gh_str account_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    int r = store_organization_of_account(c->tx, &(struct store_organization_of_account_args){account_id}, &org, err);
    if (!r) organizations_tell_closed(c, org.management_account_id, account_id);
    return r && r != -GH_ENOTFOUND ? r : set_state(c, account_id, ORGANIZATIONS_ACCOUNT_STATE_SUSPENDED, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_account_get_row account;
    int r = store_account_get(c->tx, &(struct store_account_get_args){job->payload}, &account, err);
    if (r) return r == -GH_ENOTFOUND ? JOB_DONE : r;
    if (gh_str_eq(account.state, ORGANIZATIONS_ACCOUNT_STATE_SUSPENDED)) return end_for_good(c, account.id, err);
    if (!gh_str_eq(account.state, ORGANIZATIONS_ACCOUNT_STATE_PENDING_CLOSURE)) return JOB_DONE;
    r = suspend(c, account.id, err);
    job->run_ms = c->now_ms + KEPT_MS;
    return r ? r : JOB_MORE;
}

const struct job_kind close_account_job = {
    .name = GH_S_INIT("organizations.close-account"), .run = run, .max_attempts = INT64_MAX};
