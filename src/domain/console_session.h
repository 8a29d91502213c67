/*
 * console_session.h: an IAM user, or an account's root user, who has signed in with a password: a system of its own,
 * independent of Identity Center's. The browser's cookie is the session; the database keeps its hash only.
 *
 * An owner is a user's id (AIDA…), or the account's id for its root user.
 */
#ifndef GH_DOMAIN_CONSOLE_SESSION_H
#define GH_DOMAIN_CONSOLE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

struct context;
struct principal;

/** AWS: twelve hours, whatever the person does. */
#define CONSOLE_SESSION_MS (12 * GH_HOUR_MS)

/** The name of the browser's cookie, without the prefix that https adds. */
#define CONSOLE_COOKIE GH_S("gatehouse_console")

/** Who is signed in. */
struct console_person {
    struct gh_str session_id; /* of the session; never shown */
    struct gh_str account_id, account_name;
    struct gh_str alias; /* of the account, or absent */
    struct gh_str owner_id;
    struct gh_str user_name; /* absent for root */
    struct gh_str arn;
    bool is_root;
    struct gh_str mfa_serial; /* the device whose code was given, or absent */
    int64_t started_ms, expires_ms;
    int64_t password_ms; /* when the password was set */
};

/** -GH_EAUTH: unknown, expired or ended; the user, the password or the account is gone or not active any more. */
int console_person_by_cookie(struct context *c, struct gh_str cookie, struct console_person *ret_person,
                             struct gh_err *err);

struct console_session_new {
    struct gh_str account_id, owner_id;
    struct gh_str mfa_serial; /* absent: no code was given */
    int64_t started_ms;       /* of the sign-in: a session that only goes on under another cookie keeps its end */
    struct gh_str source_ip;
    struct gh_str user_agent; /* may be absent */
};
int console_session_start(struct context *c, const struct console_session_new *session, struct gh_str *ret_cookie,
                          struct gh_err *err);
/** No error where it is gone already. */
int console_session_end(struct context *c, struct gh_str session_id, struct gh_err *err);
/** Ends every session of an owner. */
int console_session_end_all(struct context *c, struct gh_str owner_id, struct gh_err *err);

/** The person as policies and the audit trail know them. */
struct principal console_principal(const struct console_person *person);

#endif
