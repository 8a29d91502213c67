/* Router, assets, security headers, cookies, redirects and forms, over a real listener. */
#include "raw.h"

#include "http/response.h"
#include "http/router.h"
#include "http/static.h"

static struct http_server *server;
static struct http_assets *assets;

static void say(struct http_exchange *x, const char *what) {
    http_reply(x, 200, GH_S("text/plain"), gh_str_c(what));
}

static void page(void *context, struct http_exchange *x) {
    assert_ptr_equal(context, &server);
    http_reply_security(x, GH_S("default-src 'none'"), true);
    say(x, "page");
}

static void page_post(void *context, struct http_exchange *x) {
    (void)context;
    struct form f;
    struct gh_err err;
    if (http_form(x, &f, &err)) {
        http_reply_text(x, 400, gh_str_c(err.message));
        return;
    }
    http_reply_text(x, 200, gh_fmt(http_exchange_arena(x), "a=%.*s n=%zu", GH_S_FMT(form_get(&f, GH_S("a"))), f.n));
}

static void query(void *context, struct http_exchange *x) {
    (void)context;
    struct form f;
    struct gh_err err;
    http_query(x, &f, &err) ? http_reply_text(x, 400, GH_S("bad query"))
                            : http_reply_text(x, 200, gh_fmt(http_exchange_arena(x), "%zu", f.n));
}

static void under(void *context, struct http_exchange *x) {
    (void)context;
    say(x, "under");
}

static void deeper(void *context, struct http_exchange *x) {
    (void)context;
    say(x, "deeper");
}

static void redirect(void *context, struct http_exchange *x) {
    (void)context;
    http_reply_redirect(x, GH_S("/page?x=1"));
}

static void redirect_bad(void *context, struct http_exchange *x) {
    (void)context;
    http_reply_redirect(x, GH_S("/page\r\nSet-Cookie: evil=1"));
}

static void cookies(void *context, struct http_exchange *x) {
    (void)context;
    bool secure = http_exchange_request(x)->raw_query.n != 0;
    const struct http_set_cookie set[] = {
        {.name = GH_S("session"), .value = GH_S("abc-_."), .strict = true, .secure = secure},
        {.name = GH_S("kept"), .value = GH_S("1"), .max_age_s = 3600, .secure = secure},
        {.name = GH_S("gone"), .value = GH_S("ignored"), .max_age_s = -1, .secure = secure},
    };
    for (size_t i = 0; i < GH_COUNT(set); i++) http_reply_cookie(x, &set[i]);
    struct gh_str mine = http_cookie_own(x, GH_S("session"), secure);
    http_reply_text(x, 200, mine.p ? mine : GH_S("(none)"));
}

static void cookie_bad(void *context, struct http_exchange *x) {
    (void)context;
    http_reply_cookie(x, &(struct http_set_cookie){.name = GH_S("a"), .value = GH_S("b; Domain=evil")});
    say(x, "never");
}

static const struct http_route routes[] = {
    {GH_S_INIT("GET"), GH_S_INIT("/page"), page},
    {GH_S_INIT("POST"), GH_S_INIT("/page"), page_post},
    {GH_S_INIT("GET"), GH_S_INIT("/query"), query},
    {GH_S_INIT("GET"), GH_S_INIT("/under/*"), under},
    {GH_S_INIT("GET"), GH_S_INIT("/under/deep/*"), deeper},
    {GH_S_INIT("POST"), GH_S_INIT("/redirect"), redirect},
    {GH_S_INIT("POST"), GH_S_INIT("/redirect-bad"), redirect_bad},
    {GH_S_INIT("GET"), GH_S_INIT("/cookies"), cookies},
    {GH_S_INIT("GET"), GH_S_INIT("/cookie-bad"), cookie_bad},
};

static const struct http_asset files[] = {
    {GH_S_INIT("/static/a-1.css"), GH_S_INIT("text/css"), GH_S_INIT("public, max-age=31536000, immutable"),
     GH_S_INIT("body{}")},
    {GH_S_INIT("/favicon.ico"), GH_S_INIT("image/x-icon"), GH_S_INIT("public, max-age=86400"), GH_S_INIT("icon")},
};

static void handler(void *context, struct http_exchange *x) {
    (void)context;
    if (http_route(routes, GH_COUNT(routes), &server, x) || http_assets_reply(assets, x)) return;
    http_reply_text(x, 404, GH_S("nothing here"));
}

static int setup(void **state) {
    const struct http_options o = {.listen = GH_S("127.0.0.1:0"), .threads = 1, .handle = handler};
    *state = gh_arena_new(0);
    assets = http_assets_new(*state, files, GH_COUNT(files));
    return http_server_start(&o, &server, NULL);
}

static int teardown(void **state) {
    http_server_stop(server, 100);
    gh_arena_free(*state);
    return 0;
}

static struct gh_str ask(struct gh_arena *a, const char *line, const char *headers, const char *body) {
    bool closed;
    struct gh_str request = gh_fmt(a, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s",
                                   line, headers, strlen(body), body);
    return raw_talk(a, http_server_port(server), request, &closed);
}

static bool has(struct gh_str answer, const char *what) {
    return gh_str_find_str(answer, gh_str_c(what)) >= 0;
}

static void routes_by_method_and_path(void **state) {
    assert_true(gh_str_ends(ask(*state, "GET /page", "", ""), GH_S("\r\n\r\npage")));
    assert_true(gh_str_ends(ask(*state, "GET /page?a=b", "", ""), GH_S("\r\n\r\npage")));
    assert_int_equal(raw_status(ask(*state, "HEAD /page", "", "")), 200);
    assert_int_equal(raw_status(ask(*state, "GET /pag", "", "")), 404);
    assert_int_equal(raw_status(ask(*state, "GET /page/", "", "")), 404);
    assert_int_equal(raw_status(ask(*state, "GET /pa%67e", "", "")), 404);
    assert_int_equal(raw_status(ask(*state, "GET /", "", "")), 404);
    assert_true(has(ask(*state, "GET /under/a/b", "", ""), "\r\n\r\nunder"));
    assert_true(has(ask(*state, "GET /under/", "", ""), "\r\n\r\nunder"));
    assert_int_equal(raw_status(ask(*state, "GET /under", "", "")), 404);
    assert_true(has(ask(*state, "GET /under/deep/x", "", ""), "\r\n\r\ndeeper"));
}

static void tells_the_methods_allowed(void **state) {
    struct gh_str answer = ask(*state, "DELETE /page", "", "");
    assert_int_equal(raw_status(answer), 405);
    assert_true(has(answer, "\r\nAllow: GET, HEAD, POST\r\n"));
    answer = ask(*state, "GET /redirect", "", "");
    assert_int_equal(raw_status(answer), 405);
    assert_true(has(answer, "\r\nAllow: POST\r\n"));
    answer = ask(*state, "POST /under/deep/x", "", "");
    assert_int_equal(raw_status(answer), 405);
    assert_int_equal(raw_status(ask(*state, "HEAD /redirect", "", "")), 405);
}

static void sets_security_headers(void **state) {
    struct gh_str answer = ask(*state, "GET /page", "", "");
    assert_true(has(answer, "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
    assert_true(has(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_true(has(answer, "\r\nReferrer-Policy: same-origin\r\n"));
    assert_true(has(answer, "\r\nCache-Control: no-store\r\n"));
    assert_true(has(answer, "\r\nStrict-Transport-Security: max-age=31536000\r\n"));
}

static void redirects(void **state) {
    struct gh_str answer = ask(*state, "POST /redirect", "", "");
    assert_int_equal(raw_status(answer), 303);
    assert_true(has(answer, "\r\nLocation: /page?x=1\r\n"));
    answer = ask(*state, "POST /redirect-bad", "", "");
    assert_int_equal(raw_status(answer), 500);
    assert_false(has(answer, "evil"));
}

static void sets_and_reads_cookies(void **state) {
    struct gh_str answer = ask(*state, "GET /cookies", "Cookie: session=one; __Host-session=two\r\n", "");
    assert_true(has(answer, "\r\nSet-Cookie: session=abc-_.; Path=/; HttpOnly; SameSite=Strict\r\n"));
    assert_true(has(answer, "\r\nSet-Cookie: kept=1; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600\r\n"));
    assert_true(has(answer, "\r\nSet-Cookie: gone=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n"));
    assert_true(gh_str_ends(answer, GH_S("\r\n\r\none\n")));
    answer = ask(*state, "GET /cookies?secure", "Cookie: session=one; __Host-session=two\r\n", "");
    assert_true(has(answer, "\r\nSet-Cookie: __Host-session=abc-_.; Path=/; HttpOnly; SameSite=Strict; Secure\r\n"));
    assert_true(gh_str_ends(answer, GH_S("\r\n\r\ntwo\n")));
    answer = ask(*state, "GET /cookies", "Cookie: session=one; session=planted\r\n", "");
    assert_true(gh_str_ends(answer, GH_S("(none)\n")));
    answer = ask(*state, "GET /cookie-bad", "", "");
    assert_int_equal(raw_status(answer), 500);
    assert_false(has(answer, "Domain"));
}

#define FORM "Content-Type: application/x-www-form-urlencoded"

static void parses_forms(void **state) {
    assert_true(has(ask(*state, "POST /page", FORM "\r\n", "a=1+2%26&b="), "a=1 2& n=2"));
    assert_true(has(ask(*state, "POST /page", FORM "; charset=UTF-8\r\n", "a=%C3%A4"), "a=\xc3\xa4 n=1"));
    assert_true(has(ask(*state, "POST /page", FORM "\r\n", ""), "a= n=0"));
    assert_int_equal(raw_status(ask(*state, "POST /page", "", "a=1")), 400);
    assert_int_equal(raw_status(ask(*state, "POST /page", "Content-Type: text/plain\r\n", "a=1")), 400);
    assert_int_equal(raw_status(ask(*state, "POST /page", FORM "\r\n" FORM "\r\n", "a=1")), 400);
    assert_int_equal(raw_status(ask(*state, "POST /page", FORM "\r\n", "a=%zz")), 400);
    assert_true(has(ask(*state, "GET /query?a=b&c", "", ""), "\r\n\r\n2\n"));
    assert_true(has(ask(*state, "GET /query", "", ""), "\r\n\r\n0\n"));
    assert_int_equal(raw_status(ask(*state, "GET /query?%", "", "")), 400);
}

static void serves_assets_with_validators(void **state) {
    struct gh_arena *a = *state;
    struct gh_str answer = ask(a, "GET /static/a-1.css?v", "", "");
    assert_int_equal(raw_status(answer), 200);
    assert_true(has(answer, "\r\nContent-Type: text/css\r\n"));
    assert_true(has(answer, "\r\nCache-Control: public, max-age=31536000, immutable\r\n"));
    assert_true(gh_str_ends(answer, GH_S("\r\n\r\nbody{}")));
    ptrdiff_t at = gh_str_find_str(answer, GH_S("ETag: "));
    assert_true(at > 0);
    struct gh_str etag = gh_str_slice(answer, (size_t)at + 6, (size_t)at + 6 + 34);
    assert_true(etag.p[0] == '"' && etag.p[33] == '"');
    struct gh_str match = gh_fmt(a, "If-None-Match: \"x\", W/%.*s\r\n", GH_S_FMT(etag));
    answer = ask(a, "GET /static/a-1.css", match.p, "");
    assert_int_equal(raw_status(answer), 304);
    assert_true(gh_str_ends(answer, GH_S("\r\n\r\n")));
    assert_true(has(answer, "\r\nETag: "));
    assert_int_equal(raw_status(ask(a, "GET /static/a-1.css", "If-None-Match: *\r\n", "")), 304);
    assert_int_equal(raw_status(ask(a, "GET /static/a-1.css", "If-None-Match: \"x\"\r\n", "")), 200);
    assert_int_equal(raw_status(ask(a, "GET /favicon.ico", match.p, "")), 200);
    answer = ask(a, "HEAD /static/a-1.css", "", "");
    assert_true(has(answer, "\r\nContent-Length: 6\r\n") && gh_str_ends(answer, GH_S("\r\n\r\n")));
    assert_int_equal(raw_status(ask(a, "POST /static/a-1.css", "", "")), 405);
    assert_int_equal(raw_status(ask(a, "GET /static/../a-1.css", "", "")), 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_by_method_and_path),     cmocka_unit_test(tells_the_methods_allowed),
        cmocka_unit_test(sets_security_headers),         cmocka_unit_test(redirects),
        cmocka_unit_test(sets_and_reads_cookies),        cmocka_unit_test(parses_forms),
        cmocka_unit_test(serves_assets_with_validators),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
