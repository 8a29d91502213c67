/* What data cases cannot show: ownership, positions, named principals, big policies. */
#include "unit.h"

#include "policy/policy.h"

static struct policy *compile(struct gh_arena *a, struct gh_str document, enum policy_type type) {
    struct policy *p = NULL;
    struct gh_err err;
    if (policy_compile(a, document, type, GH_S("p"), &p, &err)) fail_msg("%s (%s)", err.message, err.detail);
    return p;
}

static struct policy_decision ask(struct gh_arena *a, const struct policy *p, struct gh_str action,
                                  struct gh_str resource) {
    struct policy_layers layers = {.identity = {&p, 1}};
    struct policy_request rq = {
        .action = action,
        .resource = resource,
        .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/alice")}};
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    return d;
}

static void needs_the_document_no_longer(void **state) {
    (void)state;
    static const char text[] = "{\"Statement\":{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Action\":\"iam:Get\\u0055ser\","
                               "\"Resource\":\"arn:aws:iam::*:user/\\u0061lice\"}}";
    struct gh_arena *a = gh_arena_new(0), *short_lived = gh_arena_new(0);
    struct policy *p = compile(a, gh_str_dup(short_lived, gh_str_c(text)), POLICY_IDENTITY);
    gh_arena_free(short_lived);
    struct policy_decision d = ask(a, p, GH_S("iam:GetUser"), GH_S("arn:aws:iam::111122223333:user/alice"));
    assert_int_equal(d.effect, POLICY_ALLOW);
    assert_true(gh_str_eq(d.matches[0].sid, GH_S("One")));
    gh_arena_free(a);
}

static void tells_where_the_statement_stands(void **state) {
    (void)state;
    struct gh_str text = GH_S("{\"Statement\": [ {\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},\n"
                              "  {\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"} ]}");
    struct gh_arena *a = gh_arena_new(0);
    struct policy_decision d = ask(a, compile(a, text, POLICY_IDENTITY), GH_S("IAM:getuser"), GH_S("*"));
    assert_int_equal(d.n_matches, 1);
    assert_int_equal(d.matches[0].index, 1);
    assert_true(gh_str_eq(gh_str_slice(text, d.matches[0].begin, d.matches[0].end),
                          GH_S("{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}")));
    gh_arena_free(a);
}

static void fails_without_an_error_to_fill(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct policy *p = (struct policy *)1;
    assert_int_equal(policy_compile(a, GH_S("{}"), POLICY_IDENTITY, GH_S("p"), &p, NULL), -GH_EINVAL);
    assert_int_equal(policy_compile(a, GH_S_NONE, POLICY_IDENTITY, GH_S("p"), &p, NULL), -GH_EINVAL);
    assert_ptr_equal(p, (struct policy *)1);
    gh_arena_free(a);
}

static void walks_named_principals(void **state) {
    (void)state;
    struct gh_str text =
        GH_S("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\","
             "\"arn:aws:iam::111122223333:role/r\"],\"Service\":\"s3.amazonaws.com\"},\"Action\":\"sts:*\"},"
             "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}");
    static const struct {
        enum policy_principal_kind kind;
        const char *text;
        size_t statement;
    } want[] = {
        {POLICY_PRINCIPAL_ACCOUNT, "111122223333", 0},
        {POLICY_PRINCIPAL_ARN, "arn:aws:iam::111122223333:role/r", 0},
        {POLICY_PRINCIPAL_SERVICE, "s3.amazonaws.com", 0},
        {POLICY_PRINCIPAL_ANYONE, "*", 1},
    };
    struct gh_arena *a = gh_arena_new(0);
    struct policy *p = compile(a, text, POLICY_TRUST);
    struct policy_named_principal got;
    size_t at = 0;
    for (size_t i = 0; i < GH_COUNT(want); i++) {
        assert_true(policy_principal_next(p, &at, &got));
        assert_int_equal(got.kind, want[i].kind);
        assert_true(gh_str_eq(got.text, gh_str_c(want[i].text)));
        assert_int_equal(got.statement, want[i].statement);
        assert_false(got.negated);
    }
    assert_false(policy_principal_next(p, &at, &got));
    gh_arena_free(a);
}

/* Every statement is found through the index, and all that match are told, past the room on the stack. */
static void finds_each_of_many_statements(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 20);
    gh_buf_add(&b, GH_S("{\"Statement\":["));
    for (int i = 0; i < 600; i++)
        gh_buf_addf(&b, "%s{\"Effect\":\"Allow\",\"Action\":[\"svc%d:Do%d\",\"svc%d:Any*\"],\"Resource\":\"*\"}",
                    i ? "," : "", i % 7, i, i % 7);
    gh_buf_add(&b, GH_S("]}"));
    struct policy *p = compile(a, gh_buf_str(&b), POLICY_IDENTITY);
    for (int i = 0; i < 600; i++) {
        struct policy_decision d = ask(a, p, gh_fmt(a, "svc%d:do%d", i % 7, i), GH_S("*"));
        assert_int_equal(d.n_matches, 1);
        assert_int_equal(d.matches[0].index, i);
    }
    struct policy_decision all = ask(a, p, GH_S("svc3:anything"), GH_S("*"));
    assert_int_equal(all.n_matches, 86);
    for (size_t i = 0; i < all.n_matches; i++) assert_int_equal(all.matches[i].index, 3 + 7 * i);
    assert_int_equal(ask(a, p, GH_S("svc8:anything"), GH_S("*")).effect, POLICY_IMPLICIT_DENY);
    gh_arena_free(a);
}

/* More keys than there is room on the stack, and an action longer than that. */
static void takes_large_requests(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    const struct policy *p =
        compile(a,
                GH_S("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                     "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"K:150\":\"${k:151}\"}}}}"),
                POLICY_IDENTITY);
    struct policy_key keys[200];
    struct gh_str value = GH_S("v");
    for (size_t i = 0; i < 200; i++) keys[i] = (struct policy_key){gh_fmt(a, "k:%zu", i), &value, 1, false};
    char action[300];
    memset(action, 'X', sizeof action);
    action[3] = ':';
    struct policy_layers layers = {.identity = {&p, 1}};
    struct policy_request rq = {
        .action = gh_str_n(action, sizeof action), .resource = GH_S("*"), .keys = keys, .n_keys = 200};
    rq.principal.account_id = GH_S("111122223333");
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_ALLOW);
    rq.n_keys = 150;
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_IMPLICIT_DENY);
    gh_arena_free(a);
}

/* A value that is no UTF-8 must not be taken for a wildcard. */
static void refuses_wildcard_bytes_in_values(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    const struct policy *p =
        compile(a,
                GH_S("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                     "\"Resource\":\"arn:aws:iam::1:user/${aws:username}\"}}"),
                POLICY_IDENTITY);
    struct gh_str value = GH_S("\xff");
    struct policy_key key = {GH_S("aws:username"), &value, 1, false};
    struct policy_layers layers = {.identity = {&p, 1}};
    struct policy_request rq = {
        .action = GH_S("iam:x"), .resource = GH_S("arn:aws:iam::1:user/bob"), .keys = &key, .n_keys = 1};
    rq.principal.account_id = GH_S("111122223333");
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_IMPLICIT_DENY);
    value = GH_S("bob");
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_ALLOW);
    gh_arena_free(a);
}

/* So that a caller may list a key for an input member that was not given. */
static void takes_an_absent_value_for_a_missing_key(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    const struct policy *p = compile(a,
                                     GH_S("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
                                          "\"Condition\":{\"Null\":{\"k:a\":\"true\"}}}}"),
                                     POLICY_IDENTITY);
    struct gh_str value = GH_S_NONE;
    struct policy_key key = {GH_S("k:a"), &value, 1, false};
    struct policy_layers layers = {.identity = {&p, 1}};
    struct policy_request rq = {.action = GH_S("iam:x"), .resource = GH_S("*"), .keys = &key, .n_keys = 1};
    rq.principal.account_id = GH_S("111122223333");
    struct policy_decision d;
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_ALLOW);
    value = GH_S("");
    policy_evaluate(a, &layers, &rq, &d);
    assert_int_equal(d.effect, POLICY_IMPLICIT_DENY);
    gh_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_the_document_no_longer),     cmocka_unit_test(tells_where_the_statement_stands),
        cmocka_unit_test(fails_without_an_error_to_fill),   cmocka_unit_test(walks_named_principals),
        cmocka_unit_test(finds_each_of_many_statements),    cmocka_unit_test(takes_large_requests),
        cmocka_unit_test(refuses_wildcard_bytes_in_values), cmocka_unit_test(takes_an_absent_value_for_a_missing_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
