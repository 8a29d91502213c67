/* test_block.c: what goes into a block comes out again, and damaged bytes are no events. */
#include "audit/block.h"

#include "unit.h"

#define EVENTS 200

static struct gh_str text(struct gh_arena *a, unsigned seed, const char *what) {
    if (seed % 7 == 0) return GH_S_NONE;
    if (seed % 7 == 1) return GH_S("");
    return gh_fmt(a, "%s-%u", what, seed % 3);
}

/* Events that share much with the one before them, and little. */
static void make(struct gh_arena *a, unsigned i, struct audit_event *e, struct principal *p) {
    unsigned calm = i % 5 ? 2 : i;
    *p = (struct principal){.kind = (enum principal_kind)(calm % 9),
                            .account_id = text(a, calm, "account"),
                            .arn = text(a, calm + 1, "arn"),
                            .policy_arn = text(a, calm + 2, "policy"),
                            .user_id = text(a, calm + 3, "user"),
                            .entity_id = text(a, calm + 4, "entity"),
                            .name = text(a, calm + 5, "name"),
                            .access_key_id = text(a, calm + 6, "key"),
                            .source_identity = text(a, calm, "source"),
                            .provider = text(a, calm, "provider"),
                            .identity_user_id = text(a, calm, "person"),
                            .identity_store_id = text(a, calm, "store"),
                            .token_issue_ms = calm % 2 ? 1795507200000 + calm : 0,
                            .mfa_present = calm % 3 == 0,
                            .assumed_root = calm % 4 == 0};
    *e = (struct audit_event){.time_ms = 1795507200000 + (i % 3 ? (int64_t)i : -(int64_t)i * 1000),
                              .account_id = text(a, calm, "owner"),
                              .request_id = gh_fmt(a, "request-%u", i),
                              .event_source = text(a, calm, "event-source"),
                              .event_name = text(a, calm + 1, "event-name"),
                              .event_type = text(a, calm + 2, "type"),
                              .region = text(a, calm + 3, "region"),
                              .source_ip = text(a, calm + 4, "ip"),
                              .user_agent = text(a, calm + 5, "agent"),
                              .error_code = text(a, calm + 6, "code"),
                              .error_message = text(a, calm, "message"),
                              .request_parameters = text(a, i, "parameters"),
                              .response_elements = text(a, i + 1, "elements"),
                              .additional_data = text(a, calm, "more"),
                              .read_only = calm % 2 == 0,
                              .caller = p};
}

static struct audit_block *filled(struct gh_arena *a) {
    struct audit_block *b = NULL;
    for (unsigned i = 0; i < EVENTS; i++) {
        struct audit_event e;
        struct principal p;
        make(a, i, &e, &p);
        if (b)
            assert_true(audit_block_add(b, &e));
        else
            b = audit_block_new(&e);
    }
    return b;
}

#define SAME(member) assert_true(gh_str_eq(got->member, want.member))
#define SAME_CALLER(member) assert_true(gh_str_eq(got->caller->member, caller.member))

static void check(struct gh_arena *a, unsigned i, const struct audit_event *got) {
    struct audit_event want;
    struct principal caller;
    make(a, i, &want, &caller);
    assert_int_equal(got->time_ms, want.time_ms);
    SAME(account_id), SAME(request_id), SAME(event_source), SAME(event_name), SAME(event_type), SAME(region);
    SAME(source_ip), SAME(user_agent), SAME(error_code), SAME(error_message), SAME(request_parameters);
    SAME(response_elements), SAME(additional_data);
    SAME_CALLER(account_id), SAME_CALLER(arn), SAME_CALLER(policy_arn), SAME_CALLER(user_id), SAME_CALLER(entity_id);
    SAME_CALLER(name), SAME_CALLER(access_key_id), SAME_CALLER(source_identity), SAME_CALLER(provider);
    SAME_CALLER(identity_user_id), SAME_CALLER(identity_store_id);
    assert_int_equal(got->caller->kind, caller.kind);
    assert_int_equal(got->caller->token_issue_ms, caller.token_issue_ms);
    assert_int_equal(got->caller->mfa_present, caller.mfa_present);
    assert_int_equal(got->caller->assumed_root, caller.assumed_root);
    assert_int_equal(got->read_only, want.read_only);
}

static void test_what_goes_in_comes_out(void **state) {
    struct audit_block *b = filled(*state);
    struct audit_cursor c;
    unsigned n = 0;
    assert_int_equal(b->events, EVENTS);
    audit_cursor_init(&c, gh_str_n(b->data, b->n));
    while (audit_cursor_next(&c)) {
        check(*state, n, &c.event);
        assert_true(c.event.time_ms >= b->first_ms && c.event.time_ms <= b->last_ms);
        n++;
    }
    assert_false(c.damaged);
    assert_int_equal(n, EVENTS);
    free(b);
}

static void test_the_same_use_is_told(void **state) {
    struct audit_event e;
    struct principal p;
    struct audit_cursor c;
    make(*state, 2, &e, &p);
    struct audit_block *b = audit_block_new(&e);
    e.request_id = GH_S("another");
    assert_true(audit_block_add(b, &e));
    e.event_name = GH_S("Another");
    assert_true(audit_block_add(b, &e));
    p.access_key_id = GH_S("another");
    assert_true(audit_block_add(b, &e));
    audit_cursor_init(&c, gh_str_n(b->data, b->n));
    assert_true(audit_cursor_next(&c) && !c.same_use);
    assert_true(audit_cursor_next(&c) && c.same_use);
    assert_true(audit_cursor_next(&c) && !c.same_use);
    assert_true(audit_cursor_next(&c) && !c.same_use);
    free(b);
}

static void test_a_full_block_takes_no_more(void **state) {
    struct audit_event e;
    struct principal p;
    char *large = gh_arena_text(*state, 300000);
    memset(large, 'x', 300000);
    make(*state, 2, &e, &p);
    struct audit_block *b = audit_block_new(&e);
    size_t n = b->n;
    e.request_parameters = gh_str_n(large, 300000);
    assert_false(audit_block_add(b, &e));
    assert_int_equal(b->n, n);
    assert_int_equal(b->events, 1);
    struct audit_block *own = audit_block_new(&e);
    struct audit_cursor c;
    audit_cursor_init(&c, gh_str_n(own->data, own->n));
    assert_true(audit_cursor_next(&c));
    assert_int_equal(c.event.request_parameters.n, 300000);
    free(b);
    free(own);
}

static void test_damage_ends_the_walk(void **state) {
    struct audit_block *b = filled(*state);
    for (size_t cut = 0; cut < b->n; cut++) {
        char *copy = malloc(cut + 1); /* of that size, so that the sanitizer sees a step too far */
        struct audit_cursor c;
        unsigned n = 0;
        assert_non_null(copy);
        memcpy(copy, b->data, cut);
        if (cut) copy[cut * 7 % cut] ^= (char)(1 << cut % 8);
        audit_cursor_init(&c, gh_str_n(copy, cut));
        while (n <= b->n && audit_cursor_next(&c)) n++;
        assert_true(n <= b->n);
        free(copy);
    }
    free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_what_goes_in_comes_out),
        arena_test(test_the_same_use_is_told),
        arena_test(test_a_full_block_takes_no_more),
        arena_test(test_damage_ends_the_walk),
    };
    return cmocka_run_group_tests_name("audit/block", tests, NULL, NULL);
}
