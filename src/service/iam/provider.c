/* provider.c: see provider.h. */
#include "service/iam/provider.h"

#include "base/base.h"

#define ID_CHARS 22

int iam_provider_own(struct gh_call *c, struct gh_str arn, struct gh_str kind, struct federation_provider *ret_provider,
                     struct gh_err *err) {
    int r = federation_provider_get(&c->ctx, arn, kind, ret_provider, err);
    if (!r && !gh_str_eq(ret_provider->account_id, c->caller.account_id))
        return gh_fail(err, GH_ENOTFOUND, "a provider of another account");
    return r;
}

int iam_provider_room(struct gh_call *c, struct gh_str kind, const char *quota, struct gh_err *err) {
    struct store_iam_provider_count_row row;
    struct store_iam_provider_count_args args = {.account_id = c->caller.account_id, .kind = kind};
    int r = store_iam_provider_count(c->ctx.tx, &args, &row, err);
    if (r || row.n < IAM_PROVIDERS_MAX) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for %s: %d", quota, IAM_PROVIDERS_MAX);
}

struct gh_str iam_provider_id_new(struct gh_arena *a) {
    return gh_id_new(a, "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", ID_CHARS);
}
