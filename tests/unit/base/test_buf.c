/* Tests of base/buf. */
#include "unit.h"

#include <string.h>

static void appends(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1000);
    assert_str(gh_buf_str(&b), "");
    gh_buf_add(&b, GH_S("a"));
    gh_buf_addc(&b, 'b');
    gh_buf_addf(&b, "%s-%d", "c", 5);
    gh_buf_add_i64(&b, -12);
    gh_buf_add(&b, GH_S_NONE);
    assert_str(gh_buf_str(&b), "abc-5-12");
    assert_true(gh_buf_ok(&b));
}

static void writes_every_number(void **state) {
    static const struct {
        int64_t v;
        const char *text;
    } cases[] = {
        {0, "0"}, {-1, "-1"}, {10, "10"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        struct gh_buf b;
        gh_buf_init(&b, *state, 100);
        gh_buf_add_i64(&b, cases[i].v);
        assert_str(gh_buf_str(&b), cases[i].text);
    }
}

static void grows_without_losing(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 100000);
    for (int i = 0; i < 10000; i++) gh_buf_addf(&b, "%05d", i);
    assert_true(gh_buf_ok(&b));
    struct gh_str s = gh_buf_str(&b);
    assert_int_equal(s.n, 50000);
    for (int i = 0; i < 10000; i++) {
        int64_t v;
        assert_true(gh_str_to_i64(gh_str_slice(s, (size_t)i * 5, (size_t)i * 5 + 5), &v));
        assert_int_equal(v, i);
    }
}

static void full_is_bad_and_stays_bad(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 5);
    gh_buf_add(&b, GH_S("12345"));
    assert_true(gh_buf_ok(&b));
    gh_buf_addc(&b, '6');
    assert_false(gh_buf_ok(&b));
    gh_buf_add(&b, GH_S(""));
    assert_false(gh_buf_ok(&b));
    assert_null(gh_buf_extend(&b, 0));
    assert_str(gh_buf_str(&b), "12345");
    gh_buf_init(&b, *state, 5);
    assert_null(gh_buf_extend(&b, SIZE_MAX));
    assert_false(gh_buf_ok(&b));
}

static void long_format_may_fill_it_exactly(void **state) {
    for (int n = 510; n < 514; n++) {
        struct gh_buf b;
        gh_buf_init(&b, *state, (size_t)n);
        gh_buf_addf(&b, "%0*d", n, 7);
        assert_true(gh_buf_ok(&b));
        assert_int_equal(gh_buf_str(&b).n, n);
        assert_int_equal(gh_buf_str(&b).p[n - 1], '7');
        gh_buf_init(&b, *state, (size_t)n - 1);
        gh_buf_addf(&b, "%0*d", n, 7);
        assert_false(gh_buf_ok(&b));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(appends),
        arena_test(writes_every_number),
        arena_test(grows_without_losing),
        arena_test(full_is_bad_and_stays_bad),
        arena_test(long_format_may_fill_it_exactly),
    };
    return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}
