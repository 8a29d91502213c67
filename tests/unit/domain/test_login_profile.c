/* test_login_profile.c: the account's rules for passwords, their history and their expiry. */
#include "domain/login_profile.h"

#include "domain/account.h"
#include "house.h"
#include "store/queries.h"

#define OWNER GH_S("AIDAEXAMPLEEXAMPLE001")

struct scene {
    struct gh_str account_id;
    struct password_policy policy;
    struct password_history history;
    struct gh_str password, hash;
    bool stale;
};

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct account_new account = {.name = GH_S("Fancy-Name-1"), .email = GH_S("Fancy1@example.com")};
    return account_create(c, &account, &s->account_id, err);
}

static int check(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = password_policy_check(c, &s->policy, s->account_id, s->password, err);
    if (r) assert_true(gh_str_starts(gh_str_c(err->message), GH_S("Password should")));
    return r;
}

static void expect(struct test_house *h, struct scene *s, const char *password, int rc) {
    s->password = gh_str_c(password);
    int r = test_read(h, check, s);
    if (r != rc) print_error("%s: %d\n", password, r);
    assert_int_equal(r, rc);
}

static int read_policy(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return password_policy_of(c, s->account_id, &s->policy, err);
}

static void holds_passwords_against_the_default(void **state) {
    struct scene s = {0};
    assert_int_equal(test_write(*state, build, &s), 0);
    assert_int_equal(test_read(*state, read_policy, &s), 0);
    assert_false(s.policy.custom);
    expect(*state, &s, "Abcdef1", -GH_EINVAL);
    expect(*state, &s, "Abcdefg1", 0);
    expect(*state, &s, "abcdefgh", -GH_EINVAL);
    expect(*state, &s, "Abcdefgh", -GH_EINVAL);
    expect(*state, &s, "Abcdef h", 0);
    expect(*state, &s, "fancy-name-1", -GH_EINVAL);
    expect(*state, &s, "FANCY1@example.com", -GH_EINVAL);
    expect(*state, &s, "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", -GH_EINVAL); /* four characters, eight bytes */
}

static void holds_passwords_against_a_policy(void **state) {
    struct scene s = {.policy = {.custom = true, .minimum_length = 6}};
    assert_int_equal(test_write(*state, build, &s), 0);
    expect(*state, &s, "aaaaaa", 0);
    expect(*state, &s, "aaaaa", -GH_EINVAL);
    s.policy.require_symbols = true;
    expect(*state, &s, "aaaaa~", -GH_EINVAL); /* not one of AWS's symbols */
    expect(*state, &s, "aaaaa|", 0);
    s.policy.require_numbers = s.policy.require_uppercase = s.policy.require_lowercase = true;
    expect(*state, &s, "aaaaa|1", -GH_EINVAL);
    expect(*state, &s, "AAAAA|1", -GH_EINVAL);
    expect(*state, &s, "aAAAA|", -GH_EINVAL);
    expect(*state, &s, "aAAAA|1", 0);
    assert_int_equal(password_policy_expiry_ms(&s.policy, 5), 0);
    s.policy.max_age_days = 2;
    assert_int_equal(password_policy_expiry_ms(&s.policy, 5), 5 + 2 * GH_DAY_MS);
}

static int create(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct login_profile_new profile = {s->account_id, OWNER, s->hash, false};
    return login_profile_create(c, &profile, err);
}

static int change(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = password_history_of(c, OWNER, &s->policy, &s->history, err);
    if (s->stale) s->history.number--;
    return r ? r : login_profile_change(c, OWNER, &s->history, s->hash, err);
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = password_history_of(c, OWNER, &s->policy, &s->history, err);
    assert_true(s->history.n == 0 || gh_str_eq(s->history.hashes[0], s->hash));
    return r;
}

static int forget(struct context *c, void *argument, struct gh_err *err) {
    (void)argument;
    return login_profile_delete(c, OWNER, err);
}

static void remembers_the_last_passwords(void **state) {
    struct scene s = {.policy = {.custom = true, .reuse_prevention = 24}, .hash = GH_S("first")};
    assert_int_equal(test_write(*state, build, &s), 0);
    assert_int_equal(test_write(*state, create, &s), 0);
    assert_int_equal(test_write(*state, create, &s), -GH_EEXIST);
    for (int i = 0; i < 30; i++) {
        s.hash = gh_fmt(((struct test_house *)*state)->arena, "hash-%d", i);
        assert_int_equal(test_write(*state, change, &s), 0);
    }
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.history.n, 24);
    assert_int_equal(s.history.number, 31);
    s.policy.reuse_prevention = 2;
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.history.n, 2);
    s.policy.reuse_prevention = 0;
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.history.n, 0);
    s.stale = true;
    assert_int_equal(test_write(*state, change, &s), -GH_EBUSY);
    assert_int_equal(test_write(*state, forget, &s), 0);
    s.stale = false;
    assert_int_equal(test_write(*state, change, &s), -GH_EBUSY);
    assert_int_equal(test_write(*state, create, &s), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(holds_passwords_against_the_default),
                                       house_test(holds_passwords_against_a_policy),
                                       house_test(remembers_the_last_passwords)};
    return cmocka_run_group_tests_name("domain/login_profile", tests, NULL, NULL);
}
