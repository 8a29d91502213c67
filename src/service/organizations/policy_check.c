/* policy_check.c: is a document fit to be a policy of its type? */
#include "base/base.h"
#include "domain/management_policy.h"
#include "policy/policy.h"
#include "service/organizations/policy.h"

static int check_document(struct gh_arena *a, const struct policy_kind *kind, struct gh_str content,
                          struct gh_err *why) {
    struct policy *compiled;
    if (kind->element.p) return management_policy_check(a, kind->element, content, why);
    bool is_scp = gh_str_eq(kind->type, ORGANIZATIONS_POLICY_TYPE_SERVICE_CONTROL_POLICY);
    return policy_compile(a, content, is_scp ? POLICY_SCP : POLICY_RCP, GH_S("new"), &compiled, why);
}

/* AWS's sentence, and what is wrong behind it. */
int organizations_policy_check(struct gh_call *c, const struct policy_kind *kind, struct gh_str content,
                               struct gh_err *err) {
    if (gh_str_chars(content) > kind->chars_max)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_POLICY_CONTENT_LIMIT_EXCEEDED,
            "You attempted to create a policy that is larger than the maximum size of %zu characters.",
            kind->chars_max);
    struct gh_err *why = gh_err_new(c->ctx.arena);
    int r = check_document(c->ctx.arena, kind, content, why);
    if (!r) return 0;
    if (r != -GH_EINVAL && r != -GH_ELIMIT) return r;
    return organizations_throw_malformed_policy_document(
        err, "The provided policy document does not meet the requirements of the specified policy type. %s",
        why->message);
}
