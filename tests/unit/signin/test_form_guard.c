/* test_form_guard.c: forms from elsewhere, and where a sign-in may lead. */
#include "signin/form_guard.h"

#include "crypto/keyring.h"
#include "unit.h"

struct scene {
    struct gh_arena *a;
    struct keyring *k;
};

static int setup(void **state) {
    struct gh_arena *a = gh_arena_new(0);
    struct scene *s = gh_new(a, struct scene);
    s->a = a;
    s->k = keyring_new_ephemeral();
    *state = s;
    return 0;
}

static int teardown(void **state) {
    struct scene *s = *state;
    keyring_free(s->k);
    gh_arena_free(s->a);
    return 0;
}

static void a_token_is_bound_to_cookie_and_session(void **state) {
    struct scene *s = *state;
    struct gh_str none = GH_S_NONE;
    struct gh_str before = form_guard_token(s->k, s->a, GH_S("cookie"), none);
    struct gh_str after = form_guard_token(s->k, s->a, GH_S("cookie"), GH_S("session"));
    assert_true(form_guard_token_ok(s->k, s->a, GH_S("cookie"), none, before));
    assert_true(form_guard_token_ok(s->k, s->a, GH_S("cookie"), GH_S("session"), after));
    /* What one gets without signing in is no good for a session, nor one session's for another. */
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookie"), GH_S("session"), before));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookie"), GH_S("sessioo"), after));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("other"), GH_S("session"), after));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookies"), GH_S("ession"), after));
}

static void no_cookie_or_no_field_is_never_ours(void **state) {
    struct scene *s = *state;
    struct gh_str none = GH_S_NONE;
    assert_null(form_guard_token(s->k, s->a, none, none).p);
    assert_false(form_guard_token_ok(s->k, s->a, none, none, none));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S(""), none, GH_S("")));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookie"), none, none));
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookie"), none, GH_S("")));
}

static void another_keyring_makes_other_tokens(void **state) {
    struct scene *s = *state;
    struct keyring *other = keyring_new_ephemeral();
    struct gh_str token = form_guard_token(other, s->a, GH_S("cookie"), GH_S_NONE);
    assert_false(form_guard_token_ok(s->k, s->a, GH_S("cookie"), GH_S_NONE, token));
    keyring_free(other);
}

static bool origin_ok(const char *origin, const char *site, const char *host) {
    struct form_origin from = {gh_str_c(origin), gh_str_c(site), gh_str_c(host)};
    return form_guard_origin_ok(GH_S("https://gate.example"), &from);
}

static void what_the_browser_says_of_the_origin(void **state) {
    (void)state;
    assert_true(origin_ok(NULL, NULL, "gate.example"));
    assert_true(origin_ok("https://gate.example", "same-origin", "gate.example"));
    assert_true(origin_ok("https://gate.example", NULL, "proxied.internal:8080"));
    assert_true(origin_ok("http://localhost:8080", "same-origin", "localhost:8080"));
    assert_true(origin_ok(NULL, "none", "gate.example"));
    assert_false(origin_ok("https://evil.example", NULL, "gate.example"));
    assert_false(origin_ok("https://gate.example.evil", NULL, "gate.example"));
    assert_false(origin_ok("null", NULL, "gate.example"));
    assert_false(origin_ok("null", NULL, "null"));
    assert_false(origin_ok("", NULL, ""));
    assert_false(origin_ok("://", NULL, ""));
    assert_false(origin_ok("https://", NULL, ""));
    assert_false(origin_ok("https://gate.example", "cross-site", "gate.example"));
    assert_false(origin_ok("https://gate.example", "same-site", "gate.example"));
    assert_false(origin_ok(NULL, "cross-site", "gate.example"));
}

static void a_sign_in_leads_to_our_own_pages(void **state) {
    (void)state;
    const char *good[] = {"/start",
                          "/start?q=dev&page=2",
                          "/start/access?account_id=111122223333&role_name=Dev%40x",
                          "/device",
                          "/device?user_code=BCDF-GHJK",
                          "/d-0123456789/start",
                          "/d-0123456789/device?user_code=BCDF-GHJK"};
    for (size_t i = 0; i < GH_COUNT(good); i++) assert_str(form_guard_next(gh_str_c(good[i])), good[i]);
}

static void and_nowhere_else(void **state) {
    (void)state;
    const char *bad[] = {"",
                         "start",
                         "//evil.example",
                         "//evil.example/start",
                         "https://evil.example/start",
                         "/\\evil.example",
                         "/start//evil.example",
                         "/start/../signout",
                         "/startle",
                         "/start?x=1\r\nSet-Cookie: a=b",
                         "/start?x=<script>",
                         "/start#x",
                         "/start?next=http://evil.example",
                         "/device/confirm",
                         "/signin?next=/start",
                         "/invite/abc",
                         "/d-0123456789/start/access",
                         "/d-0123/start",
                         "javascript:alert(1)"};
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        struct gh_str next = form_guard_next(gh_str_c(bad[i]));
        if (!gh_str_eq(next, GH_S("/start"))) fail_msg("leads to %.*s", GH_S_FMT(next));
    }
    assert_str(form_guard_next(GH_S_NONE), "/start");
    assert_str(form_guard_next(GH_S("/start?x=\0")), "/start");
    char longer[600] = "/start?q=";
    for (size_t i = 9; i < sizeof longer - 1; i++) longer[i] = 'x';
    assert_str(form_guard_next(gh_str_c(longer)), "/start");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_token_is_bound_to_cookie_and_session, setup, teardown),
        cmocka_unit_test_setup_teardown(no_cookie_or_no_field_is_never_ours, setup, teardown),
        cmocka_unit_test_setup_teardown(another_keyring_makes_other_tokens, setup, teardown),
        cmocka_unit_test(what_the_browser_says_of_the_origin),
        cmocka_unit_test(a_sign_in_leads_to_our_own_pages),
        cmocka_unit_test(and_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
