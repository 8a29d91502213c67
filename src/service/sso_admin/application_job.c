/*
 * application_job.c: the end of applications. What hangs on one goes with it in the same commit, but for its
 * assignments: they may be many, nothing shows them without their application, and a job removes them some at a time.
 */
#include "base/base.h"
#include "domain/context.h"
#include "service/sso_admin/application.h"
#include "service/sso_admin/jobs.h"

#define CHUNK 100

int sso_admin_app_remove(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_tx *tx = c->tx;
    struct store_application_authentication_delete_all_args authentication = {id};
    struct store_tag_delete_all_args tags = {gh_fmt(c->arena, "sso:%.*s", GH_S_FMT(id))};
    int r = store_application_scope_delete_all(tx, &(struct store_application_scope_delete_all_args){id}, NULL, err);
    if (!r)
        r = store_application_grant_delete_all(tx, &(struct store_application_grant_delete_all_args){id}, NULL, err);
    if (!r) r = store_application_authentication_delete_all(tx, &authentication, NULL, err);
    if (!r) r = store_tag_delete_all(tx, &tags, NULL, err);
    if (!r) r = store_application_delete(tx, &(struct store_application_delete_args){id}, NULL, err);
    return r ? r : job_submit(c, sso_admin_application_purge_job.name, id, c->now_ms, err);
}

int sso_admin_issuer_remove(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_tag_delete_all_args tags = {gh_fmt(c->arena, "sso:%.*s", GH_S_FMT(id))};
    int r = store_tag_delete_all(c->tx, &tags, NULL, err);
    return r ? r
             : store_trusted_token_issuer_delete(c->tx, &(struct store_trusted_token_issuer_delete_args){id}, NULL,
                                                 err);
}

int sso_admin_applications_end(struct context *c, struct gh_str instance_id, int64_t most, int64_t *ret_removed,
                               struct gh_err *err) {
    struct store_application_get_rows apps;
    struct store_application_list_args list = {instance_id, GH_S(""), most};
    int r = store_application_list(c->tx, &list, &apps, err);
    for (size_t i = 0; !r && i < apps.n; i++) r = sso_admin_app_remove(c, apps.v[i].id, err);
    if (r) return r;
    *ret_removed = (int64_t)apps.n;
    if (*ret_removed == most) return 0;
    struct store_trusted_token_issuer_get_rows issuers;
    struct store_trusted_token_issuer_list_args rest = {instance_id, GH_S(""), most - *ret_removed};
    r = store_trusted_token_issuer_list(c->tx, &rest, &issuers, err);
    for (size_t i = 0; !r && i < issuers.n; i++) r = sso_admin_issuer_remove(c, issuers.v[i].id, err);
    if (!r) *ret_removed += (int64_t)issuers.n;
    return r;
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    int64_t removed;
    struct store_application_assignment_purge_args args = {job->payload, CHUNK};
    int r = store_application_assignment_purge(c->tx, &args, &removed, err);
    if (r) return r;
    return removed < CHUNK ? JOB_DONE : JOB_MORE;
}

const struct job_kind sso_admin_application_purge_job = {
    .name = GH_S_INIT("sso.application-purge"), .run = run, .max_attempts = INT64_MAX};
