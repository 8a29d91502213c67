/* identity.c: who am I. */
#include "base/base.h"
#include "gen/sts.h"
#include "wire/call.h"

int sts_get_caller_identity(struct gh_call *c, const struct sts_get_caller_identity_input *in,
                            struct sts_get_caller_identity_output *out, struct gh_err *err) {
    (void)in;
    (void)err;
    *out = (struct sts_get_caller_identity_output){
        .user_id = c->caller.user_id, .account = c->caller.account_id, .arn = c->caller.arn};
    return 0;
}
