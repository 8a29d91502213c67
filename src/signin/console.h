/*
 * console.h: how IAM users and root users sign in: to one account, with a password and, where they have an MFA device,
 * a code. A system of its own, beside Identity Center's; what the console_….c files share is declared here.
 */
#ifndef GH_SIGNIN_CONSOLE_H
#define GH_SIGNIN_CONSOLE_H

#include "domain/login_profile.h"
#include "domain/principal.h"
#include "signin/throttle.h"
#include "signin/visit.h"

/* console_signin.c: account, name and password; then a code. */
visit_fn flow_console_signin_show, flow_console_signin, flow_console_root_show, flow_console_root, flow_console_code;
/* console_password.c: a new password, because it must be or because the person wants it. */
visit_fn flow_console_renew, flow_console_password_show, flow_console_password;
/* console_home.c: who is signed in; signing out; the address of an account. */
visit_fn flow_console_home, flow_console_account, flow_console_signout;

/** The account's id or alias in "/<account>/console"; absent where @path is not of that form. */
struct gh_str console_path_account(struct gh_str path);

/** Who is about to sign in, as the database has them. */
struct console_subject {
    bool known;                   /* false: person holds what is known nevertheless, at most the account */
    struct console_person person; /* without a session */
    struct gh_str hash;           /* absent: no password */
    bool reset_required, has_device;
};
/** Both answer 0 also where there is nobody. @account: an id, with or without hyphens, or an alias. */
int console_subject_find(struct context *c, struct gh_str account, struct gh_str user_name,
                         struct console_subject *ret_subject, struct gh_err *err);
int console_subject_find_root(struct context *c, struct gh_str email, struct console_subject *ret_subject,
                              struct gh_err *err);
/** By ids that were found before. Not known where the user is gone, or the account not active any more. */
int console_subject_get(struct context *c, struct gh_str account_id, struct gh_str owner_id,
                        struct console_subject *ret_subject, struct gh_err *err);

/** The rules for the subject's password. A root user's are AWS's defaults, whatever the account says. */
int console_policy_of(struct context *c, const struct console_person *person, struct password_policy *ret_policy,
                      struct gh_err *err);
/** May the person change their own password, by the policies that bear on them? */
int console_may_change(struct context *c, const struct visit *v, const struct console_person *person, bool *ret_may,
                       struct gh_err *err);

/** Starts the browser's session, instead of the one it may have; @person gets its start and end. In a write. */
int console_enter(struct context *c, struct visit *v, struct console_person *person, struct gh_str *ret_cookie,
                  struct gh_err *err);
/** The same after a sign-in: the password was used, and wrong ones from this address are forgotten. */
int console_let_in(struct context *c, struct visit *v, struct console_person *person, struct gh_str *ret_cookie,
                   struct gh_err *err);
/** What attempts to sign in are counted under. @owner: the user's id; where there is nobody, what was typed. */
struct throttle_attempt console_throttle(struct visit *v, struct gh_str account_id, struct gh_str owner);

/** CloudTrail's events of a sign-in (eventType AwsConsoleSignIn). */
struct console_event {
    const char *name; /* "ConsoleLogin", "CheckMfa", "PasswordUpdated", "Logout" */
    bool success;     /* else @message says why not */
    struct gh_str message;
    bool mfa;             /* a code was given, */
    struct gh_str serial; /* and this device shows it */
};
/** @who must outlive the event: add it by visit_event_add(). */
struct audit_event console_event(const struct visit *v, const struct principal *who, const struct console_event *event);
/** ChangePassword as the iam service has it. */
struct audit_event console_change_event(const struct visit *v, const struct principal *who);
/** The subject as the trail names them: what was typed for nobody's name may have been a password. */
struct principal console_event_principal(const struct console_subject *subject, bool root);

/** The page that asks for a new password before anybody is let in. */
void console_show_renewal(struct visit *v, const struct console_subject *subject, struct gh_str mfa_serial);
/** Why somebody can go no further, and what they can do. */
struct console_block {
    struct gh_str heading, message, hint;
};
extern const struct console_block console_no_renewal;
void console_show_blocked(struct visit *v, const struct console_block *block);
/** The sign-in page, because a step came too late. */
void console_show_again(struct visit *v);
/** Replies once a session has begun. */
void console_show_in(struct visit *v, const struct console_person *person, struct gh_str cookie, const char *path);

#endif
