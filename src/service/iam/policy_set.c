/* policy_set.c: see policy_set.h. */
#include "service/iam/policy_set.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/managed_policy.h"
#include "policy/policy.h"
#include "service/iam/iam.h"

/* AWS allows 20 attached policies at most, and inline ones up to a total size. */
#define POLICIES_MAX 1000

struct gh_str iam_entity_kind_name(enum iam_entity_kind kind) {
    static const struct gh_str names[] = {GH_S_INIT("user"), GH_S_INIT("group"), GH_S_INIT("role")};
    return names[kind];
}

static int find_user(struct gh_call *c, struct gh_str name, struct iam_entity *to, struct gh_err *err) {
    struct iam_subject user;
    int r = iam_user_named(c, name, &user, err);
    if (!r) *to = (struct iam_entity){IAM_ENTITY_USER, user.id, user.name, user.path, GH_S_NONE};
    return r;
}

static int find_role(struct gh_call *c, struct gh_str name, struct iam_entity *to, struct gh_err *err) {
    struct store_iam_role_by_name_row role;
    int r = iam_role_named(c, name, &role, err);
    if (!r) *to = (struct iam_entity){IAM_ENTITY_ROLE, role.id, role.name, role.path, GH_S_NONE};
    return r;
}

static int find_group(struct gh_call *c, struct gh_str name, struct iam_entity *to, struct gh_err *err) {
    struct store_iam_policy_set_group_row group;
    struct store_iam_policy_set_group_args args = {.account_id = c->caller.account_id,
                                                   .name_key = fold_key(c->ctx.arena, name)};
    int r = store_iam_policy_set_group(c->ctx.tx, &args, &group, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The group with name %.*s cannot be found.", GH_S_FMT(name));
    if (!r) *to = (struct iam_entity){IAM_ENTITY_GROUP, group.id, group.name, group.path, GH_S_NONE};
    return r;
}

/* The last part of "user/path/name". */
static struct gh_str name_in(struct gh_str resource) {
    size_t at = resource.n;
    while (at && resource.p[at - 1] != '/') at--;
    return gh_str_slice(resource, at, resource.n);
}

int iam_entity_by_arn(struct gh_call *c, struct gh_str arn, struct iam_entity *ret_entity, struct gh_err *err) {
    static int (*const find[])(struct gh_call *, struct gh_str, struct iam_entity *,
                               struct gh_err *) = {find_user, find_group, find_role};
    struct gh_str own = gh_fmt(c->ctx.arena, "arn:aws:iam::%.*s:", GH_S_FMT(c->caller.account_id));
    if (!gh_str_starts(arn, GH_S("arn:aws:iam::")))
        return iam_throw_invalid_input(err, "ARN %.*s is not valid.", GH_S_FMT(arn));
    struct gh_str resource = gh_str_slice(arn, own.n, arn.n);
    for (size_t i = 0; i < GH_COUNT(find); i++) {
        struct gh_str kind = iam_entity_kind_name((enum iam_entity_kind)i);
        if (!gh_str_starts(resource, kind) || resource.n <= kind.n + 1 || resource.p[kind.n] != '/') continue;
        struct gh_str name = name_in(resource);
        if (!gh_str_starts(arn, own))
            return iam_throw_no_such_entity(err, "The %.*s with name %.*s cannot be found.", GH_S_FMT(kind),
                                            GH_S_FMT(name));
        int r = find[i](c, name, ret_entity, err);
        if (r) return r;
        ret_entity->arn = gh_fmt(c->ctx.arena, "%.*s%.*s%.*s%.*s", GH_S_FMT(own), GH_S_FMT(kind),
                                 GH_S_FMT(ret_entity->path), GH_S_FMT(ret_entity->name));
        if (gh_str_eq_ci(ret_entity->arn, arn)) return 0;
        return iam_throw_no_such_entity(err, "The %.*s with name %.*s cannot be found.", GH_S_FMT(kind),
                                        GH_S_FMT(name));
    }
    return iam_throw_invalid_input(err, "ARN %.*s is not that of a user, group or role.", GH_S_FMT(arn));
}

/* What grows while policies are gathered. */
struct gathering {
    struct gh_call *c;
    struct iam_policy_set *set;
    size_t room;
};

static void add(struct gathering *g, struct iam_policy_source source) {
    if (g->set->n == g->room) {
        size_t room = g->room ? 2 * g->room : 16;
        struct iam_policy_source *grown = gh_new_n(g->c->ctx.arena, struct iam_policy_source, room);
        for (size_t i = 0; i < g->set->n; i++) grown[i] = g->set->v[i];
        g->set->v = grown;
        g->room = room;
    }
    g->set->v[g->set->n++] = source;
}

static int add_inline(struct gathering *g, const struct iam_entity *owner, struct gh_err *err) {
    struct gh_arena *a = g->c->ctx.arena;
    struct store_iam_inline_list_rows rows;
    struct store_iam_inline_list_args args = {.entity_id = owner->id, .after_name = GH_S(""), .count = POLICIES_MAX};
    int r = store_iam_inline_list(g->c->ctx.tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct policy *compiled;
        r = policy_compile(a, rows.v[i].document, POLICY_IDENTITY, rows.v[i].name, &compiled, err);
        if (!r) add(g, (struct iam_policy_source){compiled, rows.v[i].name, GH_S_NONE, owner->kind, owner->name});
    }
    return r;
}

/* To the user themselves, or to another of their groups. */
static bool is_attached(const struct iam_policy_set *set, struct gh_str arn) {
    for (size_t i = 0; i < set->n; i++)
        if (gh_str_eq(set->v[i].arn, arn)) return true;
    return false;
}

static int add_attached(struct gathering *g, const struct iam_entity *owner, struct gh_err *err) {
    struct context *ctx = &g->c->ctx;
    struct store_iam_attachment_list_rows rows;
    struct store_iam_attachment_list_args args = {.entity_id = owner->id, .after_arn = GH_S(""), .count = POLICIES_MAX};
    int r = store_iam_attachment_list(ctx->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct gh_str arn = rows.v[i].policy_arn;
        const struct policy *compiled;
        if (is_attached(g->set, arn)) continue;
        r = managed_policy_compile(ctx, ctx->arena, arn, &compiled, err);
        if (!r) add(g, (struct iam_policy_source){compiled, name_in(arn), arn, owner->kind, owner->name});
    }
    return r;
}

static int add_all(struct gathering *g, const struct iam_entity *owner, struct gh_err *err) {
    int r = add_inline(g, owner, err);
    return r ? r : add_attached(g, owner, err);
}

static int read_boundary(struct gh_call *c, const struct iam_entity *entity, struct iam_policy_set *set,
                         struct gh_err *err) {
    struct store_iam_boundary_get_row row;
    int r = store_iam_boundary_get(c->ctx.tx, &(struct store_iam_boundary_get_args){entity->id}, &row, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    set->has_boundary = true;
    set->boundary = (struct iam_policy_source){
        .name = name_in(row.policy_arn), .arn = row.policy_arn, .owner = entity->kind, .owner_name = entity->name};
    return managed_policy_compile(&c->ctx, c->ctx.arena, row.policy_arn, &set->boundary.policy, err);
}

/* What the groups of a user have. */
static int add_groups(struct gathering *g, const struct iam_entity *user, struct gh_err *err) {
    struct store_iam_policy_set_groups_rows rows;
    struct store_iam_policy_set_groups_args args = {.user_id = user->id};
    int r = store_iam_policy_set_groups(g->c->ctx.tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        struct iam_entity group = {.kind = IAM_ENTITY_GROUP, .id = rows.v[i].id, .name = rows.v[i].name};
        r = add_all(g, &group, err);
    }
    return r;
}

int iam_policy_set_of(struct gh_call *c, const struct iam_entity *entity, struct iam_policy_set *ret_set,
                      struct gh_err *err) {
    *ret_set = (struct iam_policy_set){0};
    struct gathering g = {c, ret_set, 0};
    int r = add_all(&g, entity, err);
    if (!r && entity->kind == IAM_ENTITY_USER) r = add_groups(&g, entity, err);
    return r || entity->kind == IAM_ENTITY_GROUP ? r : read_boundary(c, entity, ret_set, err);
}
