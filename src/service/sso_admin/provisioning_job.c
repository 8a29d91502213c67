/*
 * provisioning_job.c: writes a permission set into the role of one account, or into all its roles, some accounts a
 * chunk. Each chunk takes the set as it stands then; a role's revision says which state it got.
 */
#include "base/base.h"
#include "domain/context.h"
#include "domain/provisioning.h"
#include "gen/sso_admin.h"
#include "service/sso_admin/jobs.h"
#include "service/sso_admin/target.h"
#include "store/queries.h"

#define CHUNK_ACCOUNTS 100
/* Enough to show a few accounts that failed. */
#define REASONS_BYTES 1000

static int finish(struct context *c, struct gh_str request_id, struct gh_str reason, struct gh_err *err) {
    struct store_provisioning_request_finish_args args = {.id = request_id,
                                                          .state = reason.p ? SSO_ADMIN_STATUS_VALUES_FAILED
                                                                            : SSO_ADMIN_STATUS_VALUES_SUCCEEDED,
                                                          .failure_reason = reason};
    int r = store_provisioning_request_finish(c->tx, &args, NULL, err);
    return r ? r : JOB_DONE;
}

static int provision_account(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                             struct gh_str *ret_reason, struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->arena);
    return sso_admin_target_reason(c, provisioning_apply(c, recipe, account_id, why), why, ret_reason, err);
}

/* A role comes and goes with assignments only: one made here would have nothing that ever took it away. */
static int check_provisioned(struct context *c, const struct provisioning_recipe *recipe, struct gh_str account_id,
                             struct gh_str *ret_reason, struct gh_err *err) {
    struct store_provisioned_role_get_row role;
    struct store_provisioned_role_get_args args = {recipe->permission_set_id, account_id};
    int r = store_provisioned_role_get(c->tx, &args, &role, err);
    if (r != -GH_ENOTFOUND) return r;
    *ret_reason = gh_fmt(c->arena,
                         "Permission set %.*s is not provisioned in account %.*s: nobody is assigned to it there. "
                         "Create an account assignment, which provisions it.",
                         GH_S_FMT(recipe->name), GH_S_FMT(account_id));
    return 0;
}

static int provision_one(struct context *c, const struct store_provisioning_request_get_row *request,
                         const struct provisioning_recipe *recipe, struct gh_err *err) {
    struct gh_str reason;
    int r = sso_admin_target_check(c, recipe, request->account_id, &reason, err);
    if (!r && !reason.p) r = check_provisioned(c, recipe, request->account_id, &reason, err);
    if (!r && !reason.p) r = provision_account(c, recipe, request->account_id, &reason, err);
    return r ? r : finish(c, request->id, reason, err);
}

/* One account's failure stops no other: what failed is noted with the request, and makes it a failure at its end. */
static int note(struct context *c, struct store_provisioning_request_get_row *request, struct gh_str reason,
                struct gh_err *err) {
    struct gh_str before = request->failure_reason;
    if (before.n > REASONS_BYTES) return 0;
    struct gh_str all = before.p ? gh_fmt(c->arena, "%.*s\n%.*s", GH_S_FMT(before), GH_S_FMT(reason)) : reason;
    request->failure_reason = all;
    return store_provisioning_request_note(c->tx, &(struct store_provisioning_request_note_args){request->id, all},
                                           NULL, err);
}

static int provision_chunk(struct context *c, struct job *job, struct store_provisioning_request_get_row *request,
                           const struct provisioning_recipe *recipe, struct gh_err *err) {
    struct store_provisioned_account_list_rows rows;
    struct store_provisioned_account_list_args args = {
        .permission_set_id = recipe->permission_set_id, .after_account = job->position, .count = CHUNK_ACCOUNTS};
    int r = store_provisioned_account_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct gh_str reason = GH_S_NONE;
        r = provision_account(c, recipe, rows.v[i].account_id, &reason, err);
        if (!r && reason.p) r = note(c, request, reason, err);
    }
    if (r) return r;
    if (rows.n < CHUNK_ACCOUNTS) return finish(c, request->id, request->failure_reason, err);
    job->position = rows.v[rows.n - 1].account_id;
    return JOB_MORE;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_provisioning_request_get_row request;
    struct store_provisioning_request_get_args args = {.id = job->payload};
    int r = store_provisioning_request_get(c->tx, &args, &request, err);
    if (r == -GH_ENOTFOUND) return JOB_DONE;
    if (r) return r;
    if (!gh_str_eq(request.state, SSO_ADMIN_STATUS_VALUES_IN_PROGRESS)) return JOB_DONE;
    struct provisioning_recipe recipe;
    r = provisioning_recipe_load(c, request.permission_set_id, &recipe, err);
    if (r == -GH_ENOTFOUND)
        return finish(c, request.id, GH_S("The permission set was deleted before it could be provisioned."), err);
    if (r) return r;
    return request.account_id.p ? provision_one(c, &request, &recipe, err)
                                : provision_chunk(c, job, &request, &recipe, err);
}

static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)context;
    (void)why;
    return finish(c, job->payload, GH_S("An internal failure prevented this request. Send it again."), err);
}

const struct job_kind sso_admin_provisioning_job = {
    .name = GH_S_INIT("sso.provisioning"), .run = run, .give_up = give_up, .max_attempts = 8};
