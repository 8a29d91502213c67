/*
 * aws_query.c: the awsQuery engine's input side. Parameter names such as Tags.member.2.Key are first sorted into a tree
 * by their dots, then the shape is walked over the tree: linear in the form, however the parameters are ordered.
 */
#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "wire/engine_int.h"
#include "wire/errors.h"

/* A node with more children than this gets a hash index. */
#define FEW_CHILDREN 8

struct node {
    struct gh_str name, value; /* value absent: no parameter ends here */
    struct node *first, *last, *next;
    size_t n;
    struct gh_map *index;
};

static int decode_value(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, void *to,
                        const struct wire_path *path);

static struct node *child(const struct node *parent, struct gh_str name) {
    if (parent->index) return gh_map_get(parent->index, name);
    for (struct node *c = parent->first; c; c = c->next)
        if (gh_str_eq(c->name, name)) return c;
    return NULL;
}

static struct node *child_make(struct gh_arena *a, struct node *parent, struct gh_str name) {
    struct node *c = child(parent, name);
    if (c) return c;
    c = gh_new(a, struct node);
    c->name = name;
    if (parent->last)
        parent->last->next = c;
    else
        parent->first = c;
    parent->last = c;
    if (++parent->n == FEW_CHILDREN + 1) {
        parent->index = gh_new(a, struct gh_map);
        gh_map_init(parent->index, a);
        for (struct node *old = parent->first; old; old = old->next) gh_map_put(parent->index, old->name, old);
    } else if (parent->index) {
        gh_map_put(parent->index, name, c);
    }
    return c;
}

static int plant(struct wire_decoder *d, struct node *root, const struct form_pair *pair) {
    struct node *at = root;
    struct gh_str rest = pair->name, part;
    for (unsigned depth = 0; gh_str_split(&rest, '.', &part); depth++) {
        if (depth == 2 * WIRE_DEPTH) return wire_misfit(d, NULL, "A parameter name is nested too deeply");
        at = child_make(d->arena, at, part);
    }
    if (at->value.p)
        return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "Parameter '%.*s' is given more than once",
                           GH_S_FMT(pair->name));
    at->value = pair->value;
    return 0;
}

static int build_tree(struct wire_decoder *d, const struct form *form, struct node *root) {
    for (size_t i = 0; i < form->n; i++) {
        if (gh_arena_over(d->arena))
            return wire_refuse(d->err, d->service, WIRE_REQUEST_TOO_LARGE, "The request is too large");
        int rc = plant(d, root, &form->pairs[i]);
        if (rc) return rc;
    }
    return 0;
}

struct numbered {
    int64_t at;
    const struct node *node;
};

static int by_number(const void *a, const void *b) {
    int64_t x = ((const struct numbered *)a)->at, y = ((const struct numbered *)b)->at;
    return (x > y) - (x < y);
}

/* The children 1, 2, ... of @node in order of number; gaps are closed, as AWS does. */
static int sort_elements(struct wire_decoder *d, const struct node *node, const struct wire_path *path,
                         struct numbered **ret_elements) {
    struct numbered *elements = gh_new_n(d->arena, struct numbered, node->n ? node->n : 1);
    size_t i = 0;
    bool sorted = true;
    for (const struct node *c = node->first; c; c = c->next, i++) {
        elements[i].node = c;
        if (!gh_str_to_i64(c->name, &elements[i].at) || elements[i].at < 1 || c->name.p[0] == '0')
            return wire_misfit(d, path, "List elements must be numbered from 1");
        sorted = sorted && (i == 0 || elements[i - 1].at < elements[i].at);
    }
    if (!sorted) qsort(elements, i, sizeof *elements, by_number);
    *ret_elements = elements;
    return 0;
}

/* The node whose children are the numbered elements: below "member" or "entry" unless flattened. NULL: an empty list.
 */
static const struct node *elements_node(const struct gh_shape *s, const struct node *node) {
    if (s->flattened) return node;
    return child(node, s->kind == GH_K_MAP ? GH_S("entry") : s->element_name);
}

static int decode_list(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, struct gh_list *list,
                       const struct wire_path *path) {
    const struct node *holder = elements_node(s, node);
    struct numbered *elements;
    int rc = holder ? sort_elements(d, holder, path, &elements) : 0;
    if (rc) return rc;
    char *to = wire_list_open(d->arena, s, list, holder ? holder->n : 0);
    for (size_t i = 0; i < list->n; i++, to += s->size) {
        struct wire_path here = {.up = path, .name = GH_S("member"), .index = i + 1};
        if ((rc = decode_value(d, s->element, elements[i].node, to, &here)) != 0) return rc;
    }
    return 0;
}

static int decode_entry(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, char *entry,
                        const struct wire_path *path) {
    const struct node *key = child(node, GH_S("key")), *value = child(node, GH_S("value"));
    if (!key || !key->value.p || !value) return wire_misfit(d, path, "A map entry needs a key and a value");
    *(struct gh_str *)entry = key->value;
    return decode_value(d, s->element, value, wire_entry_value(entry), path);
}

static int decode_map(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, struct gh_list *list,
                      const struct wire_path *path) {
    const struct node *holder = elements_node(s, node);
    struct numbered *elements;
    int rc = holder ? sort_elements(d, holder, path, &elements) : 0;
    if (rc) return rc;
    char *entry = wire_list_open(d->arena, s, list, holder ? holder->n : 0);
    struct gh_map seen;
    gh_map_init(&seen, d->arena);
    for (size_t i = 0; i < list->n; i++, entry += s->size) {
        struct wire_path here = {.up = path, .name = GH_S("value"), .index = i + 1};
        if ((rc = decode_entry(d, s, elements[i].node, entry, &here)) != 0) return rc;
        if (gh_map_put(&seen, *(struct gh_str *)entry, &seen)) return wire_misfit(d, &here, "A map key stands twice");
    }
    return 0;
}

static int decode_structure(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, void *out,
                            const struct wire_path *path) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        const struct node *c = child(node, m->name);
        if (!c) {
            wire_note_missing(d, out, m);
            continue;
        }
        struct wire_path here = {.up = path, .name = m->name};
        int rc = decode_value(d, m->shape, c, wire_member_open(d->arena, out, m), &here);
        if (rc) return rc;
    }
    return 0;
}

static int decode_union(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, void *to,
                        const struct wire_path *path) {
    unsigned set = 0;
    for (uint32_t i = 0; i < s->n_members; i++) set += child(node, s->members[i].name) != NULL;
    if (set != 1) return wire_misfit(d, path, "Exactly one member must be set");
    return decode_structure(d, s, node, to, path);
}

static int decode_document(struct wire_decoder *d, struct gh_str text, void *to, const struct wire_path *path) {
    const struct json *document;
    int rc = json_parse(d->arena, text, &(struct json_limits){.depth = WIRE_DEPTH}, &document, NULL);
    if (rc) return wire_misfit(d, path, "JSON was expected");
    *(const struct json **)to = document;
    return 0;
}

static int decode_value(struct wire_decoder *d, const struct gh_shape *s, const struct node *node, void *to,
                        const struct wire_path *path) {
    if (gh_arena_over(d->arena))
        return wire_refuse(d->err, d->service, WIRE_REQUEST_TOO_LARGE, "The request is too large");
    switch (s->kind) {
    case GH_K_STRUCTURE: return decode_structure(d, s, node, to, path);
    case GH_K_UNION: return decode_union(d, s, node, to, path);
    case GH_K_LIST: return decode_list(d, s, node, to, path);
    case GH_K_MAP: return decode_map(d, s, node, to, path);
    default: break;
    }
    if (!node->value.p) return wire_misfit(d, path, "A single value was expected");
    if (s->kind == GH_K_DOCUMENT) return decode_document(d, node->value, to, path);
    return wire_scalar_decode(d, s, node->value, to, path);
}

static int decode(struct wire_decoder *d, const struct wire_input *in, const struct gh_operation *op, void *out) {
    struct node root = {0};
    if (in->form.malformed.p)
        return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "%.*s", GH_S_FMT(in->form.malformed));
    int rc = build_tree(d, &in->form, &root);
    return rc ? rc : decode_structure(d, op->in, &root, out, NULL);
}

const struct gh_engine wire_aws_query = {decode, wire_query_encode, wire_query_encode_error};
