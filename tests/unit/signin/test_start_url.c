/* test_start_url.c: which start URLs are ours, in every spelling that clients send, and which are not. */
#include "signin/start_url.h"

#include "unit.h"

#define HOUSE GH_S("http://127.0.0.1:8080")

static void house_urls(void **state) {
    (void)state;
    const char *ours[] = {"http://127.0.0.1:8080/start",   "http://127.0.0.1:8080/start/",
                          "http://127.0.0.1:8080/start#",  "http://127.0.0.1:8080/start#/",
                          "http://127.0.0.1:8080/start/#", "http://127.0.0.1:8080/start/#/",
                          "http://127.0.0.1:8080",         "http://127.0.0.1:8080/"};
    for (size_t i = 0; i < GH_COUNT(ours); i++) {
        struct start_url url = {GH_S("x"), GH_S("x")};
        assert_int_equal(start_url_parse(HOUSE, gh_str_c(ours[i]), &url), 0);
        assert_null(url.identity_store_id.p);
        assert_null(url.instance_id.p);
    }
}

static void urls_that_name_a_store(void **state) {
    (void)state;
    const char *named[] = {"http://127.0.0.1:8080/d-0123456789/start", "http://127.0.0.1:8080/d-0123456789/start/#",
                           "https://d-0123456789.awsapps.com/start",   "https://d-0123456789.awsapps.com/start/",
                           "https://d-0123456789.awsapps.com/start#/", "https://d-0123456789.awsapps.com"};
    for (size_t i = 0; i < GH_COUNT(named); i++) {
        struct start_url url;
        assert_int_equal(start_url_parse(HOUSE, gh_str_c(named[i]), &url), 0);
        assert_str(url.identity_store_id, "d-0123456789");
        assert_null(url.instance_id.p);
    }
}

static void urls_that_name_an_instance(void **state) {
    (void)state;
    const char *named[] = {"https://ssoins-0123456789abcdef.portal.us-east-1.app.aws",
                           "https://ssoins-0123456789abcdef.portal.eu-west-1.app.aws/start/",
                           "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef"};
    for (size_t i = 0; i < GH_COUNT(named); i++) {
        struct start_url url;
        assert_int_equal(start_url_parse(HOUSE, gh_str_c(named[i]), &url), 0);
        assert_str(url.instance_id, "ssoins-0123456789abcdef");
        assert_null(url.identity_store_id.p);
    }
}

static void other_urls_are_refused(void **state) {
    (void)state;
    const char *foreign[] = {"",
                             "/start",
                             "http://127.0.0.1:8081/start",
                             "http://127.0.0.1:80800/start",
                             "http://127.0.0.1:8080.evil.example/start",
                             "http://127.0.0.1:8080@evil.example/start",
                             "http://127.0.0.1:8080/other",
                             "http://127.0.0.1:8080/d-01234/start",
                             "http://127.0.0.1:8080/d-0123456789",
                             "http://127.0.0.1:8080/d-0123456789/device",
                             "http://127.0.0.1:8080/start?x=1",
                             "http://d-0123456789.awsapps.com/start",
                             "https://D-0123456789.awsapps.com/start",
                             "https://alias.awsapps.com/start",
                             "https://d-0123456789.awsapps.com.evil.example/start",
                             "https://d-0123456789.evil.example/start",
                             "https://ssoins-0123456789abcdef.evil.example",
                             "https://identitycenter.amazonaws.com/d-0123456789",
                             "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef/x",
                             "https://evil.example/start"};
    for (size_t i = 0; i < GH_COUNT(foreign); i++) {
        struct start_url url;
        if (start_url_parse(HOUSE, gh_str_c(foreign[i]), &url) != -GH_EINVAL) fail_msg("taken: %s", foreign[i]);
    }
}

static void paths_below_a_store(void **state) {
    (void)state;
    struct gh_str rest = GH_S_NONE;
    assert_str(start_url_path_store(GH_S("/d-0123456789/start"), &rest), "d-0123456789");
    assert_str(rest, "/start");
    const char *none[] = {
        "", "/", "/start", "/d-0123456789", "/d-012345678/start", "/d-012345678g/start", "d-0123456789/start"};
    for (size_t i = 0; i < GH_COUNT(none); i++) assert_null(start_url_path_store(gh_str_c(none[i]), &rest).p);
    assert_null(start_url_path_store(GH_S_NONE, &rest).p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(house_urls),
        cmocka_unit_test(urls_that_name_a_store),
        cmocka_unit_test(urls_that_name_an_instance),
        cmocka_unit_test(other_urls_are_refused),
        cmocka_unit_test(paths_below_a_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
