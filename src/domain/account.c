/* account.c: see account.h. */
#include "domain/account.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/ids.h"
#include "store/queries.h"

struct gh_str fold_key(struct gh_arena *a, struct gh_str name) {
    return gh_str_lower(a, name);
}

int account_create(struct context *c, const struct account_new *account, struct gh_str *ret_id, struct gh_err *err) {
    struct gh_str id = account->id.p ? account->id : id_account_new(c->arena);
    int r = store_account_insert(c->tx,
                                 &(struct store_account_insert_args){.id = id,
                                                                     .name = account->name,
                                                                     .email = account->email,
                                                                     .email_key = fold_key(c->arena, account->email),
                                                                     .state = GH_S("ACTIVE"),
                                                                     .billing_access = account->billing_access,
                                                                     .created_ms = c->now_ms},
                                 NULL, err);
    if (r) return r;
    *ret_id = id;
    return 0;
}

int account_touch(struct context *c, struct gh_str account_id, struct gh_err *err) {
    return store_account_touch(c->tx, &(struct store_account_touch_args){.id = account_id}, NULL, err);
}
