/*
 * instance_delete_job.c: takes an instance apart, some rows a chunk, in an order that leaves nothing which refers to
 * something gone: permission sets with their roles and assignments, applications, people, requests, then the instance.
 * Each chunk begins at what is left, so that nothing added meanwhile escapes.
 */
#include "base/base.h"
#include "domain/context.h"
#include "domain/identity.h"
#include "domain/instance.h"
#include "domain/provisioning.h"
#include "service/sso_admin/application.h"
#include "service/sso_admin/jobs.h"
#include "service/sso_admin/status.h"

#define CHUNK 100
/* Applications have more that hangs on them. */
#define CHUNK_APPLICATIONS 20

/* One step: how many rows it took; 0 where none of its kind is left. */
typedef int step(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                 struct gh_err *err);

static int drop_tags(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_tag_delete_all_args args = {.resource = gh_fmt(c->arena, "sso:%.*s", GH_S_FMT(id))};
    return store_tag_delete_all(c->tx, &args, NULL, err);
}

static int end_set(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_permission_set_policy_delete_all_args policies = {id};
    struct store_permission_set_reference_delete_all_args references = {id};
    int r = store_permission_set_policy_delete_all(c->tx, &policies, NULL, err);
    if (!r) r = store_permission_set_reference_delete_all(c->tx, &references, NULL, err);
    if (!r) r = store_assignment_target_drop(c->tx, &(struct store_assignment_target_drop_args){id}, NULL, err);
    if (!r) r = drop_tags(c, id, err);
    return r ? r : store_permission_set_delete(c->tx, &(struct store_permission_set_delete_args){id}, NULL, err);
}

/* Some of a set's roles, or the set itself once it has none. */
static int take_set(struct context *c, struct gh_str id, int64_t most, int64_t *taken, struct gh_err *err) {
    struct store_provisioned_account_list_rows roles;
    struct store_provisioned_account_list_args args = {
        .permission_set_id = id, .after_account = GH_S(""), .count = most};
    int r = store_provisioned_account_list(c->tx, &args, &roles, err);
    for (size_t i = 0; !r && i < roles.n; i++) r = provisioning_destroy(c, id, roles.v[i].account_id, err);
    if (r) return r;
    *taken += (int64_t)roles.n + 1;
    return (int64_t)roles.n < most ? end_set(c, id, err) : 0;
}

static int take_sets(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                     struct gh_err *err) {
    struct store_permission_set_list_rows sets;
    struct store_permission_set_list_args args = {instance->id, GH_S(""), CHUNK};
    int64_t taken = 0;
    int r = store_permission_set_list(c->tx, &args, &sets, err);
    for (size_t i = 0; !r && i < sets.n && taken < CHUNK; i++)
        r = take_set(c, sets.v[i].id, CHUNK - taken, &taken, err);
    *ret_taken = taken;
    return r;
}

static int take_applications(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                             struct gh_err *err) {
    return sso_admin_applications_end(c, instance->id, CHUNK_APPLICATIONS, ret_taken, err);
}

static int take_users(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                      struct gh_err *err) {
    struct store_identity_user_get_rows rows;
    struct store_identity_user_list_args args = {instance->identity_store_id, GH_S(""), CHUNK};
    int r = store_identity_user_list(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) r = identity_user_remove(c, rows.v[i].id, err);
    *ret_taken = (int64_t)rows.n;
    return r;
}

static int take_groups(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                       struct gh_err *err) {
    struct store_identity_group_get_rows rows;
    struct store_identity_group_list_args args = {instance->identity_store_id, GH_S(""), CHUNK};
    int r = store_identity_group_list(c->tx, &args, &rows, err);
    /* The memberships have gone with the users. */
    bool empty;
    for (size_t i = 0; !r && i < rows.n; i++) r = identity_group_remove(c, rows.v[i].id, &empty, err);
    *ret_taken = (int64_t)rows.n;
    return r;
}

static int take_requests(struct context *c, const struct store_sso_instance_get_row *instance, int64_t *ret_taken,
                         struct gh_err *err) {
    struct store_assignment_request_drop_args create = {instance->id, SSO_ADMIN_REQUEST_CREATE, CHUNK};
    struct store_assignment_request_drop_args remove = {instance->id, SSO_ADMIN_REQUEST_DELETE, CHUNK};
    struct store_provisioning_request_drop_args provision = {instance->id, CHUNK};
    int64_t created = 0, removed = 0, provisioned = 0;
    int r = store_assignment_request_drop(c->tx, &create, &created, err);
    if (!r) r = store_assignment_request_drop(c->tx, &remove, &removed, err);
    if (!r) r = store_provisioning_request_drop(c->tx, &provision, &provisioned, err);
    *ret_taken = created + removed + provisioned;
    return r;
}

static step *const steps[] = {take_sets, take_applications, take_users, take_groups, take_requests};

static int end_instance(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_access_attributes_delete_args attributes = {id};
    int r = store_access_attributes_delete(c->tx, &attributes, NULL, err);
    if (!r) r = drop_tags(c, id, err);
    return r ? r : store_sso_instance_delete(c->tx, &(struct store_sso_instance_delete_args){id}, NULL, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_sso_instance_get_row instance;
    int r = store_sso_instance_get(c->tx, &(struct store_sso_instance_get_args){job->payload}, &instance, err);
    if (r == -GH_ENOTFOUND) return JOB_DONE;
    if (r) return r;
    if (!gh_str_eq(instance.state, INSTANCE_DELETING)) return JOB_DONE;
    for (size_t i = 0; i < GH_COUNT(steps); i++) {
        int64_t taken = 0;
        r = steps[i](c, &instance, &taken, err);
        if (r) return r;
        if (taken) return JOB_MORE;
    }
    r = end_instance(c, instance.id, err);
    return r ? r : JOB_DONE;
}

/* There is no state of an instance that could not be deleted: it is tried until it is. */
#define ATTEMPTS_MAX 1000000

const struct job_kind sso_admin_instance_delete_job = {
    .name = GH_S_INIT(INSTANCE_DELETE_JOB), .run = run, .max_attempts = ATTEMPTS_MAX};
