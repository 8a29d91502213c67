/* match.c: which statements of one policy apply to the request. */
#include "policy/evaluation.h"

#include <string.h>

#include "policy/condition.h"
#include "policy/index.h"

static void add_hit(struct evaluation *ev, const struct policy *p, const struct statement *s, enum policy_layer layer) {
    if (ev->n_hits == ev->hits_room) {
        struct hit *grown = gh_new_n(ev->arena, struct hit, 2 * ev->hits_room);
        memcpy(grown, ev->hits, ev->n_hits * sizeof *grown);
        ev->hits = grown;
        ev->hits_room *= 2;
    }
    ev->hits[ev->n_hits++] = (struct hit){p, s, layer};
}

/* What a resource pattern says of the request's resource. */
enum resource_match { RESOURCE_NO, RESOURCE_YES, RESOURCE_UNRESOLVED };

static enum resource_match match_resource(struct evaluation *ev, const struct pattern *p) {
    struct gh_str encoded, resource = ev->request->resource;
    if (p->kind != PATTERN_TEMPLATE) return pattern_match(p, resource) ? RESOURCE_YES : RESOURCE_NO;
    if (!evaluation_expand(ev, p, &encoded)) return RESOURCE_UNRESOLVED;
    return pattern_match_encoded(encoded, resource) ? RESOURCE_YES : RESOURCE_NO;
}

bool evaluation_resource_applies(struct evaluation *ev, const struct statement *s) {
    bool unresolved = false;
    if (!s->n_resources) return true;
    for (uint32_t i = 0; i < s->n_resources; i++) {
        enum resource_match m = match_resource(ev, &s->resources[i]);
        if (m == RESOURCE_YES) return !s->not_resource;
        unresolved |= m == RESOURCE_UNRESOLVED;
    }
    /* NotResource with an exception that cannot be resolved: deny all the same, but do not allow. */
    return s->not_resource && !(unresolved && s->allow);
}

static bool not_action_applies(const struct evaluation *ev, const struct statement *s) {
    for (uint32_t i = 0; i < s->n_actions; i++)
        if (pattern_match(&s->actions[i], ev->action)) return false;
    return true;
}

static bool action_applies(const struct evaluation *ev, const struct posting *at, const struct statement *s) {
    if (at->pattern) return pattern_match(at->pattern, ev->action);
    return !s->not_action || not_action_applies(ev, s);
}

bool evaluation_action_applies(const struct evaluation *ev, const struct statement *s) {
    if (s->not_action) return not_action_applies(ev, s);
    for (uint32_t i = 0; i < s->n_actions; i++)
        if (pattern_match(&s->actions[i], ev->action)) return true;
    return false;
}

/* The part of a statement besides its action. Conditions last: they cost most. */
static bool rest_applies(struct evaluation *ev, const struct statement *s, enum closeness *ret_close) {
    *ret_close = CLOSE_NONE;
    if (s->n_principals) {
        *ret_close = principal_match(s, &ev->request->principal);
        if (*ret_close == CLOSE_NONE) return false;
    }
    return evaluation_resource_applies(ev, s) && condition_match_all(ev, s->conditions, s->n_conditions);
}

static void add_statement(struct evaluation *ev, const struct policy *p, const struct statement *s,
                          enum policy_layer layer, struct effects *effects) {
    enum closeness close;
    if (!rest_applies(ev, s, &close)) return;
    add_hit(ev, p, s, layer);
    effects->allow |= s->allow;
    effects->deny |= !s->allow;
    if (layer == POLICY_LAYER_RESOURCE && s->allow && close > ev->closest) ev->closest = close;
}

/* The lowest statement that any of the chains stands at. */
static uint32_t lowest(const struct statement_index *index, const uint32_t *chains, uint32_t n) {
    uint32_t low = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++)
        if (chains[i] != POSTING_END && index->postings[chains[i]].statement < low)
            low = index->postings[chains[i]].statement;
    return low;
}

struct effects evaluation_add(struct evaluation *ev, const struct policy *p, enum policy_layer layer) {
    const struct statement_index *index = &p->index;
    struct effects effects = {0};
    uint32_t chains[INDEX_CHAINS], at;
    struct index_action action = {ev->action, ev->service_n, ev->action_hash, ev->service_hash};
    uint32_t n = index_chains(index, &action, chains);
    while ((at = lowest(index, chains, n)) != UINT32_MAX) {
        const struct statement *s = &p->statements[at];
        bool applies = false;
        for (uint32_t i = 0; i < n; i++)
            while (chains[i] != POSTING_END && index->postings[chains[i]].statement == at) {
                const struct posting *posting = &index->postings[chains[i]];
                applies = applies || action_applies(ev, posting, s);
                chains[i] = posting->next;
            }
        if (applies) add_statement(ev, p, s, layer, &effects);
    }
    return effects;
}
