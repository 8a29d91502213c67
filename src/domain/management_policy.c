/* management_policy.c: see management_policy.h. The documents so far stand as one tree, a node for each element. */
#include "domain/management_policy.h"

#include "base/base.h"
#include "codec/json.h"

#define RESULT_MAX ((size_t)1024 * 1024)
#define ALLOW_ASSIGN 1u
#define ALLOW_APPEND 2u
#define ALLOW_REMOVE 4u
#define ALLOW_ALL (ALLOW_ASSIGN | ALLOW_APPEND | ALLOW_REMOVE)
#define CONTROL GH_S("@@operators_allowed_for_child_policies")

struct node {
    struct gh_str name;
    struct node *first, *last, *next;
    const struct json **values;
    size_t n_values, room;
    bool has_value, is_list;
    unsigned allowed;       /* what policies of the level at hand may do here */
    unsigned allowed_below; /* what those of the next level may, by what this one says */
};

struct management_merge {
    struct gh_arena *arena;
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

struct management_merge *management_merge_new(struct gh_arena *a) {
    struct management_merge *m = gh_new(a, struct management_merge);
    m->arena = a;
    m->root.allowed = m->root.allowed_below = ALLOW_ALL;
    return m;
}

static struct node *child(struct management_merge *m, struct node *parent, struct gh_str name) {
    for (struct node *n = parent->first; n; n = n->next)
        if (gh_str_eq(n->name, name)) return n;
    struct node *n = gh_new(m->arena, struct node);
    *n = (struct node){.name = name, .allowed = parent->allowed, .allowed_below = ALLOW_ALL};
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    return parent->last = n;
}

static bool same_value(const struct json *a, const struct json *b) {
    if (a->kind != b->kind) return false;
    return (a->kind != JSON_STRING && a->kind != JSON_NUMBER) || gh_str_eq(a->text, b->text);
}

static size_t find_value(const struct node *n, const struct json *v) {
    size_t i = 0;
    while (i < n->n_values && !same_value(n->values[i], v)) i++;
    return i;
}

static void append(struct management_merge *m, struct node *n, const struct json *v) {
    if (find_value(n, v) < n->n_values) return;
    if (n->n_values == n->room) {
        n->room = n->room ? 2 * n->room : 4;
        const struct json **more = gh_new_n(m->arena, const struct json *, n->room);
        for (size_t i = 0; i < n->n_values; i++) more[i] = n->values[i];
        n->values = more;
    }
    n->values[n->n_values++] = v;
}

static void take_away(struct node *n, const struct json *v) {
    size_t at = find_value(n, v);
    if (at == n->n_values) return;
    n->n_values--;
    for (; at < n->n_values; at++) n->values[at] = n->values[at + 1];
}

static void apply(struct management_merge *m, struct node *n, unsigned operation, const struct json *value) {
    const struct json *items = value->kind == JSON_ARRAY ? value->items : value;
    size_t count = value->kind == JSON_ARRAY ? value->n : 1;
    if (!(n->allowed & operation)) return;
    if (operation == ALLOW_ASSIGN) {
        n->n_values = 0;
        n->is_list = value->kind == JSON_ARRAY;
    }
    if (operation == ALLOW_APPEND) n->is_list = true;
    if (operation != ALLOW_REMOVE) n->has_value = true;
    for (size_t i = 0; i < count; i++)
        if (operation == ALLOW_REMOVE)
            take_away(n, &items[i]);
        else
            append(m, n, &items[i]);
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
        if (r) return r;
    }
    return 0;
}

int management_merge_add(struct management_merge *m, struct gh_str content, struct gh_err *err) {
    const struct json *doc;
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
    if (n->has_value && !n->is_list && n->n_values == 1) {
        put_value(w, n->values[0]);
        return;
    }
    if (n->has_value) {
        json_array_begin(w);
        for (size_t i = 0; i < n->n_values; i++) put_value(w, n->values[i]);
        json_array_end(w);
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
