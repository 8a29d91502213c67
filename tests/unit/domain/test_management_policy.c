/* test_management_policy.c: which documents are management policies, and what several of them come to. */
#include "domain/management_policy.h"

#include "unit.h"

static void test_documents(void **state) {
    static const struct {
        const char *content;
        bool good;
    } cases[] = {
        {"{\"tags\":{}}", true},
        {"{\"tags\":{\"a\":{\"tag_key\":{\"@@assign\":\"A\"},\"tag_value\":{\"@@append\":[\"1\",2,true]}}}}", true},
        {"{\"tags\":{\"a\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"]}}}", true},
        {"", false},
        {"[]", false},
        {"{}", false},
        {"{\"plans\":{}}", false},
        {"{\"tags\":{},\"plans\":{}}", false},
        {"{\"tags\":[]}", false},
        {"{\"tags\":{},\"tags\":{}}", false},
        {"{\"tags\":{\"a\":null}}", false},
        {"{\"tags\":{\"a\":{\"@@assign\":{}}}}", false},
        {"{\"tags\":{\"a\":{\"@@assign\":[[]]}}}", false},
        {"{\"tags\":{\"a\":{\"@@assign\":null}}}", false},
        {"{\"tags\":{\"a\":{\"@@other\":\"x\"}}}", false},
        {"{\"tags\":{\"a\":{\"@@assign\":\"x\",\"b\":{\"@@assign\":\"y\"}}}}", false},
        {"{\"tags\":{\"@@operators_allowed_for_child_policies\":\"@@none\"}}", false},
        {"{\"tags\":{\"@@operators_allowed_for_child_policies\":[\"@@some\"]}}", false},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        struct gh_err err = {0};
        int r = management_policy_check(*state, GH_S("tags"), gh_str_c(cases[i].content), &err);
        if ((r == 0) != cases[i].good) print_error("%s: %d %s\n", cases[i].content, r, err.message);
        assert_int_equal(r == 0, cases[i].good);
        if (r) assert_int_not_equal(err.message[0], 0);
    }
}

/* Adds documents, a NULL between levels, and answers what they come to. */
static struct gh_str merged(struct gh_arena *a, const char *const *contents, size_t n) {
    struct management_merge *m = management_merge_new(a);
    for (size_t i = 0; i < n; i++) {
        if (!contents[i])
            management_merge_end_level(m);
        else
            assert_int_equal(management_merge_add(m, gh_str_c(contents[i]), NULL), 0);
    }
    return management_merge_result(m);
}

#define MERGED(...)                                                                                                    \
    merged(*state, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void test_values(void **state) {
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":\"a\"}}}"), "{\"t\":{\"k\":\"a\"}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":\"a\"}}}", NULL, "{\"t\":{\"k\":{\"@@assign\":\"b\"}}}"),
               "{\"t\":{\"k\":\"b\"}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\"]}}}", NULL, "{\"t\":{\"k\":{\"@@append\":[\"b\",\"a\"]}}}"),
               "{\"t\":{\"k\":[\"a\",\"b\"]}}");
    assert_str(
        MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\",\"b\",1]}}}", NULL, "{\"t\":{\"k\":{\"@@remove\":[\"a\",1]}}}"),
        "{\"t\":{\"k\":[\"b\"]}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\"]}}}", NULL, "{\"t\":{\"k\":{\"@@remove\":\"a\"}}}"),
               "{\"t\":{\"k\":[]}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":true},\"n\":{\"@@assign\":1.50}}}"),
               "{\"t\":{\"k\":true,\"n\":1.50}}");
}

/* What is taken away and comes back comes last; a number and a text of the same letters are two values. */
static void test_order(void **state) {
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\",\"b\"]}}}", NULL,
                      "{\"t\":{\"k\":{\"@@remove\":[\"a\"],\"@@append\":[\"a\",\"b\",\"a\"]}}}"),
               "{\"t\":{\"k\":[\"b\",\"a\"]}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[1,\"1\",true,\"true\",false]}}}", NULL,
                      "{\"t\":{\"k\":{\"@@remove\":[\"1\",true,\"false\"]}}}"),
               "{\"t\":{\"k\":[1,\"true\",false]}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\"]}}}", NULL, "{\"t\":{\"k\":{\"@@assign\":[\"b\",\"a\"]}}}"),
               "{\"t\":{\"k\":[\"b\",\"a\"]}}");
}

/* A document of @n parts that no other number of @from has: elements, or values of one element. */
static struct gh_str many(struct gh_arena *a, bool elements, size_t from, size_t n) {
    struct gh_buf b;
    gh_buf_init(&b, a, 4u << 20);
    gh_buf_add(&b, elements ? GH_S("{\"t\":{") : GH_S("{\"t\":{\"k\":{\"@@append\":["));
    for (size_t i = 0; i < n; i++) gh_buf_addf(&b, elements ? "%s\"%zu\":{}" : "%s\"%zu\"", i ? "," : "", from + i);
    gh_buf_add(&b, elements ? GH_S("}}") : GH_S("]}}}"));
    return gh_buf_str(&b);
}

/* Others wait while policies are added up: what they may come to is bounded. */
static void test_limits(void **state) {
    for (int elements = 0; elements < 2; elements++) {
        struct management_merge *m = management_merge_new(*state);
        struct gh_err err = {0};
        assert_int_equal(management_merge_add(m, many(*state, elements, 0, 10000), &err), 0);
        assert_int_equal(management_merge_add(m, many(*state, elements, 0, 10000), &err), 0);
        assert_int_equal(management_merge_add(m, many(*state, elements, 10000, 11000), &err), -GH_ELIMIT);
    }
    struct management_merge *m = management_merge_new(*state);
    struct gh_str big = gh_fmt(*state, "{\"t\":{\"k\":{\"@@assign\":\"%0*d\"}}}", 600000, 0);
    assert_int_equal(management_merge_add(m, big, NULL), 0);
    assert_int_equal(management_merge_add(m, big, NULL), -GH_ELIMIT);
}

static void test_nothing_said(void **state) {
    assert_null(MERGED("{\"t\":{}}").p);
    assert_null(MERGED("{\"t\":{\"k\":{\"@@operators_allowed_for_child_policies\":[\"@@all\"]}}}").p);
    assert_str(MERGED("{\"t\":{\"k\":{},\"l\":{\"@@assign\":\"x\"}}}"), "{\"t\":{\"l\":\"x\"}}");
}

#define CLOSED(list) "\"@@operators_allowed_for_child_policies\":[" list "]"

static void test_control(void **state) {
    /* What a level closes is closed to the levels below, not to its own policies. */
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":\"a\"," CLOSED("\"@@none\"") "}}}",
                      "{\"t\":{\"k\":{\"@@assign\":\"b\"}}}", NULL, "{\"t\":{\"k\":{\"@@assign\":\"c\"}}}"),
               "{\"t\":{\"k\":\"b\"}}");
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":[\"a\"]," CLOSED("\"@@append\"") "}}}", NULL,
                      "{\"t\":{\"k\":{\"@@append\":[\"b\"]}}}", NULL,
                      "{\"t\":{\"k\":{\"@@assign\":[\"c\"],\"@@remove\":[\"a\"]}}}"),
               "{\"t\":{\"k\":[\"a\",\"b\"]}}");
    /* A level below cannot open again what one above has closed. */
    assert_str(MERGED("{\"t\":{\"k\":{\"@@assign\":\"a\"," CLOSED("\"@@none\"") "}}}", NULL,
                      "{\"t\":{\"k\":{" CLOSED("\"@@all\"") "}}}", NULL, "{\"t\":{\"k\":{\"@@assign\":\"c\"}}}"),
               "{\"t\":{\"k\":\"a\"}}");
    /* It holds for everything in the element, also for what is not there yet. */
    assert_str(MERGED("{\"t\":{" CLOSED("\"@@none\"") ",\"k\":{\"v\":{\"@@assign\":\"a\"}}}}", NULL,
                      "{\"t\":{\"k\":{\"v\":{\"@@assign\":\"b\"},\"w\":{\"@@assign\":\"b\"}}}}"),
               "{\"t\":{\"k\":{\"v\":\"a\"}}}");
}

/* What is wrong with an effective document, as "code path; …". */
static struct gh_str wrong(struct gh_arena *a, const char *element, const char *content) {
    struct management_errors errors;
    struct gh_str text = GH_S("");
    assert_int_equal(management_policy_validate(a, gh_str_c(element), gh_str_c(content), &errors, NULL), 0);
    for (size_t i = 0; i < errors.n; i++)
        text = gh_fmt(a, "%.*s%s%.*s %.*s", GH_S_FMT(text), i ? "; " : "", GH_S_FMT(errors.v[i].code),
                      GH_S_FMT(errors.v[i].path));
    return text;
}

#define WHOLE_PLAN                                                                                                     \
    "\"regions\":[\"r\"],\"rules\":{\"a\":{\"target_backup_vault_name\":\"v\"}},"                                      \
    "\"selections\":{\"tags\":{\"s\":{\"iam_role_arn\":\"x\",\"tag_key\":\"k\",\"tag_value\":[\"v\"]}}}"

static void test_validation(void **state) {
    assert_str(wrong(*state, "plans", "{\"plans\":{\"p\":{" WHOLE_PLAN "}}}"), "");
    assert_str(wrong(*state, "plans", "{\"plans\":{\"p\":{\"regions\":[]}}}"),
               "ELEMENT_MISSING $.plans.p.regions; ELEMENT_MISSING $.plans.p.rules; ELEMENT_MISSING "
               "$.plans.p.selections");
    assert_str(
        wrong(*state, "plans",
              "{\"plans\":{\"p\":{\"regions\":[\"r\"],\"rules\":{\"a\":{}},\"selections\":{\"tags\":{\"s\":{}}}}}}"),
        "ELEMENT_MISSING $.plans.p.rules.a.target_backup_vault_name; ELEMENT_MISSING "
        "$.plans.p.selections.tags.s.iam_role_arn; ELEMENT_MISSING $.plans.p.selections.tags.s.tag_key; "
        "ELEMENT_MISSING $.plans.p.selections.tags.s.tag_value");
    assert_str(
        wrong(*state, "tags", "{\"tags\":{\"a\":{\"tag_key\":\"A\",\"enforced_for\":[\"iam:policy\"]},\"b\":{}}}"), "");
    assert_str(wrong(*state, "tags", "{\"tags\":{\"a\":{\"tag_key\":[\"A\"],\"enforced_for\":\"policy\"}}}"),
               "VALUE_INVALID $.tags.a.tag_key; VALUE_INVALID $.tags.a.enforced_for");
    assert_str(wrong(*state, "tags", "{\"tags\":{\"a\":{\"enforced_for\":\"iam:policy\"}}}"), "");
    assert_str(wrong(*state, "services", "{\"services\":{\"x\":{},\"y\":{\"opt_out_policy\":\"optOut\"}}}"),
               "ELEMENT_MISSING $.services.x.opt_out_policy");
    assert_str(wrong(*state, "chatbot", "{\"chatbot\":{\"anything\":1}}"), "");
    assert_str(wrong(*state, "tags", "{\"tags\":\"x\"}"), "");
}

static void test_mentions(void **state) {
    struct gh_str doc = GH_S("{\"tags\":{\"a\":{}}}");
    assert_true(management_policy_mentions(*state, GH_S("tags"), doc, GH_S("a")));
    assert_false(management_policy_mentions(*state, GH_S("tags"), doc, GH_S("b")));
    assert_true(management_policy_mentions(*state, GH_S("tags"), doc, GH_S_NONE));
    assert_false(management_policy_mentions(*state, GH_S("plans"), doc, GH_S_NONE));
    assert_false(management_policy_mentions(*state, GH_S("tags"), GH_S("{"), GH_S_NONE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_documents),  arena_test(test_values),   arena_test(test_nothing_said), arena_test(test_control),
        arena_test(test_validation), arena_test(test_mentions), arena_test(test_order),        arena_test(test_limits)};
    return cmocka_run_group_tests_name("domain/management_policy", tests, NULL, NULL);
}
