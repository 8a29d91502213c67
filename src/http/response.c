/* response.c: see response.h. */
#include "http/response.h"

#include <inttypes.h>

#include "base/base.h"

void http_reply_security(struct http_exchange *x, struct gh_str csp, bool secure) {
    struct gh_arena *a = http_exchange_arena(x);
    http_reply_header(x, GH_S("Content-Security-Policy"),
                      gh_fmt(a, "%.*s%sframe-ancestors 'none'", GH_S_FMT(csp), csp.n ? "; " : ""));
    http_reply_header(x, GH_S("X-Content-Type-Options"), GH_S("nosniff"));
    /* Not "no-referrer": with that, browsers send "Origin: null" with our own forms, and the origin check needs it. */
    http_reply_header(x, GH_S("Referrer-Policy"), GH_S("same-origin"));
    http_reply_header(x, GH_S("Cross-Origin-Opener-Policy"), GH_S("same-origin"));
    http_reply_header(x, GH_S("Cache-Control"), GH_S("no-store"));
    if (secure) http_reply_header(x, GH_S("Strict-Transport-Security"), GH_S("max-age=31536000"));
}

/* RFC 6265 section 4.1.1: cookie-octet. */
static bool cookie_octets(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') return false;
    }
    return true;
}

void http_reply_cookie(struct http_exchange *x, const struct http_set_cookie *c) {
    struct gh_buf b;
    gh_buf_init(&b, http_exchange_arena(x), 8192);
    if (c->secure) gh_buf_add(&b, GH_S("__Host-"));
    gh_buf_add(&b, c->name);
    gh_buf_addc(&b, '=');
    if (c->max_age_s >= 0) gh_buf_add(&b, c->value);
    gh_buf_add(&b, GH_S("; Path=/; HttpOnly; SameSite="));
    gh_buf_add(&b, c->strict ? GH_S("Strict") : GH_S("Lax"));
    if (c->secure) gh_buf_add(&b, GH_S("; Secure"));
    if (c->max_age_s) gh_buf_addf(&b, "; Max-Age=%" PRId64, c->max_age_s > 0 ? c->max_age_s : 0);
    bool good = gh_buf_ok(&b) && c->name.n && cookie_octets(c->name) && gh_str_find(c->name, '=') < 0 &&
                cookie_octets(c->value);
    /* A header the listener refuses: the reply fails as a whole rather than go out without its cookie. */
    http_reply_header(x, GH_S("Set-Cookie"), good ? gh_buf_str(&b) : GH_S("\n"));
}

struct gh_str http_cookie_own(const struct http_exchange *x, struct gh_str name, bool secure) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_str full = secure ? gh_fmt(http_exchange_arena(x), "__Host-%.*s", GH_S_FMT(name)) : name;
    return http_cookie_count(r, full) == 1 ? http_cookie(r, full) : GH_S_NONE;
}

void http_reply_redirect(struct http_exchange *x, struct gh_str location) {
    http_reply_header(x, GH_S("Location"), location);
    http_reply(x, 303, GH_S_NONE, GH_S_NONE);
}

void http_reply_text(struct http_exchange *x, unsigned status, struct gh_str text) {
    http_reply(x, status, GH_S("text/plain; charset=utf-8"), gh_fmt(http_exchange_arena(x), "%.*s\n", GH_S_FMT(text)));
}

static bool is_form(const struct http_request *r) {
    struct gh_str rest = http_header(r, GH_S("Content-Type")), type;
    if (http_header_count(r, GH_S("Content-Type")) != 1 || !gh_str_split(&rest, ';', &type)) return false;
    return gh_str_eq_ci(gh_str_trim(type), GH_S("application/x-www-form-urlencoded"));
}

int http_form(struct http_exchange *x, struct form *ret_form, struct gh_err *err) {
    const struct http_request *r = http_exchange_request(x);
    if (!is_form(r)) return gh_refuse(err, GH_EINVAL, "the body is not application/x-www-form-urlencoded");
    return form_parse(http_exchange_arena(x), r->body, &(struct form_limits){.pairs = 1000}, ret_form, err);
}

int http_query(struct http_exchange *x, struct form *ret_form, struct gh_err *err) {
    const struct http_request *r = http_exchange_request(x);
    return form_parse(http_exchange_arena(x), r->raw_query, &(struct form_limits){.pairs = 1000}, ret_form, err);
}
