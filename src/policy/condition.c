/* condition.c: checks and compiles the Condition element. */
#include "policy/condition.h"

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "policy/policy_int.h"

static bool is_scalar(const struct json *v) {
    return v->kind == JSON_STRING || v->kind == JSON_NUMBER || v->kind == JSON_TRUE || v->kind == JSON_FALSE;
}

/* A value as text, however it was written. */
static struct gh_str scalar_text(const struct json *v) {
    if (v->kind == JSON_TRUE) return GH_S("true");
    if (v->kind == JSON_FALSE) return GH_S("false");
    return v->text;
}

static const struct json *value_at(const struct json *values, uint32_t i) {
    return values->kind == JSON_ARRAY ? &values->items[i] : values;
}

static uint32_t value_count(const struct json *values) {
    return values->kind == JSON_ARRAY ? values->n : 1;
}

static const struct json *bad_values(const struct json *values) {
    for (uint32_t i = 0; i < value_count(values); i++)
        if (!is_scalar(value_at(values, i))) return value_at(values, i);
    return NULL;
}

/* Keys are compared without case, so two that differ in case only would leave it open which of them counts. */
static const struct json *twin_key(struct gh_arena *scratch, const struct json *keys) {
    struct gh_map seen;
    gh_map_init(&seen, scratch);
    for (uint32_t i = 0; i < keys->n; i++)
        if (gh_map_put(&seen, gh_str_lower(scratch, keys->members[i].name), (void *)keys))
            return &keys->members[i].value;
    return NULL;
}

const struct json *condition_bad_shape(struct gh_arena *scratch, const struct json *block) {
    if (block->kind != JSON_OBJECT) return block;
    for (uint32_t i = 0; i < block->n; i++) {
        const struct json *keys = &block->members[i].value;
        struct condition_name name;
        if (keys->kind != JSON_OBJECT) return keys;
        /* AWS lets an operator that it does not know pass when nothing stands under it. */
        if (keys->n && !condition_operator_find(block->members[i].name, &name)) return keys;
        for (uint32_t k = 0; k < keys->n; k++) {
            const struct json *bad = bad_values(&keys->members[k].value);
            if (bad) return bad;
        }
        const struct json *twin = keys->n > 1 ? twin_key(scratch, keys) : NULL;
        if (twin) return twin;
    }
    return NULL;
}

static const struct json *bad_date_in(const struct json *keys) {
    for (uint32_t k = 0; k < keys->n; k++) {
        const struct json *values = &keys->members[k].value;
        for (uint32_t i = 0; i < value_count(values); i++) {
            int64_t ms;
            if (!value_date(scalar_text(value_at(values, i)), &ms)) return value_at(values, i);
        }
    }
    return NULL;
}

const struct json *condition_bad_date(const struct json *block) {
    for (uint32_t i = 0; i < block->n; i++) {
        struct condition_name name;
        if (!condition_operator_find(block->members[i].name, &name) || name.op->type != CONDITION_DATE) continue;
        const struct json *bad = bad_date_in(&block->members[i].value);
        if (bad) return bad;
    }
    return NULL;
}

static bool valid_base64(struct gh_arena *a, struct gh_str text) {
    struct gh_str bytes;
    return base64_decode(a, text, BASE64_STANDARD, &bytes);
}

static struct condition_value compile_value(const struct condition_builder *b, enum condition_type type,
                                            struct gh_str text) {
    struct condition_value v = {.valid = true};
    struct pattern_options options = {.variables = b->variables};
    switch (type) {
    case CONDITION_STRING_LIKE:
    case CONDITION_ARN:
        options.wildcards = true;
        v.pattern = pattern_compile(b->arena, b->keep(b->keeper, text), options);
        break;
    case CONDITION_STRING:
    case CONDITION_STRING_FOLD: v.pattern = pattern_compile(b->arena, b->keep(b->keeper, text), options); break;
    case CONDITION_BINARY:
        /* Strict base64 has one spelling for each value, so the bytes are equal where the texts are. */
        v.valid = valid_base64(b->arena, text);
        v.pattern = pattern_compile(b->arena, b->keep(b->keeper, text), (struct pattern_options){0});
        break;
    case CONDITION_NUMERIC: v.valid = value_number(text, &v.number); break;
    case CONDITION_DATE: v.valid = value_date(text, &v.date_ms); break;
    case CONDITION_IP: v.valid = value_cidr(text, &v.cidr); break;
    case CONDITION_BOOL:
    case CONDITION_NULL: v.valid = value_bool(text, &v.boolean); break;
    }
    return v;
}

static void compile_key(const struct condition_builder *b, const struct condition_name *name,
                        const struct json_member *key, struct condition *to) {
    uint32_t n = value_count(&key->value);
    struct condition_value *values = gh_new_n(b->arena, struct condition_value, n);
    for (uint32_t i = 0; i < n; i++)
        values[i] = compile_value(b, name->op->type, scalar_text(value_at(&key->value, i)));
    *to = (struct condition){.op = name->op,
                             .set = name->set,
                             .if_exists = name->if_exists,
                             .key = b->keep(b->keeper, key->name),
                             .key_hash = policy_key_hash(key->name),
                             .values = values,
                             .n_values = n};
}

const struct condition *condition_compile(const struct condition_builder *b, const struct json *block,
                                          uint32_t *ret_n) {
    uint32_t n = 0, at = 0;
    for (uint32_t i = 0; i < block->n; i++) n += block->members[i].value.n;
    struct condition *conditions = gh_new_n(b->arena, struct condition, n);
    for (uint32_t i = 0; i < block->n; i++) {
        const struct json *keys = &block->members[i].value;
        struct condition_name name;
        if (!keys->n || !condition_operator_find(block->members[i].name, &name)) continue;
        for (uint32_t k = 0; k < keys->n; k++) compile_key(b, &name, &keys->members[k], &conditions[at++]);
    }
    *ret_n = at;
    return conditions;
}
