/* policy_effective.c: what the management policies above an account come to for it. */
#include "base/base.h"
#include "domain/ids.h"
#include "domain/management_policy.h"
#include "service/organizations/effective.h"

int effective_refuse_missing(struct gh_err *err) {
    return organizations_throw_effective_policy_not_found(
        err, "The account doesn't have an effective policy of the specified type.");
}

/* Only accounts have effective policies; members ask about themselves. */
static int open_target(struct gh_call *c, const struct organizations_describe_effective_policy_input *in,
                       struct store_organization_of_account_row *org, struct gh_str *ret_target, struct gh_err *err) {
    int r = organizations_open(c, org, err);
    *ret_target = in->target_id.p ? in->target_id : c->caller.account_id;
    if (!r && !gh_str_eq(*ret_target, c->caller.account_id)) r = organizations_share(c, in, org, err);
    if (r) return r;
    if (!id_is_account(*ret_target))
        return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_TARGET_NOT_SUPPORTED,
                                                 "You can't perform the specified operation on that target entity.");
    struct policy_target target;
    bool found;
    r = organizations_target_get(c, org, *ret_target, &target, &found, err);
    if (r || found) return r;
    return organizations_throw_target_not_found(
        err, "We can't find a root, OU, account, or policy with the TargetId that you specified.");
}

static int add_rows(struct management_merge *m, const struct store_organization_effective_chain_rows *rows,
                    int64_t *ret_updated_ms, struct gh_err *err) {
    int r = 0;
    for (size_t i = 0; !r && i < rows->n; i++) {
        const struct store_organization_effective_chain_row *row = &rows->v[i];
        if (i && row->depth != row[-1].depth) management_merge_end_level(m);
        r = management_merge_add(m, row->content, err);
        if (row->updated_ms > *ret_updated_ms) *ret_updated_ms = row->updated_ms;
    }
    return r;
}

int effective_read(struct gh_call *c, struct gh_str account_id, struct gh_str type, struct effective *ret_effective,
                   struct gh_err *err) {
    struct store_organization_effective_chain_args args = {account_id, type};
    GH_CLEANUP(gh_arena_freep) struct gh_arena *work = gh_arena_new(MANAGEMENT_MERGE_BYTES);
    struct management_merge *m = management_merge_new(work);
    *ret_effective = (struct effective){0};
    int r = store_organization_effective_chain(c->ctx.tx, &args, &ret_effective->rows, err);
    if (!r) r = add_rows(m, &ret_effective->rows, &ret_effective->updated_ms, err);
    if (r == -GH_ELIMIT) {
        ret_effective->too_large = true;
        return 0;
    }
    if (!r) ret_effective->content = gh_str_dup(c->ctx.arena, management_merge_result(m));
    return r;
}

int organizations_describe_effective_policy(struct gh_call *c,
                                            const struct organizations_describe_effective_policy_input *in,
                                            struct organizations_describe_effective_policy_output *out,
                                            struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct effective effective;
    struct gh_str target;
    bool enabled;
    int r = open_target(c, in, &org, &target, err);
    if (!r) r = organizations_policy_type_enabled(c, &org, in->policy_type, &enabled, err);
    if (r) return r;
    if (!enabled) return effective_refuse_missing(err);
    r = effective_read(c, target, in->policy_type, &effective, err);
    if (r) return r;
    if (effective.too_large)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_POLICY_CONTENT_LIMIT_EXCEEDED,
            "The policies above the account come to more than an effective policy may hold.");
    if (!effective.content.p) return effective_refuse_missing(err);
    out->effective_policy = gh_new(c->ctx.arena, struct organizations_effective_policy);
    *out->effective_policy = (struct organizations_effective_policy){.policy_content = effective.content,
                                                                     .last_updated_timestamp = effective.updated_ms,
                                                                     .target_id = target,
                                                                     .policy_type = in->policy_type};
    return 0;
}
