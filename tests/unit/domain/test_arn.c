/* test_arn.c: the parts of ARNs. */
#include "domain/arn.h"

#include "unit.h"

static void test_iam_arns_are_split(void **state) {
    (void)state;
    static const struct {
        const char *arn, *account, *kind, *path, *name;
    } cases[] = {
        {"arn:aws:iam::123456789012:user/jo", "123456789012", "user", "/", "jo"},
        {"arn:aws:iam::123456789012:role/a/b/Worker", "123456789012", "role", "/a/b/", "Worker"},
        {"arn:aws:iam::aws:policy/job-function/Billing", "aws", "policy", "/job-function/", "Billing"},
        {"arn:aws:iam::123456789012:role//x", "123456789012", "role", "//", "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arn_iam p;
        assert_true(arn_iam_split(gh_str_c(cases[i].arn), &p));
        assert_str(p.account_id, cases[i].account);
        assert_str(p.kind, cases[i].kind);
        assert_str(p.path, cases[i].path);
        assert_str(p.name, cases[i].name);
    }
}

static void test_other_texts_are_not(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "*",
                                        "arn:aws:iam::",
                                        "arn:aws:iam::123456789012",
                                        "arn:aws:iam::123456789012:",
                                        "arn:aws:iam::123456789012:root",
                                        "arn:aws:iam::123456789012:/x",
                                        "arn:aws:iam::123456789012:user/",
                                        "arn:aws:iam::123456789012:user/a/",
                                        "arn:aws:iam:::user/jo",
                                        "arn:aws:sts::123456789012:assumed-role/a/b"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct arn_iam p;
        if (arn_iam_split(gh_str_c(texts[i]), &p)) fail_msg("%s was split", texts[i]);
    }
}

static void test_whose_application(void **state) {
    struct gh_arena *a = *state;
    struct gh_str arn = arn_application(a, GH_S("123456789012"), GH_S("ssoins-0123456789abcdef"), GH_S("apl-1"));
    assert_str(arn, "arn:aws:sso::123456789012:application/ssoins-0123456789abcdef/apl-1");
    assert_str(arn_application_account(arn), "123456789012");
    static const char *const others[] = {"",
                                         "*",
                                         "arn:aws:sso::",
                                         "arn:aws:sso::123456789012",
                                         "arn:aws:sso:::application/ssoins-1/apl-1",
                                         "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
                                         "arn:aws:sso::123456789012:trustedTokenIssuer/ssoins-1/tti-1",
                                         "arn:aws:iam::123456789012:application/x"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (arn_application_account(gh_str_c(others[i])).p) fail_msg("%s is an application's", others[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iam_arns_are_split),
        cmocka_unit_test(test_other_texts_are_not),
        arena_test(test_whose_application),
    };
    return cmocka_run_group_tests_name("domain/arn", tests, NULL, NULL);
}
