/* account_details.c: everything that decides about permissions in the account, in one paged list of five kinds. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/iam_trust.h"
#include "service/iam/entity_policy.h"
#include "service/iam/managed.h"
#include "service/iam/role.h"

/* AWS: items of a page where the caller does not say. */
#define PAGE_DEFAULT 100
/* More than any entity may have. */
#define ALL 1000
/* Behind every ARN of an account's own policies, before every one of AWS's. */
#define AWS_BEGIN GH_S("arn:aws:iam::aws:")

struct details {
    struct gh_call *c;
    struct iam_get_account_authorization_details_output *out;
    size_t room;         /* items that still fit the page */
    size_t kind;         /* what is being listed */
    struct gh_str after; /* the key to go on after within the kind */
    bool cut;            /* the page ends here, though there is more */
};

/* How many of the rows, read with one to spare, fit; the page is cut where that is not all. */
static size_t fit(struct details *d, size_t n) {
    size_t shown = n > d->room ? d->room : n;
    d->cut = n > d->room;
    d->room -= shown;
    return shown;
}

static int inline_of(struct details *d, struct gh_str id, struct iam_policy_detail_list_type *ret_list,
                     struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_inline_list_rows rows;
    int r = store_iam_inline_list(c->ctx.tx, &(struct store_iam_inline_list_args){id, GH_S(""), ALL}, &rows, err);
    if (r) return r;
    ret_list->v = gh_new_n(c->ctx.arena, struct iam_policy_detail, rows.n + 1);
    ret_list->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret_list->v[i] = (struct iam_policy_detail){rows.v[i].name, iam_document(c, rows.v[i].document)};
    return 0;
}

static int attached_of(struct details *d, struct gh_str id, struct iam_attached_policies_list_type *ret_list,
                       struct gh_err *err) {
    struct wire_page all = {GH_S(""), GH_S(""), ALL};
    struct gh_str marker = GH_S_NONE;
    return iam_list_attached(d->c, &(struct iam_attached_query){id, GH_S_NONE, &all}, ret_list, &marker, err);
}

static int groups_of(struct details *d, struct gh_str user_id, struct iam_group_name_list_type *ret_names,
                     struct gh_err *err) {
    struct store_iam_group_get_rows rows;
    struct store_iam_groups_of_user_args args = {user_id, GH_S(""), ALL};
    int r = store_iam_groups_of_user(d->c->ctx.tx, &args, &rows, err);
    if (r) return r;
    ret_names->v = gh_new_n(d->c->ctx.arena, struct gh_str, rows.n + 1);
    ret_names->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) ret_names->v[i] = rows.v[i].name;
    return 0;
}

static int add_user(struct details *d, const struct store_iam_user_list_row *row, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct iam_user_detail *u = &d->out->user_detail_list.v[d->out->user_detail_list.n++];
    *u = (struct iam_user_detail){.path = row->path,
                                  .user_name = row->name,
                                  .user_id = row->id,
                                  .arn = arn_iam_user(c->ctx.arena, c->caller.account_id, row->path, row->name),
                                  .create_date = row->created_ms};
    int r = inline_of(d, row->id, &u->user_policy_list, err);
    if (!r) r = groups_of(d, row->id, &u->group_list, err);
    if (!r) r = attached_of(d, row->id, &u->attached_managed_policies, err);
    if (!r) r = iam_entity_boundary(c, row->id, &u->permissions_boundary, err);
    return r ? r : iam_tags(c, row->id, &u->tags, err);
}

static int list_users(struct details *d, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_user_list_rows rows;
    struct store_iam_user_list_args args = {c->caller.account_id, d->after, GH_S("/"), iam_path_end(c, GH_S("/")),
                                            (int64_t)d->room + 1};
    int r = store_iam_user_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = fit(d, rows.n);
    d->out->user_detail_list.v = gh_new_n(c->ctx.arena, struct iam_user_detail, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) r = add_user(d, &rows.v[i], err);
    if (shown) d->after = rows.v[shown - 1].name_key;
    return r;
}

static int add_group(struct details *d, const struct store_iam_group_list_row *row, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct iam_group_detail *g = &d->out->group_detail_list.v[d->out->group_detail_list.n++];
    *g = (struct iam_group_detail){.path = row->path,
                                   .group_name = row->name,
                                   .group_id = row->id,
                                   .arn = arn_iam_group(c->ctx.arena, c->caller.account_id, row->path, row->name),
                                   .create_date = row->created_ms};
    int r = inline_of(d, row->id, &g->group_policy_list, err);
    return r ? r : attached_of(d, row->id, &g->attached_managed_policies, err);
}

static int list_groups(struct details *d, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_group_list_rows rows;
    struct store_iam_group_list_args args = {c->caller.account_id, d->after, GH_S("/"), iam_path_end(c, GH_S("/")),
                                             (int64_t)d->room + 1};
    int r = store_iam_group_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = fit(d, rows.n);
    d->out->group_detail_list.v = gh_new_n(c->ctx.arena, struct iam_group_detail, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) r = add_group(d, &rows.v[i], err);
    if (shown) d->after = rows.v[shown - 1].name_key;
    return r;
}

static int profiles_of(struct details *d, struct gh_str role_id, struct iam_instance_profile_list_type *ret_profiles,
                       struct gh_err *err) {
    struct store_iam_instance_profile_by_name_rows rows;
    struct store_iam_instance_profiles_of_role_args args = {role_id, GH_S(""), ALL};
    int r = store_iam_instance_profiles_of_role(d->c->ctx.tx, &args, &rows, err);
    if (r) return r;
    ret_profiles->v = gh_new_n(d->c->ctx.arena, struct iam_instance_profile, rows.n + 1);
    ret_profiles->n = rows.n;
    for (size_t i = 0; !r && i < rows.n; i++)
        r = iam_instance_profile_output(d->c, &rows.v[i], &ret_profiles->v[i], err);
    return r;
}

static int add_role(struct details *d, const struct store_iam_role_by_name_row *row, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct gh_str trust;
    int r = iam_trust_show(&c->ctx, row->trust_policy, &trust, err);
    if (r) return r;
    struct iam_role_detail *o = &d->out->role_detail_list.v[d->out->role_detail_list.n++];
    *o = (struct iam_role_detail){.path = row->path,
                                  .role_name = row->name,
                                  .role_id = row->id,
                                  .arn = arn_iam_role(c->ctx.arena, c->caller.account_id, row->path, row->name),
                                  .create_date = row->created_ms,
                                  .assume_role_policy_document = iam_document(c, trust),
                                  .role_last_used = gh_new(c->ctx.arena, struct iam_role_last_used)};
    if (row->has_last_used_ms)
        *o->role_last_used = (struct iam_role_last_used){row->last_used_ms, row->last_used_region};
    r = inline_of(d, row->id, &o->role_policy_list, err);
    if (!r) r = profiles_of(d, row->id, &o->instance_profile_list, err);
    if (!r) r = attached_of(d, row->id, &o->attached_managed_policies, err);
    if (!r) r = iam_entity_boundary(c, row->id, &o->permissions_boundary, err);
    return r ? r : iam_tags(c, row->id, &o->tags, err);
}

static int list_roles(struct details *d, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_role_by_name_rows rows;
    struct store_iam_role_list_args args = {c->caller.account_id, d->after, GH_S("/"), iam_path_end(c, GH_S("/")),
                                            (int64_t)d->room + 1};
    int r = store_iam_role_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = fit(d, rows.n);
    d->out->role_detail_list.v = gh_new_n(c->ctx.arena, struct iam_role_detail, shown + 1);
    for (size_t i = 0; !r && i < shown; i++) r = add_role(d, &rows.v[i], err);
    if (shown) d->after = rows.v[shown - 1].name_key;
    return r;
}

static int versions_of(struct details *d, const struct iam_managed *policy,
                       struct iam_policy_document_version_list_type *ret_list, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_policy_version_list_rows rows;
    int r = iam_managed_versions(c, policy, &rows, err);
    if (r) return r;
    ret_list->v = gh_new_n(c->ctx.arena, struct iam_policy_version, rows.n + 1);
    ret_list->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret_list->v[i] = (struct iam_policy_version){.document = iam_document(c, rows.v[i].document),
                                                     .version_id = iam_version_id(c, rows.v[i].number),
                                                     .is_default_version = rows.v[i].number == policy->default_version,
                                                     .has_is_default_version = true,
                                                     .create_date = rows.v[i].created_ms};
    return 0;
}

static int add_policy(struct details *d, const struct iam_managed *policy, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_policy_usage_row usage;
    struct store_iam_policy_usage_args args = {c->caller.account_id, policy->arn};
    int r = store_iam_policy_usage(c->ctx.tx, &args, &usage, err);
    if (r) return r;
    struct iam_managed_policy_detail *p = &d->out->policies.v[d->out->policies.n++];
    *p = (struct iam_managed_policy_detail){.policy_name = policy->name,
                                            .policy_id = policy->id,
                                            .arn = policy->arn,
                                            .path = policy->path,
                                            .default_version_id = iam_version_id(c, policy->default_version),
                                            .attachment_count = (int32_t)usage.attached,
                                            .has_attachment_count = true,
                                            .permissions_boundary_usage_count = (int32_t)usage.bounding,
                                            .has_permissions_boundary_usage_count = true,
                                            .is_attachable = true,
                                            .has_is_attachable = true,
                                            .description = policy->description,
                                            .create_date = policy->created_ms,
                                            .update_date = policy->updated_ms};
    return versions_of(d, policy, &p->policy_version_list, err);
}

static int list_own_policies(struct details *d, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_policy_list_rows rows;
    struct store_iam_policy_list_args args = {c->caller.account_id, d->after, GH_S("/"), iam_path_end(c, GH_S("/")),
                                              (int64_t)d->room + 1};
    int r = store_iam_policy_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = fit(d, rows.n);
    for (size_t i = 0; !r && i < shown; i++) {
        const struct store_iam_policy_list_row *row = &rows.v[i];
        struct iam_policy_row own = {.id = row->id,
                                     .account_id = c->caller.account_id,
                                     .name = row->name,
                                     .path = row->path,
                                     .description = row->description,
                                     .default_version = row->default_version,
                                     .created_ms = row->created_ms,
                                     .updated_ms = row->updated_ms};
        struct iam_managed policy = iam_managed_of_row(c, &own);
        r = add_policy(d, &policy, err);
    }
    if (shown) d->after = rows.v[shown - 1].name_key;
    return r;
}

/* Of AWS's policies those that are used. */
static int list_aws_policies(struct details *d, struct gh_err *err) {
    struct gh_call *c = d->c;
    struct store_iam_policy_used_rows rows;
    struct store_iam_policy_used_args args = {c->caller.account_id, d->after.n ? d->after : AWS_BEGIN,
                                              (int64_t)d->room + 1};
    int r = store_iam_policy_used(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = fit(d, rows.n);
    for (size_t i = 0; !r && i < shown; i++) {
        struct iam_managed policy;
        r = iam_managed_named(c, rows.v[i].policy_arn, &policy, err);
        if (!r) r = add_policy(d, &policy, err);
    }
    if (shown) d->after = rows.v[shown - 1].policy_arn;
    return r;
}

static const struct {
    struct gh_str name;
    int (*list)(struct details *d, struct gh_err *err);
} kinds[] = {
    {GH_S_INIT("User"), list_users},
    {GH_S_INIT("Group"), list_groups},
    {GH_S_INIT("Role"), list_roles},
    {GH_S_INIT("LocalManagedPolicy"), list_own_policies},
    {GH_S_INIT("AWSManagedPolicy"), list_aws_policies},
};

static bool is_asked_for(const struct iam_get_account_authorization_details_input *in, size_t kind) {
    for (size_t i = 0; i < in->filter.n; i++)
        if (gh_str_eq(in->filter.v[i], kinds[kind].name)) return true;
    return !in->filter.n;
}

static struct gh_str filter_text(struct gh_call *c, const struct iam_get_account_authorization_details_input *in) {
    struct gh_str text = GH_S("");
    for (size_t i = 0; i < GH_COUNT(kinds); i++)
        if (is_asked_for(in, i)) text = gh_fmt(c->ctx.arena, "%.*s,%.*s", GH_S_FMT(text), GH_S_FMT(kinds[i].name));
    return text;
}

/* The key of a page's end is the number of the kind, then the key within it. */
static void open_at(struct details *d, struct gh_str key) {
    d->after = GH_S("");
    if (!key.n) return;
    d->kind = (size_t)(key.p[0] - '0');
    d->after = gh_str_slice(key, 1, key.n);
}

int iam_get_account_authorization_details(struct gh_call *c,
                                          const struct iam_get_account_authorization_details_input *in,
                                          struct iam_get_account_authorization_details_output *out,
                                          struct gh_err *err) {
    struct wire_page page;
    struct wire_page_query query = IAM_PAGE_QUERY(in, filter_text(c, in));
    if (!query.has_max) query.largest = PAGE_DEFAULT;
    int r = wire_page_open(c, &query, &page, err);
    if (r) return r;
    struct details d = {.c = c, .out = out, .room = (size_t)page.count};
    /* A list that was not asked for is there, and empty. */
    out->user_detail_list.v = gh_new(c->ctx.arena, struct iam_user_detail);
    out->group_detail_list.v = gh_new(c->ctx.arena, struct iam_group_detail);
    out->role_detail_list.v = gh_new(c->ctx.arena, struct iam_role_detail);
    out->policies.v = gh_new_n(c->ctx.arena, struct iam_managed_policy_detail, d.room + 1);
    for (open_at(&d, page.after); !r && d.kind < GH_COUNT(kinds); d.kind++, d.after = GH_S("")) {
        if (!is_asked_for(in, d.kind)) continue;
        r = kinds[d.kind].list(&d, err);
        if (d.cut) break;
    }
    if (r) return r;
    if (d.cut)
        out->marker = wire_page_next(c, &page, (size_t)page.count + 1,
                                     gh_fmt(c->ctx.arena, "%zu%.*s", d.kind, GH_S_FMT(d.after)));
    out->is_truncated = d.cut;
    out->has_is_truncated = true;
    return 0;
}
