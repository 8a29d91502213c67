/* assignment_target.c: see assignment_target.h. */
#include "domain/assignment_target.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/provisioning.h"
#include "store/queries.h"

static int read_chain(struct context *c, const struct store_organization_of_account_row *org,
                      struct assignment_place *place, struct gh_err *err) {
    struct gh_str at = org->parent_id;
    while (place->n_above < ASSIGNMENT_TARGET_CHAIN) {
        place->above[place->n_above++] = at;
        if (gh_str_eq(at, org->root_id)) return 0;
        struct store_organization_unit_get_row unit;
        struct store_organization_unit_get_args args = {org->organization_id, at};
        int r = store_organization_unit_get(c->tx, &args, &unit, err);
        if (r) return r;
        at = unit.parent_id;
    }
    return gh_fail(err, GH_EINTERNAL, "an account below too many units");
}

int assignment_place_read(struct context *c, struct gh_str account_id, struct assignment_place *ret_place,
                          struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct store_organization_account_get_row account;
    struct store_instance_of_organization_row instance;
    struct store_organization_of_account_args args = {account_id};
    *ret_place = (struct assignment_place){.account_id = account_id};
    int r = store_organization_of_account(c->tx, &args, &org, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    struct store_instance_of_organization_args of_organization = {org.organization_id};
    r = store_instance_of_organization(c->tx, &of_organization, &instance, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    ret_place->instance_id = instance.id;
    ret_place->identity_store_id = instance.identity_store_id;
    struct store_organization_account_get_args own = {org.organization_id, account_id};
    r = store_organization_account_get(c->tx, &own, &account, err);
    if (r) return r;
    bool reachable = gh_str_eq(account.state, GH_S("ACTIVE")) && gh_str_eq(instance.state, GH_S("ACTIVE")) &&
                     !gh_str_eq(org.management_account_id, account_id);
    return reachable ? read_chain(c, &org, ret_place, err) : 0;
}

static int is_promised(struct context *c, const struct assignment_place *place, const struct assignment *a,
                       bool *ret_promised, struct gh_err *err) {
    *ret_promised = false;
    for (size_t i = 0; i < place->n_above && !*ret_promised; i++) {
        struct store_assignment_target_get_row row;
        struct store_assignment_target_get_args args = {place->instance_id, place->above[i], a->permission_set_id,
                                                        a->principal_type, a->principal_id};
        int r = store_assignment_target_get(c->tx, &args, &row, err);
        if (r && r != -GH_ENOTFOUND) return r;
        *ret_promised = r == 0;
    }
    return 0;
}

static int is_there(struct context *c, const struct assignment *a, bool *ret_there, struct gh_err *err) {
    struct store_effective_assignment_after_row row;
    struct store_effective_assignment_get_args args = {a->account_id, a->permission_set_id, a->principal_type,
                                                       a->principal_id};
    int r = store_effective_assignment_get(c->tx, &args, &row, err);
    *ret_there = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int is_inherited(struct context *c, const struct assignment *a, bool *ret_inherited, struct gh_err *err) {
    struct store_assignment_inherited_get_row row;
    struct store_assignment_inherited_get_args args = {a->account_id, a->permission_set_id, a->principal_type,
                                                       a->principal_id};
    int r = store_assignment_inherited_get(c->tx, &args, &row, err);
    *ret_inherited = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

/* A permission set or principal that is gone keeps no promise. */
static int keep_promise(struct context *c, const struct assignment_place *place, const struct assignment *a,
                        struct gh_err *err) {
    struct provisioning_recipe recipe;
    int r = assignment_principal_check(c, place->identity_store_id, a, err);
    if (!r) r = provisioning_recipe_load(c, a->permission_set_id, &recipe, err);
    if (r) return r == -GH_ENOTFOUND ? 0 : r;
    r = assignment_add(c, a, &recipe, err);
    struct store_assignment_inherited_insert_args mark = {a->account_id, a->permission_set_id, a->principal_type,
                                                          a->principal_id};
    return r ? r : store_assignment_inherited_insert(c->tx, &mark, NULL, err);
}

int assignment_target_settle(struct context *c, const struct assignment_place *place, const struct assignment *a,
                             struct gh_err *err) {
    bool promised, there, inherited;
    int r = is_promised(c, place, a, &promised, err);
    if (!r) r = is_there(c, a, &there, err);
    if (!r) r = is_inherited(c, a, &inherited, err);
    if (r) return r;
    if (promised) return there ? 0 : keep_promise(c, place, a, err);
    return inherited ? assignment_remove(c, a, err) : 0;
}

int assignment_target_any(struct context *c, struct gh_str account_id, bool *ret_any, struct gh_err *err) {
    struct assignment_place place;
    struct store_assignment_target_get_rows rows;
    *ret_any = false;
    int r = assignment_place_read(c, account_id, &place, err);
    if (r || !place.n_above) return r;
    struct store_assignment_target_after_args args = {.instance_id = place.instance_id,
                                                      .target_end = ASSIGNMENT_TARGET_END,
                                                      .after_target = GH_S(""),
                                                      .after_set = GH_S(""),
                                                      .after_type = GH_S(""),
                                                      .after_principal = GH_S(""),
                                                      .count = 1};
    r = store_assignment_target_after(c->tx, &args, &rows, err);
    if (!r) *ret_any = rows.n > 0;
    return r;
}

int assignment_target_unit_gone(struct context *c, struct gh_str unit_id, struct gh_err *err) {
    return store_assignment_target_clear(c->tx, &(struct store_assignment_target_clear_args){unit_id}, NULL, err);
}
