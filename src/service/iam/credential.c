/* credential.c: see credential.h. */
#include "service/iam/credential.h"

#include "base/base.h"
#include "store/queries.h"
#include "wire/call.h"

int iam_credential_conflict(struct gh_call *c, struct gh_str user_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_credential_held_row held;
    struct store_iam_credential_held_args args = {.owner_id = user_id};
    int r = store_iam_credential_held(c->ctx.tx, &args, &held, err);
    if (r) return r;
    if (held.login)
        *ret_what = "must delete login profile first";
    else if (held.mfa)
        *ret_what = "must delete MFA device first";
    else if (held.signing)
        *ret_what = "must delete signing certificates first";
    else if (held.other)
        *ret_what = "must remove referenced objects first";
    return 0;
}
