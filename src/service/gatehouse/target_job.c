/*
 * target_job.c: see jobs.h. Both jobs only bring accounts in line with what is promised at that moment, so they may run
 * twice, late, or in any order. What an account cannot hold is left as a failed assignment request, which names cause
 * and account, and does not stop the others.
 */
#include "domain/assignment_target.h"

#include "base/base.h"
#include "domain/context.h"
#include "gen/sso_admin.h"
#include "service/gatehouse/jobs.h"
#include "service/sso_admin/status.h"
#include "store/queries.h"

#define ACCOUNTS_AT_ONCE 50
#define PROMISES_AT_ONCE 50

static void split(struct gh_str text, struct gh_str *parts, size_t n) {
    struct gh_str rest = text;
    for (size_t i = 0; i < n; i++)
        if (!gh_str_split(&rest, '/', &parts[i])) parts[i] = GH_S("");
}

/* As a request that failed, where administrators look for those. */
static int tell_failure(struct context *c, const struct assignment_place *place, const struct assignment *a,
                        const char *why, struct gh_err *err) {
    struct store_assignment_request_insert_args row = {.id = gh_uuid_new(c->arena),
                                                       .instance_id = place->instance_id,
                                                       .kind = SSO_ADMIN_REQUEST_CREATE,
                                                       .state = SSO_ADMIN_STATUS_VALUES_FAILED,
                                                       .account_id = a->account_id,
                                                       .permission_set_id = a->permission_set_id,
                                                       .principal_type = a->principal_type,
                                                       .principal_id = a->principal_id,
                                                       .created_ms = c->now_ms};
    int r = store_assignment_request_insert(c->tx, &row, NULL, err);
    struct store_assignment_request_finish_args finish = {row.id, row.state, gh_str_c(why)};
    return r ? r : store_assignment_request_finish(c->tx, &finish, NULL, err);
}

static int settle(struct context *c, const struct assignment_place *place, const struct assignment *a,
                  struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->arena);
    int r = assignment_target_settle(c, place, a, why);
    if (r == -GH_ECONFLICT) return tell_failure(c, place, a, why->message, err);
    if (r && err) *err = *why;
    return r;
}

/* ---- one promise, all accounts ---- */

static int settle_account(struct context *c, struct gh_str account_id, const struct gh_str parts[4],
                          struct gh_err *err) {
    struct assignment_place place;
    struct assignment a = {account_id, parts[1], parts[2], parts[3]};
    int r = assignment_place_read(c, account_id, &place, err);
    return r || !gh_str_eq(place.instance_id, parts[0]) ? r : settle(c, &place, &a, err);
}

static int run_target(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct gh_str parts[4];
    struct store_sso_instance_get_row instance;
    split(job->payload, parts, GH_COUNT(parts));
    int r = store_sso_instance_get(c->tx, &(struct store_sso_instance_get_args){parts[0]}, &instance, err);
    if (r == -GH_ENOTFOUND || (!r && !instance.organization_id.p)) return JOB_DONE;
    if (r) return r;
    struct store_organization_account_list_args args = {instance.organization_id, job->position, ACCOUNTS_AT_ONCE};
    struct store_organization_account_get_rows rows;
    r = store_organization_account_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = settle_account(c, rows.v[i].id, parts, err);
    if (r) return r;
    if (rows.n < ACCOUNTS_AT_ONCE) return JOB_DONE;
    job->position = rows.v[rows.n - 1].id;
    return JOB_MORE;
}

const struct job_kind gatehouse_target_job = {
    .name = GH_S_INIT("gatehouse.assignment-target"), .run = run_target, .max_attempts = 20};

/* ---- one account, all promises ---- */

/* First what it inherits and must not have any more, then what is promised above it; "2/" begins the second half. */
static int run_drops(struct context *c, const struct assignment_place *place, struct job *job, struct gh_err *err) {
    struct gh_str after[4];
    split(job->position, after, GH_COUNT(after));
    struct store_assignment_inherited_after_args args = {place->account_id, after[1], after[2], after[3],
                                                         PROMISES_AT_ONCE};
    struct store_assignment_inherited_get_rows rows;
    int r = store_assignment_inherited_after(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct assignment a = {place->account_id, rows.v[i].permission_set_id, rows.v[i].principal_type,
                               rows.v[i].principal_id};
        r = settle(c, place, &a, err);
    }
    if (r) return r;
    const struct store_assignment_inherited_get_row *last = rows.n == PROMISES_AT_ONCE ? &rows.v[rows.n - 1] : NULL;
    job->position = last ? gh_fmt(c->arena, "1/%.*s/%.*s/%.*s", GH_S_FMT(last->permission_set_id),
                                  GH_S_FMT(last->principal_type), GH_S_FMT(last->principal_id))
                         : GH_S("2/");
    return JOB_MORE;
}

/* The place above the account that comes next in the order of ids; absent at the end. */
static struct gh_str next_above(const struct assignment_place *place, struct gh_str after, bool inclusive) {
    struct gh_str least = GH_S_NONE;
    for (size_t i = 0; i < place->n_above; i++) {
        int order = gh_str_cmp(place->above[i], after);
        if (order < 0 || (order == 0 && !inclusive)) continue;
        if (!least.p || gh_str_cmp(place->above[i], least) < 0) least = place->above[i];
    }
    return least;
}

static int run_promises(struct context *c, const struct assignment_place *place, struct job *job, struct gh_err *err) {
    struct gh_str after[5];
    split(job->position, after, GH_COUNT(after));
    struct gh_str target = next_above(place, after[1], true);
    if (!target.p) return JOB_DONE;
    bool same = gh_str_eq(target, after[1]);
    struct store_assignment_target_after_args args = {.instance_id = place->instance_id,
                                                      .target_end = target,
                                                      .after_target = target,
                                                      .after_set = same ? after[2] : GH_S(""),
                                                      .after_type = same ? after[3] : GH_S(""),
                                                      .after_principal = same ? after[4] : GH_S(""),
                                                      .count = PROMISES_AT_ONCE};
    struct store_assignment_target_get_rows rows;
    int r = store_assignment_target_after(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct assignment a = {place->account_id, rows.v[i].permission_set_id, rows.v[i].principal_type,
                               rows.v[i].principal_id};
        r = settle(c, place, &a, err);
    }
    if (r) return r;
    const struct store_assignment_target_get_row *last = rows.n == PROMISES_AT_ONCE ? &rows.v[rows.n - 1] : NULL;
    struct gh_str next = last ? target : next_above(place, target, false);
    if (!next.p) return JOB_DONE;
    job->position = last ? gh_fmt(c->arena, "2/%.*s/%.*s/%.*s/%.*s", GH_S_FMT(next), GH_S_FMT(last->permission_set_id),
                                  GH_S_FMT(last->principal_type), GH_S_FMT(last->principal_id))
                         : gh_fmt(c->arena, "2/%.*s", GH_S_FMT(next));
    return JOB_MORE;
}

static int run_account(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct assignment_place place;
    int r = assignment_place_read(c, job->payload, &place, err);
    if (r || !place.instance_id.p) return r ? r : JOB_DONE;
    return gh_str_starts(job->position, GH_S("2/")) ? run_promises(c, &place, job, err)
                                                    : run_drops(c, &place, job, err);
}

const struct job_kind gatehouse_account_job = {
    .name = GH_S_INIT("gatehouse.assignment-account"), .run = run_account, .max_attempts = 20};
