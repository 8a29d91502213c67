/* entity_policy.c: see entity_policy.h. */
#include "service/iam/entity_policy.h"

#include "base/base.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "domain/managed_policy.h"
#include "policy/policy.h"
#include "service/iam/quota.h"

/* What AWS answers; its model has another word for it. */
#define BOUNDARY_TYPE GH_S("Policy")

#define INLINE_MAX 1000

/* AWS: the inline policies of one entity together, and how many managed policies it may have. */
static const struct {
    int inline_bytes, attached;
    const char *quota;
} limits[] = {[IAM_ENTITY_USER] = {IAM_QUOTA_USER_INLINE_SIZE, IAM_QUOTA_ATTACHED, "PoliciesPerUser"},
              [IAM_ENTITY_GROUP] = {IAM_QUOTA_GROUP_INLINE_SIZE, IAM_QUOTA_ATTACHED, "PoliciesPerGroup"},
              [IAM_ENTITY_ROLE] = {IAM_QUOTA_ROLE_INLINE_SIZE, IAM_QUOTA_ATTACHED, "PoliciesPerRole"}};

size_t iam_document_size(struct gh_str document) {
    size_t n = 0;
    for (size_t i = 0; i < document.n; i++) {
        char ch = document.p[i];
        n += !(ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r');
    }
    return n;
}

int iam_document_check(struct gh_call *c, struct gh_str document, enum policy_type type, struct gh_err *err) {
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (!policy_compile(c->ctx.arena, document, type, GH_S("new"), &compiled, why)) return 0;
    return iam_throw_malformed_policy_document(err, "%s", why->message);
}

static int check_inline_size(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                             struct gh_str document, struct gh_err *err) {
    struct store_iam_inline_list_rows rows;
    struct store_iam_inline_list_args args = {.entity_id = entity->id, .after_name = GH_S(""), .count = INLINE_MAX};
    int r = store_iam_inline_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t total = iam_document_size(document), most = (size_t)limits[entity->kind].inline_bytes;
    for (size_t i = 0; i < rows.n; i++)
        if (!gh_str_eq(rows.v[i].name, name)) total += iam_document_size(rows.v[i].document);
    if (total <= most) return 0;
    return iam_throw_limit_exceeded(err, "Maximum policy size of %zu bytes exceeded for %.*s %.*s", most,
                                    GH_S_FMT(iam_entity_kind_name(entity->kind)), GH_S_FMT(entity->name));
}

int iam_entity_put_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                          struct gh_str document, struct gh_err *err) {
    int r = check_inline_size(c, entity, name, document, err);
    if (!r) r = iam_document_check(c, document, POLICY_IDENTITY, err);
    return r ? r : iam_inline_put(&c->ctx, c->caller.account_id, entity->id, name, document, err);
}

static int no_inline(const struct iam_entity *entity, struct gh_str name, struct gh_err *err) {
    return iam_throw_no_such_entity(err, "The %.*s policy with name %.*s cannot be found.",
                                    GH_S_FMT(iam_entity_kind_name(entity->kind)), GH_S_FMT(name));
}

int iam_entity_get_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                          struct gh_str *ret_document, struct gh_err *err) {
    struct store_iam_inline_get_row row;
    struct store_iam_inline_get_args args = {.entity_id = entity->id, .name = name};
    int r = store_iam_inline_get(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return no_inline(entity, name, err);
    if (!r) *ret_document = iam_document(c, row.document);
    return r;
}

int iam_entity_delete_inline(struct gh_call *c, const struct iam_entity *entity, struct gh_str name,
                             struct gh_err *err) {
    int r = iam_inline_delete(&c->ctx, c->caller.account_id, entity->id, name, err);
    return r == -GH_ENOTFOUND ? no_inline(entity, name, err) : r;
}

int iam_attachable(struct gh_call *c, struct gh_str arn, struct gh_err *err) {
    struct arn_iam parts;
    struct gh_str name;
    if (!arn_iam_split(arn, &parts) || !gh_str_eq(parts.kind, GH_S("policy")))
        return iam_throw_invalid_input(err, "ARN %.*s is not valid.", GH_S_FMT(arn));
    bool ours = managed_policy_is_aws(arn) || gh_str_eq(parts.account_id, c->caller.account_id);
    int r = ours ? managed_policy_find(&c->ctx, arn, &name, err) : -GH_ENOTFOUND;
    if (r != -GH_ENOTFOUND) return r;
    return iam_throw_no_such_entity(err, "Policy %.*s does not exist or is not attachable.", GH_S_FMT(arn));
}

static int check_attached(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err) {
    int most = limits[entity->kind].attached;
    struct store_iam_attachment_list_rows rows;
    struct store_iam_attachment_list_args args = {.entity_id = entity->id, .after_arn = GH_S(""), .count = most};
    int r = store_iam_attachment_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    for (size_t i = 0; i < rows.n; i++)
        if (gh_str_eq(rows.v[i].policy_arn, arn)) return 0;
    if (rows.n < (size_t)most) return 0;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for %s: %d", limits[entity->kind].quota, most);
}

int iam_entity_attach(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err) {
    int r = iam_attachable(c, arn, err);
    if (r) return r;
    if (gh_str_starts(arn, GH_S("arn:aws:iam::aws:policy/aws-service-role/")))
        return iam_throw_policy_not_attachable(err, "Cannot attach a Service Role Policy to a Customer Role.");
    r = check_attached(c, entity, arn, err);
    return r ? r : iam_attach(&c->ctx, c->caller.account_id, entity->id, arn, err);
}

int iam_entity_detach(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err) {
    int r = iam_detach(&c->ctx, c->caller.account_id, entity->id, arn, err);
    return r == -GH_ENOTFOUND ? iam_throw_no_such_entity(err, "Policy %.*s was not found.", GH_S_FMT(arn)) : r;
}

int iam_entity_bound(struct gh_call *c, const struct iam_entity *entity, struct gh_str arn, struct gh_err *err) {
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = iam_attachable(c, arn, why);
    if (r == -GH_ETHROWN && why->shape == &iam_error_no_such_entity)
        return iam_throw_no_such_entity(err, "Scope ARN: %.*s does not exist or is not attachable.", GH_S_FMT(arn));
    if (r == -GH_ETHROWN) return iam_throw_invalid_input(err, "%s", why->message);
    return r ? r : iam_boundary_set(&c->ctx, c->caller.account_id, entity->id, arn, err);
}

int iam_entity_boundary(struct gh_call *c, struct gh_str entity_id,
                        struct iam_attached_permissions_boundary **ret_boundary, struct gh_err *err) {
    struct store_iam_boundary_get_row row;
    int r = store_iam_boundary_get(c->ctx.tx, &(struct store_iam_boundary_get_args){entity_id}, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    *ret_boundary = gh_new(c->ctx.arena, struct iam_attached_permissions_boundary);
    **ret_boundary = (struct iam_attached_permissions_boundary){BOUNDARY_TYPE, row.policy_arn};
    return 0;
}

int iam_entity_policy_conflict(struct gh_call *c, struct gh_str entity_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_attachment_list_rows attached;
    struct store_iam_attachment_list_args attached_args = {.entity_id = entity_id, .after_arn = GH_S(""), .count = 1};
    int r = store_iam_attachment_list(c->ctx.tx, &attached_args, &attached, err);
    if (r) return r;
    struct store_iam_inline_list_rows inlines;
    struct store_iam_inline_list_args inline_args = {.entity_id = entity_id, .after_name = GH_S(""), .count = 1};
    r = store_iam_inline_list(c->ctx.tx, &inline_args, &inlines, err);
    if (r) return r;
    if (attached.n)
        *ret_what = "must detach all policies first";
    else if (inlines.n)
        *ret_what = "must delete policies first";
    return 0;
}
