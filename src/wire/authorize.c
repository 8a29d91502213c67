/* authorize.c: see authorize.h. Default deny: whatever is not found, not compiled or not allowed is refused. */
#include "wire/authorize.h"

#include "base/base.h"
#include "domain/access.h"
#include "domain/managed_policy.h"
#include "policy/policy.h"
#include "wire/call.h"
#include "wire/context_keys.h"
#include "wire/member.h"

/* What is asked for one operation: the same for each of its resources. */
struct question {
    struct policy_layers layers;
    struct policy_request request;
};

/* A session policy is a document, or the ARN of a managed policy. */
static int compile_session_policy(struct gh_call *c, struct gh_str policy, const struct policy **ret_policy,
                                  struct gh_err *err) {
    if (gh_str_starts(policy, GH_S("arn:")))
        return managed_policy_compile(&c->ctx, c->ctx.arena, policy, ret_policy, err);
    struct policy *compiled;
    int r = policy_compile(c->ctx.arena, policy, POLICY_IDENTITY, GH_S("session"), &compiled, err);
    if (!r) *ret_policy = compiled;
    return r;
}

static int compile_session_policies(struct gh_call *c, struct policy_layers *layers, struct gh_err *err) {
    const struct principal *p = &c->caller;
    if (!p->n_session_policies) return 0;
    const struct policy **v = gh_new_n(c->ctx.arena, const struct policy *, p->n_session_policies);
    for (size_t i = 0; i < p->n_session_policies; i++) {
        int r = compile_session_policy(c, p->session_policies[i], &v[i], err);
        if (r) return r;
    }
    layers->session = (struct policy_list){v, p->n_session_policies};
    layers->has_session = true;
    return 0;
}

static struct policy_principal policy_principal_of(const struct principal *p) {
    return (struct policy_principal){.account_id = p->account_id,
                                     .arn = p->arn,
                                     .role_arn = p->kind == PRINCIPAL_ROLE_SESSION ? p->policy_arn : GH_S_NONE,
                                     .entity_id = p->entity_id,
                                     .is_root = p->kind == PRINCIPAL_ROOT};
}

static int question_of(struct gh_call *c, const void *in, struct gh_str action, struct question *q,
                       struct gh_err *err) {
    const struct access *access = c->access;
    *q = (struct question){.layers = {.identity = access->policies, .root = access->kind == ACCESS_ROOT},
                           .request = {.action = action, .principal = policy_principal_of(&c->caller)}};
    struct wire_keys keys = wire_context_keys(c, in);
    q->request.keys = keys.v;
    q->request.n_keys = keys.n;
    int r = compile_session_policies(c, &q->layers, err);
    if (r || !c->op->authorization.resource_policy) return r;
    struct gh_resource_policy resource = {0};
    r = c->op->authorization.resource_policy(c, in, &resource, err);
    if (r) return r;
    q->layers.resource = resource.policy;
    q->layers.resource_required = true;
    q->request.resource_account = resource.account_id;
    return 0;
}

/* Writes the layer and the statement that decided into the log's half of the error. */
static int refuse(struct gh_call *c, const struct question *q, const struct policy_decision *d, struct gh_err *err) {
    struct gh_str why = policy_explain(c->ctx.arena, d, q->request.action);
    return gh_refuse(err, GH_EDENIED, "User: %.*s is not authorized to perform: %.*s on resource: %.*s %.*s",
                     GH_S_FMT(c->caller.arn), GH_S_FMT(q->request.action), GH_S_FMT(q->request.resource),
                     GH_S_FMT(why));
}

static int ask(struct gh_call *c, struct question *q, struct gh_str resource, struct gh_err *err) {
    struct policy_decision d;
    q->request.resource = resource;
    policy_evaluate(c->ctx.arena, &q->layers, &q->request, &d);
    return d.effect == POLICY_ALLOW ? 0 : refuse(c, q, &d, err);
}

/* Fills in what a row's ARN takes from the call rather than from the input. */
static struct gh_str expand_call(struct gh_call *c, struct gh_str text) {
    static const struct {
        struct gh_str name;
        size_t which;
    } variables[] = {{GH_S_INIT("${account}"), 0}, {GH_S_INIT("${region}"), 1}};
    struct gh_str values[] = {c->caller.account_id, c->ctx.house->region};
    for (size_t i = 0; i < GH_COUNT(variables); i++) {
        ptrdiff_t at = gh_str_find_str(text, variables[i].name);
        if (at < 0) continue;
        struct gh_str tail = gh_str_slice(text, (size_t)at + variables[i].name.n, text.n);
        text =
            gh_fmt(c->ctx.arena, "%.*s%.*s%.*s", (int)at, text.p, GH_S_FMT(values[variables[i].which]), GH_S_FMT(tail));
    }
    return text;
}

static int ask_found(struct gh_call *c, struct question *q, const struct gh_resource *row, const void *in,
                     size_t *asked, struct gh_err *err) {
    struct gh_list arns = {0};
    int r = row->find(c, in, &arns, err);
    const struct gh_str *v = arns.v;
    for (size_t i = 0; !r && i < arns.n; i++) r = ask(c, q, v[i], err);
    *asked += arns.n;
    return r;
}

static int ask_resource(struct gh_call *c, struct question *q, const struct gh_resource *row, const void *in,
                        size_t *asked, struct gh_err *err) {
    if (row->find) return ask_found(c, q, row, in, asked, err);
    struct gh_str arn;
    if (!wire_member_expand(c->ctx.arena, c->op->in, in, row->arn, &arn)) return 0;
    ++*asked;
    return ask(c, q, expand_call(c, arn), err);
}

int wire_authorize_action(struct gh_call *c, const void *in, struct gh_str action, struct gh_err *err) {
    const struct gh_authorization *row = &c->op->authorization;
    struct question q;
    int r = question_of(c, in, action, &q, err);
    size_t asked = 0;
    for (uint32_t i = 0; !r && i < row->n_resources; i++) r = ask_resource(c, &q, &row->resources[i], in, &asked, err);
    if (!r && !asked) r = ask(c, &q, GH_S("*"), err);
    return r;
}

int wire_authorize(struct gh_call *c, const void *in, struct gh_err *err) {
    struct gh_str action = c->op->authorization.action;
    return action.p ? wire_authorize_action(c, in, action, err) : 0;
}
