/* access_subject.c: see access_subject.h. */
#include "service/iam/access_subject.h"

#include <stdlib.h>

#include "base/base.h"
#include "domain/arn.h"
#include "domain/managed_policy.h"
#include "service/iam/service_names.h"

/* AWS's own, or the caller's: what another account's policies say is its own affair. */
static bool is_readable(struct gh_call *c, struct gh_str arn) {
    struct gh_str own = gh_fmt(c->ctx.arena, "arn:aws:iam::%.*s:policy/", GH_S_FMT(c->caller.account_id));
    return gh_str_starts(arn, GH_S("arn:aws:iam::aws:policy/")) || gh_str_starts(arn, own);
}

static bool is_policy(struct gh_str arn) {
    ptrdiff_t at = gh_str_find_str(arn, GH_S(":policy/"));
    return gh_str_starts(arn, GH_S("arn:aws:iam::")) && at >= 0;
}

static void add_holder(struct gh_call *c, struct access_subject *s, enum iam_entity_kind kind, struct gh_str id,
                       struct gh_str path, struct gh_str name) {
    struct gh_arena *a = c->ctx.arena;
    struct gh_str account_id = c->caller.account_id;
    struct gh_str arn =
        kind == IAM_ENTITY_ROLE ? arn_iam_role(a, account_id, path, name) : arn_iam_user(a, account_id, path, name);
    s->holders[s->n_holders++].entity = (struct iam_entity){kind, id, name, path, arn};
}

static int read_members(struct gh_call *c, const struct iam_entity *group, struct access_subject *s,
                        struct gh_err *err) {
    struct store_iam_access_report_members_rows rows;
    struct store_iam_access_report_members_args args = {.group_id = group->id};
    int r = store_iam_access_report_members(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    s->holders = gh_new_n(c->ctx.arena, struct access_holder, rows.n);
    for (size_t i = 0; i < rows.n; i++) add_holder(c, s, IAM_ENTITY_USER, rows.v[i].id, rows.v[i].path, rows.v[i].name);
    return 0;
}

static int read_entity(struct gh_call *c, struct gh_str arn, struct access_subject *s, struct gh_err *err) {
    struct iam_entity entity;
    struct iam_policy_set set;
    int r = iam_entity_by_arn(c, arn, &entity, err);
    if (!r) r = iam_policy_set_of(c, &entity, &set, err);
    if (r) return r;
    s->policies = gh_new_n(c->ctx.arena, const struct policy *, set.n);
    for (size_t i = 0; i < set.n; i++) s->policies[s->n_policies++] = set.v[i].policy;
    if (entity.kind == IAM_ENTITY_GROUP) return read_members(c, &entity, s, err);
    s->holders = gh_new(c->ctx.arena, struct access_holder);
    s->holders[s->n_holders++].entity = entity;
    return 0;
}

static int read_policy(struct gh_call *c, struct gh_str arn, struct access_subject *s, struct gh_err *err) {
    struct store_iam_access_report_policy_users_rows users;
    struct store_iam_access_report_policy_users_args of_users = {c->caller.account_id, arn};
    struct store_iam_access_report_policy_roles_rows roles;
    struct store_iam_access_report_policy_roles_args of_roles = {c->caller.account_id, arn};
    s->policies = gh_new(c->ctx.arena, const struct policy *);
    int r =
        is_readable(c, arn) ? managed_policy_compile(&c->ctx, c->ctx.arena, arn, &s->policies[0], err) : -GH_ENOTFOUND;
    if (r == -GH_ENOTFOUND) return iam_throw_no_such_entity(err, "Policy %.*s was not found.", GH_S_FMT(arn));
    s->n_policies = 1;
    if (!r) r = store_iam_access_report_policy_users(c->ctx.tx, &of_users, &users, err);
    if (!r) r = store_iam_access_report_policy_roles(c->ctx.tx, &of_roles, &roles, err);
    if (r) return r;
    s->holders = gh_new_n(c->ctx.arena, struct access_holder, users.n + roles.n);
    for (size_t i = 0; i < users.n; i++)
        add_holder(c, s, IAM_ENTITY_USER, users.v[i].id, users.v[i].path, users.v[i].name);
    for (size_t i = 0; i < roles.n; i++)
        add_holder(c, s, IAM_ENTITY_ROLE, roles.v[i].id, roles.v[i].path, roles.v[i].name);
    return 0;
}

int access_subject_read(struct gh_call *c, struct gh_str arn, bool uses, struct access_subject *ret_subject,
                        struct gh_err *err) {
    *ret_subject = (struct access_subject){0};
    int r = is_policy(arn) ? read_policy(c, arn, ret_subject, err) : read_entity(c, arn, ret_subject, err);
    for (size_t i = 0; !r && uses && i < ret_subject->n_holders; i++) {
        struct access_holder *h = &ret_subject->holders[i];
        struct store_iam_action_use_list_args args = {.owner_id = h->entity.id,
                                                      .after_ms = c->ctx.now_ms - ACCESS_TRACKED_MS};
        r = store_iam_action_use_list(c->ctx.tx, &args, &h->uses, err);
    }
    return r;
}

static int by_text(const void *a, const void *b) {
    return gh_str_cmp(*(const struct gh_str *)a, *(const struct gh_str *)b);
}

struct policy_texts access_subject_services(struct gh_call *c, const struct access_subject *subject) {
    struct policy_texts named = {0}, granted = {0};
    struct gh_str service;
    for (size_t i = 0; i < subject->n_policies; i++) policy_services_named(c->ctx.arena, subject->policies[i], &named);
    size_t at = 0, most = named.n;
    while (service_name_next(&at, &service)) most++;
    granted.v = gh_new_n(c->ctx.arena, struct gh_str, most + 1);
    for (size_t i = 0; i < named.n; i++) granted.v[granted.n++] = named.v[i];
    for (at = 0; service_name_next(&at, &service);) {
        bool known = false, allowed = false;
        for (size_t i = 0; i < named.n; i++) known |= gh_str_eq(named.v[i], service);
        for (size_t i = 0; i < subject->n_policies; i++)
            allowed |= policy_allows_service(subject->policies[i], service);
        if (allowed && !known) granted.v[granted.n++] = service;
    }
    qsort(granted.v, granted.n, sizeof *granted.v, by_text);
    return granted;
}
