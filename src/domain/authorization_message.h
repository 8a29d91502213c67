/*
 * authorization_message.h: why a request was denied, for those who may know: AWS's encoded authorization message. What
 * policies say is not for the caller's eyes, so the text is sealed; sts:DecodeAuthorizationMessage opens it for
 * principals of the same account who are allowed to.
 */
#ifndef GH_DOMAIN_AUTHORIZATION_MESSAGE_H
#define GH_DOMAIN_AUTHORIZATION_MESSAGE_H

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"

struct context;
struct principal;

/** AWS: characters of an encoded message. */
#define AUTHORIZATION_MESSAGE_MAX 10240

struct authorization_denial {
    const struct principal *principal;
    const struct policy_request *request;
    const struct policy_decision *decision;
};

/** The sealed message; absent where it would be longer than AUTHORIZATION_MESSAGE_MAX. */
struct gh_str authorization_message_seal(struct context *c, const struct authorization_denial *denial);
/**
 * Opens a message for a principal of @account_id: JSON in the form of AWS's. -GH_EINVAL where it is not one of that
 * account's, -GH_EEXPIRED a day after the denial.
 */
int authorization_message_open(struct context *c, struct gh_str account_id, struct gh_str message,
                               struct gh_str *ret_text, struct gh_err *err);

#endif
