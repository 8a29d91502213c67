/*
 * evaluate.c: AWS's order of layers. An explicit deny anywhere ends it; otherwise every level of RCPs and SCPs, the
 * resource policy where it must, the identity policies, the boundary and the session policies have to allow.
 */
#include "policy/evaluation.h"

#include <string.h>

#include "base/base.h"

struct verdict {
    enum policy_effect effect;
    enum policy_layer layer;
};

/* What each layer says of the request. */
struct findings {
    bool deny[POLICY_LAYER_ROOT];
    bool scps, rcps, identity, boundary, session; /* allowed, or not in force */
    enum closeness resource;
};

static struct effects add_list(struct evaluation *ev, struct policy_list list, enum policy_layer layer) {
    struct effects all = {0};
    for (size_t i = 0; i < list.n; i++) {
        struct effects e = evaluation_add(ev, list.v[i], layer);
        all.allow |= e.allow;
        all.deny |= e.deny;
    }
    return all;
}

static bool add_levels(struct evaluation *ev, const struct policy_level *levels, size_t n, enum policy_layer layer,
                       bool *ret_deny) {
    bool allow = true;
    for (size_t i = 0; i < n; i++) {
        struct effects e = add_list(ev, levels[i].policies, layer);
        allow &= e.allow;
        *ret_deny |= e.deny;
    }
    return allow;
}

static void examine(struct evaluation *ev, const struct policy_layers *l, struct findings *f) {
    struct effects e;
    f->rcps = add_levels(ev, l->rcps, l->n_rcps, POLICY_LAYER_RCP, &f->deny[POLICY_LAYER_RCP]);
    f->scps = add_levels(ev, l->scps, l->n_scps, POLICY_LAYER_SCP, &f->deny[POLICY_LAYER_SCP]);
    if (l->resource) {
        e = evaluation_add(ev, l->resource, POLICY_LAYER_RESOURCE);
        f->deny[POLICY_LAYER_RESOURCE] = e.deny;
        f->resource = ev->closest;
    }
    e = add_list(ev, l->identity, POLICY_LAYER_IDENTITY);
    f->identity = e.allow;
    f->deny[POLICY_LAYER_IDENTITY] = e.deny;
    f->boundary = f->session = true;
    if (l->boundary) {
        e = evaluation_add(ev, l->boundary, POLICY_LAYER_BOUNDARY);
        f->boundary = e.allow;
        f->deny[POLICY_LAYER_BOUNDARY] = e.deny;
    }
    if (l->has_session || l->session.n) {
        e = add_list(ev, l->session, POLICY_LAYER_SESSION);
        f->session = e.allow;
        f->deny[POLICY_LAYER_SESSION] = e.deny;
    }
}

static struct verdict allowed(enum policy_layer by) {
    return (struct verdict){POLICY_ALLOW, by};
}

static struct verdict refused(enum policy_layer by) {
    return (struct verdict){POLICY_IMPLICIT_DENY, by};
}

static struct verdict limit(const struct findings *f, enum policy_layer by) {
    if (!f->boundary) return refused(POLICY_LAYER_BOUNDARY);
    return f->session ? allowed(by) : refused(POLICY_LAYER_SESSION);
}

static struct verdict decide(const struct policy_layers *l, const struct policy_request *rq, const struct findings *f) {
    static const enum policy_layer order[] = {POLICY_LAYER_RCP,      POLICY_LAYER_SCP,      POLICY_LAYER_RESOURCE,
                                              POLICY_LAYER_IDENTITY, POLICY_LAYER_BOUNDARY, POLICY_LAYER_SESSION};
    const struct policy_principal *p = &rq->principal;
    for (size_t i = 0; i < GH_COUNT(order); i++)
        if (f->deny[order[i]]) return (struct verdict){POLICY_EXPLICIT_DENY, order[i]};
    if (!f->rcps) return refused(POLICY_LAYER_RCP);
    if (!f->scps) return refused(POLICY_LAYER_SCP);

    bool resource = f->resource != CLOSE_NONE;
    /* Assertions, services and the anonymous have no policies of their own: the resource alone decides. */
    if (p->federated.p || p->service.p || !p->account_id.p)
        return resource ? allowed(POLICY_LAYER_RESOURCE) : refused(POLICY_LAYER_RESOURCE);

    bool foreign = rq->resource_account.p && !gh_str_eq(rq->resource_account, p->account_id);
    if ((foreign || l->resource_required) && !resource) return refused(POLICY_LAYER_RESOURCE);
    if (l->root) return allowed(POLICY_LAYER_ROOT);
    if (!foreign && f->resource == CLOSE_SELF) return allowed(POLICY_LAYER_RESOURCE);
    if (!foreign && f->resource == CLOSE_ROLE) return limit(f, POLICY_LAYER_RESOURCE);
    return f->identity ? limit(f, POLICY_LAYER_IDENTITY) : refused(POLICY_LAYER_IDENTITY);
}

static void answer(struct evaluation *ev, struct verdict v, struct policy_decision *ret) {
    *ret = (struct policy_decision){.effect = v.effect, .layer = v.layer};
    if (v.effect == POLICY_IMPLICIT_DENY || !ev->n_hits) return;
    struct policy_match *matches = gh_new_n(ev->arena, struct policy_match, ev->n_hits);
    size_t n = 0;
    for (size_t i = 0; i < ev->n_hits; i++) {
        const struct hit *h = &ev->hits[i];
        if (h->statement->allow != (v.effect == POLICY_ALLOW)) continue;
        matches[n++] = (struct policy_match){.policy_id = h->policy->id,
                                             .sid = h->statement->sid,
                                             .index = h->statement->index,
                                             .begin = h->statement->begin,
                                             .end = h->statement->end,
                                             .layer = h->layer,
                                             .allow = h->statement->allow};
    }
    ret->matches = matches;
    ret->n_matches = n;
}

static void take_action(struct evaluation *ev, struct gh_str action) {
    char *lower = action.n <= EVALUATION_ACTION ? ev->action_room : gh_arena_text(ev->arena, action.n);
    size_t colon = action.n;
    for (size_t i = 0; i < action.n; i++) {
        char c = action.p[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
        if (c == ':' && colon == action.n) colon = i;
    }
    ev->action = gh_str_n(lower, action.n);
    ev->service_n = colon;
    ev->action_hash = gh_hash(ev->action);
    ev->service_hash = gh_hash(gh_str_n(lower, colon));
}

void evaluation_begin(struct evaluation *ev, struct gh_arena *a, const struct policy_request *request) {
    ev->arena = a;
    ev->request = request;
    ev->key_hashes = NULL;
    ev->hits = ev->hit_room;
    ev->n_hits = 0;
    ev->hits_room = EVALUATION_HITS;
    ev->closest = CLOSE_NONE;
    take_action(ev, request->action);
}

void policy_evaluate(struct gh_arena *a, const struct policy_layers *layers, const struct policy_request *request,
                     struct policy_decision *ret_decision) {
    struct evaluation ev;
    struct findings f = {0};
    evaluation_begin(&ev, a, request);
    examine(&ev, layers, &f);
    answer(&ev, decide(layers, request, &f), ret_decision);
}
