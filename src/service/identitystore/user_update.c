/*
 * user_update.c: see user_update.h. Paths and documents are written with small first letters (displayName), the model's
 * members with capital ones: a change is decoded by the shape of User, so that its bounds and patterns hold here too.
 */
#include "service/identitystore/user_update.h"

#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "service/identitystore/user_record.h"
#include "wire/document.h"

/* Attributes that only the service sets. */
static const struct gh_str fixed[] = {GH_S_INIT("IdentityStoreId"), GH_S_INIT("UserId"),    GH_S_INIT("ExternalIds"),
                                      GH_S_INIT("UserStatus"),      GH_S_INIT("CreatedAt"), GH_S_INIT("CreatedBy"),
                                      GH_S_INIT("UpdatedAt"),       GH_S_INIT("UpdatedBy")};

static struct gh_str capital(struct gh_arena *a, struct gh_str name) {
    if (!name.n || name.p[0] < 'a' || name.p[0] > 'z') return name;
    struct gh_str copy = gh_str_dup(a, name);
    ((char *)copy.p)[0] = (char)(copy.p[0] - ('a' - 'A'));
    return copy;
}

/* The document with capital first letters in every name. */
static struct json capitalize(struct gh_arena *a, const struct json *node) {
    struct json copy = *node;
    if (node->kind == JSON_ARRAY && node->n) {
        struct json *items = gh_new_n(a, struct json, node->n);
        for (uint32_t i = 0; i < node->n; i++) items[i] = capitalize(a, &node->items[i]);
        copy.items = items;
    }
    if (node->kind == JSON_OBJECT && node->n) {
        struct json_member *members = gh_new_n(a, struct json_member, node->n);
        for (uint32_t i = 0; i < node->n; i++) {
            members[i] = node->members[i];
            members[i].name = capital(a, node->members[i].name);
            members[i].value = capitalize(a, &node->members[i].value);
        }
        copy.members = members;
    }
    return copy;
}

static const struct gh_member *member_named(const struct gh_shape *shape, struct gh_str name) {
    for (size_t i = 0; i < GH_COUNT(fixed); i++)
        if (gh_str_eq(fixed[i], name)) return NULL;
    for (uint32_t i = 0; i < shape->n_members; i++)
        if (gh_str_eq(shape->members[i].name, name)) return &shape->members[i];
    return NULL;
}

static size_t stored_size(const struct gh_shape *shape) {
    switch (shape->kind) {
    case GH_K_STRUCTURE:
    case GH_K_UNION:
    case GH_K_DOCUMENT: return sizeof(void *);
    case GH_K_LIST:
    case GH_K_MAP: return sizeof(struct gh_list);
    default: return sizeof(struct gh_str);
    }
}

static int bad_path(const struct identitystore_attribute_operation *op, struct gh_err *err) {
    return identitystore_throw_validation(err, GH_S_NONE, "%.*s: is not an attribute that can be updated.",
                                          GH_S_FMT(op->attribute_path));
}

/* Decodes { Member: value } and copies that one member over. */
static int set_member(struct gh_call *c, const struct gh_shape *shape, const struct gh_member *m,
                      const struct json *value, void *target, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    struct json_member pair = {.name = m->name, .value = capitalize(a, value)};
    struct json object = {.kind = JSON_OBJECT, .n = 1, .members = &pair};
    void *decoded = gh_arena_alloc(a, shape->size);
    int r = wire_document_parse(a, &gh_service_identitystore, shape, &object, decoded, err);
    if (!r) memcpy((char *)target + m->offset, (char *)decoded + m->offset, stored_size(m->shape));
    return r;
}

/* ---- extensions: documents of their own, whose names are kept as they are ---- */

/* @object, which may be NULL, with @name set to @value; without it where @value is NULL. */
static struct json *with_member(struct gh_arena *a, const struct json *object, struct gh_str name,
                                const struct json *value) {
    uint32_t n = 0, before = object && object->kind == JSON_OBJECT ? object->n : 0;
    struct json_member *members = gh_new_n(a, struct json_member, before + 1);
    for (uint32_t i = 0; i < before; i++)
        if (!gh_str_eq(object->members[i].name, name)) members[n++] = object->members[i];
    if (value) members[n++] = (struct json_member){.name = name, .value = *value};
    struct json *copy = gh_new(a, struct json);
    *copy = (struct json){.kind = JSON_OBJECT, .n = n, .members = members};
    return copy;
}

/* The same at a path of names; the model bounds how many. */
static struct json *with_path(struct gh_arena *a, const struct json *object, struct gh_str path,
                              const struct json *value) {
    struct gh_str rest = path, name;
    gh_str_split(&rest, '.', &name);
    const struct json *inner = rest.p ? with_path(a, json_get(object, name), rest, value) : value;
    return with_member(a, object, name, inner);
}

static void set_extension(struct gh_arena *a, struct identitystore_extensions *extensions, struct gh_str name,
                          const struct json *value) {
    struct identitystore_extensions_entry *v = gh_new_n(a, struct identitystore_extensions_entry, extensions->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < extensions->n; i++)
        if (!gh_str_eq(extensions->v[i].key, name)) v[n++] = extensions->v[i];
    if (value) v[n++] = (struct identitystore_extensions_entry){.key = name, .value = value};
    *extensions = n ? (struct identitystore_extensions){v, n} : (struct identitystore_extensions){0};
}

/* "aws:identitystore:enterprise", "aws:identitystore:enterprise.manager.value" */
static int apply_to_extension(struct gh_call *c, const struct identitystore_attribute_operation *op,
                              struct identitystore_user *user) {
    const struct json *value = op->attribute_value, *now = NULL;
    struct gh_str path = op->attribute_path, name;
    if (value && value->kind == JSON_NULL) value = NULL;
    gh_str_split(&path, '.', &name);
    for (size_t i = 0; i < user->extensions.n; i++)
        if (gh_str_eq(user->extensions.v[i].key, name)) now = user->extensions.v[i].value;
    if (path.p) value = with_path(c->ctx.arena, now, path, value);
    if (value && value->kind == JSON_OBJECT && !value->n) value = NULL;
    set_extension(c->ctx.arena, &user->extensions, name, value);
    return 0;
}

int user_update_apply(struct gh_call *c, const struct identitystore_attribute_operation *op,
                      struct identitystore_user *user, struct gh_err *err) {
    const struct gh_shape *shape = user_record_shape();
    struct gh_str rest = op->attribute_path, part;
    void *target = user;
    if (gh_str_find(op->attribute_path, ':') >= 0) return apply_to_extension(c, op, user);
    gh_str_split(&rest, '.', &part);
    const struct gh_member *m = member_named(shape, capital(c->ctx.arena, part));
    if (!m) return bad_path(op, err);
    if (rest.p) {
        if (m->shape->kind != GH_K_STRUCTURE) return bad_path(op, err);
        void **inner = (void **)(void *)((char *)target + m->offset);
        if (!*inner) *inner = gh_arena_alloc(c->ctx.arena, m->shape->size);
        target = *inner;
        shape = m->shape;
        m = member_named(shape, capital(c->ctx.arena, rest));
        if (!m) return bad_path(op, err);
    }
    if (!op->attribute_value || op->attribute_value->kind == JSON_NULL) {
        memset((char *)target + m->offset, 0, stored_size(m->shape));
        return 0;
    }
    int r = set_member(c, shape, m, op->attribute_value, target, err);
    return r ? r : wire_document_check(c->ctx.arena, &gh_service_identitystore, user_record_shape(), user, err);
}
