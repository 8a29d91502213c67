/* outbound_federation.c: see outbound_federation.h. */
#include "domain/outbound_federation.h"

#include "base/base.h"
#include "domain/context.h"
#include "store/queries.h"

static struct outbound_issuer issuer(struct context *c, struct gh_str id, bool enabled) {
    return (struct outbound_issuer){
        id, gh_fmt(c->arena, "%.*s" OUTBOUND_ISSUER_PATH "%.*s", GH_S_FMT(c->house->url), GH_S_FMT(id)), enabled};
}

int outbound_issuer_of(struct context *c, struct gh_str account_id, struct outbound_issuer *ret_issuer,
                       struct gh_err *err) {
    struct store_iam_outbound_federation_get_row row;
    struct store_iam_outbound_federation_get_args args = {.account_id = account_id};
    int r = store_iam_outbound_federation_get(c->tx, &args, &row, err);
    if (!r) *ret_issuer = issuer(c, row.issuer_id, row.enabled);
    return r;
}

int outbound_issuer_set(struct context *c, struct gh_str account_id, bool enabled, struct outbound_issuer *ret_issuer,
                        struct gh_err *err) {
    struct outbound_issuer now;
    int r = outbound_issuer_of(c, account_id, &now, err);
    if (r && r != -GH_ENOTFOUND) return r;
    now = issuer(c, r ? gh_uuid_new(c->arena) : now.id, enabled);
    struct store_iam_outbound_federation_put_args args = {
        .account_id = account_id, .issuer_id = now.id, .enabled = enabled, .changed_ms = c->now_ms};
    r = store_iam_outbound_federation_put(c->tx, &args, NULL, err);
    if (!r) *ret_issuer = now;
    return r;
}
