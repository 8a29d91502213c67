/* simulate_operations.c: the simulator's operations: over documents alone, and over what a principal has. */
#include <string.h>

#include "base/base.h"
#include "domain/org_policy.h"
#include "service/iam/policy_set.h"
#include "service/iam/simulate.h"
#include "service/iam/simulate_exclusion.h"
#include "service/iam/simulate_input.h"

#define CALLER_KEYS 10

static void add_key(struct gh_call *c, struct policy_key *keys, size_t *n, struct gh_str key, struct gh_str value) {
    struct gh_str *one = gh_new(c->ctx.arena, struct gh_str);
    *one = value;
    keys[(*n)++] = (struct policy_key){.key = key, .values = one, .n_values = 1};
}

/* What the ARN of the imagined caller tells about them. */
static void know_caller(struct gh_call *c, struct simulation *s, struct gh_str arn, size_t more) {
    struct policy_key *keys = gh_new_n(c->ctx.arena, struct policy_key, CALLER_KEYS + more);
    size_t n = 0, at = arn.n;
    s->caller_keys = keys;
    if (!arn.p || gh_str_find_str(arn, GH_S(":group/")) >= 0) return;
    bool user = gh_str_find_str(arn, GH_S(":user/")) >= 0;
    while (at && arn.p[at - 1] != '/') at--;
    add_key(c, keys, &n, GH_S("aws:PrincipalArn"), arn);
    add_key(c, keys, &n, GH_S("aws:PrincipalAccount"), s->caller_account);
    add_key(c, keys, &n, GH_S("aws:PrincipalType"), user ? GH_S("User") : GH_S("AssumedRole"));
    if (user) add_key(c, keys, &n, GH_S("aws:username"), gh_str_slice(arn, at, arn.n));
    if (user && s->caller_id.p) add_key(c, keys, &n, GH_S("aws:userid"), s->caller_id);
    s->n_caller_keys = n;
}

static int set_caller(struct gh_call *c, struct simulation *s, struct gh_str arn, size_t more, struct gh_err *err) {
    s->caller_account = c->caller.account_id;
    if (arn.p) {
        s->caller_account = simulation_caller_account(arn);
        if (!s->caller_account.p) return iam_throw_invalid_input(err, "Invalid CallerArn: %.*s", GH_S_FMT(arn));
    }
    know_caller(c, s, arn, more);
    return 0;
}

/* One level of the organization after another, from its root to the account. */
static int add_levels(struct gh_call *c, struct simulation *s, const struct iam_organization_policy_list_type *levels,
                      struct gh_err *err) {
    struct policy_level *scps = gh_new_n(c->ctx.arena, struct policy_level, levels->n);
    s->scps = scps;
    s->n_scps = levels->n;
    for (size_t i = 0; i < levels->n; i++) {
        const struct iam_simulation_policy_list_type *list = &levels->v[i].service_control_policy_input_list;
        const struct policy **v = gh_new_n(c->ctx.arena, const struct policy *, list->n);
        for (size_t k = 0; k < list->n; k++) {
            struct policy *compiled;
            struct gh_err *why = gh_new(c->ctx.arena, struct gh_err);
            struct gh_str id = gh_fmt(c->ctx.arena, "OrderedOrganizationPolicyInputList.%zu.%zu", i + 1, k + 1);
            if (policy_compile(c->ctx.arena, list->v[k], POLICY_SCP, id, &compiled, why))
                return iam_throw_invalid_input(err, "Invalid policy %.*s: %s", GH_S_FMT(id), why->message);
            v[k] = compiled;
        }
        scps[i].policies = (struct policy_list){v, list->n};
    }
    return 0;
}

int iam_simulate_custom_policy(struct gh_call *c, const struct iam_simulate_custom_policy_input *in,
                               struct iam_simulate_custom_policy_output *out, struct gh_err *err) {
    struct simulation s = {0};
    struct simulation_answer answer = {0};
    struct simulation_question question = {.actions = &in->action_names,
                                           .resources = &in->resource_arns,
                                           .context = &in->context_entries,
                                           .resource_policy = in->resource_policy,
                                           .resource_owner = in->resource_owner,
                                           .caller_arn = in->caller_arn,
                                           .handling = in->resource_handling_option,
                                           .page = IAM_PAGE_QUERY(in, GH_S("custom"))};
    int r = set_caller(c, &s, in->caller_arn, 0, err);
    if (!r) r = simulation_add_documents(c, &s, &in->policy_input_list, err);
    if (!r) r = simulation_set_boundary(c, &s, &in->permissions_boundary_policy_input_list, err);
    if (!r) r = add_levels(c, &s, &in->ordered_organization_policy_input_list, err);
    if (!r) r = simulation_run(c, &s, &question, &answer, err);
    if (r) return r;
    out->evaluation_results = answer.results;
    out->marker = answer.marker;
    IAM_LIST_END(out);
    return 0;
}

/* "user_mia_inline", or a managed policy's name. */
static struct gh_str source_id(struct gh_call *c, const struct iam_policy_source *source) {
    if (source->arn.p) return source->name;
    return gh_fmt(c->ctx.arena, "%.*s_%.*s_%.*s", GH_S_FMT(iam_entity_kind_name(source->owner)),
                  GH_S_FMT(source->owner_name), GH_S_FMT(source->name));
}

static void add_set(struct gh_call *c, struct simulation *s, const struct iam_policy_set *set,
                    const struct iam_policy_exclusions_list_type *exclusions) {
    for (size_t i = 0; i < set->n; i++) {
        if (simulation_is_excluded(exclusions, &set->v[i])) continue;
        struct simulated_policy policy = {set->v[i].policy, source_id(c, &set->v[i]), SIMULATED_IAM};
        simulation_add(c, s, &policy);
    }
    if (set->has_boundary && !simulation_boundary_is_excluded(exclusions, &set->boundary))
        s->boundary = set->boundary.policy;
}

/* The service control policies that bear on the account, and where in its organization the account is. */
static int add_organization(struct gh_call *c, struct simulation *s,
                            const struct iam_policy_exclusions_list_type *exclusions, struct gh_err *err) {
    const struct org_policies *org;
    int r = org_policies_of(&c->ctx, c->caller.account_id, &org, err);
    if (r || !org) return r;
    if (!simulation_type_is_excluded(exclusions, IAM_POLICY_IDENTIFIER_POLICY_TYPE_SCP)) {
        s->scps = org->scps;
        s->n_scps = org->n_scps;
    }
    if (!s->n_caller_keys || !gh_str_eq(s->caller_account, c->caller.account_id)) return 0;
    struct policy_key *keys = (struct policy_key *)s->caller_keys;
    add_key(c, keys, &s->n_caller_keys, GH_S("aws:PrincipalOrgID"), org->organization_id);
    /* The account itself, twelve digits and a slash, is no part of the key. */
    struct gh_str path = gh_str_slice(org->path, 0, org->path.n - org->account_id.n - 1);
    add_key(c, keys, &s->n_caller_keys, GH_S("aws:PrincipalOrgPaths"), path);
    keys[s->n_caller_keys - 1].multivalued = true;
    return 0;
}

/* The entity's tags are known to policies as aws:PrincipalTag. */
static void add_tags(struct gh_call *c, struct simulation *s, const struct iam_tag_list_type *tags) {
    struct policy_key *keys = (struct policy_key *)s->caller_keys;
    for (size_t i = 0; i < tags->n; i++) {
        struct gh_str key = gh_fmt(c->ctx.arena, "aws:PrincipalTag/%.*s", GH_S_FMT(tags->v[i].key));
        add_key(c, keys, &s->n_caller_keys, key, tags->v[i].value);
    }
}

static int know_principal(struct gh_call *c, struct simulation *s, const struct iam_entity *entity,
                          struct gh_str caller_arn, struct gh_err *err) {
    struct iam_tag_list_type tags = {0};
    bool itself = gh_str_eq(caller_arn, entity->arn);
    int r = itself && entity->kind != IAM_ENTITY_GROUP ? iam_tags(c, entity->id, &tags, err) : 0;
    if (r) return r;
    if (itself) s->caller_id = entity->id;
    r = set_caller(c, s, caller_arn, tags.n, err);
    if (!r) add_tags(c, s, &tags);
    return r;
}

int iam_simulate_principal_policy(struct gh_call *c, const struct iam_simulate_principal_policy_input *in,
                                  struct iam_simulate_custom_policy_output *out, struct gh_err *err) {
    struct simulation s = {0};
    struct simulation_answer answer = {0};
    struct iam_entity entity;
    struct iam_policy_set set;
    int r = simulation_check_exclusions(&in->policy_exclusion_list, err);
    if (!r) r = iam_entity_by_arn(c, in->policy_source_arn, &entity, err);
    if (!r) r = iam_policy_set_of(c, &entity, &set, err);
    if (r) return r;
    struct simulation_question question = {.actions = &in->action_names,
                                           .resources = &in->resource_arns,
                                           .context = &in->context_entries,
                                           .resource_policy = in->resource_policy,
                                           .resource_owner = in->resource_owner,
                                           .caller_arn = in->caller_arn.p ? in->caller_arn : entity.arn,
                                           .handling = in->resource_handling_option,
                                           .page = IAM_PAGE_QUERY(in, entity.id)};
    r = know_principal(c, &s, &entity, question.caller_arn, err);
    if (!r) r = add_organization(c, &s, &in->policy_exclusion_list, err);
    if (!r) r = simulation_add_documents(c, &s, &in->policy_input_list, err);
    if (r) return r;
    add_set(c, &s, &set, &in->policy_exclusion_list);
    r = simulation_set_boundary(c, &s, &in->permissions_boundary_policy_input_list, err);
    if (!r) r = simulation_run(c, &s, &question, &answer, err);
    if (r) return r;
    out->evaluation_results = answer.results;
    out->marker = answer.marker;
    IAM_LIST_END(out);
    return 0;
}

/* The keys named by the simulation's policies. */
static struct iam_context_key_names_result_list_type keys_named(struct gh_call *c, const struct simulation *s) {
    struct policy_texts keys = {0};
    for (size_t i = 0; i < s->n_identity; i++) policy_keys_named(c->ctx.arena, s->identity[i].policy, &keys);
    struct gh_str *none = gh_new(c->ctx.arena, struct gh_str);
    return (struct iam_context_key_names_result_list_type){keys.n ? keys.v : none, keys.n};
}

int iam_get_context_keys_for_custom_policy(struct gh_call *c,
                                           const struct iam_get_context_keys_for_custom_policy_input *in,
                                           struct iam_get_context_keys_for_custom_policy_output *out,
                                           struct gh_err *err) {
    struct simulation s = {0};
    int r = simulation_add_documents(c, &s, &in->policy_input_list, err);
    if (r) return r;
    out->context_key_names = keys_named(c, &s);
    return 0;
}

int iam_get_context_keys_for_principal_policy(struct gh_call *c,
                                              const struct iam_get_context_keys_for_principal_policy_input *in,
                                              struct iam_get_context_keys_for_custom_policy_output *out,
                                              struct gh_err *err) {
    struct simulation s = {0};
    struct iam_entity entity;
    struct iam_policy_set set;
    int r = iam_entity_by_arn(c, in->policy_source_arn, &entity, err);
    if (!r) r = iam_policy_set_of(c, &entity, &set, err);
    if (!r) r = simulation_add_documents(c, &s, &in->policy_input_list, err);
    if (r) return r;
    add_set(c, &s, &set, &(struct iam_policy_exclusions_list_type){0});
    out->context_key_names = keys_named(c, &s);
    return 0;
}
