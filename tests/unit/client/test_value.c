/* test_value.c: the one spelling of values, and when two are equal. */
#include "client/shape.h"
#include "codec/json.h"
#include "unit.h"

static const struct client_field *field(enum client_kind kind, const char *name) {
    for (unsigned i = 0; i < client_kinds[kind].n_fields; i++)
        if (gh_str_eq(gh_str_c(client_kinds[kind].fields[i].name), gh_str_c(name)))
            return &client_kinds[kind].fields[i];
    fail_msg("no field %s", name);
    return NULL;
}

static struct gh_str value(struct gh_arena *a, enum client_kind kind, const char *name, const char *json) {
    const struct json *tree;
    assert_int_equal(json_parse(a, gh_str_c(json), NULL, &tree, NULL), 0);
    return client_value_of(a, field(kind, name)->shape, tree);
}

static void one_spelling(void **state) {
    assert_str(
        value(*state, CLIENT_USER, "name", "{\"FamilyName\":\"B\",\"GivenName\":\"A\",\"Formatted\":\"\",\"X\":1}"),
        "{\"GivenName\":\"A\",\"FamilyName\":\"B\"}");
    assert_str(value(*state, CLIENT_USER, "emails",
                     "[{\"Primary\":true,\"Value\":\"a@b\"},{\"Primary\":false,\"Value\":\"c\"}]"),
               "[{\"Value\":\"a@b\",\"Primary\":true},{\"Value\":\"c\"}]");
    assert_str(value(*state, CLIENT_UNIT, "tags", "[{\"Key\":\"b\",\"Value\":\"2\"},{\"Key\":\"a\",\"Value\":\"\"}]"),
               "[{\"Key\":\"a\",\"Value\":\"\"},{\"Key\":\"b\",\"Value\":\"2\"}]");
    assert_str(value(*state, CLIENT_PERMISSION_SET, "managed_policies", "[\"b\",\"a\",\"b\"]"), "[\"a\",\"b\"]");
    assert_str(value(*state, CLIENT_PERMISSION_SET, "customer_managed_policies", "[{\"Name\":\"N\"}]"),
               "[{\"Name\":\"N\",\"Path\":\"/\"}]");
    assert_str(value(*state, CLIENT_PERMISSION_SET, "inline_policy", "\"{ \\\"b\\\": 1,\\n \\\"a\\\": [] }\""),
               "{\"b\":1,\"a\":[]}");
}

static void nothing_is_absent(void **state) {
    static const struct {
        enum client_kind kind;
        const char *field, *json;
    } cases[] = {
        {CLIENT_GROUP, "description", "\"\""}, {CLIENT_GROUP, "description", "7"},
        {CLIENT_GROUP, "description", "null"}, {CLIENT_UNIT, "tags", "[]"},
        {CLIENT_UNIT, "tags", "{}"},           {CLIENT_USER, "name", "{}"},
        {CLIENT_USER, "emails", "[{}]"},       {CLIENT_USER, "enterprise", "{}"},
        {CLIENT_USER, "enterprise", "[1]"},    {CLIENT_PERMISSION_SET, "inline_policy", "\"\""},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++)
        assert_null(value(*state, cases[i].kind, cases[i].field, cases[i].json).p);
    assert_null(client_value_of(*state, field(CLIENT_GROUP, "description")->shape, NULL).p);
}

static void policies_are_equal_whatever_their_order(void **state) {
    const struct client_shape *policy = field(CLIENT_PERMISSION_SET, "inline_policy")->shape;
    const struct client_shape *text = field(CLIENT_GROUP, "description")->shape;
    assert_true(client_value_equal(*state, policy, GH_S("{\"a\":1,\"b\":[1,2]}"), GH_S("{\"b\":[1,2],\"a\":1}")));
    assert_false(client_value_equal(*state, policy, GH_S("{\"a\":[1,2]}"), GH_S("{\"a\":[2,1]}")));
    assert_false(client_value_equal(*state, policy, GH_S("{\"a\":1}"), GH_S("{\"a\":1,\"b\":2}")));
    assert_false(client_value_equal(*state, policy, GH_S("{\"a\":1}"), GH_S("{\"a\":\"1\"}")));
    assert_false(client_value_equal(*state, policy, GH_S("{}"), GH_S_NONE));
    assert_true(client_value_equal(*state, text, GH_S_NONE, GH_S_NONE));
    assert_false(client_value_equal(*state, text, GH_S("\"a\""), GH_S("\"b\"")));
}

static void accounts_have_two_spellings_in_principals(void **state) {
    const struct client_shape *policy = field(CLIENT_PERMISSION_SET, "inline_policy")->shape;
    struct gh_str id = GH_S("{\"Principal\":{\"AWS\":[\"111122223333\"]}}");
    struct gh_str arn = GH_S("{\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\"]}}");
    assert_true(client_value_equal(*state, policy, id, arn));
    assert_true(client_value_equal(*state, policy, arn, id));
    assert_false(
        client_value_equal(*state, policy, id, GH_S("{\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223334:root\"]}}")));
    assert_false(client_value_equal(*state, policy, id,
                                    GH_S("{\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:user/root\"]}}")));
    assert_false(client_value_equal(*state, policy, GH_S("{\"Condition\":\"111122223333\"}"),
                                    GH_S("{\"Condition\":\"arn:aws:iam::111122223333:root\"}")));
}

static void texts(void **state) {
    struct gh_str v = client_value_text(*state, GH_S("a\"b\n"));
    assert_str(v, "\"a\\\"b\\n\"");
    assert_str(client_text_value(*state, v), "a\"b\n");
    assert_null(client_value_text(*state, GH_S("")).p);
    assert_null(client_text_value(*state, GH_S_NONE).p);
    assert_str(client_value_or_fallback(field(CLIENT_PERMISSION_SET, "session_duration"), GH_S_NONE), "\"PT1H\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(one_spelling),
        arena_test(nothing_is_absent),
        arena_test(policies_are_equal_whatever_their_order),
        arena_test(accounts_have_two_spellings_in_principals),
        arena_test(texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
