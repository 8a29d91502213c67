/* departure_job.c: see departure_job.h. An account that has joined another organization keeps what it has there. */
#include "service/organizations/departure_job.h"

#include "base/base.h"
#include "domain/assignment.h"
#include "domain/context.h"
#include "store/queries.h"

#define KIND "organizations.departure"
#define CHUNK 100

static struct gh_str job_id(struct context *c, struct gh_str organization_id, struct gh_str account_id) {
    return gh_fmt(c->arena, KIND "/%.*s/%.*s", GH_S_FMT(organization_id), GH_S_FMT(account_id));
}

static struct gh_str part(struct gh_str text, size_t at) {
    struct gh_str rest = text, found = GH_S("");
    for (size_t i = 0; i <= at; i++)
        if (!gh_str_split(&rest, '/', &found)) return GH_S("");
    return found;
}

/* A chunk from behind *@position on; *@position is absent at the end. */
static int take(struct context *c, struct gh_str account_id, struct gh_str *position, struct gh_err *err) {
    struct store_organization_departure_assignments_args args = {account_id, part(*position, 0), part(*position, 1),
                                                                 part(*position, 2), CHUNK};
    struct store_organization_departure_assignments_rows rows;
    int r = store_organization_departure_assignments(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct assignment a = {account_id, rows.v[i].permission_set_id, rows.v[i].principal_type,
                               rows.v[i].principal_id};
        if (!rows.v[i].stays) r = assignment_remove(c, &a, err);
    }
    if (r) return r;
    const struct store_organization_departure_assignments_row *last = rows.n == CHUNK ? &rows.v[rows.n - 1] : NULL;
    *position = last ? gh_fmt(c->arena, "%.*s/%.*s/%.*s", GH_S_FMT(last->permission_set_id),
                              GH_S_FMT(last->principal_type), GH_S_FMT(last->principal_id))
                     : GH_S_NONE;
    return 0;
}

int organizations_departure_begin(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                                  struct gh_err *err) {
    struct gh_str position = GH_S("");
    int r = take(c, account_id, &position, err);
    return r || !position.p ? r : job_ensure(c, GH_S(KIND), job_id(c, organization_id, account_id), c->now_ms, err);
}

int organizations_is_departing(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                               bool *ret_departing, struct gh_err *err) {
    struct store_job_get_row job;
    int r = store_job_get(c->tx, &(struct store_job_get_args){.id = job_id(c, organization_id, account_id)}, &job, err);
    *ret_departing = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int r = take(c, part(job->id, 2), &job->position, err);
    if (r) return r;
    return job->position.p ? JOB_MORE : JOB_DONE;
}

const struct job_kind organizations_departure_job = {.name = GH_S_INIT(KIND), .run = run, .max_attempts = INT64_MAX};
