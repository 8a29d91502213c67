/* managed_list.c: which managed policies there are, and what uses them. */
#include <string.h>

#include "base/base.h"
#include "domain/arn.h"
#include "domain/managed_policy.h"
#include "service/iam/managed.h"

#define BATCH 200

/* Markers: the account's own policies come first, in order of names, then AWS's in order of ARNs. */
#define OWN_MARK "own:"
#define AWS_MARK "aws:"

struct listing {
    struct gh_call *c;
    const struct iam_list_policies_input *in;
    struct gh_str prefix;
    size_t room; /* one more than is shown */
    struct iam_policy *v;
    struct gh_str *marks;
    size_t n;
};

static bool is_full(const struct listing *l) {
    return l->n == l->room;
}

static bool is_wanted(const struct listing *l, const struct store_iam_policy_usage_row *usage) {
    struct gh_str filter = l->in->policy_usage_filter;
    if (!filter.p) return !l->in->only_attached || usage->attached;
    return gh_str_eq(filter, IAM_POLICY_USAGE_TYPE_PERMISSIONS_BOUNDARY) ? usage->bounding : usage->attached;
}

static int add(struct listing *l, const struct iam_managed *policy, struct gh_str mark, struct gh_err *err) {
    struct store_iam_policy_usage_row usage;
    struct store_iam_policy_usage_args args = {l->c->caller.account_id, policy->arn};
    int r = store_iam_policy_usage(l->c->ctx.tx, &args, &usage, err);
    if (r || !is_wanted(l, &usage)) return r;
    struct iam_policy *p = &l->v[l->n];
    *p = *iam_managed_output(l->c, policy);
    p->attachment_count = (int32_t)usage.attached;
    p->permissions_boundary_usage_count = (int32_t)usage.bounding;
    l->marks[l->n++] = mark;
    return 0;
}

static int add_own_row(struct listing *l, const struct store_iam_policy_list_row *row, struct gh_err *err) {
    struct iam_policy_row own = {.id = row->id,
                                 .account_id = l->c->caller.account_id,
                                 .name = row->name,
                                 .path = row->path,
                                 .default_version = row->default_version,
                                 .created_ms = row->created_ms,
                                 .updated_ms = row->updated_ms};
    struct iam_managed policy = iam_managed_of_row(l->c, &own);
    return add(l, &policy, gh_fmt(l->c->ctx.arena, OWN_MARK "%.*s", GH_S_FMT(row->name_key)), err);
}

static int add_own(struct listing *l, struct gh_str after, struct gh_err *err) {
    struct store_iam_policy_list_rows rows = {NULL, BATCH};
    struct store_iam_policy_list_args args = {l->c->caller.account_id, after, l->prefix, iam_path_end(l->c, l->prefix),
                                              BATCH};
    while (rows.n == BATCH && !is_full(l)) {
        int r = store_iam_policy_list(l->c->ctx.tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n && !is_full(l); i++) r = add_own_row(l, &rows.v[i], err);
        if (r) return r;
        if (rows.n) args.after_key = rows.v[rows.n - 1].name_key;
    }
    return 0;
}

static int add_aws_row(struct listing *l, struct gh_str arn, struct gh_err *err) {
    struct arn_iam parts;
    struct iam_managed policy;
    if (!arn_iam_split(arn, &parts) || !gh_str_starts(parts.path, l->prefix)) return 0;
    int r = iam_managed_named(l->c, arn, &policy, err);
    return r ? r : add(l, &policy, gh_fmt(l->c->ctx.arena, AWS_MARK "%.*s", GH_S_FMT(arn)), err);
}

/* Those built in, and between them, by the order of ARNs, those imported; one that is both is built in. */
static int add_aws(struct listing *l, struct gh_str after, struct gh_err *err) {
    struct store_iam_aws_policy_list_rows rows = {NULL, 0};
    size_t builtin = managed_policy_after(after), i = 0;
    bool more = true;
    while (!is_full(l)) {
        if (i == rows.n && more) {
            int r = store_iam_aws_policy_list(l->c->ctx.tx, &(struct store_iam_aws_policy_list_args){after, BATCH},
                                              &rows, err);
            if (r) return r;
            more = rows.n == BATCH;
            i = 0;
        }
        bool has_row = i < rows.n, has_builtin = builtin < managed_policies_count;
        if (!has_row && !has_builtin) return 0;
        int order = !has_row ? -1 : !has_builtin ? 1 : gh_str_cmp(managed_policies[builtin].arn, rows.v[i].arn);
        struct gh_str arn = order <= 0 ? managed_policies[builtin].arn : rows.v[i].arn;
        if (order <= 0) builtin++;
        if (order >= 0) after = rows.v[i++].arn;
        int r = add_aws_row(l, arn, err);
        if (r) return r;
    }
    return 0;
}

static int collect(struct listing *l, struct gh_str after, struct gh_err *err) {
    struct gh_str scope = l->in->scope;
    bool in_aws = gh_str_starts(after, GH_S(AWS_MARK));
    struct gh_str key = gh_str_slice(after, strlen(OWN_MARK), after.n);
    bool own = !gh_str_eq(scope, IAM_POLICY_SCOPE_TYPE_AWS) && !in_aws;
    int r = own ? add_own(l, after.n ? key : GH_S(""), err) : 0;
    if (r || is_full(l) || gh_str_eq(scope, IAM_POLICY_SCOPE_TYPE_LOCAL)) return r;
    return add_aws(l, in_aws ? key : GH_S(""), err);
}

int iam_list_policies(struct gh_call *c, const struct iam_list_policies_input *in, struct iam_list_policies_output *out,
                      struct gh_err *err) {
    struct gh_str prefix = in->path_prefix.p ? in->path_prefix : GH_S("/");
    struct gh_str filter = gh_fmt(c->ctx.arena, "%.*s:%.*s:%d:%.*s", GH_S_FMT(in->scope),
                                  GH_S_FMT(in->policy_usage_filter), in->only_attached, GH_S_FMT(prefix));
    struct wire_page page;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, filter), &page, err);
    if (r) return r;
    size_t room = (size_t)page.count + 1;
    struct listing l = {.c = c,
                        .in = in,
                        .prefix = prefix,
                        .room = room,
                        .v = gh_new_n(c->ctx.arena, struct iam_policy, room),
                        .marks = gh_new_n(c->ctx.arena, struct gh_str, room)};
    r = collect(&l, page.after, err);
    if (r) return r;
    out->policies.v = l.v;
    out->policies.n = wire_page_shown(&page, l.n);
    if (out->policies.n) out->marker = wire_page_next(c, &page, l.n, l.marks[out->policies.n - 1]);
    IAM_LIST_END(out);
    return 0;
}

/* Whom a policy is attached to, or bounds. */
struct users_of {
    struct gh_call *c;
    const struct iam_list_entities_for_policy_input *in;
    struct iam_list_entities_for_policy_output *out;
    size_t shown;
};

static bool takes(const struct users_of *u, struct gh_str kind, struct gh_str path) {
    if (u->in->entity_filter.p && !gh_str_eq(u->in->entity_filter, kind)) return false;
    return !u->in->path_prefix.p || gh_str_starts(path, u->in->path_prefix);
}

static int add_user(struct users_of *u, struct gh_str id, struct gh_err *err) {
    struct store_iam_user_get_row row;
    int r = store_iam_user_get(u->c->ctx.tx, &(struct store_iam_user_get_args){id}, &row, err);
    if (r || !takes(u, IAM_ENTITY_TYPE_USER, row.path)) return r;
    u->out->policy_users.v[u->out->policy_users.n++] = (struct iam_policy_user){row.name, row.id};
    u->shown++;
    return 0;
}

static int add_role(struct users_of *u, struct gh_str id, struct gh_err *err) {
    struct store_iam_role_get_row row;
    int r = store_iam_role_get(u->c->ctx.tx, &(struct store_iam_role_get_args){id}, &row, err);
    if (r || !takes(u, IAM_ENTITY_TYPE_ROLE, row.path)) return r;
    u->out->policy_roles.v[u->out->policy_roles.n++] = (struct iam_policy_role){row.name, row.id};
    u->shown++;
    return 0;
}

static int add_group(struct users_of *u, struct gh_str id, struct gh_err *err) {
    struct store_iam_group_get_row row;
    int r = store_iam_group_get(u->c->ctx.tx, &(struct store_iam_group_get_args){id}, &row, err);
    if (r || !takes(u, IAM_ENTITY_TYPE_GROUP, row.path)) return r;
    u->out->policy_groups.v[u->out->policy_groups.n++] = (struct iam_policy_group){row.name, row.id};
    u->shown++;
    return 0;
}

static int add_entity(struct users_of *u, struct gh_str id, struct gh_err *err) {
    if (gh_str_starts(id, GH_S("AIDA"))) return add_user(u, id, err);
    if (gh_str_starts(id, GH_S("AROA"))) return add_role(u, id, err);
    return add_group(u, id, err);
}

/* Reads on until the page is full or nothing is left; then there is a next page only where something is left. */
static int add_entities(struct users_of *u, const struct wire_page *page, struct gh_err *err) {
    struct gh_str usage = u->in->policy_usage_filter;
    struct store_iam_policy_entities_rows rows = {NULL, BATCH};
    struct store_iam_policy_entities_args args = {
        .account_id = u->c->caller.account_id,
        .policy_arn = u->in->policy_arn,
        .permits = !usage.p || gh_str_eq(usage, IAM_POLICY_USAGE_TYPE_PERMISSIONS_POLICY),
        .bounds = !usage.p || gh_str_eq(usage, IAM_POLICY_USAGE_TYPE_PERMISSIONS_BOUNDARY),
        .after_id = page->after,
        .count = BATCH};
    while (rows.n == BATCH) {
        int r = store_iam_policy_entities(u->c->ctx.tx, &args, &rows, err);
        for (size_t i = 0; !r && i < rows.n; i++) {
            if (u->shown == (size_t)page->count) {
                u->out->marker = wire_page_next(u->c, page, u->shown + 1, args.after_id);
                return 0;
            }
            args.after_id = rows.v[i].entity_id;
            r = add_entity(u, args.after_id, err);
        }
        if (r) return r;
    }
    return 0;
}

int iam_list_entities_for_policy(struct gh_call *c, const struct iam_list_entities_for_policy_input *in,
                                 struct iam_list_entities_for_policy_output *out, struct gh_err *err) {
    struct iam_managed policy;
    struct wire_page page;
    struct gh_str filter =
        gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s:%.*s", GH_S_FMT(in->policy_arn), GH_S_FMT(in->entity_filter),
               GH_S_FMT(in->path_prefix), GH_S_FMT(in->policy_usage_filter));
    int r = iam_managed_named(c, in->policy_arn, &policy, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, filter), &page, err);
    if (r) return r;
    size_t room = (size_t)page.count;
    out->policy_users.v = gh_new_n(c->ctx.arena, struct iam_policy_user, room);
    out->policy_roles.v = gh_new_n(c->ctx.arena, struct iam_policy_role, room);
    out->policy_groups.v = gh_new_n(c->ctx.arena, struct iam_policy_group, room);
    struct users_of u = {.c = c, .in = in, .out = out};
    r = add_entities(&u, &page, err);
    IAM_LIST_END(out);
    return r;
}
