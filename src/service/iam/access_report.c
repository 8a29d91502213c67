/*
 * access_report.c: when users, groups, roles and policies were last used. A report is a question that is kept; what it
 * answers is read when it is fetched, from what the audit trail left behind (domain/credential_use.h).
 */
#include "service/iam/access_report.h"

#include <stdlib.h>

#include "base/base.h"
#include "service/iam/access_subject.h"
#include "service/iam/iam.h"
#include "service/iam/service_names.h"

#define KIND GH_S("ENTITY")
/* Reports older than a day are gone. */
#define KEEP_MS GH_DAY_MS

int iam_generate_service_last_accessed_details(struct gh_call *c,
                                               const struct iam_generate_service_last_accessed_details_input *in,
                                               struct iam_generate_service_last_accessed_details_output *out,
                                               struct gh_err *err) {
    struct access_subject subject;
    int r = access_subject_read(c, in->arn, false, &subject, err);
    if (!r) r = iam_access_reports_expire(c, err);
    if (r) return r;
    struct store_iam_access_report_insert_args row = {
        .id = gh_uuid_new(c->ctx.arena),
        .account_id = c->caller.account_id,
        .caller_id = c->caller.entity_id,
        .kind = KIND,
        .subject = in->arn,
        .granularity = in->granularity.p ? in->granularity : IAM_ACCESS_ADVISOR_USAGE_GRANULARITY_TYPE_SERVICE_LEVEL,
        .created_ms = c->ctx.now_ms,
        .has_completed_ms = true,
        .completed_ms = c->ctx.now_ms};
    out->job_id = row.id;
    return store_iam_access_report_insert(c->ctx.tx, &row, NULL, err);
}

int iam_access_reports_expire(struct gh_call *c, struct gh_err *err) {
    int64_t before = c->ctx.now_ms - KEEP_MS;
    struct store_iam_access_report_service_expire_args services = {.before_ms = before};
    int r = store_iam_access_report_service_expire(c->ctx.tx, &services, NULL, err);
    if (r) return r;
    struct store_iam_access_report_expire_args args = {.before_ms = before};
    return store_iam_access_report_expire(c->ctx.tx, &args, NULL, err);
}

int iam_access_report_own(struct gh_call *c, struct gh_str id, struct gh_str kind,
                          struct store_iam_access_report_get_row *ret_report, struct gh_err *err) {
    struct store_iam_access_report_get_args args = {.id = id};
    int r = store_iam_access_report_get(c->ctx.tx, &args, ret_report, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(ret_report->account_id, c->caller.account_id) && gh_str_eq(ret_report->kind, kind) &&
        gh_str_eq(ret_report->caller_id, c->caller.entity_id))
        return 0;
    return iam_throw_no_such_entity(err, "The job with id %.*s cannot be found.", GH_S_FMT(id));
}

/* The subject of a report; if it has been deleted since, @ret_gone says so in the terms of a failed job. */
static int read_subject(struct gh_call *c, const struct store_iam_access_report_get_row *report,
                        struct access_subject *ret_subject, struct iam_error_details **ret_gone, struct gh_err *err) {
    struct gh_err *why = gh_new(c->ctx.arena, struct gh_err);
    int r = access_subject_read(c, report->subject, true, ret_subject, why);
    if (!r) return 0;
    if (r != -GH_ETHROWN) return gh_fail(err, (enum gh_code) - r, "%s", why->detail);
    *ret_gone = gh_new(c->ctx.arena, struct iam_error_details);
    **ret_gone = (struct iam_error_details){.code = why->shape->code, .message = gh_str_c(why->message)};
    return 0;
}

/* The last use of a service by one holder; NULL where there is none. */
static const struct store_iam_action_use_list_row *last_of(const struct access_holder *h, struct gh_str service) {
    const struct store_iam_action_use_list_row *last = NULL;
    for (size_t i = 0; i < h->uses.n; i++)
        if (gh_str_eq(h->uses.v[i].service, service) && (!last || h->uses.v[i].used_ms > last->used_ms))
            last = &h->uses.v[i];
    return last;
}

static void track(struct iam_tracked_actions_last_accessed *list, const struct access_holder *h,
                  const struct store_iam_action_use_list_row *use) {
    struct iam_tracked_action_last_accessed *at = list->v;
    while (at < list->v + list->n && !gh_str_eq(at->action_name, use->action)) at++;
    if (at == list->v + list->n)
        list->n++;
    else if (at->last_accessed_time >= use->used_ms)
        return;
    *at = (struct iam_tracked_action_last_accessed){.action_name = use->action,
                                                    .last_accessed_entity = h->entity.arn,
                                                    .last_accessed_time = use->used_ms,
                                                    .last_accessed_region = use->region};
}

static void add_actions(struct gh_call *c, const struct access_subject *subject, struct iam_service_last_accessed *to) {
    size_t most = 0;
    for (size_t i = 0; i < subject->n_holders; i++) most += subject->holders[i].uses.n;
    to->tracked_actions_last_accessed.v = gh_new_n(c->ctx.arena, struct iam_tracked_action_last_accessed, most + 1);
    for (size_t i = 0; i < subject->n_holders; i++) {
        const struct access_holder *h = &subject->holders[i];
        for (size_t k = 0; k < h->uses.n; k++)
            if (gh_str_eq(h->uses.v[k].service, to->service_namespace))
                track(&to->tracked_actions_last_accessed, h, &h->uses.v[k]);
    }
    if (!to->tracked_actions_last_accessed.n) to->tracked_actions_last_accessed.v = NULL;
}

static struct iam_service_last_accessed service_row(struct gh_call *c, const struct access_subject *subject,
                                                    struct gh_str service, bool actions) {
    struct iam_service_last_accessed row = {.service_name = service_name_of(service), .service_namespace = service};
    row.has_total_authenticated_entities = true;
    for (size_t i = 0; i < subject->n_holders; i++) {
        const struct store_iam_action_use_list_row *last = last_of(&subject->holders[i], service);
        if (!last) continue;
        row.total_authenticated_entities++;
        if (last->used_ms <= row.last_authenticated) continue;
        row.last_authenticated = last->used_ms;
        row.last_authenticated_entity = subject->holders[i].entity.arn;
        row.last_authenticated_region = last->region;
    }
    if (actions) add_actions(c, subject, &row);
    return row;
}

/* How many of the sorted texts are not past @after. */
static size_t count_up_to(const struct policy_texts *texts, struct gh_str after) {
    size_t n = 0;
    while (n < texts->n && gh_str_cmp(texts->v[n], after) <= 0) n++;
    return n;
}

int iam_get_service_last_accessed_details(struct gh_call *c,
                                          const struct iam_get_service_last_accessed_details_input *in,
                                          struct iam_get_service_last_accessed_details_output *out,
                                          struct gh_err *err) {
    struct store_iam_access_report_get_row report;
    struct access_subject subject;
    struct wire_page page;
    int r = iam_access_report_own(c, in->job_id, KIND, &report, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, in->job_id), &page, err);
    if (!r) r = read_subject(c, &report, &subject, &out->error, err);
    if (r) return r;
    out->job_status = out->error ? IAM_JOB_STATUS_TYPE_FAILED : IAM_JOB_STATUS_TYPE_COMPLETED;
    out->job_type = report.granularity;
    out->job_creation_date = report.created_ms;
    out->job_completion_date = report.completed_ms;
    struct policy_texts services = {0};
    if (!out->error) services = access_subject_services(c, &subject);
    size_t from = count_up_to(&services, page.after), rest = services.n - from;
    size_t shown = wire_page_shown(&page, rest);
    bool actions = gh_str_eq(report.granularity, IAM_ACCESS_ADVISOR_USAGE_GRANULARITY_TYPE_ACTION_LEVEL);
    out->services_last_accessed.v = gh_new_n(c->ctx.arena, struct iam_service_last_accessed, shown + 1);
    out->services_last_accessed.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->services_last_accessed.v[i] = service_row(c, &subject, services.v[from + i], actions);
    if (shown) out->marker = wire_page_next(c, &page, rest, services.v[from + shown - 1]);
    IAM_LIST_END(out);
    return 0;
}

/* The latest first; those who never used the service last. */
static int by_time(const void *a, const void *b) {
    const struct iam_entity_details *x = a, *y = b;
    if (x->last_authenticated != y->last_authenticated) return x->last_authenticated > y->last_authenticated ? -1 : 1;
    return gh_str_cmp(x->entity_info->arn, y->entity_info->arn);
}

static struct iam_entity_details entity_row(struct gh_call *c, const struct access_holder *h, struct gh_str service) {
    const struct store_iam_action_use_list_row *last = last_of(h, service);
    struct iam_entity_info *info = gh_new(c->ctx.arena, struct iam_entity_info);
    *info = (struct iam_entity_info){.arn = h->entity.arn,
                                     .name = h->entity.name,
                                     .type = h->entity.kind == IAM_ENTITY_ROLE ? IAM_POLICY_OWNER_ENTITY_TYPE_ROLE
                                                                               : IAM_POLICY_OWNER_ENTITY_TYPE_USER,
                                     .id = h->entity.id,
                                     .path = h->entity.path};
    return (struct iam_entity_details){.entity_info = info, .last_authenticated = last ? last->used_ms : 0};
}

int iam_get_service_last_accessed_details_with_entities(
    struct gh_call *c, const struct iam_get_service_last_accessed_details_with_entities_input *in,
    struct iam_get_service_last_accessed_details_with_entities_output *out, struct gh_err *err) {
    struct store_iam_access_report_get_row report;
    struct access_subject subject;
    struct wire_page page;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s %.*s", GH_S_FMT(in->job_id), GH_S_FMT(in->service_namespace));
    int64_t from = 0;
    int r = iam_access_report_own(c, in->job_id, KIND, &report, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, filter), &page, err);
    if (!r) r = read_subject(c, &report, &subject, &out->error, err);
    if (r) return r;
    if (page.after.n && !gh_str_to_i64(page.after, &from)) return gh_refuse(err, GH_EINVAL, "Invalid Marker.");
    out->job_status = out->error ? IAM_JOB_STATUS_TYPE_FAILED : IAM_JOB_STATUS_TYPE_COMPLETED;
    out->job_creation_date = report.created_ms;
    out->job_completion_date = report.completed_ms;
    struct iam_entity_details *all = gh_new_n(c->ctx.arena, struct iam_entity_details, subject.n_holders + 1);
    for (size_t i = 0; i < subject.n_holders; i++) all[i] = entity_row(c, &subject.holders[i], in->service_namespace);
    qsort(all, subject.n_holders, sizeof *all, by_time);
    /* The key of a page is how many were shown before. */
    size_t skip = (size_t)from < subject.n_holders ? (size_t)from : subject.n_holders;
    size_t rest = subject.n_holders - skip, shown = wire_page_shown(&page, rest);
    out->entity_details_list.v = all + skip;
    out->entity_details_list.n = shown;
    struct gh_str last = gh_fmt(c->ctx.arena, "%zu", skip + shown);
    if (shown) out->marker = wire_page_next(c, &page, rest, last);
    IAM_LIST_END(out);
    return 0;
}
