/* test_trace.c: each statement of a policy against a request; that explaining agrees with deciding; who is named. */
#include "../../support/unit.h"

#include "policy/policy.h"

#define DOCUMENT(statements) "{\"Version\":\"2012-10-17\",\"Statement\":[" statements "]}"
#define STATEMENT(sid, effect, more) "{\"Sid\":\"" sid "\",\"Effect\":\"" effect "\"," more "}"
#define ANY "\"Resource\":\"*\""

static const struct policy *compile_as(void **state, const char *document, enum policy_type type, const char *id) {
    struct policy *p = NULL;
    struct gh_err err;
    if (policy_compile(*state, gh_str_c(document), type, gh_str_c(id), &p, &err)) fail_msg("%s", err.message);
    return p;
}

static const struct policy *compile(void **state, const char *document, enum policy_type type) {
    return compile_as(state, document, type, "p");
}

static struct policy_request request(struct gh_str action, struct gh_str resource) {
    return (struct policy_request){
        .action = action,
        .resource = resource,
        .principal = {.account_id = GH_S("111122223333"), .arn = GH_S("arn:aws:iam::111122223333:user/ann")}};
}

static void names_the_first_thing_that_differs(void **state) {
    static const char document[] = DOCUMENT(
        STATEMENT("Action", "Allow", "\"Action\":\"s3:Put*\"," ANY) "," STATEMENT("Resource", "Allow", "\"Action\":\"s3:Get*\",\"Resource\":\"arn:aws:s3:::other/*\"") "," STATEMENT(
            "Condition", "Allow",
            "\"Action\":\"s3:*\"," ANY
            ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}") "," STATEMENT("Yes", "Allow",
                                                                                          "\"NotAction\":\"iam:*"
                                                                                          "\"," ANY) "," STATEMENT("No",
                                                                                                                   "Den"
                                                                                                                   "y",
                                                                                                                   "\"A"
                                                                                                                   "cti"
                                                                                                                   "on"
                                                                                                                   "\":"
                                                                                                                   "\"S"
                                                                                                                   "3:"
                                                                                                                   "GET"
                                                                                                                   "OBJ"
                                                                                                                   "ECT"
                                                                                                                   "\","
                                                                                                                   "\"N"
                                                                                                                   "otR"
                                                                                                                   "eso"
                                                                                                                   "urc"
                                                                                                                   "e\""
                                                                                                                   ":\""
                                                                                                                   "arn"
                                                                                                                   ":aw"
                                                                                                                   "s:"
                                                                                                                   "s3:"
                                                                                                                   "::"
                                                                                                                   "oth"
                                                                                                                   "er/"
                                                                                                                   "*"
                                                                                                                   "\""));
    static const enum policy_fit wanted[] = {POLICY_FIT_ACTION_DIFFERS, POLICY_FIT_RESOURCE_DIFFERS,
                                             POLICY_FIT_CONDITION_FAILS, POLICY_FIT_APPLIES, POLICY_FIT_APPLIES};
    struct policy_request q = request(GH_S("s3:GetObject"), GH_S("arn:aws:s3:::b/k"));
    size_t n;
    const struct policy_trace *t = policy_trace(*state, compile(state, document, POLICY_IDENTITY), &q, &n);
    assert_int_equal(n, GH_COUNT(wanted));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(t[i].fit, wanted[i]);
        assert_int_equal(t[i].index, i);
        assert_int_equal(t[i].allow, i != 4);
    }
    assert_str(t[4].sid, "No");
}

static void knows_principals(void **state) {
    static const char document[] = DOCUMENT(
        STATEMENT("Them", "Allow", "\"Principal\":{\"AWS\":\"999999999999\"},\"Action\":\"s3:*\"," ANY) "," STATEMENT(
            "Us", "Allow", "\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:*\"," ANY));
    struct policy_request q = request(GH_S("s3:GetObject"), GH_S("arn:aws:s3:::b/k"));
    size_t n;
    const struct policy_trace *t = policy_trace(*state, compile(state, document, POLICY_RESOURCE), &q, &n);
    assert_int_equal(n, 2);
    assert_int_equal(t[0].fit, POLICY_FIT_PRINCIPAL_DIFFERS);
    assert_int_equal(t[1].fit, POLICY_FIT_APPLIES);
}

/* Whatever decides applies; and where nothing is denied, whatever applies decides. */
static void agrees_with_the_decision(void **state) {
    static const char document[] =
        DOCUMENT(STATEMENT("A", "Allow", "\"Action\":[\"s3:Get*\",\"sqs:*\"]," ANY) "," STATEMENT(
            "B", "Allow",
            "\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::b/*\"") "," STATEMENT("C", "Deny",
                                                                                "\"Action\":\"s3:*Object\","
                                                                                "\"Resource\":\"arn:aws:s3:::secret/"
                                                                                "*\""));
    static const struct gh_str actions[] = {GH_S_INIT("s3:GetObject"), GH_S_INIT("s3:PutObject"),
                                            GH_S_INIT("sqs:SendMessage"), GH_S_INIT("ec2:Run")};
    static const struct gh_str resources[] = {GH_S_INIT("arn:aws:s3:::b/k"), GH_S_INIT("arn:aws:s3:::secret/k"),
                                              GH_S_INIT("*")};
    const struct policy *p = compile(state, document, POLICY_IDENTITY);
    for (size_t i = 0; i < GH_COUNT(actions) * GH_COUNT(resources); i++) {
        struct policy_request q = request(actions[i / GH_COUNT(resources)], resources[i % GH_COUNT(resources)]);
        struct policy_layers layers = {.identity = {&p, 1}};
        struct policy_decision d;
        size_t n, applying = 0;
        const struct policy_trace *t = policy_trace(*state, p, &q, &n);
        policy_evaluate(*state, &layers, &q, &d);
        bool denied = d.effect == POLICY_EXPLICIT_DENY;
        for (size_t k = 0; k < n; k++) applying += t[k].fit == POLICY_FIT_APPLIES && t[k].allow != denied;
        assert_int_equal(applying, d.n_matches);
        for (size_t k = 0; k < d.n_matches; k++) assert_int_equal(t[d.matches[k].index].fit, POLICY_FIT_APPLIES);
    }
}

#define DENY DOCUMENT(STATEMENT("D", "Deny", "\"Action\":\"*\"," ANY))
#define ALLOW DOCUMENT(STATEMENT("A", "Allow", "\"Action\":\"*\"," ANY))
#define DENY_ON DOCUMENT(STATEMENT("D", "Deny", "\"Principal\":\"*\",\"Action\":\"*\"," ANY))

static struct gh_str denier(void **state, const struct policy_layers *layers) {
    struct policy_request q = request(GH_S("s3:GetObject"), GH_S("arn:aws:s3:::b/k"));
    struct policy_decision d;
    policy_evaluate(*state, layers, &q, &d);
    return policy_denier(&d);
}

/* The ARN of a policy of the layer that decided, past those that have none. */
static void names_the_policy_that_denies(void **state) {
    const struct policy *allow = compile_as(state, ALLOW, POLICY_IDENTITY, "arn:allow"),
                        *inline_policy = compile_as(state, DENY, POLICY_IDENTITY, "inline:deny"),
                        *managed = compile_as(state, DENY, POLICY_IDENTITY, "arn:deny"),
                        *boundary = compile_as(state, DENY, POLICY_IDENTITY, "arn:boundary"),
                        *scp = compile_as(state, DENY, POLICY_SCP, "arn:scp"),
                        *resource = compile_as(state, DENY_ON, POLICY_RESOURCE, "arn:resource");
    const struct policy *own[] = {allow, inline_policy, managed};
    struct policy_level level = {{&scp, 1}};
    assert_str(denier(state, &(struct policy_layers){.identity = {own, 3}}), "arn:deny");
    assert_str(denier(state, &(struct policy_layers){.identity = {own, 3}, .boundary = boundary}), "arn:deny");
    assert_str(denier(state, &(struct policy_layers){.identity = {&allow, 1}, .boundary = boundary}), "arn:boundary");
    assert_str(denier(state, &(struct policy_layers){.identity = {own, 3}, .scps = &level, .n_scps = 1}), "arn:scp");
    assert_str(denier(state, &(struct policy_layers){.identity = {&allow, 1}, .session = {&managed, 1}}), "arn:deny");
    /* No ARN in the layer that decided: none of another's. A policy on a resource goes by it. Silence; an allow. */
    assert_null(denier(state, &(struct policy_layers){.identity = {own, 2}, .boundary = boundary}).p);
    assert_null(denier(state, &(struct policy_layers){.identity = {own, 3}, .resource = resource}).p);
    assert_null(denier(state, &(struct policy_layers){0}).p);
    assert_null(denier(state, &(struct policy_layers){.identity = {&allow, 1}}).p);
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(names_the_first_thing_that_differs), arena_test(knows_principals),
                                       arena_test(agrees_with_the_decision), arena_test(names_the_policy_that_denies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
