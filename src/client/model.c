/* model.c: see model.h. */
#include "client/model.h"

#include <string.h>

#include "base/base.h"

/* Between the parts of a key; no name that the services take has it. */
#define SEPARATOR '\x1f'
#define KEY_USUAL 512

void client_model_init(struct client_model *m, struct gh_arena *a) {
    *m = (struct client_model){.arena = a};
    for (int kind = 0; kind < CLIENT_KINDS; kind++) gh_map_init(&m->of[kind].by_key, a);
    gh_map_init(&m->parents, a);
    gh_map_init(&m->by_id, a);
    gh_map_init(&m->aws_policies, a);
}

static size_t key_size(const struct client_kind_row *row, const struct gh_str parts[CLIENT_PARTS]) {
    size_t n = row->n_parts ? row->n_parts - 1 : 0;
    for (unsigned i = 0; i < row->n_parts; i++) n += parts[i].n;
    return n;
}

static struct gh_str write_key(char *key, const struct client_kind_row *row, const struct gh_str parts[CLIENT_PARTS]) {
    size_t at = 0;
    for (unsigned i = 0; i < row->n_parts; i++) {
        bool fold = row->folded >> i & 1;
        if (i) key[at++] = SEPARATOR;
        for (size_t c = 0; c < parts[i].n; c++) {
            char letter = parts[i].p[c];
            key[at++] = fold && letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
        }
    }
    return gh_str_n(key, at);
}

struct gh_str client_key(struct gh_arena *a, enum client_kind kind, const struct gh_str parts[CLIENT_PARTS]) {
    const struct client_kind_row *row = &client_kinds[kind];
    if (row->n_parts == 0) return GH_S("");
    if (row->n_parts == 1 && !row->folded) return parts[0];
    return write_key(gh_arena_text(a, key_size(row, parts)), row, parts);
}

static void append(struct client_model *m, struct client_list *l, struct client_item *item) {
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        struct client_item **v = gh_new_n(m->arena, struct client_item *, room);
        if (l->n) memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->room = room;
    }
    l->v[l->n++] = item;
}

struct client_item *client_model_add(struct client_model *m, enum client_kind kind,
                                     const struct gh_str parts[CLIENT_PARTS], struct client_item **ret_twin) {
    struct client_list *l = &m->of[kind];
    struct gh_str key = client_key(m->arena, kind, parts);
    struct client_item *item = gh_map_get(&l->by_key, key);
    if (item) {
        if (ret_twin) *ret_twin = item;
        return NULL;
    }
    item = gh_new(m->arena, struct client_item);
    item->kind = kind;
    item->key = key;
    memcpy(item->parts, parts, client_kinds[kind].n_parts * sizeof *parts);
    if (client_kinds[kind].n_fields) item->values = gh_new_n(m->arena, struct gh_str, client_kinds[kind].n_fields);
    gh_map_put(&l->by_key, key, item);
    append(m, l, item);
    return item;
}

/* Millions of look-ups leave nothing behind in the arena. */
struct client_item *client_model_find(const struct client_model *m, enum client_kind kind,
                                      const struct gh_str parts[CLIENT_PARTS]) {
    const struct client_kind_row *row = &client_kinds[kind];
    char small[KEY_USUAL];
    size_t n = key_size(row, parts);
    char *key = n <= sizeof small ? small : gh_arena_text(m->arena, n);
    return gh_map_get(&m->of[kind].by_key, write_key(key, row, parts));
}

struct client_item *client_model_named(const struct client_model *m, enum client_kind kind, struct gh_str name) {
    return client_model_find(m, kind, (struct gh_str[CLIENT_PARTS]){name});
}

static int by_key(const void *x, const void *y) {
    const struct client_item *const *a = x, *const *b = y;
    return gh_str_cmp((*a)->key, (*b)->key);
}

void client_model_sort(struct client_model *m) {
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        if (m->of[kind].n) qsort(m->of[kind].v, m->of[kind].n, sizeof *m->of[kind].v, by_key);
}

static struct gh_str parent_entry(struct gh_arena *a, enum client_kind kind, struct gh_str parent) {
    return gh_fmt(a, "%d %.*s", kind, GH_S_FMT(parent));
}

void client_model_manage(struct client_model *m, enum client_kind kind, struct gh_str parent) {
    gh_map_put(&m->parents, parent_entry(m->arena, kind, parent), m);
}

bool client_model_manages(const struct client_model *m, enum client_kind kind, struct gh_str parent) {
    return gh_map_get(&m->parents, parent_entry(m->arena, kind, parent)) != NULL;
}

void client_model_note(struct client_model *m, struct gh_str text) {
    struct gh_str *notes = gh_new_n(m->arena, struct gh_str, m->n_notes + 1);
    if (m->n_notes) memcpy(notes, m->notes, m->n_notes * sizeof *notes);
    notes[m->n_notes++] = text;
    m->notes = notes;
}

struct gh_str client_parent_key(struct gh_arena *a, const struct client_item *item) {
    if (item->kind == CLIENT_MEMBERSHIP) return client_key(a, CLIENT_GROUP, item->parts);
    return client_key(a, CLIENT_ORG_POLICY, item->parts);
}

struct gh_str client_item_value(const struct client_item *item, unsigned field) {
    return item->values ? item->values[field] : GH_S_NONE;
}

void client_item_set(struct client_item *item, unsigned field, struct gh_str value) {
    item->values[field] = value;
}

struct gh_str client_item_label(struct gh_arena *a, const struct client_item *i) {
    const struct gh_str *p = i->parts;
    const char *label = client_kinds[i->kind].label;
    switch (i->kind) {
    case CLIENT_ORG_POLICY: return gh_fmt(a, "%s %.*s (%.*s)", label, GH_S_FMT(p[1]), GH_S_FMT(p[0]));
    case CLIENT_ATTACHMENT:
    case CLIENT_DETACHMENT:
        return gh_fmt(a, "%s %.*s %s %.*s%s%.*s", label, GH_S_FMT(p[1]), i->kind == CLIENT_ATTACHMENT ? "on" : "from",
                      GH_S_FMT(p[2]), p[3].n ? " " : "", GH_S_FMT(p[3]));
    case CLIENT_DELEGATION: return gh_fmt(a, "%s %.*s for %.*s", label, GH_S_FMT(p[0]), GH_S_FMT(p[1]));
    case CLIENT_MEMBERSHIP: return gh_fmt(a, "%s of %.*s in %.*s", label, GH_S_FMT(p[1]), GH_S_FMT(p[0]));
    case CLIENT_ASSIGNMENT:
        return gh_fmt(a, "%s of %.*s in %.*s to %.*s %.*s", label, GH_S_FMT(p[0]), GH_S_FMT(p[1]), GH_S_FMT(p[2]),
                      GH_S_FMT(p[3]));
    default: return p[0].p ? gh_fmt(a, "%s %.*s", label, GH_S_FMT(p[0])) : gh_str_c(label);
    }
}

struct gh_str client_path_join(struct gh_arena *a, struct gh_str parent, struct gh_str name) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    gh_buf_add(&b, parent);
    if (parent.n) gh_buf_addc(&b, '/');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '/' || name.p[i] == '\\') gh_buf_addc(&b, '\\');
        gh_buf_addc(&b, name.p[i]);
    }
    return gh_buf_str(&b);
}

bool client_path_split(struct gh_arena *a, struct gh_str path, struct gh_str *ret_parent, struct gh_str *ret_name) {
    struct gh_buf name;
    size_t slash = 0;
    bool sub = false;
    gh_buf_init(&name, a, SIZE_MAX);
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '\\') {
            if (++i == path.n || (path.p[i] != '/' && path.p[i] != '\\')) return false;
        } else if (path.p[i] == '/') {
            if (!name.n) return false;
            gh_buf_init(&name, a, SIZE_MAX);
            slash = i;
            sub = true;
            continue;
        }
        gh_buf_addc(&name, path.p[i]);
    }
    if (!name.n) return false;
    *ret_parent = sub ? gh_str_slice(path, 0, slash) : GH_S("");
    *ret_name = gh_buf_str(&name);
    return true;
}
