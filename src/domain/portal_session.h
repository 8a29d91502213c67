/*
 * portal_session.h: a signed-in person. One portal session stands behind the browser's cookie and behind the CLI's
 * access and refresh tokens; it ends for all of them at once. Cookies and tokens are stored as their hashes only.
 */
#ifndef GH_DOMAIN_PORTAL_SESSION_H
#define GH_DOMAIN_PORTAL_SESSION_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

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

/** 8 hours, as AWS has it until somebody sets another length. */
#define PORTAL_SESSION_MS (8 * GH_HOUR_MS)

/** The name of the browser's cookie, without the prefix that https adds. */
#define PORTAL_COOKIE GH_S("gatehouse_session")

struct portal_session_new {
    struct gh_str user_id, source_ip;
    struct gh_str user_agent; /* may be absent */
};
/** Signs a person in: a session of PORTAL_SESSION_MS and the browser's cookie for it. */
int portal_session_start(struct context *c, const struct portal_session_new *session, struct gh_str *ret_session_id,
                         struct gh_str *ret_cookie, struct gh_err *err);
/** Ends a session with its cookies and tokens. No error where it is gone already. */
int portal_session_end(struct context *c, struct gh_str session_id, struct gh_err *err);
/** Ends every session of a person. */
int portal_session_end_all(struct context *c, struct gh_str user_id, struct gh_err *err);

struct portal_token_new {
    struct gh_str kind; /* "ACCESS" or "REFRESH" */
    struct gh_str session_id, client_id, scopes;
    int64_t expires_ms;
};
/** Issues a token; only its hash is kept. */
int portal_token_issue(struct context *c, const struct portal_token_new *token, struct gh_str *ret_token,
                       struct gh_err *err);

#endif
