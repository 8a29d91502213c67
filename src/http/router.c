/* router.c: see router.h. A page server has some dozens of routes: a scan is faster than anything clever. */
#include "http/router.h"

#include "base/base.h"
#include "http/server.h"

static bool is_prefix(struct gh_str path) {
    return path.n > 1 && path.p[path.n - 1] == '*' && path.p[path.n - 2] == '/';
}

/* How well @route fits: 0 = not at all; longer is better; an exact path beats every prefix. */
static size_t fit(const struct http_route *route, struct gh_str path) {
    if (!is_prefix(route->path)) return gh_str_eq(route->path, path) ? SIZE_MAX : 0;
    struct gh_str prefix = gh_str_slice(route->path, 0, route->path.n - 1);
    return gh_str_starts(path, prefix) ? prefix.n : 0;
}

static bool takes(const struct http_route *route, struct gh_str method) {
    if (gh_str_eq(route->method, method)) return true;
    return gh_str_eq(method, GH_S("HEAD")) && gh_str_eq(route->method, GH_S("GET"));
}

static void refuse_method(const struct http_route *routes, size_t n, size_t best, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_buf allow;
    gh_buf_init(&allow, http_exchange_arena(x), 1024);
    for (size_t i = 0; i < n; i++) {
        if (fit(&routes[i], r->raw_path) != best) continue;
        if (allow.n) gh_buf_add(&allow, GH_S(", "));
        gh_buf_add(&allow, routes[i].method);
        if (gh_str_eq(routes[i].method, GH_S("GET"))) gh_buf_add(&allow, GH_S(", HEAD"));
    }
    http_reply_header(x, GH_S("Allow"), gh_buf_str(&allow));
    http_reply(x, 405, GH_S("text/plain; charset=utf-8"), GH_S("This address does not take that method.\n"));
}

bool http_route(const struct http_route *routes, size_t n, void *context, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        size_t how = fit(&routes[i], r->raw_path);
        if (how > best) best = how;
    }
    if (!best) return false;
    for (size_t i = 0; i < n; i++) {
        if (fit(&routes[i], r->raw_path) != best || !takes(&routes[i], r->method)) continue;
        routes[i].handle(context, x);
        return true;
    }
    refuse_method(routes, n, best, x);
    return true;
}
