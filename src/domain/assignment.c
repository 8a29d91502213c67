/* assignment.c: see assignment.h. Who reaches what is read anew on every use, so nothing needs to be told of a change.
 */
#include "domain/assignment.h"

#include "base/base.h"
#include "domain/context.h"
#include "domain/provisioning.h"
#include "store/queries.h"

int assignment_principal_check(struct context *c, struct gh_str identity_store_id, const struct assignment *assignment,
                               struct gh_err *err) {
    if (gh_str_eq(assignment->principal_type, GH_S("USER"))) {
        struct store_identity_user_get_row user;
        struct store_identity_user_get_args args = {identity_store_id, assignment->principal_id};
        return store_identity_user_get(c->tx, &args, &user, err);
    }
    struct store_identity_group_get_row group;
    struct store_identity_group_get_args args = {identity_store_id, assignment->principal_id};
    return store_identity_group_get(c->tx, &args, &group, err);
}

int assignment_add(struct context *c, const struct assignment *assignment, const struct provisioning_recipe *recipe,
                   struct gh_err *err) {
    struct store_assignment_insert_args row = {.account_id = assignment->account_id,
                                               .permission_set_id = assignment->permission_set_id,
                                               .principal_type = assignment->principal_type,
                                               .principal_id = assignment->principal_id,
                                               .created_ms = c->now_ms};
    int r = provisioning_ensure(c, recipe, assignment->account_id, err);
    return r ? r : store_assignment_insert(c->tx, &row, NULL, err);
}

int assignment_keep(struct context *c, const struct assignment *assignment, struct gh_err *err) {
    struct store_assignment_inherited_delete_args mark = {assignment->account_id, assignment->permission_set_id,
                                                          assignment->principal_type, assignment->principal_id};
    return store_assignment_inherited_delete(c->tx, &mark, NULL, err);
}

int assignment_remove(struct context *c, const struct assignment *assignment, struct gh_err *err) {
    int64_t removed;
    struct store_assignment_delete_args row = {.account_id = assignment->account_id,
                                               .permission_set_id = assignment->permission_set_id,
                                               .principal_type = assignment->principal_type,
                                               .principal_id = assignment->principal_id};
    int r = assignment_keep(c, assignment, err);
    if (!r) r = store_assignment_delete(c->tx, &row, &removed, err);
    if (r || !removed) return r;
    struct store_assignment_list_rows left;
    struct store_assignment_list_args any = {.account_id = assignment->account_id,
                                             .permission_set_id = assignment->permission_set_id,
                                             .after_type = GH_S(""),
                                             .after_principal = GH_S(""),
                                             .count = 1};
    r = store_assignment_list(c->tx, &any, &left, err);
    if (r || left.n) return r;
    return provisioning_remove(c, assignment->permission_set_id, assignment->account_id, err);
}
