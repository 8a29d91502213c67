/* test_credential_use.c: uses are written once a minute, for keys, roles and actions each. */
#include "domain/credential_use.h"

#include "domain/account.h"
#include "domain/iam.h"
#include "house.h"
#include "store/queries.h"

#define KEY GH_S("AKIAEXAMPLE000000001")

struct scene {
    struct gh_str account_id, role_id;
    struct credential_use_memory *memory;
    struct credential_use use;
    int64_t key_ms, role_ms, action_ms; /* as the database has them; 0: not at all */
    size_t actions;
};

static int build(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct account_new account = {.name = GH_S("An account"), .email = GH_S("a@example.com")};
    int r = account_create(c, &account, &s->account_id, err);
    struct iam_role_new role = {.account_id = s->account_id,
                                .name = GH_S("role"),
                                .path = GH_S("/"),
                                .trust_policy = GH_S("{}"),
                                .max_session_s = 3600,
                                .owner = ROLE_OWNER_CUSTOMER};
    return r ? r : iam_role_create(c, &role, &s->role_id, err);
}

static int note(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    return credential_use_note(s->memory, c->tx, &s->use, err);
}

static int look(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct store_iam_access_key_last_used_row key;
    struct store_iam_role_by_name_row role;
    struct store_iam_action_use_list_rows actions;
    int r = store_iam_access_key_last_used(c->tx, &(struct store_iam_access_key_last_used_args){KEY}, &key, err);
    s->key_ms = r ? 0 : key.used_ms;
    r = store_iam_role_by_name(c->tx, &(struct store_iam_role_by_name_args){s->account_id, GH_S("role")}, &role, err);
    if (r) return r;
    s->role_ms = role.has_last_used_ms ? role.last_used_ms : 0;
    r = store_iam_action_use_list(c->tx, &(struct store_iam_action_use_list_args){s->role_id, 0}, &actions, err);
    s->actions = actions.n;
    s->action_ms = actions.n ? actions.v[0].used_ms : 0;
    return r;
}

static void expect(struct test_house *h, struct scene *s, int64_t time_ms, int64_t written_ms) {
    s->use.time_ms = time_ms;
    assert_int_equal(test_write(h, note, s), 0);
    assert_int_equal(test_read(h, look, s), 0);
    assert_int_equal(s->key_ms, written_ms);
    assert_int_equal(s->role_ms, written_ms);
    assert_int_equal(s->action_ms, written_ms);
}

static struct scene scene_of(struct test_house *h) {
    struct scene s = {.memory = credential_use_memory_new()};
    assert_int_equal(test_write(h, build, &s), 0);
    s.use = (struct credential_use){.account_id = s.account_id,
                                    .owner_id = s.role_id,
                                    .access_key_id = KEY,
                                    .is_role = true,
                                    .service = GH_S("iam"),
                                    .action = GH_S("GetUser"),
                                    .region = GH_S("us-east-1")};
    return s;
}

static void writes_once_a_minute(void **state) {
    struct scene s = scene_of(*state);
    expect(*state, &s, 10 * GH_MINUTE_MS + 1, 10 * GH_MINUTE_MS + 1);
    expect(*state, &s, 10 * GH_MINUTE_MS + 30000, 10 * GH_MINUTE_MS + 1);
    expect(*state, &s, 11 * GH_MINUTE_MS, 11 * GH_MINUTE_MS);
    expect(*state, &s, 10 * GH_MINUTE_MS, 11 * GH_MINUTE_MS); /* a straggler */
    credential_use_memory_clear(s.memory);
    expect(*state, &s, 11 * GH_MINUTE_MS + 5, 11 * GH_MINUTE_MS + 5);
    credential_use_memory_free(s.memory);
}

static void tells_actions_apart(void **state) {
    struct scene s = scene_of(*state);
    expect(*state, &s, GH_MINUTE_MS, GH_MINUTE_MS);
    s.use.action = GH_S("ListUsers");
    s.use.time_ms = GH_MINUTE_MS + 1;
    assert_int_equal(test_write(*state, note, &s), 0);
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.actions, 2);
    s.use.owner_id = GH_S_NONE;
    s.use.action = GH_S("DeleteUser");
    assert_int_equal(test_write(*state, note, &s), 0);
    assert_int_equal(test_read(*state, look, &s), 0);
    assert_int_equal(s.actions, 2);
    credential_use_memory_free(s.memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {house_test(writes_once_a_minute), house_test(tells_actions_apart)};
    return cmocka_run_group_tests_name("domain/credential_use", tests, NULL, NULL);
}
