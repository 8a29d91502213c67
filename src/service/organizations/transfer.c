/* transfer.c: see transfer.h: inviting, accepting, showing, renaming and ending. */
#include "service/organizations/transfer.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/organizations/handshake.h"

#define PAGE_MAX 20
#define LASTS_MS (15 * GH_DAY_MS)

/* Whoever pays sees it as inbound. */
static bool is_target(const struct store_organization_of_account_row *org,
                      const struct store_responsibility_transfer_get_row *row) {
    return gh_str_eq(row->target_organization_id, org->organization_id);
}

struct gh_str transfer_arn(struct gh_arena *a, const struct store_organization_of_account_row *org,
                           const struct store_responsibility_transfer_get_row *row) {
    const char *direction = is_target(org, row) ? "inbound" : "outbound";
    struct gh_str name = gh_fmt(a, "billing/%s/%.*s", direction, GH_S_FMT(row->id));
    return arn_organizations(a, org->management_account_id, "transfer", org->organization_id, name);
}

int transfer_find(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                  struct store_responsibility_transfer_get_row *ret_row, struct gh_err *err) {
    int r = store_responsibility_transfer_get(c->ctx.tx, &(struct store_responsibility_transfer_get_args){id}, ret_row,
                                              err);
    if (r || is_target(org, ret_row) || gh_str_eq(ret_row->source_account_id, org->management_account_id)) return r;
    return -GH_ENOTFOUND;
}

static int open_transfer(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                         struct store_responsibility_transfer_get_row *ret_row, struct gh_err *err) {
    int r = transfer_find(c, org, id, ret_row, err);
    if (r != -GH_ENOTFOUND) return r;
    return organizations_throw_responsibility_transfer_not_found(err, "We can't find a transfer that you specified.");
}

static int participant(struct gh_call *c, struct gh_str account_id, struct organizations_transfer_participant **ret,
                       struct gh_err *err) {
    struct store_account_get_row account;
    if (!account_id.p) return 0;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){account_id}, &account, err);
    if (r) return r;
    *ret = gh_new(c->ctx.arena, struct organizations_transfer_participant);
    **ret = (struct organizations_transfer_participant){account.id, account.email};
    return 0;
}

/* Until the source has agreed the payer sees of it what the payer named. */
static int named_source(struct gh_call *c, struct gh_str handshake_id, struct organizations_transfer_participant **ret,
                        struct gh_err *err) {
    struct store_handshake_get_row row;
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){handshake_id}, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    *ret = gh_new(c->ctx.arena, struct organizations_transfer_participant);
    if (gh_str_eq(row.target_type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_EMAIL))
        (*ret)->management_account_email = row.target_id;
    else
        (*ret)->management_account_id = row.target_id;
    return 0;
}

/* An invitation that nobody answered has run out whether or not anybody has looked since. */
static int status_of(struct gh_call *c, const struct store_responsibility_transfer_get_row *row, struct gh_str *ret,
                     struct gh_err *err) {
    struct store_handshake_get_row handshake;
    *ret = row->status;
    if (!gh_str_eq(row->status, ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_REQUESTED)) return 0;
    int r = store_handshake_get(c->ctx.tx, &(struct store_handshake_get_args){row->handshake_id}, &handshake, err);
    if (r == -GH_ENOTFOUND || (!r && handshake.expires_ms <= c->ctx.now_ms))
        *ret = ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_EXPIRED;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int output(struct gh_call *c, const struct store_organization_of_account_row *org,
                  const struct store_responsibility_transfer_get_row *row,
                  struct organizations_responsibility_transfer *ret, struct gh_err *err) {
    *ret = (struct organizations_responsibility_transfer){.arn = transfer_arn(c->ctx.arena, org, row),
                                                          .name = row->name,
                                                          .id = row->id,
                                                          .type = row->type,
                                                          .start_timestamp = row->start_ms,
                                                          .end_timestamp = row->has_end_ms ? row->end_ms : 0};
    int r = status_of(c, row, &ret->status, err);
    if (gh_str_eq(ret->status, ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_REQUESTED))
        ret->active_handshake_id = row->handshake_id;
    if (!r) r = participant(c, row->target_account_id, &ret->target, err);
    if (!r && is_target(org, row) && !row->source_organization_id.p)
        return named_source(c, row->handshake_id, &ret->source, err);
    return r ? r : participant(c, row->source_account_id, &ret->source, err);
}

static int show(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                struct organizations_responsibility_transfer **ret, struct gh_err *err) {
    struct store_responsibility_transfer_get_row row;
    int r = open_transfer(c, org, id, &row, err);
    if (r) return r;
    *ret = gh_new(c->ctx.arena, struct organizations_responsibility_transfer);
    return output(c, org, &row, *ret, err);
}

static int check_target(struct gh_call *c, const struct store_organization_of_account_row *org,
                        const struct handshake_new *handshake, struct gh_err *err) {
    struct store_organization_of_account_row source;
    struct store_organization_of_account_args args = {handshake->target_account_id};
    if (gh_str_eq(handshake->target_account_id, org->management_account_id))
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_SOURCE_AND_TARGET_CANNOT_MATCH,
            "An account can't be both the sender and the recipient of the invitation.");
    int r = organizations_refuse_duplicate(c, org, handshake, err);
    if (r || !handshake->target_account_id.p) return r;
    r = store_organization_of_account(c->ctx.tx, &args, &source, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct store_responsibility_transfer_payer_args of_payer = {source.organization_id, c->ctx.now_ms};
    struct store_responsibility_transfer_get_rows payer;
    r = store_responsibility_transfer_payer(c->ctx.tx, &of_payer, &payer, err);
    if (r || !payer.n || !is_target(org, &payer.v[0])) return r;
    return organizations_throw_handshake_constraint_violation(
        err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_RESPONSIBILITY_TRANSFER_ALREADY_EXISTS,
        "You cannot perform this operation with the current transfer.");
}

int organizations_invite_organization_to_transfer_responsibility(
    struct gh_call *c, const struct organizations_invite_organization_to_transfer_responsibility_input *in,
    struct organizations_invite_organization_to_transfer_responsibility_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct handshake_new handshake = {.action = ORGANIZATIONS_ACTION_TYPE_TRANSFER_RESPONSIBILITY,
                                      .state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN,
                                      .target_type = in->target->type,
                                      .target_id = in->target->id,
                                      .notes = in->notes,
                                      .lasts_ms = LASTS_MS};
    struct store_responsibility_transfer_insert_args row = {.id = id_responsibility_transfer_new(c->ctx.arena),
                                                            .type = in->type,
                                                            .name = in->source_name,
                                                            .status =
                                                                ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_REQUESTED,
                                                            .start_ms = in->start_timestamp};
    int r = organizations_manage(c, &org, err);
    if (!r) r = transfer_check_start(c, in->start_timestamp, err);
    if (!r) r = organizations_invitation_target(c, in->target, &handshake, err);
    if (!r) r = check_target(c, &org, &handshake, err);
    if (!r) r = organizations_check_sent(c, &org, err);
    if (!r) r = organizations_handshake_open(&c->ctx, &org, &handshake, &row.handshake_id, err);
    if (r) return r;
    row.target_organization_id = org.organization_id;
    row.target_account_id = org.management_account_id;
    row.source_account_id = handshake.target_account_id;
    r = store_responsibility_transfer_insert(c->ctx.tx, &row, NULL, err);
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id)), &in->tags, err);
    return r ? r : organizations_handshake_show(c, row.handshake_id, &out->handshake, err);
}

int organizations_transfer_accepted(struct gh_call *c, const struct store_handshake_get_row *row, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_row transfer;
    struct store_responsibility_transfer_of_handshake_args of_handshake = {row->id};
    int r = organizations_manage(c, &org, err);
    if (!r) r = store_responsibility_transfer_of_handshake(c->ctx.tx, &of_handshake, &transfer, err);
    if (r) return r;
    if (is_target(&org, &transfer))
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_SOURCE_AND_TARGET_CANNOT_MATCH,
            "An account can't accept a transfer invitation if it is both the sender and recipient of the invitation.");
    r = transfer_check_chain(c, transfer.target_organization_id, org.organization_id, err);
    struct store_responsibility_transfer_source_args source = {transfer.id, org.organization_id,
                                                               org.management_account_id};
    return r ? r : store_responsibility_transfer_source(c->ctx.tx, &source, NULL, err);
}

int organizations_describe_responsibility_transfer(
    struct gh_call *c, const struct organizations_describe_responsibility_transfer_input *in,
    struct organizations_describe_responsibility_transfer_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    int r = organizations_share(c, in, &org, err);
    return r ? r : show(c, &org, in->id, &out->responsibility_transfer, err);
}

static int fill(struct gh_call *c, const struct store_organization_of_account_row *org,
                const struct store_responsibility_transfer_get_rows *rows, size_t shown,
                struct organizations_responsibility_transfers *list, struct gh_err *err) {
    int r = 0;
    list->v = gh_new_n(c->ctx.arena, struct organizations_responsibility_transfer, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) r = output(c, org, &rows->v[i], &list->v[list->n++], err);
    return r;
}

/* With an id the list is that one transfer. */
static int list_one(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                    struct organizations_responsibility_transfers *list, struct gh_err *err) {
    struct store_responsibility_transfer_get_row row;
    int r = open_transfer(c, org, id, &row, err);
    if (r) return r;
    if (!is_target(org, &row))
        return organizations_throw_responsibility_transfer_not_found(err,
                                                                     "We can't find a transfer that you specified.");
    return fill(c, org, &(struct store_responsibility_transfer_get_rows){&row, 1}, 1, list, err);
}

int organizations_list_inbound_responsibility_transfers(
    struct gh_call *c, const struct organizations_list_inbound_responsibility_transfers_input *in,
    struct organizations_list_inbound_responsibility_transfers_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r && in->id.p) return list_one(c, &org, in->id, &out->responsibility_transfers, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->type), &page, err);
    if (r) return r;
    struct store_responsibility_transfer_inbound_args args = {org.organization_id, page.after, page.count + 1};
    r = store_responsibility_transfer_inbound(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &org, &rows, shown, &out->responsibility_transfers, err);
}

int organizations_list_outbound_responsibility_transfers(
    struct gh_call *c, const struct organizations_list_outbound_responsibility_transfers_input *in,
    struct organizations_list_outbound_responsibility_transfers_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->type), &page, err);
    if (r) return r;
    struct store_responsibility_transfer_outbound_args args = {org.management_account_id, page.after, page.count + 1};
    r = store_responsibility_transfer_outbound(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return fill(c, &org, &rows, shown, &out->responsibility_transfers, err);
}

/* The name is the payer's, who gave it. */
int organizations_update_responsibility_transfer(struct gh_call *c,
                                                 const struct organizations_update_responsibility_transfer_input *in,
                                                 struct organizations_update_responsibility_transfer_output *out,
                                                 struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_row row;
    int r = organizations_manage(c, &org, err);
    if (!r) r = open_transfer(c, &org, in->id, &row, err);
    if (r) return r;
    if (!is_target(&org, &row))
        return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
    r = store_responsibility_transfer_rename(
        c->ctx.tx, &(struct store_responsibility_transfer_rename_args){row.id, in->name}, NULL, err);
    return r ? r : show(c, &org, row.id, &out->responsibility_transfer, err);
}

static int check_status(const struct store_responsibility_transfer_get_row *row, struct gh_err *err) {
    if (gh_str_eq(row->status, ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_WITHDRAWN))
        return organizations_throw_responsibility_transfer_already_in_status(
            err, "The responsibility transfer is already in the status that you specified.");
    if (gh_str_eq(row->status, ORGANIZATIONS_RESPONSIBILITY_TRANSFER_STATUS_ACCEPTED)) return 0;
    return organizations_throw_invalid_responsibility_transfer_transition(
        err, "The responsibility transfer can't transition to the requested state because it's not in a valid state "
             "for this operation.");
}

int organizations_terminate_responsibility_transfer(
    struct gh_call *c, const struct organizations_terminate_responsibility_transfer_input *in,
    struct organizations_terminate_responsibility_transfer_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_responsibility_transfer_get_row row;
    int r = organizations_manage(c, &org, err);
    if (!r) r = open_transfer(c, &org, in->id, &row, err);
    if (!r) r = check_status(&row, err);
    if (!r && in->end_timestamp) r = transfer_check_end(c, &row, in->end_timestamp, err);
    if (r) return r;
    int64_t end_ms = in->end_timestamp ? in->end_timestamp : transfer_end_default(c, &row);
    r = store_responsibility_transfer_end(c->ctx.tx, &(struct store_responsibility_transfer_end_args){row.id, end_ms},
                                          NULL, err);
    return r ? r : show(c, &org, row.id, &out->responsibility_transfer, err);
}
