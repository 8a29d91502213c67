/*
 * assignment_job.c: carries out one assignment request. Of several requests about the same assignment the newest has
 * the last word: one that runs after a newer one was carried out has no effect, so the order in which jobs run does not
 * matter. Nothing else spares a request its work: what is said to have succeeded has been done.
 */
#include "base/base.h"
#include "domain/assignment.h"
#include "domain/context.h"
#include "domain/provisioning.h"
#include "gen/sso_admin.h"
#include "service/sso_admin/jobs.h"
#include "service/sso_admin/status.h"
#include "service/sso_admin/target.h"

static int finish(struct context *c, struct gh_str request_id, struct gh_str reason, struct gh_err *err) {
    struct store_assignment_request_finish_args args = {.id = request_id,
                                                        .state = reason.p ? SSO_ADMIN_STATUS_VALUES_FAILED
                                                                          : SSO_ADMIN_STATUS_VALUES_SUCCEEDED,
                                                        .failure_reason = reason};
    return store_assignment_request_finish(c->tx, &args, NULL, err);
}

static int is_superseded(struct context *c, const struct store_assignment_request_get_row *request,
                         bool *ret_superseded, struct gh_err *err) {
    struct store_assignment_request_newer_row newer;
    struct store_assignment_request_newer_args args = {request->permission_set_id, request->account_id,
                                                       request->principal_type, request->principal_id,
                                                       request->sequence};
    int r = store_assignment_request_newer(c->tx, &args, &newer, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_superseded = !r;
    return 0;
}

static int check_principal(struct context *c, const struct assignment *a, const struct provisioning_recipe *recipe,
                           struct gh_str *ret_reason, struct gh_err *err) {
    int r = assignment_principal_check(c, recipe->identity_store_id, a, err);
    if (r != -GH_ENOTFOUND) return r;
    bool user = gh_str_eq(a->principal_type, SSO_ADMIN_PRINCIPAL_TYPE_USER);
    *ret_reason =
        gh_fmt(c->arena, "%.*s %.*s was not found in identity store %.*s. Look its id up with identitystore %s.",
               GH_S_FMT(a->principal_type), GH_S_FMT(a->principal_id), GH_S_FMT(recipe->identity_store_id),
               user ? "ListUsers or GetUserId" : "ListGroups or GetGroupId");
    return 0;
}

static int create(struct context *c, const struct assignment *a, struct gh_str *ret_reason, struct gh_err *err) {
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, a->permission_set_id, &recipe, err);
    if (r == -GH_ENOTFOUND) {
        *ret_reason = GH_S("The permission set was deleted before it could be assigned.");
        return 0;
    }
    if (!r) r = sso_admin_target_check(c, &recipe, a->account_id, ret_reason, err);
    if (!r && !ret_reason->p) r = check_principal(c, a, &recipe, ret_reason, err);
    if (r || ret_reason->p) return r;
    struct gh_err *why = gh_err_new(c->arena);
    r = assignment_add(c, a, &recipe, why);
    if (!r) r = assignment_keep(c, a, why);
    return sso_admin_target_reason(c, r, why, ret_reason, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_assignment_request_get_row request;
    int r =
        store_assignment_request_get(c->tx, &(struct store_assignment_request_get_args){job->payload}, &request, err);
    if (r == -GH_ENOTFOUND) return JOB_DONE;
    if (r) return r;
    if (!gh_str_eq(request.state, SSO_ADMIN_STATUS_VALUES_IN_PROGRESS)) return JOB_DONE;
    struct assignment a = {request.account_id, request.permission_set_id, request.principal_type, request.principal_id};
    struct gh_str reason = GH_S_NONE;
    bool superseded;
    r = is_superseded(c, &request, &superseded, err);
    if (!r && !superseded)
        r = gh_str_eq(request.kind, SSO_ADMIN_REQUEST_CREATE) ? create(c, &a, &reason, err)
                                                              : assignment_remove(c, &a, err);
    if (!r) r = finish(c, request.id, reason, err);
    return r ? r : JOB_DONE;
}

static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)context;
    (void)why;
    return finish(c, job->payload, GH_S("An internal failure prevented this request. Send it again."), err);
}

const struct job_kind sso_admin_assignment_job = {
    .name = GH_S_INIT("sso.assignment"), .run = run, .give_up = give_up, .max_attempts = 8};
