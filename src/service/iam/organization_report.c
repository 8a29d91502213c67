/*
 * organization_report.c: which services the accounts of an organization, or of a part of it, used last, and which of
 * those its service control policies let them use.
 */
#include <stdlib.h>

#include "base/base.h"
#include "policy/policy.h"
#include "service/iam/access_report.h"
#include "service/iam/organization_report_job.h"
#include "service/iam/service_names.h"
#include "service/organizations/organizations.h"

/* Reports under way at a time. */
#define PENDING_MAX 5

static int open_organization(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, ret_org, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && gh_str_eq(ret_org->management_account_id, c->caller.account_id)) return 0;
    return gh_refuse(err, GH_EDENIED, "Your account is not the management account of an organization.");
}

/* "o-…/r-…/ou-…/" and the account's id, as the account's path is spelled. */
static int account_path(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                        struct gh_str *ret_path, struct gh_err *err) {
    struct store_organization_account_get_row account;
    struct store_organization_account_get_args args = {.organization_id = org->organization_id, .account_id = id};
    struct gh_str parents;
    int depth, r = store_organization_account_get(c->ctx.tx, &args, &account, err);
    if (!r) r = organizations_path(c, org, account.parent_id, &parents, &depth, err);
    if (!r) *ret_path = gh_fmt(c->ctx.arena, "%.*s%.*s", GH_S_FMT(parents), GH_S_FMT(id));
    return r;
}

/* Is there such an entity, by that very path? Only database errors fail. */
static int check_path(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str path,
                      bool *ret_exists, struct gh_err *err) {
    struct gh_str target = organization_report_target(path), real = GH_S_NONE;
    int depth, r;
    if (gh_str_starts(target, GH_S("r-")) || gh_str_starts(target, GH_S("ou-"))) {
        bool found;
        *ret_exists = false;
        r = organizations_parent_exists(c, org, target, &found, err);
        if (r || !found) return r;
        r = organizations_path(c, org, target, &real, &depth, err);
    } else {
        r = account_path(c, org, target, &real, err);
    }
    if (r && r != -GH_ENOTFOUND) return r;
    while (real.n && real.p[real.n - 1] == '/') real.n--;
    while (path.n && path.p[path.n - 1] == '/') path.n--;
    *ret_exists = !r && gh_str_eq(real, path);
    return 0;
}

static int check_room(struct gh_call *c, struct gh_err *err) {
    struct store_iam_access_report_pending_row pending;
    struct store_iam_access_report_pending_args args = {.account_id = c->caller.account_id,
                                                        .kind = ORGANIZATION_REPORT_KIND};
    int r = store_iam_access_report_pending(c->ctx.tx, &args, &pending, err);
    if (r || pending.n < PENDING_MAX) return r;
    return iam_throw_report_generation_limit_exceeded(
        err, "Too many reports are being generated: at most %d at a time.", PENDING_MAX);
}

int iam_generate_organizations_access_report(struct gh_call *c,
                                             const struct iam_generate_organizations_access_report_input *in,
                                             struct iam_generate_organizations_access_report_output *out,
                                             struct gh_err *err) {
    struct store_organization_of_account_row org;
    bool exists;
    int r = open_organization(c, &org, err);
    if (!r) r = iam_access_reports_expire(c, err);
    if (!r) r = check_room(c, err);
    if (!r) r = check_path(c, &org, in->entity_path, &exists, err);
    if (r) return r;
    struct store_iam_access_report_insert_args row = {.id = gh_uuid_new(c->ctx.arena),
                                                      .account_id = c->caller.account_id,
                                                      .caller_id = c->caller.entity_id,
                                                      .kind = ORGANIZATION_REPORT_KIND,
                                                      .subject = in->entity_path,
                                                      .policy_id = in->organizations_policy_id,
                                                      .granularity = GH_S("SERVICE_LEVEL"),
                                                      .created_ms = c->ctx.now_ms};
    out->job_id = row.id;
    if ((r = store_iam_access_report_insert(c->ctx.tx, &row, NULL, err))) return r;
    if (exists) return job_submit(&c->ctx, iam_organization_report_job.name, row.id, c->ctx.now_ms, err);
    struct store_iam_access_report_finish_args failed = {
        .id = row.id,
        .completed_ms = c->ctx.now_ms,
        .error_code = GH_S("InvalidInput"),
        .error_message = GH_S("The entity path does not exist in your organization.")};
    return store_iam_access_report_finish(c->ctx.tx, &failed, NULL, err);
}

/* The policies at one place; a level without a policy list allows everything. */
struct level {
    const struct policy **v;
    size_t n;
    bool everything; /* AWS's own policy is attached, which allows everything */
};

struct levels {
    struct level v[8];
    size_t n;
};

static int compile(struct gh_call *c, struct gh_str id, struct gh_str content, const struct policy **ret_policy,
                   struct gh_err *err) {
    struct policy *compiled;
    int r = policy_compile(c->ctx.arena, content, POLICY_SCP, id, &compiled, err);
    if (!r) *ret_policy = compiled;
    return r;
}

static int read_level(struct gh_call *c, struct gh_str organization_id, struct gh_str target, struct levels *to,
                      struct gh_err *err) {
    struct store_iam_access_report_scps_rows rows;
    struct store_iam_access_report_scps_args args = {.organization_id = organization_id, .target_id = target};
    struct level *level = &to->v[to->n++];
    int r = store_iam_access_report_scps(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    *level = (struct level){.v = gh_new_n(c->ctx.arena, const struct policy *, rows.n + 1)};
    for (size_t i = 0; !r && i < rows.n; i++) {
        if (rows.v[i].content.p)
            r = compile(c, rows.v[i].policy_id, rows.v[i].content, &level->v[level->n++], err);
        else
            level->everything = true;
    }
    return r;
}

/* The one policy that was asked about, if it was one of the organization's own. */
static int read_policy(struct gh_call *c, struct gh_str organization_id, struct gh_str policy_id, struct levels *to,
                       struct gh_err *err) {
    struct store_iam_access_report_scp_row row;
    struct store_iam_access_report_scp_args args = {.organization_id = organization_id, .policy_id = policy_id};
    struct level *level = &to->v[to->n++];
    int r = store_iam_access_report_scp(c->ctx.tx, &args, &row, err);
    *level = (struct level){.v = gh_new(c->ctx.arena, const struct policy *), .everything = r == -GH_ENOTFOUND};
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return compile(c, policy_id, row.content, &level->v[level->n++], err);
}

static int read_levels(struct gh_call *c, const struct store_iam_access_report_get_row *report, struct levels *to,
                       struct gh_err *err) {
    struct store_iam_access_report_scp_enabled_row enabled;
    struct gh_str rest = report->subject, organization_id, part;
    gh_str_split(&rest, '/', &organization_id);
    struct store_iam_access_report_scp_enabled_args args = {.organization_id = organization_id};
    int r = store_iam_access_report_scp_enabled(c->ctx.tx, &args, &enabled, err);
    if (r || !enabled.n) return r;
    if (report->policy_id.p) return read_policy(c, organization_id, report->policy_id, to, err);
    while (!r && to->n < GH_COUNT(to->v) && gh_str_split(&rest, '/', &part))
        if (part.n) r = read_level(c, organization_id, part, to, err);
    return r;
}

static bool is_allowed(const struct levels *levels, struct gh_str service) {
    for (size_t i = 0; i < levels->n; i++) {
        const struct level *level = &levels->v[i];
        bool allowed = level->everything;
        for (size_t k = 0; k < level->n; k++) allowed |= policy_allows_service(level->v[k], service);
        if (!allowed) return false;
    }
    return true;
}

static struct iam_access_detail unused(struct gh_str service) {
    return (struct iam_access_detail){.service_name = service_name_of(service), .service_namespace = service};
}

static int add_used(struct gh_call *c, const struct store_organization_of_account_row *org,
                    const struct store_iam_access_report_service_list_row *row, struct iam_access_detail *to,
                    struct gh_err *err) {
    *to = unused(row->service);
    to->region = row->region;
    to->last_authenticated_time = row->used_ms;
    to->total_authenticated_entities = (int32_t)row->accounts;
    to->has_total_authenticated_entities = true;
    int r = account_path(c, org, row->account_id, &to->entity_path, err);
    return r == -GH_ENOTFOUND ? 0 : r; /* it has left since */
}

struct details {
    struct iam_access_detail *v;
    size_t n, used;
};

static int read_details(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str report_id,
                        const struct levels *levels, struct details *to, struct gh_err *err) {
    struct store_iam_access_report_service_list_rows rows;
    struct store_iam_access_report_service_list_args args = {.report_id = report_id};
    struct gh_str service;
    int r = store_iam_access_report_service_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t at = 0, most = rows.n;
    while (service_name_next(&at, &service)) most++;
    to->v = gh_new_n(c->ctx.arena, struct iam_access_detail, most + 1);
    for (size_t i = 0; !r && i < rows.n; i++)
        if (is_allowed(levels, rows.v[i].service)) r = add_used(c, org, &rows.v[i], &to->v[to->n++], err);
    to->used = to->n;
    for (at = 0; service_name_next(&at, &service);) {
        bool known = false;
        for (size_t i = 0; i < rows.n; i++) known |= gh_str_eq(rows.v[i].service, service);
        if (!known && is_allowed(levels, service)) to->v[to->n++] = unused(service);
    }
    return r;
}

static int by_name(const void *a, const void *b) {
    const struct iam_access_detail *x = a, *y = b;
    return gh_str_cmp(x->service_namespace, y->service_namespace);
}

static int by_name_down(const void *a, const void *b) {
    return by_name(b, a);
}

static int by_time(const void *a, const void *b) {
    const struct iam_access_detail *x = a, *y = b;
    if (x->last_authenticated_time == y->last_authenticated_time) return by_name(a, b);
    return x->last_authenticated_time < y->last_authenticated_time ? -1 : 1;
}

static int by_time_down(const void *a, const void *b) {
    return by_time(b, a);
}

static void sort(struct details *d, struct gh_str key) {
    static const struct {
        struct gh_str key;
        int (*compare)(const void *, const void *);
    } orders[] = {{GH_S_INIT("SERVICE_NAMESPACE_DESCENDING"), by_name_down},
                  {GH_S_INIT("LAST_AUTHENTICATED_TIME_ASCENDING"), by_time},
                  {GH_S_INIT("LAST_AUTHENTICATED_TIME_DESCENDING"), by_time_down}};
    int (*compare)(const void *, const void *) = by_name;
    for (size_t i = 0; i < GH_COUNT(orders); i++)
        if (gh_str_eq(orders[i].key, key)) compare = orders[i].compare;
    qsort(d->v, d->n, sizeof *d->v, compare);
}

static int answer(struct gh_call *c, const struct iam_get_organizations_access_report_input *in, struct details *d,
                  struct iam_get_organizations_access_report_output *out, struct gh_err *err) {
    struct wire_page page;
    int64_t from = 0;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s %.*s", GH_S_FMT(in->job_id), GH_S_FMT(in->sort_key));
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, filter), &page, err);
    if (r) return r;
    if (page.after.n && !gh_str_to_i64(page.after, &from)) return gh_refuse(err, GH_EINVAL, "Invalid Marker.");
    sort(d, in->sort_key);
    /* The key of a page is how many were shown before. */
    size_t skip = (size_t)from < d->n ? (size_t)from : d->n, rest = d->n - skip;
    size_t shown = wire_page_shown(&page, rest);
    out->access_details.v = d->v + skip;
    out->access_details.n = shown;
    out->number_of_services_accessible = (int32_t)d->n;
    out->number_of_services_not_accessed = (int32_t)(d->n - d->used);
    out->has_number_of_services_accessible = out->has_number_of_services_not_accessed = true;
    struct gh_str last = gh_fmt(c->ctx.arena, "%zu", skip + shown);
    if (shown) out->marker = wire_page_next(c, &page, rest, last);
    return 0;
}

int iam_get_organizations_access_report(struct gh_call *c, const struct iam_get_organizations_access_report_input *in,
                                        struct iam_get_organizations_access_report_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_iam_access_report_get_row report;
    struct levels levels = {0};
    struct details details = {0};
    int r = open_organization(c, &org, err);
    if (!r) r = iam_access_report_own(c, in->job_id, ORGANIZATION_REPORT_KIND, &report, err);
    if (r) return r;
    out->job_creation_date = report.created_ms;
    out->job_completion_date = report.has_completed_ms ? report.completed_ms : 0;
    out->has_is_truncated = true;
    out->job_status = !report.has_completed_ms ? IAM_JOB_STATUS_TYPE_IN_PROGRESS
                      : report.error_code.p    ? IAM_JOB_STATUS_TYPE_FAILED
                                               : IAM_JOB_STATUS_TYPE_COMPLETED;
    if (report.error_code.p) {
        out->error_details = gh_new(c->ctx.arena, struct iam_error_details);
        *out->error_details = (struct iam_error_details){.message = report.error_message, .code = report.error_code};
    }
    if (!report.has_completed_ms || report.error_code.p) return 0;
    r = read_levels(c, &report, &levels, err);
    if (!r) r = read_details(c, &org, in->job_id, &levels, &details, err);
    if (!r) r = answer(c, in, &details, out, err);
    out->is_truncated = out->marker.p != NULL;
    return r;
}
