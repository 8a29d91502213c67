/* Tests of form and query-string parsing and of percent-encoding. */
#include "unit.h"

#include "codec/form.h"

static struct form parse(struct gh_arena *a, const char *text) {
    struct form f;
    struct gh_err err = {0};
    if (form_parse(a, gh_str_c(text), NULL, &f, &err)) fail_msg("%s: %s", text, err.message);
    return f;
}

static void keeps_order_and_duplicates(void **state) {
    struct form f = parse(*state, "b=1&a=2&b=3&c&=x&d=");
    assert_int_equal(f.n, 6);
    assert_str(f.pairs[0].name, "b");
    assert_str(f.pairs[2].value, "3");
    assert_str(form_get(&f, GH_S("b")), "1");
    assert_int_equal(form_count(&f, GH_S("b")), 2);
    assert_str(form_get(&f, GH_S("c")), "");
    assert_str(form_get(&f, GH_S("d")), "");
    assert_str(form_get(&f, GH_S("")), "x");
    assert_null(form_get(&f, GH_S("e")).p);
    assert_int_equal(form_count(&f, GH_S("e")), 0);
}

static void empty_forms(void **state) {
    assert_int_equal(parse(*state, NULL).n, 0);
    assert_int_equal(parse(*state, "").n, 0);
    assert_int_equal(parse(*state, "&&&").n, 0);
    assert_int_equal(parse(*state, "&a=1&&b=2&").n, 2);
}

static void decodes(void **state) {
    struct form f = parse(*state, "a%20b=c+d%2B%3d%26&e=%C3%A9&f=x=y");
    assert_str(f.pairs[0].name, "a b");
    assert_str(f.pairs[0].value, "c d+=&");
    assert_str(f.pairs[1].value, "\xc3\xa9");
    assert_str(f.pairs[2].value, "x=y");
    struct form_limits plus = {.plus_literal = true};
    assert_int_equal(form_parse(*state, GH_S("a=b+c%2B"), &plus, &f, NULL), 0);
    assert_str(f.pairs[0].value, "b+c+");
}

static void refuses_bad_escapes(void **state) {
    static const char *const bad[] = {"a=%",   "a=%4",  "a=%4g", "a=%g4",  "a=%%41",   "%=1",
                                      "a=%00", "a=%ff", "a=%c3", "a=\xff", "%c0%af=1", "a=%ed%a0%80"};
    struct form f;
    struct gh_err err;
    for (size_t i = 0; i < GH_COUNT(bad); i++)
        if (form_parse(*state, gh_str_c(bad[i]), NULL, &f, &err) != -GH_EINVAL) fail_msg("accepted %s", bad[i]);
    assert_int_equal(form_parse(*state, gh_str_n("a=\0", 3), NULL, &f, &err), -GH_EINVAL);
    assert_int_equal(form_parse(*state, GH_S("a=1&b=%zz"), NULL, &f, &err), -GH_EINVAL);
    assert_string_equal(err.message, "parameter 2 has bad percent-encoding");
}

static void keeps_what_is_malformed_where_told(void **state) {
    static const struct {
        const char *text, *malformed;
    } cases[] = {{"a=1&b=%ff&c=%zz", "Parameter 'b' is not UTF-8 text"},
                 {"a=1&&b=%00", "Parameter 'b' is not UTF-8 text"},
                 {"b=%4&a=1", "Parameter 'b' has bad percent-encoding"},
                 {"a=1&%ff=x", "The name of parameter 2 is not UTF-8 text"},
                 {"%=x&a=1", "The name of parameter 1 has bad percent-encoding"}};
    struct form f;
    struct form_limits keep = {.keep_malformed = true}, one = {.pairs = 1, .keep_malformed = true};
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        assert_int_equal(form_parse(*state, gh_str_c(cases[i].text), &keep, &f, NULL), 0);
        assert_str(f.malformed, cases[i].malformed);
        assert_str(form_get(&f, GH_S("a")), "1");
        assert_null(form_get(&f, GH_S("b")).p);
    }
    assert_int_equal(form_parse(*state, GH_S("a=1&b=2"), &keep, &f, NULL), 0);
    assert_null(f.malformed.p);
    assert_int_equal(form_parse(*state, GH_S("a=1&b=%ff"), &one, &f, NULL), -GH_ELIMIT);
}

static void bounds_the_number_of_pairs(void **state) {
    struct form f;
    struct form_limits two = {.pairs = 2};
    assert_int_equal(form_parse(*state, GH_S("a=1&b=2"), &two, &f, NULL), 0);
    assert_int_equal(form_parse(*state, GH_S("a=1&b=2&c=3"), &two, &f, NULL), -GH_ELIMIT);
}

static void percent(void **state) {
    struct gh_str got;
    assert_true(percent_decode(*state, GH_S("a%2fb+c"), &got));
    assert_str(got, "a/b+c");
    assert_true(percent_decode(*state, GH_S("%ff%00"), &got));
    assert_true(gh_str_eq(got, gh_str_n("\xff\0", 2)));
    assert_false(percent_decode(*state, GH_S("%f"), &got));
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 16);
    percent_encode(&b, GH_S("AZaz09-._~ /+%\xc3\xa9"));
    assert_str(gh_buf_str(&b), "AZaz09-._~%20%2F%2B%25%C3%A9");
    gh_buf_init(&b, *state, 1 << 16);
    form_add(&b, GH_S("a b"), GH_S("1&2"));
    form_add(&b, GH_S("c"), GH_S(""));
    assert_str(gh_buf_str(&b), "a%20b=1%262&c=");
}

static void all_bytes_round_trip(void **state) {
    char bytes[256];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)i;
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 16);
    percent_encode(&b, gh_str_n(bytes, sizeof bytes));
    struct gh_str got;
    assert_true(percent_decode(*state, gh_buf_str(&b), &got));
    assert_true(gh_str_eq(got, gh_str_n(bytes, sizeof bytes)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(keeps_order_and_duplicates),
        arena_test(empty_forms),
        arena_test(decodes),
        arena_test(refuses_bad_escapes),
        arena_test(keeps_what_is_malformed_where_told),
        arena_test(bounds_the_number_of_pairs),
        arena_test(percent),
        arena_test(all_bytes_round_trip),
    };
    return cmocka_run_group_tests_name("codec/form", tests, NULL, NULL);
}
