/* transfer_check.c: see transfer.h: when a transfer may begin and end, and how long chains of them may get. */
#include "service/organizations/transfer.h"

#include "base/base.h"

/* How far ahead a transfer may begin. AWS gives no number. */
#define AHEAD_MS (366 * GH_DAY_MS)
/* AWS gives no numbers for these either: organizations that one may pay for, and how many pay one after another. */
#define PAID_MAX 100
#define LEVELS_MAX 2

/* "2026-11-24T08:00:00…": does the day begin here, and is it the first of its month? */
static bool begins_day(int64_t ms) {
    return ms % GH_DAY_MS == 0;
}

static bool begins_month(struct gh_arena *a, int64_t ms) {
    struct gh_str iso = gh_time_iso(a, ms);
    return gh_str_eq(gh_str_slice(iso, 8, 10), GH_S("01"));
}

static int refuse_date(struct gh_str reason, const char *text, struct gh_err *err) {
    return organizations_throw_invalid_input(err, reason, "You provided an invalid date. %s", text);
}

int transfer_check_start(struct gh_call *c, int64_t start_ms, struct gh_err *err) {
    if (!begins_day(start_ms))
        return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_START_DATE_NOT_BEGINNING_OF_DAY,
                           "The start date must be the beginning of the day (00:00:00.000).", err);
    if (!begins_month(c->ctx.arena, start_ms))
        return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_START_DATE_NOT_BEGINNING_OF_MONTH,
                           "The start date must be the first day of the month.", err);
    if (start_ms <= c->ctx.now_ms)
        return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_START_DATE_TOO_EARLY,
                           "The start date is too early.", err);
    if (start_ms > c->ctx.now_ms + AHEAD_MS)
        return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_START_DATE_TOO_LATE,
                           "The start date is too late.", err);
    return 0;
}

int transfer_check_end(struct gh_call *c, const struct store_responsibility_transfer_get_row *row, int64_t end_ms,
                       struct gh_err *err) {
    if (!begins_day(end_ms + 1) || !begins_month(c->ctx.arena, end_ms + 1))
        return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_END_DATE_NOT_END_OF_MONTH,
                           "The end date must be the end of the last day of the month (23:59:59.999).", err);
    if (end_ms > c->ctx.now_ms && end_ms > row->start_ms) return 0;
    return refuse_date(ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_END_DATE_TOO_EARLY, "The end date is too early.",
                       err);
}

int64_t transfer_end_default(struct gh_call *c, const struct store_responsibility_transfer_get_row *row) {
    int64_t from = row->start_ms > c->ctx.now_ms ? row->start_ms : c->ctx.now_ms;
    int64_t day = from - from % GH_DAY_MS + GH_DAY_MS;
    while (!begins_month(c->ctx.arena, day)) day += GH_DAY_MS;
    return day - 1;
}

static int payer_of(struct gh_call *c, struct gh_str organization_id,
                    struct store_responsibility_transfer_get_rows *ret_rows, struct gh_err *err) {
    struct store_responsibility_transfer_payer_args args = {organization_id, c->ctx.now_ms};
    return store_responsibility_transfer_payer(c->ctx.tx, &args, ret_rows, err);
}

/* How many pay above @organization_id, one for the other. */
static int levels_above(struct gh_call *c, struct gh_str organization_id, int *ret_levels, struct gh_err *err) {
    *ret_levels = 0;
    for (int i = 0; i < LEVELS_MAX; i++) {
        struct store_responsibility_transfer_get_rows rows;
        int r = payer_of(c, organization_id, &rows, err);
        if (r || !rows.n) return r;
        organization_id = rows.v[0].target_organization_id;
        ++*ret_levels;
    }
    return 0;
}

static int levels_below(struct gh_call *c, struct gh_str organization_id, int *ret_levels, struct gh_err *err) {
    struct store_responsibility_transfer_paid_payers_rows payers;
    struct store_responsibility_transfer_paid_count_row paid;
    struct store_responsibility_transfer_paid_payers_args of_payers = {organization_id, c->ctx.now_ms};
    struct store_responsibility_transfer_paid_count_args of_paid = {organization_id, c->ctx.now_ms};
    int r = store_responsibility_transfer_paid_count(c->ctx.tx, &of_paid, &paid, err);
    if (!r) r = store_responsibility_transfer_paid_payers(c->ctx.tx, &of_payers, &payers, err);
    if (!r) *ret_levels = payers.n ? 2 : paid.n > 0;
    return r;
}

/* The one that is being accepted counts already. */
static int check_inbound(struct gh_call *c, struct gh_str target, struct gh_err *err) {
    struct store_responsibility_transfer_paid_count_row paid;
    struct store_responsibility_transfer_paid_count_args args = {target, c->ctx.now_ms};
    int r = store_responsibility_transfer_paid_count(c->ctx.tx, &args, &paid, err);
    if (r || paid.n <= PAID_MAX) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION,
        "You have exceeded your inbound transfers limit.");
}

int transfer_check_chain(struct gh_call *c, struct gh_str target, struct gh_str source, struct gh_err *err) {
    struct store_responsibility_transfer_get_rows payer;
    int above = 0, below = 0;
    int r = payer_of(c, source, &payer, err);
    if (!r && payer.n && gh_str_eq(payer.v[0].target_organization_id, target))
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_RESPONSIBILITY_TRANSFER_ALREADY_EXISTS,
            "You cannot perform this operation with the current transfer.");
    if (!r && payer.n)
        return organizations_throw_constraint_violation(
            err,
            ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION,
            "You have exceeded your outbound transfers limit.");
    if (!r) r = check_inbound(c, target, err);
    if (!r) r = levels_above(c, target, &above, err);
    if (!r) r = levels_below(c, source, &below, err);
    if (r || above + 1 + below <= LEVELS_MAX) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION,
        "You have exceeded the maximum length of your transfer chain.");
}
