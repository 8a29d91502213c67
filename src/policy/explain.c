/* explain.c: a decision in AWS's words. */
#include "policy/policy.h"

#include "base/base.h"

static const char *layer_name(enum policy_layer layer, bool with_article) {
    static const struct {
        const char *plain, *article;
    } names[] = {
        [POLICY_LAYER_SCP] = {"service control policy", "a service control policy"},
        [POLICY_LAYER_RCP] = {"resource control policy", "a resource control policy"},
        [POLICY_LAYER_RESOURCE] = {"resource-based policy", "a resource-based policy"},
        [POLICY_LAYER_IDENTITY] = {"identity-based policy", "an identity-based policy"},
        [POLICY_LAYER_BOUNDARY] = {"permissions boundary", "a permissions boundary"},
        [POLICY_LAYER_SESSION] = {"session policy", "a session policy"},
    };
    if ((size_t)layer >= GH_COUNT(names) || !names[layer].plain) layer = POLICY_LAYER_IDENTITY;
    return with_article ? names[layer].article : names[layer].plain;
}

/* Of the policies on resources only a role's trust policy speaks of STS. */
static bool is_trust_policy(const struct policy_decision *d, struct gh_str action) {
    return d->layer == POLICY_LAYER_RESOURCE && gh_str_eq_ci(gh_str_slice(action, 0, 4), GH_S("sts:"));
}

struct gh_str policy_explain(struct gh_arena *a, const struct policy_decision *d, struct gh_str action) {
    const char *plain = layer_name(d->layer, false), *article = layer_name(d->layer, true);
    if (is_trust_policy(d, action)) {
        plain = "role trust policy";
        article = "the role trust policy";
    }
    if (d->effect == POLICY_ALLOW) return GH_S("");
    if (d->effect == POLICY_EXPLICIT_DENY) return gh_fmt(a, "with an explicit deny in %s", article);
    return gh_fmt(a, "because no %s allows the %.*s action", plain, GH_S_FMT(action));
}

struct gh_str policy_denier(const struct policy_decision *d) {
    if (d->effect != POLICY_EXPLICIT_DENY || d->layer == POLICY_LAYER_RESOURCE) return GH_S_NONE;
    for (size_t i = 0; i < d->n_matches; i++)
        if (d->matches[i].layer == d->layer && gh_str_starts(d->matches[i].policy_id, GH_S("arn:")))
            return d->matches[i].policy_id;
    return GH_S_NONE;
}
