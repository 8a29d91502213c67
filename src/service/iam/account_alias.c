/* account_alias.c: the name that stands for the account's number when its users sign in. */
#include "base/base.h"
#include "domain/ids.h"
#include "service/iam/iam.h"

int iam_create_account_alias(struct gh_call *c, const struct iam_create_account_alias_input *in,
                             struct iam_create_account_alias_output *out, struct gh_err *err) {
    (void)out;
    /* At the sign-in page it would stand for the account of that id. */
    if (id_account_typed(c->ctx.arena, in->account_alias).p)
        return gh_refuse(err, GH_EINVAL,
                         "The specified value for accountAlias is invalid. It cannot have the form of an account ID.");
    struct store_iam_account_alias_put_args args = {c->caller.account_id, in->account_alias};
    int r = store_iam_account_alias_put(c->ctx.tx, &args, NULL, err);
    if (r != -GH_EEXIST) return r;
    return iam_throw_entity_already_exists(err, "The account alias %.*s already exists.", GH_S_FMT(in->account_alias));
}

int iam_delete_account_alias(struct gh_call *c, const struct iam_delete_account_alias_input *in,
                             struct iam_delete_account_alias_output *out, struct gh_err *err) {
    (void)out;
    int64_t changes;
    struct store_iam_account_alias_delete_args args = {c->caller.account_id, in->account_alias};
    int r = store_iam_account_alias_delete(c->ctx.tx, &args, &changes, err);
    if (r || changes) return r;
    return iam_throw_no_such_entity(err, "The account alias %.*s cannot be found.", GH_S_FMT(in->account_alias));
}

int iam_list_account_aliases(struct gh_call *c, const struct iam_list_account_aliases_input *in,
                             struct iam_list_account_aliases_output *out, struct gh_err *err) {
    struct wire_page page;
    struct store_iam_account_alias_get_row row;
    int r = wire_page_open(c, &IAM_PAGE_QUERY(in, GH_S("")), &page, err);
    if (r) return r;
    struct store_iam_account_alias_get_args args = {c->caller.account_id};
    r = store_iam_account_alias_get(c->ctx.tx, &args, &row, err);
    if (r && r != -GH_ENOTFOUND) return r;
    out->account_aliases.v = gh_new(c->ctx.arena, struct gh_str);
    out->account_aliases.n = r ? 0 : 1;
    if (!r) out->account_aliases.v[0] = row.alias;
    out->has_is_truncated = true;
    return 0;
}
