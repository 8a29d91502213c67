/* granting.c: which policies of an identity let it use a service. */
#include "base/base.h"
#include "policy/policy.h"
#include "service/iam/iam.h"
#include "service/iam/policy_set.h"

static struct iam_policy_granting_service_access row_of(const struct iam_policy_source *source) {
    static const struct gh_str types[] = {GH_S_INIT("USER"), GH_S_INIT("GROUP"), GH_S_INIT("ROLE")};
    if (source->arn.p)
        return (struct iam_policy_granting_service_access){
            .policy_name = source->name, .policy_type = IAM_POLICY_TYPE_MANAGED, .policy_arn = source->arn};
    return (struct iam_policy_granting_service_access){.policy_name = source->name,
                                                       .policy_type = IAM_POLICY_TYPE_INLINE,
                                                       .entity_type = types[source->owner],
                                                       .entity_name = source->owner_name};
}

/* The policies that allow any action of the service. */
static struct iam_list_policies_granting_service_access_entry
entry_of(struct gh_call *c, const struct iam_policy_set *set, struct gh_str service) {
    struct iam_list_policies_granting_service_access_entry entry = {.service_namespace = service};
    entry.policies.v = gh_new_n(c->ctx.arena, struct iam_policy_granting_service_access, set->n + 1);
    for (size_t i = 0; i < set->n; i++)
        if (policy_allows_service(set->v[i].policy, service)) entry.policies.v[entry.policies.n++] = row_of(&set->v[i]);
    return entry;
}

int iam_list_policies_granting_service_access(struct gh_call *c,
                                              const struct iam_list_policies_granting_service_access_input *in,
                                              struct iam_list_policies_granting_service_access_output *out,
                                              struct gh_err *err) {
    struct iam_entity entity;
    struct iam_policy_set set;
    int r = iam_entity_by_arn(c, in->arn, &entity, err);
    if (!r) r = iam_policy_set_of(c, &entity, &set, err);
    if (r) return r;
    size_t n = in->service_namespaces.n;
    out->policies_granting_service_access.v =
        gh_new_n(c->ctx.arena, struct iam_list_policies_granting_service_access_entry, n + 1);
    out->policies_granting_service_access.n = n;
    for (size_t i = 0; i < n; i++)
        out->policies_granting_service_access.v[i] = entry_of(c, &set, in->service_namespaces.v[i]);
    out->has_is_truncated = true;
    return 0;
}
