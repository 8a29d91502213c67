/* test_inspect.c: what a policy says about itself: keys, services, where AWS sees its statements. */
#include "../../support/unit.h"

#include "policy/policy.h"

static struct policy *compile(void **state, const char *document) {
    struct policy *p = NULL;
    struct gh_err err;
    if (policy_compile(*state, gh_str_c(document), POLICY_IDENTITY, GH_S("p"), &p, &err)) fail_msg("%s", err.message);
    return p;
}

static struct gh_str joined(void **state, const struct policy_texts *texts) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 4096);
    for (size_t i = 0; i < texts->n; i++) gh_buf_addf(&b, "%s%.*s", i ? " " : "", GH_S_FMT(texts->v[i]));
    return gh_buf_str(&b);
}

#define STATEMENT(action, more) "{\"Effect\":\"Allow\",\"Action\":" action ",\"Resource\":" more "}"
#define DOCUMENT(statements) "{\"Version\":\"2012-10-17\",\"Statement\":" statements "}"

static void tells_where_statements_stand(void **state) {
    static const char two[] =
        "{\"Statement\": [ " STATEMENT("\"a:b\"", "\"*\"") " , " STATEMENT("\"a:c\"", "\"*\"") " ]}";
    size_t n;
    const struct policy *p = compile(state, two);
    const struct policy_span *spans = policy_statement_spans(*state, p, &n);
    assert_int_equal(n, 2);
    struct gh_str text = policy_document(p);
    assert_int_equal(text.p[spans[0].begin - 1], '[');
    assert_int_equal(text.p[spans[0].end - 1], '}');
    assert_int_equal(spans[1].begin, spans[0].end);
    assert_int_equal(text.p[spans[1].end - 1], '}');
    p = compile(state, DOCUMENT(STATEMENT("\"a:b\"", "\"*\"")));
    spans = policy_statement_spans(*state, p, &n);
    assert_int_equal(n, 1);
    assert_int_equal(policy_document(p).p[spans[0].begin - 1], '{');
    assert_str(policy_id(p), "p");
}

static const char keyed[] = DOCUMENT("[" STATEMENT(
    "\"s3:Get*\"",
    "\"arn:aws:s3:::b/${aws:username}/${s3:x, 'none'}\","
    "\"Condition\":{\"StringLike\":{\"s3:prefix\":[\"${aws:userid}\"]},\"Bool\":{\"aws:SecureTransport\":\"true\"}"
    "}") "," STATEMENT("\"ec2:*\"", "\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"},"
                                    "\"StringEqualsIfExists\":{\"AWS:UserName\":\"x\"},\"Null\":{\"aws:"
                                    "TokenIssueTime\":\"true\"}}") "]");

static void names_keys_once(void **state) {
    struct policy_texts keys = {0};
    policy_keys_named(*state, compile(state, keyed), &keys);
    assert_str(joined(state, &keys),
               "aws:username s3:x s3:prefix aws:userid aws:SecureTransport aws:SourceIp aws:TokenIssueTime");
}

static struct gh_str missing(void **state, struct gh_str action, struct gh_str resource, struct gh_str has) {
    struct policy_texts keys = {0};
    struct policy_key key = {.key = has, .values = &GH_S("alice"), .n_values = 1};
    struct policy_request rq = {
        .action = action, .resource = resource, .keys = &key, .n_keys = has.p ? 1 : 0, .principal = {.arn = GH_S("x")}};
    policy_keys_missing(*state, compile(state, keyed), &rq, &keys);
    return joined(state, &keys);
}

static void names_the_keys_that_are_missing(void **state) {
    struct gh_str object = GH_S("arn:aws:s3:::b/alice/none");
    assert_str(missing(state, GH_S("s3:GetObject"), object, GH_S_NONE), "aws:username");
    assert_str(missing(state, GH_S("s3:GetObject"), object, GH_S("aws:UserName")),
               "s3:prefix aws:userid aws:SecureTransport");
    assert_str(missing(state, GH_S("s3:GetObject"), GH_S("arn:aws:s3:::b/bob/none"), GH_S("aws:username")), "");
    assert_str(missing(state, GH_S("s3:PutObject"), object, GH_S_NONE), "");
    assert_str(missing(state, GH_S("EC2:RunInstances"), GH_S("*"), GH_S_NONE), "aws:SourceIp");
    assert_str(missing(state, GH_S("ec2:RunInstances"), GH_S("*"), GH_S("aws:sourceip")), "");
}

static void tells_services(void **state) {
    static const char document[] = "{\"Version\":\"2012-10-17\",\"Statement\":["
                                   "{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"S3:Put*\"],\"Resource\":\"*\"},"
                                   "{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}]}";
    struct policy_texts services = {0};
    const struct policy *p = compile(state, document);
    policy_services_named(*state, p, &services);
    assert_str(joined(state, &services), "s3");
    assert_true(policy_allows_service(p, GH_S("s3")));
    assert_false(policy_allows_service(p, GH_S("iam")));
    assert_false(policy_allows_service(p, GH_S("s3control")));
    p = compile(state, DOCUMENT(STATEMENT("\"*\"", "\"*\"")));
    assert_true(policy_allows_service(p, GH_S("iam")));
    p = compile(state, DOCUMENT("{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"sts:Assume*\"],\"Resource\":\"*\"}"));
    assert_false(policy_allows_service(p, GH_S("iam")));
    assert_true(policy_allows_service(p, GH_S("sts")));
    assert_true(policy_allows_service(p, GH_S("s3")));
}

/* A request whose keys are gathered when somebody asks. */
struct supplied {
    struct policy_request request;
    unsigned calls;
};

static void supply(void *context) {
    static const struct gh_str value = GH_S_INIT("red");
    static const struct policy_key key = {.key = GH_S_INIT("aws:PrincipalTag/team"), .values = &value, .n_values = 1};
    struct supplied *s = context;
    s->calls++;
    s->request.supply_keys = NULL;
    s->request.keys = &key;
    s->request.n_keys = 1;
}

static enum policy_effect ask(void **state, const char *document, unsigned *ret_calls) {
    const struct policy *p = compile(state, document);
    const struct policy *const list[] = {p};
    struct policy_layers layers = {.identity = {list, 1}};
    struct policy_decision d;
    struct supplied s = {
        .request = {.action = GH_S("a:b"),
                    .resource = GH_S("arn:aws:s3:::red"),
                    .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/u")},
                    .supply_keys = supply}};
    s.request.supply_context = &s;
    policy_evaluate(*state, &layers, &s.request, &d);
    *ret_calls = s.calls;
    return d.effect;
}

#define CONDITION(value) "\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"" value "\"}}"

static void asks_for_keys_only_where_a_statement_does(void **state) {
    static const struct {
        const char *document;
        enum policy_effect effect;
        unsigned calls;
    } cases[] = {
        {DOCUMENT(STATEMENT("\"a:b\"", "\"*\"")), POLICY_ALLOW, 0},
        {DOCUMENT(STATEMENT("\"a:other\"", CONDITION("red"))), POLICY_IMPLICIT_DENY, 0},
        {DOCUMENT(STATEMENT("\"a:b\"", CONDITION("red"))), POLICY_ALLOW, 1},
        {DOCUMENT(STATEMENT("\"a:b\"", CONDITION("blue"))), POLICY_IMPLICIT_DENY, 1},
        {DOCUMENT(STATEMENT("\"a:b\"", "\"arn:aws:s3:::${aws:PrincipalTag/team}\"")), POLICY_ALLOW, 1},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        unsigned calls;
        assert_int_equal(ask(state, cases[i].document, &calls), cases[i].effect);
        assert_int_equal(calls, cases[i].calls);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(tells_where_statements_stand), arena_test(names_keys_once),
                                       arena_test(names_the_keys_that_are_missing), arena_test(tells_services),
                                       arena_test(asks_for_keys_only_where_a_statement_does)};
    return cmocka_run_group_tests_name("policy/inspect", tests, NULL, NULL);
}
