/* test_device_code.c: user codes as they are made, typed and compared. */
#include "signin/device_code.h"

#include <string.h>

#include "unit.h"

static void new_codes_have_the_shape(void **state) {
    struct gh_arena *a = *state;
    unsigned seen[256] = {0};
    for (int i = 0; i < 1000; i++) {
        struct gh_str code = device_code_new(a);
        assert_int_equal(code.n, 9);
        assert_int_equal(code.p[4], '-');
        for (size_t j = 0; j < code.n; j++) seen[(unsigned char)code.p[j]]++;
    }
    const char *confusing = "AEIOUY0123456789";
    for (const char *c = confusing; *c; c++) assert_int_equal(seen[(unsigned char)*c], 0);
    for (const char *c = "BCDFGHJKLMNPQRSTVWXZ"; *c; c++) assert_true(seen[(unsigned char)*c] > 200);
}

static void what_is_typed_is_normalized(void **state) {
    struct gh_arena *a = *state;
    const char *good[] = {"BCDF-GHJK", "bcdf-ghjk", "BCDFGHJK", " bcdf ghjk ", "B-C-D-F-G-H-J-K"};
    for (size_t i = 0; i < GH_COUNT(good); i++) {
        struct gh_str code = GH_S_NONE;
        assert_true(device_code_normalize(a, gh_str_c(good[i]), &code));
        assert_str(code, "BCDF-GHJK");
    }
}

static void what_is_no_code_is_refused(void **state) {
    struct gh_arena *a = *state;
    const char *bad[] = {"", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF_GHJK", "BCDF-GHJ1", "BCDF-GHJ\xc3\x84"};
    struct gh_str code = GH_S("untouched");
    for (size_t i = 0; i < GH_COUNT(bad); i++) assert_false(device_code_normalize(a, gh_str_c(bad[i]), &code));
    assert_false(device_code_normalize(a, GH_S_NONE, &code));
    assert_false(device_code_normalize(a, GH_S("BCDF-GHJ\0"), &code));
    assert_str(code, "untouched");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(new_codes_have_the_shape),
        arena_test(what_is_typed_is_normalized),
        arena_test(what_is_no_code_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
