/* account.c: accounts of the organization: asking for new ones, showing, listing and moving them. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "job/job.h"
#include "service/organizations/create_account_job.h"
#include "service/organizations/membership.h"
#include "service/organizations/organizations.h"

#define PAGE_MAX 20
#define CREATED_AT_A_TIME 5
#define ROLE_NAME_DEFAULT GH_S("OrganizationAccountAccessRole")

static struct organizations_create_account_status *status_output(struct gh_call *c,
                                                                 const struct store_account_creation_get_row *row) {
    struct organizations_create_account_status *s = gh_new(c->ctx.arena, struct organizations_create_account_status);
    *s = (struct organizations_create_account_status){.id = row->id,
                                                      .account_name = row->account_name,
                                                      .state = row->state,
                                                      .requested_timestamp = row->requested_ms,
                                                      .completed_timestamp =
                                                          row->has_completed_ms ? row->completed_ms : 0,
                                                      .account_id = row->account_id,
                                                      .failure_reason = row->failure_reason};
    return s;
}

/* AWS: five at a time. */
static int check_limits(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_account_count_row accounts;
    struct store_account_creation_pending_row pending;
    struct store_organization_account_count_args of_accounts = {org->organization_id};
    struct store_account_creation_pending_args of_pending = {org->organization_id};
    int r = store_organization_account_count(c->ctx.tx, &of_accounts, &accounts, err);
    if (!r) r = store_account_creation_pending(c->ctx.tx, &of_pending, &pending, err);
    if (r) return r;
    if (pending.n >= CREATED_AT_A_TIME)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED,
            "You attempted to exceed the number of accounts that can be in progress at a time.");
    if (accounts.n + pending.n < ORGANIZATIONS_ACCOUNTS_MAX) return 0;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ACCOUNT_NUMBER_LIMIT_EXCEEDED,
        "You attempted to exceed the number of accounts that you can have in an organization.");
}

int organizations_create_account(struct gh_call *c, const struct organizations_create_account_input *in,
                                 struct organizations_create_account_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_account_creation_get_row row;
    int r = organizations_manage(c, &org, err);
    if (r) return r;
    struct gh_str role_name = in->role_name.p ? in->role_name : ROLE_NAME_DEFAULT;
    if (gh_str_starts(role_name, GH_S("AWSServiceRoleFor")))
        return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_ROLE_NAME,
                                                 "You provided a role name that isn't valid: it can't begin with the "
                                                 "reserved prefix AWSServiceRoleFor.");
    if ((r = check_limits(c, &org, err))) return r;
    struct store_account_creation_insert_args creation = {
        .id = id_account_creation_new(c->ctx.arena),
        .organization_id = org.organization_id,
        .account_name = in->account_name,
        .email = in->email,
        .role_name = role_name,
        .billing_access = !gh_str_eq(in->iam_user_access_to_billing, ORGANIZATIONS_IAM_USER_ACCESS_TO_BILLING_DENY),
        .state = ORGANIZATIONS_CREATE_ACCOUNT_STATE_IN_PROGRESS,
        .requested_ms = c->ctx.now_ms};
    r = store_account_creation_insert(c->ctx.tx, &creation, NULL, err);
    /* The tags wait under the request until there is an account to carry them. */
    if (!r) r = organizations_put_tags(c, create_account_tags(c->ctx.arena, creation.id), &in->tags, err);
    if (!r) r = job_submit(&c->ctx, create_account_job.name, creation.id, c->ctx.now_ms, err);
    if (!r)
        r = store_account_creation_get(c->ctx.tx, &(struct store_account_creation_get_args){creation.id}, &row, err);
    if (!r) out->create_account_status = status_output(c, &row);
    return r;
}

/* There is no GovCloud here that a management account could be linked with. */
int organizations_create_gov_cloud_account(struct gh_call *c,
                                           const struct organizations_create_gov_cloud_account_input *in,
                                           struct organizations_create_gov_cloud_account_output *out,
                                           struct gh_err *err) {
    (void)in;
    (void)out;
    struct store_organization_of_account_row org;
    int r = organizations_manage(c, &org, err);
    if (r) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED,
        "To complete this operation, the management account must have an associated account in the AWS GovCloud "
        "(US-West) Region.");
}

int organizations_describe_create_account_status(struct gh_call *c,
                                                 const struct organizations_describe_create_account_status_input *in,
                                                 struct organizations_describe_create_account_status_output *out,
                                                 struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_account_creation_get_row row;
    int r = organizations_share(c, in, &org, err);
    if (r) return r;
    struct store_account_creation_get_args args = {in->create_account_request_id};
    r = store_account_creation_get(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(row.organization_id, org.organization_id))
        return organizations_throw_create_account_status_not_found(
            err, "We can't find a create account request with the CreateAccountRequestId that you specified.");
    out->create_account_status = status_output(c, &row);
    return 0;
}

static int list_creations(struct gh_call *c, const struct store_organization_of_account_row *org,
                          const struct organizations_list_create_account_status_input *in, const struct wire_page *page,
                          struct store_account_creation_get_rows *ret_rows, struct gh_err *err) {
    if (in->states.n == 1) {
        struct store_account_creation_list_by_state_args args = {org->organization_id, in->states.v[0], page->after,
                                                                 page->count + 1};
        return store_account_creation_list_by_state(c->ctx.tx, &args, ret_rows, err);
    }
    struct store_account_creation_list_args args = {org->organization_id, page->after, page->count + 1};
    return store_account_creation_list(c->ctx.tx, &args, ret_rows, err);
}

static bool state_wanted(const struct organizations_create_account_states *states, struct gh_str state) {
    for (size_t i = 0; i < states->n; i++)
        if (gh_str_eq(states->v[i], state)) return true;
    return states->n == 0;
}

int organizations_list_create_account_status(struct gh_call *c,
                                             const struct organizations_list_create_account_status_input *in,
                                             struct organizations_list_create_account_status_output *out,
                                             struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_account_creation_get_rows rows;
    struct wire_page page;
    struct gh_buf filter;
    gh_buf_init(&filter, c->ctx.arena, 256);
    for (size_t i = 0; i < in->states.n; i++) gh_buf_addf(&filter, "%.*s,", GH_S_FMT(in->states.v[i]));
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, gh_buf_str(&filter)), &page, err);
    if (!r) r = list_creations(c, &org, in, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->create_account_statuses.v = gh_new_n(c->ctx.arena, struct organizations_create_account_status, shown + 1);
    for (size_t i = 0; i < shown; i++)
        if (state_wanted(&in->states, rows.v[i].state))
            out->create_account_statuses.v[out->create_account_statuses.n++] = *status_output(c, &rows.v[i]);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

struct gh_str organizations_account_status(struct gh_str state) {
    bool gone = gh_str_eq(state, ORGANIZATIONS_ACCOUNT_STATE_CLOSED);
    return gone ? ORGANIZATIONS_ACCOUNT_STATUS_SUSPENDED : state;
}

struct organizations_account organizations_account_output(struct gh_call *c,
                                                          const struct store_organization_of_account_row *org,
                                                          const struct store_organization_account_get_row *row,
                                                          struct gh_str parent_path) {
    struct gh_str *path = gh_new(c->ctx.arena, struct gh_str);
    *path = gh_fmt(c->ctx.arena, "%.*s%.*s/", GH_S_FMT(parent_path), GH_S_FMT(row->id));
    return (struct organizations_account){
        .id = row->id,
        .arn = arn_organizations(c->ctx.arena, org->management_account_id, "account", org->organization_id, row->id),
        .email = row->email,
        .name = row->name,
        .status = organizations_account_status(row->state),
        .state = row->state,
        .paths = {path, 1},
        .joined_method = row->joined_method,
        .joined_timestamp = row->joined_ms};
}

int organizations_account_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                              struct store_organization_account_get_row *ret_row, struct gh_err *err) {
    struct store_organization_account_get_args args = {org->organization_id, id};
    int r = store_organization_account_get(c->ctx.tx, &args, ret_row, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_account_not_found(
            err, "You specified an account that doesn't exist in this organization.");
    return r;
}

int organizations_describe_account(struct gh_call *c, const struct organizations_describe_account_input *in,
                                   struct organizations_describe_account_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row row;
    struct gh_str path;
    int depth;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_account_get(c, &org, in->account_id, &row, err);
    if (!r) r = organizations_path(c, &org, row.parent_id, &path, &depth, err);
    if (r) return r;
    out->account = gh_new(c->ctx.arena, struct organizations_account);
    *out->account = organizations_account_output(c, &org, &row, path);
    return 0;
}

/* Accounts of one parent mostly stand together, so the path of the last parent is kept. */
static int fill(struct gh_call *c, const struct store_organization_of_account_row *org,
                const struct store_organization_account_get_rows *rows, size_t shown,
                struct organizations_accounts *accounts, struct gh_err *err) {
    struct gh_str parent = GH_S_NONE, path = GH_S_NONE;
    accounts->v = gh_new_n(c->ctx.arena, struct organizations_account, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        int depth, r = 0;
        if (!gh_str_eq(parent, rows->v[i].parent_id))
            r = organizations_path(c, org, parent = rows->v[i].parent_id, &path, &depth, err);
        if (r) return r;
        accounts->v[accounts->n++] = organizations_account_output(c, org, &rows->v[i], path);
    }
    return 0;
}

int organizations_list_accounts(struct gh_call *c, const struct organizations_list_accounts_input *in,
                                struct organizations_list_accounts_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, GH_S("")), &page, err);
    if (r) return r;
    struct store_organization_account_list_args args = {org.organization_id, page.after, page.count + 1};
    r = store_organization_account_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &org, &rows, shown, &out->accounts, err);
}

int organizations_list_accounts_for_parent(struct gh_call *c,
                                           const struct organizations_list_accounts_for_parent_input *in,
                                           struct organizations_list_accounts_for_parent_output *out,
                                           struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_rows rows;
    struct wire_page page;
    bool found = false;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_parent_exists(c, &org, in->parent_id, &found, err);
    if (!r && !found)
        return organizations_throw_parent_not_found(err,
                                                    "We can't find a root or OU with the ParentId that you specified.");
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->parent_id), &page, err);
    if (r) return r;
    struct store_organization_account_list_by_parent_args args = {in->parent_id, page.after, page.count + 1};
    r = store_organization_account_list_by_parent(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &org, &rows, shown, &out->accounts, err);
}

/* The parent of an account or of a unit. */
static int parent_of(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str child_id,
                     struct gh_str *ret_parent, struct gh_err *err) {
    if (id_is_account(child_id)) {
        struct store_organization_account_get_row row;
        struct store_organization_account_get_args args = {org->organization_id, child_id};
        int r = store_organization_account_get(c->ctx.tx, &args, &row, err);
        if (!r) *ret_parent = row.parent_id;
        return r;
    }
    struct store_organization_unit_get_row row;
    struct store_organization_unit_get_args args = {org->organization_id, child_id};
    int r = store_organization_unit_get(c->ctx.tx, &args, &row, err);
    if (!r) *ret_parent = row.parent_id;
    return r;
}

int organizations_list_parents(struct gh_call *c, const struct organizations_list_parents_input *in,
                               struct organizations_list_parents_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct wire_page page;
    struct gh_str parent;
    int r = organizations_share(c, in, &org, err);
    if (!r)
        r = organizations_page_open(
            c, &(struct wire_page_query){.token = in->next_token, .largest = PAGE_MAX, .filter = in->child_id}, &page,
            err);
    if (r) return r;
    r = parent_of(c, &org, in->child_id, &parent, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_child_not_found(
            err, "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.");
    if (r) return r;
    bool is_root = gh_str_eq(parent, org.root_id);
    out->parents.v = gh_new(c->ctx.arena, struct organizations_parent);
    out->parents.n = 1;
    out->parents.v[0] = (struct organizations_parent){parent, is_root ? ORGANIZATIONS_PARENT_TYPE_ROOT
                                                                      : ORGANIZATIONS_PARENT_TYPE_ORGANIZATIONAL_UNIT};
    return 0;
}

int organizations_move_account(struct gh_call *c, const struct organizations_move_account_input *in,
                               struct organizations_move_account_output *out, struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row row;
    bool found = false;
    int r = organizations_manage(c, &org, err);
    if (!r) r = organizations_account_get(c, &org, in->account_id, &row, err);
    if (!r) r = organizations_parent_exists(c, &org, in->source_parent_id, &found, err);
    if (r) return r;
    if (!found || !gh_str_eq(row.parent_id, in->source_parent_id))
        return organizations_throw_source_parent_not_found(
            err, "We can't find a source root or OU with the ParentId that you specified.");
    r = organizations_parent_exists(c, &org, in->destination_parent_id, &found, err);
    if (r) return r;
    if (!found)
        return organizations_throw_destination_parent_not_found(
            err, "We can't find the destination container (a root or OU) with the ParentId that you specified.");
    if (gh_str_eq(in->source_parent_id, in->destination_parent_id))
        return organizations_throw_duplicate_account(err,
                                                     "That account is already present in the specified destination.");
    struct store_organization_member_move_args move = {in->account_id, in->destination_parent_id};
    r = store_organization_member_move(c->ctx.tx, &move, NULL, err);
    if (!r) r = organizations_follow_targets(&c->ctx, in->account_id, err);
    return r ? r : org_policies_touch(&c->ctx, org.organization_id, err);
}
