/* handshake.c: handshakes of every kind: showing, answering and listing them. */
#include "service/organizations/handshake.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "job/job.h"
#include "service/organizations/handshake_job.h"
#include "service/organizations/membership.h"

#define PAGE_MAX 20
#define RESOURCES_MAX 10

static bool is_waiting(struct gh_str state) {
    return gh_str_eq(state, ORGANIZATIONS_HANDSHAKE_STATE_OPEN) ||
           gh_str_eq(state, ORGANIZATIONS_HANDSHAKE_STATE_REQUESTED);
}

struct gh_str organizations_handshake_state(struct gh_call *c, const struct store_handshake_get_row *row) {
    bool over = is_waiting(row->state) && row->expires_ms <= c->ctx.now_ms;
    return over ? ORGANIZATIONS_HANDSHAKE_STATE_EXPIRED : row->state;
}

struct gh_str organizations_handshake_name(struct gh_arena *a, struct gh_str action, struct gh_str id) {
    return gh_fmt(a, "%.*s/%.*s", GH_S_FMT(gh_str_lower(a, action)), GH_S_FMT(id));
}

static struct organizations_handshake_resource resource(struct gh_str type, struct gh_str value) {
    return (struct organizations_handshake_resource){.type = type, .value = value};
}

/* The inviting organization with what its invitation says of it. */
static int organization_resource(struct gh_call *c, const struct store_handshake_get_row *row,
                                 struct organizations_handshake_resource *ret, struct gh_err *err) {
    struct store_organization_get_row org;
    struct store_account_get_row master;
    int r = store_organization_get(c->ctx.tx, &(struct store_organization_get_args){row->organization_id}, &org, err);
    if (!r)
        r = store_account_get(c->ctx.tx, &(struct store_account_get_args){row->management_account_id}, &master, err);
    if (r) return r;
    struct organizations_handshake_resource *v = gh_new_n(c->ctx.arena, struct organizations_handshake_resource, 3);
    v[0] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_MASTER_EMAIL, master.email);
    v[1] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_MASTER_NAME, master.name);
    v[2] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_ORGANIZATION_FEATURE_SET, org.feature_set);
    *ret = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_ORGANIZATION, org.id);
    ret->resources = (struct organizations_handshake_resources){v, 3};
    return 0;
}

/* Who offers to pay, from when on. Adds to @v. */
static int transfer_resources(struct gh_call *c, const struct store_handshake_get_row *row,
                              struct organizations_handshake_resource *v, size_t *n, struct gh_err *err) {
    struct store_responsibility_transfer_get_row transfer;
    struct store_account_get_row account;
    struct store_responsibility_transfer_of_handshake_args args = {row->id};
    if (!gh_str_eq(row->action, ORGANIZATIONS_ACTION_TYPE_TRANSFER_RESPONSIBILITY)) return 0;
    int r = store_responsibility_transfer_of_handshake(c->ctx.tx, &args, &transfer, err);
    if (!r)
        r = store_account_get(c->ctx.tx, &(struct store_account_get_args){row->management_account_id}, &account, err);
    if (r) return r;
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_RESPONSIBILITY_TRANSFER, transfer.id);
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_TRANSFER_TYPE, transfer.type);
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_TRANSFER_START_TIMESTAMP,
                         gh_time_iso(c->ctx.arena, transfer.start_ms));
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_MANAGEMENT_ACCOUNT, account.id);
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_MANAGEMENT_EMAIL, account.email);
    v[(*n)++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_MANAGEMENT_NAME, account.name);
    return 0;
}

int organizations_handshake_output(struct gh_call *c, const struct store_handshake_get_row *row,
                                   struct organizations_handshake *ret, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct organizations_handshake_party *parties = gh_new_n(a, struct organizations_handshake_party, 2);
    struct organizations_handshake_resource *v = gh_new_n(a, struct organizations_handshake_resource, RESOURCES_MAX);
    bool alone = gh_str_eq(row->target_id, row->organization_id);
    size_t n = 1;
    int r = organization_resource(c, row, &v[0], err);
    if (!r) r = transfer_resources(c, row, v, &n, err);
    if (r) return r;
    parties[0] =
        (struct organizations_handshake_party){row->organization_id, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ORGANIZATION};
    parties[1] = (struct organizations_handshake_party){row->target_id, row->target_type};
    if (!alone) v[n++] = resource(row->target_type, row->target_id);
    if (row->notes.p) v[n++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_NOTES, row->notes);
    if (row->parent_id.p) v[n++] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_PARENT_HANDSHAKE, row->parent_id);
    struct gh_str name = organizations_handshake_name(a, row->action, row->id);
    *ret = (struct organizations_handshake){
        .id = row->id,
        .arn = arn_organizations(a, row->management_account_id, "handshake", row->organization_id, name),
        .parties = {parties, alone ? 1 : 2},
        .state = organizations_handshake_state(c, row),
        .requested_timestamp = row->requested_ms,
        .expiration_timestamp = row->expires_ms,
        .action = row->action,
        .resources = {v, n}};
    return 0;
}

int organizations_handshake_show(struct gh_call *c, struct gh_str id, struct organizations_handshake **ret,
                                 struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){id}, &row, err);
    if (r) return r;
    *ret = gh_new(c->ctx.arena, struct organizations_handshake);
    return organizations_handshake_output(c, &row, *ret, err);
}

int organizations_handshake_open(struct context *c, const struct store_organization_of_account_row *org,
                                 const struct handshake_new *h, struct gh_str *ret_id, struct gh_err *err) {
    struct store_handshake_insert_args row = {.id = id_handshake_new(c->arena),
                                              .organization_id = org->organization_id,
                                              .management_account_id = org->management_account_id,
                                              .action = h->action,
                                              .state = h->state,
                                              .parent_id = h->parent_id,
                                              .target_type = h->target_type,
                                              .target_id = h->target_id,
                                              .target_account_id = h->target_account_id,
                                              .address_key = h->address_key,
                                              .notes = h->notes,
                                              .requested_ms = c->now_ms,
                                              .expires_ms = c->now_ms + h->lasts_ms};
    int r = store_handshake_insert(c->tx, &row, NULL, err);
    if (!r) r = job_submit(c, handshake_job.name, row.id, row.expires_ms, err);
    if (!r) *ret_id = row.id;
    return r;
}

int organizations_handshake_close(struct context *c, struct gh_str id, struct gh_str state, struct gh_err *err) {
    struct store_handshake_state_args args = {id, state, !is_waiting(state), c->now_ms};
    struct store_responsibility_transfer_answer_args transfer = {id, state};
    int r = store_handshake_state(c->tx, &args, NULL, err);
    return r || is_waiting(state) ? r : store_responsibility_transfer_answer(c->tx, &transfer, NULL, err);
}

/* Which side of it the caller's account is on. The management account may be on both. */
struct sides {
    bool sender, target;
};

/* An account invited by e-mail address is found by the address it has now. */
static int sides_of_caller(struct gh_call *c, const struct store_handshake_get_row *row, struct sides *ret_sides,
                           struct gh_err *err) {
    ret_sides->sender = gh_str_eq(row->management_account_id, c->caller.account_id);
    ret_sides->target = gh_str_eq(row->target_account_id, c->caller.account_id);
    if (!gh_str_eq(row->target_type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_EMAIL) || row->target_account_id.p) return 0;
    struct store_account_get_row account;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){c->caller.account_id}, &account, err);
    if (!r) ret_sides->target = gh_str_eq_ci(account.email, row->target_id);
    return r;
}

static int open_handshake(struct gh_call *c, struct gh_str id, struct store_handshake_get_row *ret_row,
                          struct sides *ret_sides, struct gh_err *err) {
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){id}, ret_row, err);
    if (!r) r = sides_of_caller(c, ret_row, ret_sides, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || (!ret_sides->sender && !ret_sides->target))
        return organizations_throw_handshake_not_found(
            err, "We can't find a handshake with the HandshakeId that you specified.");
    return 0;
}

int organizations_describe_handshake(struct gh_call *c, const struct organizations_describe_handshake_input *in,
                                     struct organizations_describe_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    struct sides sides;
    int r = open_handshake(c, in->handshake_id, &row, &sides, err);
    return r ? r : organizations_handshake_show(c, row.id, &out->handshake, err);
}

/* The handshake that starts a migration has no other side: its sender finishes it. */
static bool may_answer(const struct store_handshake_get_row *row, const struct sides *sides) {
    return gh_str_eq(row->target_id, row->organization_id) ? sides->sender : sides->target;
}

static int check_state(struct gh_str now, struct gh_str state, bool requested_counts, struct gh_err *err) {
    if (gh_str_eq(now, state))
        return organizations_throw_handshake_already_in_state(err, "The handshake is already %.*s.", GH_S_FMT(state));
    if (gh_str_eq(now, ORGANIZATIONS_HANDSHAKE_STATE_OPEN)) return 0;
    if (requested_counts && gh_str_eq(now, ORGANIZATIONS_HANDSHAKE_STATE_REQUESTED)) return 0;
    return organizations_throw_invalid_handshake_transition(
        err, "You can't perform the operation on the handshake in its current state: %.*s.", GH_S_FMT(now));
}

static int answer(struct gh_call *c, struct gh_str id, struct gh_str state, struct store_handshake_get_row *ret_row,
                  struct gh_err *err) {
    struct sides sides;
    int r = open_handshake(c, id, ret_row, &sides, err);
    if (r) return r;
    if (!may_answer(ret_row, &sides))
        return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
    r = check_state(organizations_handshake_state(c, ret_row), state, false, err);
    return r ? r : organizations_handshake_close(&c->ctx, id, state, err);
}

static int take_effect(struct gh_call *c, const void *in, const struct store_handshake_get_row *row,
                       struct gh_err *err) {
    if (gh_str_eq(row->action, ORGANIZATIONS_ACTION_TYPE_INVITE))
        return organizations_invitation_accepted(c, in, row, err);
    if (gh_str_eq(row->action, ORGANIZATIONS_ACTION_TYPE_TRANSFER_RESPONSIBILITY))
        return organizations_transfer_accepted(c, row, err);
    return organizations_migration_accepted(c, row, err);
}

int organizations_accept_handshake(struct gh_call *c, const struct organizations_accept_handshake_input *in,
                                   struct organizations_accept_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = answer(c, in->handshake_id, ORGANIZATIONS_HANDSHAKE_STATE_ACCEPTED, &row, err);
    if (!r && gh_str_eq(row.action, ORGANIZATIONS_ACTION_TYPE_INVITE))
        r = organizations_may_make_service_role(c, in, err);
    if (!r) r = take_effect(c, in, &row, err);
    return r ? r : organizations_handshake_show(c, row.id, &out->handshake, err);
}

int organizations_decline_handshake(struct gh_call *c, const struct organizations_decline_handshake_input *in,
                                    struct organizations_decline_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = answer(c, in->handshake_id, ORGANIZATIONS_HANDSHAKE_STATE_DECLINED, &row, err);
    return r ? r : organizations_handshake_show(c, row.id, &out->handshake, err);
}

int organizations_cancel_handshake(struct gh_call *c, const struct organizations_cancel_handshake_input *in,
                                   struct organizations_cancel_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    struct sides sides;
    int r = open_handshake(c, in->handshake_id, &row, &sides, err);
    if (r) return r;
    if (!sides.sender)
        return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
    struct gh_str state = ORGANIZATIONS_HANDSHAKE_STATE_CANCELED;
    r = check_state(organizations_handshake_state(c, &row), state, true, err);
    if (!r) r = organizations_handshake_close(&c->ctx, row.id, state, err);
    struct store_handshake_cancel_parts_args parts = {row.id, c->ctx.now_ms};
    if (!r) r = store_handshake_cancel_parts(c->ctx.tx, &parts, NULL, err);
    return r ? r : organizations_handshake_show(c, row.id, &out->handshake, err);
}

static int check_filter(const struct organizations_handshake_filter *filter, struct gh_err *err) {
    if (!filter || !filter->action_type.p || !filter->parent_handshake_id.p) return 0;
    return organizations_throw_invalid_input(err,
                                             ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_MAX_LIMIT_EXCEEDED_FILTER,
                                             "You can specify only one filter parameter for the operation.");
}

static struct gh_str filter_text(struct gh_call *c, const struct organizations_handshake_filter *filter) {
    if (!filter) return GH_S("");
    return gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(filter->action_type), GH_S_FMT(filter->parent_handshake_id));
}

static bool filter_matches(const struct organizations_handshake_filter *filter,
                           const struct store_handshake_get_row *row) {
    if (!filter) return true;
    if (filter->parent_handshake_id.p) return gh_str_eq(row->parent_id, filter->parent_handshake_id);
    return !filter->action_type.p || gh_str_eq(filter->action_type, row->action);
}

static int fill(struct gh_call *c, const struct store_handshake_get_rows *rows, size_t shown,
                const struct organizations_handshake_filter *filter, struct organizations_handshakes *list,
                struct gh_err *err) {
    int r = 0;
    list->v = gh_new_n(c->ctx.arena, struct organizations_handshake, shown + 1);
    for (size_t i = 0; !r && i < shown; i++)
        if (filter_matches(filter, &rows->v[i]))
            r = organizations_handshake_output(c, &rows->v[i], &list->v[list->n++], err);
    return r;
}

/* Two lists in the order of their ids become one. */
static struct store_handshake_get_rows zip(struct gh_call *c, const struct store_handshake_get_rows *a,
                                           const struct store_handshake_get_rows *b) {
    struct store_handshake_get_rows both = {gh_new_n(c->ctx.arena, struct store_handshake_get_row, a->n + b->n + 1), 0};
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        bool from_a = k == b->n || (i < a->n && gh_str_cmp(a->v[i].id, b->v[k].id) < 0);
        both.v[both.n++] = from_a ? a->v[i++] : b->v[k++];
    }
    return both;
}

/* What was sent to the caller's account, and what was sent to its address before any account had it. */
static int list_of_account(struct gh_call *c, const struct wire_page *page, struct store_handshake_get_rows *ret_rows,
                           struct gh_err *err) {
    struct store_handshake_get_rows direct, by_address;
    struct store_account_get_row account;
    struct store_handshake_list_by_target_args of_target = {c->caller.account_id, page->after, page->count + 1};
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){c->caller.account_id}, &account, err);
    if (!r) r = store_handshake_list_by_target(c->ctx.tx, &of_target, &direct, err);
    if (r) return r;
    struct store_handshake_list_by_address_args of_address = {fold_key(c->ctx.arena, account.email), page->after,
                                                              page->count + 1};
    r = store_handshake_list_by_address(c->ctx.tx, &of_address, &by_address, err);
    if (!r) *ret_rows = zip(c, &direct, &by_address);
    return r;
}

int organizations_list_handshakes_for_account(struct gh_call *c,
                                              const struct organizations_list_handshakes_for_account_input *in,
                                              struct organizations_list_handshakes_for_account_output *out,
                                              struct gh_err *err) {
    struct store_handshake_get_rows rows;
    struct wire_page page;
    int r = check_filter(in->filter, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter_text(c, in->filter)), &page, err);
    if (!r) r = list_of_account(c, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &rows, shown, in->filter, &out->handshakes, err);
}

static int list_of_organization(struct gh_call *c, const struct store_organization_of_account_row *org,
                                const struct organizations_handshake_filter *filter, const struct wire_page *page,
                                struct store_handshake_get_rows *ret_rows, struct gh_err *err) {
    struct store_handshake_list_by_organization_args all = {org->organization_id, page->after, page->count + 1};
    struct store_handshake_get_row parent;
    if (!filter || !filter->parent_handshake_id.p)
        return store_handshake_list_by_organization(c->ctx.tx, &all, ret_rows, err);
    struct store_handshake_get_args get = {filter->parent_handshake_id};
    int r = store_handshake_get(c->ctx.tx, &get, &parent, err);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_rows = (struct store_handshake_get_rows){0};
    if (r || !gh_str_eq(parent.organization_id, org->organization_id)) return 0;
    struct store_handshake_list_by_parent_args parts = {parent.id, page->after, page->count + 1};
    return store_handshake_list_by_parent(c->ctx.tx, &parts, ret_rows, err);
}

int organizations_list_handshakes_for_organization(
    struct gh_call *c, const struct organizations_list_handshakes_for_organization_input *in,
    struct organizations_list_handshakes_for_organization_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_handshake_get_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = check_filter(in->filter, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter_text(c, in->filter)), &page, err);
    if (!r) r = list_of_organization(c, &org, in->filter, &page, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &rows, shown, in->filter, &out->handshakes, err);
}
