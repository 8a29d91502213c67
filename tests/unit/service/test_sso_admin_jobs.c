/* test_sso_admin_jobs.c: what the jobs of Identity Center do, chunk by chunk, in whatever order they run. */
#include "center.h"
#include "service/sso_admin/jobs.h"

#define MANY_ACCOUNTS 205

/* A request and what came of it. */
struct work {
    struct center *s;
    const struct job_kind *kind;
    struct gh_str request_id, position;
    int progress;
};

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct job job = {.id = GH_S("job"), .payload = w->request_id, .position = w->position};
    w->progress = w->kind->run(c, &job, w->kind->context, err);
    w->position = job.position;
    return w->progress < 0 ? w->progress : 0;
}

/* One chunk; the house's arena keeps what it left. */
static int chunk(struct work *w) {
    assert_int_equal(test_write(w->s->h, run_chunk, w), 0);
    return w->progress;
}

struct ask {
    struct center *s;
    const char *id, *kind;
    struct assignment a;
    int64_t created_ms;
};

static int insert_request(struct context *c, void *argument, struct gh_err *err) {
    const struct ask *q = argument;
    struct store_assignment_request_insert_args row = {.id = gh_str_c(q->id),
                                                       .instance_id = q->s->instance_id,
                                                       .kind = gh_str_c(q->kind),
                                                       .state = GH_S("IN_PROGRESS"),
                                                       .account_id = q->a.account_id,
                                                       .permission_set_id = q->a.permission_set_id,
                                                       .principal_type = q->a.principal_type,
                                                       .principal_id = q->a.principal_id,
                                                       .created_ms = q->created_ms};
    return store_assignment_request_insert(c->tx, &row, NULL, err);
}

static struct work asked(struct center *s, const char *id, const char *kind, struct assignment a, int64_t created_ms) {
    struct ask q = {s, id, kind, a, created_ms};
    assert_int_equal(test_write(s->h, insert_request, &q), 0);
    return (struct work){.s = s, .kind = &sso_admin_assignment_job, .request_id = gh_str_c(id), .position = GH_S("")};
}

struct outcome {
    struct work *w;
    struct store_assignment_request_get_row row;
};

static int read_outcome(struct context *c, void *argument, struct gh_err *err) {
    struct outcome *o = argument;
    return store_assignment_request_get(c->tx, &(struct store_assignment_request_get_args){o->w->request_id}, &o->row,
                                        err);
}

/* Expects the request to have ended so; @reason is a part of what a failed one says, NULL where it succeeded. */
static void ended(struct work *w, const char *reason) {
    struct outcome o = {.w = w};
    assert_int_equal(test_write(w->s->h, read_outcome, &o), 0);
    assert_str(o.row.state, reason ? "FAILED" : "SUCCEEDED");
    if (!reason) {
        assert_null(o.row.failure_reason.p);
        return;
    }
    if (gh_str_find_str(o.row.failure_reason, gh_str_c(reason)) < 0) assert_str(o.row.failure_reason, reason);
}

struct look {
    struct center *s;
    struct center_role role;
};

static int read_role(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    return center_role_read(c, l->s, &l->role, err);
}

static bool provisioned(struct center *s) {
    struct look l = {.s = s};
    assert_int_equal(test_write(s->h, read_role, &l), 0);
    return l.role.provisioned;
}

static void test_create_and_delete(void **state) {
    struct center s = center_of(*state);
    struct work create = asked(&s, "r1", "CREATE", center_assignment(&s, true), 1000);
    assert_int_equal(chunk(&create), JOB_DONE);
    ended(&create, NULL);
    assert_true(provisioned(&s));
    assert_int_equal(chunk(&create), JOB_DONE);
    struct work gone = asked(&s, "r2", "DELETE", center_assignment(&s, true), 2000);
    assert_int_equal(chunk(&gone), JOB_DONE);
    ended(&gone, NULL);
    assert_false(provisioned(&s));
    /* What has ended is not done again. */
    assert_int_equal(chunk(&create), JOB_DONE);
    assert_false(provisioned(&s));
    struct work none = {.s = &s, .kind = &sso_admin_assignment_job, .request_id = GH_S("r3"), .position = GH_S("")};
    assert_int_equal(chunk(&none), JOB_DONE);
}

static void test_newest_request_counts(void **state) {
    struct center s = center_of(*state);
    /* In one millisecond, and the other way round of their ids. */
    struct work create = asked(&s, "r2", "CREATE", center_assignment(&s, true), 1000);
    struct work gone = asked(&s, "r1", "DELETE", center_assignment(&s, true), 1000);
    assert_int_equal(chunk(&gone), JOB_DONE);
    assert_int_equal(chunk(&create), JOB_DONE);
    ended(&gone, NULL);
    ended(&create, NULL);
    assert_false(provisioned(&s));
    /* A clock that was set back changes nothing. */
    struct work again = asked(&s, "r0", "CREATE", center_assignment(&s, true), 10);
    assert_int_equal(chunk(&again), JOB_DONE);
    assert_true(provisioned(&s));
}

static int give_up(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct job job = {.payload = w->request_id};
    return w->kind->give_up(c, &job, NULL, err, err);
}

/* A revocation that is said to have succeeded has taken the access away, whatever else was asked for meanwhile. */
static void test_only_what_was_done_supersedes(void **state) {
    struct center s = center_of(*state);
    struct assignment a = center_assignment(&s, true), namesake = a;
    namesake.principal_type = GH_S("USER");
    struct work w = asked(&s, "r1", "CREATE", a, 1000);
    assert_int_equal(chunk(&w), JOB_DONE);
    struct work gone = asked(&s, "r2", "DELETE", a, 1000);
    static const char *const others[] = {"o1", "o2", "o3"};
    for (size_t i = 0; i < GH_COUNT(others); i++) {
        struct work other = asked(&s, others[i], "DELETE", namesake, 1000);
        assert_int_equal(chunk(&other), JOB_DONE);
        ended(&other, NULL);
    }
    assert_true(provisioned(&s));
    assert_int_equal(chunk(&gone), JOB_DONE);
    assert_false(provisioned(&s));
    w = asked(&s, "r4", "CREATE", a, 1000);
    assert_int_equal(chunk(&w), JOB_DONE);
    gone = asked(&s, "r5", "DELETE", a, 1000);
    struct work failed = asked(&s, "r6", "CREATE", a, 1000);
    assert_int_equal(test_write(s.h, give_up, &failed), 0);
    struct work waiting = asked(&s, "r7", "CREATE", a, 1000);
    assert_int_equal(chunk(&gone), JOB_DONE);
    ended(&gone, NULL);
    assert_false(provisioned(&s));
    assert_int_equal(chunk(&waiting), JOB_DONE);
    assert_true(provisioned(&s));
}

static void test_failures_say_why(void **state) {
    struct center s = center_of(*state);
    struct assignment stranger = center_assignment(&s, true), nobody = stranger, nothing = stranger;
    stranger.account_id = s.stranger_id;
    nobody.principal_id = GH_S("11111111-2222-4333-8444-555555555555");
    nothing.permission_set_id = GH_S("ps-0000000000000000");
    struct work w = asked(&s, "r1", "CREATE", stranger, 1000);
    assert_int_equal(chunk(&w), JOB_DONE);
    ended(&w, gh_cstr(s.h->arena, gh_fmt(s.h->arena, "%.*s is not a member of organization %.*s",
                                         GH_S_FMT(s.stranger_id), GH_S_FMT(s.organization_id))));
    w = asked(&s, "r2", "CREATE", nobody, 1000);
    assert_int_equal(chunk(&w), JOB_DONE);
    ended(&w, "GROUP 11111111-2222-4333-8444-555555555555 was not found in identity store d-");
    w = asked(&s, "r3", "CREATE", nothing, 1000);
    assert_int_equal(chunk(&w), JOB_DONE);
    ended(&w, "permission set was deleted");
    assert_false(provisioned(&s));
}

struct forgetting {
    struct center *s;
    int64_t gone;
};

static int forget(struct context *c, void *argument, struct gh_err *err) {
    struct forgetting *f = argument;
    struct store_assignment_request_forget_args old = {.before_ms = 2000, .count = 2};
    return store_assignment_request_forget(c->tx, &old, &f->gone, err);
}

static void test_old_requests_are_forgotten(void **state) {
    struct center s = center_of(*state);
    struct work one = asked(&s, "r1", "CREATE", center_assignment(&s, true), 1000);
    struct work two = asked(&s, "r2", "CREATE", center_assignment(&s, false), 1999);
    struct work young = asked(&s, "r3", "DELETE", center_assignment(&s, false), 2000);
    struct forgetting f = {.s = &s};
    assert_int_equal(test_write(s.h, forget, &f), 0);
    /* What is under way is kept, however old. */
    assert_int_equal(f.gone, 0);
    assert_int_equal(chunk(&one), JOB_DONE);
    assert_int_equal(chunk(&two), JOB_DONE);
    assert_int_equal(chunk(&young), JOB_DONE);
    assert_int_equal(test_write(s.h, forget, &f), 0);
    assert_int_equal(f.gone, 2);
    ended(&young, NULL);
}

static void test_given_up_is_failed(void **state) {
    struct center s = center_of(*state);
    struct work w = asked(&s, "r1", "CREATE", center_assignment(&s, true), 1000);
    assert_int_equal(test_write(s.h, give_up, &w), 0);
    ended(&w, "internal failure");
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_false(provisioned(&s));
}

/* Provisions the set in many accounts, then changes it. */
static int spread(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, w->s->set_id, &recipe, err);
    for (int i = 0; !r && i < MANY_ACCOUNTS; i++) {
        struct gh_str id;
        r = center_account(c, w->s, gh_cstr(c->arena, gh_fmt(c->arena, "many-%d@example.com", i)), true, &id, err);
        if (!r) r = provisioning_apply(c, &recipe, id, err);
    }
    return r ? r
             : store_permission_set_touch(c->tx, &(struct store_permission_set_touch_args){w->s->set_id}, NULL, err);
}

static int insert_provisioning(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct store_provisioning_request_insert_args row = {.id = w->request_id,
                                                         .instance_id = w->s->instance_id,
                                                         .permission_set_id = w->s->set_id,
                                                         .state = GH_S("IN_PROGRESS"),
                                                         .created_ms = 1000};
    if (gh_str_eq(w->request_id, GH_S("stranger"))) row.account_id = w->s->stranger_id;
    if (gh_str_starts(w->request_id, GH_S("member"))) row.account_id = w->s->member_id;
    return store_provisioning_request_insert(c->tx, &row, NULL, err);
}

struct tally {
    struct work *w;
    size_t latest, outdated;
    struct store_provisioning_request_get_row row;
};

static int count(struct context *c, void *argument, struct gh_err *err) {
    struct tally *t = argument;
    struct store_provisioned_account_list_rows rows;
    struct store_provisioned_account_list_args args = {
        .permission_set_id = t->w->s->set_id, .revision = 3, .want = 1, .after_account = GH_S(""), .count = 1000};
    int r = store_provisioned_account_list(c->tx, &args, &rows, err);
    if (r) return r;
    t->latest = rows.n;
    args.want = 2;
    r = store_provisioned_account_list(c->tx, &args, &rows, err);
    if (r) return r;
    t->outdated = rows.n;
    struct store_provisioning_request_get_args request = {t->w->request_id};
    return store_provisioning_request_get(c->tx, &request, &t->row, err);
}

static struct tally tally(struct work *w) {
    struct tally t = {.w = w};
    assert_int_equal(test_write(w->s->h, count, &t), 0);
    return t;
}

static struct work provisioning(struct center *s, const char *id) {
    struct work w = {.s = s, .kind = &sso_admin_provisioning_job, .request_id = gh_str_c(id), .position = GH_S("")};
    assert_int_equal(test_write(s->h, insert_provisioning, &w), 0);
    return w;
}

static void test_provisioning_goes_in_chunks(void **state) {
    struct center s = center_of(*state);
    struct work w = provisioning(&s, "all");
    assert_int_equal(test_write(s.h, spread, &w), 0);
    assert_int_equal(tally(&w).outdated, MANY_ACCOUNTS);
    assert_int_equal(chunk(&w), JOB_MORE);
    struct tally t = tally(&w);
    assert_int_equal(t.latest, 100);
    assert_str(t.row.state, "IN_PROGRESS");
    assert_int_equal(chunk(&w), JOB_MORE);
    assert_int_equal(chunk(&w), JOB_DONE);
    t = tally(&w);
    assert_int_equal(t.latest, MANY_ACCOUNTS);
    assert_int_equal(t.outdated, 0);
    assert_str(t.row.state, "SUCCEEDED");
}

static int refer(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct store_permission_set_reference_insert_args row = {w->s->set_id, GH_S("Absent"), GH_S("/team/")};
    return store_permission_set_reference_insert(c->tx, &row, NULL, err);
}

static void test_provisioning_notes_what_fails(void **state) {
    struct center s = center_of(*state);
    struct work w = provisioning(&s, "all");
    assert_int_equal(test_write(s.h, spread, &w), 0);
    assert_int_equal(test_write(s.h, refer, &w), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(chunk(&w), JOB_MORE);
        assert_str(tally(&w).row.state, "IN_PROGRESS");
    }
    assert_int_equal(chunk(&w), JOB_DONE);
    struct tally t = tally(&w);
    assert_int_equal(t.latest, 0);
    assert_int_equal(t.outdated, MANY_ACCOUNTS);
    assert_str(t.row.state, "FAILED");
    assert_true(gh_str_find_str(t.row.failure_reason, GH_S(":policy/team/Absent does not exist")) >= 0);
    assert_true(t.row.failure_reason.n < 2000);
}

static void test_provisioning_nowhere_succeeds(void **state) {
    struct center s = center_of(*state);
    struct work w = provisioning(&s, "all");
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_str(tally(&w).row.state, "SUCCEEDED");
}

static void test_provisioning_one_account(void **state) {
    struct center s = center_of(*state);
    struct work w = provisioning(&s, "stranger");
    assert_int_equal(chunk(&w), JOB_DONE);
    struct tally t = tally(&w);
    assert_str(t.row.state, "FAILED");
    assert_true(gh_str_find_str(t.row.failure_reason, s.stranger_id) >= 0);
    /* Without an assignment there is no role to bring up to date, and none is made. */
    w = provisioning(&s, "member");
    assert_int_equal(chunk(&w), JOB_DONE);
    t = tally(&w);
    assert_str(t.row.state, "FAILED");
    assert_true(gh_str_find_str(t.row.failure_reason, GH_S("is not provisioned in account")) >= 0);
    assert_false(provisioned(&s));
    struct work create = asked(&s, "r1", "CREATE", center_assignment(&s, true), 1000);
    assert_int_equal(chunk(&create), JOB_DONE);
    w = provisioning(&s, "member again");
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_str(tally(&w).row.state, "SUCCEEDED");
    assert_true(provisioned(&s));
}

/* ---- the end of an instance ---- */

static int begin_end(struct context *c, void *argument, struct gh_err *err) {
    struct work *w = argument;
    struct assignment a = center_assignment(w->s, true);
    struct provisioning_recipe recipe;
    int r = provisioning_recipe_load(c, w->s->set_id, &recipe, err);
    if (!r) r = assignment_add(c, &a, &recipe, err);
    struct store_sso_instance_set_state_args state = {w->s->instance_id, INSTANCE_DELETING};
    return r ? r : store_sso_instance_set_state(c->tx, &state, NULL, err);
}

struct rest {
    struct center *s;
    size_t roles, assignments;
    int instance, person;
};

static int read_rest(struct context *c, void *argument, struct gh_err *err) {
    struct rest *rest = argument;
    struct store_provisioned_account_list_rows roles;
    struct store_provisioned_account_list_args of_set = {
        .permission_set_id = rest->s->set_id, .after_account = GH_S(""), .count = 1000};
    struct store_assignment_list_rows assignments;
    struct store_assignment_list_args here = {rest->s->member_id, rest->s->set_id, GH_S(""), GH_S(""), 10};
    struct store_sso_instance_get_row instance;
    struct store_identity_user_get_row person;
    int r = store_provisioned_account_list(c->tx, &of_set, &roles, err);
    if (!r) r = store_assignment_list(c->tx, &here, &assignments, err);
    if (r) return r;
    rest->roles = roles.n;
    rest->assignments = assignments.n;
    rest->instance =
        store_sso_instance_get(c->tx, &(struct store_sso_instance_get_args){rest->s->instance_id}, &instance, err);
    rest->person = store_identity_user_get(
        c->tx, &(struct store_identity_user_get_args){rest->s->store_id, rest->s->user_id}, &person, err);
    return 0;
}

static struct rest rest_of(struct center *s) {
    struct rest rest = {.s = s};
    assert_int_equal(test_write(s->h, read_rest, &rest), 0);
    return rest;
}

static void test_instance_ends_in_chunks(void **state) {
    struct center s = center_of(*state);
    struct work w = {
        .s = &s, .kind = &sso_admin_instance_delete_job, .request_id = s.instance_id, .position = GH_S("")};
    /* One that is not being deleted is left alone. */
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_int_equal(rest_of(&s).instance, 0);
    struct work all = provisioning(&s, "all");
    assert_int_equal(test_write(s.h, spread, &all), 0);
    assert_int_equal(test_write(s.h, begin_end, &w), 0);
    assert_int_equal(rest_of(&s).roles, MANY_ACCOUNTS + 1);
    assert_int_equal(chunk(&w), JOB_MORE);
    assert_int_equal(rest_of(&s).roles, MANY_ACCOUNTS + 1 - 100);
    int chunks = 1;
    while (chunk(&w) == JOB_MORE) chunks++;
    assert_in_range(chunks, 4, 10);
    struct rest rest = rest_of(&s);
    assert_int_equal(rest.roles, 0);
    assert_int_equal(rest.assignments, 0);
    assert_int_equal(rest.instance, -GH_ENOTFOUND);
    assert_int_equal(rest.person, -GH_ENOTFOUND);
    assert_int_equal(chunk(&w), JOB_DONE);
}

#define PURGED "apl-00000000000000aa"
#define STAYING "apl-00000000000000bb"

static int assign_application(struct context *c, struct gh_str application_id, struct gh_str principal_id,
                              struct gh_err *err) {
    struct store_application_assignment_insert_args row = {application_id, GH_S("USER"), principal_id, c->now_ms};
    return store_application_assignment_insert(c->tx, &row, NULL, err);
}

static int assign_applications(struct context *c, void *argument, struct gh_err *err) {
    (void)argument;
    int r = assign_application(c, GH_S(STAYING), GH_S("user-000"), err);
    for (int i = 0; !r && i < MANY_ACCOUNTS; i++)
        r = assign_application(c, GH_S(PURGED), gh_fmt(c->arena, "user-%03d", i), err);
    return r;
}

struct assigned {
    const char *application_id;
    size_t n;
};

static int count_assigned(struct context *c, void *argument, struct gh_err *err) {
    struct assigned *a = argument;
    struct store_application_assignment_list_rows rows;
    struct store_application_assignment_list_args args = {gh_str_c(a->application_id), GH_S(""), GH_S(""), 1000};
    int r = store_application_assignment_list(c->tx, &args, &rows, err);
    a->n = rows.n;
    return r;
}

static size_t assigned_to(struct center *s, const char *application_id) {
    struct assigned a = {.application_id = application_id};
    assert_int_equal(test_write(s->h, count_assigned, &a), 0);
    return a.n;
}

static void test_application_purge_goes_in_chunks(void **state) {
    struct center s = center_of(*state);
    assert_int_equal(test_write(s.h, assign_applications, NULL), 0);
    struct work w = {
        .s = &s, .kind = &sso_admin_application_purge_job, .request_id = GH_S(PURGED), .position = GH_S("")};
    assert_int_equal(chunk(&w), JOB_MORE);
    assert_int_equal(assigned_to(&s, PURGED), MANY_ACCOUNTS - 100);
    assert_int_equal(chunk(&w), JOB_MORE);
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_int_equal(assigned_to(&s, PURGED), 0);
    assert_int_equal(chunk(&w), JOB_DONE);
    assert_int_equal(assigned_to(&s, STAYING), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(test_create_and_delete),
        house_test(test_newest_request_counts),
        house_test(test_only_what_was_done_supersedes),
        house_test(test_failures_say_why),
        house_test(test_old_requests_are_forgotten),
        house_test(test_given_up_is_failed),
        house_test(test_provisioning_goes_in_chunks),
        house_test(test_provisioning_notes_what_fails),
        house_test(test_provisioning_nowhere_succeeds),
        house_test(test_instance_ends_in_chunks),
        house_test(test_provisioning_one_account),
        house_test(test_application_purge_goes_in_chunks),
    };
    return cmocka_run_group_tests_name("service/sso_admin_jobs", tests, NULL, NULL);
}
