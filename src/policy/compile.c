/* compile.c: from a checked document to the immutable form that is evaluated. */
#include "policy/policy.h"

#include <string.h>

#include "base/base.h"
#include "policy/condition.h"
#include "policy/document.h"
#include "policy/index.h"
#include "policy/principal.h"

struct compilation {
    struct gh_arena *arena;
    const struct raw_document *source;
    struct gh_str text; /* the policy's own copy of the document */
    bool variables;
};

/* Strings without escapes point into the document, which the policy owns; decoded ones live in the scratch arena. */
static struct gh_str keep(void *keeper, struct gh_str s) {
    const struct compilation *c = keeper;
    uintptr_t at = (uintptr_t)s.p, from = (uintptr_t)c->text.p;
    if (at >= from && at - from <= c->text.n) return s;
    return s.n ? gh_str_dup(c->arena, s) : GH_S("");
}

static struct pattern compile_action(struct compilation *c, struct gh_str text) {
    if (gh_str_eq(text, GH_S("*:*"))) text = GH_S("*");
    return pattern_compile(c->arena, gh_str_lower(c->arena, text), (struct pattern_options){.wildcards = true});
}

static struct pattern compile_resource(struct compilation *c, struct gh_str text) {
    struct pattern_options options = {.wildcards = true, .variables = c->variables};
    /* AWS takes "arn:aws:s3" for the whole service. */
    if (resource_is_short(text)) text = gh_fmt(c->arena, "%.*s:*:*:*", GH_S_FMT(text));
    return pattern_compile(c->arena, keep(c, text), options);
}

static const struct pattern *compile_patterns(struct compilation *c, const struct json *element, uint32_t *ret_n,
                                              struct pattern (*compile)(struct compilation *, struct gh_str)) {
    uint32_t n = element_count(element);
    struct pattern *patterns = gh_new_n(c->arena, struct pattern, n);
    for (uint32_t i = 0; i < n; i++) patterns[i] = compile(c, element_at(element, i)->text);
    *ret_n = n;
    return patterns;
}

static uint32_t count_principals(const struct json *p) {
    uint32_t n = 0;
    if (p->kind != JSON_OBJECT) return 1;
    for (uint32_t i = 0; i < p->n; i++) n += element_count(&p->members[i].value);
    return n;
}

static void compile_principals(struct compilation *c, const struct json *p, struct statement *to) {
    struct principal_entry *entries = gh_new_n(c->arena, struct principal_entry, count_principals(p));
    to->principals = entries;
    if (p->kind != JSON_OBJECT) {
        entries[to->n_principals++] = (struct principal_entry){POLICY_PRINCIPAL_ANYONE, GH_S("*")};
        return;
    }
    for (uint32_t i = 0; i < p->n; i++)
        for (uint32_t k = 0; k < element_count(&p->members[i].value); k++) {
            struct principal_entry *entry = &entries[to->n_principals];
            principal_parse(p->members[i].name, element_at(&p->members[i].value, k)->text, entry);
            entry->text = keep(c, entry->text);
            to->n_principals++;
        }
}

static void compile_statement(struct compilation *c, const struct raw_statement *raw, struct statement *to) {
    const struct json *const *e = raw->element;
    to->allow = gh_str_eq(e[ELEMENT_EFFECT]->text, GH_S("Allow"));
    to->begin = raw->node->begin;
    to->end = raw->node->end;
    if (e[ELEMENT_SID]) to->sid = keep(c, e[ELEMENT_SID]->text);
    to->not_action = e[ELEMENT_NOT_ACTION] != NULL;
    to->not_resource = e[ELEMENT_NOT_RESOURCE] != NULL;
    to->not_principal = e[ELEMENT_NOT_PRINCIPAL] != NULL;
    to->actions =
        compile_patterns(c, to->not_action ? e[ELEMENT_NOT_ACTION] : e[ELEMENT_ACTION], &to->n_actions, compile_action);
    to->resources = compile_patterns(c, to->not_resource ? e[ELEMENT_NOT_RESOURCE] : e[ELEMENT_RESOURCE],
                                     &to->n_resources, compile_resource);
    const struct json *principal = to->not_principal ? e[ELEMENT_NOT_PRINCIPAL] : e[ELEMENT_PRINCIPAL];
    if (principal) compile_principals(c, principal, to);
    if (!e[ELEMENT_CONDITION]) return;
    struct condition_builder b = {c->arena, keep, c, c->variables};
    to->conditions = condition_compile(&b, e[ELEMENT_CONDITION], &to->n_conditions);
}

static struct policy *compile_document(struct gh_arena *a, const struct raw_document *d, struct gh_str id) {
    struct compilation c = {.arena = a, .source = d, .text = d->text, .variables = d->is_2012};
    struct statement *statements = gh_new_n(a, struct statement, d->n_statements);
    for (uint32_t i = 0; i < d->n_statements; i++) {
        statements[i].index = i;
        compile_statement(&c, &d->statements[i], &statements[i]);
    }
    struct policy *p = gh_new(a, struct policy);
    *p = (struct policy){.id = gh_str_dup(a, id),
                         .document = d->text,
                         .type = d->type,
                         .variables = d->is_2012,
                         .n_statements = d->n_statements,
                         .statements = statements,
                         .index = index_build(a, statements, d->n_statements)};
    return p;
}

int policy_compile(struct gh_arena *a, struct gh_str document, enum policy_type type, struct gh_str id,
                   struct policy **ret_policy, struct gh_err *err) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *scratch = gh_arena_new(0);
    struct raw_document d = {.scratch = scratch, .text = gh_str_dup(a, document), .type = type, .err = err};
    int r = document_read(&d);
    if (!r) r = document_check(&d);
    if (r) return r;
    *ret_policy = compile_document(a, &d, id);
    return 0;
}

bool policy_principal_next(const struct policy *p, size_t *at, struct policy_named_principal *ret_principal) {
    size_t seen = 0;
    for (uint32_t i = 0; i < p->n_statements; i++) {
        const struct statement *s = &p->statements[i];
        if (*at - seen >= s->n_principals) {
            seen += s->n_principals;
            continue;
        }
        const struct principal_entry *e = &s->principals[*at - seen];
        *ret_principal = (struct policy_named_principal){e->kind, e->text, i, s->not_principal};
        ++*at;
        return true;
    }
    return false;
}
