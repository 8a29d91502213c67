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

/* Counts the cookies called @name; the value of the first goes to *ret_value. */
static size_t cookies(const struct http_request *r, struct gh_str name, struct gh_str *ret_value) {
    size_t count = 0;
    for (size_t i = 0; i < r->n_headers; i++) {
        if (!gh_str_eq_ci(r->headers[i].name, GH_S("cookie"))) continue;
        struct gh_str list = r->headers[i].value, pair;
        while (gh_str_split(&list, ';', &pair)) {
            pair = gh_str_trim(pair);
            if (pair.n <= name.n || pair.p[name.n] != '=' || !gh_str_starts(pair, name)) continue;
            if (!count++) *ret_value = gh_str_slice(pair, name.n + 1, pair.n);
        }
    }
    return count;
}

struct gh_str http_cookie(const struct http_request *r, struct gh_str name) {
    struct gh_str value = GH_S_NONE;
    cookies(r, name, &value);
    return value;
}

size_t http_cookie_count(const struct http_request *r, struct gh_str name) {
    struct gh_str value;
    return cookies(r, name, &value);
}
