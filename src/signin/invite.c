/* invite.c: see invite.h. Only the token's hash is kept; the link is in the mail, or printed, and nowhere else. */
#include "signin/invite.h"

#include "base/base.h"
#include "crypto/token.h"
#include "domain/context.h"
#include "mail/mail.h"
#include "mail/template.h"
#include "signin/mail_job.h"
#include "store/queries.h"

#define HOUSE_NAME GH_S("Gatehouse")

struct link_kind {
    struct gh_str kind;
    const char *path;
    int64_t life_ms;
};
static const struct link_kind invitation = {GH_S_INIT("INVITE"), "invite", 7 * GH_DAY_MS};
static const struct link_kind reset = {GH_S_INIT("RESET"), "reset", GH_HOUR_MS};

static int link_new(struct context *c, const struct link_kind *kind, struct gh_str user_id, struct gh_str *ret_link,
                    struct gh_err *err) {
    struct gh_str token = token_new(c->arena, "");
    struct store_signin_link_insert_args row = {.token_hash = token_hash(c->arena, token),
                                                .kind = kind->kind,
                                                .user_id = user_id,
                                                .created_ms = c->now_ms,
                                                .expires_ms = c->now_ms + kind->life_ms};
    int r = store_signin_link_insert(c->tx, &row, NULL, err);
    if (!r) *ret_link = gh_fmt(c->arena, "%.*s/%s/%.*s", GH_S_FMT(c->house->url), kind->path, GH_S_FMT(token));
    return r;
}

int signin_invite(struct context *c, struct gh_str user_id, struct gh_str *ret_link, struct gh_err *err) {
    return link_new(c, &invitation, user_id, ret_link, err);
}

int signin_invite_by_mail(struct context *c, const struct signin_invitee *invitee, struct gh_err *err) {
    /* An address that no mail server takes makes no mail, but is no reason to refuse the user. */
    if (!mail_address_valid(invitee->email)) return 0;
    struct mail_invitation words = {.house = HOUSE_NAME,
                                    .person = invitee->display_name,
                                    .username = invitee->user_name,
                                    .expires_ms = c->now_ms + invitation.life_ms};
    int r = signin_invite(c, invitee->user_id, &words.link, err);
    if (r) return r;
    struct mail_message message = {.to = invitee->email, .to_name = invitee->display_name};
    mail_write_invitation(c->arena, &words, &message);
    return mail_job_submit(c, &message, err);
}

int signin_reset_by_mail(struct context *c, const struct signin_invitee *invitee, struct gh_err *err) {
    if (!mail_address_valid(invitee->email)) return 0;
    struct mail_reset words = {.house = HOUSE_NAME,
                               .person = invitee->display_name,
                               .username = invitee->user_name,
                               .expires_ms = c->now_ms + reset.life_ms};
    int r = link_new(c, &reset, invitee->user_id, &words.link, err);
    if (r) return r;
    struct mail_message message = {.to = invitee->email, .to_name = invitee->display_name};
    mail_write_reset(c->arena, &words, &message);
    return mail_job_submit(c, &message, err);
}
