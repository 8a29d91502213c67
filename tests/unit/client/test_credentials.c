/* test_credentials.c: profiles of a credentials file, and the environment before it. */
#include "client/credentials.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const char file[] = "# comment\n[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key=s3cret/+=\n\n"
                           "[other]\r\nAWS_ACCESS_KEY_ID=AKIAOTHER\r\naws_secret_access_key = x\r\n"
                           "aws_session_token = tok==\n[half]\naws_access_key_id = AKIAHALF\n";

static void profiles(void **state) {
    struct client_credentials c;
    assert_int_equal(client_credentials_parse(*state, gh_str_c(file), GH_S("default"), &c, NULL), 0);
    assert_str(c.access_key_id, "AKIADEFAULT");
    assert_str(gh_secret_reveal(&c.secret), "s3cret/+=");
    assert_null(c.session_token.p);
    assert_int_equal(client_credentials_parse(*state, gh_str_c(file), GH_S("other"), &c, NULL), 0);
    assert_str(c.access_key_id, "AKIAOTHER");
    assert_str(c.session_token, "tok==");
}

static void half_a_key_is_none(void **state) {
    struct client_credentials c;
    struct gh_err *err = gh_err_new(*state);
    assert_int_equal(client_credentials_parse(*state, gh_str_c(file), GH_S("half"), &c, err), -GH_ENOTFOUND);
    assert_non_null(strstr(err->message, "half"));
    assert_int_equal(client_credentials_parse(*state, gh_str_c(file), GH_S("none"), &c, NULL), -GH_ENOTFOUND);
}

static void the_environment_comes_first_unless_a_profile_is_named(void **state) {
    struct client_credentials c;
    setenv("AWS_ACCESS_KEY_ID", "AKIAENV", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials", 1);
    assert_int_equal(client_credentials_find(*state, NULL, &c, NULL), 0);
    assert_str(c.access_key_id, "AKIAENV");
    assert_int_equal(client_credentials_find(*state, "other", &c, NULL), -GH_ENOTFOUND);
    unsetenv("AWS_SECRET_ACCESS_KEY");
    assert_int_equal(client_credentials_find(*state, NULL, &c, NULL), -GH_ENOTFOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(profiles),
        arena_test(half_a_key_is_none),
        arena_test(the_environment_comes_first_unless_a_profile_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
