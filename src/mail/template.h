/*
 * template.h: the mails that Gatehouse writes. Each fills subject, text and html of a message; everything in @in that a
 * person chose is shown as text, on one line. Links are made by the caller.
 */
#ifndef GH_MAIL_TEMPLATE_H
#define GH_MAIL_TEMPLATE_H

#include <stdint.h>

#include "base/str.h"

struct gh_arena;
struct mail_message;

struct mail_invitation {
    struct gh_str house;    /* what the portal calls itself: "Example Corp" */
    struct gh_str person;   /* display name, or absent */
    struct gh_str username; /* what to sign in with */
    struct gh_str link;     /* one-time link to set a password */
    int64_t expires_ms;
};

struct mail_reset {
    struct gh_str house, person, username;
    struct gh_str link;
    int64_t expires_ms;
};

struct mail_code {
    struct gh_str house, person;
    struct gh_str code;
    int64_t expires_ms;
};

struct mail_address_code {
    struct gh_str account_id;
    struct gh_str code;
    int64_t expires_ms;
};

/** "You are invited": a new user sets their password. */
void mail_write_invitation(struct gh_arena *a, const struct mail_invitation *in, struct mail_message *ret_message);
/** Somebody, perhaps this person, asked to choose a new password. */
void mail_write_reset(struct gh_arena *a, const struct mail_reset *in, struct mail_message *ret_message);
/** A one-time code to finish signing in. */
void mail_write_code(struct gh_arena *a, const struct mail_code *in, struct mail_message *ret_message);
/** A one-time code to prove that the mail of an account's new address is read. */
void mail_write_address_code(struct gh_arena *a, const struct mail_address_code *in, struct mail_message *ret_message);

#endif
