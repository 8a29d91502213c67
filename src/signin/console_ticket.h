/*
 * console_ticket.h: what a person has proved so far, carried by the page that asks for the next step: sealed with the
 * keyring, bound to the browser's form cookie, and soon over. It is good while the password is the one that was given.
 */
#ifndef GH_SIGNIN_CONSOLE_TICKET_H
#define GH_SIGNIN_CONSOLE_TICKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct gh_arena;
struct keyring;

#define CONSOLE_TICKET_CODE GH_S("CODE")         /* the password was right: an MFA code is missing */
#define CONSOLE_TICKET_PASSWORD GH_S("PASSWORD") /* all was right: a new password is missing */

struct console_ticket {
    struct gh_str step;
    struct gh_str account_id, owner_id;
    struct gh_str hash;       /* of the password that was given, as it was stored: it is kept as a digest */
    struct gh_str mfa_serial; /* the device whose code was given, or absent */
    int64_t issued_ms;
};

/** @form_cookie: of the browser that gets it. */
struct gh_str console_ticket_seal(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                                  const struct console_ticket *ticket);
/**
 * False where @text is none of ours, or another browser's. @ret_ticket->hash is the digest: compare it with
 * console_ticket_is_for().
 */
bool console_ticket_open(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie, struct gh_str text,
                         struct console_ticket *ret_ticket);
/** Is it for @step, and still good? */
bool console_ticket_is_good(const struct console_ticket *opened, struct gh_str step, int64_t now_ms);
/** Is the password stored as @hash the one that was given for the opened ticket? */
bool console_ticket_is_for(struct gh_arena *a, const struct console_ticket *opened, struct gh_str hash);

#endif
