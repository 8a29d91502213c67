/* test_login_profile.c: the account's rules for passwords, their history and their expiry. */
#include "domain/login_profile.h"

#include "domain/account.h"
#include "domain/console_session.h"
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

struct race {
    struct scene scene;
    struct password_history read;
    struct gh_str old_hash, new_hash, found, cookie;
    bool signed_in;
};

static int read_history(struct context *c, void *argument, struct gh_err *err) {
    struct race *r = argument;
    return password_history_of(c, OWNER, &r->scene.policy, &r->read, err);
}

static int change_as_read(struct context *c, void *argument, struct gh_err *err) {
    struct race *r = argument;
    return login_profile_change(c, OWNER, &r->read, r->new_hash, err);
}

/* A password given anew begins a history anew: the same number, another password. */
static void changes_only_the_password_that_was_read(void **state) {
    struct test_house *h = *state;
    struct race r = {.scene = {.hash = GH_S("first")}, .new_hash = GH_S("mine")};
    assert_int_equal(test_write(h, build, &r.scene), 0);
    assert_int_equal(test_write(h, create, &r.scene), 0);
    assert_int_equal(test_write(h, read_history, &r), 0);
    assert_true(gh_str_eq(r.read.present, GH_S("first")));
    assert_int_equal(test_write(h, forget, &r.scene), 0);
    assert_int_equal(test_write(h, change_as_read, &r), -GH_EBUSY);
    r.scene.hash = GH_S("second");
    assert_int_equal(test_write(h, create, &r.scene), 0);
    assert_int_equal(test_write(h, change_as_read, &r), -GH_EBUSY);
    assert_int_equal(test_write(h, read_history, &r), 0);
    assert_int_equal(test_write(h, change_as_read, &r), 0);
    assert_int_equal(test_write(h, change_as_read, &r), -GH_EBUSY);
}

static int rehash(struct context *c, void *argument, struct gh_err *err) {
    struct race *r = argument;
    return login_profile_rehash(c, OWNER, r->old_hash, r->new_hash, err);
}

static int start_session(struct context *c, void *argument, struct gh_err *err) {
    struct race *r = argument;
    struct console_session_new session = {
        .account_id = r->scene.account_id, .owner_id = OWNER, .started_ms = c->now_ms, .source_ip = GH_S("192.0.2.1")};
    int rc = console_session_start(c, &session, &r->cookie, err);
    struct store_iam_user_insert_args user = {.id = OWNER,
                                              .account_id = r->scene.account_id,
                                              .name = GH_S("u"),
                                              .name_key = GH_S("u"),
                                              .path = GH_S("/"),
                                              .created_ms = c->now_ms};
    struct store_iam_user_get_row row;
    if (!rc && store_iam_user_get(c->tx, &(struct store_iam_user_get_args){OWNER}, &row, NULL) == -GH_ENOTFOUND)
        rc = store_iam_user_insert(c->tx, &user, NULL, err);
    return rc;
}

static int look_up_session(struct context *c, void *argument, struct gh_err *err) {
    struct race *r = argument;
    struct console_person person;
    int rc = console_person_by_cookie(c, r->cookie, &person, err);
    r->signed_in = rc == 0;
    return rc == -GH_EAUTH ? 0 : rc;
}

static bool is_signed_in(struct test_house *h, struct race *r) {
    assert_int_equal(test_read(h, look_up_session, r), 0);
    return r->signed_in;
}

static void ends_sessions_with_the_password_but_not_with_its_hash(void **state) {
    struct test_house *h = *state;
    struct race r = {.scene = {.hash = GH_S("first")}};
    assert_int_equal(test_write(h, build, &r.scene), 0);
    assert_int_equal(test_write(h, create, &r.scene), 0);
    assert_int_equal(test_write(h, start_session, &r), 0);
    assert_true(is_signed_in(h, &r));
    r.old_hash = GH_S("another");
    r.new_hash = GH_S("stolen");
    assert_int_equal(test_write(h, rehash, &r), 0);
    assert_int_equal(test_write(h, read_history, &r), 0);
    assert_true(gh_str_eq(r.read.present, GH_S("first")));
    r.old_hash = GH_S("first");
    r.new_hash = GH_S("first, dearer");
    assert_int_equal(test_write(h, rehash, &r), 0);
    assert_int_equal(test_write(h, read_history, &r), 0);
    assert_true(gh_str_eq(r.read.present, GH_S("first, dearer")));
    assert_true(is_signed_in(h, &r));
    r.new_hash = GH_S("second");
    assert_int_equal(test_write(h, change_as_read, &r), 0);
    assert_false(is_signed_in(h, &r));
    assert_int_equal(test_write(h, start_session, &r), 0);
    assert_true(is_signed_in(h, &r));
    assert_int_equal(test_write(h, forget, &r.scene), 0);
    assert_false(is_signed_in(h, &r));
}

static int judge(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct password_policy_rules rules;
    int r = password_policy_rules(c, &s->policy, s->account_id, s->password, &rules, err), met = 0;
    for (size_t i = 0; !r && i < rules.n; i++) met += rules.v[i].met;
    return r ? r : 10 * (int)rules.n + met;
}

static void tells_each_rule(void **state) {
    struct scene s = {.policy = {.minimum_length = 8}, .password = GH_S_NONE};
    assert_int_equal(test_write(*state, build, &s), 0);
    assert_int_equal(test_read(*state, judge, &s), 30);
    s.password = GH_S("short");
    assert_int_equal(test_read(*state, judge, &s), 31);
    s.password = GH_S("Abcdefg1");
    assert_int_equal(test_read(*state, judge, &s), 33);
    s.policy = (struct password_policy){.custom = true,
                                        .minimum_length = 6,
                                        .require_symbols = true,
                                        .require_numbers = true,
                                        .require_uppercase = true,
                                        .require_lowercase = true};
    assert_int_equal(test_read(*state, judge, &s), 54);
    s.password = GH_S("Abcdefg1!");
    assert_int_equal(test_read(*state, judge, &s), 55);
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(holds_passwords_against_the_default),
                                       house_test(holds_passwords_against_a_policy),
                                       house_test(remembers_the_last_passwords),
                                       house_test(changes_only_the_password_that_was_read),
                                       house_test(ends_sessions_with_the_password_but_not_with_its_hash),
                                       house_test(tells_each_rule)};
    return cmocka_run_group_tests_name("domain/login_profile", tests, NULL, NULL);
}
