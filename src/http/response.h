/*
 * response.h: what pages need beside a status and a body: security headers, cookies, redirects, form bodies. None of
 * these replies by itself unless it says so.
 */
#ifndef GH_HTTP_RESPONSE_H
#define GH_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "codec/form.h"
#include "http/server.h"

/**
 * The headers of every page: the Content-Security-Policy @csp with frame-ancestors 'none' added, no sniffing, no
 * referrer to other sites, no storing, and HSTS where @secure (the public URL is https, whoever ends TLS).
 */
void http_reply_security(struct http_exchange *x, struct gh_str csp, bool secure);

/** HttpOnly, Path=/, no Domain; always. */
struct http_set_cookie {
    struct gh_str name;  /* without prefix */
    struct gh_str value; /* RFC 6265 cookie-octets only: anything else turns the reply into a 500 */
    int64_t max_age_s;   /* 0 = until the browser ends; < 0 = delete it */
    bool strict;         /* SameSite=Strict; Lax otherwise */
    bool secure;         /* Secure, and the name gets the prefix __Host- */
};
void http_reply_cookie(struct http_exchange *x, const struct http_set_cookie *c);
/** The cookie that http_reply_cookie() set under @name with the same @secure, or absent; also where it comes twice. */
struct gh_str http_cookie_own(const struct http_exchange *x, struct gh_str name, bool secure);

/** Replies 303 See Other: the browser goes on with GET. @location: a path of ours, or a URL checked by the caller. */
void http_reply_redirect(struct http_exchange *x, struct gh_str location);
/** Replies with @text and a line end as text/plain. */
void http_reply_text(struct http_exchange *x, unsigned status, struct gh_str text);

/** The fields of a form body, in the exchange's arena. GH_EINVAL: not a form (Content-Type), or a malformed one. */
int http_form(struct http_exchange *x, struct form *ret_form, struct gh_err *err);
/** The fields of the query string; none where there is none. */
int http_query(struct http_exchange *x, struct form *ret_form, struct gh_err *err);

#endif
