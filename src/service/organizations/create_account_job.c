/*
 * create_account_job.c: makes the account, its place in the root, and the role through which the management account
 * reaches it, in one transaction; what was promised is either all there or failed with a reason.
 */
#include "service/organizations/create_account_job.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "gen/organizations.h"
#include "service/organizations/event.h"
#include "service/organizations/membership.h"
#include "service/organizations/organizations.h"
#include "store/queries.h"

#define ACCESS_ROLE_SESSION_S 3600

struct gh_str create_account_tags(struct gh_arena *a, struct gh_str creation_id) {
    return gh_fmt(a, "organizations:%.*s", GH_S_FMT(creation_id));
}

/* An organization that was deleted meanwhile is told nothing. */
static int tell(struct context *c, struct gh_str id, struct gh_err *err) {
    struct store_account_creation_get_row creation;
    struct store_organization_get_row org;
    int r = store_account_creation_get(c->tx, &(struct store_account_creation_get_args){id}, &creation, err);
    if (!r)
        r = store_organization_get(c->tx, &(struct store_organization_get_args){creation.organization_id}, &org, err);
    if (!r) organizations_tell_created(c, org.management_account_id, &creation);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int finish(struct context *c, struct gh_str id, struct gh_str state, struct gh_str reason,
                  struct gh_str account_id, struct gh_err *err) {
    struct store_account_creation_finish_args args = {
        .id = id, .state = state, .failure_reason = reason, .account_id = account_id, .completed_ms = c->now_ms};
    int r = store_account_creation_finish(c->tx, &args, NULL, err);
    return r ? r : tell(c, id, err);
}

/* An administrator role that trusts the management account as a whole. */
static int make_access_role(struct context *c, const struct store_account_creation_get_row *creation,
                            const struct store_organization_get_row *org, struct gh_str account_id,
                            struct gh_err *err) {
    struct gh_str trust =
        gh_fmt(c->arena,
               "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
               "\"arn:aws:iam::%.*s:root\"},\"Action\":\"sts:AssumeRole\"}]}",
               GH_S_FMT(org->management_account_id));
    struct iam_role_new role = {.account_id = account_id,
                                .name = creation->role_name,
                                .path = GH_S("/"),
                                .trust_policy = trust,
                                .max_session_s = ACCESS_ROLE_SESSION_S,
                                .owner = ROLE_OWNER_CUSTOMER};
    struct gh_str role_id;
    int r = iam_role_create(c, &role, &role_id, err);
    return r ? r : iam_attach(c, account_id, role_id, ADMINISTRATOR_ACCESS_ARN, err);
}

static int make_account(struct context *c, const struct store_account_creation_get_row *creation, struct gh_err *err) {
    struct store_organization_get_row org;
    struct gh_str account_id;
    int r = store_organization_get(c->tx, &(struct store_organization_get_args){creation->organization_id}, &org, err);
    struct account_new account = {
        .name = creation->account_name, .email = creation->email, .billing_access = creation->billing_access};
    if (!r) r = account_create(c, &account, &account_id, err);
    if (r) return r;
    r = organizations_join(c, org.id, account_id, ORGANIZATIONS_ACCOUNT_JOINED_METHOD_CREATED, err);
    struct store_account_primary_contact_copy_args contact = {org.management_account_id, account_id};
    if (!r) r = store_account_primary_contact_copy(c->tx, &contact, NULL, err);
    if (!r) r = make_access_role(c, creation, &org, account_id, err);
    if (!r)
        r = organizations_move_tags(c, create_account_tags(c->arena, creation->id),
                                    gh_fmt(c->arena, "organizations:%.*s", GH_S_FMT(account_id)), err);
    return r ? r : finish(c, creation->id, ORGANIZATIONS_CREATE_ACCOUNT_STATE_SUCCEEDED, GH_S_NONE, account_id, err);
}

static int run(struct context *c, struct job *job, void *context, struct gh_err *err) {
    (void)context;
    struct store_account_creation_get_row creation;
    struct store_account_by_email_row taken;
    int r = store_account_creation_get(c->tx, &(struct store_account_creation_get_args){job->payload}, &creation, err);
    if (r == -GH_ENOTFOUND) return JOB_DONE;
    if (r) return r;
    if (!gh_str_eq(creation.state, ORGANIZATIONS_CREATE_ACCOUNT_STATE_IN_PROGRESS)) return JOB_DONE;
    struct store_account_by_email_args by_email = {fold_key(c->arena, creation.email)};
    r = store_account_by_email(c->tx, &by_email, &taken, err);
    if (!r)
        r = finish(c, creation.id, ORGANIZATIONS_CREATE_ACCOUNT_STATE_FAILED,
                   ORGANIZATIONS_CREATE_ACCOUNT_FAILURE_REASON_EMAIL_ALREADY_EXISTS, GH_S_NONE, err);
    else if (r == -GH_ENOTFOUND)
        r = make_account(c, &creation, err);
    return r ? r : JOB_DONE;
}

static int give_up(struct context *c, struct job *job, void *context, const struct gh_err *why, struct gh_err *err) {
    (void)context;
    (void)why;
    return finish(c, job->payload, ORGANIZATIONS_CREATE_ACCOUNT_STATE_FAILED,
                  ORGANIZATIONS_CREATE_ACCOUNT_FAILURE_REASON_INTERNAL_FAILURE, GH_S_NONE, err);
}

const struct job_kind create_account_job = {
    .name = GH_S_INIT("organizations.create-account"), .run = run, .give_up = give_up, .max_attempts = 10};
