/* Tests of base/time. */
#include "unit.h"

static void writes_known_moments(void **state) {
    static const struct {
        int64_t ms;
        const char *iso, *basic, *http;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z", "19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
        {-1, "1969-12-31T23:59:59Z", "19691231T235959Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
        {-1000, "1969-12-31T23:59:59Z", "19691231T235959Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
        {951782400000, "2000-02-29T00:00:00Z", "20000229T000000Z", "Tue, 29 Feb 2000 00:00:00 GMT"},
        {1709251199999, "2024-02-29T23:59:59Z", "20240229T235959Z", "Thu, 29 Feb 2024 23:59:59 GMT"},
        {1795507200000, "2026-11-24T08:00:00Z", "20261124T080000Z", "Tue, 24 Nov 2026 08:00:00 GMT"},
        {253402300799000, "9999-12-31T23:59:59Z", "99991231T235959Z", "Fri, 31 Dec 9999 23:59:59 GMT"},
    };
    struct gh_arena *a = *state;
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        assert_str(gh_time_iso(a, cases[i].ms), cases[i].iso);
        assert_str(gh_time_basic(a, cases[i].ms), cases[i].basic);
        assert_str(gh_time_http(a, cases[i].ms), cases[i].http);
    }
}

static void reads_what_it_writes(void **state) {
    struct gh_arena *a = *state;
    for (int64_t ms = -2208988800000; ms < 4102444800000; ms += 86413 * GH_SECOND_MS * 17) {
        int64_t back;
        assert_true(gh_time_parse_iso(gh_time_iso(a, ms), &back));
        assert_int_equal(back, ms);
        assert_true(gh_time_parse_basic(gh_time_basic(a, ms), &back));
        assert_int_equal(back, ms);
        gh_arena_reset(a);
    }
}

struct parse_case {
    const char *text;
    bool ok;
    int64_t value;
};

static void check(bool (*parse)(struct gh_str, int64_t *), const struct parse_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int64_t v = 42;
        bool ok = parse(gh_str_c(cases[i].text), &v);
        if (ok != cases[i].ok || v != (ok ? cases[i].value : 42))
            fail_msg("\"%s\": %d %lld", cases[i].text, ok, (long long)v);
    }
    int64_t v;
    assert_false(parse(GH_S_NONE, &v));
}

static void reads_iso(void **state) {
    (void)state;
    static const struct parse_case cases[] = {
        {"2026-11-24T08:00:00Z", true, 1795507200000},
        {"2026-11-24T08:00:00.5Z", true, 1795507200500},
        {"2026-11-24T08:00:00.123456789Z", true, 1795507200123},
        {"2026-11-24T10:00:00+02:00", true, 1795507200000},
        {"2026-11-24T00:30:00-07:30", true, 1795507200000},
        {"2000-02-29T00:00:00Z", true, 951782400000},
        {"1900-02-29T00:00:00Z", false, 0},
        {"2023-02-29T00:00:00Z", false, 0},
        {"2024-02-30T00:00:00Z", false, 0},
        {"2026-04-31T00:00:00Z", false, 0},
        {"2026-00-10T00:00:00Z", false, 0},
        {"2026-13-10T00:00:00Z", false, 0},
        {"2026-01-00T00:00:00Z", false, 0},
        {"0000-01-01T00:00:00Z", false, 0},
        {"2026-11-24T24:00:00Z", false, 0},
        {"2026-11-24T08:60:00Z", false, 0},
        {"2026-11-24T08:00:60Z", false, 0},
        {"2026-11-24T08:00:00", false, 0},
        {"2026-11-24T08:00:00.Z", false, 0},
        {"2026-11-24T08:00:00Zx", false, 0},
        {"2026-11-24T08:00:00+0200", false, 0},
        {"2026-11-24T08:00:00+24:00", false, 0},
        {"2026-11-24T08:00:00+02:60", false, 0},
        {"2026-11-24 08:00:00Z", false, 0},
        {"26-11-24T08:00:00Z", false, 0},
        {"2026-1-24T08:00:00Z", false, 0},
        {"-026-11-24T08:00:00Z", false, 0},
        {"", false, 0},
    };
    check(gh_time_parse_iso, cases, GH_COUNT(cases));
}

static void reads_basic(void **state) {
    (void)state;
    static const struct parse_case cases[] = {
        {"20261124T080000Z", true, 1795507200000},
        {"20260229T080000Z", false, 0},
        {"20261124T080000", false, 0},
        {"20261124T080000ZZ", false, 0},
        {"20261124t080000Z", false, 0},
        {"20261124T080000+", false, 0},
        {"2026112XT080000Z", false, 0},
        {"20261124T240000Z", false, 0},
    };
    check(gh_time_parse_basic, cases, GH_COUNT(cases));
}

static void reads_durations(void **state) {
    (void)state;
    static const struct parse_case cases[] = {
        {"PT4H", true, 14400},
        {"PT1H30M", true, 5400},
        {"PT90S", true, 90},
        {"PT0S", true, 0},
        {"P1D", true, 86400},
        {"P1DT1S", true, 86401},
        {"PT1H1S", true, 3601},
        {"PT999999999S", true, 999999999},
        {"P", false, 0},
        {"PT", false, 0},
        {"P1DT", false, 0},
        {"PT4", false, 0},
        {"PTH", false, 0},
        {"PT30M4H", false, 0},
        {"PT1H1H", false, 0},
        {"P1H", false, 0},
        {"PT1D", false, 0},
        {"4H", false, 0},
        {"PT-4H", false, 0},
        {"PT1.5H", false, 0},
        {"PT1234567890S", false, 0},
        {"pt4h", false, 0},
        {"P1Y", false, 0},
        {"P1D1D", false, 0},
    };
    check(gh_time_parse_duration, cases, GH_COUNT(cases));
}

static void clock_can_be_moved(void **state) {
    (void)state;
    int64_t before = gh_clock_ms();
    gh_clock_shift(GH_DAY_MS);
    int64_t moved = gh_clock_ms();
    gh_clock_shift(0);
    assert_true(moved >= before + GH_DAY_MS && moved < before + GH_DAY_MS + GH_MINUTE_MS);
    assert_true(gh_clock_ms() >= before);
    int64_t m = gh_monotonic_ms();
    assert_true(gh_monotonic_ms() >= m);
}

static void deadlines_are_whole(void **state) {
    (void)state;
    static const int64_t ms[] = {0, 1, 999, 1000, 1001, 86400123};
    for (size_t i = 0; i < GH_COUNT(ms); i++) {
        int64_t before_ms = gh_monotonic_ms();
        struct timespec t = gh_monotonic_after(ms[i]);
        int64_t after_ms = gh_monotonic_ms(), at_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
        assert_in_range(t.tv_nsec, 0, 999999999);
        assert_true(at_ms >= before_ms + ms[i] && at_ms <= after_ms + ms[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(writes_known_moments),      arena_test(reads_what_it_writes),  cmocka_unit_test(reads_iso),
        cmocka_unit_test(reads_basic),         cmocka_unit_test(reads_durations), cmocka_unit_test(clock_can_be_moved),
        cmocka_unit_test(deadlines_are_whole),
    };
    return cmocka_run_group_tests_name("base/time", tests, NULL, NULL);
}
