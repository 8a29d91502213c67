/* group.c: groups of the identity store. */
#include "base/base.h"
#include "domain/identity.h"
#include "codec/json.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "service/identitystore/identitystore.h"
#include "service/identitystore/jobs.h"

#define DISPLAY_NAME_MAX 1024

static int check_name(struct gh_str name, struct gh_err *err) {
    if (!name.n)
        return identitystore_throw_validation(err, GH_S_NONE, "displayName: The attribute displayName is required.");
    if (gh_str_chars(name) > DISPLAY_NAME_MAX)
        return identitystore_throw_validation(err, GH_S_NONE, "displayName: longer than %d characters.",
                                              DISPLAY_NAME_MAX);
    if (identitystore_is_reserved_name(name))
        return identitystore_throw_validation(err, GH_S_NONE, "displayName: %.*s is a reserved name.", GH_S_FMT(name));
    return 0;
}

static int throw_duplicate(struct gh_err *err) {
    return identitystore_throw_conflict(err, IDENTITYSTORE_CONFLICT_EXCEPTION_REASON_UNIQUENESS_CONSTRAINT_VIOLATION,
                                        "Duplicate GroupDisplayName");
}

int identitystore_create_group(struct gh_call *c, const struct identitystore_create_group_input *in,
                               struct identitystore_create_group_output *out, struct gh_err *err) {
    int64_t inserted;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = check_name(in->display_name, err);
    if (r) return r;
    struct store_identity_group_insert_args row = {.id = id_identity_new(c->ctx.arena, in->identity_store_id),
                                                   .identity_store_id = in->identity_store_id,
                                                   .display_name = in->display_name,
                                                   .display_name_key = fold_key(c->ctx.arena, in->display_name),
                                                   .description = in->description,
                                                   .created_ms = c->ctx.now_ms};
    r = store_identity_group_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted) return throw_duplicate(err);
    *out = (struct identitystore_create_group_output){row.id, in->identity_store_id};
    return 0;
}

static int output(struct gh_call *c, struct gh_str store_id, const struct store_identity_group_get_row *row,
                  struct identitystore_group *ret_group, struct gh_err *err) {
    *ret_group = (struct identitystore_group){.group_id = row->id,
                                              .display_name = row->display_name,
                                              .description = row->description,
                                              .created_at = row->created_ms,
                                              .updated_at = row->updated_ms,
                                              .identity_store_id = store_id};
    return identitystore_external_ids(c, row->id, &ret_group->external_ids, err);
}

int identitystore_describe_group(struct gh_call *c, const struct identitystore_describe_group_input *in,
                                 struct identitystore_describe_group_output *out, struct gh_err *err) {
    struct store_identity_group_get_row row;
    struct identitystore_group g;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &row, err);
    if (!r) r = output(c, in->identity_store_id, &row, &g, err);
    if (r) return r;
    *out = (struct identitystore_describe_group_output){.group_id = g.group_id,
                                                        .display_name = g.display_name,
                                                        .external_ids = g.external_ids,
                                                        .description = g.description,
                                                        .created_at = g.created_at,
                                                        .updated_at = g.updated_at,
                                                        .identity_store_id = g.identity_store_id};
    return 0;
}

static int apply(const struct identitystore_attribute_operation *op, struct store_identity_group_get_row *row,
                 struct gh_err *err) {
    struct gh_str *target = gh_str_eq(op->attribute_path, GH_S("displayName"))   ? &row->display_name
                            : gh_str_eq(op->attribute_path, GH_S("description")) ? &row->description
                                                                                 : NULL;
    if (!target)
        return identitystore_throw_validation(err, GH_S_NONE, "%.*s: is not an attribute that can be updated.",
                                              GH_S_FMT(op->attribute_path));
    const struct json *value = op->attribute_value;
    if (value && value->kind != JSON_NULL && value->kind != JSON_STRING)
        return identitystore_throw_validation(err, GH_S_NONE, "%.*s: must be a string.", GH_S_FMT(op->attribute_path));
    *target = json_text(value);
    if (target == &row->description && target->p && (!target->n || gh_str_chars(*target) > DISPLAY_NAME_MAX))
        return identitystore_throw_validation(err, GH_S_NONE, "description: must have 1 to %d characters.",
                                              DISPLAY_NAME_MAX);
    return 0;
}

int identitystore_update_group(struct gh_call *c, const struct identitystore_update_group_input *in,
                               struct identitystore_update_group_output *out, struct gh_err *err) {
    (void)out;
    struct store_identity_group_get_row row, other;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &row, err);
    for (size_t i = 0; !r && i < in->operations.n; i++) r = apply(&in->operations.v[i], &row, err);
    if (!r) r = check_name(row.display_name, err);
    if (r) return r;
    struct gh_str key = fold_key(c->ctx.arena, row.display_name);
    struct store_identity_group_by_name_args by_name = {in->identity_store_id, key};
    r = store_identity_group_by_name(c->ctx.tx, &by_name, &other, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!r && !gh_str_eq(other.id, row.id)) return throw_duplicate(err);
    struct store_identity_group_update_args update = {.id = row.id,
                                                      .display_name = row.display_name,
                                                      .display_name_key = key,
                                                      .description = row.description,
                                                      .updated_ms = c->ctx.now_ms};
    return store_identity_group_update(c->ctx.tx, &update, NULL, err);
}

/* Assignments stay and dangle, as AWS's do; they reach nobody. */
int identitystore_delete_group(struct gh_call *c, const struct identitystore_delete_group_input *in,
                               struct identitystore_delete_group_output *out, struct gh_err *err) {
    (void)out;
    struct store_identity_group_get_row row;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = identitystore_group_row(c, in->identity_store_id, in->group_id, &row, err);
    bool empty = true;
    if (!r) r = identity_group_remove(&c->ctx, row.id, &empty, err);
    return r || empty ? r : job_submit(&c->ctx, identitystore_group_job.name, row.id, c->ctx.now_ms, err);
}

/* The deprecated filter: DisplayName equals, ignoring case. */
static int list_filtered(struct gh_call *c, const struct identitystore_list_groups_input *in,
                         struct identitystore_list_groups_output *out, struct gh_err *err) {
    const struct identitystore_filter *f = &in->filters.v[0];
    if (!gh_str_eq(f->attribute_path, GH_S("DisplayName")))
        return identitystore_throw_validation(err, GH_S_NONE, "Filters: the attribute path must be DisplayName.");
    struct store_identity_group_get_row row;
    struct store_identity_group_by_name_args args = {in->identity_store_id, fold_key(c->ctx.arena, f->attribute_value)};
    int r = store_identity_group_by_name(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND) return 0;
    return r ? r : output(c, in->identity_store_id, &row, &out->groups.v[out->groups.n++], err);
}

int identitystore_list_groups(struct gh_call *c, const struct identitystore_list_groups_input *in,
                              struct identitystore_list_groups_output *out, struct gh_err *err) {
    struct wire_page page;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, IDENTITYSTORE_PAGE, in->identity_store_id), &page, err);
    if (r) return r;
    out->groups.v = gh_new_n(c->ctx.arena, struct identitystore_group, (size_t)page.count);
    if (in->filters.n) return list_filtered(c, in, out, err);
    struct store_identity_group_get_rows rows;
    struct store_identity_group_list_args args = {in->identity_store_id, page.after, page.count + 1};
    r = store_identity_group_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    for (size_t i = 0; !r && i < shown; i++)
        r = output(c, in->identity_store_id, &rows.v[i], &out->groups.v[out->groups.n++], err);
    if (!r && shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return r;
}
