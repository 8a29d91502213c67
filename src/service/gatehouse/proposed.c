/* proposed.c: see proposed.h. */
#include "service/gatehouse/proposed.h"

#include <string.h>

#include "domain/access.h"
#include "domain/arn.h"
#include "domain/managed_policy.h"
#include "domain/org_policy.h"
#include "domain/provisioning.h"
#include "service/sso_admin/sso_admin.h"

#define LEVELS_MAX 16

/* ---- reading a change ---- */

static int compile(struct gh_call *c, struct gh_str document, enum policy_type type, struct gh_str id,
                   const struct policy **ret_policy, struct gh_err *err) {
    struct policy *compiled;
    struct gh_err *why = gh_err_new(c->ctx.arena);
    if (policy_compile(c->ctx.arena, document, type, id, &compiled, why))
        return gh_refuse(err, GH_EINVAL, "The proposed policy is not valid: %s", why->message);
    *ret_policy = compiled;
    return 0;
}

/* The caller's organization, where they may ask about all of it. */
static int open_organization(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    bool may = false;
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, ret_org, err);
    if (r == -GH_ENOTFOUND)
        return gatehouse_throw_access_denied(err, "Your account is not a member of an organization.");
    if (!r) r = gatehouse_may_ask(c, ret_org->management_account_id, &may, err);
    if (r || may) return r;
    return gatehouse_throw_access_denied(
        err,
        "Only the management account and delegated administrators of %.*s may simulate changes of the organization.",
        GH_S_FMT(GATEHOUSE_PRINCIPAL));
}

/* The content of the policy that is meant, and its ARN: of one that is there, of AWS's own. */
static int existing_policy(struct proposed *p, const struct store_organization_of_account_row *org, struct gh_str id,
                           struct gh_str type, struct gh_str *ret_content, struct gh_err *err) {
    const struct org_policy_builtin *builtin = org_policy_builtin(id);
    struct store_organization_policy_get_row row = {0};
    struct store_organization_policy_get_args args = {org->organization_id, id};
    int r = builtin ? 0 : store_organization_policy_get(p->c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(builtin ? builtin->type : row.type, type))
        return gatehouse_throw_resource_not_found(err, "There is no policy %.*s of type %.*s.", GH_S_FMT(id),
                                                  GH_S_FMT(type));
    *ret_content = builtin ? builtin->content : row.content;
    p->policy_arn = org_policy_arn(p->c->ctx.arena, org->management_account_id, org->organization_id, type, id);
    return 0;
}

static int open_control_policy(struct proposed *p, const struct gatehouse_control_policy_change *in,
                               struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct gh_str content = GH_S_NONE;
    int r = open_organization(p->c, &org, err);
    if (r) return r;
    p->is_rcp = gh_str_eq(in->type, GATEHOUSE_CONTROL_POLICY_TYPE_RESOURCE_CONTROL_POLICY);
    p->detach = in->has_detach && in->detach;
    p->target_id = in->target_id;
    if (p->detach ? !in->policy_id.p || in->content.p || !in->target_id.p : !in->policy_id.p && !in->content.p)
        return gh_refuse(err, GH_EINVAL,
                         "A control policy that is detached needs PolicyId and TargetId; another one PolicyId, Content "
                         "or both.");
    if (!in->policy_id.p && !in->target_id.p)
        return gh_refuse(err, GH_EINVAL, "A new policy needs a TargetId: where it would be attached.");
    if (in->policy_id.p) r = existing_policy(p, &org, in->policy_id, in->type, &content, err);
    if (r || p->detach) return r;
    struct gh_str id = p->policy_arn.p ? p->policy_arn : GH_S("proposed");
    return compile(p->c, in->content.p ? in->content : content, p->is_rcp ? POLICY_RCP : POLICY_SCP, id, &p->content,
                   err);
}

static int open_set(struct proposed *p, struct gh_str instance_arn, struct gh_str set_arn, struct gh_err *err) {
    struct sso_admin_set set;
    int r = sso_admin_set_open(p->c, instance_arn, set_arn, &set, err);
    if (r) return r;
    p->instance_id = set.instance.id;
    p->store_id = set.instance.identity_store_id;
    p->set_id = set.row.id;
    return 0;
}

static int compile_aws(struct proposed *p, struct gh_str arn, const struct policy **ret_policy, struct gh_err *err) {
    struct gh_call *c = p->c;
    int r = managed_policy_is_aws(arn) ? managed_policy_compile(&c->ctx, c->ctx.arena, arn, ret_policy, err)
                                       : -GH_ENOTFOUND;
    return r == -GH_ENOTFOUND
               ? gatehouse_throw_resource_not_found(err, "There is no AWS managed policy %.*s.", GH_S_FMT(arn))
               : r;
}

static int open_boundary(struct proposed *p, const struct gatehouse_permission_set_change *in, struct gh_err *err) {
    const struct gatehouse_permissions_boundary *b = in->permissions_boundary;
    if (!b) return 0;
    if (in->remove_permissions_boundary)
        return gh_refuse(err, GH_EINVAL, "A permissions boundary is either given or removed.");
    if (!b->customer_managed_policy_reference == !b->managed_policy_arn.p)
        return gh_refuse(err, GH_EINVAL,
                         "A permissions boundary has either a ManagedPolicyArn or a CustomerManagedPolicyReference.");
    return b->managed_policy_arn.p ? compile_aws(p, b->managed_policy_arn, &p->boundary, err) : 0;
}

static int open_permission_set(struct proposed *p, const struct gatehouse_permission_set_change *in,
                               struct gh_err *err) {
    int r = open_set(p, in->instance_arn, in->permission_set_arn, err);
    if (r) return r;
    p->has_inline = in->inline_policy.p != NULL;
    if (in->inline_policy.n)
        r = compile(p->c, in->inline_policy, POLICY_IDENTITY,
                    gh_fmt(p->c->ctx.arena, "inline:%.*s", GH_S_FMT(PROVISIONING_INLINE_NAME)), &p->inline_policy, err);
    const struct policy **v = gh_new_n(p->c->ctx.arena, const struct policy *, in->attach_managed_policy_arns.n + 1);
    for (size_t i = 0; !r && i < in->attach_managed_policy_arns.n; i++)
        r = compile_aws(p, in->attach_managed_policy_arns.v[i], &v[i], err);
    p->attached = (struct policy_list){v, in->attach_managed_policy_arns.n};
    return r ? r : open_boundary(p, in, err);
}

int proposed_open(struct gh_call *c, const struct gatehouse_proposed_change *in, struct proposed *ret,
                  struct gh_err *err) {
    *ret = (struct proposed){.c = c, .in = in};
    gh_map_init(&ret->sets, c->ctx.arena);
    gh_map_init(&ret->references, c->ctx.arena);
    if (in->control_policy) return open_control_policy(ret, in->control_policy, err);
    if (in->permission_set) return open_permission_set(ret, in->permission_set, err);
    return open_set(ret, in->assignment->instance_arn, in->assignment->permission_set_arn, err);
}

/* ---- control policies ---- */

static bool is_meant(const struct proposed *p, const struct policy *policy) {
    return p->policy_arn.p && gh_str_eq(policy_id(policy), p->policy_arn);
}

/* One level as it would be. @here: the change is made at this level. */
static struct policy_level changed_level(struct gh_arena *a, const struct proposed *p, const struct policy_level *level,
                                         bool here) {
    bool anywhere = !p->target_id.p, there = false;
    const struct policy **v = gh_new_n(a, const struct policy *, level->policies.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < level->policies.n; i++) {
        const struct policy *policy = level->policies.v[i];
        bool meant = is_meant(p, policy);
        there |= meant;
        if (meant && p->detach && here) continue;
        v[n++] = meant && !p->detach && (here || anywhere) ? p->content : policy;
    }
    if (here && !there && !p->detach) v[n++] = p->content;
    return (struct policy_level){{v, n}};
}

/* The path "o-…/r-…/ou-…/<account>/" names the target of each level. */
static const struct policy_level *changed_levels(struct gh_arena *a, const struct proposed *p, struct gh_str path,
                                                 const struct policy_level *levels, size_t n) {
    struct policy_level *v = gh_new_n(a, struct policy_level, LEVELS_MAX);
    struct gh_str rest = path, target;
    gh_str_split(&rest, '/', &target); /* the organization */
    for (size_t i = 0; i < n && i < LEVELS_MAX; i++) {
        if (!gh_str_split(&rest, '/', &target)) target = GH_S_NONE;
        v[i] = changed_level(a, p, &levels[i], p->target_id.p && gh_str_eq(target, p->target_id));
    }
    return v;
}

static struct gh_str owner_of(const struct policy_request *request) {
    for (size_t i = 0; i < request->n_keys; i++)
        if (gh_str_eq(request->keys[i].key, GH_S("aws:ResourceAccount")) && request->keys[i].n_values)
            return request->keys[i].values[0];
    return request->principal.account_id;
}

static int apply_control_policy(struct proposed *p, struct gh_call *subject, const struct policy_request *request,
                                struct policy_layers *layers, struct gh_err *err) {
    struct gh_arena *a = subject->ctx.arena;
    const struct org_policies *org = subject->access ? subject->access->organization : NULL;
    int r = p->is_rcp ? org_policies_of(&subject->ctx, owner_of(request), &org, err) : 0;
    if (r || !org) return r;
    if (p->is_rcp && layers->n_rcps) layers->rcps = changed_levels(a, p, org->path, layers->rcps, layers->n_rcps);
    if (!p->is_rcp && layers->n_scps) layers->scps = changed_levels(a, p, org->path, layers->scps, layers->n_scps);
    return 0;
}

/* ---- permission sets ---- */

/* The set that the subject's role stands for; absent where it is another kind of role, or none. */
static int set_of(struct proposed *p, const struct gh_call *subject, struct gh_str *ret_set, struct gh_err *err) {
    *ret_set = GH_S_NONE;
    if (!subject->access || subject->access->kind != ACCESS_ROLE) return 0;
    struct gh_str *known = gh_map_get(&p->sets, subject->access->entity_id);
    if (!known) {
        struct store_provisioned_set_of_role_rows rows;
        struct store_provisioned_set_of_role_args args = {subject->access->entity_id};
        int r = store_provisioned_set_of_role(p->c->ctx.tx, &args, &rows, err);
        if (r) return r;
        known = gh_new(p->c->ctx.arena, struct gh_str);
        *known = rows.n ? gh_str_dup(p->c->ctx.arena, rows.v[0].permission_set_id) : GH_S_NONE;
        gh_map_put(&p->sets, gh_str_dup(p->c->ctx.arena, subject->access->entity_id), known);
    }
    *ret_set = *known;
    return 0;
}

static bool has_arn(const struct gatehouse_policy_arn_list *list, struct gh_str arn) {
    for (size_t i = 0; i < list->n; i++)
        if (gh_str_eq(list->v[i], arn)) return true;
    return false;
}

static struct gh_str referred_arn(const struct gh_call *subject,
                                  const struct gatehouse_customer_managed_policy_reference *reference) {
    struct gh_str path = reference->path.p ? reference->path : GH_S("/");
    return arn_iam_policy(subject->ctx.arena, subject->access->account_id, path, reference->name);
}

static bool has_reference(const struct gh_call *subject, const struct gatehouse_policy_reference_list *list,
                          struct gh_str arn) {
    for (size_t i = 0; i < list->n; i++)
        if (gh_str_eq(referred_arn(subject, &list->v[i]), arn)) return true;
    return false;
}

/* The policy that the subject's account has under that name. It is asked for many requests: compiled once. */
static int referred_policy(struct proposed *p, const struct gh_call *subject,
                           const struct gatehouse_customer_managed_policy_reference *reference,
                           const struct policy **ret_policy, struct gh_err *err) {
    struct gh_arena *a = p->c->ctx.arena;
    struct gh_str arn = referred_arn(subject, reference);
    const struct policy **known = gh_map_get(&p->references, arn);
    if (!known) {
        known = gh_new(a, const struct policy *);
        int r = managed_policy_compile(&p->c->ctx, a, arn, known, err);
        if (r && r != -GH_ENOTFOUND) return r;
        gh_map_put(&p->references, gh_str_dup(a, arn), known);
    }
    *ret_policy = *known;
    return *known ? 0 : gh_fail(err, GH_ECONFLICT, "no policy %.*s", GH_S_FMT(arn));
}

/* Does the change take the policy away, or put another in its place? */
static bool goes(const struct proposed *p, const struct gh_call *subject, struct gh_str id) {
    const struct gatehouse_permission_set_change *in = p->in->permission_set;
    struct gh_str inline_id = gh_fmt(subject->ctx.arena, "inline:%.*s", GH_S_FMT(PROVISIONING_INLINE_NAME));
    return (p->has_inline && gh_str_eq(id, inline_id)) || has_arn(&in->detach_managed_policy_arns, id) ||
           has_arn(&in->attach_managed_policy_arns, id) ||
           has_reference(subject, &in->detach_customer_managed_policy_references, id) ||
           has_reference(subject, &in->attach_customer_managed_policy_references, id);
}

static int change_identity(struct proposed *p, const struct gh_call *subject, struct policy_list *identity,
                           struct gh_err *err) {
    const struct gatehouse_policy_reference_list *own =
        &p->in->permission_set->attach_customer_managed_policy_references;
    size_t most = identity->n + p->attached.n + own->n + 1, n = 0;
    const struct policy **v = gh_new_n(subject->ctx.arena, const struct policy *, most);
    for (size_t i = 0; i < identity->n; i++)
        if (!goes(p, subject, policy_id(identity->v[i]))) v[n++] = identity->v[i];
    if (p->inline_policy) v[n++] = p->inline_policy;
    for (size_t i = 0; i < p->attached.n; i++) v[n++] = p->attached.v[i];
    int r = 0;
    for (size_t i = 0; !r && i < own->n; i++) r = referred_policy(p, subject, &own->v[i], &v[n++], err);
    *identity = (struct policy_list){v, n};
    return r;
}

static int change_boundary(struct proposed *p, const struct gh_call *subject, const struct policy **boundary,
                           struct gh_err *err) {
    const struct gatehouse_permission_set_change *in = p->in->permission_set;
    if (in->remove_permissions_boundary) *boundary = NULL;
    if (!in->permissions_boundary) return 0;
    if (in->permissions_boundary->customer_managed_policy_reference)
        return referred_policy(p, subject, in->permissions_boundary->customer_managed_policy_reference, boundary, err);
    *boundary = p->boundary;
    return 0;
}

int proposed_apply(struct proposed *p, struct gh_call *subject, const struct policy_request *request,
                   const struct policy_layers *layers, struct policy_layers *ret_layers, struct gh_err *err) {
    struct gh_str set_id;
    *ret_layers = *layers;
    if (p->in->control_policy) return apply_control_policy(p, subject, request, ret_layers, err);
    if (!p->in->permission_set) return 0;
    int r = set_of(p, subject, &set_id, err);
    if (r || !set_id.p || !gh_str_eq(set_id, p->set_id)) return r;
    r = change_identity(p, subject, &ret_layers->identity, err);
    return r ? r : change_boundary(p, subject, &ret_layers->boundary, err);
}

/* ---- assignments ---- */

static int reaches(struct proposed *p, const struct store_effective_assignment_after_row *row, struct gh_str user_id,
                   bool *ret_reaches, struct gh_err *err) {
    struct store_effective_membership_row member;
    struct store_effective_membership_args args = {row->principal_id, user_id};
    *ret_reaches = false;
    if (gh_str_eq(row->principal_type, GATEHOUSE_PRINCIPAL_TYPE_USER)) {
        *ret_reaches = gh_str_eq(row->principal_id, user_id);
        return 0;
    }
    int r = store_effective_membership(p->c->ctx.tx, &args, &member, err);
    *ret_reaches = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int proposed_reached_otherwise(struct proposed *p, struct gh_str user_id, bool *ret_reached, struct gh_err *err) {
    const struct gatehouse_assignment_change *in = p->in->assignment;
    struct store_effective_assignment_after_row own;
    struct store_effective_reached_by_group_row group;
    struct store_effective_assignment_get_args direct = {in->account_id, p->set_id, GATEHOUSE_PRINCIPAL_TYPE_USER,
                                                         user_id};
    struct store_effective_reached_by_group_args by_group = {in->account_id, p->set_id, user_id, in->principal_id};
    int r = -GH_ENOTFOUND;
    if (!gh_str_eq(user_id, in->principal_id)) r = store_effective_assignment_get(p->c->ctx.tx, &direct, &own, err);
    if (r == -GH_ENOTFOUND) r = store_effective_reached_by_group(p->c->ctx.tx, &by_group, &group, err);
    *ret_reached = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int proposed_ends_session(struct proposed *p, const struct gh_call *subject, bool *ret_ends, struct gh_err *err) {
    const struct gatehouse_assignment_change *in = p->in->assignment;
    const struct principal *who = &subject->caller;
    struct gh_str set_id;
    bool reached = true, by_it = false;
    *ret_ends = false;
    if (!in || gh_str_eq(in->operation, GATEHOUSE_ASSIGNMENT_OPERATION_CREATE) || !who->identity_user_id.p ||
        !gh_str_eq(who->account_id, in->account_id))
        return 0;
    struct store_effective_assignment_after_row row = {.principal_type = in->principal_type,
                                                       .principal_id = in->principal_id};
    int r = set_of(p, subject, &set_id, err);
    if (!r && set_id.p && gh_str_eq(set_id, p->set_id)) r = reaches(p, &row, who->identity_user_id, &by_it, err);
    if (!r && by_it) r = proposed_reached_otherwise(p, who->identity_user_id, &reached, err);
    *ret_ends = by_it && !reached;
    return r;
}
