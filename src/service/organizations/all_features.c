/*
 * all_features.c: from consolidated billing to all features. The handshake that EnableAllFeatures opens has a part for
 * every invited account; once all have agreed it is open, and the management account finishes it, by itself or by the
 * APPROVE_ALL_FEATURES handshake that is sent to it then.
 */
#include "base/base.h"
#include "domain/org_policy.h"
#include "service/organizations/handshake.h"

#define LASTS_MS (90 * GH_DAY_MS)
#define CHUNK 100
#define ACCOUNTS_MAX 5000

int organizations_migration_pending(struct gh_call *c, const struct store_organization_of_account_row *org,
                                    bool *ret_pending, struct gh_err *err) {
    struct store_handshake_pending_rows rows;
    struct store_handshake_pending_args args = {org->organization_id, ORGANIZATIONS_ACTION_TYPE_ENABLE_ALL_FEATURES,
                                                org->organization_id, c->ctx.now_ms};
    int r = store_handshake_pending(c->ctx.tx, &args, &rows, err);
    if (!r) *ret_pending = rows.n > 0;
    return r;
}

/* Created accounts are the organization's own: only invited ones are asked. */
static int ask_members(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str parent_id,
                       size_t *ret_asked, struct gh_err *err) {
    struct store_organization_invited_list_args args = {org->organization_id, org->management_account_id, GH_S(""),
                                                        CHUNK};
    struct store_organization_invited_list_rows rows;
    struct gh_str id;
    *ret_asked = 0;
    int r;
    do {
        r = store_organization_invited_list(c->ctx.tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n; i++) {
            struct handshake_new part = {.action = ORGANIZATIONS_ACTION_TYPE_ENABLE_ALL_FEATURES,
                                         .state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN,
                                         .parent_id = parent_id,
                                         .target_type = ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ACCOUNT,
                                         .target_id = rows.v[i].account_id,
                                         .target_account_id = rows.v[i].account_id,
                                         .lasts_ms = LASTS_MS};
            args.after_id = part.target_id;
            r = organizations_handshake_open(&c->ctx, org, &part, &id, err);
        }
        if (!r) *ret_asked += rows.n;
    } while (!r && rows.n == CHUNK);
    return r;
}

static int check(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_account_count_row accounts;
    struct store_organization_account_count_args args = {org->organization_id};
    bool pending;
    if (gh_str_eq(org->feature_set, ORGANIZATIONS_ORGANIZATION_FEATURE_SET_ALL))
        return organizations_throw_handshake_constraint_violation(
            err, ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ORGANIZATION_ALREADY_HAS_ALL_FEATURES,
            "The organization has already enabled all features.");
    int r = organizations_migration_pending(c, org, &pending, err);
    if (!r) r = store_organization_account_count(c->ctx.tx, &args, &accounts, err);
    if (r) return r;
    if (pending)
        return organizations_throw_handshake_constraint_violation(
            err,
            ORGANIZATIONS_HANDSHAKE_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION,
            "The organization has already started the process to enable all features.");
    if (accounts.n > ACCOUNTS_MAX)
        return organizations_throw_constraint_violation(
            err,
            ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED,
            "Your organization has more than %d accounts.", ACCOUNTS_MAX);
    return 0;
}

static int finish(struct gh_call *c, struct gh_str organization_id, struct gh_str parent_id, struct gh_err *err) {
    struct store_organization_all_features_args args = {organization_id};
    struct store_handshake_cancel_parts_args parts = {parent_id, c->ctx.now_ms};
    int r = store_organization_all_features(c->ctx.tx, &args, NULL, err);
    if (!r) r = organizations_handshake_close(&c->ctx, parent_id, ORGANIZATIONS_HANDSHAKE_STATE_ACCEPTED, err);
    if (!r) r = store_handshake_cancel_parts(c->ctx.tx, &parts, NULL, err);
    return r ? r : org_policies_touch(&c->ctx, organization_id, err);
}

/* Where nobody has to be asked it is done at once. */
int organizations_enable_all_features(struct gh_call *c, const struct organizations_enable_all_features_input *in,
                                      struct organizations_enable_all_features_output *out, struct gh_err *err) {
    (void)in;
    struct store_organization_of_account_row org;
    struct handshake_new handshake = {.action = ORGANIZATIONS_ACTION_TYPE_ENABLE_ALL_FEATURES,
                                      .state = ORGANIZATIONS_HANDSHAKE_STATE_REQUESTED,
                                      .target_type = ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ORGANIZATION,
                                      .lasts_ms = LASTS_MS};
    struct gh_str id;
    size_t asked;
    int r = organizations_manage(c, &org, err);
    if (!r) r = check(c, &org, err);
    if (r) return r;
    handshake.target_id = org.organization_id;
    r = organizations_handshake_open(&c->ctx, &org, &handshake, &id, err);
    if (!r) r = ask_members(c, &org, id, &asked, err);
    if (!r && !asked) r = finish(c, org.organization_id, id, err);
    return r ? r : organizations_handshake_show(c, id, &out->handshake, err);
}

/* Once nobody is left to agree it is the management account's turn. @h is of the migration, whole or part. */
static int open_approval(struct context *c, const struct store_handshake_get_row *h, struct gh_str parent_id,
                         struct gh_err *err) {
    struct store_organization_of_account_row org = {.organization_id = h->organization_id,
                                                    .management_account_id = h->management_account_id};
    struct handshake_new approval = {.action = ORGANIZATIONS_ACTION_TYPE_APPROVE_ALL_FEATURES,
                                     .state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN,
                                     .parent_id = parent_id,
                                     .target_type = ORGANIZATIONS_HANDSHAKE_PARTY_TYPE_ACCOUNT,
                                     .target_id = h->management_account_id,
                                     .target_account_id = h->management_account_id,
                                     .lasts_ms = LASTS_MS};
    struct store_handshake_unaccepted_rows rows;
    struct store_handshake_unaccepted_args args = {parent_id};
    struct gh_str id;
    int r = store_handshake_unaccepted(c->tx, &args, &rows, err);
    if (r || rows.n) return r;
    r = organizations_handshake_close(c, parent_id, ORGANIZATIONS_HANDSHAKE_STATE_OPEN, err);
    return r ? r : organizations_handshake_open(c, &org, &approval, &id, err);
}

int organizations_migration_accepted(struct gh_call *c, const struct store_handshake_get_row *row, struct gh_err *err) {
    if (!row->parent_id.p) return finish(c, row->organization_id, row->id, err);
    if (gh_str_eq(row->action, ORGANIZATIONS_ACTION_TYPE_APPROVE_ALL_FEATURES))
        return finish(c, row->organization_id, row->parent_id, err);
    return open_approval(&c->ctx, row, row->parent_id, err);
}

int organizations_migration_left(struct context *c, struct gh_str organization_id, struct gh_str account_id,
                                 struct gh_err *err) {
    struct store_handshake_pending_rows migration;
    struct store_handshake_get_row whole;
    struct store_handshake_pending_args args = {organization_id, ORGANIZATIONS_ACTION_TYPE_ENABLE_ALL_FEATURES,
                                                organization_id, c->now_ms};
    int r = store_handshake_pending(c->tx, &args, &migration, err);
    if (r || !migration.n) return r;
    struct store_handshake_get_args get = {migration.v[0].id};
    struct store_handshake_cancel_part_args part = {get.id, account_id, c->now_ms};
    r = store_handshake_cancel_part(c->tx, &part, NULL, err);
    if (!r) r = store_handshake_get(c->tx, &get, &whole, err);
    if (r || !gh_str_eq(whole.state, ORGANIZATIONS_HANDSHAKE_STATE_REQUESTED)) return r;
    return open_approval(c, &whole, whole.id, err);
}
