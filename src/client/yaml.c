/* yaml.c: see yaml.h. */
#include "client/yaml.h"

#include <yaml.h>

#include "base/base.h"

#define FEW_ENTRIES 16

struct reader {
    struct gh_arena *arena;
    yaml_parser_t parser;
    struct gh_map anchors;
    size_t max_nodes, nodes;
    struct gh_err *err;
};

static int parse_node(struct reader *r, const yaml_event_t *event, unsigned depth, const struct client_yaml **ret);

static int syntax_error(struct reader *r) {
    const yaml_parser_t *p = &r->parser;
    size_t line = p->problem_mark.line ? p->problem_mark.line : p->context_mark.line;
    return gh_refuse(r->err, GH_EINVAL, "line %zu: not YAML: %s%s%s", line + 1, p->problem ? p->problem : "unreadable",
                     p->context ? " " : "", p->context ? p->context : "");
}

static uint32_t line_of(const yaml_event_t *event) {
    return (uint32_t)(event->start_mark.line + 1);
}

static int next(struct reader *r, yaml_event_t *ret) {
    return yaml_parser_parse(&r->parser, ret) ? 0 : syntax_error(r);
}

static struct gh_str borrow(const yaml_char_t *text) {
    return gh_str_c((const char *)text);
}

/* Tags would let the document say what a value is; the schema does. "!" and !!str only take the look of a number off.
 */
static int check_tag(struct reader *r, const yaml_event_t *event, const yaml_char_t *tag, const char *allowed) {
    if (!tag || gh_str_eq(borrow(tag), gh_str_c(allowed))) return 0;
    if (event->type == YAML_SCALAR_EVENT && gh_str_eq(borrow(tag), GH_S("!"))) return 0;
    return gh_refuse(r->err, GH_EINVAL, "line %u: tags such as %.60s are not supported", line_of(event),
                     (const char *)tag);
}

static int count(struct reader *r, uint64_t weight, uint32_t line) {
    if (weight > r->max_nodes - r->nodes)
        return gh_refuse(r->err, GH_ELIMIT, "line %u: the document has more than %zu values, aliases counted out", line,
                         r->max_nodes);
    r->nodes += weight;
    return 0;
}

static int check_depth(struct reader *r, const yaml_event_t *event, unsigned depth) {
    return depth < CLIENT_YAML_DEPTH
               ? 0
               : gh_refuse(r->err, GH_ELIMIT, "line %u: nested more than %u deep", line_of(event), CLIENT_YAML_DEPTH);
}

/* @node has one more thing in it. */
static void add_inner(struct client_yaml *node, const struct client_yaml *inner) {
    node->weight += inner->weight;
    if (inner->height >= node->height) node->height = inner->height + 1;
}

static int remember(struct reader *r, const yaml_char_t *anchor, struct client_yaml *node) {
    if (anchor) gh_map_put(&r->anchors, gh_str_dup(r->arena, borrow(anchor)), node);
    return 0;
}

/* An anchor is known once its node is complete: a node inside itself finds nothing. */
static int parse_alias(struct reader *r, const yaml_event_t *event, unsigned depth, const struct client_yaml **ret) {
    const struct client_yaml *node = gh_map_get(&r->anchors, borrow(event->data.alias.anchor));
    if (!node)
        return gh_refuse(r->err, GH_EINVAL, "line %u: there is no anchor &%.60s before this alias", line_of(event),
                         (const char *)event->data.alias.anchor);
    *ret = node;
    int e = check_depth(r, event, depth + node->height);
    return e ? e : count(r, node->weight, line_of(event));
}

static int parse_scalar(struct reader *r, const yaml_event_t *event, struct client_yaml *node) {
    const char *value = (const char *)event->data.scalar.value;
    node->kind = CLIENT_YAML_TEXT;
    node->text = gh_str_dup(r->arena, gh_str_n(value, event->data.scalar.length));
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !event->data.scalar.tag;
    int e = check_tag(r, event, event->data.scalar.tag, YAML_STR_TAG);
    if (!e && gh_str_find(node->text, '\0') >= 0)
        e = gh_refuse(r->err, GH_EINVAL, "line %u: a text holds a NUL character", node->line);
    return e ? e : remember(r, event->data.scalar.anchor, node);
}

/* Makes room for one more of @size bytes in an array that has @n of them. */
static void *grow(struct gh_arena *a, void *array, uint32_t n, size_t size) {
    if (n & (n - 1)) return array; /* full at powers of two only */
    void *bigger = gh_arena_calloc(a, n ? 2 * (size_t)n : 1, size);
    if (n) memcpy(bigger, array, n * size);
    return bigger;
}

static int parse_list(struct reader *r, const yaml_event_t *event, unsigned depth, struct client_yaml *node) {
    const struct client_yaml **items = NULL;
    node->kind = CLIENT_YAML_LIST;
    int e = check_tag(r, event, event->data.sequence_start.tag, YAML_SEQ_TAG);
    while (!e) {
        yaml_event_t inner;
        e = next(r, &inner);
        if (e) break;
        bool end = inner.type == YAML_SEQUENCE_END_EVENT;
        if (!end) {
            items = grow(r->arena, items, node->n, sizeof *items);
            e = parse_node(r, &inner, depth, &items[node->n]);
            if (!e) add_inner(node, items[node->n++]);
        }
        yaml_event_delete(&inner);
        if (end) break;
    }
    node->items = items;
    return e ? e : remember(r, event->data.sequence_start.anchor, node);
}

static int parse_name(struct reader *r, const yaml_event_t *event, struct client_yaml_entry *entry) {
    if (event->type != YAML_SCALAR_EVENT)
        return gh_refuse(r->err, GH_EINVAL, "line %u: a name in a mapping must be text", line_of(event));
    entry->line = line_of(event);
    entry->name = gh_str_dup(r->arena, gh_str_n((const char *)event->data.scalar.value, event->data.scalar.length));
    if (gh_str_find(entry->name, '\0') >= 0)
        return gh_refuse(r->err, GH_EINVAL, "line %u: a name holds a NUL character", entry->line);
    return event->data.scalar.anchor ? gh_refuse(r->err, GH_EINVAL, "line %u: a name takes no anchor", entry->line)
                                     : check_tag(r, event, event->data.scalar.tag, YAML_STR_TAG);
}

static int parse_entry(struct reader *r, const yaml_event_t *name, unsigned depth, struct client_yaml_entry *entry) {
    yaml_event_t value;
    int e = parse_name(r, name, entry);
    if (!e) e = next(r, &value);
    if (e) return e;
    e = parse_node(r, &value, depth, &entry->value);
    yaml_event_delete(&value);
    return e;
}

static int refuse_twice(struct reader *r, const struct client_yaml_entry *second, uint32_t first_line) {
    return gh_refuse(r->err, GH_EINVAL, "line %u: %.*s stands in line %u already", second->line, GH_S_FMT(second->name),
                     first_line);
}

static int check_unique(struct reader *r, const struct client_yaml_entry *entries, uint32_t n) {
    struct gh_map seen;
    if (n > FEW_ENTRIES) gh_map_init(&seen, r->arena);
    for (uint32_t i = 0; i < n; i++) {
        if (n > FEW_ENTRIES) {
            const struct client_yaml_entry *first = gh_map_put(&seen, entries[i].name, (void *)&entries[i]);
            if (first) return refuse_twice(r, &entries[i], first->line);
            continue;
        }
        for (uint32_t j = 0; j < i; j++)
            if (gh_str_eq(entries[i].name, entries[j].name)) return refuse_twice(r, &entries[i], entries[j].line);
    }
    return 0;
}

static int parse_map(struct reader *r, const yaml_event_t *event, unsigned depth, struct client_yaml *node) {
    struct client_yaml_entry *entries = NULL;
    node->kind = CLIENT_YAML_MAP;
    int e = check_tag(r, event, event->data.mapping_start.tag, YAML_MAP_TAG);
    while (!e) {
        yaml_event_t name;
        e = next(r, &name);
        if (e) break;
        bool end = name.type == YAML_MAPPING_END_EVENT;
        if (!end) {
            entries = grow(r->arena, entries, node->n, sizeof *entries);
            e = parse_entry(r, &name, depth, &entries[node->n]);
            if (!e) add_inner(node, entries[node->n++].value);
        }
        yaml_event_delete(&name);
        if (end) break;
    }
    node->entries = entries;
    if (!e) e = check_unique(r, entries, node->n);
    return e ? e : remember(r, event->data.mapping_start.anchor, node);
}

static int parse_node(struct reader *r, const yaml_event_t *event, unsigned depth, const struct client_yaml **ret) {
    if (event->type == YAML_ALIAS_EVENT) return parse_alias(r, event, depth, ret);
    int e = check_depth(r, event, depth);
    if (!e) e = count(r, 1, line_of(event));
    if (e) return e;
    struct client_yaml *node = gh_new(r->arena, struct client_yaml);
    node->line = line_of(event);
    node->weight = 1;
    if (event->type == YAML_SCALAR_EVENT)
        e = parse_scalar(r, event, node);
    else if (event->type == YAML_SEQUENCE_START_EVENT)
        e = parse_list(r, event, depth + 1, node);
    else if (event->type == YAML_MAPPING_START_EVENT)
        e = parse_map(r, event, depth + 1, node);
    else
        e = gh_refuse(r->err, GH_EINVAL, "line %u: a value is missing", node->line);
    *ret = node;
    return e;
}

/* The next event must be of @type. */
static int expect(struct reader *r, yaml_event_type_t type, const char *otherwise) {
    yaml_event_t event;
    int e = next(r, &event);
    if (e) return e;
    if (event.type != type) e = gh_refuse(r->err, GH_EINVAL, "line %u: %s", line_of(&event), otherwise);
    yaml_event_delete(&event);
    return e;
}

static int parse_document(struct reader *r, const struct client_yaml **ret) {
    yaml_event_t event;
    int e = expect(r, YAML_STREAM_START_EVENT, "not YAML");
    if (!e) e = expect(r, YAML_DOCUMENT_START_EVENT, "the document is empty");
    if (!e) e = next(r, &event);
    if (e) return e;
    e = parse_node(r, &event, 0, ret);
    yaml_event_delete(&event);
    if (!e) e = expect(r, YAML_DOCUMENT_END_EVENT, "not YAML");
    return e ? e : expect(r, YAML_STREAM_END_EVENT, "there must be one document only");
}

int client_yaml_parse(struct gh_arena *a, struct gh_str text, const struct client_yaml_limits *limits,
                      const struct client_yaml **ret, struct gh_err *err) {
    static const struct client_yaml_limits none;
    const struct client_yaml_limits *l = limits ? limits : &none;
    size_t max_bytes = l->bytes ? l->bytes : CLIENT_YAML_BYTES;
    struct reader r = {.arena = a, .max_nodes = l->nodes ? l->nodes : CLIENT_YAML_NODES, .err = err};
    if (text.n > max_bytes) return gh_refuse(err, GH_ELIMIT, "the document is larger than %zu bytes", max_bytes);
    if (!gh_str_is_utf8(text)) return gh_refuse(err, GH_EINVAL, "line 1: the document is not UTF-8");
    if (!yaml_parser_initialize(&r.parser)) abort();
    gh_map_init(&r.anchors, a);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.p ? text.p : ""), text.n);
    const struct client_yaml *root = NULL;
    int e = parse_document(&r, &root);
    yaml_parser_delete(&r.parser);
    if (!e) *ret = root;
    return e;
}

const struct client_yaml *client_yaml_get(const struct client_yaml *map, struct gh_str name) {
    if (!map || map->kind != CLIENT_YAML_MAP) return NULL;
    for (uint32_t i = 0; i < map->n; i++)
        if (gh_str_eq(map->entries[i].name, name)) return map->entries[i].value;
    return NULL;
}

static bool is_one_of(const struct client_yaml *node, const char *const *words, size_t n) {
    if (node->kind != CLIENT_YAML_TEXT || !node->plain) return false;
    for (size_t i = 0; i < n; i++)
        if (gh_str_eq(node->text, gh_str_c(words[i]))) return true;
    return false;
}

bool client_yaml_is_null(const struct client_yaml *node) {
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    return is_one_of(node, words, GH_COUNT(words));
}

bool client_yaml_is_bool(const struct client_yaml *node, bool *ret_value) {
    static const char *const words[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
    if (!is_one_of(node, words, GH_COUNT(words))) return false;
    *ret_value = node->text.p[0] == 't' || node->text.p[0] == 'T';
    return true;
}

static size_t digits(struct gh_str s, size_t at) {
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9') n++;
    return n;
}

bool client_yaml_is_number(const struct client_yaml *node) {
    static const char *const words[] = {".inf", ".Inf", ".INF", "-.inf", "+.inf", ".nan", ".NaN", ".NAN"};
    if (node->kind != CLIENT_YAML_TEXT || !node->plain) return false;
    if (is_one_of(node, words, GH_COUNT(words))) return true;
    struct gh_str s = node->text;
    if (gh_str_starts(s, GH_S("0x")) || gh_str_starts(s, GH_S("0o"))) return s.n > 2;
    size_t at = s.n && (s.p[0] == '-' || s.p[0] == '+');
    size_t whole = digits(s, at), part = 0;
    at += whole;
    if (at < s.n && s.p[at] == '.') {
        part = digits(s, ++at);
        at += part;
    }
    if (!whole && !part) return false;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '-' || s.p[at] == '+')) at++;
        if (!digits(s, at)) return false;
        at += digits(s, at);
    }
    return at == s.n;
}

const char *client_yaml_look(const struct client_yaml *node) {
    bool flag;
    if (node->kind == CLIENT_YAML_LIST) return "a list";
    if (node->kind == CLIENT_YAML_MAP) return "a mapping";
    if (client_yaml_is_null(node)) return "nothing";
    if (client_yaml_is_bool(node, &flag)) return "true or false";
    return client_yaml_is_number(node) ? "a number" : "text";
}
