/* common.c: see gatehouse.h: whom a caller may ask about, and how answers name things. */
#include "domain/access.h"
#include "domain/org_policy.h"
#include "service/gatehouse/gatehouse.h"

static int organization_of(struct gh_call *c, struct gh_str account_id,
                           struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    struct store_organization_of_account_args args = {.account_id = account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, ret_org, err);
    if (r == -GH_ENOTFOUND) *ret_org = (struct store_organization_of_account_row){0};
    return r == -GH_ENOTFOUND ? 0 : r;
}

/* Does the caller's account manage its organization, or look after it for us? */
static int is_administrator(struct gh_call *c, const struct store_organization_of_account_row *org, bool *ret_is,
                            struct gh_err *err) {
    *ret_is = gh_str_eq(org->management_account_id, c->caller.account_id);
    if (*ret_is) return 0;
    struct store_organization_delegation_get_row row;
    struct store_organization_delegation_get_args args = {org->organization_id, c->caller.account_id,
                                                          GATEHOUSE_PRINCIPAL};
    int r = store_organization_delegation_get(c->ctx.tx, &args, &row, err);
    *ret_is = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int gatehouse_may_ask(struct gh_call *c, struct gh_str account_id, bool *ret_may, struct gh_err *err) {
    *ret_may = account_id.p && gh_str_eq(account_id, c->caller.account_id);
    if (*ret_may || !account_id.p) return 0;
    struct store_organization_of_account_row own, theirs;
    bool administrator = false;
    int r = organization_of(c, c->caller.account_id, &own, err);
    if (!r && own.organization_id.p) r = is_administrator(c, &own, &administrator, err);
    if (r || !administrator) return r;
    r = organization_of(c, account_id, &theirs, err);
    if (!r) *ret_may = theirs.organization_id.p && gh_str_eq(theirs.organization_id, own.organization_id);
    return r;
}

int gatehouse_administers(struct gh_call *c, bool *ret_administers, struct gh_err *err) {
    struct store_organization_of_account_row own;
    *ret_administers = false;
    int r = organization_of(c, c->caller.account_id, &own, err);
    return r || !own.organization_id.p ? r : is_administrator(c, &own, ret_administers, err);
}

int gatehouse_refuse_account(struct gh_err *err, struct gh_str account_id) {
    return gatehouse_throw_access_denied(err,
                                         "You may ask about principals of your own account, or, from the management "
                                         "account or a delegated administrator "
                                         "of %.*s, of your organization. Account %.*s is neither.",
                                         GH_S_FMT(GATEHOUSE_PRINCIPAL), GH_S_FMT(account_id));
}

struct gh_str gatehouse_layer(enum policy_layer layer) {
    switch (layer) {
    case POLICY_LAYER_SCP: return GATEHOUSE_LAYER_SERVICE_CONTROL_POLICY;
    case POLICY_LAYER_RCP: return GATEHOUSE_LAYER_RESOURCE_CONTROL_POLICY;
    case POLICY_LAYER_RESOURCE: return GATEHOUSE_LAYER_RESOURCE_POLICY;
    case POLICY_LAYER_IDENTITY: return GATEHOUSE_LAYER_IDENTITY_POLICY;
    case POLICY_LAYER_BOUNDARY: return GATEHOUSE_LAYER_PERMISSIONS_BOUNDARY;
    case POLICY_LAYER_SESSION: return GATEHOUSE_LAYER_SESSION_POLICY;
    case POLICY_LAYER_ROOT: return GATEHOUSE_LAYER_ROOT_USER;
    case POLICY_LAYER_NONE: break;
    }
    return GATEHOUSE_LAYER_NONE;
}

struct gh_str gatehouse_decision(enum policy_effect effect) {
    switch (effect) {
    case POLICY_ALLOW: return GATEHOUSE_DECISION_ALLOW;
    case POLICY_EXPLICIT_DENY: return GATEHOUSE_DECISION_EXPLICIT_DENY;
    case POLICY_IMPLICIT_DENY: break;
    }
    return GATEHOUSE_DECISION_IMPLICIT_DENY;
}

struct gatehouse_deciding_statement_list gatehouse_statements(struct gh_call *c, const struct policy_decision *d) {
    struct gatehouse_deciding_statement_list list = {
        gh_new_n(c->ctx.arena, struct gatehouse_deciding_statement, d->n_matches + 1), d->n_matches};
    for (size_t i = 0; i < d->n_matches; i++) {
        const struct policy_match *m = &d->matches[i];
        list.v[i] =
            (struct gatehouse_deciding_statement){.policy_id = m->policy_id,
                                                  .sid = m->sid,
                                                  .statement_index = (int32_t)m->index,
                                                  .has_statement_index = true,
                                                  .effect = m->allow ? GATEHOUSE_EFFECT_ALLOW : GATEHOUSE_EFFECT_DENY,
                                                  .layer = gatehouse_layer(m->layer)};
    }
    return list;
}

static struct gh_str principal_type(const struct principal *p) {
    switch (p->kind) {
    case PRINCIPAL_ROOT: return GH_S("Account");
    case PRINCIPAL_USER: return GH_S("User");
    case PRINCIPAL_ROLE_SESSION: return GH_S("AssumedRole");
    case PRINCIPAL_FEDERATED_USER: return GH_S("FederatedUser");
    default: return GH_S("Anonymous");
    }
}

struct gatehouse_signer_details *gatehouse_details(struct gh_call *c, const struct principal *p) {
    struct gatehouse_signer_details *d = gh_new(c->ctx.arena, struct gatehouse_signer_details);
    *d = (struct gatehouse_signer_details){.principal_arn = p->arn,
                                           .principal_type = principal_type(p),
                                           .account_id = p->account_id,
                                           .organization_id = p->organization_id,
                                           .user_id = p->user_id,
                                           .access_key_id = p->access_key_id,
                                           .session_name = p->session_name,
                                           .source_identity = p->source_identity,
                                           .session_issue_time = p->token_issue_ms,
                                           .session_expiration = p->expires_ms,
                                           .multi_factor_auth_present = p->mfa_present,
                                           .has_multi_factor_auth_present = p->token_issue_ms > 0,
                                           .identity_store_id = p->identity_store_id,
                                           .identity_center_user_id = p->identity_user_id,
                                           .permission_set_id = p->permission_set_id};
    if (p->kind == PRINCIPAL_ROLE_SESSION) d->role_arn = p->policy_arn;
    if (!p->n_tags) return d;
    d->principal_tags = (struct gatehouse_tag_list){gh_new_n(c->ctx.arena, struct gatehouse_tag, p->n_tags), p->n_tags};
    for (size_t i = 0; i < p->n_tags; i++)
        d->principal_tags.v[i] = (struct gatehouse_tag){p->tags[i].key, p->tags[i].value};
    return d;
}
