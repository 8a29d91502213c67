/*
 * set_reference.c: what a permission set takes from each account: customer managed policies by name, and the
 * permissions boundary (also one of AWS's). Whether an account has them is asked when the set is provisioned there.
 */
#include "base/base.h"
#include "service/sso_admin/set_policy.h"

#define PATH_DEFAULT GH_S("/")

static struct gh_str path_of(const struct sso_admin_customer_managed_policy_reference *reference) {
    return reference->path.p ? reference->path : PATH_DEFAULT;
}

int sso_admin_attach_customer_managed_policy_reference_to_permission_set(
    struct gh_call *c, const struct sso_admin_attach_customer_managed_policy_reference_to_permission_set_input *in,
    struct sso_admin_attach_customer_managed_policy_reference_to_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int64_t inserted;
    const struct sso_admin_customer_managed_policy_reference *reference = in->customer_managed_policy_reference;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    struct store_permission_set_reference_insert_args row = {set.row.id, reference->name, path_of(reference)};
    r = store_permission_set_reference_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted)
        return sso_admin_throw_conflict(
            err, "The customer managed policy %.*s with path %.*s is attached to the permission set already.",
            GH_S_FMT(row.name), GH_S_FMT(row.path));
    r = sso_admin_set_check_count(c, set.row.id, err);
    return r ? r : sso_admin_set_touch(c, set.row.id, err);
}

int sso_admin_detach_customer_managed_policy_reference_from_permission_set(
    struct gh_call *c, const struct sso_admin_detach_customer_managed_policy_reference_from_permission_set_input *in,
    struct sso_admin_detach_customer_managed_policy_reference_from_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int64_t removed;
    const struct sso_admin_customer_managed_policy_reference *reference = in->customer_managed_policy_reference;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    struct store_permission_set_reference_insert_args row = {set.row.id, reference->name, path_of(reference)};
    r = store_permission_set_reference_delete(c->ctx.tx, &row, &removed, err);
    if (r) return r;
    if (!removed)
        return sso_admin_throw_resource_not_found(
            err, GH_S_NONE, "The customer managed policy %.*s with path %.*s is not attached to the permission set.",
            GH_S_FMT(row.name), GH_S_FMT(row.path));
    return sso_admin_set_touch(c, set.row.id, err);
}

/* The key of a page's last row is name and path, one after the other: a path begins with the first slash there is. */
int sso_admin_list_customer_managed_policy_references_in_permission_set(
    struct gh_call *c, const struct sso_admin_list_customer_managed_policy_references_in_permission_set_input *in,
    struct sso_admin_list_customer_managed_policy_references_in_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    struct wire_page page;
    struct store_permission_set_reference_list_rows rows;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, set.row.id), &page, err);
    if (r) return r;
    ptrdiff_t slash = gh_str_find(page.after, '/');
    size_t name_end = slash < 0 ? page.after.n : (size_t)slash;
    struct store_permission_set_reference_list_args args = {.permission_set_id = set.row.id,
                                                            .after_name = gh_str_slice(page.after, 0, name_end),
                                                            .after_path =
                                                                gh_str_slice(page.after, name_end, page.after.n),
                                                            .count = page.count + 1};
    r = store_permission_set_reference_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    struct sso_admin_customer_managed_policy_reference *v =
        gh_new_n(c->ctx.arena, struct sso_admin_customer_managed_policy_reference, shown + 1);
    for (size_t i = 0; i < shown; i++)
        v[i] = (struct sso_admin_customer_managed_policy_reference){.name = rows.v[i].name, .path = rows.v[i].path};
    out->customer_managed_policy_references = (struct sso_admin_customer_managed_policy_reference_list){v, shown};
    if (shown) {
        const struct store_permission_set_reference_list_row *last = &rows.v[shown - 1];
        struct gh_str key = gh_fmt(c->ctx.arena, "%.*s%.*s", GH_S_FMT(last->name), GH_S_FMT(last->path));
        out->next_token = wire_page_next(c, &page, rows.n, key);
    }
    return 0;
}

/* ---- the boundary ---- */

static int set_boundary(struct gh_call *c, const struct store_permission_set_set_boundary_args *row,
                        struct gh_err *err) {
    return store_permission_set_set_boundary(c->ctx.tx, row, NULL, err);
}

int sso_admin_put_permissions_boundary_to_permission_set(
    struct gh_call *c, const struct sso_admin_put_permissions_boundary_to_permission_set_input *in,
    struct sso_admin_put_permissions_boundary_to_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    const struct sso_admin_permissions_boundary *boundary = in->permissions_boundary;
    const struct sso_admin_customer_managed_policy_reference *reference = boundary->customer_managed_policy_reference;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    if (!reference == !boundary->managed_policy_arn.p)
        return sso_admin_throw_validation(err, GH_S_NONE,
                                          "A permissions boundary has either a ManagedPolicyArn or a "
                                          "CustomerManagedPolicyReference.");
    if (!reference && (r = sso_admin_set_check_attachable(c, boundary->managed_policy_arn, err))) return r;
    struct store_permission_set_set_boundary_args row = {.id = set.row.id,
                                                         .boundary_arn = boundary->managed_policy_arn,
                                                         .boundary_name = reference ? reference->name : GH_S_NONE,
                                                         .boundary_path = reference ? path_of(reference) : GH_S_NONE};
    return set_boundary(c, &row, err);
}

static bool has_boundary(const struct sso_admin_set *set) {
    return set->row.boundary_arn.p || set->row.boundary_name.p;
}

int sso_admin_get_permissions_boundary_for_permission_set(
    struct gh_call *c, const struct sso_admin_get_permissions_boundary_for_permission_set_input *in,
    struct sso_admin_get_permissions_boundary_for_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r) return r;
    if (!has_boundary(&set))
        return sso_admin_throw_resource_not_found(
            err, GH_S_NONE, "The permission set %.*s has no permissions boundary.", GH_S_FMT(in->permission_set_arn));
    struct sso_admin_permissions_boundary *b = gh_new(c->ctx.arena, struct sso_admin_permissions_boundary);
    *b = (struct sso_admin_permissions_boundary){.managed_policy_arn = set.row.boundary_arn};
    if (set.row.boundary_name.p) {
        b->customer_managed_policy_reference = gh_new(c->ctx.arena, struct sso_admin_customer_managed_policy_reference);
        b->customer_managed_policy_reference->name = set.row.boundary_name;
        b->customer_managed_policy_reference->path = set.row.boundary_path;
    }
    out->permissions_boundary = b;
    return 0;
}

/* Nothing to remove is no failure. */
int sso_admin_delete_permissions_boundary_from_permission_set(
    struct gh_call *c, const struct sso_admin_delete_permissions_boundary_from_permission_set_input *in,
    struct sso_admin_delete_permissions_boundary_from_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (r || !has_boundary(&set)) return r;
    return set_boundary(c, &(struct store_permission_set_set_boundary_args){.id = set.row.id}, err);
}
