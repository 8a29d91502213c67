/* test_refusals.c: one event for each wait, with the number of what it tells; memory and events are bounded. */
#include "signin/refusals.h"

#include "unit.h"

#define T0 INT64_C(1700000000000)

static void one_event_tells_of_a_wait(void **state) {
    struct refusals *r = refusals_new();
    (void)state;
    assert_int_equal(refusals_count(r, GH_S("a"), T0, 1000), 1);
    for (int i = 1; i <= 20; i++) assert_int_equal(refusals_count(r, GH_S("a"), T0 + i, 1000 - i), 0);
    assert_int_equal(refusals_count(r, GH_S("b"), T0 + 20, 1000), 1);
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + 999, 1), 0);
    /* The next wait's first tells of the last wait's too. */
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + 1000, 2000), 22);
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + 2999, 1), 0);
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + 3000, 4000), 2);
    assert_int_equal(refusals_count(r, GH_S("b"), T0 + 3000, 4000), 1);
    refusals_free(r);
    refusals_free(NULL);
}

static void a_clock_set_back_hides_nothing(void **state) {
    struct refusals *r = refusals_new();
    (void)state;
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + GH_DAY_MS, 1000), 1);
    assert_int_equal(refusals_count(r, GH_S("a"), T0, 1000), 1);
    assert_int_equal(refusals_count(r, GH_S("a"), T0 + 1, 999), 0);
    refusals_free(r);
}

/* More subjects than there is room for. */
static void a_flood_of_subjects_has_few_events(void **state) {
    struct gh_arena *a = *state;
    struct refusals *r = refusals_new();
    int64_t events = 0, told = 0;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i++) {
            int64_t n = refusals_count(r, gh_fmt(a, "subject %d", i), T0 + round, GH_MINUTE_MS - round);
            events += n > 0;
            told += n;
        }
    assert_in_range(events, 3000, 4 * 1024 + 1);
    assert_int_equal(told, events);
    assert_true(refusals_count(r, GH_S("one more"), T0 + GH_MINUTE_MS, GH_MINUTE_MS) >= 1);
    refusals_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event_tells_of_a_wait),
        cmocka_unit_test(a_clock_set_back_hides_nothing),
        arena_test(a_flood_of_subjects_has_few_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
