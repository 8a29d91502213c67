/* tag_policy.c: see tag_policy.h. Source: AWS's syntax of tag policies. */
#include "domain/tag_policy.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "domain/management_policy.h"
#include "domain/principal.h"
#include "policy/policy.h"
#include "store/queries.h"

/* What the policies above the account and on it come to; absent where they say nothing. */
static int effective(struct context *c, struct gh_str account_id, struct gh_str *ret_content, struct gh_err *err) {
    struct store_organization_effective_chain_rows rows;
    struct store_organization_effective_chain_args args = {account_id, GH_S("TAG_POLICY")};
    GH_CLEANUP(gh_arena_freep) struct gh_arena *work = gh_arena_new(MANAGEMENT_MERGE_BYTES);
    struct management_merge *m = management_merge_new(work);
    int r = store_organization_effective_chain(c->tx, &args, &rows, err);
    for (size_t i = 0; !r && i < rows.n; i++) {
        if (i && rows.v[i].depth != rows.v[i - 1].depth) management_merge_end_level(m);
        r = management_merge_add(m, rows.v[i].content, err);
    }
    *ret_content = r || !rows.n ? GH_S_NONE : gh_str_dup(c->arena, management_merge_result(m));
    return r;
}

/* A value that stands alone is a list of one. */
static size_t list_of(const struct json *value, const struct json **ret_items) {
    bool list = value && value->kind == JSON_ARRAY;
    *ret_items = list ? value->items : value;
    return list ? value->n : value != NULL;
}

static bool is_listed(const struct json *value, struct gh_str text) {
    const struct json *items;
    size_t n = list_of(value, &items);
    for (size_t i = 0; i < n; i++)
        if (gh_str_eq_ci(json_text(&items[i]), text)) return true;
    return false;
}

/* "iam:policy", or all of a service: "iam:ALL_SUPPORTED", "iam:*". */
static bool is_enforced(struct gh_arena *a, const struct json *rule, struct gh_str type) {
    const struct json *types = json_get(rule, GH_S("enforced_for"));
    struct gh_str service = gh_str_slice(type, 0, (size_t)gh_str_find(type, ':'));
    return is_listed(types, type) || is_listed(types, gh_fmt(a, "%.*s:*", GH_S_FMT(service))) ||
           is_listed(types, gh_fmt(a, "%.*s:ALL_SUPPORTED", GH_S_FMT(service)));
}

/* A tag is text, a policy's value may be a number or a boolean. */
static struct gh_str text_of(const struct json *value) {
    if (value->kind == JSON_NUMBER) return value->text;
    if (value->kind == JSON_TRUE || value->kind == JSON_FALSE)
        return value->kind == JSON_TRUE ? GH_S("true") : GH_S("false");
    return json_text(value);
}

static bool allows_value(const struct json *rule, struct gh_str value) {
    const struct json *values = json_get(rule, GH_S("tag_value"));
    const struct json *items;
    size_t n = list_of(values, &items);
    for (size_t i = 0; i < n; i++)
        if (policy_wildcard(text_of(&items[i]), value, false)) return true;
    return !values;
}

static struct gh_str complaint(struct gh_arena *a, const struct json_member *member, const struct principal_tag *tag) {
    struct gh_str key = json_get_text(&member->value, GH_S("tag_key"));
    if (!key.p) key = member->name;
    if (!gh_str_eq_ci(key, tag->key)) return GH_S_NONE;
    if (!gh_str_eq(key, tag->key))
        return gh_fmt(a, "The tag policy does not allow the specified capitalization of the following tag key: '%.*s'.",
                      GH_S_FMT(tag->key));
    if (allows_value(&member->value, tag->value)) return GH_S_NONE;
    return gh_fmt(a, "The tag policy does not allow the specified value for the following tag key: '%.*s'.",
                  GH_S_FMT(tag->key));
}

int tag_policy_check(struct context *c, const struct tag_policy_question *asked, struct gh_str *ret_why,
                     struct gh_err *err) {
    struct gh_str content = GH_S_NONE;
    const struct json *doc = NULL;
    *ret_why = GH_S_NONE;
    if (!asked->n_tags) return 0;
    int r = effective(c, asked->account_id, &content, err);
    if (!r && content.p) r = json_parse(c->arena, content, NULL, &doc, err);
    if (r == -GH_ELIMIT) {
        *ret_why = GH_S("The tag policies of the account come to more than can be evaluated.");
        return 0;
    }
    const struct json *rules = r ? NULL : json_get(doc, GH_S("tags"));
    for (uint32_t i = 0; rules && rules->kind == JSON_OBJECT && i < rules->n; i++) {
        const struct json_member *rule = &rules->members[i];
        if (!is_enforced(c->arena, &rule->value, asked->type)) continue;
        for (size_t k = 0; k < asked->n_tags && !ret_why->p; k++) *ret_why = complaint(c->arena, rule, &asked->tags[k]);
    }
    return r;
}
