/*
 * management_validate.c: is an effective management policy one that can be enforced? Single documents are checked when
 * they are written; together, with values taken away below, they may still come to something that lacks a part.
 * Sources: AWS's syntax of tag, backup and AI services opt-out policies. See management_policy.h.
 */
#include "domain/management_policy.h"

#include "base/base.h"
#include "codec/json.h"

#define ERRORS_MAX 200
/* AWS's quotas of backup policies. */
#define PLANS_MAX 10
#define RULES_MAX 10
#define SELECTIONS_MAX 100

struct report {
    struct gh_arena *arena;
    struct management_errors errors;
    struct gh_str scope;
};

static void add(struct report *r, const char *code, struct gh_str path, struct gh_str message) {
    if (r->errors.n == ERRORS_MAX) return;
    r->errors.v[r->errors.n++] =
        (struct management_error){.code = gh_str_c(code), .message = message, .path = path, .scope = r->scope};
}

static struct gh_str below(struct report *r, struct gh_str path, struct gh_str name) {
    return gh_fmt(r->arena, "%.*s.%.*s", GH_S_FMT(path), GH_S_FMT(name));
}

static bool is_filled(const struct json *v) {
    return v && (v->kind != JSON_OBJECT || v->n) && (v->kind != JSON_ARRAY || v->n);
}

static void require(struct report *r, const struct json *object, struct gh_str path, const char *name) {
    if (is_filled(json_get(object, gh_str_c(name)))) return;
    add(r, "ELEMENT_MISSING", below(r, path, gh_str_c(name)), gh_fmt(r->arena, "The element %s is missing.", name));
}

static void limit(struct report *r, const struct json *object, struct gh_str path, uint32_t most) {
    if (!object || object->kind != JSON_OBJECT || object->n <= most) return;
    add(r, "ELEMENTS_TOO_MANY", path,
        gh_fmt(r->arena, "There are %u elements; there may be %u.", (unsigned)object->n, (unsigned)most));
}

static void check_tag(struct report *r, struct gh_str name, const struct json *tag, struct gh_str path) {
    const struct json *key = json_get(tag, GH_S("tag_key"));
    const struct json *services = json_get(tag, GH_S("enforced_for"));
    if (key && (key->kind != JSON_STRING || !gh_str_eq_ci(key->text, name)))
        add(r, "VALUE_INVALID", below(r, path, GH_S("tag_key")),
            GH_S("The tag key must be the policy's key, in whatever letters."));
    if (!services) return;
    bool is_list = services->kind == JSON_ARRAY;
    for (uint32_t i = 0; i < (is_list ? services->n : 1); i++)
        if (gh_str_find(json_text(is_list ? &services->items[i] : services), ':') <= 0)
            add(r, "VALUE_INVALID", below(r, path, GH_S("enforced_for")),
                GH_S("A resource type has the form service:type."));
}

static void check_rules(struct report *r, const struct json *rules, struct gh_str path) {
    limit(r, rules, path, RULES_MAX);
    for (uint32_t i = 0; rules && rules->kind == JSON_OBJECT && i < rules->n; i++)
        require(r, &rules->members[i].value, below(r, path, rules->members[i].name), "target_backup_vault_name");
}

static void check_selections(struct report *r, const struct json *selections, struct gh_str path) {
    const struct json *tags = json_get(selections, GH_S("tags"));
    path = below(r, path, GH_S("tags"));
    limit(r, tags, path, SELECTIONS_MAX);
    for (uint32_t i = 0; tags && tags->kind == JSON_OBJECT && i < tags->n; i++) {
        static const char *const needed[] = {"iam_role_arn", "tag_key", "tag_value"};
        struct gh_str at = below(r, path, tags->members[i].name);
        for (size_t k = 0; k < GH_COUNT(needed); k++) require(r, &tags->members[i].value, at, needed[k]);
    }
}

static void check_plan(struct report *r, struct gh_str name, const struct json *plan, struct gh_str path) {
    (void)name;
    require(r, plan, path, "regions");
    require(r, plan, path, "rules");
    require(r, plan, path, "selections");
    check_rules(r, json_get(plan, GH_S("rules")), below(r, path, GH_S("rules")));
    check_selections(r, json_get(plan, GH_S("selections")), below(r, path, GH_S("selections")));
}

static void check_service(struct report *r, struct gh_str name, const struct json *service, struct gh_str path) {
    (void)name;
    const struct json *value = json_get(service, GH_S("opt_out_policy"));
    require(r, service, path, "opt_out_policy");
    if (value && !gh_str_eq(json_text(value), GH_S("optIn")) && !gh_str_eq(json_text(value), GH_S("optOut")))
        add(r, "VALUE_INVALID", below(r, path, GH_S("opt_out_policy")), GH_S("The value must be optIn or optOut."));
}

static const struct {
    struct gh_str element;
    void (*check)(struct report *r, struct gh_str name, const struct json *part, struct gh_str path);
    uint32_t most;
} kinds[] = {
    {GH_S_INIT("tags"), check_tag, UINT32_MAX},
    {GH_S_INIT("plans"), check_plan, PLANS_MAX},
    {GH_S_INIT("services"), check_service, UINT32_MAX},
};

int management_policy_validate(struct gh_arena *a, struct gh_str element, struct gh_str content,
                               struct management_errors *ret_errors, struct gh_err *err) {
    const struct json *doc;
    int r = json_parse(a, content, NULL, &doc, err);
    if (r) return r;
    struct report report = {.arena = a, .errors = {gh_new_n(a, struct management_error, ERRORS_MAX), 0}};
    const struct json *parts = json_get(doc, element);
    struct gh_str path = gh_fmt(a, "$.%.*s", GH_S_FMT(element));
    for (size_t k = 0; k < GH_COUNT(kinds); k++) {
        if (!gh_str_eq(kinds[k].element, element) || !parts || parts->kind != JSON_OBJECT) continue;
        report.scope = GH_S_NONE;
        limit(&report, parts, path, kinds[k].most);
        for (uint32_t i = 0; i < parts->n; i++) {
            report.scope = parts->members[i].name;
            kinds[k].check(&report, report.scope, &parts->members[i].value, below(&report, path, report.scope));
        }
    }
    *ret_errors = report.errors;
    return 0;
}

bool management_policy_mentions(struct gh_arena *a, struct gh_str element, struct gh_str content, struct gh_str scope) {
    const struct json *doc;
    if (json_parse(a, content, NULL, &doc, NULL)) return false;
    const struct json *parts = json_get(doc, element);
    return parts && (!scope.p || json_get(parts, scope));
}
