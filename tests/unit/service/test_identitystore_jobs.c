/* test_identitystore_jobs.c: the end of a large group: nobody reaches anything by it at once, its rows go in chunks. */
#include "service/identitystore/jobs.h"

#include "center.h"
#include "domain/entitlement.h"
#include "domain/identity.h"

#define MEMBERS 350
#define CHUNK_MAX 100

struct scene {
    struct center center;
    struct gh_str member;
    bool empty;
    enum job_progress progress;
    size_t rows, listed, accounts, entitled_groups;
    int reaches;
};

static int add_member(struct context *c, const struct center *at, int i, struct gh_err *err) {
    struct gh_str name = gh_fmt(c->arena, "member-%d", i);
    struct store_identity_user_insert_args user = {.id = id_identity_new(c->arena, at->store_id),
                                                   .identity_store_id = at->store_id,
                                                   .user_name = name,
                                                   .user_name_key = name,
                                                   .attributes = GH_S("{}"),
                                                   .created_ms = c->now_ms};
    struct store_identity_membership_insert_args member = {id_identity_new(c->arena, at->store_id), at->store_id,
                                                           at->group_id, user.id, c->now_ms};
    int r = store_identity_user_insert(c->tx, &user, NULL, err);
    return r ? r : store_identity_membership_insert(c->tx, &member, NULL, err);
}

static int fill(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct assignment a = center_assignment(&s->center, true);
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, a.permission_set_id, &recipe, err);
    if (!r) r = assignment_add(c, &a, &recipe, err);
    for (int i = 0; !r && i < MEMBERS; i++) r = add_member(c, &s->center, i, err);
    return r;
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_str user_id = s->member;
    struct store_identity_membership_get_rows rows, mine;
    struct entitled_accounts accounts;
    struct store_entitlement_groups_rows groups;
    struct store_identity_membership_list_by_group_args all = {s->center.group_id, GH_S(""), MEMBERS + 1};
    struct store_identity_membership_list_by_user_args own = {user_id, GH_S(""), 10};
    int r = store_identity_membership_list_by_group(c->tx, &all, &rows, err);
    if (!r) r = store_identity_membership_list_by_user(c->tx, &own, &mine, err);
    if (!r) r = store_entitlement_groups(c->tx, &(struct store_entitlement_groups_args){user_id}, &groups, err);
    if (!r) r = entitlement_accounts(c, user_id, GH_S(""), 10, &accounts, err);
    if (r) return r;
    s->reaches = entitlement_check(c, user_id, s->center.member_id, s->center.set_id, err);
    s->rows = rows.n;
    s->listed = mine.n;
    s->accounts = accounts.n;
    s->entitled_groups = groups.n;
    return 0;
}

static int remove_group(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return identity_group_remove(c, s->center.group_id, &s->empty, err);
}

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct job job = {.payload = s->center.group_id, .position = GH_S("")};
    int r = identitystore_group_job.run(c, &job, NULL, err);
    s->progress = (enum job_progress)r;
    return r < 0 ? r : 0;
}

/* Looked at is the member whose row goes last. */
static int choose_last(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct store_identity_membership_get_rows rows;
    struct store_identity_membership_list_by_group_args all = {s->center.group_id, GH_S(""), MEMBERS + 1};
    int r = store_identity_membership_list_by_group(c->tx, &all, &rows, err);
    if (!r) s->member = gh_str_dup(s->center.h->arena, rows.v[rows.n - 1].user_id);
    return r;
}

static void assert_seen(struct scene *s, size_t n) {
    assert_int_equal(test_read(s->center.h, look, s), 0);
    assert_int_equal(s->reaches, n ? 0 : -GH_EDENIED);
    assert_int_equal(s->listed, n);
    assert_int_equal(s->accounts, n);
    assert_int_equal(s->entitled_groups, n);
}

static void a_large_group_ends_at_once_and_is_removed_in_chunks(void **state) {
    struct scene s = {.center = center_of(*state)};
    assert_int_equal(test_write(*state, fill, &s), 0);
    assert_int_equal(test_read(*state, choose_last, &s), 0);
    assert_seen(&s, 1);
    assert_int_equal(test_write(*state, remove_group, &s), 0);
    assert_false(s.empty);
    assert_seen(&s, 0);
    size_t before = MEMBERS;
    assert_in_range(s.rows, before - CHUNK_MAX, before - 1);
    do {
        before = s.rows;
        assert_int_equal(test_write(*state, run_chunk, &s), 0);
        assert_seen(&s, 0);
        assert_in_range(s.rows, before > CHUNK_MAX ? before - CHUNK_MAX : 0, before - 1);
    } while (s.progress == JOB_MORE && s.rows);
    assert_int_equal(s.rows, 0);
}

static void a_small_group_needs_no_job(void **state) {
    struct scene s = {.center = center_of(*state)};
    assert_int_equal(test_write(*state, remove_group, &s), 0);
    assert_true(s.empty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(a_large_group_ends_at_once_and_is_removed_in_chunks),
        house_test(a_small_group_needs_no_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
