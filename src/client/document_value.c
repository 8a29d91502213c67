/* document_value.c: one value of a document: YAML by the tables of shape.h. */
#include <stdarg.h>
#include <stdio.h>

#include "base/base.h"
#include "client/document_int.h"
#include "codec/json.h"

#define VALUE_MAX (4u * 1024 * 1024)
#define RULE_MAX 600

void client_problem_add(struct client_problems *p, uint32_t line, struct gh_str path, const char *rule, ...) {
    char text[RULE_MAX];
    va_list ap;
    if (p->n++ >= CLIENT_PROBLEMS) return;
    va_start(ap, rule);
    vsnprintf(text, sizeof text, rule, ap);
    va_end(ap);
    p->v[p->n - 1] = (struct client_problem){.line = line, .path = path, .rule = gh_str_dup(p->arena, gh_str_c(text))};
}

static void spell(struct gh_buf *b, const struct place *at) {
    if (!at) return;
    spell(b, at->up);
    if (!at->name.p) {
        gh_buf_addf(b, "[%u]", at->index);
        return;
    }
    if (b->n) gh_buf_addc(b, '.');
    gh_buf_add(b, gh_str_slice(at->name, 0, 80));
}

void document_wrong(struct document_reader *r, const struct place *at, uint32_t line, const char *rule, ...) {
    char text[RULE_MAX];
    struct gh_buf path;
    va_list ap;
    if (r->problems->n >= CLIENT_PROBLEMS) {
        r->problems->n++;
        return;
    }
    va_start(ap, rule);
    vsnprintf(text, sizeof text, rule, ap);
    va_end(ap);
    gh_buf_init(&path, r->problems->arena, SIZE_MAX);
    spell(&path, at);
    client_problem_add(r->problems, line, gh_buf_str(&path), "%s", text);
}

bool document_is(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                 enum client_yaml_kind kind) {
    if (node->kind == kind) return true;
    document_wrong(r, at, node->line, "must be %s, not %s",
                   kind == CLIENT_YAML_MAP    ? "a mapping"
                   : kind == CLIENT_YAML_LIST ? "a list"
                                              : "text",
                   client_yaml_look(node));
    return false;
}

struct gh_str document_text(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                            unsigned max) {
    bool flag;
    if (!document_is(r, at, node, CLIENT_YAML_TEXT)) return GH_S_NONE;
    if (client_yaml_is_null(node) || client_yaml_is_bool(node, &flag) || client_yaml_is_number(node)) {
        document_wrong(r, at, node->line, "must be text, not %s: put it in quotes", client_yaml_look(node));
        return GH_S_NONE;
    }
    if (node->text.n && (!max || gh_str_chars(node->text) <= max)) return node->text;
    if (!node->text.n)
        document_wrong(r, at, node->line, "must not be empty");
    else
        document_wrong(r, at, node->line, "must have at most %u characters", max);
    return GH_S_NONE;
}

static bool named(const struct client_kind_row *fields, struct gh_str name) {
    for (unsigned i = 0; fields && i < fields->n_fields; i++)
        if (!(fields->fields[i].flags & CLIENT_SERVER_ONLY) && gh_str_eq(gh_str_c(fields->fields[i].name), name))
            return true;
    return false;
}

void document_check_names(struct document_reader *r, const struct place *at, const struct client_yaml *map,
                          const struct client_kind_row *fields, const char *const *others) {
    for (uint32_t e = 0; e < map->n; e++) {
        struct gh_buf known;
        struct gh_str name = map->entries[e].name;
        bool found = named(fields, name);
        for (size_t i = 0; !found && others && others[i]; i++) found = gh_str_eq(gh_str_c(others[i]), name);
        if (found) continue;
        gh_buf_init(&known, r->arena, SIZE_MAX);
        for (size_t i = 0; others && others[i]; i++) gh_buf_addf(&known, "%s%s", known.n ? ", " : "", others[i]);
        for (unsigned i = 0; fields && i < fields->n_fields; i++)
            if (!(fields->fields[i].flags & CLIENT_SERVER_ONLY))
                gh_buf_addf(&known, "%s%s", known.n ? ", " : "", fields->fields[i].name);
        struct place here = {.up = at, .name = name};
        document_wrong(r, &here, map->entries[e].line, "unknown name; known here: %.*s", GH_S_FMT(gh_buf_str(&known)));
    }
}

/* Any YAML as JSON, for what is inside policies. */
static bool write_any(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                      struct gh_buf *b) {
    const struct json *number;
    bool flag, good = true;
    if (node->kind == CLIENT_YAML_LIST) {
        for (uint32_t i = 0; i < node->n; i++) {
            struct place here = {.up = at, .index = i};
            gh_buf_addc(b, i ? ',' : '[');
            good &= write_any(r, &here, node->items[i], b);
        }
        gh_buf_add(b, node->n ? GH_S("]") : GH_S("[]"));
    } else if (node->kind == CLIENT_YAML_MAP) {
        for (uint32_t i = 0; i < node->n; i++) {
            struct place here = {.up = at, .name = node->entries[i].name};
            gh_buf_addc(b, i ? ',' : '{');
            json_write_string(b, node->entries[i].name);
            gh_buf_addc(b, ':');
            good &= write_any(r, &here, node->entries[i].value, b);
        }
        gh_buf_add(b, node->n ? GH_S("}") : GH_S("{}"));
    } else if (client_yaml_is_null(node)) {
        gh_buf_add(b, GH_S("null"));
    } else if (client_yaml_is_bool(node, &flag)) {
        gh_buf_add(b, flag ? GH_S("true") : GH_S("false"));
    } else if (!client_yaml_is_number(node)) {
        json_write_string(b, node->text);
    } else if (!json_parse(r->arena, node->text, NULL, &number, NULL)) {
        gh_buf_add(b, node->text);
    } else {
        document_wrong(r, at, node->line, "must be a decimal number as JSON writes it, or text in quotes");
        good = false;
    }
    return good;
}

static bool write_policy(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                         struct gh_buf *b) {
    const struct json *json;
    struct gh_err err = {0};
    if (node->kind == CLIENT_YAML_MAP) return write_any(r, at, node, b);
    if (node->kind != CLIENT_YAML_TEXT || client_yaml_is_number(node)) {
        document_wrong(r, at, node->line, "must be a policy: a mapping, or the text of a JSON object");
        return false;
    }
    if (json_parse(r->arena, node->text, NULL, &json, &err)) {
        document_wrong(r, at, node->line, "the policy is not JSON: %s", err.message);
        return false;
    }
    if (json->kind != JSON_OBJECT) document_wrong(r, at, node->line, "the policy must be a JSON object");
    json_encode(b, json);
    return json->kind == JSON_OBJECT;
}

static bool too_many(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                     const struct client_yaml *node) {
    if (!shape->max || node->n <= shape->max) return false;
    document_wrong(r, at, node->line, "must have at most %u entries, has %u", shape->max, node->n);
    return true;
}

static bool write_sources(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                          struct gh_buf *b) {
    const struct client_yaml *one = node;
    const struct client_yaml *const *items = node->kind == CLIENT_YAML_LIST ? node->items : &one;
    uint32_t n = node->kind == CLIENT_YAML_LIST ? node->n : 1;
    bool good = n > 0;
    if (!n) document_wrong(r, at, node->line, "must have at least one source");
    gh_buf_add(b, GH_S("{\"Source\":["));
    for (uint32_t i = 0; i < n; i++) {
        struct gh_str text = document_text(r, at, items[i], 256);
        if (i) gh_buf_addc(b, ',');
        json_write_string(b, text);
        good &= text.p != NULL;
    }
    gh_buf_add(b, GH_S("]}"));
    return good;
}

/* A tag's value may be empty. */
static bool write_tag_value(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                            struct gh_buf *b) {
    if (node->kind == CLIENT_YAML_TEXT && !node->plain && !node->text.n) {
        json_write_string(b, node->text);
        return true;
    }
    struct gh_str text = document_text(r, at, node, 256);
    json_write_string(b, text);
    return text.p != NULL;
}

static bool write_pairs(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                        const struct client_yaml *node, struct gh_buf *b) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP) || too_many(r, at, shape, node)) return false;
    bool good = true;
    gh_buf_addc(b, '[');
    for (uint32_t i = 0; i < node->n; i++) {
        const struct client_yaml_entry *e = &node->entries[i];
        struct place here = {.up = at, .name = e->name};
        if (!e->name.n || gh_str_chars(e->name) > 128) {
            document_wrong(r, &here, e->line, "its name must have 1 to 128 characters");
            good = false;
        }
        gh_buf_add(b, i ? GH_S(",{\"Key\":") : GH_S("{\"Key\":"));
        json_write_string(b, e->name);
        gh_buf_add(b, GH_S(",\"Value\":"));
        good &=
            shape->kind == CLIENT_TAGS ? write_tag_value(r, &here, e->value, b) : write_sources(r, &here, e->value, b);
        gh_buf_addc(b, '}');
    }
    gh_buf_addc(b, ']');
    return good;
}

static bool write_shape(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                        const struct client_yaml *node, struct gh_buf *b);

static bool write_list(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                       const struct client_yaml *node, struct gh_buf *b) {
    if (!document_is(r, at, node, CLIENT_YAML_LIST) || too_many(r, at, shape, node)) return false;
    bool good = true;
    gh_buf_addc(b, '[');
    for (uint32_t i = 0; i < node->n; i++) {
        struct place here = {.up = at, .index = i};
        if (i) gh_buf_addc(b, ',');
        good &= write_shape(r, &here, shape->item, node->items[i], b);
    }
    gh_buf_addc(b, ']');
    return good;
}

static bool write_object(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                         const struct client_yaml *node, struct gh_buf *b) {
    if (!document_is(r, at, node, CLIENT_YAML_MAP)) return false;
    const struct client_kind_row row = {.fields = shape->fields, .n_fields = shape->n_fields};
    size_t before = r->problems->n;
    unsigned n = 0;
    document_check_names(r, at, node, &row, NULL);
    gh_buf_addc(b, '{');
    for (unsigned i = 0; i < shape->n_fields; i++) {
        const struct client_field *f = &shape->fields[i];
        const struct client_yaml *value = client_yaml_get(node, gh_str_c(f->name));
        struct place here = {.up = at, .name = gh_str_c(f->name)};
        if (value && client_yaml_is_null(value)) value = NULL;
        if (!value && f->flags & CLIENT_REQUIRED) document_wrong(r, &here, node->line, "is missing");
        if (!value) continue;
        gh_buf_addf(b, "%s\"%s\":", n++ ? "," : "", f->wire);
        if (!write_shape(r, &here, f->shape, value, b)) return false;
    }
    gh_buf_addc(b, '}');
    if (shape->exactly_one && n != 1)
        document_wrong(r, at, node->line, "must have exactly one of %s and %s", shape->fields[0].name,
                       shape->fields[1].name);
    return r->problems->n == before;
}

static bool write_word(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                       const struct client_yaml *node, struct gh_buf *b) {
    struct gh_str text = document_text(r, at, node, 0);
    if (!text.p) return false;
    json_write_string(b, text);
    for (size_t i = 0; shape->choices[i]; i++)
        if (gh_str_eq(gh_str_c(shape->choices[i]), text)) return true;
    document_wrong(r, at, node->line, "must be %s or %s", shape->choices[0], shape->choices[1]);
    return false;
}

static bool write_flag(struct document_reader *r, const struct place *at, const struct client_yaml *node,
                       struct gh_buf *b) {
    bool flag = false;
    if (client_yaml_is_bool(node, &flag)) {
        gh_buf_add(b, flag ? GH_S("true") : GH_S("false"));
        return true;
    }
    document_wrong(r, at, node->line, "must be true or false, not %s", client_yaml_look(node));
    return false;
}

static bool write_shape(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                        const struct client_yaml *node, struct gh_buf *b) {
    struct gh_str text;
    switch (shape->kind) {
    case CLIENT_TEXT:
        text = document_text(r, at, node, shape->max);
        if (text.p && gh_str_chars(text) < shape->min) {
            document_wrong(r, at, node->line, "must have at least %u characters", shape->min);
            return false;
        }
        json_write_string(b, text);
        return text.p != NULL;
    case CLIENT_CHOICE: return write_word(r, at, shape, node, b);
    case CLIENT_FLAG: return write_flag(r, at, node, b);
    case CLIENT_POLICY: return write_policy(r, at, node, b);
    case CLIENT_TAGS:
    case CLIENT_ATTRIBUTES: return write_pairs(r, at, shape, node, b);
    case CLIENT_FREE: return document_is(r, at, node, CLIENT_YAML_MAP) && write_any(r, at, node, b);
    case CLIENT_SET:
    case CLIENT_LIST: return write_list(r, at, shape, node, b);
    case CLIENT_OBJECT: return write_object(r, at, shape, node, b);
    }
    return false;
}

struct gh_str document_value(struct document_reader *r, const struct place *at, const struct client_shape *shape,
                             const struct client_yaml *node) {
    struct gh_buf b;
    const struct json *json;
    gh_buf_init(&b, r->arena, VALUE_MAX);
    if (!write_shape(r, at, shape, node, &b)) return GH_S_NONE;
    if (!gh_buf_ok(&b) || json_parse(r->arena, gh_buf_str(&b), NULL, &json, NULL)) {
        document_wrong(r, at, node->line, "is too large");
        return GH_S_NONE;
    }
    return client_value_of(r->arena, shape, json);
}
