/* test_access.c: what a key or role may do is current on the next transaction, whatever is cached. */
#include "domain/access.h"

#include "domain/account.h"
#include "domain/iam.h"
#include "house.h"
#include "store/queries.h"

#define READ_POLICY                                                                                                    \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:GetUser\",\"Resource\":\"*\"}}"
#define TRUST                                                                                                          \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:"  \
    "AssumeRole\"}}"

/* An account with a user, a key of theirs, and a role. Its texts live as long as the house. */
struct scene {
    struct test_house *h;
    struct gh_str account_id, user_id, key_id, role_id;
};

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_secret secret = {0};
    struct account_new account = {.name = GH_S("A"), .email = GH_S("a@example.com")};
    struct iam_role_new role = {.name = GH_S("Worker"),
                                .path = GH_S("/"),
                                .trust_policy = GH_S(TRUST),
                                .max_session_s = 3600,
                                .owner = ROLE_OWNER_CUSTOMER};
    int r = account_create(c, &account, &s->account_id, err);
    role.account_id = s->account_id;
    if (!r) r = iam_user_create(c, s->account_id, GH_S("/team/"), GH_S("jo"), &s->user_id, err);
    if (!r) r = iam_access_key_create(c, s->account_id, s->user_id, &s->key_id, &secret, err);
    if (!r) r = iam_role_create(c, &role, &s->role_id, err);
    assert_int_equal(secret.n, 40);
    return r;
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.h = h};
    assert_int_equal(test_write(h, build, &s), 0);
    return s;
}

struct look {
    const struct scene *scene;
    size_t n_policies;
    bool usable;
};

static int look_at_key(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    const struct access *x;
    int r = access_for_key(c, l->scene->key_id, &x, err);
    l->usable = r == 0;
    if (r) return r == -GH_EAUTH ? 0 : r;
    l->n_policies = x->policies.n;
    assert_str(x->name, "jo");
    assert_true(gh_str_ends(x->arn, GH_S(":user/team/jo")));
    assert_int_equal(x->secret.n, 40);
    return 0;
}

static int look_at_role(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    const struct access *x;
    int r = access_for_role(c, l->scene->account_id, l->scene->role_id, &x, err);
    l->usable = r == 0;
    if (!r) assert_non_null(x->trust);
    return r == -GH_EAUTH ? 0 : r;
}

static struct look look(const struct scene *s, test_step *how) {
    struct look l = {.scene = s};
    assert_int_equal(test_read(s->h, how, &l), 0);
    return l;
}

static int put_policy(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_inline_put(c, s->account_id, s->user_id, GH_S("read"), GH_S(READ_POLICY), err);
}

static int attach(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_attach(c, s->account_id, s->user_id, ADMINISTRATOR_ACCESS_ARN, err);
}

static int deactivate(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_access_key_set_status(c, s->account_id, s->key_id, GH_S("Inactive"), err);
}

static int remove_role(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_role_remove(c, s->account_id, s->role_id, err);
}

static void test_changes_count_at_once(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(look(&s, look_at_key).n_policies, 0);
    assert_int_equal(test_write(s.h, put_policy, &s), 0);
    assert_int_equal(look(&s, look_at_key).n_policies, 1);
    assert_int_equal(test_write(s.h, attach, &s), 0);
    assert_int_equal(look(&s, look_at_key).n_policies, 2);
    assert_int_equal(test_write(s.h, deactivate, &s), 0);
    assert_false(look(&s, look_at_key).usable);
}

/* One request looks twice in its snapshot; the key is deactivated in between. */
static int look_twice(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct look l = {.scene = s};
    int r = look_at_key(c, &l, err);
    assert_true(l.usable);
    assert_int_equal(test_write(s->h, deactivate, s), 0);
    return r ? r : look_at_key(c, &l, err);
}

static void test_change_during_a_read_counts_in_the_next(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_read(s.h, look_twice, &s), 0);
    assert_false(look(&s, look_at_key).usable);
}

static void test_removed_role_is_gone(void **state) {
    struct scene s = scene_of(*state);
    assert_true(look(&s, look_at_role).usable);
    assert_int_equal(test_write(s.h, remove_role, &s), 0);
    assert_false(look(&s, look_at_role).usable);
}

/* Reads inside a write that is rolled back must leave nothing in the cache. */
static int attach_look_and_fail(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct look l = {.scene = s};
    int r = attach(c, s, err);
    if (!r) r = look_at_key(c, &l, err);
    assert_int_equal(l.n_policies, 1);
    return r ? r : gh_fail(err, GH_ECONFLICT, "on purpose");
}

static void test_rolled_back_write_is_not_cached(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_write(s.h, attach_look_and_fail, &s), -GH_ECONFLICT);
    assert_int_equal(look(&s, look_at_key).n_policies, 0);
    /* The next real change reaches the version that the rolled-back one had. */
    assert_int_equal(test_write(s.h, put_policy, &s), 0);
    struct look l = look(&s, look_at_key);
    assert_int_equal(l.n_policies, 1);
}

static int revive(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_str arn = ADMINISTRATOR_ACCESS_ARN, id;
    struct iam_role_content content = {.role = {.account_id = s->account_id,
                                                .name = GH_S("worker"),
                                                .path = GH_S("/"),
                                                .trust_policy = GH_S(TRUST),
                                                .max_session_s = 43200,
                                                .owner = ROLE_OWNER_SSO},
                                       .policy_arns = &arn,
                                       .n_policy_arns = 1};
    int r = iam_role_ensure(c, &content, &id, err);
    if (!r) assert_true(gh_str_eq(id, s->role_id));
    return r;
}

static void test_tombstone_keeps_its_id(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_write(s.h, remove_role, &s), 0);
    assert_int_equal(test_write(s.h, revive, &s), 0);
    assert_true(look(&s, look_at_role).usable);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(test_changes_count_at_once),  house_test(test_change_during_a_read_counts_in_the_next),
        house_test(test_removed_role_is_gone),   house_test(test_rolled_back_write_is_not_cached),
        house_test(test_tombstone_keeps_its_id),
    };
    return cmocka_run_group_tests_name("domain/access", tests, NULL, NULL);
}
