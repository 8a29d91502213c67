/* identity.c: who am I, whose is this key; and trade-in tokens, of which there are none. */
#include "base/base.h"
#include "domain/ids.h"
#include "service/sts/session.h"
#include "wire/call.h"

int sts_get_caller_identity(struct gh_call *c, const struct sts_get_caller_identity_input *in,
                            struct sts_get_caller_identity_output *out, struct gh_err *err) {
    (void)in;
    (void)err;
    *out = (struct sts_get_caller_identity_output){
        .user_id = c->caller.user_id, .account = c->caller.account_id, .arn = c->caller.arn};
    return 0;
}

int sts_get_access_key_info(struct gh_call *c, const struct sts_get_access_key_info_input *in,
                            struct sts_get_access_key_info_output *out, struct gh_err *err) {
    int r = sts_check_caller(c, "GetAccessKeyInfo", err);
    if (r) return r;
    if (id_access_key_account(c->ctx.arena, in->access_key_id, &out->account)) return 0;
    return gh_refuse(err, GH_EINVAL, "Invalid Access Key ID: %.*s", GH_S_FMT(in->access_key_id));
}

int sts_get_delegated_access_token(struct gh_call *c, const struct sts_get_delegated_access_token_input *in,
                                   struct sts_get_delegated_access_token_output *out, struct gh_err *err) {
    (void)c;
    (void)in;
    (void)out;
    /* Trade-in tokens are sent to AWS's product partners when a delegation request is accepted: nobody has one here. */
    return sts_throw_expired_trade_in_token(err, "The trade-in token is not valid or has expired.");
}
