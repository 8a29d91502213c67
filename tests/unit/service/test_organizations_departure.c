/*
 * test_organizations_departure.c: an account leaves with many assignments: they reach nothing at once, are removed in
 * chunks, and do not come back to life.
 */
#include "center.h"
#include "domain/assignment_target.h"
#include "domain/entitlement.h"
#include "service/organizations/departure_job.h"
#include "service/organizations/membership.h"

#define ASSIGNMENTS 350
#define CHUNK_MAX 100

struct scene {
    struct center center;
    struct gh_str position;
    enum job_progress progress;
    size_t rows, inherited, accounts, listed, of_principal, effective;
    int reaches;
    bool departing;
};

static struct assignment group_assignment(struct context *c, const struct center *s, int i) {
    struct assignment a = center_assignment(s, true);
    if (i) a.principal_id = gh_fmt(c->arena, "group-%03d", i);
    return a;
}

static int fill(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, s->center.set_id, &recipe, err);
    for (int i = 0; !r && i < ASSIGNMENTS; i++) {
        struct assignment a = group_assignment(c, &s->center, i);
        struct store_assignment_inherited_insert_args mark = {a.account_id, a.permission_set_id, a.principal_type,
                                                              a.principal_id};
        r = assignment_add(c, &a, &recipe, err);
        if (!r && i % 2) r = store_assignment_inherited_insert(c->tx, &mark, NULL, err);
    }
    struct assignment own = center_assignment(&s->center, false);
    struct store_identity_membership_insert_args member = {id_identity_new(c->arena, s->center.store_id),
                                                           s->center.store_id, s->center.group_id, s->center.user_id,
                                                           c->now_ms};
    if (!r) r = assignment_add(c, &own, &recipe, err);
    return r ? r : store_identity_membership_insert(c->tx, &member, NULL, err);
}

static int look_at_rows(struct context *c, struct scene *s, struct gh_err *err) {
    struct store_organization_departure_assignments_rows rows;
    struct store_assignment_inherited_get_rows inherited;
    struct store_organization_departure_assignments_args all = {s->center.member_id, GH_S(""), GH_S(""), GH_S(""),
                                                                1000};
    struct store_assignment_inherited_after_args marks = {s->center.member_id, GH_S(""), GH_S(""), GH_S(""), 1000};
    int r = store_organization_departure_assignments(c->tx, &all, &rows, err);
    if (!r) r = store_assignment_inherited_after(c->tx, &marks, &inherited, err);
    s->rows = rows.n;
    s->inherited = inherited.n;
    return r ? r : organizations_is_departing(c, s->center.organization_id, s->center.member_id, &s->departing, err);
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    const struct center *at = &s->center;
    struct entitled_accounts accounts;
    struct store_assignment_list_rows listed;
    struct store_assignment_list_by_principal_rows of_principal;
    struct store_effective_assignment_after_rows effective;
    struct store_assignment_list_args list = {at->member_id, at->set_id, GH_S(""), GH_S(""), 10};
    struct store_assignment_list_by_user_args by_user = {at->instance_id, at->user_id, GH_S(""), GH_S("~"),
                                                         GH_S(""),        GH_S(""),    GH_S(""), 10};
    struct store_effective_assignment_after_args after = {GH_S(""), GH_S(""), GH_S(""), GH_S(""), 10};
    int r = look_at_rows(c, s, err);
    if (!r) r = entitlement_accounts(c, at->user_id, GH_S(""), 10, &accounts, err);
    if (!r) r = store_assignment_list(c->tx, &list, &listed, err);
    if (!r) r = store_assignment_list_by_user(c->tx, &by_user, &of_principal, err);
    if (!r) r = store_effective_assignment_after(c->tx, &after, &effective, err);
    if (r) return r;
    s->accounts = accounts.n;
    s->listed = listed.n;
    s->of_principal = of_principal.n;
    s->effective = effective.n;
    struct store_entitlement_role_row role;
    struct store_entitlement_role_args of_role = {at->instance_id, GH_S("Developer"), at->member_id};
    r = store_entitlement_role(c->tx, &of_role, &role, err);
    s->reaches = r;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int depart(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return organizations_depart(c, s->center.organization_id, s->center.member_id, GH_S("REMOVED"), err);
}

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct job job = {.id = gh_fmt(c->arena, "organizations.departure/%.*s/%.*s", GH_S_FMT(s->center.organization_id),
                                   GH_S_FMT(s->center.member_id)),
                      .payload = GH_S(""),
                      .position = s->position};
    int r = organizations_departure_job.run(c, &job, NULL, err);
    s->position = gh_str_dup(s->center.h->arena, job.position);
    s->progress = (enum job_progress)r;
    return r < 0 ? r : 0;
}

static void assert_nothing_seen(struct scene *s) {
    assert_int_equal(test_read(s->center.h, look, s), 0);
    assert_int_equal(s->reaches, -GH_ENOTFOUND);
    assert_int_equal(s->accounts + s->listed + s->of_principal + s->effective, 0);
}

static void much_goes_in_chunks_and_reaches_nothing_meanwhile(void **state) {
    struct scene s = {.center = center_of(*state), .position = GH_S("")};
    assert_int_equal(test_write(*state, fill, &s), 0);
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.reaches, 0);
    assert_int_equal(s.accounts, 1);
    assert_int_equal(s.listed, 10);
    assert_int_equal(s.of_principal, 2);
    assert_int_equal(s.effective, 10);
    assert_int_equal(s.rows, ASSIGNMENTS + 1);
    assert_false(s.departing);

    assert_int_equal(test_write(*state, depart, &s), 0);
    assert_nothing_seen(&s);
    assert_int_equal(s.rows, ASSIGNMENTS + 1 - CHUNK_MAX);
    assert_true(s.departing);
    do {
        size_t before = s.rows;
        assert_int_equal(test_write(*state, run_chunk, &s), 0);
        assert_nothing_seen(&s);
        assert_int_equal(s.rows, before > CHUNK_MAX ? before - CHUNK_MAX : 0);
    } while (s.progress == JOB_MORE);
    assert_int_equal(s.rows, 0);
    assert_int_equal(s.inherited, 0);
}

static int place_again(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct store_organization_member_insert_args member = {.account_id = s->center.member_id,
                                                           .organization_id = s->center.organization_id,
                                                           .parent_id = GH_S("r-abcd"),
                                                           .joined_method = GH_S("INVITED"),
                                                           .joined_ms = c->now_ms};
    return store_organization_member_insert(c->tx, &member, NULL, err);
}

static void what_is_of_the_present_organization_stays(void **state) {
    struct scene s = {.center = center_of(*state), .position = GH_S("")};
    assert_int_equal(test_write(*state, fill, &s), 0);
    assert_int_equal(test_write(*state, depart, &s), 0);
    assert_int_equal(test_write(*state, place_again, &s), 0);
    do assert_int_equal(test_write(*state, run_chunk, &s), 0);
    while (s.progress == JOB_MORE);
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.rows, ASSIGNMENTS + 1 - CHUNK_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(much_goes_in_chunks_and_reaches_nothing_meanwhile),
        house_test(what_is_of_the_present_organization_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
