/* test_purge_job.c: what has expired goes, a chunk at a time; what has not, stays; the job comes back by itself. */
#include "signin/purge_job.h"

#include "center.h"
#include "jobs.h"
#include "crypto/token.h"
#include "domain/portal_session.h"
#include "signin/throttle.h"

#define OLD_MS (30 * GH_DAY_MS)
#define OLD_SESSIONS 150

static const struct throttle_rule rule = {1, 1, 1, GH_DAY_MS};

/* One of everything, as of the transaction's moment. */
static int furnish(struct context *c, const struct center *s, const char *which, struct gh_str *ret_session_id,
                   struct gh_err *err) {
    struct gh_str cookie, token;
    struct gh_str client_id = gh_fmt(c->arena, "client-%s", which);
    struct portal_session_new session = {s->user_id, GH_S("192.0.2.1"), GH_S_NONE};
    int r = portal_session_start(c, &session, ret_session_id, &cookie, err);
    struct portal_token_new access = {GH_S("ACCESS"), *ret_session_id, client_id, GH_S(""),
                                      c->now_ms + PORTAL_SESSION_MS};
    if (!r) r = portal_token_issue(c, &access, &token, err);
    struct store_signin_link_insert_args link = {token_hash(c->arena, client_id), GH_S("INVITE"), s->user_id, c->now_ms,
                                                 c->now_ms + GH_HOUR_MS};
    if (!r) r = store_signin_link_insert(c->tx, &link, NULL, err);
    struct store_oidc_client_insert_args client = {.id = client_id,
                                                   .secret_hash = GH_S("x"),
                                                   .name = GH_S("x"),
                                                   .client_type = GH_S("public"),
                                                   .scopes = GH_S(""),
                                                   .grant_types = GH_S(""),
                                                   .redirect_uris = GH_S(""),
                                                   .created_ms = c->now_ms,
                                                   .expires_ms = c->now_ms + GH_HOUR_MS};
    if (!r) r = store_oidc_client_insert(c->tx, &client, NULL, err);
    struct store_device_authorization_insert_args device = {.device_code_hash = client_id,
                                                            .user_code = client_id,
                                                            .client_id = client_id,
                                                            .instance_id = s->instance_id,
                                                            .source_ip = GH_S("192.0.2.1"),
                                                            .created_ms = c->now_ms,
                                                            .expires_ms = c->now_ms + GH_HOUR_MS};
    if (!r) r = store_device_authorization_insert(c->tx, &device, NULL, err);
    struct store_account_email_start_insert_args start = {client_id, s->member_id, client_id, c->now_ms};
    if (!r) r = store_account_email_start_insert(c->tx, &start, NULL, err);
    return r ? r : throttle_count(c, &rule, client_id, err);
}

/* Is the letter counted still? */
static int look_at_start(struct context *c, const struct center *s, struct gh_str id, struct gh_err *err) {
    struct store_account_email_start_count_row sent;
    struct store_account_email_start_count_args args = {s->member_id, id, 0};
    int r = store_account_email_start_count(c->tx, &args, &sent, err);
    return !r && !sent.of_both ? -GH_ENOTFOUND : r;
}

struct scene {
    struct center center;
    struct gh_str old_session_id, new_session_id;
    bool old_there, new_there;
    int rounds;
    int64_t next_ms, now_ms;
};

static int fill(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct gh_str id, cookie;
    struct portal_session_new session = {s->center.user_id, GH_S("192.0.2.1"), GH_S_NONE};
    int r = furnish(c, &s->center, "new", &s->new_session_id, err);
    c->now_ms -= OLD_MS;
    if (!r) r = furnish(c, &s->center, "old", &s->old_session_id, err);
    for (int i = 1; !r && i < OLD_SESSIONS; i++) r = portal_session_start(c, &session, &id, &cookie, err);
    return r;
}

static int run_chunk(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    struct job job = {.run_ms = c->now_ms};
    int r = purge_job.run(c, &job, NULL, err);
    s->now_ms = c->now_ms;
    s->next_ms = job.run_ms;
    return r;
}

static int look(struct context *c, const struct center *s, const char *which, struct gh_str session_id, bool *ret_there,
                struct gh_err *err) {
    struct store_portal_session_get_row session;
    struct store_signin_link_get_row link;
    struct store_oidc_client_get_row client;
    struct store_device_authorization_get_row device;
    struct store_signin_failure_get_row failure;
    struct gh_str id = gh_fmt(c->arena, "client-%s", which);
    const int found[] = {
        store_portal_session_get(c->tx, &(struct store_portal_session_get_args){session_id}, &session, err),
        store_signin_link_get(c->tx, &(struct store_signin_link_get_args){token_hash(c->arena, id)}, &link, err),
        store_oidc_client_get(c->tx, &(struct store_oidc_client_get_args){id}, &client, err),
        store_device_authorization_get(c->tx, &(struct store_device_authorization_get_args){id}, &device, err),
        store_signin_failure_get(c->tx, &(struct store_signin_failure_get_args){id}, &failure, err),
        look_at_start(c, s, id, err)};
    for (size_t i = 0; i < GH_COUNT(found); i++) assert_int_equal(found[i], found[0]);
    *ret_there = found[0] == 0;
    return 0;
}

static int look_at_both(struct context *c, void *argument, struct gh_err *err) {
    struct scene *s = argument;
    int r = look(c, &s->center, "old", s->old_session_id, &s->old_there, err);
    return r ? r : look(c, &s->center, "new", s->new_session_id, &s->new_there, err);
}

static void what_has_expired_goes_in_chunks(void **state) {
    struct test_house *h = *state;
    struct scene s = {.center = center_of(h)};
    assert_int_equal(test_write(h, fill, &s), 0);
    do {
        assert_int_equal(test_write(h, run_chunk, &s), JOB_MORE);
        s.rounds++;
    } while (s.next_ms == s.now_ms && s.rounds < 20);
    assert_in_range(s.rounds, 3, 5); /* a hundred sessions, fifty, and the look that finds nothing */
    assert_int_equal(s.next_ms - s.now_ms, GH_HOUR_MS);
    assert_int_equal(test_read(h, look_at_both, &s), 0);
    assert_false(s.old_there);
    assert_true(s.new_there);
}

static void there_is_one_job(void **state) {
    assert_int_equal(test_jobs_ensured(*state, purge_job_ensure), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        house_test(what_has_expired_goes_in_chunks),
        house_test(there_is_one_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
