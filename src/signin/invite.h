/* invite.h: one-time links with which a person sets a password: invitations and resets. */
#ifndef GH_SIGNIN_INVITE_H
#define GH_SIGNIN_INVITE_H

#include "base/err.h"
#include "base/str.h"

struct context;

struct signin_invitee {
    struct gh_str identity_store_id, user_id, user_name;
    struct gh_str display_name; /* may be absent */
    struct gh_str email;
};

/** Makes an invitation link, good for a week and once. */
int signin_invite(struct context *c, struct gh_str user_id, struct gh_str *ret_link, struct gh_err *err);
/** Makes one and queues the mail that carries it, in the caller's transaction. */
int signin_invite_by_mail(struct context *c, const struct signin_invitee *invitee, struct gh_err *err);
/** Makes a reset link, good for an hour and once, and queues its mail. */
int signin_reset_by_mail(struct context *c, const struct signin_invitee *invitee, struct gh_err *err);

#endif
