/* handshake.c: invitations of existing accounts into the organization. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "service/organizations/organizations.h"

#define PAGE_MAX 20
#define EXPIRES_MS (15 * GH_DAY_MS)
#define OPEN_INVITATIONS_LOOKED_AT 1000

/* An invitation nobody answered in time has expired, whether or not anybody has looked since. */
static struct gh_str state_of(struct gh_call *c, const struct store_handshake_get_row *row) {
    bool open = gh_str_eq(row->state, ORGANIZATIONS_HANDSHAKE_STATE_OPEN);
    return open && row->expires_ms <= c->ctx.now_ms ? ORGANIZATIONS_HANDSHAKE_STATE_EXPIRED : row->state;
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

static int output(struct gh_call *c, const struct store_handshake_get_row *row, struct organizations_handshake *ret,
                  struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct organizations_handshake_party *parties = gh_new_n(a, struct organizations_handshake_party, 2);
    parties[0] =
        (struct organizations_handshake_party){row->organization_id, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ORGANIZATION};
    parties[1] = (struct organizations_handshake_party){row->target_id, row->target_type};
    struct organizations_handshake_resource *resources = gh_new_n(a, struct organizations_handshake_resource, 3);
    int r = organization_resource(c, row, &resources[0], err);
    if (r) return r;
    resources[1] = resource(row->target_type, row->target_id);
    resources[2] = resource(ORGANIZATIONS_HANDSHAKE_RESOURCE_TYPE_NOTES, row->notes);
    struct gh_str name = gh_fmt(a, "invite/%.*s", GH_S_FMT(row->id));
    *ret = (struct organizations_handshake){
        .id = row->id,
        .arn = arn_organizations(a, row->management_account_id, "handshake", row->organization_id, name),
        .parties = {parties, 2},
        .state = state_of(c, row),
        .requested_timestamp = row->requested_ms,
        .expiration_timestamp = row->expires_ms,
        .action = row->action,
        .resources = {resources, row->notes.p ? 3 : 2}};
    return 0;
}

static int output_new(struct gh_call *c, const struct store_handshake_get_row *row,
                      struct organizations_handshake **ret, struct gh_err *err) {
    *ret = gh_new(c->ctx.arena, struct organizations_handshake);
    return output(c, row, *ret, err);
}

/* Finds the account that is meant; absent for an address that no account has yet. */
static int find_target(struct gh_call *c, const struct organizations_handshake_party *target,
                       struct gh_str *ret_account, struct gh_err *err) {
    if (gh_str_eq(target->type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_EMAIL)) {
        struct store_account_by_email_row row;
        struct store_account_by_email_args args = {fold_key(c->ctx.arena, target->id)};
        int r = store_account_by_email(c->ctx.tx, &args, &row, err);
        *ret_account = r ? GH_S_NONE : row.id;
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    if (!gh_str_eq(target->type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ACCOUNT))
        return organizations_throw_invalid_input(err,
                                                 ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_PARTY_TYPE_TARGET,
                                                 "You specified the wrong type of entity as a party of the handshake.");
    struct store_account_get_row row;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){target->id}, &row, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_TARGET_NOT_SUPPORTED,
                                                 "There is no account with the Id %.*s.", GH_S_FMT(target->id));
    *ret_account = target->id;
    return r;
}

static int refuse_member(struct gh_call *c, struct gh_str account_id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    if (!account_id.p) return 0;
    int r =
        store_organization_of_account(c->ctx.tx, &(struct store_organization_of_account_args){account_id}, &org, err);
    if (r == -GH_ENOTFOUND) return 0;
    if (r) return r;
    return organizations_throw_handshake_constraint_violation(
        err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ALREADY_IN_AN_ORGANIZATION,
        "The account is already a member of an organization.");
}

static int refuse_duplicate(struct gh_call *c, const struct store_organization_of_account_row *org,
                            const struct organizations_handshake_party *target, struct gh_err *err) {
    struct store_handshake_get_rows rows;
    struct store_handshake_list_by_organization_args args = {org->organization_id, GH_S(""),
                                                             OPEN_INVITATIONS_LOOKED_AT};
    int r = store_handshake_list_by_organization(c->ctx.tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++)
        if (gh_str_eq(rows.v[i].target_id, target->id) &&
            gh_str_eq(state_of(c, &rows.v[i]), ORGANIZATIONS_HANDSHAKE_STATE_OPEN))
            return organizations_throw_duplicate_handshake(
                err, "A handshake with the same action and target already exists.");
    return r;
}

int organizations_invite_account_to_organization(struct gh_call *c,
                                                 const struct organizations_invite_account_to_organization_input *in,
                                                 struct organizations_invite_account_to_organization_output *out,
                                                 struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct gh_str account_id;
    int r = organizations_manage(c, &org, err);
    if (!r) r = find_target(c, in->target, &account_id, err);
    if (!r) r = refuse_member(c, account_id, err);
    if (!r) r = refuse_duplicate(c, &org, in->target, err);
    if (r) return r;
    struct store_handshake_insert_args row = {.id = id_handshake_new(c->ctx.arena),
                                              .organization_id = org.organization_id,
                                              .management_account_id = org.management_account_id,
                                              .action = ORGANIZATIONS_ACTION_TYPE_INVITE,
                                              .state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN,
                                              .target_type = in->target->type,
                                              .target_id = in->target->id,
                                              .target_account_id = account_id,
                                              .notes = in->notes,
                                              .requested_ms = c->ctx.now_ms,
                                              .expires_ms = c->ctx.now_ms + EXPIRES_MS};
    r = store_handshake_insert(c->ctx.tx, &row, NULL, err);
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id)), &in->tags, err);
    struct store_handshake_get_row stored;
    if (!r) r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){row.id}, &stored, err);
    return r ? r : output_new(c, &stored, &out->handshake, err);
}

enum party { PARTY_NONE, PARTY_ORGANIZATION, PARTY_TARGET };

/* An account invited by e-mail address is found by the address it has now. */
static int party_of_caller(struct gh_call *c, const struct store_handshake_get_row *row, enum party *ret_party,
                           struct gh_err *err) {
    *ret_party = PARTY_NONE;
    if (gh_str_eq(row->management_account_id, c->caller.account_id)) *ret_party = PARTY_ORGANIZATION;
    if (gh_str_eq(row->target_account_id, c->caller.account_id)) *ret_party = PARTY_TARGET;
    if (*ret_party != PARTY_NONE || row->target_account_id.p) return 0;
    struct store_account_get_row account;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){c->caller.account_id}, &account, err);
    if (!r && gh_str_eq_ci(account.email, row->target_id)) *ret_party = PARTY_TARGET;
    return r;
}

static int open_handshake(struct gh_call *c, struct gh_str id, struct store_handshake_get_row *ret_row,
                          enum party *ret_party, struct gh_err *err) {
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){id}, ret_row, err);
    if (!r) r = party_of_caller(c, ret_row, ret_party, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || *ret_party == PARTY_NONE)
        return organizations_throw_handshake_not_found(
            err, "We can't find a handshake with the HandshakeId that you specified.");
    return 0;
}

int organizations_describe_handshake(struct gh_call *c, const struct organizations_describe_handshake_input *in,
                                     struct organizations_describe_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    enum party party;
    int r = open_handshake(c, in->handshake_id, &row, &party, err);
    return r ? r : output_new(c, &row, &out->handshake, err);
}

/* Lets @party answer an open handshake with @state. */
static int answer(struct gh_call *c, struct gh_str id, enum party party, struct gh_str state,
                  struct store_handshake_get_row *ret_row, struct gh_err *err) {
    enum party caller;
    int r = open_handshake(c, id, ret_row, &caller, err);
    if (r) return r;
    if (caller != party)
        return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
    struct gh_str now = state_of(c, ret_row);
    if (gh_str_eq(now, state))
        return organizations_throw_handshake_already_in_state(err, "The handshake is already %.*s.", GH_S_FMT(state));
    if (!gh_str_eq(now, ORGANIZATIONS_HANDSHAKE_STATE_OPEN))
        return organizations_throw_invalid_handshake_transition(
            err, "You can't perform the operation on the handshake in its current state: %.*s.", GH_S_FMT(now));
    ret_row->state = state;
    return store_handshake_state(c->ctx.tx, &(struct store_handshake_state_args){id, state}, NULL, err);
}

static int join(struct gh_call *c, const struct store_handshake_get_row *row, struct gh_err *err) {
    struct store_organization_get_row org;
    int r = refuse_member(c, c->caller.account_id, err);
    if (!r)
        r = store_organization_get(c->ctx.tx, &(struct store_organization_get_args){row->organization_id}, &org, err);
    if (r) return r;
    struct store_organization_member_insert_args member = {.account_id = c->caller.account_id,
                                                           .organization_id = org.id,
                                                           .parent_id = org.root_id,
                                                           .joined_method = ORGANIZATIONS_ACCOUNT_JOINED_METHOD_INVITED,
                                                           .joined_ms = c->ctx.now_ms};
    r = store_organization_member_insert(c->ctx.tx, &member, NULL, err);
    if (!r) r = org_policies_place(&c->ctx, org.id, c->caller.account_id, err);
    if (!r) r = org_policies_touch(&c->ctx, org.id, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int organizations_accept_handshake(struct gh_call *c, const struct organizations_accept_handshake_input *in,
                                   struct organizations_accept_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = answer(c, in->handshake_id, PARTY_TARGET, ORGANIZATIONS_HANDSHAKE_STATE_ACCEPTED, &row, err);
    if (!r) r = join(c, &row, err);
    return r ? r : output_new(c, &row, &out->handshake, err);
}

int organizations_decline_handshake(struct gh_call *c, const struct organizations_decline_handshake_input *in,
                                    struct organizations_decline_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = answer(c, in->handshake_id, PARTY_TARGET, ORGANIZATIONS_HANDSHAKE_STATE_DECLINED, &row, err);
    return r ? r : output_new(c, &row, &out->handshake, err);
}

int organizations_cancel_handshake(struct gh_call *c, const struct organizations_cancel_handshake_input *in,
                                   struct organizations_cancel_handshake_output *out, struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = answer(c, in->handshake_id, PARTY_ORGANIZATION, ORGANIZATIONS_HANDSHAKE_STATE_CANCELED, &row, err);
    return r ? r : output_new(c, &row, &out->handshake, err);
}

/* Only invitations exist, so a filter for another action finds nothing. */
static bool filter_matches(const struct organizations_handshake_filter *filter) {
    if (!filter) return true;
    if (filter->parent_handshake_id.p) return false;
    return !filter->action_type.p || gh_str_eq(filter->action_type, ORGANIZATIONS_ACTION_TYPE_INVITE);
}

static int fill(struct gh_call *c, const struct store_handshake_get_rows *rows, size_t shown,
                const struct organizations_handshake_filter *filter, struct organizations_handshakes *list,
                struct gh_err *err) {
    int r = 0;
    list->v = gh_new_n(c->ctx.arena, struct organizations_handshake, shown + 1);
    for (size_t i = 0; !r && filter_matches(filter) && i < shown; i++)
        r = output(c, &rows->v[i], &list->v[list->n++], err);
    return r;
}

int organizations_list_handshakes_for_account(struct gh_call *c,
                                              const struct organizations_list_handshakes_for_account_input *in,
                                              struct organizations_list_handshakes_for_account_output *out,
                                              struct gh_err *err) {
    struct store_handshake_get_rows rows;
    struct wire_page page;
    int r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, GH_S("")), &page, err);
    if (r) return r;
    struct store_handshake_list_by_target_args args = {c->caller.account_id, page.after, page.count + 1};
    r = store_handshake_list_by_target(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &rows, shown, in->filter, &out->handshakes, err);
}

int organizations_list_handshakes_for_organization(
    struct gh_call *c, const struct organizations_list_handshakes_for_organization_input *in,
    struct organizations_list_handshakes_for_organization_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_handshake_get_rows rows;
    struct wire_page page;
    int r = organizations_manage(c, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, GH_S("")), &page, err);
    if (r) return r;
    struct store_handshake_list_by_organization_args args = {org.organization_id, page.after, page.count + 1};
    r = store_handshake_list_by_organization(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &rows, shown, in->filter, &out->handshakes, err);
}
