/*
 * organization_report_job.c: see organization_report_job.h. It walks the organization's accounts in order of their
 * numbers; the position is the last of them. What an account used last is added up service by service.
 */
#include "service/iam/organization_report_job.h"

#include "base/base.h"
#include "domain/context.h"
#include "service/iam/access_subject.h"
#include "store/queries.h"

#define ACCOUNTS_PER_CHUNK 100
/* AWS: five levels of units below the root. One more turn ends a chain that the database should never hold. */
#define DEPTH_MAX 6

struct gh_str organization_report_target(struct gh_str path) {
    while (path.n && path.p[path.n - 1] == '/') path.n--;
    size_t at = path.n;
    while (at && path.p[at - 1] != '/') at--;
    return gh_str_slice(path, at, path.n);
}

/* Is the account the target, or somewhere below it? */
static int is_below(struct context *c, struct gh_str organization_id, struct gh_str target,
                    const struct store_organization_account_get_row *account, bool *ret_below, struct gh_err *err) {
    *ret_below = gh_str_eq(account->id, target);
    struct gh_str at = account->parent_id;
    for (int depth = 0; !*ret_below && depth <= DEPTH_MAX; depth++) {
        *ret_below = gh_str_eq(at, target);
        if (*ret_below || gh_str_starts(at, GH_S("r-"))) return 0;
        struct store_organization_unit_get_row unit;
        struct store_organization_unit_get_args args = {.organization_id = organization_id, .id = at};
        int r = store_organization_unit_get(c->tx, &args, &unit, err);
        if (r) return r;
        at = unit.parent_id;
    }
    return 0;
}

static int add_service(struct context *c, struct gh_str report_id, struct gh_str account_id,
                       const struct store_iam_action_use_account_row *use, struct gh_err *err) {
    struct store_iam_access_report_service_add_args args = {.report_id = report_id,
                                                            .service = use->service,
                                                            .used_ms = use->used_ms,
                                                            .region = use->region,
                                                            .account_id = account_id};
    return store_iam_access_report_service_add(c->tx, &args, NULL, err);
}

/* The rows come in order of service and time: the last of each service counts. */
static int add_account(struct context *c, struct gh_str report_id, struct gh_str account_id, struct gh_err *err) {
    struct store_iam_action_use_account_rows rows;
    struct store_iam_action_use_account_args args = {.account_id = account_id,
                                                     .after_ms = c->now_ms - ACCESS_TRACKED_MS};
    int r = store_iam_action_use_account(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++)
        if (i + 1 == rows.n || !gh_str_eq(rows.v[i].service, rows.v[i + 1].service))
            r = add_service(c, report_id, account_id, &rows.v[i], err);
    return r;
}

static int finish(struct context *c, struct gh_str report_id, struct gh_err *err) {
    struct store_iam_access_report_finish_args args = {.id = report_id, .completed_ms = c->now_ms};
    int r = store_iam_access_report_finish(c->tx, &args, NULL, err);
    return r ? r : JOB_DONE;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_iam_access_report_get_row report;
    struct store_organization_account_get_rows accounts;
    struct store_iam_access_report_get_args of_report = {.id = job->payload};
    int r = store_iam_access_report_get(c->tx, &of_report, &report, err);
    if (r == -GH_ENOTFOUND) return JOB_DONE; /* it has grown old */
    if (r) return r;
    struct gh_str path = report.subject, organization_id, target = organization_report_target(report.subject);
    gh_str_split(&path, '/', &organization_id);
    struct store_organization_account_list_args args = {
        .organization_id = organization_id, .after_id = job->position, .count = ACCOUNTS_PER_CHUNK};
    r = store_organization_account_list(c->tx, &args, &accounts, err);
    for (size_t i = 0; !r && i < accounts.n; i++) {
        bool below;
        r = is_below(c, organization_id, target, &accounts.v[i], &below, err);
        if (!r && below) r = add_account(c, job->payload, accounts.v[i].id, err);
    }
    if (r) return r;
    if (accounts.n < ACCOUNTS_PER_CHUNK) return finish(c, job->payload, err);
    job->position = accounts.v[accounts.n - 1].id;
    return JOB_MORE;
}

static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)context;
    (void)why;
    struct store_iam_access_report_finish_args args = {.id = job->payload,
                                                       .completed_ms = c->now_ms,
                                                       .error_code = GH_S("ServiceFailure"),
                                                       .error_message = GH_S("The report could not be made.")};
    return store_iam_access_report_finish(c->tx, &args, NULL, err);
}

const struct job_kind iam_organization_report_job = {
    .name = GH_S_INIT("iam.organization-report"), .run = run, .give_up = give_up, .max_attempts = 5};
