/*
 * portal_session.h: a signed-in person. One portal session stands behind the browser's cookie and behind the CLI's
 * access and refresh tokens; it ends for all of them at once. Cookies and tokens are stored as their hashes only.
 */
#ifndef GH_DOMAIN_PORTAL_SESSION_H
#define GH_DOMAIN_PORTAL_SESSION_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/** Who is signed in, and through what. */
struct portal_person {
    struct gh_str user_id, user_name, display_name;
    struct gh_str identity_store_id, instance_id;
    struct gh_str account_id; /* the account that owns the instance */
    struct gh_str session_id;
    int64_t session_started_ms, session_expires_ms;
};

/** Both fail with -GH_EAUTH: unknown, expired, session ended, or the person is disabled. */
int portal_person_by_token(struct context *c, struct gh_str access_token, struct portal_person *ret_person,
                           struct gh_err *err);
int portal_person_by_cookie(struct context *c, struct gh_str cookie, struct portal_person *ret_person,
                            struct gh_err *err);

#endif
