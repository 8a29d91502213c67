/* pages.c: search and paging of the accounts, profile names, dates, error pages, headers, assets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"
#include "signin/pages.h"

static struct gh_arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = gh_arena_new(0);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    gh_arena_free(arena);
    return 0;
}

static const struct page_home_role admin_and_view[] = {{GH_S_INIT("AdministratorAccess")},
                                                       {GH_S_INIT("ViewOnlyAccess")}};
static const struct page_home_role view[] = {{GH_S_INIT("ViewOnlyAccess")}};
static const struct page_home_account three[] = {
    {GH_S_INIT("111122223333"), GH_S_INIT("Management"), GH_S_INIT("root@example.com"), admin_and_view, 2},
    {GH_S_INIT("123456789012"), GH_S_INIT("Development"), GH_S_INIT("dev@example.com"), admin_and_view, 2},
    {GH_S_INIT("210987654321"), GH_S_INIT("Production"), {NULL, 0}, view, 1},
};

static struct page_home found(const char *q) {
    struct page_home p = {.q = GH_S_NONE};
    page_home_fill(arena, &p, three, 3, gh_str_c(q), 1);
    return p;
}

static void test_search(void **state) {
    (void)state;
    assert_int_equal(found(NULL).n_accounts, 3);
    assert_int_equal(found("   ").n_accounts, 3);
    assert_int_equal(found("PRODUCT").n_accounts, 1);
    assert_true(found("prod").one);
    assert_int_equal(found("7890").n_accounts, 1);
    assert_int_equal(found("example.com").n_accounts, 2);
    assert_int_equal(found("example.com dev").n_accounts, 1);
    assert_int_equal(found("dev nothing").n_accounts, 0);
    assert_int_equal(found("nothing").total, 0);
    assert_int_equal(found("management management management management zz").total, 0);
}

static void test_search_narrows_roles(void **state) {
    (void)state;
    struct page_home p = found(" admin  dev ");
    assert_int_equal(p.n_accounts, 1);
    assert_int_equal(p.accounts[0].n_roles, 1);
    assert_true(gh_str_eq(p.accounts[0].roles[0].name, GH_S("AdministratorAccess")));
    assert_int_equal(found("admin").n_accounts, 2);
    /* where the account itself matches, all its roles are shown */
    assert_int_equal(found("management").accounts[0].n_roles, 2);
    /* two words that two different roles hold do not make a match */
    assert_int_equal(found("administrator viewonly").n_accounts, 0);
}

static void check_page(size_t n, int64_t page, int64_t from, int64_t to, int64_t previous, int64_t following) {
    struct page_home_account *all = gh_new_n(arena, struct page_home_account, n);
    struct page_home p = {.q = GH_S_NONE};
    page_home_fill(arena, &p, all, n, GH_S_NONE, page);
    assert_int_equal(p.total, n);
    assert_int_equal(p.from, from);
    assert_int_equal(p.to, to);
    assert_int_equal(p.n_accounts, to - from + 1);
    assert_ptr_equal(p.accounts, all + from - 1);
    assert_int_equal(p.previous, previous);
    assert_int_equal(p.following, following);
    assert_int_equal(p.paged, previous || following);
}

static void test_paging(void **state) {
    (void)state;
    check_page(0, 1, 1, 0, 0, 0);
    check_page(1, 1, 1, 1, 0, 0);
    check_page(100, 1, 1, 100, 0, 0);
    check_page(101, 1, 1, 100, 0, 2);
    check_page(101, 2, 101, 101, 1, 0);
    check_page(260, 2, 101, 200, 1, 3);
    check_page(260, 0, 1, 100, 0, 2);
    check_page(260, INT64_MIN, 1, 100, 0, 2);
    check_page(260, INT64_MAX, 201, 260, 2, 0);
}

static void check_profile(const char *account, const char *role, const char *expected) {
    assert_string_equal(gh_cstr(arena, page_profile_name(arena, gh_str_c(account), gh_str_c(role))), expected);
}

static void test_profile_name(void **state) {
    (void)state;
    check_profile("Development", "DeveloperAccess", "development-DeveloperAccess");
    check_profile("  My Team (EU) ", "A+b=c,d.e@f-g", "my-team-eu-A-b-c-d.e-f-g");
    check_profile("]\nregion = x", "R", "region-x-R");
    check_profile("\xE6\x97\xA5", "R", "R");
    check_profile("", "R", "R");
}

static void test_time(void **state) {
    (void)state;
    assert_string_equal(gh_cstr(arena, page_time(arena, 0)), "1 January 1970, 00:00 UTC");
    assert_string_equal(gh_cstr(arena, page_time(arena, INT64_C(1795508112000))), "24 November 2026, 08:15 UTC");
    assert_string_equal(gh_cstr(arena, page_time(arena, INT64_C(1709251199999))), "29 February 2024, 23:59 UTC");
}

static bool failure_says(unsigned status, int64_t retry_after_s, const char *request_id, const char *text) {
    struct page_layout layout = {.csrf = GH_S("t")};
    struct gh_buf b;
    gh_buf_init(&b, arena, PAGE_MAX_BYTES);
    page_failure_render(&b, &layout, status, retry_after_s, gh_str_c(request_id));
    assert_true(gh_buf_ok(&b));
    return gh_str_find_str(gh_buf_str(&b), gh_str_c(text)) >= 0;
}

static void test_failures(void **state) {
    (void)state;
    assert_true(failure_says(404, 0, NULL, "<h1 class=\"title\">Page not found</h1>"));
    assert_true(failure_says(404, 0, NULL, ">404</p>"));
    assert_false(failure_says(404, 0, NULL, "Request ID"));
    assert_true(failure_says(404, 60, NULL, "Check the link"));
    assert_true(failure_says(429, 0, NULL, "Wait, then try again."));
    assert_true(failure_says(429, 90, NULL, "Try again in 90 seconds."));
    assert_true(failure_says(429, 91, NULL, "Try again in 2 minutes."));
    assert_true(failure_says(503, 1, NULL, "Try again in 1 second."));
    assert_false(failure_says(429, 0, NULL, "href=\"/start\">Go to your accounts"));
    assert_true(failure_says(500, 0, "abc", "Request ID <span class=\"mono\">abc</span>"));
    assert_true(failure_says(418, 0, NULL, "That did not work"));
    assert_true(failure_says(418, 0, NULL, ">418</p>"));
    assert_true(failure_says(502, 0, NULL, "Something went wrong"));
}

static void test_headers(void **state) {
    (void)state;
    assert_true(gh_str_eq(page_headers[0].name, GH_S("Content-Security-Policy")));
    assert_true(
        gh_str_eq(page_headers[0].value,
                  GH_S("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                       "frame-ancestors 'none'")));
    bool no_store = false;
    for (size_t i = 0; i < n_page_headers; i++) {
        if (gh_str_eq(page_headers[i].name, GH_S("Cache-Control")))
            no_store = gh_str_eq(page_headers[i].value, GH_S("no-store"));
    }
    assert_true(no_store);
}

/* Every asset that a page or the stylesheet names is there, under a name that tells its content. */
static void test_assets(void **state) {
    (void)state;
    struct gh_buf b;
    gh_buf_init(&b, arena, PAGE_MAX_BYTES);
    page_signed_out_render(&b, &(struct page_signed_out){.layout = {.csrf = GH_S_NONE}});
    for (size_t i = 0; i < n_page_assets; i++) gh_buf_add(&b, page_assets[i].content);
    struct gh_str rest = gh_buf_str(&b);
    size_t named = 0;
    for (ptrdiff_t at; (at = gh_str_find_str(rest, GH_S("/static/"))) >= 0; named++) {
        rest = gh_str_slice(rest, (size_t)at, rest.n);
        size_t n = 1;
        while (n < rest.n && rest.p[n] != '"' && rest.p[n] != ')') n++;
        assert_non_null(page_asset_find(gh_str_slice(rest, 0, n)));
        rest = gh_str_slice(rest, n, rest.n);
    }
    assert_true(named >= 4);
    assert_null(page_asset_find(GH_S("/static/pages.css")));
    assert_null(page_asset_find(GH_S_NONE));
    assert_true(gh_str_eq(page_asset_find(GH_S("/favicon.ico"))->cache_control, GH_S("public, max-age=86400")));
    assert_true(gh_str_starts(page_asset_find(GH_S("/favicon.ico"))->content, GH_S("\0\0\1\0")));
}

/* What stands between the label of the new password and the button that sends it. */
static struct gh_str new_password_part(struct gh_buf *b) {
    struct gh_str page = gh_buf_str(b);
    ptrdiff_t from = gh_str_find_str(page, GH_S("<label class=\"label\" for=\"new_password\">"));
    assert_true(from >= 0);
    struct gh_str part = gh_str_slice(page, (size_t)from, page.n);
    ptrdiff_t end = gh_str_find_str(part, GH_S("<button"));
    assert_true(end >= 0);
    return gh_str_slice(part, 0, (size_t)end);
}

/* People of Identity Center and IAM users choose a password by the same form. */
static void test_choosing_a_password_is_one_form(void **state) {
    (void)state;
    const struct page_set_password_rule rules[] = {{GH_S_INIT("Long"), true, false}, {GH_S_INIT("Odd"), false, true}};
    const struct page_console_password_rule same[] = {{GH_S_INIT("Long"), true, false},
                                                      {GH_S_INIT("Odd"), false, true}};
    for (int i = 0; i < 4; i++) {
        struct gh_str wrong = i & 1 ? GH_S("Too short.") : GH_S_NONE,
                      differs = i & 1 ? GH_S("They differ.") : GH_S_NONE;
        struct page_set_password one = {.new_password_error = wrong,
                                        .confirm_password_error = differs,
                                        .focus_new = i & 2,
                                        .rules = rules,
                                        .n_rules = 2};
        struct page_console_password other = {.new_password_error = wrong,
                                              .confirm_password_error = differs,
                                              .focus_new = i & 2,
                                              .rules = same,
                                              .n_rules = 2};
        struct gh_buf a, b;
        gh_buf_init(&a, arena, PAGE_MAX_BYTES);
        gh_buf_init(&b, arena, PAGE_MAX_BYTES);
        page_set_password_render(&a, &one);
        page_console_password_render(&b, &other);
        struct gh_str part = new_password_part(&a);
        assert_true(gh_str_eq(part, new_password_part(&b)));
        assert_int_equal(gh_str_find_str(part, GH_S("autofocus")) >= 0, (i & 2) != 0);
        assert_int_equal(gh_str_find_str(part, GH_S("Too short.")) >= 0, i & 1);
        assert_true(gh_str_find_str(part, GH_S("rule-missed")) >= 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_search, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_search_narrows_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_paging, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_profile_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_failures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_choosing_a_password_is_one_form, set_up, tear_down),
        cmocka_unit_test(test_headers),
        cmocka_unit_test_setup_teardown(test_assets, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
