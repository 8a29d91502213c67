/* test_organizations_jobs.c: what time brings: handshakes run out and are forgotten, closed accounts go for good. */
#include "domain/account.h"
#include "gen/organizations.h"
#include "house.h"
#include "service/organizations/close_account_job.h"
#include "service/organizations/handshake_job.h"
#include "store/queries.h"

#define T0 INT64_C(1700000000000)

struct chunk {
    const struct job_kind *kind;
    struct gh_str payload;
    int64_t now_ms, next_ms;
    int progress;
};

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct chunk *k = argument;
    struct job job = {.id = GH_S("job"), .payload = k->payload, .position = GH_S(""), .run_ms = k->now_ms};
    c->now_ms = k->now_ms;
    k->progress = k->kind->run(c, &job, k->kind->context, err);
    k->next_ms = job.run_ms;
    return k->progress < 0 ? k->progress : 0;
}

static int chunk_at(struct test_house *h, struct chunk *k, int64_t now_ms) {
    k->now_ms = now_ms;
    assert_int_equal(test_write(h, run_chunk, k), 0);
    return k->progress;
}

static int add_organization(struct context *c, struct gh_str *ret_manager, struct gh_err *err) {
    struct account_new account = {.name = GH_S("M"), .email = GH_S("m@example.com")};
    int r = account_create(c, &account, ret_manager, err);
    struct store_organization_insert_args org = {GH_S("o-1"), GH_S("r-1"), *ret_manager, GH_S("ALL"), 1};
    return r ? r : store_organization_insert(c->tx, &org, NULL, err);
}

static int add_handshakes(struct context *c, void *argument, struct gh_err *err) {
    struct gh_str manager;
    (void)argument;
    int r = add_organization(c, &manager, err);
    struct store_handshake_insert_args row = {.id = GH_S("h-1"),
                                              .organization_id = GH_S("o-1"),
                                              .management_account_id = manager,
                                              .action = ORGANIZATIONS_ACTION_TYPE_ENABLE_ALL_FEATURES,
                                              .state = ORGANIZATIONS_HANDSHAKE_STATE_REQUESTED,
                                              .target_type = GH_S("ORGANIZATION"),
                                              .target_id = GH_S("o-1"),
                                              .requested_ms = T0,
                                              .expires_ms = T0 + 1000};
    if (!r) r = store_handshake_insert(c->tx, &row, NULL, err);
    row.id = GH_S("h-2");
    row.parent_id = GH_S("h-1");
    row.state = ORGANIZATIONS_HANDSHAKE_STATE_OPEN;
    row.expires_ms = T0 + 5000;
    if (!r) r = store_handshake_insert(c->tx, &row, NULL, err);
    row.id = GH_S("h-3");
    row.parent_id = GH_S_NONE;
    if (!r) r = store_handshake_insert(c->tx, &row, NULL, err);
    struct store_handshake_state_args accepted = {GH_S("h-3"), ORGANIZATIONS_HANDSHAKE_STATE_ACCEPTED, true, T0 + 10};
    return r ? r : store_handshake_state(c->tx, &accepted, NULL, err);
}

struct look {
    struct gh_str id;
    char state[32];
};

static int look_handshake(struct context *c, void *argument, struct gh_err *err) {
    struct look *l = argument;
    struct store_handshake_get_row row;
    int r = store_handshake_get(c->tx, &(struct store_handshake_get_args){l->id}, &row, err);
    snprintf(l->state, sizeof l->state, "%.*s", r ? 4 : (int)row.state.n, r ? "GONE" : row.state.p);
    return r == -GH_ENOTFOUND ? 0 : r;
}

static void handshake_is(struct test_house *h, struct gh_str id, const char *state) {
    struct look l = {.id = id};
    assert_int_equal(test_read(h, look_handshake, &l), 0);
    assert_str(gh_str_c(l.state), state);
}

static void test_handshakes_run_out(void **state) {
    struct test_house *h = *state;
    assert_int_equal(test_write(h, add_handshakes, NULL), 0);
    struct chunk k = {.kind = &handshake_job, .payload = GH_S("h-1")};
    assert_int_equal(chunk_at(h, &k, T0 + 999), JOB_MORE);
    assert_int_equal(k.next_ms, T0 + 1000);
    handshake_is(h, k.payload, "REQUESTED");
    assert_int_equal(chunk_at(h, &k, T0 + 1000), JOB_MORE);
    handshake_is(h, k.payload, "EXPIRED");
    handshake_is(h, GH_S("h-2"), "CANCELED");
    assert_int_equal(k.next_ms, T0 + 1000 + 30 * GH_DAY_MS);
    assert_int_equal(chunk_at(h, &k, k.next_ms), JOB_DONE);
    handshake_is(h, k.payload, "GONE");
    assert_int_equal(chunk_at(h, &k, k.next_ms), JOB_DONE);
}

static void test_answered_handshakes_stay_as_they_are(void **state) {
    struct test_house *h = *state;
    assert_int_equal(test_write(h, add_handshakes, NULL), 0);
    struct chunk k = {.kind = &handshake_job, .payload = GH_S("h-3")};
    assert_int_equal(chunk_at(h, &k, T0 + 5000), JOB_MORE);
    handshake_is(h, k.payload, "ACCEPTED");
    assert_int_equal(k.next_ms, T0 + 10 + 30 * GH_DAY_MS);
    assert_int_equal(chunk_at(h, &k, k.next_ms), JOB_DONE);
    handshake_is(h, k.payload, "GONE");
}

struct closing {
    struct gh_str account_id;
    const char *state;
    bool member;
    char seen[32];
};

static int add_closing(struct context *c, void *argument, struct gh_err *err) {
    struct closing *k = argument;
    struct gh_str manager;
    struct account_new account = {.name = GH_S("A"), .email = GH_S("a@example.com")};
    int r = add_organization(c, &manager, err);
    if (!r) r = account_create(c, &account, &k->account_id, err);
    struct store_organization_member_insert_args member = {.account_id = k->account_id,
                                                           .organization_id = GH_S("o-1"),
                                                           .parent_id = GH_S("r-1"),
                                                           .joined_method = GH_S("CREATED"),
                                                           .joined_ms = 1};
    if (!r) r = store_organization_member_insert(c->tx, &member, NULL, err);
    struct store_account_state_args state = {k->account_id, gh_str_c(k->state)};
    return r ? r : store_account_state(c->tx, &state, NULL, err);
}

static int look_account(struct context *c, void *argument, struct gh_err *err) {
    struct closing *k = argument;
    struct store_account_get_row row;
    struct store_organization_of_account_row org;
    int r = store_account_get(c->tx, &(struct store_account_get_args){k->account_id}, &row, err);
    if (r) return r;
    snprintf(k->seen, sizeof k->seen, "%.*s", GH_S_FMT(row.state));
    r = store_organization_of_account(c->tx, &(struct store_organization_of_account_args){k->account_id}, &org, err);
    k->member = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static void account_is(struct test_house *h, struct closing *k, const char *state, bool member) {
    assert_int_equal(test_read(h, look_account, k), 0);
    assert_str(gh_str_c(k->seen), state);
    assert_int_equal(k->member, member);
}

static void test_closed_accounts_go_for_good(void **state) {
    struct test_house *h = *state;
    struct closing a = {.state = "PENDING_CLOSURE"};
    assert_int_equal(test_write(h, add_closing, &a), 0);
    struct chunk k = {.kind = &close_account_job, .payload = a.account_id};
    assert_int_equal(chunk_at(h, &k, T0), JOB_MORE);
    account_is(h, &a, "SUSPENDED", true);
    assert_int_equal(k.next_ms, T0 + 90 * GH_DAY_MS);
    assert_int_equal(chunk_at(h, &k, k.next_ms), JOB_DONE);
    account_is(h, &a, "CLOSED", false);
    assert_int_equal(chunk_at(h, &k, k.next_ms), JOB_DONE);
    account_is(h, &a, "CLOSED", false);
}

static void test_accounts_opened_again_are_left_alone(void **state) {
    struct test_house *h = *state;
    struct closing a = {.state = "ACTIVE"};
    assert_int_equal(test_write(h, add_closing, &a), 0);
    struct chunk k = {.kind = &close_account_job, .payload = a.account_id};
    assert_int_equal(chunk_at(h, &k, T0), JOB_DONE);
    account_is(h, &a, "ACTIVE", true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(test_handshakes_run_out), house_test(test_answered_handshakes_stay_as_they_are),
        house_test(test_closed_accounts_go_for_good), house_test(test_accounts_opened_again_are_left_alone)};
    return cmocka_run_group_tests_name("service/organizations_jobs", tests, NULL, NULL);
}
