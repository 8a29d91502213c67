/* header.c: looking things up in a request. */
#include "http/server.h"

struct gh_str http_header(const struct http_request *r, struct gh_str name) {
    for (size_t i = 0; i < r->n_headers; i++)
        if (gh_str_eq_ci(r->headers[i].name, name)) return r->headers[i].value;
    return GH_S_NONE;
}

size_t http_header_count(const struct http_request *r, struct gh_str name) {
    size_t count = 0;
    for (size_t i = 0; i < r->n_headers; i++)
        if (gh_str_eq_ci(r->headers[i].name, name)) count++;
    return count;
}

static struct gh_str cookie_in(struct gh_str list, struct gh_str name) {
    struct gh_str pair;
    while (gh_str_split(&list, ';', &pair)) {
        pair = gh_str_trim(pair);
        if (pair.n > name.n && pair.p[name.n] == '=' && gh_str_starts(pair, name))
            return gh_str_slice(pair, name.n + 1, pair.n);
    }
    return GH_S_NONE;
}

struct gh_str http_cookie(const struct http_request *r, struct gh_str name) {
    for (size_t i = 0; i < r->n_headers; i++) {
        if (!gh_str_eq_ci(r->headers[i].name, GH_S("cookie"))) continue;
        struct gh_str value = cookie_in(r->headers[i].value, name);
        if (value.p) return value;
    }
    return GH_S_NONE;
}
