/* simulate.c: see simulate.h. */
#include "service/iam/simulate.h"

#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "crypto/digest.h"
#include "domain/ids.h"
#include "service/iam/simulate_input.h"

/* A policy whose statements may be answered: identity policies and the resource policy. */
struct shown {
    struct simulated_policy source;
    struct iam_statement *statements; /* each with its positions; NULL until one of them is answered */
    bool asks;                        /* some statement names a condition key */
};

struct run {
    struct gh_call *c;
    const struct simulation *s;
    struct simulation_input input;
    struct policy_layers layers;
    struct policy_request request;
    struct shown *shown;
    size_t n_shown;
};

/* The outcome for one action and resource. */
struct outcome {
    struct gh_str resource;
    struct policy_decision decision;
    struct policy_texts missing;
    bool foreign, by_organization, by_boundary;
};

static struct iam_position *position(struct gh_arena *a, struct gh_str document, size_t at) {
    size_t line, column;
    json_position(document, at, &line, &column);
    struct iam_position *p = gh_new(a, struct iam_position);
    *p = (struct iam_position){.line = (int32_t)line, .has_line = true, .column = (int32_t)column, .has_column = true};
    return p;
}

static void show(struct run *run, const struct simulated_policy *source) {
    struct policy_texts keys = {0};
    policy_keys_named(run->c->ctx.arena, source->policy, &keys);
    run->shown[run->n_shown++] = (struct shown){.source = *source, .asks = keys.n > 0};
}

static void find_positions(struct gh_arena *a, struct shown *to) {
    size_t n;
    const struct policy_span *spans = policy_statement_spans(a, to->source.policy, &n);
    struct gh_str document = policy_document(to->source.policy);
    to->statements = gh_new_n(a, struct iam_statement, n);
    for (size_t i = 0; i < n; i++)
        to->statements[i] = (struct iam_statement){.source_policy_id = to->source.source_id,
                                                   .source_policy_type = to->source.source_type,
                                                   .start_position = position(a, document, spans[i].begin),
                                                   .end_position = position(a, document, spans[i].end)};
}

/* The statement as it is answered; NULL where its policy is not shown (SCPs, boundaries). */
static const struct iam_statement *statement_of(struct run *run, const struct policy_match *match) {
    if (match->layer != POLICY_LAYER_IDENTITY && match->layer != POLICY_LAYER_RESOURCE) return NULL;
    for (size_t i = 0; i < run->n_shown; i++) {
        struct shown *at = &run->shown[i];
        if (policy_id(at->source.policy).p != match->policy_id.p) continue;
        if (!at->statements) find_positions(run->c->ctx.arena, at);
        return &at->statements[match->index];
    }
    return NULL;
}

/* The account that owns a resource: the ARN's, or the one given for those that name none. */
static struct gh_str owner_of(const struct run *run, struct gh_str resource) {
    struct gh_str rest = resource, field = GH_S_NONE;
    for (int i = 0; i < 5; i++)
        if (!gh_str_split(&rest, ':', &field)) field = GH_S_NONE;
    return id_is_account(field) ? field : run->input.resource_owner;
}

static bool allows(struct run *run, const struct policy_layers *layers) {
    struct policy_decision d;
    policy_evaluate(run->c->ctx.arena, layers, &run->request, &d);
    return d.effect == POLICY_ALLOW;
}

static struct outcome ask(struct run *run, struct gh_str resource) {
    const struct simulation *s = run->s;
    struct gh_arena *a = run->c->ctx.arena;
    struct outcome o = {.resource = resource, .by_organization = true, .by_boundary = true};
    run->request.resource = resource;
    run->request.resource_account = owner_of(run, resource);
    o.foreign = run->request.resource_account.p && !gh_str_eq(run->request.resource_account, s->caller_account);
    policy_evaluate(a, &run->layers, &run->request, &o.decision);
    for (size_t i = 0; i < run->n_shown; i++)
        if (run->shown[i].asks) policy_keys_missing(a, run->shown[i].source.policy, &run->request, &o.missing);
    struct policy_layers scps = {.scps = s->scps, .n_scps = s->n_scps, .root = true};
    struct policy_layers boundary = {.identity = {&s->boundary, 1}};
    bool foreign = o.foreign;
    if (foreign) run->request.resource_account = GH_S_NONE; /* these layers do not ask whose it is */
    if (s->n_scps) o.by_organization = allows(run, &scps);
    if (s->boundary) o.by_boundary = allows(run, &boundary);
    return o;
}

static struct gh_str effect_name(enum policy_effect effect) {
    switch (effect) {
    case POLICY_ALLOW: return IAM_POLICY_EVALUATION_DECISION_TYPE_ALLOWED;
    case POLICY_EXPLICIT_DENY: return IAM_POLICY_EVALUATION_DECISION_TYPE_EXPLICIT_DENY;
    case POLICY_IMPLICIT_DENY: break;
    }
    return IAM_POLICY_EVALUATION_DECISION_TYPE_IMPLICIT_DENY;
}

/* Which of two decisions restricts more. */
static enum policy_effect stricter(enum policy_effect a, enum policy_effect b) {
    if (a == POLICY_EXPLICIT_DENY || b == POLICY_EXPLICIT_DENY) return POLICY_EXPLICIT_DENY;
    return a == POLICY_ALLOW && b == POLICY_ALLOW ? POLICY_ALLOW : POLICY_IMPLICIT_DENY;
}

/* Adds the statements of @o to @list, each once. */
static void add_statements(struct run *run, const struct outcome *o, struct iam_statement_list_type *list,
                           const struct iam_statement **seen) {
    for (size_t i = 0; i < o->decision.n_matches; i++) {
        const struct iam_statement *statement = statement_of(run, &o->decision.matches[i]);
        size_t at = 0;
        while (at < list->n && seen[at] != statement) at++;
        if (!statement || at < list->n) continue;
        seen[list->n] = statement;
        list->v[list->n++] = *statement;
    }
}

/* The union over those outcomes whose decision is @effect. */
static struct iam_statement_list_type statements_of(struct run *run, const struct outcome *v, size_t n,
                                                    enum policy_effect effect) {
    struct gh_arena *a = run->c->ctx.arena;
    size_t most = 1;
    for (size_t i = 0; i < n; i++) most += v[i].decision.n_matches;
    struct iam_statement_list_type list = {gh_new_n(a, struct iam_statement, most), 0};
    const struct iam_statement **seen = gh_new_n(a, const struct iam_statement *, most);
    for (size_t i = 0; i < n; i++)
        if (v[i].decision.effect == effect) add_statements(run, &v[i], &list, seen);
    return list;
}

static struct iam_context_key_names_result_list_type missing_of(const struct run *run, const struct outcome *v,
                                                                size_t n) {
    struct gh_arena *a = run->c->ctx.arena;
    size_t most = 1;
    for (size_t i = 0; i < n; i++) most += v[i].missing.n;
    struct iam_context_key_names_result_list_type list = {gh_new_n(a, struct gh_str, most), 0};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].missing.n; k++) {
            size_t at = 0;
            while (at < list.n && !gh_str_eq_ci(list.v[at], v[i].missing.v[k])) at++;
            if (at == list.n) list.v[list.n++] = v[i].missing.v[k];
        }
    return list;
}

/* What one kind of policy alone says of the outcome's resource. */
static enum policy_effect effect_of(struct run *run, const struct outcome *o, const struct policy_layers *layers,
                                    bool foreign) {
    struct policy_decision d;
    run->request.resource = o->resource;
    run->request.resource_account = foreign ? owner_of(run, o->resource) : GH_S_NONE;
    policy_evaluate(run->c->ctx.arena, layers, &run->request, &d);
    return d.effect;
}

/* How each kind of policy contributed, across accounts: the strictest of each kind. Empty within one account. */
static struct iam_eval_decision_details_type details_of(struct run *run, const struct outcome *v, size_t n) {
    const struct simulation *s = run->s;
    const struct policy_layers kinds[] = {{.identity = run->layers.identity},
                                          {.resource = run->layers.resource, .resource_required = true, .root = true},
                                          {.identity = {&s->boundary, s->boundary ? 1 : 0}}};
    const struct gh_str names[] = {SIMULATED_IAM, SIMULATED_RESOURCE, SIMULATED_BOUNDARY};
    size_t used = s->boundary ? 3 : 2;
    enum policy_effect effects[3] = {POLICY_ALLOW, POLICY_ALLOW, POLICY_ALLOW};
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!v[i].foreign) continue;
        any = true;
        for (size_t k = 0; k < used; k++) effects[k] = stricter(effects[k], effect_of(run, &v[i], &kinds[k], k == 1));
    }
    struct iam_eval_decision_details_type details = {0};
    details.v = (void *)gh_arena_alloc(run->c->ctx.arena, 3 * sizeof *details.v);
    for (size_t k = 0; any && k < used; k++) {
        details.v[details.n].key = names[k];
        details.v[details.n++].value = effect_name(effects[k]);
    }
    return details;
}

static struct iam_permissions_boundary_decision_detail *boundary_detail(const struct run *run, const struct outcome *v,
                                                                        size_t n) {
    if (!run->s->boundary) return NULL;
    struct iam_permissions_boundary_decision_detail *detail =
        gh_new(run->c->ctx.arena, struct iam_permissions_boundary_decision_detail);
    *detail = (struct iam_permissions_boundary_decision_detail){.allowed_by_permissions_boundary = true,
                                                                .has_allowed_by_permissions_boundary = true};
    for (size_t i = 0; i < n; i++) detail->allowed_by_permissions_boundary &= v[i].by_boundary;
    return detail;
}

static struct iam_organizations_decision_detail *organization_detail(const struct run *run, const struct outcome *v,
                                                                     size_t n) {
    if (!run->s->n_scps) return NULL;
    struct iam_organizations_decision_detail *detail =
        gh_new(run->c->ctx.arena, struct iam_organizations_decision_detail);
    *detail = (struct iam_organizations_decision_detail){.allowed_by_organizations = true,
                                                         .has_allowed_by_organizations = true};
    for (size_t i = 0; i < n; i++) detail->allowed_by_organizations &= v[i].by_organization;
    return detail;
}

static void answer_resources(struct run *run, const struct outcome *v, size_t n, struct iam_evaluation_result *to) {
    to->resource_specific_results.v = gh_new_n(run->c->ctx.arena, struct iam_resource_specific_result, n);
    to->resource_specific_results.n = n;
    for (size_t i = 0; i < n; i++) {
        struct iam_resource_specific_result *one = &to->resource_specific_results.v[i];
        *one = (struct iam_resource_specific_result){
            .eval_resource_name = v[i].resource,
            .eval_resource_decision = effect_name(v[i].decision.effect),
            .matched_statements = statements_of(run, &v[i], 1, v[i].decision.effect),
            .missing_context_values = missing_of(run, &v[i], 1),
            .permissions_boundary_decision_detail = boundary_detail(run, &v[i], 1)};
        if (v[i].foreign) one->eval_decision_details = details_of(run, &v[i], 1);
    }
}

static void answer_action(struct run *run, struct gh_str action, struct iam_evaluation_result *to) {
    const struct simulation_input *in = &run->input;
    size_t n = in->n_resources;
    struct outcome *v = gh_new_n(run->c->ctx.arena, struct outcome, n);
    enum policy_effect effect = POLICY_ALLOW;
    run->request.action = action;
    for (size_t i = 0; i < n; i++) {
        v[i] = ask(run, in->resources[i]);
        effect = stricter(effect, v[i].decision.effect);
    }
    *to = (struct iam_evaluation_result){.eval_action_name = action,
                                         .eval_resource_name = n == 1 ? in->resources[0] : GH_S("*"),
                                         .eval_decision = effect_name(effect),
                                         .matched_statements = statements_of(run, v, n, effect),
                                         .missing_context_values = missing_of(run, v, n),
                                         .organizations_decision_detail = organization_detail(run, v, n),
                                         .permissions_boundary_decision_detail = boundary_detail(run, v, n)};
    if (!in->specific) return;
    to->eval_decision_details = details_of(run, v, n);
    answer_resources(run, v, n, to);
}

static void prepare(struct run *run) {
    const struct simulation *s = run->s;
    struct gh_arena *a = run->c->ctx.arena;
    const struct policy **identity = gh_new_n(a, const struct policy *, s->n_identity);
    run->shown = gh_new_n(a, struct shown, s->n_identity + 1);
    for (size_t i = 0; i < s->n_identity; i++) {
        identity[i] = s->identity[i].policy;
        show(run, &s->identity[i]);
    }
    if (run->input.resource_policy)
        show(run, &(struct simulated_policy){run->input.resource_policy, GH_S("ResourcePolicy"), SIMULATED_RESOURCE});
    run->layers = (struct policy_layers){.scps = s->scps,
                                         .n_scps = s->n_scps,
                                         .resource = run->input.resource_policy,
                                         .identity = {identity, s->n_identity},
                                         .boundary = s->boundary};
    run->request =
        (struct policy_request){.principal = run->input.caller, .keys = run->input.keys, .n_keys = run->input.n_keys};
}

int simulation_run(struct gh_call *c, const struct simulation *s, const struct simulation_question *question,
                   struct simulation_answer *ret_answer, struct gh_err *err) {
    struct run run = {.c = c, .s = s};
    struct wire_page page;
    struct wire_page_query query = question->page;
    int64_t from = 0;
    int r = simulation_read_input(c, s, question, &run.input, err);
    if (r) return r;
    query.filter = simulation_digest(c, question);
    if ((r = wire_page_open(c, &query, &page, err))) return r;
    /* The key of a page is the number of the action it ends with. */
    if (page.after.n && !gh_str_to_i64(page.after, &from)) return gh_refuse(err, GH_EINVAL, "Invalid Marker.");
    prepare(&run);
    size_t rest = question->actions->n > (size_t)from ? question->actions->n - (size_t)from : 0;
    size_t shown = wire_page_shown(&page, rest);
    ret_answer->results.v = gh_new_n(c->ctx.arena, struct iam_evaluation_result, shown + 1);
    ret_answer->results.n = shown;
    for (size_t i = 0; i < shown; i++)
        answer_action(&run, question->actions->v[(size_t)from + i], &ret_answer->results.v[i]);
    struct gh_str last = gh_fmt(c->ctx.arena, "%lld", (long long)from + (long long)shown);
    ret_answer->marker = shown ? wire_page_next(c, &page, rest, last) : GH_S_NONE;
    return 0;
}
