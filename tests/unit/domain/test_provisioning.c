/* test_provisioning.c: permission sets as roles, and the assignments that bring and take them. */
#include "domain/provisioning.h"

#include "center.h"
#include "domain/arn.h"
#include "domain/iam_policy.h"

/* One step on the scene; what it finds is looked at afterwards. */
struct step {
    struct center *s;
    bool group;
    struct center_role role;
};

static int add(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct assignment a = center_assignment(t->s, t->group);
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, t->s->set_id, &recipe, err);
    if (!r) r = assignment_add(c, &a, &recipe, err);
    return r ? r : center_role_read(c, t->s, &t->role, err);
}

static int take(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct assignment a = center_assignment(t->s, t->group);
    int r = assignment_remove(c, &a, err);
    return r ? r : center_role_read(c, t->s, &t->role, err);
}

static struct center_role after(struct center *s, test_step *step, bool group) {
    struct step t = {.s = s, .group = group};
    assert_int_equal(test_write(s->h, step, &t), 0);
    return t.role;
}

static void test_names(void **state) {
    struct gh_arena *a = gh_arena_new(0);
    (void)state;
    struct gh_secret secret;
    assert_true(gh_secret_set(&secret, GH_S("0123456789abcdef0123456789abcdef")));
    struct provisioning_recipe recipe = {.permission_set_id = GH_S("ps-0123456789abcdef"), .name = GH_S("Dev+Ops")};
    /* printf %s ps-0123456789abcdef:111122223333 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef */
    assert_str(provisioning_role_name(a, &secret, &recipe, GH_S("111122223333")),
               "AWSReservedSSO_Dev+Ops_1845d829eafdca58");
    struct gh_str other = provisioning_role_name(a, &secret, &recipe, GH_S("111122223334"));
    assert_false(gh_str_ends(other, GH_S("1845d829eafdca58")));
    assert_str(provisioning_role_path(a, GH_S("us-east-1")), "/aws-reserved/sso.amazonaws.com/");
    assert_str(provisioning_role_path(a, GH_S("eu-west-1")), "/aws-reserved/sso.amazonaws.com/eu-west-1/");
    gh_arena_free(a);
}

static int look_at_content(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_iam_attachment_list_rows attached;
    struct store_iam_inline_list_rows inlines;
    struct gh_str id = t->role.row.id;
    int r =
        store_iam_attachment_list(c->tx, &(struct store_iam_attachment_list_args){id, GH_S(""), 10}, &attached, err);
    if (!r) r = store_iam_inline_list(c->tx, &(struct store_iam_inline_list_args){id, GH_S(""), 10}, &inlines, err);
    if (r) return r;
    assert_int_equal(attached.n, 1);
    assert_str(attached.v[0].policy_arn, "arn:aws:iam::aws:policy/AdministratorAccess");
    assert_int_equal(inlines.n, 1);
    assert_str(inlines.v[0].name, "AwsSSOInlinePolicy");
    assert_true(gh_str_eq(inlines.v[0].document, CENTER_INLINE));
    return 0;
}

static void test_role_is_as_aws_makes_it(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s, .role = after(&s, add, false)};
    const struct store_iam_role_get_row *row = &t.role.row;
    assert_true(t.role.provisioned);
    assert_true(gh_str_starts(row->name, GH_S("AWSReservedSSO_Developer_")));
    assert_int_equal(row->name.n, strlen("AWSReservedSSO_Developer_") + 16);
    assert_str(row->path, "/aws-reserved/sso.amazonaws.com/");
    assert_str(row->description, "Builds things");
    assert_str(row->owner, "SSO");
    assert_int_equal(row->max_session_s, 43200);
    ptrdiff_t at = gh_str_find_str(row->trust_policy, GH_S("saml-provider/AWSSSO_"));
    assert_true(at > 0);
    struct gh_str digits = gh_str_slice(row->trust_policy, (size_t)at + 21, (size_t)at + 37);
    unsigned char bytes[8];
    assert_true(gh_unhex(bytes, sizeof bytes, digits));
    struct gh_str expected = gh_fmt(
        s.h->arena,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
        "\"arn:aws:iam::%.*s:saml-provider/AWSSSO_%.*s_DO_NOT_DELETE\"},\"Action\":[\"sts:AssumeRoleWithSAML\","
        "\"sts:TagSession\"],\"Condition\":{\"StringEquals\":{\"SAML:aud\":\"https://signin.aws.amazon.com/saml\"}}}]}",
        GH_S_FMT(s.member_id), GH_S_FMT(digits));
    assert_str(row->trust_policy, gh_cstr(s.h->arena, expected));
    assert_int_equal(test_write(s.h, look_at_content, &t), 0);
}

static void test_twice_is_once(void **state) {
    struct center s = center_of(*state);
    struct center_role one = after(&s, add, false), two = after(&s, add, false);
    assert_true(gh_str_eq(one.row.id, two.row.id));
    assert_int_equal(one.row.sessions_after_ms, two.row.sessions_after_ms);
    assert_false(after(&s, take, false).provisioned);
    assert_false(after(&s, take, false).provisioned);
}

static void test_last_assignment_takes_the_role(void **state) {
    struct center s = center_of(*state);
    struct center_role first = after(&s, add, false);
    after(&s, add, true);
    assert_true(after(&s, take, false).provisioned);
    assert_false(after(&s, take, true).provisioned);
    struct center_role again = after(&s, add, true);
    assert_true(again.provisioned);
    assert_true(gh_str_eq(again.row.id, first.row.id));
    assert_true(gh_str_eq(again.row.name, first.row.name));
    assert_false(again.row.has_removed_ms);
    /* Sessions of before stay invalid. */
    assert_true(again.row.sessions_after_ms > 0);
}

static int change_set(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_permission_set_update_args args = {
        .id = t->s->set_id, .description = GH_S("Changed"), .session_duration = GH_S("PT1H")};
    return store_permission_set_update(c->tx, &args, NULL, err);
}

static int provision(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, t->s->set_id, &recipe, err);
    if (!r) r = provisioning_apply(c, &recipe, t->s->member_id, err);
    return r ? r : center_role_read(c, t->s, &t->role, err);
}

static void test_role_follows_only_when_provisioned(void **state) {
    struct center s = center_of(*state);
    struct center_role before = after(&s, add, false);
    struct step t = {.s = &s};
    assert_int_equal(test_write(s.h, change_set, &t), 0);
    struct center_role stale = after(&s, add, true);
    assert_str(stale.row.description, "Builds things");
    assert_int_equal(stale.revision, before.revision);
    assert_int_equal(test_write(s.h, provision, &t), 0);
    assert_str(t.role.row.description, "Changed");
    assert_int_equal(t.role.revision, before.revision + 1);
    assert_true(gh_str_eq(t.role.row.id, before.row.id));
}

/* ---- what the account has of its own ---- */

static int refer(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_permission_set_reference_insert_args row = {t->s->set_id, GH_S("Own"), GH_S("/team/")};
    struct store_permission_set_set_boundary_args boundary = {
        .id = t->s->set_id, .boundary_name = GH_S("Fence"), .boundary_path = GH_S("/")};
    int r = store_permission_set_reference_insert(c->tx, &row, NULL, err);
    return r ? r : store_permission_set_set_boundary(c->tx, &boundary, NULL, err);
}

static int make_policy(struct context *c, const struct step *t, struct gh_str path, struct gh_str name,
                       struct gh_err *err) {
    struct gh_str id;
    struct iam_policy_new policy = {
        .account_id = t->s->member_id, .name = name, .path = path, .document = CENTER_INLINE};
    return iam_policy_create(c, &policy, &id, err);
}

static int make_own(struct context *c, void *argument, struct gh_err *err) {
    return make_policy(c, argument, GH_S("/team/"), GH_S("Own"), err);
}

static int make_fence(struct context *c, void *argument, struct gh_err *err) {
    return make_policy(c, argument, GH_S("/"), GH_S("Fence"), err);
}

/* Refused for want of a policy, with nothing done. */
static int expect_lack(struct context *c, struct step *t, const char *arn, struct gh_err *err) {
    struct assignment a = center_assignment(t->s, true);
    struct provisioning_recipe recipe;
    struct gh_err *why = gh_err_new(c->arena);
    int r = provisioning_recipe_load(c, t->s->set_id, &recipe, err);
    if (r) return r;
    assert_int_equal(assignment_add(c, &a, &recipe, why), -GH_ECONFLICT);
    const char *expected =
        gh_cstr(c->arena, gh_fmt(c->arena, "Policy arn:aws:iam::%.*s:policy/%s does not exist or is not attachable.",
                                 GH_S_FMT(t->s->member_id), arn));
    assert_non_null(strstr(why->message, expected));
    assert_int_equal(center_role_read(c, t->s, &t->role, err), 0);
    assert_false(t->role.provisioned);
    return 0;
}

static int lack_own(struct context *c, void *argument, struct gh_err *err) {
    return expect_lack(c, argument, "team/Own", err);
}

static int lack_fence(struct context *c, void *argument, struct gh_err *err) {
    return expect_lack(c, argument, "Fence", err);
}

static int look_at_own(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_iam_attachment_list_rows attached;
    struct store_iam_boundary_get_row boundary;
    struct store_iam_attachment_list_args list = {t->role.row.id, GH_S(""), 10};
    int r = store_iam_attachment_list(c->tx, &list, &attached, err);
    if (!r) r = store_iam_boundary_get(c->tx, &(struct store_iam_boundary_get_args){t->role.row.id}, &boundary, err);
    if (r) return r;
    assert_int_equal(attached.n, 2);
    assert_true(gh_str_eq(attached.v[0].policy_arn,
                          gh_fmt(c->arena, "arn:aws:iam::%.*s:policy/team/Own", GH_S_FMT(t->s->member_id))));
    assert_true(
        gh_str_eq(boundary.policy_arn, gh_fmt(c->arena, "arn:aws:iam::%.*s:policy/Fence", GH_S_FMT(t->s->member_id))));
    return 0;
}

static int look_for_boundary(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_iam_boundary_get_row boundary;
    assert_int_equal(
        store_iam_boundary_get(c->tx, &(struct store_iam_boundary_get_args){t->role.row.id}, &boundary, err),
        -GH_ENOTFOUND);
    return 0;
}

static void test_what_the_account_has_itself(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s};
    assert_int_equal(test_write(s.h, refer, &t), 0);
    assert_int_equal(test_write(s.h, lack_own, &t), 0);
    assert_int_equal(test_write(s.h, make_own, &t), 0);
    assert_int_equal(test_write(s.h, lack_fence, &t), 0);
    assert_int_equal(test_write(s.h, make_fence, &t), 0);
    t.role = after(&s, add, true);
    assert_true(t.role.provisioned);
    assert_int_equal(test_write(s.h, look_at_own, &t), 0);
    /* The tombstone holds on to no policy. */
    assert_false(after(&s, take, true).provisioned);
    assert_int_equal(test_write(s.h, look_for_boundary, &t), 0);
}

static int fill_account(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    int r = 0;
    for (int i = 0; !r && i < PROVISIONING_SETS_MAX; i++) {
        struct store_provisioned_role_put_args row = {gh_fmt(c->arena, "ps-%016d", i), t->s->member_id,
                                                      gh_fmt(c->arena, "AROA%d", i), 1};
        r = store_provisioned_role_put(c->tx, &row, NULL, err);
    }
    return r;
}

static int expect_full(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct assignment a = center_assignment(t->s, true);
    struct provisioning_recipe recipe;
    struct gh_err *why = gh_err_new(c->arena);
    int r = provisioning_recipe_load(c, t->s->set_id, &recipe, err);
    if (r) return r;
    assert_int_equal(assignment_add(c, &a, &recipe, why), -GH_ECONFLICT);
    assert_non_null(strstr(why->message, "has 500 provisioned permission sets"));
    return 0;
}

static void test_an_account_can_be_full(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s};
    assert_int_equal(test_write(s.h, fill_account, &t), 0);
    assert_int_equal(test_write(s.h, expect_full, &t), 0);
}

static int look_at_service_role(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {t->s->member_id, GH_S("awsserviceroleforsso")};
    int r = provisioning_service_role_ensure(c, t->s->member_id, err);
    if (!r) r = store_iam_role_by_name(c->tx, &args, &row, err);
    if (r) return r;
    assert_str(row.owner, "SERVICE");
    struct gh_str arn = arn_iam_role(c->arena, t->s->member_id, row.path, row.name);
    assert_true(gh_str_ends(arn, GH_S(":role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO")));
    return 0;
}

static void test_service_role(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s};
    after(&s, add, false);
    assert_int_equal(test_write(s.h, look_at_service_role, &t), 0);
}

static int look_at_secret(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct provisioning_recipe recipe;
    struct gh_secret secret;
    int r = provisioning_recipe_load(c, t->s->set_id, &recipe, err);
    if (!r) r = instance_secret(c, recipe.instance_id, recipe.secret, &secret, err);
    if (r) return r;
    assert_int_equal(secret.n, 32);
    /* Bound to its instance: a swapped column does not open. */
    assert_int_equal(instance_secret(c, GH_S("ssoins-0000000000000000"), recipe.secret, &secret, err), -GH_EINTERNAL);
    assert_int_equal(provisioning_recipe_load(c, GH_S("ps-0000000000000000"), &recipe, err), -GH_ENOTFOUND);
    return 0;
}

static void test_secret(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s};
    assert_int_equal(test_write(s.h, look_at_secret, &t), 0);
}

static int look_for_principals(struct context *c, void *argument, struct gh_err *err) {
    struct step *t = argument;
    struct assignment user = center_assignment(t->s, false), group = center_assignment(t->s, true);
    assert_int_equal(assignment_principal_check(c, t->s->store_id, &user, err), 0);
    assert_int_equal(assignment_principal_check(c, t->s->store_id, &group, err), 0);
    assert_int_equal(assignment_principal_check(c, GH_S("d-0000000000"), &user, err), -GH_ENOTFOUND);
    user.principal_type = GH_S("GROUP");
    assert_int_equal(assignment_principal_check(c, t->s->store_id, &user, err), -GH_ENOTFOUND);
    return 0;
}

static void test_principals(void **state) {
    struct center s = center_of(*state);
    struct step t = {.s = &s};
    assert_int_equal(test_write(s.h, look_for_principals, &t), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        house_test(test_role_is_as_aws_makes_it),
        house_test(test_twice_is_once),
        house_test(test_last_assignment_takes_the_role),
        house_test(test_role_follows_only_when_provisioned),
        house_test(test_what_the_account_has_itself),
        house_test(test_an_account_can_be_full),
        house_test(test_service_role),
        house_test(test_secret),
        house_test(test_principals),
    };
    return cmocka_run_group_tests_name("domain/provisioning", tests, NULL, NULL);
}
