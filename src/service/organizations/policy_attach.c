/* policy_attach.c: what policies hang on. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "service/organizations/policy.h"

#define PAGE_MAX 20

static struct policy_target target_of(struct gh_str id, struct gh_str name, struct gh_str type) {
    return (struct policy_target){id, name, type};
}

int organizations_target_get(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                             struct policy_target *ret_target, bool *ret_found, struct gh_err *err) {
    *ret_found = true;
    if (gh_str_eq(id, org->root_id)) {
        *ret_target = target_of(id, GH_S("Root"), ORGANIZATIONS_TARGET_TYPE_ROOT);
        return 0;
    }
    int r;
    if (id_is_account(id)) {
        struct store_organization_account_get_row row;
        struct store_organization_account_get_args args = {org->organization_id, id};
        r = store_organization_account_get(c->ctx.tx, &args, &row, err);
        if (!r) *ret_target = target_of(id, row.name, ORGANIZATIONS_TARGET_TYPE_ACCOUNT);
    } else {
        struct store_organization_unit_get_row row;
        struct store_organization_unit_get_args args = {org->organization_id, id};
        r = store_organization_unit_get(c->ctx.tx, &args, &row, err);
        if (!r) *ret_target = target_of(id, row.name, ORGANIZATIONS_TARGET_TYPE_ORGANIZATIONAL_UNIT);
    }
    *ret_found = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int target_must(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                       struct policy_target *ret_target, struct gh_err *err) {
    bool found;
    int r = organizations_target_get(c, org, id, ret_target, &found, err);
    if (r || found) return r;
    return organizations_throw_target_not_found(
        err, "We can't find a root, OU, account, or policy with the TargetId that you specified.");
}

/* What AttachPolicy and DetachPolicy work on. */
struct attachment {
    struct store_organization_of_account_row org;
    struct policy_found policy;
    struct policy_target target;
};

static int type_must_be_enabled(struct gh_call *c, const struct attachment *at, struct gh_err *err) {
    bool enabled;
    int r = organizations_policy_type_enabled(c, &at->org, at->policy.type, &enabled, err);
    if (r || enabled) return r;
    return organizations_throw_policy_type_not_enabled(
        err, "This operation can be performed only for enabled policy types.");
}

static int count(struct gh_call *c, const struct attachment *at, int64_t *ret_n, struct gh_err *err) {
    struct store_organization_attachment_count_row row;
    struct store_organization_attachment_count_args args = {at->org.organization_id, at->target.id, at->policy.type};
    int r = store_organization_attachment_count(c->ctx.tx, &args, &row, err);
    if (!r) *ret_n = row.n;
    return r;
}

int organizations_attach_policy(struct gh_call *c, const struct organizations_attach_policy_input *in,
                                struct organizations_attach_policy_output *out, struct gh_err *err) {
    (void)out;
    struct attachment at;
    int64_t inserted, n;
    int r = organizations_share(c, in, &at.org, err);
    if (!r) r = organizations_policy_get(c, &at.org, in->policy_id, &at.policy, err);
    if (!r) r = target_must(c, &at.org, in->target_id, &at.target, err);
    if (!r) r = type_must_be_enabled(c, &at, err);
    if (!r) r = count(c, &at, &n, err);
    if (r) return r;
    struct store_organization_attachment_insert_args args = {at.org.organization_id, at.target.id, at.policy.type,
                                                             at.policy.id};
    r = store_organization_attachment_insert(c->ctx.tx, &args, &inserted, err);
    if (r) return r;
    if (!inserted)
        return organizations_throw_duplicate_policy_attachment(
            err, "The selected policy is already attached to the specified target.");
    if (n >= organizations_policy_kind(at.policy.type)->attached_max)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED,
            "You have attached the maximum number of policies to the specified target.");
    return organizations_policy_touch(c, &at.org, at.policy.type, err);
}

/* Every root, unit and account keeps a service control policy: one that had none would be allowed nothing. */
static int keep_one(struct gh_call *c, const struct attachment *at, struct gh_err *err) {
    int64_t n;
    if (!gh_str_eq(at->policy.type, ORGANIZATIONS_POLICY_TYPE_SERVICE_CONTROL_POLICY)) return 0;
    int r = count(c, at, &n, err);
    if (r || n > 0) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED,
        "You cannot remove the last policy attached to the specified target.");
}

int organizations_detach_policy(struct gh_call *c, const struct organizations_detach_policy_input *in,
                                struct organizations_detach_policy_output *out, struct gh_err *err) {
    (void)out;
    struct attachment at;
    int64_t deleted;
    int r = organizations_share(c, in, &at.org, err);
    if (!r) r = organizations_policy_get(c, &at.org, in->policy_id, &at.policy, err);
    if (!r) r = target_must(c, &at.org, in->target_id, &at.target, err);
    if (r) return r;
    if (at.policy.aws_managed && gh_str_eq(at.policy.type, ORGANIZATIONS_POLICY_TYPE_RESOURCE_CONTROL_POLICY))
        return organizations_throw_invalid_input(err,
                                                 ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_NON_DETACHABLE_POLICY,
                                                 "You can't detach this AWS managed policy.");
    struct store_organization_attachment_delete_args args = {at.org.organization_id, at.target.id, at.policy.type,
                                                             at.policy.id};
    r = store_organization_attachment_delete(c->ctx.tx, &args, &deleted, err);
    if (r) return r;
    if (!deleted)
        return organizations_throw_policy_not_attached(
            err, "The policy isn't attached to the specified target in the specified root.");
    r = keep_one(c, &at, err);
    return r ? r : organizations_policy_touch(c, &at.org, at.policy.type, err);
}

/* A row without a name is AWS's own policy. */
static struct policy_found attached(const struct store_organization_attachment_of_target_row *row, struct gh_str type) {
    const struct org_policy_builtin *b = org_policy_builtin(row->id);
    if (b) return (struct policy_found){b->id, b->type, b->name, b->description, b->content, true};
    return (struct policy_found){.id = row->id, .type = type, .name = row->name, .description = row->description};
}

int organizations_list_policies_for_target(struct gh_call *c,
                                           const struct organizations_list_policies_for_target_input *in,
                                           struct organizations_list_policies_for_target_output *out,
                                           struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct policy_target target;
    struct store_organization_attachment_of_target_rows rows;
    struct wire_page page;
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(in->target_id), GH_S_FMT(in->filter));
    int r = organizations_share(c, in, &org, err);
    if (!r) r = target_must(c, &org, in->target_id, &target, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter), &page, err);
    if (r) return r;
    struct store_organization_attachment_of_target_args args = {org.organization_id, target.id, in->filter, page.after,
                                                                page.count + 1};
    r = store_organization_attachment_of_target(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->policies.v = gh_new_n(c->ctx.arena, struct organizations_policy_summary, shown + 1);
    out->policies.n = shown;
    for (size_t i = 0; i < shown; i++) {
        struct policy_found p = attached(&rows.v[i], in->filter);
        out->policies.v[i] = organizations_policy_summary(c, &org, &p);
    }
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

static int add_target(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                      struct organizations_policy_targets *list, struct gh_err *err) {
    struct policy_target t;
    bool found;
    int r = organizations_target_get(c, org, id, &t, &found, err);
    if (r || !found) return r;
    const char *kind = gh_str_eq(t.type, ORGANIZATIONS_TARGET_TYPE_ACCOUNT) ? "account"
                       : gh_str_eq(t.type, ORGANIZATIONS_TARGET_TYPE_ROOT)  ? "root"
                                                                            : "ou";
    list->v[list->n++] = (struct organizations_policy_target_summary){
        .target_id = id,
        .arn = arn_organizations(c->ctx.arena, org->management_account_id, kind, org->organization_id, id),
        .name = t.name,
        .type = t.type};
    return 0;
}

int organizations_list_targets_for_policy(struct gh_call *c,
                                          const struct organizations_list_targets_for_policy_input *in,
                                          struct organizations_list_targets_for_policy_output *out,
                                          struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct policy_found policy;
    struct store_organization_attachment_of_policy_rows rows;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = organizations_policy_get(c, &org, in->policy_id, &policy, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->policy_id), &page, err);
    if (r) return r;
    struct store_organization_attachment_of_policy_args args = {org.organization_id, policy.id, page.after,
                                                                page.count + 1};
    r = store_organization_attachment_of_policy(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->targets.v = gh_new_n(c->ctx.arena, struct organizations_policy_target_summary, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) r = add_target(c, &org, rows.v[i].target_id, &out->targets, err);
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].target_id);
    return r;
}
