/* test_mfa.c: one-time codes: once, by their owner, within a step, and not by trying. */
#include "domain/mfa.h"

#include "domain/account.h"
#include "house.h"
#include "proto/totp.h"
#include "store/queries.h"

#define OWNER GH_S("AIDAEXAMPLEEXAMPLE001")

struct scene {
    struct test_house *h;
    struct gh_str account_id, serial, seed;
    int64_t now_ms;    /* of the next step */
    int64_t code_step; /* whose code is shown */
    struct gh_str owner, code;
};

static struct gh_str code_at(struct context *c, const struct scene *s, int64_t step) {
    char *digits = gh_arena_text(c->arena, TOTP_DIGITS);
    totp_code(s->seed, step, digits);
    return gh_str_n(digits, TOTP_DIGITS);
}

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct account_new account = {.name = GH_S("An account"), .email = GH_S("a@example.com")};
    int r = account_create(c, &account, &s->account_id, err);
    struct mfa_device_new device = {s->account_id, GH_S("/"), GH_S("phone")};
    if (!r) r = mfa_device_create(c, &device, &s->serial, &s->seed, err);
    struct store_iam_mfa_assign_args assign = {
        .serial = s->serial, .user_id = OWNER, .has_enabled_ms = true, .enabled_ms = c->now_ms};
    return r ? r : store_iam_mfa_assign(c->tx, &assign, NULL, err);
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.h = h, .owner = OWNER, .now_ms = 1000 * TOTP_STEP_MS};
    assert_int_equal(test_write(h, build, &s), 0);
    return s;
}

static int check(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    c->now_ms = s->now_ms;
    struct gh_str code = s->code.p ? s->code : code_at(c, s, s->code_step);
    struct mfa_attempt attempt = {s->account_id, s->owner, s->serial, code};
    int r = mfa_check(c, &attempt, err);
    if (r == -GH_EDENIED) assert_true(gh_str_starts(gh_str_c(err->message), GH_S("MultiFactorAuthentication failed")));
    return r;
}

static int failed(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    c->now_ms = s->now_ms;
    return mfa_check_failed(c, s->serial, err);
}

/* Shows the code of a step; a wrong one is remembered as the caller of mfa_check() does. */
static void show(struct scene *s, int64_t step, int rc) {
    s->code_step = step;
    int r = test_write(s->h, check, s);
    assert_int_equal(r, rc);
    if (r) assert_int_equal(test_write(s->h, failed, s), 0);
}

static void takes_a_code_once(void **state) {
    struct scene s = scene_of(*state);
    show(&s, 1000, 0);
    show(&s, 1000, -GH_EDENIED);
    show(&s, 999, -GH_EDENIED); /* older than the last one used */
    show(&s, 1001, 0);
    s.now_ms += TOTP_STEP_MS;
    show(&s, 1001, -GH_EDENIED);
    show(&s, 1002, 0);
}

static void takes_codes_of_neighbouring_steps_only(void **state) {
    struct scene s = scene_of(*state);
    show(&s, 998, -GH_EDENIED);
    show(&s, 1002, -GH_EDENIED);
    show(&s, 999, 0);
    s.now_ms += 10 * TOTP_STEP_MS;
    show(&s, 1011, 0);
}

static void is_for_the_owner_of_the_account(void **state) {
    struct scene s = scene_of(*state), other = s;
    other.owner = GH_S("AIDAEXAMPLEEXAMPLE002");
    show(&other, 1000, -GH_EDENIED);
    other = s;
    other.account_id = GH_S("111122223333");
    show(&other, 1000, -GH_EDENIED);
    other = s;
    other.serial = GH_S("arn:aws:iam::111122223333:mfa/none");
    show(&other, 1000, -GH_EDENIED);
    other = s;
    other.owner = GH_S_NONE;
    show(&other, 1000, -GH_EDENIED);
    s.code = GH_S("12345");
    show(&s, 1000, -GH_EDENIED);
    s.code = GH_S_NONE;
    show(&s, 1000, 0);
}

static void waits_after_wrong_codes(void **state) {
    struct scene s = scene_of(*state);
    for (int i = 0; i < 5; i++) show(&s, 5000, -GH_EDENIED);
    show(&s, 1000, -GH_EDENIED);                              /* the right one, but too soon */
    for (int i = 0; i < 20; i++) show(&s, 5000, -GH_EDENIED); /* does not prolong the wait */
    s.now_ms += TOTP_STEP_MS;
    show(&s, 5000, -GH_EDENIED); /* the sixth: a minute now */
    s.now_ms += TOTP_STEP_MS;
    show(&s, 1002, -GH_EDENIED);
    s.now_ms += TOTP_STEP_MS;
    show(&s, 1003, 0);
    show(&s, 5000, -GH_EDENIED); /* a right one clears the count */
    show(&s, 1004, 0);
}

/* What a refused call leaves: its transaction was undone, so only this counts. */
static int settle(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    c->now_ms = s->now_ms;
    struct mfa_attempt attempt = {s->account_id, s->owner, s->serial,
                                  s->code.p ? s->code : code_at(c, s, s->code_step)};
    return mfa_attempt_settle(c, mfa_attempt_subject(c->arena, &attempt), err);
}

static int failures(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct store_iam_mfa_get_row row;
    int r = store_iam_mfa_get(c->tx, &(struct store_iam_mfa_get_args){.serial = s->serial}, &row, err);
    return r ? r : (int)row.failures;
}

static void uses_a_code_up_though_the_call_was_refused(void **state) {
    struct scene s = scene_of(*state);
    s.code_step = 1000;
    assert_int_equal(test_write(s.h, settle, &s), 0);
    assert_int_equal(test_read(s.h, failures, &s), 0);
    show(&s, 1000, -GH_EDENIED);
    assert_int_equal(test_read(s.h, failures, &s), 1);
    s.code_step = 5000;
    assert_int_equal(test_write(s.h, settle, &s), 0);
    assert_int_equal(test_read(s.h, failures, &s), 2);
    s.code = GH_S("1\n2\n3"); /* whatever was sent as the code */
    assert_int_equal(test_write(s.h, settle, &s), 0);
    assert_int_equal(test_read(s.h, failures, &s), 3);
    s.code = GH_S_NONE;
    struct scene other = s;
    other.serial = GH_S("arn:aws:iam::111122223333:mfa/none");
    assert_int_equal(test_write(s.h, settle, &other), 0);
    show(&s, 1001, 0);
}

struct several {
    struct scene first;
    struct gh_str serials[3], seeds[3], shown, found;
    int64_t now_ms;
};

static int build_several(struct context *c, void *argument, struct gh_err *err) {
    struct several *s = argument;
    int r = build(c, &s->first, err);
    s->serials[0] = s->first.serial;
    s->seeds[0] = s->first.seed;
    for (int i = 1; !r && i < 3; i++) {
        struct mfa_device_new device = {s->first.account_id, GH_S("/"), gh_fmt(c->arena, "phone-%d", i)};
        r = mfa_device_create(c, &device, &s->serials[i], &s->seeds[i], err);
        struct store_iam_mfa_assign_args assign = {
            .serial = s->serials[i], .user_id = OWNER, .has_enabled_ms = true, .enabled_ms = c->now_ms};
        if (!r && i < 2) r = store_iam_mfa_assign(c->tx, &assign, NULL, err);
    }
    return r;
}

static int check_any(struct context *c, void *argument, struct gh_err *err) {
    struct several *s = argument;
    c->now_ms = s->now_ms;
    struct mfa_attempt attempt = {.account_id = s->first.account_id, .owner_id = OWNER, .code = s->shown};
    return mfa_check_any(c, &attempt, &s->found, err);
}

static void try_any(struct several *s, int device, int64_t step) {
    struct scene shown = {.seed = s->seeds[device]};
    struct context c = {.arena = s->first.h->arena};
    s->shown = code_at(&c, &shown, step);
    assert_int_equal(test_write(s->first.h, check_any, s), 0);
}

static void takes_the_code_of_any_device(void **state) {
    struct several s = {.first = {.h = *state, .owner = OWNER}, .now_ms = 1000 * TOTP_STEP_MS};
    assert_int_equal(test_write(*state, build_several, &s), 0);
    for (int i = 0; i < 2; i++) {
        try_any(&s, i, 1000);
        assert_true(gh_str_eq(s.found, s.serials[i]));
        try_any(&s, i, 1000);
        assert_null(s.found.p);
    }
    try_any(&s, 2, 1000); /* nobody's */
    assert_null(s.found.p);
    for (int i = 0; i < 2; i++) {
        s.first.serial = s.serials[i];
        /* A right code clears its own device's count; a wrong one counts against each. */
        assert_int_equal(test_read(*state, failures, &s.first), i ? 2 : 3);
    }
}

static int sync_ahead(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    c->now_ms = s->now_ms;
    return mfa_device_sync(c, s->serial, code_at(c, s, s->code_step), code_at(c, s, s->code_step + 1), err);
}

static void follows_a_clock_that_is_off(void **state) {
    struct scene s = scene_of(*state);
    s.code_step = 1040;
    assert_int_equal(test_write(s.h, sync_ahead, &s), 0);
    assert_int_equal(test_write(s.h, sync_ahead, &s), -GH_EDENIED);
    show(&s, 1001, -GH_EDENIED);
    show(&s, 1042, 0);
    s.now_ms += 5 * TOTP_STEP_MS;
    show(&s, 1046, 0);
    s.code_step = 1200; /* more than an hour */
    assert_int_equal(test_write(s.h, sync_ahead, &s), -GH_EDENIED);
    s.serial = GH_S("arn:aws:iam::111122223333:mfa/none");
    assert_int_equal(test_write(s.h, sync_ahead, &s), -GH_ENOTFOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(takes_a_code_once),
                                       house_test(takes_codes_of_neighbouring_steps_only),
                                       house_test(is_for_the_owner_of_the_account),
                                       house_test(waits_after_wrong_codes),
                                       house_test(follows_a_clock_that_is_off),
                                       house_test(uses_a_code_up_though_the_call_was_refused),
                                       house_test(takes_the_code_of_any_device)};
    return cmocka_run_group_tests_name("domain/mfa", tests, NULL, NULL);
}
