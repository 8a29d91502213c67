/* Tests of the restJson engine: labels, query, headers, body and payload, both ways. */
#include "unit.h"

#include "wire/engine.h"
#include "wire/errors.h"

struct rest_io {
    struct gh_str id, token, page, name;
    int32_t max;
    bool has_max;
    int32_t required_max;
    struct {
        struct gh_str *v;
        size_t n;
    } keys;
    int64_t made;
};

struct rest_inner {
    struct gh_str name;
};

struct rest_payload {
    struct gh_str id;
    struct rest_inner *inner;
};

#define BOUNDS .min = GH_NO_MIN, .max = GH_NO_MAX
static const struct gh_shape text = {.kind = GH_K_STRING, .size = sizeof(struct gh_str), BOUNDS};
static const struct gh_shape number = {.kind = GH_K_INTEGER, .size = sizeof(int32_t), .min = 1, .max = 100};
static const struct gh_shape iso = {.kind = GH_K_TIMESTAMP, .size = sizeof(int64_t), BOUNDS};
static const struct gh_shape texts = {.kind = GH_K_LIST, .size = sizeof(struct gh_str), .element = &text, BOUNDS};

#define AT(field) .offset = offsetof(struct rest_io, field), .has_offset = GH_NO_OFFSET
static const struct gh_member members[] = {
    {.name = GH_S_INIT("id"), .shape = &text, AT(id), .location = GH_IN_PATH, .required = true},
    {.name = GH_S_INIT("token"),
     .location_name = GH_S_INIT("x-amz-token"),
     .shape = &text,
     AT(token),
     .location = GH_IN_HEADER,
     .required = true},
    {.name = GH_S_INIT("page"),
     .location_name = GH_S_INIT("next_page"),
     .shape = &text,
     AT(page),
     .location = GH_IN_QUERY},
    {.name = GH_S_INIT("max"),
     .location_name = GH_S_INIT("max_result"),
     .shape = &number,
     .offset = offsetof(struct rest_io, max),
     .has_offset = offsetof(struct rest_io, has_max),
     .location = GH_IN_QUERY},
    {.name = GH_S_INIT("requiredMax"),
     .location_name = GH_S_INIT("rm"),
     .shape = &number,
     AT(required_max),
     .location = GH_IN_QUERY,
     .required = true},
    {.name = GH_S_INIT("keys"), .location_name = GH_S_INIT("key"), .shape = &texts, AT(keys), .location = GH_IN_QUERY},
    {.name = GH_S_INIT("name"), .shape = &text, AT(name)},
    {.name = GH_S_INIT("made"), .shape = &iso, AT(made)},
};
static const struct gh_shape io = {
    .kind = GH_K_STRUCTURE, .size = sizeof(struct rest_io), .members = members, .n_members = GH_COUNT(members), BOUNDS};
static const struct gh_service service = {.name = GH_S_INIT("rest"), .protocol = GH_REST_JSON};
static const struct gh_operation op = {.service = &service, .in = &io, .out = &io, .http_status = 201};

static const struct gh_member inner_members[] = {
    {.name = GH_S_INIT("name"), .shape = &text, .offset = 0, .has_offset = GH_NO_OFFSET}};
static const struct gh_shape inner = {
    .kind = GH_K_STRUCTURE, .size = sizeof(struct rest_inner), BOUNDS, .members = inner_members, .n_members = 1};
static const struct gh_member payload_members[] = {{.name = GH_S_INIT("id"),
                                                    .location_name = GH_S_INIT("x-id"),
                                                    .shape = &text,
                                                    .has_offset = GH_NO_OFFSET,
                                                    .offset = offsetof(struct rest_payload, id),
                                                    .location = GH_IN_HEADER},
                                                   {.name = GH_S_INIT("inner"),
                                                    .shape = &inner,
                                                    .has_offset = GH_NO_OFFSET,
                                                    .offset = offsetof(struct rest_payload, inner),
                                                    .location = GH_IN_PAYLOAD}};
static const struct gh_shape payload = {
    .kind = GH_K_STRUCTURE, .size = sizeof(struct rest_payload), BOUNDS, .members = payload_members, .n_members = 2};
static const struct gh_operation payload_op = {.service = &service, .in = &payload, .out = &payload};

static int send(struct gh_arena *a, const struct gh_operation *to, struct http_request r, const char *label, void *ret,
                struct gh_err *err) {
    struct wire_input in = {.http = &r};
    if (label) in.labels = (struct wire_labels){.names = {GH_S("id")}, .values = {gh_str_c(label)}, .n = 1};
    return wire_decode(a, &in, to, ret, err);
}

static const struct http_header token[] = {{GH_S_INIT("X-Amz-Token"), GH_S_INIT("tok")}};

static void decodes_from_everywhere(void **state) {
    struct http_request r = {.headers = token,
                             .n_headers = 1,
                             .body = GH_S("{\"name\":\"n\",\"id\":\"no\",\"made\":null}"),
                             .raw_query = GH_S("next_page=a+b%2B&max_result=7&rm=1&key=x&other=1&key=y")};
    struct rest_io *in;
    struct gh_err err = {0};
    assert_int_equal(send(*state, &op, r, "a%2Fb", &in, &err), 0);
    assert_str(in->id, "a/b");
    assert_str(in->token, "tok");
    assert_str(in->page, "a b+");
    assert_true(in->has_max && in->max == 7 && in->required_max == 1);
    assert_int_equal(in->keys.n, 2);
    assert_str(in->keys.v[1], "y");
    assert_str(in->name, "n");
    assert_int_equal(in->made, 0);
}

static void missing_members_are_named(void **state) {
    struct http_request r = {.body = GH_S_NONE};
    struct rest_io *in;
    struct gh_err err = {0};
    assert_int_equal(send(*state, &op, r, NULL, &in, &err), -GH_ETHROWN);
    assert_str(err.shape->name, "ValidationException");
    assert_string_equal(
        err.message, "3 validation errors detected: Value null at 'id' failed to satisfy constraint: Member must not "
                     "be null; Value null at 'token' failed to satisfy constraint: Member must not be null; Value "
                     "null at 'requiredMax' failed to satisfy constraint: Member must not be null");
}

static void refuses_bad_text(void **state) {
    static const struct http_header latin[] = {{GH_S_INIT("x-amz-token"), GH_S_INIT("\xe9")}};
    static const struct {
        const char *label, *query, *body;
        bool latin;
        const char *message;
    } rows[] = {
        {"%zz", "rm=1", "", false, "Bad percent-encoding at 'id'"},
        {"%ff", "rm=1", "", false, "Text was expected at 'id'"},
        {"%00", "rm=1", "", false, "Text was expected at 'id'"},
        {"x", "rm=1", "", true, "Text was expected at 'token'"},
        {"x", "rm=%", "", false, "The query string is malformed: parameter 1 has bad percent-encoding"},
        {"x", "rm=one", "", false, "An integer was expected at 'requiredMax'"},
        {"x", "rm=1&rm=2", "", false, "More than one value at 'requiredMax'"},
        {"x", "rm=1", "[]", false, "The body is not a JSON object"},
        {"x", "rm=1", "{\"name\":1}", false, "A number cannot be converted to the expected string at 'name'"},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        struct http_request r = {.headers = rows[i].latin ? latin : token,
                                 .n_headers = 1,
                                 .raw_query = gh_str_c(rows[i].query),
                                 .body = gh_str_c(rows[i].body)};
        struct rest_io *in;
        struct gh_err err = {0};
        assert_int_equal(send(*state, &op, r, rows[i].label, &in, &err), -GH_ETHROWN);
        assert_str(err.shape->name, "SerializationException");
        assert_string_equal(err.message, rows[i].message);
    }
}

static void encodes_to_everywhere(void **state) {
    struct rest_io out = {
        .id = GH_S("i"), .token = GH_S("t"), .page = GH_S("p"), .name = GH_S("n"), .made = INT64_C(1795507200000)};
    struct wire_reply r;
    wire_encode(*state, &op, &out, GH_S("rid"), &r);
    assert_int_equal(r.status, 201);
    assert_str(r.content_type, "application/json");
    assert_int_equal(r.n_headers, 2);
    assert_str(r.headers[0].name, "x-amzn-RequestId");
    assert_str(r.headers[1].name, "x-amz-token");
    assert_str(r.headers[1].value, "t");
    assert_str(gh_buf_str(&r.body), "{\"name\":\"n\",\"made\":\"2026-11-24T08:00:00Z\"}");
    struct gh_operation none = op;
    none.out = NULL;
    wire_encode(*state, &none, NULL, GH_S("rid"), &r);
    assert_str(gh_buf_str(&r.body), "");
}

static void payloads_are_the_body(void **state) {
    struct http_request r = {.body = GH_S("{\"name\":\"n\"}")};
    struct rest_payload *in;
    assert_int_equal(send(*state, &payload_op, r, NULL, &in, NULL), 0);
    assert_str(in->inner->name, "n");
    in->id = GH_S("7");
    struct wire_reply reply;
    wire_encode(*state, &payload_op, in, GH_S("rid"), &reply);
    assert_int_equal(reply.status, 200);
    assert_str(gh_buf_str(&reply.body), "{\"name\":\"n\"}");
    assert_str(reply.headers[1].value, "7");
    r.body = GH_S_NONE;
    assert_int_equal(send(*state, &payload_op, r, NULL, &in, NULL), 0);
    assert_null(in->inner);
    r.body = GH_S("7");
    assert_int_equal(send(*state, &payload_op, r, NULL, &in, NULL), -GH_ETHROWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(decodes_from_everywhere), arena_test(missing_members_are_named), arena_test(refuses_bad_text),
        arena_test(encodes_to_everywhere),   arena_test(payloads_are_the_body),
    };
    return cmocka_run_group_tests_name("wire/rest", tests, NULL, NULL);
}
