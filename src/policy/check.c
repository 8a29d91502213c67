/*
 * check.c: AWS's checks of a document, in AWS's order: form, version, principal, what it calls legacy parsing, Sids,
 * presence of actions and resources, then their values. The order decides which of several faults is told.
 */
#include "policy/document.h"

#include "base/base.h"
#include "policy/condition.h"
#include "policy/principal.h"

static bool has_principal(enum policy_type type) {
    return type == POLICY_RESOURCE || type == POLICY_TRUST || type == POLICY_RCP;
}

static int check_strings(const struct raw_document *d, const struct json *element) {
    for (uint32_t i = 0; i < element_count(element); i++)
        if (element_at(element, i)->kind != JSON_STRING)
            return document_syntax(d, element_at(element, i), "not a string or list of strings");
    return 0;
}

static bool is_effect(struct gh_str s) {
    return gh_str_eq_ci(s, GH_S("Allow")) || gh_str_eq_ci(s, GH_S("Deny"));
}

static int check_form(const struct raw_document *d, const struct raw_statement *s) {
    static const enum element lists[] = {ELEMENT_ACTION, ELEMENT_NOT_ACTION, ELEMENT_RESOURCE, ELEMENT_NOT_RESOURCE};
    const struct json *const *e = s->element;
    if (e[ELEMENT_SID] && e[ELEMENT_SID]->kind != JSON_STRING)
        return document_syntax(d, e[ELEMENT_SID], "a Sid that is no string");
    if (!is_effect(json_text(e[ELEMENT_EFFECT])))
        return document_syntax(d, e[ELEMENT_EFFECT] ? e[ELEMENT_EFFECT] : s->node, "Effect is neither Allow nor Deny");
    for (size_t i = 0; i < GH_COUNT(lists); i++) {
        int r = check_strings(d, e[lists[i]]);
        if (r) return r;
    }
    if (e[ELEMENT_ACTION] && e[ELEMENT_NOT_ACTION]) return document_syntax(d, s->node, "Action beside NotAction");
    if (e[ELEMENT_RESOURCE] && e[ELEMENT_NOT_RESOURCE])
        return document_syntax(d, s->node, "Resource beside NotResource");
    if (e[ELEMENT_PRINCIPAL] && e[ELEMENT_NOT_PRINCIPAL])
        return document_syntax(d, s->node, "Principal beside NotPrincipal");
    if (!e[ELEMENT_CONDITION]) return 0;
    const struct json *bad = condition_bad_shape(d->scratch, e[ELEMENT_CONDITION]);
    return bad ? document_syntax(d, bad, "a condition of the wrong form, or with a key given twice") : 0;
}

static int check_legacy(const struct raw_document *d, const struct raw_statement *s) {
    const char *message = "The policy failed legacy parsing";
    const struct json *effect = s->element[ELEMENT_EFFECT], *condition = s->element[ELEMENT_CONDITION];
    if (!gh_str_eq(effect->text, GH_S("Allow")) && !gh_str_eq(effect->text, GH_S("Deny")))
        return document_malformed(d, effect, "Effect in the wrong case", "%s", message);
    const struct json *date = condition ? condition_bad_date(condition) : NULL;
    if (date) return document_malformed(d, date, "not a date", "%s", message);
    for (int e = ELEMENT_RESOURCE; e <= ELEMENT_NOT_RESOURCE; e++)
        for (uint32_t i = 0; i < element_count(s->element[e]); i++) {
            const struct json *value = element_at(s->element[e], i);
            if (resource_is_legacy(value->text)) return document_malformed(d, value, "a broken ARN", "%s", message);
        }
    return 0;
}

static int check_principal_value(const struct raw_document *d, struct gh_str type, const struct json *value) {
    struct principal_entry entry;
    bool fits = value->kind == JSON_STRING && principal_parse(type, value->text, &entry);
    if (fits && d->type == POLICY_RCP) fits = entry.kind == POLICY_PRINCIPAL_AWS_ANYONE;
    if (fits && d->type == POLICY_TRUST) fits = entry.kind != POLICY_PRINCIPAL_CANONICAL;
    if (fits) return 0;
    struct gh_str upper = gh_str_dup(d->scratch, type);
    for (size_t i = 0; i < upper.n; i++)
        if (upper.p[i] >= 'a' && upper.p[i] <= 'z') ((char *)upper.p)[i] = (char)(upper.p[i] & ~0x20);
    struct gh_str text = value->kind == JSON_STRING ? value->text : GH_S("");
    return document_malformed(d, value, "names no principal", "Invalid principal in policy: \"%.*s\":\"%.*s\"",
                              GH_S_FMT(upper), GH_S_FMT(text));
}

static bool is_principal_type(struct gh_str type) {
    return gh_str_eq(type, GH_S("AWS")) || gh_str_eq(type, GH_S("Federated")) || gh_str_eq(type, GH_S("Service")) ||
           gh_str_eq(type, GH_S("CanonicalUser"));
}

static int check_principal_object(const struct raw_document *d, const struct json *p) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        struct gh_str type = p->members[i].name;
        const struct json *values = &p->members[i].value;
        if (!is_principal_type(type))
            return document_malformed(d, values, "unknown kind of principal", "Invalid principal in policy: \"%.*s\"",
                                      GH_S_FMT(type));
        for (uint32_t k = 0; k < element_count(values); k++, count++) {
            int r = check_principal_value(d, type, element_at(values, k));
            if (r) return r;
        }
    }
    if (count) return 0;
    return document_malformed(d, p, "no principal", "Missing required field Principal cannot be empty!");
}

static int check_principal(const struct raw_document *d, const struct raw_statement *s) {
    const struct json *p = s->element[ELEMENT_PRINCIPAL], *not_p = s->element[ELEMENT_NOT_PRINCIPAL];
    if (!has_principal(d->type)) {
        if (!p && !not_p) return 0;
        return document_malformed(d, s->node, "a principal", "Policy document should not specify a principal.");
    }
    if (not_p && d->type == POLICY_TRUST)
        return document_malformed(d, not_p, "NotPrincipal", "AssumeRole policy must not contain NotPrincipal field.");
    if (not_p && d->type == POLICY_RCP) return document_syntax(d, not_p, "NotPrincipal");
    if (not_p && gh_str_eq(json_text(s->element[ELEMENT_EFFECT]), GH_S("Allow")))
        return document_malformed(d, not_p, "NotPrincipal with Allow", "Allow with NotPrincipal is not allowed.");
    if (!p) p = not_p;
    if (!p) return document_malformed(d, s->node, "no principal", "Missing required field Principal");
    if (p->kind == JSON_STRING && gh_str_eq(p->text, GH_S("*"))) return 0;
    if (p->kind == JSON_OBJECT) return check_principal_object(d, p);
    if (p->kind == JSON_STRING && d->type != POLICY_TRUST)
        return document_malformed(d, p, "not a principal", "Invalid principal in policy: \"%.*s\"", GH_S_FMT(p->text));
    return document_malformed(d, p, "not a principal", "Principal must be a JSON object.");
}

static bool is_alphanumeric(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
    }
    return true;
}

static int check_sids(const struct raw_document *d) {
    struct gh_map seen;
    gh_map_init(&seen, d->scratch);
    bool free_form = d->type == POLICY_RESOURCE || d->type == POLICY_TRUST;
    for (uint32_t i = 0; i < d->n_statements; i++) {
        const struct json *sid = d->statements[i].element[ELEMENT_SID];
        if (!sid || !sid->text.n) continue;
        if (!free_form && !is_alphanumeric(sid->text))
            return document_malformed(d, sid, "a Sid with other characters",
                                      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
                                      "regular expression [0-9A-Za-z]*");
        if (gh_map_put(&seen, sid->text, d->statements))
            return document_malformed(d, sid, "a Sid used twice", "%s",
                                      d->type == POLICY_TRUST
                                          ? "The Statement Ids in the policy are not unique"
                                          : "Statement IDs (SID) in a single policy must be unique.");
    }
    return 0;
}

static int check_presence(const struct raw_document *d, const struct raw_statement *s) {
    if (!element_count(s->element[ELEMENT_ACTION]) && !element_count(s->element[ELEMENT_NOT_ACTION]))
        return document_malformed(d, s->node, "no actions", "Policy statement must contain actions.");
    if (!element_count(s->element[ELEMENT_RESOURCE]) && !element_count(s->element[ELEMENT_NOT_RESOURCE]))
        return document_malformed(d, s->node, "no resources", "Policy statement must contain resources.");
    return 0;
}

static int check_values(const struct raw_document *d, const struct raw_statement *s, enum element first,
                        int (*check)(const struct raw_document *, const struct json *)) {
    for (int e = first; e <= (int)first + 1; e++)
        for (uint32_t i = 0; i < element_count(s->element[e]); i++) {
            int r = check(d, element_at(s->element[e], i));
            if (r) return r;
        }
    return 0;
}

static int check_resources(const struct raw_document *d, const struct raw_statement *s) {
    return check_values(d, s, ELEMENT_RESOURCE, resource_check);
}

static int check_actions(const struct raw_document *d, const struct raw_statement *s) {
    return check_values(d, s, ELEMENT_ACTION, action_check);
}

static bool is_star(const struct json *element) {
    return element && element_count(element) == 1 && gh_str_eq(json_text(element_at(element, 0)), GH_S("*"));
}

/* A resource control policy takes away only: the one statement that allows is that of the full-access policy. */
static int check_rcp(const struct raw_document *d, const struct raw_statement *s) {
    if (d->type != POLICY_RCP) return 0;
    if (s->element[ELEMENT_NOT_ACTION]) return document_syntax(d, s->node, "NotAction in a resource control policy");
    bool full =
        is_star(s->element[ELEMENT_ACTION]) && is_star(s->element[ELEMENT_RESOURCE]) && !s->element[ELEMENT_CONDITION];
    if (full || gh_str_eq(json_text(s->element[ELEMENT_EFFECT]), GH_S("Deny"))) return 0;
    return document_syntax(d, s->node, "Allow in a resource control policy");
}

static bool needs_2012(enum policy_type type) {
    return type == POLICY_MANAGED || type == POLICY_SCP || type == POLICY_RCP;
}

int document_check(struct raw_document *d) {
    static int (*const passes[])(const struct raw_document *, const struct raw_statement *) = {
        check_principal, check_legacy, NULL /* Sids */, check_presence, check_resources, check_actions, check_rcp};
    int r = 0;
    if (d->type == POLICY_TRUST) return document_check_trust(d);
    for (uint32_t i = 0; i < d->n_statements && !r; i++) r = check_form(d, &d->statements[i]);
    if (!r && needs_2012(d->type) && !d->is_2012)
        r = document_malformed(d, d->version, "an old version",
                               "Policy document must be version 2012-10-17 or greater.");
    for (size_t pass = 0; pass < GH_COUNT(passes) && !r; pass++) {
        if (!passes[pass]) r = check_sids(d);
        for (uint32_t i = 0; passes[pass] && i < d->n_statements && !r; i++) r = passes[pass](d, &d->statements[i]);
    }
    return r;
}

/* A pattern may stand for others of STS's actions too, so long as it stands for one of these. */
static bool is_assume_role(struct gh_str pattern) {
    static const struct gh_str actions[] = {
        GH_S_INIT("sts:AssumeRole"), GH_S_INIT("sts:AssumeRoleWithSAML"), GH_S_INIT("sts:AssumeRoleWithWebIdentity"),
        GH_S_INIT("sts:SetContext"), GH_S_INIT("sts:SetSourceIdentity"),  GH_S_INIT("sts:TagSession"),
    };
    for (size_t i = 0; i < GH_COUNT(actions); i++)
        if (policy_wildcard(pattern, actions[i], true)) return true;
    return false;
}

static int not_assume_role(const struct raw_document *d, const struct json *action) {
    return document_malformed(d, action, "an action that assumes no role",
                              "AssumeRole policy may only specify STS AssumeRole actions.");
}

static int check_trust_actions(const struct raw_document *d, const struct raw_statement *s) {
    const struct json *actions = s->element[ELEMENT_ACTION], *not_actions = s->element[ELEMENT_NOT_ACTION];
    if (!element_count(actions)) actions = not_actions;
    if (!element_count(actions)) return document_malformed(d, s->node, "no actions", "Missing required field Action");
    for (uint32_t i = 0; i < element_count(actions); i++) {
        const struct json *value = element_at(actions, i);
        struct gh_str vendor = gh_str_slice(value->text, 0, 4);
        if (!gh_str_eq_ci(vendor, GH_S("sts:"))) return not_assume_role(d, value);
        int r = action_check(d, value);
        if (r) return r;
        if (!is_assume_role(value->text)) return not_assume_role(d, value);
    }
    return 0;
}

static int check_trust_effect(const struct raw_document *d, const struct raw_statement *s) {
    const struct json *effect = s->element[ELEMENT_EFFECT];
    if (!effect) return document_malformed(d, s->node, "no effect", "Missing required field Effect");
    struct gh_str text = json_text(effect);
    if (gh_str_eq(text, GH_S("Allow")) || gh_str_eq(text, GH_S("Deny"))) return 0;
    return document_malformed(d, effect, "neither Allow nor Deny", "Invalid effect: %.*s", GH_S_FMT(text));
}

static int check_trust_statement(const struct raw_document *d, const struct raw_statement *s) {
    const struct json *condition = s->element[ELEMENT_CONDITION];
    int r = check_trust_effect(d, s);
    if (!r) r = check_principal(d, s);
    if (!r) r = check_form(d, s);
    if (!r && condition && condition_bad_date(condition))
        r = document_syntax(d, condition_bad_date(condition), "not a date");
    if (!r) r = check_trust_actions(d, s);
    if (!r && s->element[ELEMENT_RESOURCE])
        r = document_malformed(d, s->element[ELEMENT_RESOURCE], "a resource", "Has prohibited field Resource");
    if (!r && s->element[ELEMENT_NOT_RESOURCE])
        r = document_malformed(d, s->element[ELEMENT_NOT_RESOURCE], "a resource",
                               "AssumeRole policy must not contain resources.");
    return r;
}

int document_check_trust(struct raw_document *d) {
    int r = 0;
    for (uint32_t i = 0; i < d->n_statements && !r; i++) r = check_trust_statement(d, &d->statements[i]);
    return r ? r : check_sids(d);
}
