/* json_decode.c: JSON into the C struct of a shape (see json_value.h). Work and memory are linear in the document. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "wire/errors.h"
#include "wire/json_value.h"

static int decode_value(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *to,
                        const struct wire_path *path);

static int wrong_kind(struct wire_decoder *d, const struct gh_shape *s, const struct json *node,
                      const struct wire_path *path) {
    static const char *const wanted[] = {
        [GH_K_STRING] = "string",   [GH_K_ENUM] = "string",  [GH_K_BLOB] = "base64 string", [GH_K_BOOL] = "boolean",
        [GH_K_INTEGER] = "integer", [GH_K_LONG] = "integer", [GH_K_TIMESTAMP] = "number",   [GH_K_STRUCTURE] = "object",
        [GH_K_UNION] = "object",    [GH_K_LIST] = "array",   [GH_K_MAP] = "object",         [GH_K_DOCUMENT] = "value",
    };
    const char *got = json_kind_name(node->kind);
    char what[96];
    snprintf(what, sizeof what, "A%s %s cannot be converted to the expected %s", strchr("ao", got[0]) ? "n" : "", got,
             wanted[s->kind]);
    return wire_misfit(d, path, what);
}

int wire_json_body(struct wire_decoder *d, struct gh_str body, const struct json **ret) {
    *ret = NULL;
    if (!body.n) return 0;
    struct gh_err why;
    int rc = json_parse(d->arena, body, &(struct json_limits){.depth = WIRE_DEPTH}, ret, &why);
    if (rc) return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "The body is not valid JSON: %s", why.message);
    return 0;
}

/* As write_name() in json_encode.c writes it for people. */
static bool is_dumped_name(struct gh_str name, struct gh_str dumped) {
    return name.n == dumped.n && name.n && gh_str_eq_ci(gh_str_slice(name, 0, 1), gh_str_slice(dumped, 0, 1)) &&
           gh_str_eq(gh_str_slice(name, 1, name.n), gh_str_slice(dumped, 1, name.n));
}

/* SDKs send members in the order of the model more often than not: look at the next one first. */
static const struct gh_member *member_named(const struct wire_decoder *d, const struct gh_shape *s, struct gh_str name,
                                            uint32_t *next) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        uint32_t at = *next + i < s->n_members ? *next + i : *next + i - s->n_members;
        if (!gh_str_eq(s->members[at].name, name) && !(d->dumped && is_dumped_name(s->members[at].name, name)))
            continue;
        *next = at + 1 < s->n_members ? at + 1 : 0;
        return &s->members[at];
    }
    return NULL;
}

static bool sent(const struct wire_decoder *d, const struct json *node, const struct gh_member *m) {
    const struct json *value = node ? json_get(node, m->name) : NULL;
    for (uint32_t i = 0; !value && node && d->dumped && i < node->n; i++)
        if (is_dumped_name(m->name, node->members[i].name)) value = &node->members[i].value;
    return value && value->kind != JSON_NULL;
}

static void note_missing(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *out) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        bool silent = m->required && m->has_offset == GH_NO_OFFSET && m->location == GH_IN_BODY;
        if (silent && !sent(d, node, m)) wire_note_missing(d, out, m);
    }
}

int wire_json_structure(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *out,
                        const struct wire_path *path) {
    uint32_t next = 0;
    for (uint32_t i = 0; node && i < node->n; i++) {
        const struct json_member *jm = &node->members[i];
        if (jm->value.kind == JSON_NULL) continue;
        const struct gh_member *m = member_named(d, s, jm->name, &next);
        /* A dump has all members, wherever they came from. */
        if (!m || (m->location != GH_IN_BODY && !d->dumped)) continue;
        struct wire_path here = {.up = path, .name = m->name};
        int rc = decode_value(d, m->shape, &jm->value, wire_member_open(d->arena, out, m), &here);
        if (rc) return rc;
    }
    note_missing(d, s, node, out);
    return 0;
}

static int decode_union(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *to,
                        const struct wire_path *path) {
    unsigned set = 0;
    for (uint32_t i = 0; i < node->n; i++) set += node->members[i].value.kind != JSON_NULL;
    if (set != 1) return wire_misfit(d, path, "Exactly one member must be set");
    uint32_t next = 0, known = 0;
    for (uint32_t i = 0; i < node->n; i++)
        known += node->members[i].value.kind != JSON_NULL && member_named(d, s, node->members[i].name, &next) != NULL;
    if (!known) return wire_misfit(d, path, "An unknown member is set");
    return wire_json_structure(d, s, node, to, path);
}

static int decode_list(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, struct gh_list *list,
                       const struct wire_path *path) {
    char *element = wire_list_open(d->arena, s, list, node->n);
    for (uint32_t i = 0; i < node->n; i++, element += s->size) {
        struct wire_path here = {.up = path, .name = GH_S("member"), .index = i + 1};
        if (node->items[i].kind == JSON_NULL) return wire_misfit(d, &here, "A list element cannot be null");
        int rc = decode_value(d, s->element, &node->items[i], element, &here);
        if (rc) return rc;
    }
    return 0;
}

static int decode_map(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, struct gh_list *list,
                      const struct wire_path *path) {
    char *entry = wire_list_open(d->arena, s, list, node->n);
    for (uint32_t i = 0; i < node->n; i++, entry += s->size) {
        struct wire_path here = {.up = path, .name = GH_S("value"), .index = i + 1};
        if (node->members[i].value.kind == JSON_NULL) return wire_misfit(d, &here, "A map value cannot be null");
        *(struct gh_str *)entry = node->members[i].name;
        int rc = decode_value(d, s->element, &node->members[i].value, wire_entry_value(entry), &here);
        if (rc) return rc;
    }
    return 0;
}

static int decode_number(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *to,
                         const struct wire_path *path) {
    int64_t v;
    if (!json_i64(node, &v)) return wrong_kind(d, s, node, path);
    if (s->kind == GH_K_LONG) {
        *(int64_t *)to = v;
        return 0;
    }
    if (v < INT32_MIN || v > INT32_MAX) return wire_misfit(d, path, "An integer of 32 bits was expected");
    *(int32_t *)to = (int32_t)v;
    return 0;
}

static int decode_timestamp(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *to,
                            const struct wire_path *path) {
    if (node->kind == JSON_STRING) return wire_scalar_decode(d, s, node->text, to, path);
    return json_scaled_i64(node, 3, to) ? 0 : wrong_kind(d, s, node, path);
}

static int decode_value(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *to,
                        const struct wire_path *path) {
    if (gh_arena_over(d->arena))
        return wire_refuse(d->err, d->service, WIRE_REQUEST_TOO_LARGE, "The request is too large");
    bool text = node->kind == JSON_STRING, object = node->kind == JSON_OBJECT;
    switch (s->kind) {
    case GH_K_STRING:
    case GH_K_ENUM:
    case GH_K_BLOB: return text ? wire_scalar_decode(d, s, node->text, to, path) : wrong_kind(d, s, node, path);
    case GH_K_BOOL: return json_bool(node, to) ? 0 : wrong_kind(d, s, node, path);
    case GH_K_INTEGER:
    case GH_K_LONG: return decode_number(d, s, node, to, path);
    case GH_K_TIMESTAMP: return decode_timestamp(d, s, node, to, path);
    case GH_K_STRUCTURE: return object ? wire_json_structure(d, s, node, to, path) : wrong_kind(d, s, node, path);
    case GH_K_UNION: return object ? decode_union(d, s, node, to, path) : wrong_kind(d, s, node, path);
    case GH_K_LIST: return node->kind == JSON_ARRAY ? decode_list(d, s, node, to, path) : wrong_kind(d, s, node, path);
    case GH_K_MAP: return object ? decode_map(d, s, node, to, path) : wrong_kind(d, s, node, path);
    case GH_K_DOCUMENT: *(const struct json **)to = node; return 0;
    }
    return wire_misfit(d, path, "An unknown kind of value");
}
