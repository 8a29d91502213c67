/* test_totp.c: one-time passwords against the vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B). */
#include "unit.h"

#include "proto/totp.h"

#define SEED GH_S("12345678901234567890")

static void gives_the_codes_of_the_standards(void **state) {
    (void)state;
    static const char *const counted[] = {"755224", "287082", "359152", "969429", "338314",
                                          "254676", "287922", "162583", "399871", "520489"};
    static const struct {
        int64_t s;
        const char *code;
    } timed[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {INT64_C(20000000000), "353130"}};
    char code[TOTP_DIGITS];
    for (int64_t i = 0; i < 10; i++) {
        totp_code(SEED, i, code);
        assert_memory_equal(code, counted[i], TOTP_DIGITS);
    }
    for (size_t i = 0; i < GH_COUNT(timed); i++) {
        totp_code(SEED, totp_step(timed[i].s * 1000), code);
        assert_memory_equal(code, timed[i].code, TOTP_DIGITS);
    }
}

static void matches_within_the_window_only(void **state) {
    (void)state;
    int64_t step = -1;
    assert_true(totp_match(SEED, (struct totp_window){0, 9}, GH_S("254676"), &step));
    assert_int_equal(step, 5);
    assert_true(totp_match(SEED, (struct totp_window){5, 5}, GH_S("254676"), &step));
    step = -1;
    assert_false(totp_match(SEED, (struct totp_window){6, 9}, GH_S("254676"), &step));
    assert_false(totp_match(SEED, (struct totp_window){0, 4}, GH_S("254676"), &step));
    assert_false(totp_match(SEED, (struct totp_window){9, 0}, GH_S("254676"), &step));
    assert_false(totp_match(SEED, (struct totp_window){0, 9}, GH_S("25467"), &step));
    assert_false(totp_match(SEED, (struct totp_window){0, 9}, GH_S("2546760"), &step));
    assert_false(totp_match(SEED, (struct totp_window){0, 9}, GH_S_NONE, &step));
    assert_int_equal(step, -1);
}

static void matches_pairs_that_follow_each_other(void **state) {
    (void)state;
    int64_t step = -1;
    struct totp_window window = {0, 9};
    assert_true(totp_match_pair(SEED, window, GH_S("338314"), GH_S("254676"), &step));
    assert_int_equal(step, 5);
    step = -1;
    assert_false(totp_match_pair(SEED, window, GH_S("254676"), GH_S("338314"), &step));
    assert_false(totp_match_pair(SEED, window, GH_S("338314"), GH_S("338314"), &step));
    assert_false(totp_match_pair(SEED, window, GH_S("338314"), GH_S("287922"), &step));
    assert_false(totp_match_pair(SEED, (struct totp_window){0, 4}, GH_S("338314"), GH_S("254676"), &step));
    assert_false(totp_match_pair(SEED, (struct totp_window){5, 9}, GH_S("338314"), GH_S("254676"), &step));
    assert_false(totp_match_pair(SEED, window, GH_S("338314"), GH_S("1"), &step));
    assert_int_equal(step, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gives_the_codes_of_the_standards),
                                       cmocka_unit_test(matches_within_the_window_only),
                                       cmocka_unit_test(matches_pairs_that_follow_each_other)};
    return cmocka_run_group_tests_name("proto/totp", tests, NULL, NULL);
}
