/*
 * form_guard.h: whether a form came from one of our own pages, and where a sign-in may lead. Pure functions: no
 * request, no store.
 */
#ifndef GH_SIGNIN_FORM_GUARD_H
#define GH_SIGNIN_FORM_GUARD_H

#include <stdbool.h>

#include "base/str.h"

struct gh_arena;
struct keyring;

/**
 * The csrf field of a form: made with the keyring of the browser's form cookie and, where somebody is signed in, of
 * their session, so that whoever plants a cookie from a neighbouring host still has no field for it. @session_id
 * absent: nobody is. Absent where @form_cookie is.
 */
struct gh_str form_guard_token(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                               struct gh_str session_id);
/** Is @sent that field? Constant time. */
bool form_guard_token_ok(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                         struct gh_str session_id, struct gh_str sent);

/** What a browser says of where a form came from; each absent where it says nothing. */
struct form_origin {
    struct gh_str origin, fetch_site, host;
};
/** Nothing that it says may speak of another site. @house_url: our public URL. */
bool form_guard_origin_ok(struct gh_str house_url, const struct form_origin *from);

/**
 * @next if it is a page that a sign-in may lead to, else "/start": /start, /start/access and /device, the first and
 * last also below an identity store's id (/d-…/start), with a query of unsuspicious characters. Never another site.
 */
struct gh_str form_guard_next(struct gh_str next);

#endif
