/* credential_report.c: the account's credential report: asked for, made by a job, fetched. */
#include "base/base.h"
#include "service/iam/credential_report_job.h"
#include "service/iam/iam.h"

/* AWS makes a new one once the last is four hours old. */
#define FRESH_MS (4 * GH_HOUR_MS)
#define REPORT_MAX ((size_t)24 << 20)

static int get(struct gh_call *c, struct store_iam_credential_report_get_row *ret_report, struct gh_err *err) {
    struct store_iam_credential_report_get_args args = {.account_id = c->caller.account_id};
    return store_iam_credential_report_get(c->ctx.tx, &args, ret_report, err);
}

static bool is_fresh(struct gh_call *c, const struct store_iam_credential_report_get_row *report) {
    return report->has_generated_ms && c->ctx.now_ms < report->generated_ms + FRESH_MS;
}

static int start(struct gh_call *c, struct gh_err *err) {
    struct gh_str account_id = c->caller.account_id;
    struct store_iam_credential_report_part_delete_args old = {.account_id = account_id};
    struct store_iam_credential_report_start_args report = {
        .account_id = account_id, .state = IAM_REPORT_STATE_TYPE_INPROGRESS, .started_ms = c->ctx.now_ms};
    int r = store_iam_credential_report_part_delete(c->ctx.tx, &old, NULL, err);
    if (!r) r = store_iam_credential_report_start(c->ctx.tx, &report, NULL, err);
    return r ? r : job_submit(&c->ctx, iam_credential_report_job.name, account_id, c->ctx.now_ms, err);
}

int iam_generate_credential_report(struct gh_call *c, const struct iam_generate_credential_report_input *in,
                                   struct iam_generate_credential_report_output *out, struct gh_err *err) {
    (void)in;
    struct store_iam_credential_report_get_row report;
    int r = get(c, &report, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && !report.has_generated_ms) {
        out->state = IAM_REPORT_STATE_TYPE_INPROGRESS;
        return 0;
    }
    if (!r && is_fresh(c, &report)) {
        out->state = IAM_REPORT_STATE_TYPE_COMPLETE;
        return 0;
    }
    out->state = IAM_REPORT_STATE_TYPE_STARTED;
    out->description = GH_S("No report exists. Starting a new report generation task");
    return start(c, err);
}

int iam_get_credential_report(struct gh_call *c, const struct iam_get_credential_report_input *in,
                              struct iam_get_credential_report_output *out, struct gh_err *err) {
    (void)in;
    struct store_iam_credential_report_get_row report;
    struct store_iam_credential_report_part_list_rows parts;
    struct store_iam_credential_report_part_list_args args = {.account_id = c->caller.account_id};
    int r = get(c, &report, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_credential_report_not_present(err, "No credential report is present. Generate one first.");
    if (r) return r;
    if (!report.has_generated_ms)
        return iam_throw_credential_report_not_ready(err, "The credential report is still being generated.");
    if (!is_fresh(c, &report))
        return iam_throw_credential_report_expired(err, "The credential report has expired. Generate a new one.");
    if ((r = store_iam_credential_report_part_list(c->ctx.tx, &args, &parts, err))) return r;
    struct gh_buf content;
    gh_buf_init(&content, c->ctx.arena, REPORT_MAX);
    for (size_t i = 0; i < parts.n; i++) gh_buf_add(&content, parts.v[i].content);
    if (!gh_buf_ok(&content)) return gh_fail(err, GH_ELIMIT, "the credential report is too large");
    out->content = gh_buf_str(&content);
    out->report_format = IAM_REPORT_FORMAT_TYPE_TEXT_CSV;
    out->generated_time = report.generated_ms;
    return 0;
}
