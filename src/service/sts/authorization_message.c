/* authorization_message.c: DecodeAuthorizationMessage. */
#include "domain/authorization_message.h"

#include "base/base.h"
#include "service/sts/session.h"
#include "wire/call.h"

int sts_decode_authorization_message(struct gh_call *c, const struct sts_decode_authorization_message_input *in,
                                     struct sts_decode_authorization_message_output *out, struct gh_err *err) {
    int r = sts_check_caller(c, "DecodeAuthorizationMessage", err);
    if (r) return r;
    r = authorization_message_open(&c->ctx, c->caller.account_id, in->encoded_message, &out->decoded_message, err);
    if (r == -GH_EINVAL) return sts_throw_invalid_authorization_message(err, "Message is not valid");
    if (r == -GH_EEXPIRED) return sts_throw_invalid_authorization_message(err, "Message has expired");
    return r;
}
