/* unit.c: organizational units. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/assignment_target.h"
#include "domain/ids.h"
#include "domain/org_policy.h"
#include "service/organizations/organizations.h"

#define PAGE_MAX 20
#define DEPTH_MAX 5
#define UNITS_MAX 2000

static struct organizations_organizational_unit output(struct gh_call *c,
                                                       const struct store_organization_of_account_row *org,
                                                       struct gh_str id, struct gh_str name,
                                                       struct gh_str parent_path) {
    return (struct organizations_organizational_unit){
        .id = id,
        .arn = arn_organizations(c->ctx.arena, org->management_account_id, "ou", org->organization_id, id),
        .name = name,
        .path = gh_fmt(c->ctx.arena, "%.*s%.*s/", GH_S_FMT(parent_path), GH_S_FMT(id))};
}

static int check_parent(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str parent_id,
                        struct gh_err *err) {
    bool found;
    int r = organizations_parent_exists(c, org, parent_id, &found, err);
    if (r || found) return r;
    return organizations_throw_parent_not_found(err,
                                                "We can't find a root or OU with the ParentId that you specified.");
}

static int check_count(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_unit_count_row row;
    struct store_organization_unit_count_args args = {org->organization_id};
    int r = store_organization_unit_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < UNITS_MAX) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_OU_NUMBER_LIMIT_EXCEEDED,
        "You attempted to exceed the number of OUs that you can have in an organization.");
}

int organizations_create_organizational_unit(struct gh_call *c,
                                             const struct organizations_create_organizational_unit_input *in,
                                             struct organizations_create_organizational_unit_output *out,
                                             struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct gh_str path;
    int depth;
    int64_t inserted;
    int r = organizations_manage(c, &org, err);
    if (!r) r = check_parent(c, &org, in->parent_id, err);
    if (!r) r = organizations_path(c, &org, in->parent_id, &path, &depth, err);
    if (r) return r;
    if (depth >= DEPTH_MAX)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_OU_DEPTH_LIMIT_EXCEEDED,
            "You attempted to create an OU tree that is too many levels deep.");
    if ((r = check_count(c, &org, err))) return r;
    struct store_organization_unit_insert_args row = {.id = id_organization_unit_new(c->ctx.arena, org.root_id),
                                                      .organization_id = org.organization_id,
                                                      .parent_id = in->parent_id,
                                                      .name = in->name,
                                                      .created_ms = c->ctx.now_ms};
    r = store_organization_unit_insert(c->ctx.tx, &row, &inserted, err);
    if (!r && !inserted)
        return organizations_throw_duplicate_organizational_unit(err, "An OU with the same name already exists.");
    if (!r) r = org_policies_place(&c->ctx, org.organization_id, row.id, err);
    if (!r) r = organizations_put_tags(c, gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id)), &in->tags, err);
    if (r) return r;
    out->organizational_unit = gh_new(c->ctx.arena, struct organizations_organizational_unit);
    *out->organizational_unit = output(c, &org, row.id, row.name, path);
    return 0;
}

static int unit_row(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                    struct store_organization_unit_get_row *ret_row, struct gh_err *err) {
    struct store_organization_unit_get_args args = {org->organization_id, id};
    int r = store_organization_unit_get(c->ctx.tx, &args, ret_row, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_organizational_unit_not_found(
            err, "We can't find an OU with the OrganizationalUnitId that you specified.");
    return r;
}

int organizations_describe_organizational_unit(struct gh_call *c,
                                               const struct organizations_describe_organizational_unit_input *in,
                                               struct organizations_describe_organizational_unit_output *out,
                                               struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_unit_get_row row;
    struct gh_str path;
    int depth;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = unit_row(c, &org, in->organizational_unit_id, &row, err);
    if (!r) r = organizations_path(c, &org, row.parent_id, &path, &depth, err);
    if (r) return r;
    out->organizational_unit = gh_new(c->ctx.arena, struct organizations_organizational_unit);
    *out->organizational_unit = output(c, &org, row.id, row.name, path);
    return 0;
}

int organizations_update_organizational_unit(struct gh_call *c,
                                             const struct organizations_update_organizational_unit_input *in,
                                             struct organizations_update_organizational_unit_output *out,
                                             struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_unit_get_row row;
    struct gh_str path;
    int depth;
    int64_t changed;
    int r = organizations_manage(c, &org, err);
    if (!r) r = unit_row(c, &org, in->organizational_unit_id, &row, err);
    if (r) return r;
    if (in->name.p) {
        struct store_organization_unit_rename_args args = {row.id, row.parent_id, in->name};
        r = store_organization_unit_rename(c->ctx.tx, &args, &changed, err);
        if (r) return r;
        if (!changed)
            return organizations_throw_duplicate_organizational_unit(err, "An OU with the same name already exists.");
        row.name = in->name;
    }
    r = organizations_path(c, &org, row.parent_id, &path, &depth, err);
    if (r) return r;
    out->organizational_unit = gh_new(c->ctx.arena, struct organizations_organizational_unit);
    *out->organizational_unit = output(c, &org, row.id, row.name, path);
    return 0;
}

static int must_be_empty(struct gh_call *c, struct gh_str id, struct gh_err *err) {
    struct store_organization_unit_get_rows units;
    struct store_organization_account_get_rows accounts;
    int r = store_organization_unit_list(c->ctx.tx, &(struct store_organization_unit_list_args){id, GH_S(""), 1},
                                         &units, err);
    struct store_organization_account_list_by_parent_args args = {id, GH_S(""), 1};
    if (!r) r = store_organization_account_list_by_parent(c->ctx.tx, &args, &accounts, err);
    if (r || (!units.n && !accounts.n)) return r;
    return organizations_throw_organizational_unit_not_empty(
        err, "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, "
             "and try the operation again.");
}

int organizations_delete_organizational_unit(struct gh_call *c,
                                             const struct organizations_delete_organizational_unit_input *in,
                                             struct organizations_delete_organizational_unit_output *out,
                                             struct gh_err *err) {
    (void)out;
    struct store_organization_of_account_row org;
    struct store_organization_unit_get_row row;
    int r = organizations_manage(c, &org, err);
    if (!r) r = unit_row(c, &org, in->organizational_unit_id, &row, err);
    if (!r) r = must_be_empty(c, row.id, err);
    if (!r) r = org_policies_clear(&c->ctx, org.organization_id, row.id, err);
    if (!r) r = assignment_target_unit_gone(&c->ctx, row.id, err);
    if (r) return r;
    struct store_tag_delete_all_args tags = {gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(row.id))};
    r = store_tag_delete_all(c->ctx.tx, &tags, NULL, err);
    return r ? r
             : store_organization_unit_delete(c->ctx.tx, &(struct store_organization_unit_delete_args){row.id}, NULL,
                                              err);
}

int organizations_list_organizational_units_for_parent(
    struct gh_call *c, const struct organizations_list_organizational_units_for_parent_input *in,
    struct organizations_list_organizational_units_for_parent_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct wire_page page;
    struct gh_str path;
    int depth;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = check_parent(c, &org, in->parent_id, err);
    if (!r) r = organizations_path(c, &org, in->parent_id, &path, &depth, err);
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, in->parent_id), &page, err);
    if (r) return r;
    struct store_organization_unit_get_rows rows;
    struct store_organization_unit_list_args args = {in->parent_id, page.after, page.count + 1};
    r = store_organization_unit_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->organizational_units.v = gh_new_n(c->ctx.arena, struct organizations_organizational_unit, shown + 1);
    out->organizational_units.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->organizational_units.v[i] = output(c, &org, rows.v[i].id, rows.v[i].name, path);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

/* Units and accounts of a parent have lists of their own; ListChildren asks for one kind at a time. */
static int list_child_accounts(struct gh_call *c, const struct wire_page *page,
                               const struct organizations_list_children_input *in,
                               struct organizations_list_children_output *out, struct gh_err *err) {
    struct store_organization_account_get_rows rows;
    struct store_organization_account_list_by_parent_args args = {in->parent_id, page->after, page->count + 1};
    int r = store_organization_account_list_by_parent(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(page, rows.n);
    out->children.v = gh_new_n(c->ctx.arena, struct organizations_child, shown + 1);
    out->children.n = shown;
    for (size_t i = 0; i < shown; i++) out->children.v[i] = (struct organizations_child){rows.v[i].id, in->child_type};
    if (shown) out->next_token = wire_page_next(c, page, rows.n, rows.v[shown - 1].id);
    return 0;
}

static int list_child_units(struct gh_call *c, const struct wire_page *page,
                            const struct organizations_list_children_input *in,
                            struct organizations_list_children_output *out, struct gh_err *err) {
    struct store_organization_unit_get_rows rows;
    struct store_organization_unit_list_args args = {in->parent_id, page->after, page->count + 1};
    int r = store_organization_unit_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(page, rows.n);
    out->children.v = gh_new_n(c->ctx.arena, struct organizations_child, shown + 1);
    out->children.n = shown;
    for (size_t i = 0; i < shown; i++) out->children.v[i] = (struct organizations_child){rows.v[i].id, in->child_type};
    if (shown) out->next_token = wire_page_next(c, page, rows.n, rows.v[shown - 1].id);
    return 0;
}

int organizations_list_children(struct gh_call *c, const struct organizations_list_children_input *in,
                                struct organizations_list_children_output *out, struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct wire_page page;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = check_parent(c, &org, in->parent_id, err);
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(in->parent_id), GH_S_FMT(in->child_type));
    if (!r) r = organizations_page_open(c, &WIRE_PAGE_QUERY(in, PAGE_MAX, filter), &page, err);
    if (r) return r;
    return gh_str_eq(in->child_type, ORGANIZATIONS_CHILD_TYPE_ACCOUNT) ? list_child_accounts(c, &page, in, out, err)
                                                                       : list_child_units(c, &page, in, out, err);
}
