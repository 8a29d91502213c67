/* simulate_exclusion.c: see simulate_exclusion.h. Source: PolicyIdentifier in AWS's model. */
#include "service/iam/simulate_exclusion.h"

#include "base/base.h"
#include "policy/policy.h"

#define AWS_MANAGED GH_S("arn:aws:iam::aws:policy/")

static size_t count(struct gh_str text, char c) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == c;
    return n;
}

/* Wildcards may stand in the name of the policy only, one '*' at most. */
static bool is_policy_arn(struct gh_str arn) {
    size_t colons = 0, at = 0;
    while (at < arn.n && colons < 5) colons += arn.p[at++] == ':';
    struct gh_str head = gh_str_slice(arn, 0, at), name = gh_str_slice(arn, at, arn.n);
    return colons == 5 && gh_str_starts(head, GH_S("arn:")) && gh_str_starts(name, GH_S("policy/")) &&
           !count(head, '*') && !count(head, '?') && count(name, '*') <= 1;
}

int simulation_check_exclusions(const struct iam_policy_exclusions_list_type *list, struct gh_err *err) {
    for (size_t i = 0; i < list->n; i++) {
        const struct iam_policy_identifier *id = &list->v[i];
        if (id->policy_arn.p && !is_policy_arn(id->policy_arn))
            return iam_throw_invalid_input(err, "Invalid policy identifier: %.*s", GH_S_FMT(id->policy_arn));
        if (id->inline_policy_identifier && count(id->inline_policy_identifier->attachment_name, '*') > 1)
            return iam_throw_invalid_input(err, "Invalid policy identifier: %.*s",
                                           GH_S_FMT(id->inline_policy_identifier->attachment_name));
    }
    return 0;
}

bool simulation_type_is_excluded(const struct iam_policy_exclusions_list_type *list, struct gh_str type) {
    for (size_t i = 0; i < list->n; i++)
        if (gh_str_eq(list->v[i].policy_type, type)) return true;
    return false;
}

static bool inline_is(const struct iam_inline_policy_identifier_type *id, const struct iam_policy_source *source) {
    return !source->arn.p && gh_str_eq(id->policy_name, source->name) &&
           gh_str_eq(id->attachment_type, iam_entity_kind_name(source->owner)) &&
           policy_wildcard(id->attachment_name, source->owner_name, false);
}

bool simulation_is_excluded(const struct iam_policy_exclusions_list_type *list,
                            const struct iam_policy_source *source) {
    struct gh_str type = !source->arn.p                            ? IAM_POLICY_IDENTIFIER_POLICY_TYPE_INLINE
                         : gh_str_starts(source->arn, AWS_MANAGED) ? IAM_POLICY_IDENTIFIER_POLICY_TYPE_AWS_MANAGED
                                                                   : IAM_POLICY_IDENTIFIER_POLICY_TYPE_USER_MANAGED;
    if (simulation_type_is_excluded(list, type)) return true;
    for (size_t i = 0; i < list->n; i++) {
        const struct iam_policy_identifier *id = &list->v[i];
        if (id->policy_arn.p && source->arn.p && policy_wildcard(id->policy_arn, source->arn, false)) return true;
        if (id->inline_policy_identifier && inline_is(id->inline_policy_identifier, source)) return true;
    }
    return false;
}

bool simulation_boundary_is_excluded(const struct iam_policy_exclusions_list_type *list,
                                     const struct iam_policy_source *boundary) {
    if (simulation_type_is_excluded(list, IAM_POLICY_IDENTIFIER_POLICY_TYPE_PERMISSION_BOUNDARY)) return true;
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].policy_arn.p && policy_wildcard(list->v[i].policy_arn, boundary->arn, false)) return true;
    return false;
}
