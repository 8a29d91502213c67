/* test_throttle.c: how long one waits, what is counted together, and that a clock and a restart change nothing. */
#include "signin/throttle.h"

#include "house.h"

static const struct throttle_rule rule = {3, 1000, 60000, 3600000};

static void the_wait_doubles_up_to_the_longest(void **state) {
    (void)state;
    const int64_t waits[] = {0, 0, 0, 0, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    for (size_t i = 0; i < GH_COUNT(waits); i++) assert_int_equal(throttle_wait_ms(&rule, (int64_t)i), waits[i]);
    assert_int_equal(throttle_wait_ms(&rule, INT64_C(1) << 60), 60000);
    assert_int_equal(throttle_wait_ms(&throttle_user, 5), 0);
    assert_true(throttle_wait_ms(&throttle_user, 6) > 0);
    assert_int_equal(throttle_wait_ms(&throttle_user, 1000), 15 * GH_MINUTE_MS);
}

static void names_are_kept_as_digests(void **state) {
    struct gh_arena *a = *state;
    struct gh_str one = throttle_subject(a, "user", GH_S("d-1"), GH_S("hunter2"));
    assert_true(gh_str_find_str(one, GH_S("hunter2")) < 0);
    assert_false(gh_str_eq(one, throttle_subject(a, "user", GH_S("d-2"), GH_S("hunter2"))));
    assert_false(gh_str_eq(one, throttle_subject(a, "user", GH_S("d-1"), GH_S("hunter3"))));
    assert_false(gh_str_eq(one, throttle_subject(a, "device", GH_S("d-1"), GH_S("hunter2"))));
}

static bool same_address(struct gh_arena *a, const char *one, const char *two) {
    return gh_str_eq(throttle_subject_address(a, "x", gh_str_c(one)), throttle_subject_address(a, "x", gh_str_c(two)));
}

static void a_network_of_ipv6_is_one_address(void **state) {
    struct gh_arena *a = *state;
    assert_true(same_address(a, "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assert_true(same_address(a, "2001:db8:1:2::1", "2001:0db8:0001:0002::2"));
    assert_false(same_address(a, "2001:db8:1:2::1", "2001:db8:1:3::1"));
    assert_false(same_address(a, "192.0.2.1", "192.0.2.2"));
    assert_false(same_address(a, "::ffff:192.0.2.1", "::ffff:192.0.2.2"));
    assert_false(same_address(a, "", "192.0.2.2"));
}

struct tries {
    int64_t later_ms; /* the transaction's moment, from now */
    int count;        /* to be counted */
    bool clear;
    int64_t wait_ms;
};

static int try_some(struct context *c, void *argument, struct gh_err *err) {
    struct tries *t = argument;
    int r = 0;
    c->now_ms += t->later_ms;
    for (int i = 0; !r && i < t->count; i++) r = throttle_count(c, &rule, GH_S("subject"), err);
    if (!r && t->clear) r = throttle_clear(c, GH_S("subject"), err);
    return r ? r : throttle_check(c, &rule, GH_S("subject"), &t->wait_ms, err);
}

static int64_t wait_after(struct test_house *h, int count, int64_t later_ms) {
    struct tries t = {.count = count, .later_ms = later_ms};
    assert_int_equal(test_write(h, try_some, &t), 0);
    return t.wait_ms;
}

static void counts_are_kept_and_forgotten(void **state) {
    struct test_house *h = *state;
    assert_int_equal(wait_after(h, 3, 0), 0);
    assert_int_equal(wait_after(h, 1, 0), 1000);
    assert_int_equal(wait_after(h, 1, 0), 2000);
    assert_in_range(wait_after(h, 0, 500), 1, 1500);
    assert_int_equal(wait_after(h, 0, 2500), 0);
    /* A moment past the window, counting starts anew. */
    assert_int_equal(wait_after(h, 0, rule.window_ms + 1000), 0);
    assert_int_equal(wait_after(h, 1, rule.window_ms + 1000), 0);
    assert_int_equal(wait_after(h, 3, rule.window_ms + 1000), 1000);
}

/* An office that mistypes now and then must not be locked out after a week of it. */
static void a_trickle_never_adds_up(void **state) {
    struct test_house *h = *state;
    for (int64_t i = 0; i < 40; i++) assert_int_equal(wait_after(h, 1, i * (rule.window_ms / 3 + 1)), 0);
}

static void a_clock_set_back_adds_no_wait(void **state) {
    struct test_house *h = *state;
    assert_int_equal(wait_after(h, 3, GH_DAY_MS), 0);
    assert_int_equal(wait_after(h, 0, 0), 0);
    assert_int_equal(wait_after(h, 1, GH_DAY_MS), 1000);
    assert_int_equal(wait_after(h, 0, 0), 1000);
}

static void success_clears(void **state) {
    struct test_house *h = *state;
    assert_int_equal(wait_after(h, 6, 0), 4000);
    struct tries t = {.clear = true};
    assert_int_equal(test_write(h, try_some, &t), 0);
    assert_int_equal(t.wait_ms, 0);
    assert_int_equal(wait_after(h, 3, 0), 0);
}

/* What is tried from an address, so many times; and whether one more may be. */
struct guesses {
    const char *address;
    int count;
    bool success;
    struct throttle_wait wait;
};

static int guess(struct context *c, void *argument, struct gh_err *err) {
    struct guesses *g = argument;
    struct throttle_attempt t = throttle_attempt_from(c->arena, GH_S("somebody"), gh_str_c(g->address));
    int r = 0;
    for (int i = 0; !r && i < g->count; i++) r = throttle_attempt_failed(c, &t, err);
    if (!r && g->success) r = throttle_attempt_succeeded(c, &t, err);
    if (!r) r = throttle_attempt_check(c, &t, &g->wait, err);
    return r == -GH_ELIMIT && g->wait.ms && g->wait.subject.n ? 0 : r;
}

static int64_t wait_at(struct test_house *h, const char *address, int count) {
    struct guesses g = {.address = address, .count = count};
    assert_int_equal(test_write(h, guess, &g), 0);
    return g.wait.ms;
}

static void guesses_from_elsewhere_keep_nobody_out(void **state) {
    struct test_house *h = *state;
    assert_int_equal(wait_at(h, "192.0.2.1", 5), 0);
    assert_int_equal(wait_at(h, "192.0.2.1", 1), GH_SECOND_MS);
    assert_int_equal(wait_at(h, "192.0.2.1", 40), throttle_user.longest_wait_ms);
    assert_int_equal(wait_at(h, "192.0.2.2", 0), 0);
    assert_int_equal(wait_at(h, "2001:db8::1", 10), 16 * GH_SECOND_MS);
    assert_in_range(wait_at(h, "2001:db8::2", 0), 1, 16 * GH_SECOND_MS);
}

static void those_of_very_many_addresses_do_but_for_known_ones(void **state) {
    struct test_house *h = *state;
    struct guesses own = {.address = "192.0.2.1", .success = true};
    assert_int_equal(test_write(h, guess, &own), 0);
    for (int i = 0; i < 250; i++) {
        char address[32];
        snprintf(address, sizeof address, "2001:db8:0:%d::1", i);
        assert_int_equal(wait_at(h, address, 4), 0);
    }
    assert_int_equal(wait_at(h, "192.0.2.2", 5), 16 * GH_SECOND_MS);
    assert_in_range(wait_at(h, "192.0.2.3", 0), 1, 16 * GH_SECOND_MS);
    /* A success elsewhere forgets nothing of that. */
    assert_int_equal(wait_at(h, "192.0.2.1", 0), 0);
    own.address = "192.0.2.4";
    assert_int_equal(test_write(h, guess, &own), 0);
    assert_int_equal(own.wait.ms, 0);
    assert_in_range(wait_at(h, "192.0.2.3", 0), 1, 16 * GH_SECOND_MS);
    /* The known one waits after its own. */
    assert_true(wait_at(h, "192.0.2.1", 6) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wait_doubles_up_to_the_longest),
        arena_test(names_are_kept_as_digests),
        arena_test(a_network_of_ipv6_is_one_address),
        house_test(counts_are_kept_and_forgotten),
        house_test(a_trickle_never_adds_up),
        house_test(a_clock_set_back_adds_no_wait),
        house_test(success_clears),
        house_test(guesses_from_elsewhere_keep_nobody_out),
        house_test(those_of_very_many_addresses_do_but_for_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
