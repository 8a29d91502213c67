/* value.c: values of shape.h: their one spelling, and when two are equal. */
#include <string.h>

#include "base/base.h"
#include "client/shape.h"
#include "codec/json.h"

#define VALUE_MAX (4u * 1024 * 1024)

static bool write_value(struct gh_arena *a, const struct client_shape *shape, const struct json *json,
                        struct gh_buf *b);

/* As write_value, but what is nothing leaves no trace: neither itself nor @before. */
static bool write_after(struct gh_arena *a, const struct client_shape *shape, const struct json *json,
                        struct gh_str before, struct gh_buf *b) {
    size_t mark = b->n;
    gh_buf_add(b, before);
    if (write_value(a, shape, json, b)) return true;
    b->n = mark;
    return false;
}

static bool write_object(struct gh_arena *a, const struct client_shape *shape, const struct json *json,
                         struct gh_buf *b) {
    bool any = false;
    if (json->kind != JSON_OBJECT) return false;
    gh_buf_addc(b, '{');
    for (unsigned i = 0; i < shape->n_fields; i++) {
        const struct client_field *f = &shape->fields[i];
        const struct json *member = json_get(json, gh_str_c(f->wire));
        struct gh_str before = gh_fmt(a, "%s\"%s\":", any ? "," : "", f->wire);
        bool written = member && write_after(a, f->shape, member, before, b);
        if (!written && f->fallback) {
            gh_buf_add(b, before);
            gh_buf_add(b, gh_str_c(f->fallback));
            written = true;
        }
        any |= written;
    }
    gh_buf_addc(b, '}');
    return any;
}

static int by_text(const void *x, const void *y) {
    const struct gh_str *a = x, *b = y;
    return gh_str_cmp(*a, *b);
}

/* Items as texts; a set is sorted and says nothing twice. */
static bool write_list(struct gh_arena *a, const struct client_shape *shape, const struct json *json,
                       struct gh_buf *b) {
    if (json->kind != JSON_ARRAY) return false;
    struct gh_str *items = gh_new_n(a, struct gh_str, json->n + 1);
    size_t n = 0;
    for (uint32_t i = 0; i < json->n; i++) {
        items[n] = client_value_of(a, shape->item, &json->items[i]);
        if (items[n].p) n++;
    }
    if (shape->kind == CLIENT_SET && n) qsort(items, n, sizeof *items, by_text);
    gh_buf_addc(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (shape->kind == CLIENT_SET && i && gh_str_eq(items[i], items[i - 1])) continue;
        if (i) gh_buf_addc(b, ',');
        gh_buf_add(b, items[i]);
    }
    gh_buf_addc(b, ']');
    return n > 0;
}

/* Tags and attributes: a list of Key and Value, by Key. */
static bool write_pairs(struct gh_arena *a, const struct json *json, struct gh_buf *b) {
    if (json->kind != JSON_ARRAY) return false;
    struct gh_str *items = gh_new_n(a, struct gh_str, json->n + 1);
    size_t n = 0;
    for (uint32_t i = 0; i < json->n; i++) {
        struct gh_buf pair;
        const struct json *value = json_get(&json->items[i], GH_S("Value"));
        struct gh_str key = json_get_text(&json->items[i], GH_S("Key"));
        if (!key.p || !value) continue;
        gh_buf_init(&pair, a, VALUE_MAX);
        gh_buf_add(&pair, GH_S("{\"Key\":"));
        json_write_string(&pair, key);
        gh_buf_add(&pair, GH_S(",\"Value\":"));
        json_encode(&pair, value);
        gh_buf_addc(&pair, '}');
        items[n++] = gh_buf_str(&pair);
    }
    if (n) qsort(items, n, sizeof *items, by_text);
    for (size_t i = 0; i < n; i++) {
        gh_buf_addc(b, i ? ',' : '[');
        gh_buf_add(b, items[i]);
    }
    gh_buf_addc(b, ']');
    return n > 0;
}

/* A policy comes as the text of a JSON document or as the document. What is no JSON stays a text. */
static bool write_policy(struct gh_arena *a, const struct json *json, struct gh_buf *b) {
    const struct json *document = json;
    if (json->kind == JSON_STRING && !json->text.n) return false;
    if (json->kind == JSON_STRING && json_parse(a, json->text, NULL, &document, NULL)) document = json;
    json_encode(b, document);
    return document->kind != JSON_NULL;
}

static bool write_value(struct gh_arena *a, const struct client_shape *shape, const struct json *json,
                        struct gh_buf *b) {
    switch (shape->kind) {
    case CLIENT_TEXT:
    case CLIENT_CHOICE:
        if (json->kind != JSON_STRING || !json->text.n) return false;
        json_write_string(b, json->text);
        return true;
    case CLIENT_FLAG: gh_buf_add(b, GH_S("true")); return json->kind == JSON_TRUE;
    case CLIENT_POLICY: return write_policy(a, json, b);
    case CLIENT_TAGS:
    case CLIENT_ATTRIBUTES: return write_pairs(a, json, b);
    case CLIENT_FREE: json_encode(b, json); return json->kind == JSON_OBJECT && json->n;
    case CLIENT_SET:
    case CLIENT_LIST: return write_list(a, shape, json, b);
    case CLIENT_OBJECT: return write_object(a, shape, json, b);
    }
    return false;
}

struct gh_str client_value_of(struct gh_arena *a, const struct client_shape *shape, const struct json *json) {
    struct gh_buf b;
    gh_buf_init(&b, a, VALUE_MAX);
    if (!json || !write_value(a, shape, json, &b) || !gh_buf_ok(&b)) return GH_S_NONE;
    return gh_buf_str(&b);
}

struct gh_str client_value_or_fallback(const struct client_field *field, struct gh_str value) {
    return value.p || !field->fallback ? value : gh_str_c(field->fallback);
}

/* IAM writes an account in a Principal as the ARN of its root user, whatever it was written as. */
static bool same_account(struct gh_str x, struct gh_str y) {
    struct gh_str id = x.n < y.n ? x : y, arn = x.n < y.n ? y : x;
    ptrdiff_t at = gh_str_find_str(arn, GH_S(":iam::"));
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] < '0' || id.p[i] > '9') return false;
    if (id.n != 12 || at < 0 || !gh_str_starts(arn, GH_S("arn:aws"))) return false;
    struct gh_str rest = gh_str_slice(arn, (size_t)at + 6, arn.n);
    return gh_str_starts(rest, id) && gh_str_eq(gh_str_slice(rest, id.n, rest.n), GH_S(":root"));
}

static bool same(const struct json *x, const struct json *y, bool principal) {
    if (x->kind != y->kind) return false;
    switch (x->kind) {
    case JSON_STRING: return gh_str_eq(x->text, y->text) || (principal && same_account(x->text, y->text));
    case JSON_NUMBER: return gh_str_eq(x->text, y->text);
    case JSON_ARRAY:
        if (x->n != y->n) return false;
        for (uint32_t i = 0; i < x->n; i++)
            if (!same(&x->items[i], &y->items[i], principal)) return false;
        return true;
    case JSON_OBJECT:
        if (x->n != y->n) return false;
        for (uint32_t i = 0; i < x->n; i++) {
            struct gh_str name = x->members[i].name;
            const struct json *other = json_get(y, name);
            bool inside = principal || gh_str_eq(name, GH_S("Principal")) || gh_str_eq(name, GH_S("NotPrincipal"));
            if (!other || !same(&x->members[i].value, other, inside)) return false;
        }
        return true;
    default: return true;
    }
}

bool client_value_equal(struct gh_arena *a, const struct client_shape *shape, struct gh_str x, struct gh_str y) {
    if (!x.p || !y.p) return !x.p && !y.p;
    if (gh_str_eq(x, y)) return true;
    if (shape->kind != CLIENT_POLICY && shape->kind != CLIENT_FREE) return false;
    const struct json *left = client_value_json(a, x), *right = client_value_json(a, y);
    return left && right && same(left, right, false);
}

struct gh_str client_value_text(struct gh_arena *a, struct gh_str text) {
    struct gh_buf b;
    if (!text.n) return GH_S_NONE;
    gh_buf_init(&b, a, VALUE_MAX);
    json_write_string(&b, text);
    return gh_buf_str(&b);
}

struct gh_str client_text_value(struct gh_arena *a, struct gh_str value) {
    return json_text(client_value_json(a, value));
}

const struct json *client_value_json(struct gh_arena *a, struct gh_str value) {
    const struct json *json = NULL;
    return value.p && !json_parse(a, value, NULL, &json, NULL) ? json : NULL;
}
