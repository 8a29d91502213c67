/* Tests of the JSON reader: what RFC 8259 allows, what it forbids, and what we forbid beyond it. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json.h"

static const struct json *parse(struct gh_arena *a, struct gh_str text) {
    const struct json *node = NULL;
    struct gh_err err = {0};
    if (json_parse(a, text, NULL, &node, &err)) fail_msg("refused: %.*s: %s", GH_S_FMT(text), err.message);
    return node;
}

static void refuse_at(struct gh_arena *a, struct gh_str text, enum gh_code code, const char *message) {
    const struct json *node = (const struct json *)a;
    struct gh_err err = {0};
    int rc = json_parse(a, text, NULL, &node, &err);
    if (rc != -(int)code) fail_msg("%.*s: got %d, expected %d", GH_S_FMT(text), rc, -(int)code);
    if (message) assert_string_equal(err.message, message);
    assert_ptr_equal(node, a); /* out-parameters are written on success only */
}

static void refuse(struct gh_arena *a, struct gh_str text) {
    refuse_at(a, text, GH_EINVAL, NULL);
}

static void reads_each_kind(void **state) {
    struct gh_arena *a = *state;
    assert_int_equal(parse(a, GH_S("null"))->kind, JSON_NULL);
    assert_int_equal(parse(a, GH_S(" true "))->kind, JSON_TRUE);
    assert_int_equal(parse(a, GH_S("false"))->kind, JSON_FALSE);
    const struct json *n = parse(a, GH_S("-12.50e+3"));
    assert_int_equal(n->kind, JSON_NUMBER);
    assert_str(n->text, "-12.50e+3");
    n = parse(a, GH_S("\"\""));
    assert_int_equal(n->kind, JSON_STRING);
    assert_str(n->text, "");
    n = parse(a, GH_S("[]"));
    assert_int_equal(n->kind, JSON_ARRAY);
    assert_int_equal(n->n, 0);
    assert_null(n->items);
    n = parse(a, GH_S("{}"));
    assert_int_equal(n->kind, JSON_OBJECT);
    assert_int_equal(n->n, 0);
}

static void keeps_order_and_positions(void **state) {
    struct gh_str text = GH_S("{ \"b\" : [1, {\"x\":null}],\n \"a\":\"\\u0041\" }");
    const struct json *n = parse(*state, text);
    assert_int_equal(n->n, 2);
    assert_str(n->members[0].name, "b");
    assert_str(n->members[1].name, "a");
    assert_int_equal(n->members[0].begin, 2);
    const struct json *list = &n->members[0].value;
    assert_int_equal(list->n, 2);
    assert_str(gh_str_slice(text, list->begin, list->end), "[1, {\"x\":null}]");
    assert_str(gh_str_slice(text, list->items[1].begin, list->items[1].end), "{\"x\":null}");
    assert_str(json_get_text(n, GH_S("a")), "A");
    assert_null(json_get(n, GH_S("c")));
    assert_null(json_get(list, GH_S("x")));
    assert_null(json_get_text(n, GH_S("b")).p);
    size_t line, column;
    json_position(text, n->members[1].begin, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 2);
}

static void nests_containers_without_mixing_children(void **state) {
    const struct json *n = parse(*state, GH_S("[[1,[2,3],4],[],[[5]],{\"a\":[6,7],\"b\":{\"c\":8}},9]"));
    assert_int_equal(n->n, 5);
    assert_int_equal(n->items[0].n, 3);
    assert_str(n->items[0].items[1].items[1].text, "3");
    assert_str(n->items[0].items[2].text, "4");
    assert_str(n->items[2].items[0].items[0].text, "5");
    assert_str(json_get(&n->items[3], GH_S("a"))->items[1].text, "7");
    assert_str(json_get(json_get(&n->items[3], GH_S("b")), GH_S("c"))->text, "8");
    assert_str(n->items[4].text, "9");
}

static void decodes_escapes(void **state) {
    struct gh_arena *a = *state;
    assert_str(parse(a, GH_S("\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\""))->text, "a\"\\/\b\f\n\r\tz");
    assert_str(parse(a, GH_S("\"\\u00e9\\u20AC\\ud83d\\ude00 plain text of some length \\u007f\""))->text,
               "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 plain text of some length \x7f");
    assert_str(parse(a, GH_S("\"\xc3\xa9\\n\xf0\x9f\x98\x80\""))->text, "\xc3\xa9\n\xf0\x9f\x98\x80");
    refuse(a, GH_S("\"\\x41\""));
    refuse(a, GH_S("\"\\U0041\""));
    refuse(a, GH_S("\"\\u004\""));
    refuse(a, GH_S("\"\\u00g1\""));
    refuse(a, GH_S("\"\\"));
    refuse(a, GH_S("\"\\\""));
    refuse(a, GH_S("\"\\u00"));
    refuse(a, gh_str_n("\"\\\0\"", 4));
}

static void refuses_lone_surrogates(void **state) {
    refuse(*state, GH_S("\"\\ud800\""));
    refuse(*state, GH_S("\"\\ud800x\""));
    refuse(*state, GH_S("\"\\ud800\\n\""));
    refuse(*state, GH_S("\"\\ud800\\ud800\""));
    refuse(*state, GH_S("\"\\udc00\""));
    refuse(*state, GH_S("\"\\udc00\\ud800\""));
    refuse(*state, GH_S("\"\\ud800\\u"));
}

static void refuses_bad_bytes_in_strings(void **state) {
    struct gh_arena *a = *state;
    refuse(a, GH_S("\"\n\""));
    refuse(a, GH_S("\"\t\""));
    refuse(a, GH_S("\"abcdefg\x1f\""));
    refuse(a, GH_S("\"abcdefghijklmnop\x01 and some more\""));
    refuse(a, gh_str_n("\"\0\"", 3));
    refuse(a, GH_S("\"\xff\""));
    refuse(a, GH_S("\"\xc3\""));
    refuse(a, GH_S("\"\xc0\xaf\""));
    refuse(a, GH_S("\"\xed\xa0\x80\""));
    refuse(a, GH_S("\"\xf5\x80\x80\x80\""));
    refuse(a, GH_S("{\"\x80\":1}"));
    refuse(a, GH_S("\"\\n\x80\""));
    refuse(a, GH_S("\"unfinished"));
    refuse(a, GH_S("\""));
    assert_str(parse(a, GH_S("\"\x7f\""))->text, "\x7f");
}

static void nul_only_where_allowed(void **state) {
    refuse(*state, GH_S("\"a\\u0000\""));
    const struct json *n;
    assert_int_equal(json_parse(*state, GH_S("\"a\\u0000b\""), &(struct json_limits){.allow_nul = true}, &n, NULL), 0);
    assert_true(gh_str_eq(n->text, gh_str_n("a\0b", 3)));
}

static void refuses_what_is_no_json(void **state) {
    static const char *const bad[] = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "tru",
        "[",
        "]",
        "{",
        "}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{,}",
        "1 2",
        "null null",
        "[] x",
        "01",
        "-01",
        "-",
        "+1",
        ".5",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "1e1.5",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_000",
        "// x\n1",
        "/* x */ 1",
        "\xef\xbb\xbf{}",
        "'a'",
        "\v1",
        "{\"a\":1]",
        "[1:2]",
        "[\"a\",\"b\"",
        "{\"a\":1 \"b\":2}",
        "\x01",
        "{\"a\"::1}",
        "\"a\"\"b\"",
        "--1",
    };
    for (size_t i = 0; i < GH_COUNT(bad); i++) refuse(*state, gh_str_c(bad[i]));
    refuse(*state, gh_str_n("1\0", 2));
    refuse(*state, gh_str_n("\0", 1));
    refuse(*state, GH_S_NONE);
}

static void every_prefix_is_refused(void **state) {
    struct gh_str text = GH_S("{\"a\":[1.5e-2,true,null,\"\\ud83d\\ude00\\n\"],\"b\":{\"c\":false}}");
    for (size_t n = 0; n < text.n; n++) {
        /* Bytes of their own, so that the sanitizers see a read past the end. */
        char *copy = malloc(n ? n : 1);
        memcpy(copy, text.p, n);
        refuse(*state, gh_str_n(copy, n));
        free(copy);
    }
    parse(*state, text);
}

static void refuses_duplicate_names(void **state) {
    struct gh_arena *a = *state;
    refuse_at(a, GH_S("{\"a\":1,\n\"a\":2}"), GH_EINVAL, "duplicate member name at line 2, column 1");
    refuse(a, GH_S("{\"a\":1,\"\\u0061\":2}"));
    refuse(a, GH_S("[{\"x\":{\"\":1,\"\":1}}]"));
    parse(a, GH_S("{\"a\":{\"a\":{\"a\":1}},\"A\":2}"));
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 20);
    gh_buf_addc(&b, '{');
    for (int i = 0; i < 2000; i++) gh_buf_addf(&b, "\"k%d\":%d,", i, i);
    size_t before = b.n;
    gh_buf_add(&b, GH_S("\"k1999x\":0}"));
    assert_int_equal(parse(a, gh_buf_str(&b))->n, 2001);
    b.n = before;
    gh_buf_add(&b, GH_S("\"k1000\":0}"));
    refuse(a, gh_buf_str(&b));
}

static struct gh_str nested(struct gh_arena *a, char open, char close, size_t depth) {
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 20);
    for (size_t i = 0; i < depth; i++) {
        gh_buf_addc(&b, open);
        if (open == '{') gh_buf_add(&b, GH_S("\"a\":"));
    }
    gh_buf_addc(&b, '1');
    for (size_t i = 0; i < depth; i++) gh_buf_addc(&b, close);
    return gh_buf_str(&b);
}

static void bounds_depth(void **state) {
    struct gh_arena *a = *state;
    parse(a, nested(a, '[', ']', JSON_DEPTH));
    parse(a, nested(a, '{', '}', JSON_DEPTH));
    refuse_at(a, nested(a, '[', ']', JSON_DEPTH + 1), GH_ELIMIT, "nested too deeply at line 1, column 33");
    refuse_at(a, nested(a, '[', ']', 100000), GH_ELIMIT, NULL);
    refuse_at(a, nested(a, '{', '}', JSON_DEPTH + 1), GH_ELIMIT, NULL);
    const struct json *n;
    struct gh_str five = nested(a, '[', ']', 5);
    assert_int_equal(json_parse(a, five, &(struct json_limits){.depth = 5}, &n, NULL), 0);
    assert_int_equal(json_parse(a, five, &(struct json_limits){.depth = 4}, &n, NULL), -GH_ELIMIT);
    parse(a, GH_S("[[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]],[[]]]"));
}

static void respects_the_arena_limit(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(64 << 10);
    struct gh_arena *roomy = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, roomy, 1 << 20);
    gh_buf_addc(&b, '[');
    for (int i = 0; i < 100000; i++) gh_buf_add(&b, GH_S("[],"));
    gh_buf_add(&b, GH_S("1]"));
    refuse_at(a, gh_buf_str(&b), GH_ELIMIT, NULL);
    assert_int_equal(parse(roomy, gh_buf_str(&b))->n, 100001);
    gh_arena_free(a);
    gh_arena_free(roomy);
}

static void points_at_the_error(void **state) {
    refuse_at(*state, GH_S("{\n  \"a\": tru\n}"), GH_EINVAL, "unknown word at line 2, column 8");
    refuse_at(*state, GH_S("[1,\n2"), GH_EINVAL, "unexpected end of text at line 2, column 2");
    refuse_at(*state, GH_S("[1] 2"), GH_EINVAL, "text after the value at line 1, column 5");
    refuse_at(*state, GH_S("[1 2]"), GH_EINVAL, "',' or ']' expected at line 1, column 4");
    refuse_at(*state, GH_S("{\"a\" 2}"), GH_EINVAL, "':' expected at line 1, column 6");
    refuse_at(*state, GH_S("[007]"), GH_EINVAL, "leading zero in a number at line 1, column 3");
}

static void numbers(void **state) {
    static const struct {
        const char *text;
        bool whole;
        int64_t value, milli;
    } cases[] = {
        {"0", true, 0, 0},
        {"-0", true, 0, 0},
        {"42", true, 42, 42000},
        {"-42", true, -42, -42000},
        {"1.0", true, 1, 1000},
        {"1e3", true, 1000, 1000000},
        {"1.5e1", true, 15, 15000},
        {"1500e-2", true, 15, 15000},
        {"0e999999999999999999999", true, 0, 0},
        {"0.000e-99999999999999999999", true, 0, 0},
        {"1.5", false, 0, 1500},
        {"1e-4", false, 0, 0},
        {"-1.9999", false, 0, -1999},
        {"1.732435200123E9", false, 0, 1732435200123},
        {"1732435200.1239", false, 0, 1732435200123},
        {"9007199254740993", true, 9007199254740993, 9007199254740993000},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        const struct json *n = parse(*state, gh_str_c(cases[i].text));
        int64_t v = 77;
        assert_int_equal(json_i64(n, &v), cases[i].whole);
        assert_int_equal(v, cases[i].whole ? cases[i].value : 77);
        assert_true(json_scaled_i64(n, 3, &v));
        assert_int_equal(v, cases[i].milli);
    }
}

static void numbers_out_of_range(void **state) {
    int64_t v = 77;
    assert_true(json_i64(parse(*state, GH_S("9223372036854775807")), &v));
    assert_true(v == INT64_MAX);
    assert_true(json_i64(parse(*state, GH_S("-9223372036854775808")), &v));
    assert_true(v == INT64_MIN);
    static const char *const over[] = {"9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999999999",
                                       "123456789012345678901234567890"};
    for (size_t i = 0; i < GH_COUNT(over); i++) {
        assert_false(json_i64(parse(*state, gh_str_c(over[i])), &v));
        assert_false(json_scaled_i64(parse(*state, gh_str_c(over[i])), 3, &v));
    }
    assert_false(json_scaled_i64(parse(*state, GH_S("9223372036854775807")), 3, &v));
    assert_false(json_i64(NULL, &v));
    assert_false(json_i64(parse(*state, GH_S("\"1\"")), &v));
    assert_false(json_scaled_i64(NULL, 3, &v));
    bool b;
    assert_true(json_bool(parse(*state, GH_S("true")), &b) && b);
    assert_true(json_bool(parse(*state, GH_S("false")), &b) && !b);
    assert_false(json_bool(parse(*state, GH_S("1")), &b) || json_bool(NULL, &b));
}

/* Every position of a special byte within the eight-byte steps of the scanner. */
static void finds_special_bytes_everywhere(void **state) {
    struct gh_arena *a = *state;
    for (size_t n = 1; n < 40; n++) {
        for (size_t at = 0; at < n; at++) {
            char text[64];
            memset(text, 'x', sizeof text);
            text[0] = text[n + 1] = '"';
            text[at + 1] = '\x1f';
            refuse(a, gh_str_n(text, n + 2));
            text[at + 1] = ' ';
            assert_int_equal(parse(a, gh_str_n(text, n + 2))->text.n, n);
            text[at + 1] = '"';
            refuse(a, gh_str_n(text, n + 2));
            text[at + 1] = (char)0x80;
            refuse(a, gh_str_n(text, n + 2));
            text[at + 1] = '\\';
            text[at + 2] = 'n';
            if (at + 1 < n) assert_int_equal(parse(a, gh_str_n(text, n + 2))->text.n, n - 1);
        }
    }
}

static void borrows_what_needs_no_decoding(void **state) {
    struct gh_str text = GH_S("[\"plain\",\"es\\tcaped\"]");
    const struct json *n = parse(*state, text);
    assert_ptr_equal(n->items[0].text.p, text.p + 2);
    assert_true(n->items[1].text.p < text.p || n->items[1].text.p >= text.p + text.n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(reads_each_kind),
        arena_test(keeps_order_and_positions),
        arena_test(nests_containers_without_mixing_children),
        arena_test(decodes_escapes),
        arena_test(refuses_lone_surrogates),
        arena_test(refuses_bad_bytes_in_strings),
        arena_test(nul_only_where_allowed),
        arena_test(refuses_what_is_no_json),
        arena_test(every_prefix_is_refused),
        arena_test(refuses_duplicate_names),
        arena_test(bounds_depth),
        cmocka_unit_test(respects_the_arena_limit),
        arena_test(points_at_the_error),
        arena_test(numbers),
        arena_test(numbers_out_of_range),
        arena_test(finds_special_bytes_everywhere),
        arena_test(borrows_what_needs_no_decoding),
    };
    return cmocka_run_group_tests_name("codec/json", tests, NULL, NULL);
}
