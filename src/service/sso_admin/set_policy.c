/* set_policy.c: the policies in a permission set. Roles follow when the set is provisioned again. */
#include "service/sso_admin/set_policy.h"

#include "base/base.h"
#include "domain/managed_policy.h"
#include "domain/provisioning.h"
#include "policy/policy.h"

/* AWS counts an inline policy without its white space; the model bounds it with. */
#define INLINE_MAX 10240

int sso_admin_set_touch(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err) {
    struct store_permission_set_touch_args args = {.id = permission_set_id};
    return store_permission_set_touch(c->ctx.tx, &args, NULL, err);
}

/* Policies of service-linked roles attach to nothing else. */
int sso_admin_set_check_attachable(struct gh_call *c, struct gh_str arn, struct gh_err *err) {
    struct gh_str name;
    if (gh_str_starts(arn, GH_S("arn:aws:iam::aws:policy/aws-service-role/")))
        return sso_admin_throw_validation(
            err, GH_S_NONE, "The policy %.*s can be attached to a service-linked role only.", GH_S_FMT(arn));
    int r = managed_policy_find(&c->ctx, arn, &name, err);
    if (r != -GH_ENOTFOUND) return r;
    return sso_admin_throw_resource_not_found(err, GH_S_NONE, "Policy does not exist: %.*s", GH_S_FMT(arn));
}

int sso_admin_set_check_count(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err) {
    struct store_permission_set_policy_count_row row;
    struct store_permission_set_policy_count_args args = {.permission_set_id = permission_set_id};
    int r = store_permission_set_policy_count(c->ctx.tx, &args, &row, err);
    if (r || row.n <= PROVISIONING_POLICIES_MAX) return r;
    return sso_admin_throw_service_quota_exceeded(err, "A permission set can have at most %d managed policies.",
                                                  PROVISIONING_POLICIES_MAX);
}

int sso_admin_attach_managed_policy_to_permission_set(
    struct gh_call *c, const struct sso_admin_attach_managed_policy_to_permission_set_input *in,
    struct sso_admin_attach_managed_policy_to_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int64_t inserted;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = sso_admin_set_check_attachable(c, in->managed_policy_arn, err);
    if (r) return r;
    struct store_permission_set_policy_insert_args row = {set.row.id, in->managed_policy_arn};
    r = store_permission_set_policy_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted)
        return sso_admin_throw_conflict(err, "The managed policy %.*s is attached to the permission set already.",
                                        GH_S_FMT(in->managed_policy_arn));
    r = sso_admin_set_check_count(c, set.row.id, err);
    return r ? r : sso_admin_set_touch(c, set.row.id, err);
}

int sso_admin_detach_managed_policy_from_permission_set(
    struct gh_call *c, const struct sso_admin_detach_managed_policy_from_permission_set_input *in,
    struct sso_admin_detach_managed_policy_from_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int64_t removed;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    struct store_permission_set_policy_insert_args row = {set.row.id, in->managed_policy_arn};
    r = store_permission_set_policy_delete(c->ctx.tx, &row, &removed, err);
    if (r) return r;
    if (!removed)
        return sso_admin_throw_resource_not_found(err, GH_S_NONE,
                                                  "The managed policy %.*s is not attached to the permission set.",
                                                  GH_S_FMT(in->managed_policy_arn));
    return sso_admin_set_touch(c, set.row.id, err);
}

int sso_admin_list_managed_policies_in_permission_set(
    struct gh_call *c, const struct sso_admin_list_managed_policies_in_permission_set_input *in,
    struct sso_admin_list_managed_policies_in_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    struct wire_page page;
    struct store_permission_set_policy_list_rows rows;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, set.row.id), &page, err);
    if (r) return r;
    struct store_permission_set_policy_list_args args = {set.row.id, page.after, page.count + 1};
    r = store_permission_set_policy_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_attached_managed_policy *v =
        gh_new_n(c->ctx.arena, struct sso_admin_attached_managed_policy, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) {
        v[i].arn = rows.v[i].policy_arn;
        r = managed_policy_find(&c->ctx, v[i].arn, &v[i].name, err);
    }
    out->attached_managed_policies = (struct sso_admin_attached_managed_policy_list){v, shown};
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].policy_arn);
    return r;
}

static size_t without_white_space(struct gh_str document) {
    size_t n = 0;
    for (size_t i = 0; i < document.n; i++) {
        char x = document.p[i];
        n += x != ' ' && x != '\t' && x != '\n' && x != '\r';
    }
    return n;
}

static int check_inline(struct gh_call *c, struct gh_str document, struct gh_err *err) {
    if (without_white_space(document) > INLINE_MAX)
        return sso_admin_throw_validation(
            err, GH_S_NONE, "The inline policy is longer than %d characters without white space.", INLINE_MAX);
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (!policy_compile(c->ctx.arena, document, POLICY_IDENTITY, PROVISIONING_INLINE_NAME, &compiled, why)) return 0;
    return sso_admin_throw_validation(err, GH_S_NONE, "%s", why->message);
}

static int set_inline(struct gh_call *c, struct gh_str id, struct gh_str document, struct gh_err *err) {
    struct store_permission_set_set_inline_args row = {.id = id, .inline_policy = document};
    return store_permission_set_set_inline(c->ctx.tx, &row, NULL, err);
}

int sso_admin_put_inline_policy_to_permission_set(struct gh_call *c,
                                                  const struct sso_admin_put_inline_policy_to_permission_set_input *in,
                                                  struct sso_admin_put_inline_policy_to_permission_set_output *out,
                                                  struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = check_inline(c, in->inline_policy, err);
    return r ? r : set_inline(c, set.row.id, in->inline_policy, err);
}

int sso_admin_get_inline_policy_for_permission_set(
    struct gh_call *c, const struct sso_admin_get_inline_policy_for_permission_set_input *in,
    struct sso_admin_get_inline_policy_for_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) out->inline_policy = set.row.inline_policy.p ? set.row.inline_policy : GH_S("");
    return r;
}

/* Nothing to remove is no failure. */
int sso_admin_delete_inline_policy_from_permission_set(
    struct gh_call *c, const struct sso_admin_delete_inline_policy_from_permission_set_input *in,
    struct sso_admin_delete_inline_policy_from_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r || !set.row.inline_policy.p) return r;
    return set_inline(c, set.row.id, GH_S_NONE, err);
}
