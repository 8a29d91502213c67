/* invitation.c: asking existing accounts into the organization. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "mail/mail.h"
#include "service/organizations/departure_job.h"
#include "service/organizations/handshake.h"
#include "service/organizations/membership.h"
#include "wire/authorize.h"

/* AWS: 15 days to answer; as many invitations a day as accounts may be. */
#define LASTS_MS (15 * GH_DAY_MS)

static int find_by_address(struct gh_call *c, struct gh_str address, struct handshake_new *handshake,
                           struct gh_err *err) {
    struct store_account_by_email_row row;
    if (!mail_address_valid(address))
        return organizations_throw_invalid_input(
            err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_EMAIL_ADDRESS_TARGET,
            "You specified an invalid email address for the invited account owner.");
    struct gh_str key = fold_key(c->ctx.arena, address);
    int r = store_account_by_email(c->ctx.tx, &(struct store_account_by_email_args){key}, &row, err);
    if (!r) handshake->target_account_id = row.id;
    if (r == -GH_ENOTFOUND) handshake->address_key = key;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int organizations_invitation_target(struct gh_call *c, const struct organizations_handshake_party *target,
                                    struct handshake_new *handshake, struct gh_err *err) {
    if (gh_str_eq(target->type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_EMAIL))
        return find_by_address(c, target->id, handshake, err);
    if (!gh_str_eq(target->type, ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ACCOUNT))
        return organizations_throw_invalid_input(err,
                                                 ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_PARTY_TYPE_TARGET,
                                                 "You specified the wrong type of entity as a party of the handshake.");
    struct store_account_get_row row;
    int r = store_account_get(c->ctx.tx, &(struct store_account_get_args){target->id}, &row, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_TARGET_NOT_SUPPORTED,
                                                 "There is no account with the Id %.*s.", GH_S_FMT(target->id));
    if (!r) handshake->target_account_id = row.id;
    return r;
}

/* AWS lets an account of another organization be invited: accepting moves it over. */
static int refuse_member(struct gh_call *c, const struct store_organization_of_account_row *org,
                         struct gh_str account_id, struct gh_err *err) {
    struct store_organization_account_get_row row;
    if (!account_id.p) return 0;
    struct store_organization_account_get_args args = {org->organization_id, account_id};
    int r = store_organization_account_get(c->ctx.tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return organizations_throw_handshake_constraint_violation(
        err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ALREADY_IN_AN_ORGANIZATION,
        "The account is already a member of an organization.");
}

int organizations_refuse_duplicate(struct gh_call *c, const struct store_organization_of_account_row *org,
                                   const struct handshake_new *handshake, struct gh_err *err) {
    struct store_handshake_pending_for_account_rows of_account;
    struct store_handshake_pending_for_address_rows of_address;
    size_t n;
    int r;
    if (handshake->target_account_id.p) {
        struct store_handshake_pending_for_account_args args = {org->organization_id, handshake->action,
                                                                handshake->target_account_id, c->ctx.now_ms};
        r = store_handshake_pending_for_account(c->ctx.tx, &args, &of_account, err);
        n = r ? 0 : of_account.n;
    } else {
        struct store_handshake_pending_for_address_args args = {org->organization_id, handshake->action,
                                                                handshake->address_key, c->ctx.now_ms};
        r = store_handshake_pending_for_address(c->ctx.tx, &args, &of_address, err);
        n = r ? 0 : of_address.n;
    }
    if (r || !n) return r;
    return organizations_throw_duplicate_handshake(err, "A handshake with the same action and target already exists.");
}

int organizations_check_sent(struct gh_call *c, const struct store_organization_of_account_row *org,
                             struct gh_err *err) {
    struct store_handshake_count_since_row sent;
    struct store_handshake_count_since_args args = {org->organization_id, c->ctx.now_ms - GH_DAY_MS};
    int r = store_handshake_count_since(c->ctx.tx, &args, &sent, err);
    if (r || sent.n < ORGANIZATIONS_ACCOUNTS_MAX) return r;
    return organizations_throw_handshake_constraint_violation(
        err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_HANDSHAKE_RATE_LIMIT_EXCEEDED,
        "You attempted to exceed the number of handshakes that you can send in one day.");
}

/* Is there room, and nothing going on that whoever comes in now would not be asked about? */
static int check_room(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_account_count_row accounts;
    struct store_organization_account_count_args of_accounts = {org->organization_id};
    bool pending;
    int r = store_organization_account_count(c->ctx.tx, &of_accounts, &accounts, err);
    if (!r) r = organizations_migration_pending(c, org, &pending, err);
    if (r) return r;
    if (pending)
        return organizations_throw_handshake_constraint_violation(
            err,
            ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES,
            "You can't invite accounts while the organization is in the process of enabling all features.");
    if (accounts.n >= ORGANIZATIONS_ACCOUNTS_MAX)
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ACCOUNT_NUMBER_LIMIT_EXCEEDED,
            "You attempted to exceed the number of accounts that you can have in an organization.");
    return 0;
}

int organizations_invite_account_to_organization(struct gh_call *c,
                                                 const struct organizations_invite_account_to_organization_input *in,
                                                 struct organizations_invite_account_to_organization_output *out,
                                                 struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct handshake_new handshake = {.action = ORGANIZATIONS_ACTION_TYPE_INVITE,
                                      .state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN,
                                      .target_type = in->target->type,
                                      .target_id = in->target->id,
                                      .notes = in->notes,
                                      .lasts_ms = LASTS_MS};
    struct gh_str id;
    int r = organizations_manage(c, &org, err);
    if (!r) r = organizations_invitation_target(c, in->target, &handshake, err);
    if (!r) r = refuse_member(c, &org, handshake.target_account_id, err);
    if (!r) r = organizations_refuse_duplicate(c, &org, &handshake, err);
    if (!r) r = check_room(c, &org, err);
    if (!r) r = organizations_check_sent(c, &org, err);
    if (!r) r = organizations_handshake_open(&c->ctx, &org, &handshake, &id, err);
    /* The tags wait under the handshake until the account is there to carry them. */
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(id)), &in->tags, err);
    return r ? r : organizations_handshake_show(c, id, &out->handshake, err);
}

/* An account that is elsewhere leaves there, if it may. */
static int leave_present(struct gh_call *c, const void *in, const struct store_handshake_get_row *row,
                         struct gh_err *err) {
    struct store_organization_of_account_row present;
    struct store_organization_of_account_args args = {c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, &present, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    if (gh_str_eq(present.organization_id, row->organization_id))
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ALREADY_IN_AN_ORGANIZATION,
            "The account is already a member of an organization.");
    r = wire_authorize_action(c, in, GH_S("organizations:LeaveOrganization"), err);
    if (!r) r = organizations_may_depart(c, c->caller.account_id, err);
    return r ? r : organizations_depart(&c->ctx, present.organization_id, c->caller.account_id, GH_S("LEFT"), err);
}

/* What it had here must not come back with it. */
static int refuse_departing(struct gh_call *c, struct gh_str organization_id, struct gh_err *err) {
    bool departing;
    int r = organizations_is_departing(&c->ctx, organization_id, c->caller.account_id, &departing, err);
    if (r || !departing) return r;
    return organizations_throw_concurrent_modification(
        err, "The account is still being removed from the organization that it left. Try again later.");
}

int organizations_invitation_accepted(struct gh_call *c, const void *in, const struct store_handshake_get_row *row,
                                      struct gh_err *err) {
    struct store_organization_of_account_row org = {.organization_id = row->organization_id};
    struct gh_str from = gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row->id));
    struct gh_str to = gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(c->caller.account_id));
    int r = leave_present(c, in, row, err);
    if (!r) r = refuse_departing(c, row->organization_id, err);
    if (!r) r = check_room(c, &org, err);
    if (!r)
        r = organizations_join(&c->ctx, row->organization_id, c->caller.account_id,
                               ORGANIZATIONS_ACCOUNT_JOINED_METHOD_INVITED, err);
    if (!r) r = org_policies_touch(&c->ctx, row->organization_id, err);
    return r ? r : organizations_move_tags(&c->ctx, from, to, err);
}
