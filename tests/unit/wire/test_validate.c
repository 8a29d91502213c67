/* Tests of constraint checks: every failing member is named, in AWS's wording. */
#include "tables.h"

#define OP (&zoo_json_create)
#define ONE "1 validation error detected: "

static void valid(void **state, const char *rest) {
    zoo_take(*state, OP, gh_cstr(*state, gh_fmt(*state, "{\"Name\":\"x\",\"Cage\":1,%s}", rest)));
}

static void invalid(void **state, const char *rest, const char *message) {
    zoo_refuse(*state, OP, gh_cstr(*state, gh_fmt(*state, "{\"Name\":\"x\",\"Cage\":1,%s}", rest)),
               "ZooInvalidException", message);
}

static void lengths_count_characters(void **state) {
    zoo_take(*state, OP, "{\"Name\":\"12345678\",\"Cage\":1}");
    valid(state, "\"Foods\":[\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xc3\xa9\xc3\xa9\xc3\xa9\"]");
    zoo_refuse(*state, OP, "{\"Name\":\"123456789\",\"Cage\":1}", "ZooInvalidException",
               ONE
               "Value '123456789' at 'name' failed to satisfy constraint: Member must have length less than or equal "
               "to 8");
}

static void blobs_and_secrets_are_not_shown(void **state) {
    valid(state, "\"Picture\":\"AAAAAA==\",\"Secret\":\"abcd\"");
    invalid(state, "\"Picture\":\"AAAAAAA=\"",
            ONE "Value at 'picture' failed to satisfy constraint: Member must have length less than or equal to 4");
    invalid(state, "\"Secret\":\"abcde\"",
            ONE "Value at 'secret' failed to satisfy constraint: Member must have length less than or equal to 4");
}

static void ranges(void **state) {
    valid(state, "\"Legs\":0");
    valid(state, "\"Legs\":1000");
    invalid(state, "\"Legs\":1001",
            ONE
            "Value '1001' at 'legs' failed to satisfy constraint: Member must have value less than or equal to 1000");
    invalid(state, "\"Legs\":-1",
            ONE "Value '-1' at 'legs' failed to satisfy constraint: Member must have value greater than or equal to 0");
}

static void enums(void **state) {
    valid(state, "\"Kind\":\"FISH\"");
    invalid(state, "\"Kind\":\"fish\"",
            ONE
            "Value 'fish' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [BIRD, FISH]");
}

static void list_lengths_and_elements(void **state) {
    valid(state, "\"Tags\":[]");
    invalid(state, "\"Foods\":[]",
            ONE
            "Value '[]' at 'foods' failed to satisfy constraint: Member must have length greater than or equal to 1");
    invalid(state, "\"Foods\":[\"fish\",\"x\",\"toolong\"]",
            ONE
            "Value '[fish, x, toolong]' at 'foods' failed to satisfy constraint: Member must satisfy constraint: "
            "[Member must have length less than or equal to 5, Member must have length greater than or equal to 2]");
    invalid(state, "\"Tags\":[{\"Key\":\"a\"},{\"Key\":\"b\"},{\"Key\":\"c\"},{\"Key\":\"d\"}]",
            ONE "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 3");
    invalid(state, "\"Tags\":[{\"Key\":\"a\"},{\"Key\":\"b c\"}]",
            ONE
            "Value 'b c' at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression "
            "pattern: [\\w+=,.@-]+");
    invalid(state, "\"Favourite\":{}",
            ONE "Value null at 'favourite.key' failed to satisfy constraint: Member must not be null");
}

static void map_keys_and_values(void **state) {
    valid(state, "\"Attributes\":{\"ab\":1}");
    invalid(state, "\"Attributes\":{\"ab\":1,\"a\":2}",
            ONE
            "Value at 'attributes' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have "
            "length less than or equal to 5, Member must have length greater than or equal to 2]");
}

static void required_numbers_are_noticed(void **state) {
    zoo_refuse(*state, OP, "{\"Name\":\"x\"}", "ZooInvalidException",
               ONE "Value null at 'cage' failed to satisfy constraint: Member must not be null");
    zoo_refuse(*state, OP, "{\"Name\":\"x\",\"Cage\":null}", "ZooInvalidException",
               ONE "Value null at 'cage' failed to satisfy constraint: Member must not be null");
    zoo_take(*state, OP, "{\"Name\":\"x\",\"Cage\":0}");
}

static void all_failures_are_listed(void **state) {
    zoo_refuse(
        *state, OP, "{\"Name\":\"a b c d e\",\"Kind\":\"X\",\"Legs\":-1}", "ZooInvalidException",
        "5 validation errors detected: "
        "Value 'a b c d e' at 'name' failed to satisfy constraint: Member must have length less than or equal to "
        "8; Value 'a b c d e' at 'name' failed to satisfy constraint: Member must satisfy regular expression "
        "pattern: [\\w+=,.@-]+; Value 'X' at 'kind' failed to satisfy constraint: Member must satisfy enum value "
        "set: [BIRD, FISH]; Value '-1' at 'legs' failed to satisfy constraint: Member must have value greater "
        "than or equal to 0; Value null at 'cage' failed to satisfy constraint: Member must not be null");
}

static void long_values_are_cut_between_characters(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 20);
    gh_buf_add(&b, GH_S("{\"Cage\":1,\"Name\":\"x"));
    for (int i = 0; i < 1000; i++) gh_buf_add(&b, GH_S("\xc3\xa9"));
    gh_buf_add(&b, GH_S("\"}"));
    struct zoo_input *in;
    struct gh_err err = {0};
    assert_int_equal(zoo_send(*state, OP, gh_buf_str(&b), &in, &err), -GH_ETHROWN);
    struct gh_str message = gh_str_c(err.message);
    assert_true(gh_str_is_utf8(message));
    assert_true(gh_str_find_str(message, GH_S("\xc3\xa9...' at 'name'")) > 0);
}

static void many_failures_are_counted(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 20);
    gh_buf_add(&b, GH_S("{\"Name\":\"x\",\"Cage\":1,\"Tags\":[{\"Key\":\"a\"}"));
    for (int i = 0; i < 5000; i++) gh_buf_add(&b, GH_S(",{}"));
    gh_buf_add(&b, GH_S("]}"));
    struct zoo_input *in;
    struct gh_err err = {0};
    assert_int_equal(zoo_send(*state, OP, gh_buf_str(&b), &in, &err), -GH_ETHROWN);
    assert_true(gh_str_starts(gh_str_c(err.message), GH_S("5001 validation errors detected: Value at 'tags' ")));
}

static void organizations_says_why(void **state) {
    static const struct {
        const char *body, *reason;
    } rows[] = {
        {"{\"Cage\":1}", "INPUT_REQUIRED"},
        {"{\"Name\":\"123456789\",\"Cage\":1}", "MAX_LENGTH_EXCEEDED"},
        {"{\"Name\":\"\",\"Cage\":1}", "MIN_LENGTH_EXCEEDED"},
        {"{\"Name\":\"a b\",\"Cage\":1}", "INVALID_PATTERN"},
        {"{\"Name\":\"a\",\"Kind\":\"\",\"Cage\":1}", "INVALID_ENUM"},
        {"{\"Name\":\"a\",\"Cage\":2000}", "MAX_VALUE_EXCEEDED"},
        {"{\"Name\":\"a\",\"Cage\":-1}", "MIN_VALUE_EXCEEDED"},
    };
    struct gh_service service = zoo_json;
    service.name = GH_S("organizations");
    struct gh_operation op = zoo_json_create;
    op.service = &service;
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        struct zoo_input *in;
        struct gh_err err = {0};
        assert_int_equal(zoo_send(*state, &op, gh_str_c(rows[i].body), &in, &err), -GH_ETHROWN);
        assert_string_equal(err.members[0].name, "Reason");
        assert_str(err.members[0].value, rows[i].reason);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        zoo_test(lengths_count_characters),
        zoo_test(blobs_and_secrets_are_not_shown),
        zoo_test(ranges),
        zoo_test(enums),
        zoo_test(list_lengths_and_elements),
        zoo_test(map_keys_and_values),
        zoo_test(required_numbers_are_noticed),
        zoo_test(all_failures_are_listed),
        zoo_test(long_values_are_cut_between_characters),
        zoo_test(many_failures_are_counted),
        zoo_test(organizations_says_why),
    };
    return cmocka_run_group_tests_name("wire/validate", tests, NULL, NULL);
}
