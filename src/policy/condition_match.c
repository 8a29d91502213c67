/* condition_match.c: decides conditions, with AWS's rules for keys that are missing and keys that hold sets. */
#include "policy/condition.h"

#include "base/base.h"
#include "policy/evaluation.h"

static bool ordered(enum condition_order order, int cmp) {
    switch (order) {
    case ORDER_EQUAL: return cmp == 0;
    case ORDER_LESS: return cmp < 0;
    case ORDER_LESS_EQUAL: return cmp <= 0;
    case ORDER_GREATER: return cmp > 0;
    case ORDER_GREATER_EQUAL: return cmp >= 0;
    }
    return false;
}

static bool text_matches(enum condition_type type, struct gh_str encoded, struct gh_str text) {
    switch (type) {
    case CONDITION_STRING_FOLD: return gh_str_eq_ci(encoded, text);
    case CONDITION_STRING_LIKE: return pattern_match_encoded(encoded, text);
    case CONDITION_ARN: return pattern_match_arn(encoded, text);
    default: return gh_str_eq(encoded, text);
    }
}

static bool pattern_matches(struct evaluation *ev, enum condition_type type, const struct pattern *p,
                            struct gh_str text) {
    struct gh_str encoded;
    if (p->kind == PATTERN_TEMPLATE) return evaluation_expand(ev, p, &encoded) && text_matches(type, encoded, text);
    if (type == CONDITION_STRING_LIKE || p->kind == PATTERN_ANY) return pattern_match(p, text);
    if (type != CONDITION_ARN || p->kind == PATTERN_LITERAL) return text_matches(type, p->text, text);
    if (p->kind == PATTERN_GENERAL) return pattern_match_arn(p->text, text);
    /* PREFIX: a run at the end may still not reach over a colon, so it counts only within the sixth field. */
    size_t colons = 0;
    for (size_t i = 0; i < p->text.n; i++) colons += p->text.p[i] == ':';
    return colons >= 5 && pattern_match(p, text);
}

static bool any_text(struct evaluation *ev, const struct condition *c, struct gh_str text) {
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid && pattern_matches(ev, c->op->type, &c->values[i].pattern, text)) return true;
    return false;
}

static bool any_number(const struct condition *c, struct gh_str text) {
    struct value_number number;
    if (!value_number(text, &number)) return false;
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid && ordered(c->op->order, value_number_cmp(number, c->values[i].number))) return true;
    return false;
}

static bool any_date(const struct condition *c, struct gh_str text) {
    int64_t ms;
    if (!value_date(text, &ms)) return false;
    for (uint32_t i = 0; i < c->n_values; i++) {
        int64_t other = c->values[i].date_ms;
        if (c->values[i].valid && ordered(c->op->order, (ms > other) - (ms < other))) return true;
    }
    return false;
}

static bool any_bool(const struct condition *c, struct gh_str text) {
    bool truth;
    if (!value_bool(text, &truth)) return false;
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid && c->values[i].boolean == truth) return true;
    return false;
}

static bool any_range(const struct condition *c, struct gh_str text) {
    struct value_cidr address;
    if (!value_cidr(text, &address)) return false;
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid && value_cidr_holds(&c->values[i].cidr, &address)) return true;
    return false;
}

/* Does one value of the request agree with any value of the policy, negation aside? */
static bool any_value(struct evaluation *ev, const struct condition *c, struct gh_str text) {
    switch (c->op->type) {
    case CONDITION_NUMERIC: return any_number(c, text);
    case CONDITION_DATE: return any_date(c, text);
    case CONDITION_BOOL: return any_bool(c, text);
    case CONDITION_IP: return any_range(c, text);
    default: return any_text(ev, c, text);
    }
}

static bool match_null(const struct condition *c, bool absent) {
    for (uint32_t i = 0; i < c->n_values; i++)
        if (c->values[i].valid && c->values[i].boolean == absent) return true;
    return false;
}

static bool match_one(struct evaluation *ev, const struct condition *c) {
    const struct policy_key *key = evaluation_key(ev, c->key, c->key_hash);
    bool absent = !key, negated = c->op->negated;
    if (c->op->type == CONDITION_NULL) return match_null(c, absent);
    /* Missing: ForAllValues holds vacuously, ForAnyValue does not, and a negated operator finds nothing equal. */
    if (absent) return c->if_exists || c->set == SET_ALL || (c->set == SET_NONE && negated);
    if (c->set == SET_NONE) {
        bool found = false;
        for (size_t i = 0; i < key->n_values && !found; i++) found = any_value(ev, c, key->values[i]);
        return found != negated;
    }
    bool all = c->set == SET_ALL;
    for (size_t i = 0; i < key->n_values; i++)
        if ((any_value(ev, c, key->values[i]) != negated) != all) return !all;
    return all;
}

bool condition_match_all(struct evaluation *ev, const struct condition *conditions, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!match_one(ev, &conditions[i])) return false;
    return true;
}
