/* test_portal_session.c: who is signed in, by cookie or token, and everything that ends it. */
#include "domain/portal_session.h"

#include "center.h"

struct scene {
    struct center center;
    struct gh_str session_id, cookie, access, refresh;
    int64_t later_ms;
    bool by_cookie, by_access, by_refresh;
    int (*change)(struct context *c, struct scene *s, struct gh_err *err);
};

static int issue(struct context *c, struct scene *s, const char *kind, struct gh_str *ret_token, struct gh_err *err) {
    struct portal_token_new token = {gh_str_c(kind), s->session_id, GH_S("client"), GH_S("sso:account:access"),
                                     c->now_ms + GH_HOUR_MS};
    return portal_token_issue(c, &token, ret_token, err);
}

static int sign_in(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct portal_session_new session = {s->center.user_id, GH_S("192.0.2.1"), GH_S("test")};
    int r = portal_session_start(c, &session, &s->session_id, &s->cookie, err);
    if (!r) r = issue(c, s, "ACCESS", &s->access, err);
    return r ? r : issue(c, s, "REFRESH", &s->refresh, err);
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct portal_person person;
    c->now_ms += s->later_ms;
    int r = portal_person_by_cookie(c, s->cookie, &person, err);
    s->by_cookie = r == 0;
    if (!r) {
        assert_str(person.user_name, "jdoe");
        assert_true(gh_str_eq(person.user_id, s->center.user_id));
        assert_true(gh_str_eq(person.session_id, s->session_id));
        assert_true(gh_str_eq(person.account_id, s->center.management_id));
    }
    if (r && r != -GH_EAUTH) return r;
    r = portal_person_by_token(c, s->access, &person, err);
    s->by_access = r == 0;
    if (r && r != -GH_EAUTH) return r;
    r = portal_person_by_token(c, s->refresh, &person, err);
    s->by_refresh = r == 0;
    return r && r != -GH_EAUTH ? r : 0;
}

static int change(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return s->change(c, s, err);
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.center = center_of(h)};
    assert_int_equal(test_write(h, sign_in, &s), 0);
    return s;
}

static void expect(struct test_house *h, struct scene *s, bool cookie, bool access) {
    assert_int_equal(test_read(h, look, s), 0);
    assert_int_equal(s->by_cookie, cookie);
    assert_int_equal(s->by_access, access);
    assert_false(s->by_refresh); /* a refresh token is good for refreshing only */
}

static void cookie_and_token_name_the_person(void **state) {
    struct scene s = scene_of(*state);
    expect(*state, &s, true, true);
}

static void each_ends_in_its_time(void **state) {
    struct scene s = scene_of(*state);
    s.later_ms = GH_HOUR_MS + GH_MINUTE_MS;
    expect(*state, &s, true, false);
    s.later_ms = PORTAL_SESSION_MS + GH_MINUTE_MS;
    expect(*state, &s, false, false);
}

static int end(struct context *c, struct scene *s, struct gh_err *err) {
    int r = portal_session_end(c, s->session_id, err);
    return r ? r : portal_session_end(c, s->session_id, err); /* what is gone is no error */
}

static int end_all(struct context *c, struct scene *s, struct gh_err *err) {
    return portal_session_end_all(c, s->center.user_id, err);
}

static void the_session_ends_for_both(void **state) {
    struct scene s = scene_of(*state), other = s;
    assert_int_equal(test_write(*state, sign_in, &other), 0);
    for (int i = 0; i < 2; i++) expect(*state, &s, true, true); /* what a reader remembers ends too */
    s.change = end;
    assert_int_equal(test_write(*state, change, &s), 0);
    expect(*state, &s, false, false);
    expect(*state, &other, true, true);
}

static void all_sessions_of_a_person_end(void **state) {
    struct scene s = scene_of(*state), other = s;
    assert_int_equal(test_write(*state, sign_in, &other), 0);
    s.change = end_all;
    assert_int_equal(test_write(*state, change, &s), 0);
    expect(*state, &s, false, false);
    expect(*state, &other, false, false);
}

static void foreign_texts_name_nobody(void **state) {
    struct scene s = scene_of(*state);
    struct gh_str cookie = s.cookie;
    s.cookie = s.access; /* a token is no cookie, nor the other way round */
    s.access = cookie;
    expect(*state, &s, false, false);
    s.cookie = s.access = GH_S("");
    expect(*state, &s, false, false);
    s.cookie = s.access = GH_S_NONE;
    expect(*state, &s, false, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(cookie_and_token_name_the_person), house_test(each_ends_in_its_time),
        house_test(the_session_ends_for_both),        house_test(all_sessions_of_a_person_end),
        house_test(foreign_texts_name_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
