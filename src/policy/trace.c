/* trace.c: each statement of a policy against a request: the long way round, for explaining a decision. */
#include "policy/condition.h"
#include "policy/evaluation.h"

static enum policy_fit fit_of(struct evaluation *ev, const struct statement *s) {
    if (!evaluation_action_applies(ev, s)) return POLICY_FIT_ACTION_DIFFERS;
    if (s->n_principals && principal_match(s, &ev->request->principal) == CLOSE_NONE)
        return POLICY_FIT_PRINCIPAL_DIFFERS;
    if (!evaluation_resource_applies(ev, s)) return POLICY_FIT_RESOURCE_DIFFERS;
    return condition_match_all(ev, s->conditions, s->n_conditions) ? POLICY_FIT_APPLIES : POLICY_FIT_CONDITION_FAILS;
}

const struct policy_trace *policy_trace(struct gh_arena *a, const struct policy *p,
                                        const struct policy_request *request, size_t *ret_n) {
    struct evaluation ev;
    struct policy_trace *v = gh_new_n(a, struct policy_trace, p->n_statements);
    evaluation_begin(&ev, a, request);
    for (uint32_t i = 0; i < p->n_statements; i++) {
        const struct statement *s = &p->statements[i];
        v[i] = (struct policy_trace){.sid = s->sid, .index = s->index, .allow = s->allow, .fit = fit_of(&ev, s)};
    }
    *ret_n = p->n_statements;
    return v;
}
