/* test_iam_policy.c: what reaches a user: groups, managed policies in their version, the boundary, tags. */
#include "domain/iam_policy.h"

#include "domain/access.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/iam_group.h"
#include "domain/managed_policy.h"
#include "domain/resource_facts.h"
#include "house.h"
#include "store/queries.h"

#define DOCUMENT(action)                                                                                               \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"*\"}}"

/* An account with a user in a group; everything else is put in by the tests. */
struct scene {
    struct test_house *h;
    struct gh_str account_id, user_id, key_id, group_id, arn;
};

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_secret secret = {0};
    struct account_new account = {.name = GH_S("A"), .email = GH_S("a@example.com")};
    int r = account_create(c, &account, &s->account_id, err);
    if (!r) r = iam_user_create(c, s->account_id, GH_S("/"), GH_S("jo"), &s->user_id, err);
    if (!r) r = iam_access_key_create(c, s->account_id, s->user_id, &s->key_id, &secret, err);
    struct iam_group_names names = {GH_S("Team"), GH_S("/")};
    if (!r) r = iam_group_create(c, s->account_id, &names, &s->group_id, err);
    if (!r) r = iam_group_join(c, s->account_id, s->group_id, s->user_id, err);
    struct gh_str id;
    struct iam_policy_new policy = {
        .account_id = s->account_id, .name = GH_S("P"), .path = GH_S("/p/"), .document = GH_S(DOCUMENT("iam:GetUser"))};
    if (!r) r = iam_policy_create(c, &policy, &id, err);
    s->arn = arn_iam_policy(c->arena, s->account_id, policy.path, policy.name);
    return r;
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.h = h};
    assert_int_equal(test_write(h, build, &s), 0);
    return s;
}

struct look {
    struct scene *s;
    size_t n_policies, n_tags;
    bool bounded;
    char last[256]; /* the document of the last policy */
};

static int look_at_key(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    const struct access *x;
    int r = access_for_key(c, l->s->key_id, &x, err);
    if (r) return r;
    l->n_policies = x->policies.n;
    l->n_tags = x->n_tags;
    l->bounded = x->boundary != NULL;
    if (x->policies.n)
        snprintf(l->last, sizeof l->last, "%.*s", GH_S_FMT(policy_document(x->policies.v[x->policies.n - 1])));
    return 0;
}

static struct look look(struct scene *s) {
    struct look l = {.s = s};
    assert_int_equal(test_read(s->h, look_at_key, &l), 0);
    return l;
}

static int attach_both(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = iam_attach(c, s->account_id, s->user_id, s->arn, err);
    if (!r) r = iam_attach(c, s->account_id, s->group_id, s->arn, err);
    return r ? r : iam_inline_put(c, s->account_id, s->group_id, GH_S("i"), GH_S(DOCUMENT("iam:GetGroup")), err);
}

static int leave(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_group_leave(c, s->account_id, s->group_id, s->user_id, err);
}

static void test_groups_give_each_policy_once(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(look(&s).n_policies, 0);
    assert_int_equal(test_write(s.h, attach_both, &s), 0);
    assert_int_equal(look(&s).n_policies, 2);
    assert_int_equal(test_write(s.h, leave, &s), 0);
    assert_int_equal(look(&s).n_policies, 1);
    assert_int_equal(test_write(s.h, leave, &s), -GH_ENOTFOUND);
}

static int new_default(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct iam_policy_row policy;
    int64_t number;
    int r = iam_policy_find(c, s->arn, &policy, err);
    if (!r) r = iam_policy_add_version(c, &policy, GH_S(DOCUMENT("iam:ListUsers")), &number, err);
    if (!r) assert_int_equal(number, 2);
    return r ? r : iam_policy_set_default(c, &policy, number, err);
}

static void test_the_version_in_force_counts(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_write(s.h, attach_both, &s), 0);
    assert_int_equal(test_write(s.h, leave, &s), 0);
    assert_string_equal(look(&s).last, DOCUMENT("iam:GetUser"));
    assert_int_equal(test_write(s.h, new_default, &s), 0);
    assert_string_equal(look(&s).last, DOCUMENT("iam:ListUsers"));
}

static int bound(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_boundary_set(c, s->account_id, s->user_id, s->arn, err);
}

static int unbound(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return iam_boundary_clear(c, s->account_id, s->user_id, err);
}

static int tag(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct store_tag_put_args row = {iam_tags_of(c->arena, s->user_id), GH_S("Team"), GH_S("blue")};
    int r = store_tag_put(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, s->account_id, err);
}

/* What the gate learns of the user as a resource. */
static int facts_of_user(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct resource_facts facts;
    struct resource_viewer viewer = {.account_id = s->account_id}, stranger = {.account_id = GH_S("999999999999")};
    int r = resource_facts_read(c, &viewer, arn_iam_user(c->arena, s->account_id, GH_S("/"), GH_S("jo")), &facts, err);
    if (r) return r;
    assert_true(facts.is_iam);
    assert_int_equal(facts.n_tags, 1);
    assert_str(facts.tags[0].key, "Team");
    struct gh_str boundary;
    r = resource_boundary_read(c, facts.bounded_id, &boundary, err);
    assert_true(gh_str_eq(boundary, s->arn));
    if (r) return r;
    r = resource_facts_read(c, &viewer, arn_iam_user(c->arena, s->account_id, GH_S("/"), GH_S("nobody")), &facts, err);
    assert_int_equal(facts.n_tags, 0);
    if (!r)
        r = resource_facts_read(c, &stranger, arn_iam_user(c->arena, s->account_id, GH_S("/"), GH_S("jo")), &facts,
                                err);
    assert_int_equal(facts.n_tags, 0);
    assert_false(facts.bounded_id.p);
    if (!r) r = resource_facts_read(c, &viewer, GH_S("*"), &facts, err);
    assert_false(facts.is_iam);
    return r;
}

static void test_boundary_and_tags(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_write(s.h, bound, &s), 0);
    assert_int_equal(test_write(s.h, tag, &s), 0);
    struct look l = look(&s);
    assert_true(l.bounded);
    assert_int_equal(l.n_tags, 1);
    assert_int_equal(test_read(s.h, facts_of_user, &s), 0);
    assert_int_equal(test_write(s.h, unbound, &s), 0);
    assert_false(look(&s).bounded);
}

static int find_spellings(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct iam_policy_row policy;
    struct gh_str name, account = s->account_id;
    assert_int_equal(managed_policy_find(c, s->arn, &name, err), 0);
    assert_str(name, "P");
    struct gh_str wrong[] = {arn_iam_policy(c->arena, account, GH_S("/p/"), GH_S("p")),
                             arn_iam_policy(c->arena, account, GH_S("/"), GH_S("P")),
                             arn_iam_policy(c->arena, GH_S("111122223333"), GH_S("/p/"), GH_S("P")),
                             arn_iam_user(c->arena, account, GH_S("/p/"), GH_S("P")), GH_S("P")};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(iam_policy_find(c, wrong[i], &policy, err), -GH_ENOTFOUND);
    return 0;
}

static int create_again(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_str id;
    struct iam_policy_new policy = {
        .account_id = s->account_id, .name = GH_S("p"), .path = GH_S("/"), .document = GH_S(DOCUMENT("iam:GetUser"))};
    return iam_policy_create(c, &policy, &id, err);
}

static void test_policies_are_found_by_their_exact_arn(void **state) {
    struct scene s = scene_of(*state);
    assert_int_equal(test_read(s.h, find_spellings, &s), 0);
    assert_int_equal(test_write(s.h, create_again, &s), -GH_EEXIST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(test_groups_give_each_policy_once),
        house_test(test_the_version_in_force_counts),
        house_test(test_boundary_and_tags),
        house_test(test_policies_are_found_by_their_exact_arn),
    };
    return cmocka_run_group_tests_name("domain/iam_policy", tests, NULL, NULL);
}
