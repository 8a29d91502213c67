/* access_key_use.c: when an access key was last used. */
#include "base/base.h"
#include "domain/arn.h"
#include "domain/ids.h"
#include "service/iam/iam.h"

/* Whose key it is, in the caller's account. */
static int owner(struct gh_call *c, struct gh_str key_id, struct store_iam_user_get_row *ret_user, bool *ret_root,
                 struct gh_err *err) {
    struct store_iam_access_key_get_row key;
    int r = store_iam_access_key_get(c->ctx.tx, &(struct store_iam_access_key_get_args){.id = key_id}, &key, err);
    if (r) return r;
    if (!gh_str_eq(key.account_id, c->caller.account_id)) return -GH_ENOTFOUND;
    *ret_root = !key.user_id.p;
    if (*ret_root) return 0;
    return store_iam_user_get(c->ctx.tx, &(struct store_iam_user_get_args){.id = key.user_id}, ret_user, err);
}

int iam_find_access_key_user(struct gh_call *c, struct gh_str key_id, struct gh_list *ret_arns, struct gh_err *err) {
    struct store_iam_user_get_row user;
    bool root;
    struct gh_arena *a = c->ctx.arena;
    int r = owner(c, key_id, &user, &root, err);
    if (r && r != -GH_ENOTFOUND) return r;
    struct gh_str *arn = gh_new(a, struct gh_str);
    /* Whether a key exists is only for those to know who may ask about every user. */
    *arn = r      ? arn_iam_user(a, c->caller.account_id, GH_S("/"), GH_S("*"))
           : root ? arn_root(a, c->caller.account_id)
                  : arn_iam_user(a, c->caller.account_id, user.path, user.name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_get_access_key_last_used(struct gh_call *c, const struct iam_get_access_key_last_used_input *in,
                                 struct iam_get_access_key_last_used_output *out, struct gh_err *err) {
    struct store_iam_user_get_row user;
    struct store_iam_access_key_last_used_row use;
    bool root;
    int r = owner(c, in->access_key_id, &user, &root, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The Access Key with id %.*s cannot be found.",
                                        GH_S_FMT(in->access_key_id));
    if (r) return r;
    struct store_iam_access_key_last_used_args args = {.key_id = in->access_key_id};
    r = store_iam_access_key_last_used(c->ctx.tx, &args, &use, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (!root) out->user_name = user.name;
    out->access_key_last_used = gh_new(c->ctx.arena, struct iam_access_key_last_used);
    *out->access_key_last_used =
        r ? (struct iam_access_key_last_used){.service_name = GH_S("N/A"), .region = GH_S("N/A")}
          : (struct iam_access_key_last_used){use.used_ms, use.service, use.region};
    return 0;
}
