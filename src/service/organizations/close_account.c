/* close_account.c: closing a member account. */
#include "base/base.h"
#include "domain/account.h"
#include "job/job.h"
#include "service/organizations/close_account_job.h"
#include "service/organizations/organizations.h"

/* AWS: within 30 days the higher of 250 and a fifth of the members, at most 1,000; three at a time. */
#define PERIOD_MS (30 * GH_DAY_MS)
#define CLOSED_LEAST 250
#define CLOSED_MOST 1000
#define AT_A_TIME 3

static int check_quota(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_account_count_row members;
    struct store_organization_closure_count_row closed;
    struct store_organization_closure_pending_row pending;
    struct store_organization_account_count_args of_members = {org->organization_id};
    struct store_organization_closure_count_args of_closed = {org->organization_id, c->ctx.now_ms - PERIOD_MS};
    struct store_organization_closure_pending_args of_pending = {org->organization_id};
    int r = store_organization_account_count(c->ctx.tx, &of_members, &members, err);
    if (!r) r = store_organization_closure_count(c->ctx.tx, &of_closed, &closed, err);
    if (!r) r = store_organization_closure_pending(c->ctx.tx, &of_pending, &pending, err);
    if (r) return r;
    if (pending.n >= AT_A_TIME)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED,
            "You attempted to exceed the number of accounts that you can close at a time.");
    int64_t quota = members.n / 5 > CLOSED_LEAST ? members.n / 5 : CLOSED_LEAST;
    if (closed.n < (quota < CLOSED_MOST ? quota : CLOSED_MOST)) return 0;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CLOSE_ACCOUNT_QUOTA_EXCEEDED,
        "You have exceeded close account quota for the past 30 days.");
}

static int check_account(const struct store_organization_of_account_row *org,
                         const struct store_organization_account_get_row *account, struct gh_err *err) {
    int r = organizations_require_all_features(org, err);
    if (r) return r;
    if (gh_str_eq(account->id, org->management_account_id))
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_CANNOT_CLOSE_MANAGEMENT_ACCOUNT,
            "You attempted to close the management account. You must first remove or close all member accounts.");
    if (gh_str_eq(account->state, ORGANIZATIONS_ACCOUNT_STATE_PENDING_CLOSURE))
        return organizations_throw_conflict(err, "The account is being closed.");
    if (!gh_str_eq(account->state, ORGANIZATIONS_ACCOUNT_STATE_ACTIVE))
        return organizations_throw_account_already_closed(err,
                                                          "You attempted to close an account that is already closed.");
    return 0;
}

int organizations_close_account(struct gh_call *c, const struct organizations_close_account_input *in,
                                struct organizations_close_account_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    int r = organizations_manage(c, &org, err);
    if (r) return r;
    struct store_organization_account_get_args args = {org.organization_id, in->account_id};
    r = store_organization_account_get(c->ctx.tx, &args, &account, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_account_not_found(
            err, "You specified an account that doesn't exist in this organization.");
    if (!r) r = check_account(&org, &account, err);
    if (!r) r = check_quota(c, &org, err);
    if (r) return r;
    struct store_account_state_args state = {account.id, ORGANIZATIONS_ACCOUNT_STATE_PENDING_CLOSURE};
    struct store_organization_closure_put_args closure = {org.organization_id, account.id, c->ctx.now_ms};
    r = store_account_state(c->ctx.tx, &state, NULL, err);
    if (!r) r = store_organization_closure_put(c->ctx.tx, &closure, NULL, err);
    if (!r) r = job_submit(&c->ctx, close_account_job.name, account.id, c->ctx.now_ms, err);
    return r ? r : account_touch(&c->ctx, account.id, err);
}
