/* permission_set.c: permission sets themselves; what is in them is in set_policy.c. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/sso_admin/sso_admin.h"

/* AWS's quota "permission sets per instance", its newest value. */
#define SETS_MAX 3500
#define DURATION_DEFAULT GH_S("PT1H")
#define DURATION_MIN_S 3600
#define DURATION_MAX_S (12 * 3600)

/* A set that is yet to be made: any of the instance. */
int sso_admin_find_new_permission_set(struct gh_call *c, struct gh_str instance_arn, struct gh_list *ret_arns,
                                      struct gh_err *err) {
    (void)err;
    ptrdiff_t at = gh_str_find(instance_arn, '/');
    struct gh_str id = gh_str_slice(instance_arn, (size_t)(at + 1), instance_arn.n);
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_permission_set(c->ctx.arena, id, GH_S("*"));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

static int check_duration(struct gh_str duration, struct gh_err *err) {
    int64_t seconds;
    if (gh_time_parse_duration(duration, &seconds) && seconds >= DURATION_MIN_S && seconds <= DURATION_MAX_S) return 0;
    return sso_admin_throw_validation(err, GH_S_NONE,
                                      "SessionDuration must be between 1 hour (PT1H) and 12 hours (PT12H).");
}

static struct sso_admin_permission_set *output(struct gh_call *c, struct gh_str instance_id,
                                               const struct store_permission_set_get_row *row) {
    struct sso_admin_permission_set *p = gh_new(c->ctx.arena, struct sso_admin_permission_set);
    *p = (struct sso_admin_permission_set){.name = row->name,
                                           .permission_set_arn = arn_permission_set(c->ctx.arena, instance_id, row->id),
                                           .description = row->description,
                                           .created_date = row->created_ms,
                                           .session_duration = row->session_duration,
                                           .relay_state = row->relay_state};
    return p;
}

static int check_quota(struct gh_call *c, struct gh_str instance_id, struct gh_err *err) {
    struct store_permission_set_count_row row;
    struct store_permission_set_count_args args = {.instance_id = instance_id};
    int r = store_permission_set_count(c->ctx.tx, &args, &row, err);
    if (r || row.count < SETS_MAX) return r;
    return sso_admin_throw_service_quota_exceeded(err, "An instance can have at most %d permission sets.", SETS_MAX);
}

int sso_admin_create_permission_set(struct gh_call *c, const struct sso_admin_create_permission_set_input *in,
                                    struct sso_admin_create_permission_set_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct gh_str duration = in->session_duration.p ? in->session_duration : DURATION_DEFAULT;
    int64_t inserted;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (!r) r = check_duration(duration, err);
    if (!r) r = check_quota(c, instance.id, err);
    if (r) return r;
    struct store_permission_set_insert_args row = {.id = id_permission_set_new(c->ctx.arena),
                                                   .instance_id = instance.id,
                                                   .name = in->name,
                                                   .description = in->description,
                                                   .session_duration = duration,
                                                   .relay_state = in->relay_state,
                                                   .created_ms = c->ctx.now_ms};
    r = store_permission_set_insert(c->ctx.tx, &row, &inserted, err);
    if (r) return r;
    if (!inserted)
        return sso_admin_throw_conflict(err, "PermissionSet with name %.*s already exists.", GH_S_FMT(in->name));
    r = sso_admin_tag(c, row.id, &in->tags, err);
    if (r) return r;
    struct store_permission_set_get_row made = {.id = row.id,
                                                .name = row.name,
                                                .description = row.description,
                                                .session_duration = duration,
                                                .relay_state = row.relay_state,
                                                .created_ms = row.created_ms};
    out->permission_set = output(c, instance.id, &made);
    return 0;
}

int sso_admin_describe_permission_set(struct gh_call *c, const struct sso_admin_describe_permission_set_input *in,
                                      struct sso_admin_describe_permission_set_output *out, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_open(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) out->permission_set = output(c, set.instance.id, &set.row);
    return r;
}

int sso_admin_list_permission_sets(struct gh_call *c, const struct sso_admin_list_permission_sets_input *in,
                                   struct sso_admin_list_permission_sets_output *out, struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct wire_page page;
    struct store_permission_set_list_rows rows;
    int r = sso_admin_instance_open(c, in->instance_arn, &instance, err);
    if (!r) r = wire_page_open(c, &WIRE_PAGE_QUERY(in, SSO_ADMIN_PAGE, instance.id), &page, err);
    if (r) return r;
    struct store_permission_set_list_args args = {instance.id, page.after, page.count + 1};
    r = store_permission_set_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->permission_sets.v = gh_new_n(c->ctx.arena, struct gh_str, shown + 1);
    out->permission_sets.n = shown;
    for (size_t i = 0; i < shown; i++)
        out->permission_sets.v[i] = arn_permission_set(c->ctx.arena, instance.id, rows.v[i].id);
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].id);
    return 0;
}

/* AWS clears what is left out; the duration goes back to its default. */
int sso_admin_update_permission_set(struct gh_call *c, const struct sso_admin_update_permission_set_input *in,
                                    struct sso_admin_update_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    struct gh_str duration = in->session_duration.p ? in->session_duration : DURATION_DEFAULT;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = check_duration(duration, err);
    if (r) return r;
    struct store_permission_set_update_args row = {
        .id = set.row.id, .description = in->description, .session_duration = duration, .relay_state = in->relay_state};
    return store_permission_set_update(c->ctx.tx, &row, NULL, err);
}

static int refuse_provisioned(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err) {
    struct store_provisioned_account_list_rows rows;
    struct store_provisioned_account_list_args any = {
        .permission_set_id = permission_set_id, .after_account = GH_S(""), .count = 1};
    int r = store_provisioned_account_list(c->ctx.tx, &any, &rows, err);
    if (r || !rows.n) return r;
    return sso_admin_throw_conflict(
        err, "Could not delete because PermissionSet is in use in account %.*s. Delete its account assignments first.",
        GH_S_FMT(rows.v[0].account_id));
}

static int refuse_promised(struct gh_call *c, struct gh_str permission_set_id, struct gh_err *err) {
    struct store_assignment_target_first_row row;
    struct store_assignment_target_first_args args = {permission_set_id};
    int r = store_assignment_target_first(c->ctx.tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    return sso_admin_throw_conflict(
        err, "Could not delete because PermissionSet is assigned to %.*s. Delete that assignment first.",
        GH_S_FMT(row.target_id));
}

int sso_admin_delete_permission_set(struct gh_call *c, const struct sso_admin_delete_permission_set_input *in,
                                    struct sso_admin_delete_permission_set_output *out, struct gh_err *err) {
    (void)out;
    struct sso_admin_set set;
    struct store_tx *tx = c->ctx.tx;
    int r = sso_admin_set_change(c, in->instance_arn, in->permission_set_arn, &set, err);
    if (!r) r = refuse_provisioned(c, set.row.id, err);
    if (!r) r = refuse_promised(c, set.row.id, err);
    if (r) return r;
    struct store_permission_set_policy_delete_all_args policies = {.permission_set_id = set.row.id};
    struct store_permission_set_reference_delete_all_args references = {.permission_set_id = set.row.id};
    r = store_permission_set_policy_delete_all(tx, &policies, NULL, err);
    if (!r) r = store_permission_set_reference_delete_all(tx, &references, NULL, err);
    if (!r) r = sso_admin_tags_drop(c, set.row.id, err);
    return r ? r : store_permission_set_delete(tx, &(struct store_permission_set_delete_args){set.row.id}, NULL, err);
}
