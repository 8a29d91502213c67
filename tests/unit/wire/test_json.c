/* Tests of the awsJson engine: decoding, encoding, type errors, and that work is linear. */
#include "tables.h"

#include "codec/json.h"

#define OP (&zoo_json_create)

static struct gh_str encoded(struct gh_arena *a, const struct zoo_input *out) {
    struct wire_reply r;
    wire_encode(a, OP, out, GH_S("id"), &r);
    assert_int_equal(r.status, 200);
    assert_str(r.content_type, "application/x-amz-json-1.1");
    return gh_buf_str(&r.body);
}

static const char everything[] =
    "{\"Name\":\"tux\",\"Kind\":\"BIRD\",\"Picture\":\"AP8=\",\"Wild\":false,\"Legs\":2,\"Weight\":-"
    "9223372036854775808,"
    "\"Cage\":7,\"Born\":1732435200.123,\"Seen\":\"2026-11-24T08:00:00Z\",\"Favourite\":{\"Key\":\"k\",\"Value\":\"\"},"
    "\"Owner\":{\"GroupId\":\"g\"},\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\"}],\"Foods\":[\"fish\","
    "\"krill\"],"
    "\"Rings\":[1,-2],\"Attributes\":{\"size\":40,\"age\":3},\"Note\":{\"any\":[1,null,\"x\"]},\"Secret\":\"abc\"}";

static void decodes_every_kind(void **state) {
    struct zoo_input *in = zoo_take(*state, OP, everything);
    assert_str(in->name, "tux");
    assert_str(in->kind, "BIRD");
    assert_true(gh_str_eq(in->picture, gh_str_n("\0\xff", 2)));
    assert_true(in->has_wild && !in->wild);
    assert_true(in->has_legs && in->legs == 2);
    assert_true(in->has_weight && in->weight == INT64_MIN);
    assert_int_equal(in->cage, 7);
    assert_int_equal(in->born, 1732435200123);
    assert_int_equal(in->seen, INT64_C(1795507200000));
    assert_str(in->favourite->key, "k");
    assert_str(in->favourite->value, "");
    assert_null(in->owner->user_id.p);
    assert_str(in->owner->group_id, "g");
    assert_int_equal(in->tags.n, 2);
    assert_str(in->tags.v[1].key, "b");
    assert_null(in->tags.v[1].value.p);
    assert_str(in->foods.v[1], "krill");
    assert_int_equal(in->rings.v[1], -2);
    assert_str(in->attributes.v[1].key, "age");
    assert_int_equal(in->attributes.v[1].value, 3);
    assert_int_equal(json_get(in->note, GH_S("any"))->n, 3);
}

static void encodes_every_kind(void **state) {
    assert_str(encoded(*state, zoo_take(*state, OP, everything)), everything);
}

static void leaves_absent_members_out(void **state) {
    struct zoo_input *in =
        zoo_take(*state, OP, "{\"Cage\":0,\"Name\":\"x\",\"Unknown\":[{}],\"Legs\":null,\"Rings\":[]}");
    assert_false(in->has_legs);
    assert_non_null(in->rings.v);
    assert_int_equal(in->rings.n, 0);
    assert_null(in->tags.v);
    assert_null(in->favourite);
    assert_str(encoded(*state, in), "{\"Name\":\"x\",\"Cage\":0,\"Rings\":[]}");
}

static void type_errors_name_the_member(void **state) {
    static const char *const rows[][2] = {
        {"{\"Name\":1}", "A number cannot be converted to the expected string at 'name'"},
        {"{\"Name\":{}}", "An object cannot be converted to the expected string at 'name'"},
        {"{\"Wild\":\"true\"}", "A string cannot be converted to the expected boolean at 'wild'"},
        {"{\"Legs\":\"2\"}", "A string cannot be converted to the expected integer at 'legs'"},
        {"{\"Legs\":1.5}", "A number cannot be converted to the expected integer at 'legs'"},
        {"{\"Legs\":2147483648}", "An integer of 32 bits was expected at 'legs'"},
        {"{\"Weight\":9223372036854775808}", "A number cannot be converted to the expected integer at 'weight'"},
        {"{\"Picture\":\"A\"}", "Base64 was expected at 'picture'"},
        {"{\"Born\":true}", "A boolean cannot be converted to the expected number at 'born'"},
        {"{\"Born\":\"yesterday\"}", "A timestamp was expected at 'born'"},
        {"{\"Tags\":{}}", "An object cannot be converted to the expected array at 'tags'"},
        {"{\"Tags\":[{},7]}", "A number cannot be converted to the expected object at 'tags.2.member'"},
        {"{\"Tags\":[{\"Key\":[]}]}", "An array cannot be converted to the expected string at 'tags.1.member.key'"},
        {"{\"Foods\":[\"a\",null]}", "A list element cannot be null at 'foods.2.member'"},
        {"{\"Attributes\":[]}", "An array cannot be converted to the expected object at 'attributes'"},
        {"{\"Attributes\":{\"aa\":\"x\"}}",
         "A string cannot be converted to the expected integer at 'attributes.1.value'"},
        {"{\"Owner\":{}}", "Exactly one member must be set at 'owner'"},
        {"{\"Owner\":{\"UserId\":\"u\",\"GroupId\":\"g\"}}", "Exactly one member must be set at 'owner'"},
        {"{\"Owner\":{\"Robot\":\"u\"}}", "An unknown member is set at 'owner'"},
        {"[]", "The body is not a JSON object"},
        {"null", "The body is not a JSON object"},
        {"{", "The body is not valid JSON: unexpected end of text at line 1, column 2"},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++)
        zoo_refuse(*state, OP, rows[i][0], "SerializationException", rows[i][1]);
}

static void an_empty_body_is_an_empty_object(void **state) {
    zoo_refuse(*state, OP, "", "ZooInvalidException",
               "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be "
               "null; Value null at 'cage' failed to satisfy constraint: Member must not be null");
}

static void no_input_and_no_output(void **state) {
    struct gh_operation op = zoo_json_create;
    op.in = op.out = NULL;
    struct zoo_input *in;
    assert_int_equal(zoo_send(*state, &op, GH_S("whatever"), &in, NULL), 0);
    assert_null(in);
    assert_null(wire_output_new(*state, &op));
    struct wire_reply r;
    wire_encode(*state, &op, NULL, GH_S("id"), &r);
    assert_str(gh_buf_str(&r.body), "{}");
}

static void long_lists_are_linear(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 24);
    gh_buf_add(&b, GH_S("{\"Name\":\"x\",\"Cage\":1,\"Foods\":["));
    for (int i = 0; i < 65536; i++) gh_buf_addf(&b, "%s\"f%d\"", i ? "," : "", i % 1000);
    gh_buf_add(&b, GH_S("]}"));
    struct zoo_input *in;
    int64_t start = gh_monotonic_ms();
    assert_int_equal(zoo_send(*state, OP, gh_buf_str(&b), &in, NULL), 0);
    assert_int_equal(in->foods.n, 65536);
    assert_str(in->foods.v[65535], "f535");
    assert_true(gh_str_eq(encoded(*state, in), gh_buf_str(&b)));
    assert_true(gh_monotonic_ms() - start < 5000);
}

static void a_small_arena_refuses(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(100000);
    struct gh_arena *roomy = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, roomy, 1 << 20);
    gh_buf_add(&b, GH_S("{\"Tags\":["));
    for (int i = 0; i < 5000; i++) gh_buf_add(&b, GH_S("{\"Key\":\"a\"},"));
    gh_buf_add(&b, GH_S("{}]}"));
    struct zoo_input *in;
    struct gh_err err = {0};
    assert_int_equal(zoo_send(a, OP, gh_buf_str(&b), &in, &err), -GH_ETHROWN);
    gh_arena_free(a);
    gh_arena_free(roomy);
}

static void dumps_for_the_audit_trail(void **state) {
    struct zoo_input *in =
        zoo_take(*state, OP,
                 "{\"Name\":\"x\",\"Cage\":1,\"Born\":1732435200,\"Tags\":[{\"Key\":\"K\"}],\"Secret\":\"abc\","
                 "\"Attributes\":{\"Size\":1}}");
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 16);
    wire_dump(&b, &zoo_input_shape, in);
    assert_str(gh_buf_str(&b),
               "{\"name\":\"x\",\"cage\":1,\"born\":\"2024-11-24T08:00:00Z\",\"tags\":[{\"key\":\"K\"}],"
               "\"attributes\":{\"Size\":1},\"secret\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"}");
    gh_buf_init(&b, *state, 1 << 16);
    wire_dump(&b, NULL, NULL);
    assert_str(gh_buf_str(&b), "null");
}

static int undump(struct gh_arena *a, const char *text, void **ret_in) {
    return wire_undump(a, OP, gh_str_c(text), ret_in, NULL);
}

static void undumps_what_was_whole(void **state) {
    struct zoo_input *in =
        zoo_take(*state, OP, "{\"Name\":\"x\",\"Cage\":0,\"Tags\":[{\"Key\":\"K\"}],\"Secret\":\"abc\"}");
    struct gh_buf b;
    void *again;
    gh_buf_init(&b, *state, 1 << 16);
    wire_dump(&b, &zoo_input_shape, in);
    assert_int_equal(wire_undump(*state, OP, gh_buf_str(&b), &again, NULL), 0);
    in = again;
    assert_str(in->name, "x");
    assert_str(in->tags.v[0].key, "K");
    assert_str(in->secret, "HIDDEN_DUE_TO_SECURITY_REASONS");
}

/* A finder may rely on what is required, as after wire_decode(). */
static void undumps_nothing_that_lacks_what_is_required(void **state) {
    static const char *const bad[] = {"",
                                      "null",
                                      "{}",
                                      "7",
                                      "{\"omitted\":true}",
                                      "{\"name\":\"x\"}",
                                      "{\"cage\":1}",
                                      "{\"name\":\"x\",\"cage\":1,\"tags\":[{\"value\":\"v\"}]}"};
    void *in;
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        assert_true(undump(*state, bad[i], &in) < 0);
        assert_null(in);
    }
    assert_int_equal(undump(*state, "{\"name\":\"HIDDEN DUE TO, AND OF NO PATTERN\",\"cage\":-5}", &in), 0);
}

static void a_reply_too_large_is_an_internal_failure(void **state) {
    struct zoo_input out = {.name = GH_S("x")};
    char *mega = gh_arena_text(*state, 1 << 20);
    memset(mega, 'a', 1 << 20);
    out.foods = (struct zoo_text_list){gh_new_n(*state, struct gh_str, 40), 40};
    for (size_t i = 0; i < 40; i++) out.foods.v[i] = gh_str_n(mega, 1 << 20);
    struct wire_reply r;
    wire_encode(*state, OP, &out, GH_S("id"), &r);
    assert_int_equal(r.status, 500);
    assert_true(gh_buf_ok(&r.body));
    assert_true(gh_str_find_str(gh_buf_str(&r.body), GH_S("InternalFailure")) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        zoo_test(decodes_every_kind),
        zoo_test(encodes_every_kind),
        zoo_test(leaves_absent_members_out),
        zoo_test(type_errors_name_the_member),
        zoo_test(an_empty_body_is_an_empty_object),
        zoo_test(no_input_and_no_output),
        zoo_test(long_lists_are_linear),
        zoo_test(a_small_arena_refuses),
        zoo_test(dumps_for_the_audit_trail),
        zoo_test(undumps_what_was_whole),
        zoo_test(undumps_nothing_that_lacks_what_is_required),
        zoo_test(a_reply_too_large_is_an_internal_failure),
    };
    return cmocka_run_group_tests_name("wire/json", tests, NULL, NULL);
}
