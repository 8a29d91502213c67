/*
 * tables.h: a made-up service as the generator would emit it, with every kind of shape once, and helpers to send it
 * bytes. Included by the engine tests.
 */
#ifndef TESTS_UNIT_WIRE_TABLES_H
#define TESTS_UNIT_WIRE_TABLES_H

#include "unit.h"

#include <string.h>

#include "wire/engine.h"
#include "wire/errors.h"
#include "wire/pattern.h"

struct zoo_tag {
    struct gh_str key, value;
};

struct zoo_tag_list {
    struct zoo_tag *v;
    size_t n;
};

struct zoo_text_list {
    struct gh_str *v;
    size_t n;
};

struct zoo_number_list {
    int32_t *v;
    size_t n;
};

struct zoo_attribute_entry {
    struct gh_str key;
    int64_t value;
};

struct zoo_attribute_map {
    struct zoo_attribute_entry *v;
    size_t n;
};

struct zoo_owner {
    struct gh_str user_id, group_id;
};

struct zoo_input {
    struct gh_str name;
    struct gh_str kind;
    struct gh_str picture;
    bool wild;
    bool has_wild;
    int32_t legs;
    bool has_legs;
    int64_t weight;
    int32_t cage; /* required: no has_ */
    int64_t born;
    int64_t seen;
    struct zoo_tag *favourite;
    struct zoo_owner *owner;
    struct zoo_tag_list tags;
    struct zoo_text_list foods;
    struct zoo_number_list rings;
    struct zoo_attribute_map attributes;
    const struct json *note;
    struct gh_str secret;
    bool has_weight;
};

static const struct gh_str zoo_kinds[] = {GH_S_INIT("BIRD"), GH_S_INIT("FISH")};

#define ANY_BOUNDS .min = GH_NO_MIN, .max = GH_NO_MAX
#define MEMBER(wire, shape_of, type, field, has)                                                                       \
    { .name = GH_S_INIT(wire), .shape = &(shape_of), .offset = offsetof(type, field), .has_offset = (has) }

static const struct gh_shape zoo_name = {.name = GH_S_INIT("Name"),
                                         .kind = GH_K_STRING,
                                         .size = sizeof(struct gh_str),
                                         .min = 1,
                                         .max = 8,
                                         .pattern = "[\\w+=,.@-]+",
                                         .pattern_id = 0};
static const struct gh_shape zoo_text = {
    .name = GH_S_INIT("Text"), .kind = GH_K_STRING, .size = sizeof(struct gh_str), ANY_BOUNDS};
static const struct gh_shape zoo_food = {
    .name = GH_S_INIT("Food"), .kind = GH_K_STRING, .size = sizeof(struct gh_str), .min = 2, .max = 5};
static const struct gh_shape zoo_hidden = {.name = GH_S_INIT("Secret"),
                                           .kind = GH_K_STRING,
                                           .min = GH_NO_MIN,
                                           .size = sizeof(struct gh_str),
                                           .max = 4,
                                           .sensitive = true};
static const struct gh_shape zoo_kind = {.name = GH_S_INIT("Kind"),
                                         .kind = GH_K_ENUM,
                                         .size = sizeof(struct gh_str),
                                         ANY_BOUNDS,
                                         .values = zoo_kinds,
                                         .n_values = 2};
static const struct gh_shape zoo_blob = {
    .name = GH_S_INIT("Picture"), .kind = GH_K_BLOB, .min = GH_NO_MIN, .max = 4, .size = sizeof(struct gh_str)};
static const struct gh_shape zoo_bool = {
    .name = GH_S_INIT("Bool"), .kind = GH_K_BOOL, .size = sizeof(bool), ANY_BOUNDS};
static const struct gh_shape zoo_legs = {
    .name = GH_S_INIT("Legs"), .kind = GH_K_INTEGER, .size = sizeof(int32_t), .min = 0, .max = 1000};
static const struct gh_shape zoo_ring = {
    .name = GH_S_INIT("Ring"), .kind = GH_K_INTEGER, .size = sizeof(int32_t), ANY_BOUNDS};
static const struct gh_shape zoo_long = {
    .name = GH_S_INIT("Long"), .kind = GH_K_LONG, .size = sizeof(int64_t), ANY_BOUNDS};
static const struct gh_shape zoo_epoch = {
    .name = GH_S_INIT("Epoch"), .kind = GH_K_TIMESTAMP, ANY_BOUNDS, .size = sizeof(int64_t), .epoch_seconds = true};
static const struct gh_shape zoo_iso = {
    .name = GH_S_INIT("Iso"), .kind = GH_K_TIMESTAMP, ANY_BOUNDS, .size = sizeof(int64_t)};
static const struct gh_shape zoo_document = {
    .name = GH_S_INIT("Note"), .kind = GH_K_DOCUMENT, ANY_BOUNDS, .size = sizeof(void *)};

static const struct gh_member zoo_tag_members[] = {
    {.name = GH_S_INIT("Key"),
     .shape = &zoo_name,
     .offset = offsetof(struct zoo_tag, key),
     .has_offset = GH_NO_OFFSET,
     .required = true},
    MEMBER("Value", zoo_text, struct zoo_tag, value, GH_NO_OFFSET),
};
static const struct gh_shape zoo_tag_shape = {.name = GH_S_INIT("Tag"),
                                              .kind = GH_K_STRUCTURE,
                                              ANY_BOUNDS,
                                              .size = sizeof(struct zoo_tag),
                                              .members = zoo_tag_members,
                                              .n_members = 2};
static const struct gh_member zoo_owner_members[] = {
    MEMBER("UserId", zoo_text, struct zoo_owner, user_id, GH_NO_OFFSET),
    MEMBER("GroupId", zoo_text, struct zoo_owner, group_id, GH_NO_OFFSET),
};
static const struct gh_shape zoo_owner_shape = {.name = GH_S_INIT("Owner"),
                                                .kind = GH_K_UNION,
                                                ANY_BOUNDS,
                                                .size = sizeof(struct zoo_owner),
                                                .members = zoo_owner_members,
                                                .n_members = 2};
static const struct gh_shape zoo_tags = {.name = GH_S_INIT("Tags"),
                                         .kind = GH_K_LIST,
                                         .size = sizeof(struct zoo_tag),
                                         .min = 0,
                                         .max = 3,
                                         .element = &zoo_tag_shape,
                                         .element_name = GH_S_INIT("member")};
static const struct gh_shape zoo_foods = {.name = GH_S_INIT("Foods"),
                                          .kind = GH_K_LIST,
                                          .min = 1,
                                          .max = 70000,
                                          .size = sizeof(struct gh_str),
                                          .element = &zoo_food,
                                          .element_name = GH_S_INIT("member")};
static const struct gh_shape zoo_rings = {.name = GH_S_INIT("Rings"),
                                          .kind = GH_K_LIST,
                                          ANY_BOUNDS,
                                          .size = sizeof(int32_t),
                                          .element = &zoo_ring,
                                          .flattened = true,
                                          .element_name = GH_S_INIT("member")};
static const struct gh_shape zoo_attributes = {.name = GH_S_INIT("Attributes"),
                                               .kind = GH_K_MAP,
                                               ANY_BOUNDS,
                                               .size = sizeof(struct zoo_attribute_entry),
                                               .key = &zoo_food,
                                               .element = &zoo_long,
                                               .element_name = GH_S_INIT("value")};

static const struct gh_member zoo_members[] = {
    {.name = GH_S_INIT("Name"),
     .shape = &zoo_name,
     .offset = offsetof(struct zoo_input, name),
     .has_offset = GH_NO_OFFSET,
     .required = true},
    MEMBER("Kind", zoo_kind, struct zoo_input, kind, GH_NO_OFFSET),
    MEMBER("Picture", zoo_blob, struct zoo_input, picture, GH_NO_OFFSET),
    MEMBER("Wild", zoo_bool, struct zoo_input, wild, offsetof(struct zoo_input, has_wild)),
    MEMBER("Legs", zoo_legs, struct zoo_input, legs, offsetof(struct zoo_input, has_legs)),
    MEMBER("Weight", zoo_long, struct zoo_input, weight, offsetof(struct zoo_input, has_weight)),
    {.name = GH_S_INIT("Cage"),
     .shape = &zoo_legs,
     .offset = offsetof(struct zoo_input, cage),
     .has_offset = GH_NO_OFFSET,
     .required = true},
    MEMBER("Born", zoo_epoch, struct zoo_input, born, GH_NO_OFFSET),
    MEMBER("Seen", zoo_iso, struct zoo_input, seen, GH_NO_OFFSET),
    MEMBER("Favourite", zoo_tag_shape, struct zoo_input, favourite, GH_NO_OFFSET),
    MEMBER("Owner", zoo_owner_shape, struct zoo_input, owner, GH_NO_OFFSET),
    MEMBER("Tags", zoo_tags, struct zoo_input, tags, GH_NO_OFFSET),
    MEMBER("Foods", zoo_foods, struct zoo_input, foods, GH_NO_OFFSET),
    MEMBER("Rings", zoo_rings, struct zoo_input, rings, GH_NO_OFFSET),
    MEMBER("Attributes", zoo_attributes, struct zoo_input, attributes, GH_NO_OFFSET),
    MEMBER("Note", zoo_document, struct zoo_input, note, GH_NO_OFFSET),
    MEMBER("Secret", zoo_hidden, struct zoo_input, secret, GH_NO_OFFSET),
};
static const struct gh_shape zoo_input_shape = {.name = GH_S_INIT("CreateRequest"),
                                                .kind = GH_K_STRUCTURE,
                                                ANY_BOUNDS,
                                                .size = sizeof(struct zoo_input),
                                                .members = zoo_members,
                                                .n_members = GH_COUNT(zoo_members)};

static const struct gh_error_shape zoo_invalid = {.name = GH_S_INIT("ZooInvalidException"),
                                                  .code = GH_S_INIT("ZooInvalid"),
                                                  .status = 400,
                                                  .sender_fault = true,
                                                  .message_name = "Message"};

static const struct gh_service zoo_json = {
    .name = GH_S_INIT("zoo"), .protocol = GH_AWS_JSON, .json_version = GH_S_INIT("1.1"), .validation = &zoo_invalid};
static const struct gh_service zoo_query = {.name = GH_S_INIT("zoo"),
                                            .protocol = GH_AWS_QUERY,
                                            .xml_namespace = GH_S_INIT("https://zoo/"),
                                            .validation = &zoo_invalid};

/* The same shape in and out. */
static const struct gh_operation zoo_json_create = {
    .service = &zoo_json, .name = GH_S_INIT("Create"), .in = &zoo_input_shape, .out = &zoo_input_shape};
static const struct gh_operation zoo_query_create = {
    .service = &zoo_query, .name = GH_S_INIT("Create"), .in = &zoo_input_shape, .out = &zoo_input_shape};

static inline int zoo_setup(void **state) {
    static const char *const patterns[] = {"[\\w+=,.@-]+"};
    *state = gh_arena_new(0);
    return wire_patterns_init(patterns, 1, NULL);
}

static inline int zoo_teardown(void **state) {
    wire_patterns_done();
    gh_arena_free(*state);
    return 0;
}

#define zoo_test(f) cmocka_unit_test_setup_teardown(f, zoo_setup, zoo_teardown)

/* Decodes a body (JSON) or form (awsQuery). */
static inline int zoo_send(struct gh_arena *a, const struct gh_operation *op, struct gh_str text,
                           struct zoo_input **ret, struct gh_err *err) {
    struct http_request r = {.method = GH_S("POST"), .raw_path = GH_S("/"), .body = text};
    struct wire_input in = {.http = &r};
    if (op->service->protocol == GH_AWS_QUERY) assert_int_equal(form_parse(a, text, NULL, &in.form, NULL), 0);
    void *out = NULL;
    int rc = wire_decode(a, &in, op, &out, err);
    *ret = out;
    return rc;
}

static inline struct zoo_input *zoo_take(struct gh_arena *a, const struct gh_operation *op, const char *text) {
    struct zoo_input *in;
    struct gh_err err = {0};
    if (zoo_send(a, op, gh_str_c(text), &in, &err)) fail_msg("%s\nrefused: %s", text, err.message);
    return in;
}

static inline void zoo_refuse(struct gh_arena *a, const struct gh_operation *op, const char *text, const char *code,
                              const char *message) {
    struct zoo_input *in;
    struct gh_err err = {0};
    if (zoo_send(a, op, gh_str_c(text), &in, &err) != -GH_ETHROWN) fail_msg("accepted: %s", text);
    assert_str(op->service->protocol == GH_AWS_QUERY ? err.shape->code : err.shape->name, code);
    assert_string_equal(err.message, message);
    assert_null(in);
}

#endif
