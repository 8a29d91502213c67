/* inspect.c: what a compiled policy says about itself: its keys, its services, where its statements stand. */
#include "policy/policy.h"

#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "policy/evaluation.h"

#define TEXTS_FIRST_ROOM 8

struct gh_str policy_id(const struct policy *p) {
    return p->id;
}

struct gh_str policy_document(const struct policy *p) {
    return p->document;
}

const struct policy_span *policy_statement_spans(struct gh_arena *a, const struct policy *p, size_t *ret_n) {
    const struct json *root = NULL;
    struct policy_span *spans = gh_new_n(a, struct policy_span, p->n_statements);
    *ret_n = p->n_statements;
    /* A document that was compiled parses. */
    if (json_parse(a, p->document, NULL, &root, NULL)) return spans;
    const struct json *statement = json_get(root, GH_S("Statement"));
    size_t begin = statement->begin + 1;
    for (uint32_t i = 0; i < p->n_statements; i++) {
        spans[i] = (struct policy_span){begin, p->statements[i].end};
        begin = spans[i].end;
    }
    return spans;
}

static void add(struct gh_arena *a, struct policy_texts *texts, struct gh_str text) {
    for (size_t i = 0; i < texts->n; i++)
        if (gh_str_eq_ci(texts->v[i], text)) return;
    if (texts->n == texts->room) {
        size_t room = texts->room ? 2 * texts->room : TEXTS_FIRST_ROOM;
        struct gh_str *grown = gh_new_n(a, struct gh_str, room);
        if (texts->n) memcpy(grown, texts->v, texts->n * sizeof *grown);
        texts->v = grown;
        texts->room = room;
    }
    texts->v[texts->n++] = text;
}

/* What a walk over a policy's keys does with each of them. */
struct key_walk {
    struct gh_arena *arena;
    struct policy_texts *keys;
    struct evaluation *ev; /* NULL: every key counts; else only those that its request lacks */
};

static void meet(struct key_walk *w, struct gh_str key, uint32_t hash) {
    if (!w->ev || !evaluation_key(w->ev, key, hash)) add(w->arena, w->keys, key);
}

static void walk_pattern(struct key_walk *w, const struct pattern *p) {
    for (uint32_t i = 0; i < p->n_pieces; i++)
        if (p->pieces[i].variable && !(w->ev && p->pieces[i].has_fallback))
            meet(w, p->pieces[i].text, p->pieces[i].key_hash);
}

static bool has_patterns(const struct condition *c) {
    switch (c->op->type) {
    case CONDITION_STRING:
    case CONDITION_STRING_FOLD:
    case CONDITION_STRING_LIKE:
    case CONDITION_BINARY:
    case CONDITION_ARN: return true;
    default: return false;
    }
}

static void walk_condition(struct key_walk *w, const struct condition *c) {
    bool made_for_missing = c->if_exists || c->op->type == CONDITION_NULL;
    if (!w->ev || !made_for_missing) meet(w, c->key, c->key_hash);
    if (!has_patterns(c)) return;
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid) walk_pattern(w, &c->values[i].pattern);
}

static void walk_resources(struct key_walk *w, const struct statement *s) {
    for (uint32_t i = 0; i < s->n_resources; i++) walk_pattern(w, &s->resources[i]);
}

static void walk_conditions(struct key_walk *w, const struct statement *s) {
    for (uint32_t i = 0; i < s->n_conditions; i++) walk_condition(w, &s->conditions[i]);
}

void policy_keys_named(struct gh_arena *a, const struct policy *p, struct policy_texts *keys) {
    struct key_walk w = {a, keys, NULL};
    for (uint32_t i = 0; i < p->n_statements; i++) {
        walk_resources(&w, &p->statements[i]);
        walk_conditions(&w, &p->statements[i]);
    }
}

static bool has_variables(const struct statement *s) {
    for (uint32_t i = 0; i < s->n_resources; i++)
        if (s->resources[i].kind == PATTERN_TEMPLATE) return true;
    return false;
}

void policy_keys_missing(struct gh_arena *a, const struct policy *p, const struct policy_request *request,
                         struct policy_texts *keys) {
    struct evaluation ev;
    struct key_walk w = {a, keys, NULL};
    for (uint32_t i = 0; i < p->n_statements; i++) {
        const struct statement *s = &p->statements[i];
        bool variables = has_variables(s);
        if (!s->n_conditions && !variables) continue;
        if (!w.ev) {
            evaluation_begin(&ev, a, request);
            w.ev = &ev;
        }
        if (!evaluation_action_applies(&ev, s)) continue;
        if (variables) walk_resources(&w, s);
        if (evaluation_resource_applies(&ev, s)) walk_conditions(&w, s);
    }
}

/* The part of an action pattern before its colon, encoded; absent where there is no colon ("*"). */
static struct gh_str service_part(const struct pattern *p) {
    ptrdiff_t colon = gh_str_find(p->text, ':');
    return p->kind == PATTERN_ANY || colon < 0 ? GH_S_NONE : gh_str_slice(p->text, 0, (size_t)colon);
}

static bool has_wildcard(struct gh_str encoded) {
    return encoded.n && (memchr(encoded.p, PATTERN_RUN, encoded.n) || memchr(encoded.p, PATTERN_ONE, encoded.n));
}

void policy_services_named(struct gh_arena *a, const struct policy *p, struct policy_texts *services) {
    for (uint32_t i = 0; i < p->n_statements; i++) {
        const struct statement *s = &p->statements[i];
        for (uint32_t k = 0; s->allow && !s->not_action && k < s->n_actions; k++) {
            struct gh_str service = service_part(&s->actions[k]);
            if (service.n && !has_wildcard(service)) add(a, services, service);
        }
    }
}

/* Does the pattern match some action of the service? */
static bool may_match(const struct pattern *p, struct gh_str service) {
    struct gh_str part = service_part(p);
    return !part.p || pattern_match_encoded(part, service);
}

/* Does the pattern match every action of the service? */
static bool must_match(const struct pattern *p, struct gh_str service) {
    if (p->kind == PATTERN_ANY) return true;
    struct gh_str part = service_part(p);
    if (!part.p || !pattern_match_encoded(part, service)) return false;
    struct gh_str rest = gh_str_slice(p->text, part.n + 1, p->text.n);
    /* "iam:*" is the prefix "iam:". */
    return p->kind == PATTERN_PREFIX ? !rest.n : rest.n == 1 && rest.p[0] == PATTERN_RUN;
}

static bool allows_service(const struct statement *s, struct gh_str service) {
    for (uint32_t i = 0; i < s->n_actions; i++) {
        if (!s->not_action && may_match(&s->actions[i], service)) return true;
        if (s->not_action && must_match(&s->actions[i], service)) return false;
    }
    return s->not_action;
}

bool policy_allows_service(const struct policy *p, struct gh_str service) {
    for (uint32_t i = 0; i < p->n_statements; i++)
        if (p->statements[i].allow && allows_service(&p->statements[i], service)) return true;
    return false;
}
