/* Tests of base/str, with the UTF-8 table of RFC 3629. */
#include "unit.h"

#include <string.h>

static void absent_is_not_empty(void **state) {
    (void)state;
    assert_true(gh_str_eq(GH_S(""), GH_S("")));
    assert_false(gh_str_eq(GH_S(""), GH_S_NONE));
    assert_true(gh_str_eq(GH_S_NONE, GH_S_NONE));
    assert_false(gh_str_eq_ci(GH_S(""), GH_S_NONE));
    assert_null(gh_str_c(NULL).p);
}

static void compares(void **state) {
    (void)state;
    assert_true(gh_str_eq(GH_S("a\0b"), gh_str_n("a\0b", 3)));
    assert_false(gh_str_eq(GH_S("a\0b"), GH_S("a\0c")));
    assert_true(gh_str_eq_ci(GH_S("Content-TYPE"), GH_S("content-type")));
    assert_false(gh_str_eq_ci(GH_S("@"), GH_S("`")));
    assert_false(gh_str_eq_ci(GH_S("\xc3\x84"), GH_S("\xc3\xa4")));
    assert_true(gh_str_cmp(GH_S("a"), GH_S("b")) < 0);
    assert_true(gh_str_cmp(GH_S("a"), GH_S("aa")) < 0);
    assert_true(gh_str_cmp(GH_S("\xff"), GH_S("a")) > 0);
    assert_int_equal(gh_str_cmp(GH_S(""), GH_S_NONE), 0);
    assert_true(gh_str_starts(GH_S("abc"), GH_S("ab")));
    assert_false(gh_str_starts(GH_S("ab"), GH_S("abc")));
    assert_true(gh_str_starts(GH_S_NONE, GH_S("")));
    assert_true(gh_str_ends(GH_S("abc"), GH_S("bc")));
    assert_false(gh_str_ends(GH_S("bc"), GH_S("abc")));
}

static void finds_and_slices(void **state) {
    (void)state;
    assert_int_equal(gh_str_find(GH_S("abcb"), 'b'), 1);
    assert_int_equal(gh_str_find(GH_S("abc"), 'x'), -1);
    assert_int_equal(gh_str_find(GH_S_NONE, 'x'), -1);
    assert_int_equal(gh_str_find_str(GH_S("aabaab"), GH_S("aab")), 0);
    assert_int_equal(gh_str_find_str(GH_S("aaab"), GH_S("ab")), 2);
    assert_int_equal(gh_str_find_str(GH_S("ab"), GH_S("abc")), -1);
    assert_int_equal(gh_str_find_str(GH_S("ab"), GH_S("")), 0);
    assert_str(gh_str_slice(GH_S("abcdef"), 1, 3), "bc");
    assert_str(gh_str_slice(GH_S("abc"), 2, 99), "c");
    assert_str(gh_str_slice(GH_S("abc"), 9, 99), "");
    assert_str(gh_str_slice(GH_S("abc"), 2, 1), "");
    assert_null(gh_str_slice(GH_S_NONE, 0, 1).p);
    assert_str(gh_str_trim(GH_S(" \t\r\n\v\fa b \n")), "a b");
    assert_str(gh_str_trim(GH_S(" \n ")), "");
}

static void splits(void **state) {
    (void)state;
    struct gh_str rest = GH_S("a,,b,"), part;
    static const char *const expected[] = {"a", "", "b", ""};
    for (size_t i = 0; i < GH_COUNT(expected); i++) {
        assert_true(gh_str_split(&rest, ',', &part));
        assert_str(part, expected[i]);
    }
    assert_false(gh_str_split(&rest, ',', &part));
    rest = GH_S("");
    assert_true(gh_str_split(&rest, ',', &part));
    assert_str(part, "");
    assert_false(gh_str_split(&rest, ',', &part));
    rest = GH_S_NONE;
    assert_false(gh_str_split(&rest, ',', &part));
}

static void copies(void **state) {
    struct gh_arena *a = *state;
    struct gh_str s = gh_str_dup(a, GH_S("hello"));
    assert_str(s, "hello");
    assert_int_equal(s.p[5], '\0');
    assert_null(gh_str_dup(a, GH_S_NONE).p);
    assert_str(gh_str_dup(a, GH_S("")), "");
    assert_string_equal(gh_cstr(a, gh_str_n("hello", 4)), "hell");
    assert_null(gh_cstr(a, GH_S("a\0b")));
    assert_null(gh_cstr(a, GH_S_NONE));
    assert_str(gh_str_lower(a, GH_S("AbZ\xc3\x84@[")), "abz\xc3\x84@[");
    assert_null(gh_str_lower(a, GH_S_NONE).p);
}

static void formats_short_and_long(void **state) {
    struct gh_arena *a = *state;
    assert_str(gh_fmt(a, "%d %.*s", 7, GH_S_FMT(GH_S("x"))), "7 x");
    for (int n = 250; n < 262; n++) {
        struct gh_str s = gh_fmt(a, "%0*d", n, 1);
        assert_int_equal(s.n, n);
        assert_int_equal(s.p[n - 1], '1');
        assert_int_equal(s.p[n], '\0');
        assert_int_equal(strspn(s.p, "0"), n - 1);
    }
}

static void reads_whole_numbers_only(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"92233720368547758070", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x1", false, 0},
        {"--1", false, 0},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        int64_t v = 42;
        if (gh_str_to_i64(gh_str_c(cases[i].text), &v) != cases[i].ok) fail_msg("\"%s\"", cases[i].text);
        assert_int_equal(v, cases[i].ok ? cases[i].value : 42);
    }
    int64_t v;
    assert_false(gh_str_to_i64(GH_S_NONE, &v));
    assert_false(gh_str_to_i64(gh_str_n("1\0", 2), &v));
}

static void knows_utf8(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
    } cases[] = {
        {"", true},
        {"plain", true},
        {"\xc2\x80", true},          /* U+0080, the smallest of two bytes */
        {"\xdf\xbf", true},          /* U+07FF */
        {"\xe0\xa0\x80", true},      /* U+0800 */
        {"\xed\x9f\xbf", true},      /* U+D7FF, before the surrogates */
        {"\xee\x80\x80", true},      /* U+E000, behind them */
        {"\xef\xbf\xbf", true},      /* U+FFFF */
        {"\xf0\x90\x80\x80", true},  /* U+10000 */
        {"\xf4\x8f\xbf\xbf", true},  /* U+10FFFF, the last */
        {"\xc0\x80", false},         /* NUL overlong */
        {"\xc1\xbf", false},         /* DEL overlong */
        {"\xe0\x9f\xbf", false},     /* U+07FF overlong */
        {"\xf0\x8f\xbf\xbf", false}, /* U+FFFF overlong */
        {"\xed\xa0\x80", false},     /* U+D800 */
        {"\xed\xbf\xbf", false},     /* U+DFFF */
        {"\xf4\x90\x80\x80", false}, /* U+110000 */
        {"\xf5\x80\x80\x80", false},
        {"\xff", false},
        {"\x80", false}, /* a continuation alone */
        {"\xc3", false}, /* cut */
        {"\xe2\x82", false},
        {"\xf0\x9f\x98", false},
        {"\xc3\x28", false},
        {"a\xe2\x28\xa1", false},
        {"\xf0\x28\x8c\xbc", false},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++)
        if (gh_str_is_utf8(gh_str_c(cases[i].text)) != cases[i].ok) fail_msg("case %zu", i);
    assert_true(gh_str_is_utf8(gh_str_n("a\0b", 3)));
    assert_true(gh_str_is_utf8(GH_S_NONE));
    assert_int_equal(gh_str_chars(GH_S("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80")), 4);
    assert_int_equal(gh_str_chars(GH_S_NONE), 0);
}

/* Words of eight bytes are compared at once, the rest one by one. */
static void folds_at_every_place(void **state) {
    (void)state;
    static const char text[] = "x-amz-security-token-and-more";
    for (size_t at = 0; at < sizeof text - 1; at++) {
        char other[sizeof text];
        memcpy(other, text, sizeof text);
        other[at] = text[at] == '-' ? '_' : (char)(text[at] - 32);
        bool same = gh_str_eq_ci(gh_str_c(text), gh_str_c(other));
        assert_int_equal(same, text[at] != '-');
    }
}

static void joins(void **state) {
    assert_str(GH_JOIN(*state, GH_S("a"), GH_S(""), GH_S_NONE, GH_S("bc")), "abc");
    assert_str(GH_JOIN(*state, GH_S_NONE), "");
    assert_non_null(GH_JOIN(*state, GH_S_NONE).p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_is_not_empty),
        cmocka_unit_test(compares),
        cmocka_unit_test(finds_and_slices),
        cmocka_unit_test(splits),
        cmocka_unit_test(folds_at_every_place),
        arena_test(joins),
        arena_test(copies),
        arena_test(formats_short_and_long),
        cmocka_unit_test(reads_whole_numbers_only),
        cmocka_unit_test(knows_utf8),
    };
    return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
