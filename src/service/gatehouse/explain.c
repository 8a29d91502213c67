/*
 * explain.c: ExplainAccess: what the engine says of a request, layer by layer and statement by statement, as of now. A
 * recorded denial is found in the audit trail and asked again.
 */
#include <string.h>

#include "audit/audit.h"
#include "service/gatehouse/gatehouse.h"
#include "service/gatehouse/recorded.h"

/* Reads of the trail from the moment of the denial on; blocks overlap a little in time. */
#define SEARCH_READS 20
/* SCPs and RCPs of ten levels, and the five other layers. */
#define LAYERS_MAX 32

int gatehouse_find_explained(struct gh_call *c, const struct gatehouse_authorization_request *request,
                             struct gh_list *ret_arns, struct gh_err *err) {
    struct gatehouse_authorization_request_list one = {(struct gatehouse_authorization_request *)request, 1};
    return request ? gatehouse_find_principals(c, &one, ret_arns, err) : 0;
}

/* ---- layers ---- */

static struct gh_str fit_name(enum policy_fit fit) {
    switch (fit) {
    case POLICY_FIT_APPLIES: return GATEHOUSE_FIT_APPLIES;
    case POLICY_FIT_ACTION_DIFFERS: return GATEHOUSE_FIT_ACTION_DIFFERS;
    case POLICY_FIT_PRINCIPAL_DIFFERS: return GATEHOUSE_FIT_PRINCIPAL_DIFFERS;
    case POLICY_FIT_RESOURCE_DIFFERS: return GATEHOUSE_FIT_RESOURCE_DIFFERS;
    case POLICY_FIT_CONDITION_FAILS: break;
    }
    return GATEHOUSE_FIT_CONDITION_FAILS;
}

/* What a layer, or a level of it, says by itself. */
struct tally {
    bool allow, deny;
};

static struct gatehouse_policy_explanation explain_policy(struct gh_call *c, const struct policy *p,
                                                          const struct policy_request *request, struct tally *tally) {
    size_t n;
    const struct policy_trace *trace = policy_trace(c->ctx.arena, p, request, &n);
    struct gatehouse_policy_explanation e = {
        .policy_id = policy_id(p),
        .statements = {gh_new_n(c->ctx.arena, struct gatehouse_statement_explanation, n), n}};
    for (size_t i = 0; i < n; i++) {
        if (trace[i].fit == POLICY_FIT_APPLIES) *(trace[i].allow ? &tally->allow : &tally->deny) = true;
        e.statements.v[i] = (struct gatehouse_statement_explanation){.sid = trace[i].sid,
                                                                     .statement_index = (int32_t)trace[i].index,
                                                                     .has_statement_index = true,
                                                                     .effect = trace[i].allow ? GATEHOUSE_EFFECT_ALLOW
                                                                                              : GATEHOUSE_EFFECT_DENY,
                                                                     .fit = fit_name(trace[i].fit)};
    }
    return e;
}

struct explanation {
    struct gh_call *c;
    const struct policy_request *request;
    bool administrator; /* may see what the organization's control policies say */
    struct gatehouse_layer_explanation_list *list;
};

static struct gatehouse_layer_explanation *add_layer(struct explanation *x, struct gh_str layer,
                                                     struct policy_list policies) {
    struct tally tally = {0};
    if (x->list->n == LAYERS_MAX) return NULL;
    struct gatehouse_layer_explanation *e = &x->list->v[x->list->n++];
    *e = (struct gatehouse_layer_explanation){
        .layer = layer,
        .policies = {gh_new_n(x->c->ctx.arena, struct gatehouse_policy_explanation, policies.n + 1), policies.n}};
    for (size_t i = 0; i < policies.n; i++) e->policies.v[i] = explain_policy(x->c, policies.v[i], x->request, &tally);
    e->decision = tally.deny    ? GATEHOUSE_DECISION_EXPLICIT_DENY
                  : tally.allow ? GATEHOUSE_DECISION_ALLOW
                                : GATEHOUSE_DECISION_IMPLICIT_DENY;
    return e;
}

static void add_levels(struct explanation *x, struct gh_str layer, const struct policy_level *levels, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct gatehouse_layer_explanation *e = add_layer(x, layer, levels[i].policies);
        if (!e) return;
        e->level = (int32_t)i;
        e->has_level = true;
        if (!x->administrator) e->policies.n = 0;
    }
}

static struct gatehouse_layer_explanation_list explain_layers(struct gh_call *c, const struct gatehouse_evaluation *e,
                                                              bool administrator) {
    const struct policy_layers *l = &e->layers;
    struct gatehouse_layer_explanation_list list = {
        gh_new_n(c->ctx.arena, struct gatehouse_layer_explanation, LAYERS_MAX), 0};
    struct explanation x = {c, &e->request, administrator, &list};
    add_levels(&x, GATEHOUSE_LAYER_RESOURCE_CONTROL_POLICY, l->rcps, l->n_rcps);
    add_levels(&x, GATEHOUSE_LAYER_SERVICE_CONTROL_POLICY, l->scps, l->n_scps);
    if (l->resource) add_layer(&x, GATEHOUSE_LAYER_RESOURCE_POLICY, (struct policy_list){&l->resource, 1});
    if (l->root) {
        struct gatehouse_layer_explanation *root = add_layer(&x, GATEHOUSE_LAYER_ROOT_USER, (struct policy_list){0});
        if (root) root->decision = GATEHOUSE_DECISION_ALLOW;
    } else {
        add_layer(&x, GATEHOUSE_LAYER_IDENTITY_POLICY, l->identity);
    }
    if (l->boundary) add_layer(&x, GATEHOUSE_LAYER_PERMISSIONS_BOUNDARY, (struct policy_list){&l->boundary, 1});
    if (l->has_session) add_layer(&x, GATEHOUSE_LAYER_SESSION_POLICY, l->session);
    return list;
}

/* What the owner of a resource in another account has set on it is not for the asker: it was never read. */
static struct gatehouse_context_entry_details_list context_of(struct gh_call *c, const struct policy_request *request) {
    struct gatehouse_context_entry_details_list list = {
        gh_new_n(c->ctx.arena, struct gatehouse_context_entry_details, request->n_keys + 1), 0};
    for (size_t i = 0; i < request->n_keys; i++) {
        const struct policy_key *k = &request->keys[i];
        if (!policy_key_counts(request, i)) continue;
        list.v[list.n++] = (struct gatehouse_context_entry_details){k->key, {(struct gh_str *)k->values, k->n_values}};
    }
    return list;
}

static int explain(struct gh_call *c, const struct gatehouse_authorization_request *in,
                   struct gatehouse_explain_access_output *out, struct gh_err *err) {
    struct gatehouse_explained x;
    bool administrator;
    out->result = gh_new(c->ctx.arena, struct gatehouse_authorization_result);
    int r = gatehouse_decide(c, in, &x, out->result, err);
    if (!r) r = gatehouse_administers(c, &administrator, err);
    if (r) return r;
    out->action = in->action;
    out->resource = in->resource.p ? in->resource : GH_S("*");
    if (x.subject.failure.p) return 0;
    out->layers = explain_layers(c, &x.evaluation, administrator);
    out->context = context_of(c, &x.evaluation.request);
    return 0;
}

/* ---- a recorded denial ---- */

struct search {
    struct gh_call *c;
    struct gh_str request_id;
    bool found;
    struct recorded_request request;
};

static void look_at(void *context, const struct audit_entry *e) {
    struct search *s = context;
    if (s->found || !e->event || !gh_str_eq(e->event->request_id, s->request_id)) return;
    s->found = true;
    recorded_request_read(s->c->ctx.arena, e->event, &s->request);
}

static int not_found(struct gh_err *err, struct gh_str request_id) {
    return gatehouse_throw_resource_not_found(
        err, "No denied request %.*s is recorded for the accounts you may ask about.", GH_S_FMT(request_id));
}

/* One that the caller may not ask about is as good as none. */
static int find_recorded(struct gh_call *c, struct search *s, struct gh_err *err) {
    bool may = false;
    struct store_audit_denial_get_row denial;
    int r = store_audit_denial_get(c->ctx.tx, &(struct store_audit_denial_get_args){s->request_id}, &denial, err);
    if (r) return r == -GH_ENOTFOUND ? not_found(err, s->request_id) : r;
    struct audit_reader reader = {.after_ms = denial.time_ms - 1, .take = look_at, .context = s};
    r = 1;
    for (int i = 0; r == 1 && i < SEARCH_READS && !s->found; i++) r = audit_read(c->ctx.tx, &reader, err);
    if (r >= 0 && s->found) r = gatehouse_may_ask(c, s->request.account_id, &may, err);
    if (r < 0) return r;
    return may ? 0 : not_found(err, s->request_id);
}

static void add_context(struct gatehouse_context_entry_list *list, struct gh_str key, struct gh_str *value) {
    if (value->p) list->v[list->n++] = (struct gatehouse_context_entry){.key = key, .values = {value, 1}};
}

/* The request as it was made, as far as the trail tells. */
static struct gatehouse_authorization_request *again(struct gh_call *c, struct recorded_request *q) {
    struct gatehouse_authorization_request *in = gh_new(c->ctx.arena, struct gatehouse_authorization_request);
    *in = (struct gatehouse_authorization_request){
        .principal_arn = q->principal_arn, .action = q->action, .resource = q->resource};
    in->context.v = gh_new_n(c->ctx.arena, struct gatehouse_context_entry, 3);
    add_context(&in->context, GH_S("aws:SourceIp"), &q->source_ip);
    add_context(&in->context, GH_S("aws:UserAgent"), &q->user_agent);
    add_context(&in->context, GH_S("aws:RequestedRegion"), &q->region);
    return in;
}

static int explain_recorded(struct gh_call *c, const struct gatehouse_explain_access_input *in,
                            struct gatehouse_explain_access_output *out, struct gh_err *err) {
    struct search *s = gh_new(c->ctx.arena, struct search); /* the answer points into it */
    *s = (struct search){.c = c, .request_id = in->request_id};
    int r = find_recorded(c, s, err);
    if (r) return r;
    struct recorded_request *q = &s->request;
    /* The gate did not know yet whom the request is about. */
    struct gatehouse_explain_access_input about = {.request = again(c, q)};
    r = wire_authorize_action(c, &about, c->op->authorization.action, err);
    if (r) return r;
    out->recorded = gh_new(c->ctx.arena, struct gatehouse_recorded_denial);
    *out->recorded = (struct gatehouse_recorded_denial){.request_id = in->request_id,
                                                        .event_time = q->time_ms,
                                                        .event_source = q->event_source,
                                                        .event_name = q->event_name,
                                                        .principal_arn = q->principal_arn,
                                                        .error_code = q->error_code,
                                                        .error_message = q->error_message};
    if (!q->denied)
        return gh_refuse(err, GH_EINVAL, "The request %.*s was not denied by a policy.", GH_S_FMT(in->request_id));
    return explain(c, about.request, out, err);
}

int gatehouse_explain_access(struct gh_call *c, const struct gatehouse_explain_access_input *in,
                             struct gatehouse_explain_access_output *out, struct gh_err *err) {
    if (!in->request == !in->request_id.p) return gh_refuse(err, GH_EINVAL, "Give either Request or RequestId.");
    return in->request ? explain(c, in->request, out, err) : explain_recorded(c, in, out, err);
}
