/* json_encode.c: the C struct of a shape into JSON (see json_value.h). Absent members are left out, never null. */
#include <string.h>

#include "base/base.h"
#include "codec/json.h"
#include "wire/engine.h"
#include "wire/json_value.h"

static const struct wire_json_style plain;

static void write_value(struct json_writer *w, const struct gh_shape *s, const void *value,
                        const struct wire_json_style *style);

static void write_name(struct json_writer *w, struct gh_str name, const struct wire_json_style *style) {
    char small[128];
    if (style->dump && name.n && name.n <= sizeof small && name.p[0] >= 'A' && name.p[0] <= 'Z') {
        memcpy(small, name.p, name.n);
        small[0] = (char)(small[0] + ('a' - 'A'));
        name.p = small;
    }
    json_key(w, name);
}

static void write_structure(struct json_writer *w, const struct gh_shape *s, const void *value,
                            const struct wire_json_style *style) {
    const struct wire_json_style inner = {.dump = style->dump};
    json_object_begin(w);
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        if (style->bodies_only && m->location != GH_IN_BODY) continue;
        if (!wire_present(value, m)) continue;
        write_name(w, m->name, style);
        write_value(w, m->shape, wire_value(value, m), &inner);
    }
    json_object_end(w);
}

static void write_list(struct json_writer *w, const struct gh_shape *s, const struct gh_list *list,
                       const struct wire_json_style *style) {
    const char *element = list->v;
    json_array_begin(w);
    for (size_t i = 0; i < list->n; i++, element += s->size) write_value(w, s->element, element, style);
    json_array_end(w);
}

static void write_map(struct json_writer *w, const struct gh_shape *s, const struct gh_list *list,
                      const struct wire_json_style *style) {
    char *entry = list->v;
    json_object_begin(w);
    for (size_t i = 0; i < list->n; i++, entry += s->size) {
        json_key(w, *(const struct gh_str *)entry);
        write_value(w, s->element, wire_entry_value(entry), style);
    }
    json_object_end(w);
}

static void write_time(struct json_writer *w, const struct gh_shape *s, int64_t ms,
                       const struct wire_json_style *style) {
    if (style->dump || !s->epoch_seconds) {
        json_put_string(w, gh_time_iso(w->out->arena, ms));
        return;
    }
    json_put_raw(w, GH_S(""));
    wire_epoch_write(w->out, ms);
}

static void write_value(struct json_writer *w, const struct gh_shape *s, const void *value,
                        const struct wire_json_style *style) {
    if (style->dump && s->sensitive) {
        json_put_string(w, GH_S("HIDDEN_DUE_TO_SECURITY_REASONS"));
        return;
    }
    switch (s->kind) {
    case GH_K_STRING:
    case GH_K_ENUM:
    case GH_K_BLOB: json_put_string(w, wire_scalar_encode(w->out->arena, s, value)); return;
    case GH_K_BOOL: json_put_bool(w, *(const bool *)value); return;
    case GH_K_INTEGER: json_put_i64(w, *(const int32_t *)value); return;
    case GH_K_LONG: json_put_i64(w, *(const int64_t *)value); return;
    case GH_K_TIMESTAMP: write_time(w, s, *(const int64_t *)value, style); return;
    case GH_K_STRUCTURE:
    case GH_K_UNION: write_structure(w, s, value, style); return;
    case GH_K_LIST: write_list(w, s, value, style); return;
    case GH_K_MAP: write_map(w, s, value, style); return;
    case GH_K_DOCUMENT:
        json_put_raw(w, GH_S(""));
        json_encode(w->out, *(const struct json *const *)value);
        return;
    }
}

void wire_json_write(struct gh_buf *b, const struct gh_shape *s, const void *value,
                     const struct wire_json_style *style) {
    struct json_writer w;
    json_writer_init(&w, b);
    write_value(&w, s, value, style ? style : &plain);
}

void wire_dump(struct gh_buf *b, const struct gh_shape *shape, const void *value) {
    if (!shape || !value) {
        gh_buf_add(b, GH_S("null"));
        return;
    }
    wire_json_write(b, shape, value, &(struct wire_json_style){.dump = true});
}
