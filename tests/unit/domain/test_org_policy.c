/* test_org_policy.c: which control policies bear on an account, level by level, and never an old one of them. */
#include "domain/org_policy.h"

#include "domain/access.h"
#include "domain/account.h"
#include "domain/iam.h"
#include "house.h"
#include "store/queries.h"

#define SCP GH_S("SERVICE_CONTROL_POLICY")
#define RCP GH_S("RESOURCE_CONTROL_POLICY")
#define DENY(action)                                                                                                   \
    GH_S("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"" action                         \
         "\",\"Resource\":\"*\"}}")
#define TRUST                                                                                                          \
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:"  \
    "AssumeRole\"}}"

/* An organization: root, a unit in it, a member account in the unit with a role. */
struct scene {
    struct test_house *h;
    struct gh_str manager, member, role_id;
};

static int add_member(struct context *c, struct gh_str account_id, struct gh_str parent_id, struct gh_err *err) {
    struct store_organization_member_insert_args row = {.account_id = account_id,
                                                        .organization_id = GH_S("o-1"),
                                                        .parent_id = parent_id,
                                                        .joined_method = GH_S("CREATED"),
                                                        .joined_ms = 1};
    return store_organization_member_insert(c->tx, &row, NULL, err);
}

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct account_new one = {.name = GH_S("M"), .email = GH_S("m@example.com")};
    struct account_new two = {.name = GH_S("A"), .email = GH_S("a@example.com")};
    struct iam_role_new role = {.name = GH_S("Worker"),
                                .path = GH_S("/"),
                                .trust_policy = GH_S(TRUST),
                                .max_session_s = 3600,
                                .owner = ROLE_OWNER_CUSTOMER};
    int r = account_create(c, &one, &s->manager, err);
    if (!r) r = account_create(c, &two, &s->member, err);
    struct store_organization_insert_args org = {GH_S("o-1"), GH_S("r-1"), s->manager, GH_S("ALL"), 1};
    struct store_organization_unit_insert_args unit = {GH_S("ou-1-1"), GH_S("o-1"), GH_S("r-1"), GH_S("Unit"), 1};
    if (!r) r = store_organization_insert(c->tx, &org, NULL, err);
    if (!r) r = store_organization_unit_insert(c->tx, &unit, NULL, err);
    if (!r) r = add_member(c, s->manager, GH_S("r-1"), err);
    if (!r) r = add_member(c, s->member, GH_S("ou-1-1"), err);
    role.account_id = s->member;
    return r ? r : iam_role_create(c, &role, &s->role_id, err);
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.h = h};
    assert_int_equal(test_write(h, build, &s), 0);
    return s;
}

static int enable(struct context *c, void *argument, struct gh_err *err) {
    struct gh_str type = *(const struct gh_str *)argument;
    struct store_organization_policy_type_insert_args row = {GH_S("o-1"), type};
    struct store_organization_attach_everywhere_args all = {GH_S("o-1"), type, org_policy_builtin_of_type(type)->id};
    int r = store_organization_policy_type_insert(c->tx, &row, NULL, err);
    if (!r) r = store_organization_attach_everywhere(c->tx, &all, NULL, err);
    return r ? r : org_policies_touch(c, GH_S("o-1"), err);
}

struct change {
    const char *id, *target;
    struct gh_str content; /* of a new policy; absent: attach one that is there */
};

static int attach(struct context *c, void *argument, struct gh_err *err) {
    const struct change *k = argument;
    struct store_organization_policy_insert_args policy = {gh_str_c(k->id), GH_S("o-1"), SCP, gh_str_c(k->id),
                                                           GH_S(""),        k->content,  1};
    struct store_organization_attachment_insert_args row = {GH_S("o-1"), gh_str_c(k->target), SCP, gh_str_c(k->id)};
    int r = k->content.p ? store_organization_policy_insert(c->tx, &policy, NULL, err) : 0;
    if (!r) r = store_organization_attachment_insert(c->tx, &row, NULL, err);
    return r ? r : org_policies_touch(c, GH_S("o-1"), err);
}

static int detach(struct context *c, void *argument, struct gh_err *err) {
    const struct change *k = argument;
    struct store_organization_attachment_delete_args row = {GH_S("o-1"), gh_str_c(k->target), SCP, gh_str_c(k->id)};
    int r = store_organization_attachment_delete(c->tx, &row, NULL, err);
    return r ? r : org_policies_touch(c, GH_S("o-1"), err);
}

static int rewrite(struct context *c, void *argument, struct gh_err *err) {
    const struct change *k = argument;
    struct store_organization_policy_update_args row = {gh_str_c(k->id), gh_str_c(k->id), GH_S(""), k->content, 2};
    int r = store_organization_policy_update(c->tx, &row, NULL, err);
    return r ? r : org_policies_touch(c, GH_S("o-1"), err);
}

/* What is seen of an account: how many policies each level has, and whether iam:GetUser is denied. */
struct look {
    struct gh_str account_id;
    bool member;
    size_t n_scps, n_rcps, per_level[4];
    bool denied;
    char path[64];
};

static bool is_denied(struct gh_arena *a, const struct org_policies *p) {
    struct policy_layers layers = {.scps = p->scps, .n_scps = p->n_scps, .root = true};
    struct policy_request rq = {
        .action = GH_S("iam:GetUser"), .resource = GH_S("*"), .principal.account_id = p->account_id};
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    return d.effect != POLICY_ALLOW;
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    const struct org_policies *p;
    int r = org_policies_of(c, l->account_id, &p, err);
    l->member = p != NULL;
    if (r || !p) return r;
    l->n_scps = p->n_scps;
    l->n_rcps = p->n_rcps;
    for (size_t i = 0; i < p->n_scps && i < GH_COUNT(l->per_level); i++) l->per_level[i] = p->scps[i].policies.n;
    l->denied = is_denied(c->arena, p);
    snprintf(l->path, sizeof l->path, "%.*s", GH_S_FMT(p->path));
    return 0;
}

static struct look seen(const struct scene *s, struct gh_str account_id) {
    struct look l = {.account_id = account_id};
    assert_int_equal(test_read(s->h, look, &l), 0);
    return l;
}

static void test_levels(void **state) {
    struct scene s = scene_of(*state);
    struct look l = seen(&s, s.member);
    assert_true(l.member);
    assert_int_equal(l.n_scps, 0);
    assert_str(gh_str_c(l.path), gh_cstr(s.h->arena, gh_fmt(s.h->arena, "o-1/r-1/ou-1-1/%.*s/", GH_S_FMT(s.member))));
    struct gh_str scp = SCP, rcp = RCP;
    assert_int_equal(test_write(s.h, enable, &scp), 0);
    l = seen(&s, s.member);
    assert_int_equal(l.n_scps, 3);
    assert_int_equal(l.n_rcps, 0);
    for (size_t i = 0; i < 3; i++) assert_int_equal(l.per_level[i], 1);
    assert_false(l.denied);
    assert_int_equal(test_write(s.h, enable, &rcp), 0);
    assert_int_equal(seen(&s, s.member).n_rcps, 3);
    struct look manager = seen(&s, s.manager);
    assert_true(manager.member);
    assert_int_equal(manager.n_scps + manager.n_rcps, 0);
    assert_false(seen(&s, GH_S("000000000000")).member);
}

static void test_changes_count_at_once(void **state) {
    struct scene s = scene_of(*state);
    struct gh_str scp = SCP;
    assert_int_equal(test_write(s.h, enable, &scp), 0);
    struct change k = {"p-1", "ou-1-1", DENY("s3:*")};
    assert_int_equal(test_write(s.h, attach, &k), 0);
    struct look l = seen(&s, s.member);
    assert_int_equal(l.per_level[1], 2);
    assert_false(l.denied);
    k.content = DENY("iam:*");
    assert_int_equal(test_write(s.h, rewrite, &k), 0);
    assert_true(seen(&s, s.member).denied);
    assert_int_equal(test_write(s.h, detach, &k), 0);
    assert_false(seen(&s, s.member).denied);
}

/* Attaches, looks inside the same transaction, and undoes it. */
static int look_within(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    struct change k = {"p-2", "r-1", DENY("iam:*")};
    int r = attach(c, &k, err);
    if (!r) r = look(c, l, err);
    return r ? r : gh_fail(err, GH_EDENIED, "undone");
}

static void test_nothing_is_kept_of_what_was_undone(void **state) {
    struct scene s = scene_of(*state);
    struct gh_str scp = SCP;
    assert_int_equal(test_write(s.h, enable, &scp), 0);
    struct look l = {.account_id = s.member};
    assert_int_equal(test_write(s.h, look_within, &l), -GH_EDENIED);
    assert_true(l.denied);
    assert_false(seen(&s, s.member).denied);
    /* The next change takes the same version number and policy id. */
    struct change k = {"p-2", "r-1", DENY("s3:*")};
    assert_int_equal(test_write(s.h, attach, &k), 0);
    l = seen(&s, s.member);
    assert_int_equal(l.per_level[0], 2);
    assert_false(l.denied);
}

struct session {
    const struct scene *s;
    size_t n_scps;
    bool denied;
};

static int look_at_role(struct context *c, void *argument, struct gh_err *err) {
    struct session *x = argument;
    const struct access *access;
    int r = access_for_role(c, x->s->member, x->s->role_id, &access, err);
    if (r) return r;
    assert_non_null(access->organization);
    x->n_scps = access->organization->n_scps;
    x->denied = is_denied(c->arena, access->organization);
    return 0;
}

static void test_access_brings_them_along(void **state) {
    struct scene s = scene_of(*state);
    struct session x = {.s = &s};
    struct gh_str scp = SCP;
    assert_int_equal(test_read(s.h, look_at_role, &x), 0);
    assert_int_equal(x.n_scps, 0);
    assert_int_equal(test_write(s.h, enable, &scp), 0);
    struct change k = {"p-1", "r-1", DENY("iam:*")};
    assert_int_equal(test_write(s.h, attach, &k), 0);
    assert_int_equal(test_read(s.h, look_at_role, &x), 0);
    assert_int_equal(x.n_scps, 3);
    assert_true(x.denied);
    assert_int_equal(test_write(s.h, detach, &k), 0);
    assert_int_equal(test_read(s.h, look_at_role, &x), 0);
    assert_false(x.denied);
}

static void test_builtins(void **state) {
    struct gh_arena *a = ((struct test_house *)*state)->arena;
    struct policy *p;
    assert_int_equal(
        policy_compile(a, org_policy_builtin(GH_S("p-FullAWSAccess"))->content, POLICY_SCP, GH_S("x"), &p, NULL), 0);
    assert_int_equal(
        policy_compile(a, org_policy_builtin(GH_S("p-RCPFullAWSAccess"))->content, POLICY_RCP, GH_S("x"), &p, NULL), 0);
    assert_null(org_policy_builtin(GH_S("p-other")));
    assert_null(org_policy_builtin_of_type(GH_S("TAG_POLICY")));
    assert_str(org_policy_arn(a, GH_S("111111111111"), GH_S("o-1"), SCP, GH_S("p-1")),
               "arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1");
    assert_str(org_policy_arn(a, GH_S("111111111111"), GH_S("o-1"), SCP, GH_S("p-FullAWSAccess")),
               "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess");
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(test_levels), house_test(test_changes_count_at_once),
                                       house_test(test_nothing_is_kept_of_what_was_undone),
                                       house_test(test_access_brings_them_along), house_test(test_builtins)};
    return cmocka_run_group_tests_name("domain/org_policy", tests, NULL, NULL);
}
