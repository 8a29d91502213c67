/* member.c: see member.h. */
#include "wire/member.h"

#include <string.h>

#include "base/base.h"

#define TEXT_MAX 8192

/* The room is the next power of two, so n says when it is used up; lists may lie in lists. */
static void add_text(struct gh_arena *a, struct wire_texts *out, struct gh_str text) {
    if (!out->v) out->v = gh_new_n(a, struct gh_str, 1);
    if (out->n && !(out->n & (out->n - 1))) {
        struct gh_str *grown = gh_new_n(a, struct gh_str, 2 * out->n);
        memcpy(grown, out->v, out->n * sizeof *grown);
        out->v = grown;
    }
    out->v[out->n++] = text;
}

static const struct gh_member *member_named(const struct gh_shape *shape, struct gh_str name) {
    for (uint32_t i = 0; i < shape->n_members; i++)
        if (gh_str_eq(shape->members[i].name, name)) return &shape->members[i];
    return NULL;
}

/* The text of a scalar; absent where it has none. */
static struct gh_str scalar_text(struct gh_arena *a, const struct gh_shape *shape, const char *at) {
    switch (shape->kind) {
    case GH_K_STRING:
    case GH_K_ENUM:
    case GH_K_BLOB: return *(const struct gh_str *)(const void *)at;
    case GH_K_BOOL: return *(const bool *)at ? GH_S("true") : GH_S("false");
    case GH_K_INTEGER: return gh_fmt(a, "%d", *(const int32_t *)(const void *)at);
    case GH_K_LONG: return gh_fmt(a, "%lld", (long long)*(const int64_t *)(const void *)at);
    default: return GH_S_NONE;
    }
}

static void collect(struct gh_arena *a, const struct gh_shape *shape, const char *at, struct gh_str path,
                    struct wire_texts *out);

static void collect_list(struct gh_arena *a, const struct gh_shape *shape, const char *at, struct gh_str path,
                         struct wire_texts *out) {
    const struct gh_list *list = (const struct gh_list *)(const void *)at;
    if (!list->v) return;
    if (!out->v) out->v = gh_new_n(a, struct gh_str, 1); /* an empty list is not an absent one */
    for (size_t i = 0; i < list->n; i++)
        collect(a, shape->element, (const char *)list->v + i * shape->element->size, path, out);
}

static void collect_member(struct gh_arena *a, const struct gh_shape *shape, const char *at, struct gh_str path,
                           struct wire_texts *out) {
    ptrdiff_t dot = gh_str_find(path, '.');
    struct gh_str name = dot < 0 ? path : gh_str_slice(path, 0, (size_t)dot);
    struct gh_str rest = dot < 0 ? GH_S("") : gh_str_slice(path, (size_t)dot + 1, path.n);
    if (gh_str_ends(name, GH_S("[]"))) name.n -= 2;
    const struct gh_member *m = member_named(shape, name);
    if (!m) return;
    if (m->has_offset != GH_NO_OFFSET && !*(const bool *)(at + m->has_offset)) return;
    const char *value = at + m->offset;
    if (m->shape->kind == GH_K_STRUCTURE || m->shape->kind == GH_K_UNION) {
        value = *(const char *const *)(const void *)value;
        if (!value) return;
    }
    collect(a, m->shape, value, rest, out);
}

static void collect(struct gh_arena *a, const struct gh_shape *shape, const char *at, struct gh_str path,
                    struct wire_texts *out) {
    if (shape->kind == GH_K_LIST) {
        collect_list(a, shape, at, path, out);
        return;
    }
    if (path.n) {
        if (shape->kind == GH_K_STRUCTURE || shape->kind == GH_K_UNION) collect_member(a, shape, at, path, out);
        return;
    }
    struct gh_str text = scalar_text(a, shape, at);
    if (text.p) add_text(a, out, text);
}

bool wire_member_texts(struct gh_arena *a, const struct gh_shape *shape, const void *value, struct gh_str path,
                       struct wire_texts *ret_texts) {
    *ret_texts = (struct wire_texts){0};
    if (shape) collect(a, shape, value, path, ret_texts);
    return ret_texts->v != NULL;
}

bool wire_member_expand(struct gh_arena *a, const struct gh_shape *shape, const void *value, struct gh_str pattern,
                        struct gh_str *ret_text) {
    struct gh_buf b;
    gh_buf_init(&b, a, TEXT_MAX);
    while (pattern.n) {
        ptrdiff_t open = gh_str_find(pattern, '{');
        bool member = open >= 0 && !(open > 0 && pattern.p[open - 1] == '$');
        size_t until = open < 0 ? pattern.n : member ? (size_t)open : (size_t)open + 1;
        gh_buf_add(&b, gh_str_slice(pattern, 0, until));
        pattern = gh_str_slice(pattern, until, pattern.n);
        if (!member) continue;
        ptrdiff_t close = gh_str_find(pattern, '}');
        struct wire_texts texts;
        if (close < 0) return false;
        struct gh_str path = gh_str_slice(pattern, 1, (size_t)close);
        if (!wire_member_texts(a, shape, value, path, &texts) || !texts.n) return false;
        gh_buf_add(&b, texts.v[0]);
        pattern = gh_str_slice(pattern, (size_t)close + 1, pattern.n);
    }
    *ret_text = gh_buf_str(&b);
    return gh_buf_ok(&b);
}
