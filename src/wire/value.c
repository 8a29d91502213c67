/* value.c: see value.h. */
#include "wire/value.h"

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "wire/errors.h"

bool wire_present(const void *base, const struct gh_member *m) {
    const void *at = wire_field_const(base, m);
    switch (m->shape->kind) {
    case GH_K_STRING:
    case GH_K_ENUM:
    case GH_K_BLOB: return ((const struct gh_str *)at)->p != NULL;
    case GH_K_BOOL:
    case GH_K_INTEGER:
    case GH_K_LONG: return m->has_offset == GH_NO_OFFSET || *(const bool *)((const char *)base + m->has_offset);
    case GH_K_TIMESTAMP: return *(const int64_t *)at != 0;
    case GH_K_LIST:
    case GH_K_MAP: return ((const struct gh_list *)at)->v != NULL;
    case GH_K_STRUCTURE:
    case GH_K_UNION:
    case GH_K_DOCUMENT: break;
    }
    return *(const void *const *)at != NULL;
}

void *wire_member_open(struct gh_arena *a, void *base, const struct gh_member *m) {
    void *at = wire_field(base, m);
    if (m->has_offset != GH_NO_OFFSET) *(bool *)((char *)base + m->has_offset) = true;
    if (!wire_is_aggregate(m->shape)) return at;
    void *value = gh_arena_alloc(a, m->shape->size ? m->shape->size : 1);
    *(void **)at = value;
    return value;
}

void *wire_list_open(struct gh_arena *a, const struct gh_shape *s, struct gh_list *list, size_t n) {
    list->n = n;
    list->v = n ? gh_arena_calloc(a, n, s->size) : gh_arena_alloc(a, 1);
    return list->v;
}

void wire_note_missing(struct wire_decoder *d, const void *base, const struct gh_member *m) {
    enum gh_kind kind = m->shape->kind;
    bool silent = kind == GH_K_BOOL || kind == GH_K_INTEGER || kind == GH_K_LONG;
    if (!m->required || m->has_offset != GH_NO_OFFSET || !silent || d->n_missing == WIRE_MISSING_MAX) return;
    d->missing[d->n_missing++] = (struct wire_missing){base, m};
}

void wire_path_write(struct gh_buf *b, const struct wire_path *path) {
    if (path->up) {
        wire_path_write(b, path->up);
        gh_buf_addc(b, '.');
    }
    if (path->index) {
        gh_buf_addf(b, "%zu.%.*s", path->index, GH_S_FMT(path->name));
        return;
    }
    if (!path->name.n) return;
    char first = path->name.p[0];
    gh_buf_addc(b, first >= 'A' && first <= 'Z' ? (char)(first + ('a' - 'A')) : first);
    gh_buf_add(b, gh_str_slice(path->name, 1, path->name.n));
}

int wire_misfit(struct wire_decoder *d, const struct wire_path *path, const char *what) {
    if (!path) return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "%s", what);
    struct gh_buf b;
    gh_buf_init(&b, d->arena, 1024);
    wire_path_write(&b, path);
    struct gh_str at = gh_buf_str(&b);
    return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "%s at '%.*s'", what, GH_S_FMT(at));
}

static int integer_decode(struct wire_decoder *d, const struct gh_shape *s, struct gh_str text, void *to,
                          const struct wire_path *path) {
    int64_t v;
    if (!gh_str_to_i64(text, &v)) return wire_misfit(d, path, "An integer was expected");
    if (s->kind == GH_K_LONG) {
        *(int64_t *)to = v;
        return 0;
    }
    if (v < INT32_MIN || v > INT32_MAX) return wire_misfit(d, path, "An integer of 32 bits was expected");
    *(int32_t *)to = (int32_t)v;
    return 0;
}

/* Digits, with a fraction or without. */
static bool is_decimal(struct gh_str text) {
    size_t points = 0;
    for (size_t i = 0; i < text.n; i++) {
        points += text.p[i] == '.';
        if ((text.p[i] < '0' || text.p[i] > '9') && text.p[i] != '.') return false;
    }
    return points < 2 && text.n && text.p[0] != '.' && text.p[text.n - 1] != '.';
}

static bool timestamp_parse(struct gh_str text, int64_t *ret_ms) {
    const struct json number = {.kind = JSON_NUMBER, .text = text};
    return gh_time_parse_iso(text, ret_ms) || (is_decimal(text) && json_scaled_i64(&number, 3, ret_ms));
}

int wire_scalar_decode(struct wire_decoder *d, const struct gh_shape *s, struct gh_str text, void *to,
                       const struct wire_path *path) {
    switch (s->kind) {
    case GH_K_STRING:
    case GH_K_ENUM: *(struct gh_str *)to = text; return 0;
    case GH_K_BLOB:
        if (!base64_decode(d->arena, text, BASE64_STANDARD, to)) return wire_misfit(d, path, "Base64 was expected");
        return 0;
    case GH_K_BOOL:
        if (!gh_str_eq(text, GH_S("true")) && !gh_str_eq(text, GH_S("false")))
            return wire_misfit(d, path, "'true' or 'false' was expected");
        *(bool *)to = text.p[0] == 't';
        return 0;
    case GH_K_INTEGER:
    case GH_K_LONG: return integer_decode(d, s, text, to, path);
    case GH_K_TIMESTAMP:
        if (!timestamp_parse(text, to)) return wire_misfit(d, path, "A timestamp was expected");
        return 0;
    default: return wire_misfit(d, path, "A single value cannot stand");
    }
}

void wire_epoch_write(struct gh_buf *b, int64_t ms) {
    int64_t seconds = ms / 1000, rest = ms % 1000;
    if (ms < 0) gh_buf_addc(b, '-');
    gh_buf_addf(b, "%lld.%03d", (long long)(seconds < 0 ? -seconds : seconds), (int)(rest < 0 ? -rest : rest));
}

struct gh_str wire_scalar_encode(struct gh_arena *a, const struct gh_shape *s, const void *value) {
    switch (s->kind) {
    case GH_K_STRING:
    case GH_K_ENUM: return *(const struct gh_str *)value;
    case GH_K_BLOB: return base64_encode(a, *(const struct gh_str *)value, BASE64_STANDARD);
    case GH_K_BOOL: return *(const bool *)value ? GH_S("true") : GH_S("false");
    case GH_K_INTEGER: return gh_fmt(a, "%d", *(const int32_t *)value);
    case GH_K_LONG: return gh_fmt(a, "%lld", (long long)*(const int64_t *)value);
    case GH_K_TIMESTAMP: return gh_time_iso(a, *(const int64_t *)value);
    default: return GH_S_NONE;
    }
}
