/* entitlement.c: see entitlement.h. */
#include "domain/entitlement.h"

#include "base/base.h"
#include "domain/context.h"
#include "store/queries.h"

int entitlement_check(struct context *c, struct gh_str user_id, struct gh_str account_id,
                      struct gh_str permission_set_id, struct gh_err *err) {
    struct store_entitlement_reaches_row row;
    struct store_entitlement_reaches_args args = {
        .user_id = user_id, .account_id = account_id, .permission_set_id = permission_set_id};
    int r = store_entitlement_reaches(c->tx, &args, &row, err);
    return r == -GH_ENOTFOUND ? gh_fail(err, GH_EDENIED, "no assignment reaches the user, or the user is disabled") : r;
}

struct ids {
    struct gh_str *v;
    size_t n;
};

/* Both are in order; at most @max are kept. */
static struct ids merge(struct gh_arena *a, struct ids one,
                        const struct store_entitlement_accounts_of_principal_rows *two, size_t max) {
    if (!two->n) return one;
    struct ids both = {gh_new_n(a, struct gh_str, max), 0};
    size_t i = 0, j = 0;
    while (both.n < max && (i < one.n || j < two->n)) {
        int order = i == one.n ? 1 : j == two->n ? -1 : gh_str_cmp(one.v[i], two->v[j].id);
        both.v[both.n++] = order > 0 ? two->v[j].id : one.v[i];
        if (order <= 0) i++;
        if (order >= 0) j++;
    }
    return both;
}

static int merge_principal(struct context *c, struct gh_str principal_id, struct gh_str after_id, size_t max,
                           struct ids *ids, struct gh_err *err) {
    struct store_entitlement_accounts_of_principal_rows rows;
    struct store_entitlement_accounts_of_principal_args args = {principal_id, after_id, (int64_t)max};
    int r = store_entitlement_accounts_of_principal(c->tx, &args, &rows, err);
    if (!r) *ids = merge(c->arena, *ids, &rows, max);
    return r;
}

/* Names of those that are active. */
static int add_active(struct context *c, struct ids ids, size_t count, struct entitled_accounts *out,
                      struct gh_err *err) {
    for (size_t i = 0; i < ids.n && out->n < count; i++) {
        struct store_account_get_row row;
        int r = store_account_get(c->tx, &(struct store_account_get_args){ids.v[i]}, &row, err);
        if (r) return r;
        if (!gh_str_eq(row.state, GH_S("ACTIVE"))) continue;
        out->v[out->n++] = (struct entitled_account){ids.v[i], row.name, row.email};
    }
    return 0;
}

int entitlement_accounts(struct context *c, struct gh_str user_id, struct gh_str after_id, size_t count,
                         struct entitled_accounts *ret_accounts, struct gh_err *err) {
    struct store_entitlement_groups_rows groups;
    int r = store_entitlement_groups(c->tx, &(struct store_entitlement_groups_args){user_id}, &groups, err);
    if (r) return r;
    *ret_accounts = (struct entitled_accounts){gh_new_n(c->arena, struct entitled_account, count + 1), 0};
    struct ids ids;
    do {
        ids = (struct ids){0};
        r = merge_principal(c, user_id, after_id, count, &ids, err);
        for (size_t i = 0; !r && i < groups.n; i++) r = merge_principal(c, groups.v[i].id, after_id, count, &ids, err);
        if (!r) r = add_active(c, ids, count, ret_accounts, err);
        if (r) return r;
        if (ids.n) after_id = ids.v[ids.n - 1];
    } while (ids.n == count && ret_accounts->n < count);
    return 0;
}
