/* management_policy.c: see management_policy.h. The documents so far stand as one tree, a node for each element. */
#include "domain/management_policy.h"

#include "base/base.h"
#include "codec/json.h"

/*
 * What an account's policies of one type may come to. Every level may carry ten policies of ten thousand characters,
 * and they are added up while others wait: without a bound one organization could stop the house.
 */
#define BYTES_MAX ((size_t)1024 * 1024)
#define PARTS_MAX 20000
/* A character is six bytes at most once it is escaped. */
#define RESULT_MAX (6 * BYTES_MAX)
#define ALLOW_ASSIGN 1u
#define ALLOW_APPEND 2u
#define ALLOW_REMOVE 4u
#define ALLOW_ALL (ALLOW_ASSIGN | ALLOW_APPEND | ALLOW_REMOVE)
#define CONTROL GH_S("@@operators_allowed_for_child_policies")

struct value {
    const struct json *json; /* NULL: taken away again */
    struct value *next;
};

struct node {
    struct gh_str name;
    struct node *first, *last, *next;
    struct gh_map children; /* by name */
    struct value *first_value, *last_value;
    struct gh_map values; /* by key_of() */
    size_t n_values;
    bool has_value, is_list;
    unsigned allowed;       /* what policies of the level at hand may do here */
    unsigned allowed_below; /* what those of the next level may, by what this one says */
};

struct management_merge {
    struct gh_arena *arena;
    size_t bytes, parts; /* read and made so far */
    struct node root;
};

static unsigned operator_of(struct gh_str name) {
    if (gh_str_eq(name, GH_S("@@assign"))) return ALLOW_ASSIGN;
    if (gh_str_eq(name, GH_S("@@append"))) return ALLOW_APPEND;
    return gh_str_eq(name, GH_S("@@remove")) ? ALLOW_REMOVE : 0;
}

static bool is_scalar(const struct json *v) {
    return v->kind == JSON_STRING || v->kind == JSON_NUMBER || v->kind == JSON_TRUE || v->kind == JSON_FALSE;
}

static int refuse(struct gh_str text, const struct json *at, const char *what, struct gh_err *err) {
    size_t line, column;
    json_position(text, at->begin, &line, &column);
    return gh_refuse(err, GH_EINVAL, "%s at line %zu, column %zu.", what, line, column);
}

static int check_value(struct gh_str text, const struct json *v, struct gh_err *err) {
    if (is_scalar(v)) return 0;
    if (v->kind != JSON_ARRAY) return refuse(text, v, "An operator takes a value or a list of values", err);
    for (uint32_t i = 0; i < v->n; i++)
        if (!is_scalar(&v->items[i])) return refuse(text, &v->items[i], "A list holds values only", err);
    return 0;
}

static int read_control(struct gh_str text, const struct json *v, unsigned *ret_mask, struct gh_err *err) {
    *ret_mask = 0;
    if (v->kind != JSON_ARRAY) return refuse(text, v, "A control operator takes a list", err);
    for (uint32_t i = 0; i < v->n; i++) {
        struct gh_str name = json_text(&v->items[i]);
        unsigned one = gh_str_eq(name, GH_S("@@all")) ? ALLOW_ALL : operator_of(name);
        if (!one && !gh_str_eq(name, GH_S("@@none"))) return refuse(text, &v->items[i], "Not an operator", err);
        *ret_mask |= one;
    }
    return 0;
}

static int check_element(struct gh_str text, const struct json *v, struct gh_err *err);

static int check_member(struct gh_str text, const struct json_member *m, bool *has_operator, bool *has_element,
                        struct gh_err *err) {
    unsigned ignored;
    if (gh_str_eq(m->name, CONTROL)) return read_control(text, &m->value, &ignored, err);
    if (operator_of(m->name)) {
        *has_operator = true;
        return check_value(text, &m->value, err);
    }
    if (gh_str_starts(m->name, GH_S("@@"))) return refuse(text, &m->value, "Not an operator", err);
    *has_element = true;
    return check_element(text, &m->value, err);
}

static int check_element(struct gh_str text, const struct json *v, struct gh_err *err) {
    bool has_operator = false, has_element = false;
    if (v->kind != JSON_OBJECT) return refuse(text, v, "A value without an operator", err);
    for (uint32_t i = 0; i < v->n; i++) {
        int r = check_member(text, &v->members[i], &has_operator, &has_element, err);
        if (r) return r;
    }
    return has_operator && has_element ? refuse(text, v, "A value beside other elements", err) : 0;
}

int management_policy_check(struct gh_arena *a, struct gh_str element, struct gh_str content, struct gh_err *err) {
    const struct json *doc;
    int r = json_parse(a, content, NULL, &doc, err);
    if (r) return r;
    if (doc->kind != JSON_OBJECT || !json_get(doc, element))
        return gh_refuse(err, GH_EINVAL, "The policy must be an object with the element %.*s.", GH_S_FMT(element));
    for (uint32_t i = 0; i < doc->n; i++)
        if (!gh_str_eq(doc->members[i].name, element))
            return refuse(content, &doc->members[i].value, "An element that policies of this type do not have", err);
    return check_element(content, doc, err);
}

static void node_init(struct node *n, struct gh_arena *a) {
    gh_map_init(&n->children, a);
    gh_map_init(&n->values, a);
    n->allowed_below = ALLOW_ALL;
}

struct management_merge *management_merge_new(struct gh_arena *a) {
    struct management_merge *m = gh_new(a, struct management_merge);
    m->arena = a;
    node_init(&m->root, a);
    m->root.allowed = ALLOW_ALL;
    return m;
}

static struct node *child(struct management_merge *m, struct node *parent, struct gh_str name) {
    struct node *n = gh_map_get(&parent->children, name);
    if (n) return n;
    n = gh_new(m->arena, struct node);
    node_init(n, m->arena);
    n->name = name;
    n->allowed = parent->allowed;
    m->parts++;
    gh_map_put(&parent->children, name, n);
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    return parent->last = n;
}

/* Values are the same where their keys are: "true" and the text "true" are two. */
static struct gh_str key_of(struct gh_arena *a, const struct json *v) {
    if (v->kind == JSON_STRING) return gh_fmt(a, "\"%.*s", GH_S_FMT(v->text));
    if (v->kind == JSON_NUMBER) return v->text;
    return v->kind == JSON_TRUE ? GH_S("true") : GH_S("false");
}

static void append(struct management_merge *m, struct node *n, const struct json *v) {
    struct gh_str key = key_of(m->arena, v);
    const struct value *present = gh_map_get(&n->values, key);
    if (present && present->json) return;
    struct value *value = gh_new(m->arena, struct value);
    value->json = v;
    m->parts++;
    gh_map_put(&n->values, key, value);
    if (n->last_value)
        n->last_value->next = value;
    else
        n->first_value = value;
    n->last_value = value;
    n->n_values++;
}

static void take_away(struct management_merge *m, struct node *n, const struct json *v) {
    struct value *present = gh_map_get(&n->values, key_of(m->arena, v));
    if (!present || !present->json) return;
    present->json = NULL;
    n->n_values--;
}

static void clear(struct management_merge *m, struct node *n) {
    n->first_value = n->last_value = NULL;
    n->n_values = 0;
    gh_map_init(&n->values, m->arena);
}

static void apply(struct management_merge *m, struct node *n, unsigned operation, const struct json *value) {
    const struct json *items = value->kind == JSON_ARRAY ? value->items : value;
    size_t count = value->kind == JSON_ARRAY ? value->n : 1;
    if (!(n->allowed & operation)) return;
    if (operation == ALLOW_ASSIGN) {
        clear(m, n);
        n->is_list = value->kind == JSON_ARRAY;
    }
    if (operation == ALLOW_APPEND) n->is_list = true;
    if (operation != ALLOW_REMOVE) n->has_value = true;
    for (size_t i = 0; i < count; i++)
        if (operation == ALLOW_REMOVE)
            take_away(m, n, &items[i]);
        else
            append(m, n, &items[i]);
}

static int refuse_size(struct gh_err *err) {
    return gh_refuse(err, GH_ELIMIT, "The policies come to more than can be added up.");
}

static int merge(struct management_merge *m, struct node *n, struct gh_str text, const struct json *object,
                 struct gh_err *err) {
    for (uint32_t i = 0; i < object->n; i++) {
        const struct json_member *member = &object->members[i];
        unsigned operation = operator_of(member->name), mask;
        int r = 0;
        if (gh_str_eq(member->name, CONTROL)) {
            r = read_control(text, &member->value, &mask, err);
            if (!r) n->allowed_below &= mask;
        } else if (operation) {
            apply(m, n, operation, &member->value);
        } else if (member->value.kind == JSON_OBJECT) {
            r = merge(m, child(m, n, member->name), text, &member->value, err);
        }
        if (!r && m->parts > PARTS_MAX) r = refuse_size(err);
        if (r) return r;
    }
    return 0;
}

int management_merge_add(struct management_merge *m, struct gh_str content, struct gh_err *err) {
    const struct json *doc;
    m->bytes += content.n;
    if (m->bytes > BYTES_MAX) return refuse_size(err);
    int r = json_parse(m->arena, content, NULL, &doc, err);
    return r ? r : merge(m, &m->root, content, doc, err);
}

/* What an element is closed to, everything in it is closed to as well. */
static void close_level(struct node *n, unsigned above) {
    n->allowed &= n->allowed_below & above;
    for (struct node *k = n->first; k; k = k->next) close_level(k, n->allowed);
}

void management_merge_end_level(struct management_merge *m) {
    close_level(&m->root, ALLOW_ALL);
}

static bool says_something(const struct node *n) {
    if (n->has_value) return true;
    for (const struct node *k = n->first; k; k = k->next)
        if (says_something(k)) return true;
    return false;
}

static void put_value(struct json_writer *w, const struct json *v) {
    switch (v->kind) {
    case JSON_STRING: json_put_string(w, v->text); break;
    case JSON_NUMBER: json_put_raw(w, v->text); break;
    default: json_put_bool(w, v->kind == JSON_TRUE);
    }
}

static void write(struct json_writer *w, const struct node *n) {
    if (n->has_value) {
        bool is_list = n->is_list || n->n_values != 1;
        if (is_list) json_array_begin(w);
        for (const struct value *v = n->first_value; v; v = v->next)
            if (v->json) put_value(w, v->json);
        if (is_list) json_array_end(w);
        return;
    }
    json_object_begin(w);
    for (const struct node *k = n->first; k; k = k->next) {
        if (!says_something(k)) continue;
        json_key(w, k->name);
        write(w, k);
    }
    json_object_end(w);
}

struct gh_str management_merge_result(struct management_merge *m) {
    if (!says_something(&m->root)) return GH_S_NONE;
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, m->arena, RESULT_MAX);
    json_writer_init(&w, &b);
    write(&w, &m->root);
    return gh_buf_str(&b);
}
