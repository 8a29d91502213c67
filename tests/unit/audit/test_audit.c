/* test_audit.c: events are kept with what they tell of, and the ring reaches the database by itself. */
#include <stdatomic.h>

#include "audit/audit.h"

#include "audit/block.h"
#include "codec/json.h"
#include "domain/principal.h"
#include "house.h"
#include "store/queries.h"

static const struct principal somebody = {.kind = PRINCIPAL_ROLE_SESSION,
                                          .account_id = GH_S_INIT("111122223333"),
                                          .arn = GH_S_INIT("arn:aws:sts::111122223333:assumed-role/R/jo"),
                                          .policy_arn = GH_S_INIT("arn:aws:iam::111122223333:role/R"),
                                          .user_id = GH_S_INIT("AROAEXAMPLE:jo"),
                                          .entity_id = GH_S_INIT("AROAEXAMPLE"),
                                          .name = GH_S_INIT("R"),
                                          .access_key_id = GH_S_INIT("ASIAEXAMPLE"),
                                          .token_issue_ms = 1000,
                                          .identity_user_id = GH_S_INIT("u-1"),
                                          .identity_store_id = GH_S_INIT("d-1")};

static struct audit_event event_named(const char *name) {
    return (struct audit_event){.time_ms = 1795507200000,
                                .account_id = GH_S("111122223333"),
                                .request_id = GH_S("req-1"),
                                .event_source = GH_S("iam.amazonaws.com"),
                                .event_name = gh_str_c(name),
                                .region = GH_S("us-east-1"),
                                .source_ip = GH_S("127.0.0.1"),
                                .user_agent = GH_S("a \"quoted\" agent"),
                                .caller = &somebody,
                                .request_parameters = GH_S("{\"userName\":\"jo\"}")};
}

static const struct json *at(const struct json *node, const char *name) {
    const struct json *m = json_get(node, gh_str_c(name));
    assert_non_null(m);
    return m;
}

static void test_event_is_cloudtrail_json(void **state) {
    struct gh_arena *a = *state;
    struct audit_event e = event_named("CreateUser");
    e.error_code = GH_S("EntityAlreadyExistsException");
    const struct json *j;
    struct gh_err err;
    struct audit_entry entry = {.node = GH_S("n"), .sequence = 7, .event = &e};
    assert_int_equal(json_parse(a, audit_entry_json(a, &entry), NULL, &j, &err), 0);
    assert_str(json_text(at(j, "eventName")), "CreateUser");
    assert_str(json_text(at(j, "eventTime")), "2026-11-24T08:00:00Z");
    assert_str(json_text(at(j, "userAgent")), "a \"quoted\" agent");
    assert_str(json_text(at(j, "errorCode")), "EntityAlreadyExistsException");
    assert_str(json_text(at(at(j, "requestParameters"), "userName")), "jo");
    assert_int_equal(at(j, "responseElements")->kind, JSON_NULL);
    const struct json *who = at(j, "userIdentity");
    assert_str(json_text(at(who, "type")), "AssumedRole");
    assert_str(json_text(at(at(at(who, "sessionContext"), "sessionIssuer"), "arn")),
               "arn:aws:iam::111122223333:role/R");
    assert_str(json_text(at(at(who, "onBehalfOf"), "userId")), "u-1");
}

static void count_event(void *count, const struct audit_entry *e) {
    assert_str(e->event->request_id, "req-1");
    ++*(size_t *)count;
}

static int read_all(struct context *c, void *reader, struct gh_err *err) {
    int r;
    do r = audit_read(c->tx, reader, err);
    while (r > 0);
    return r;
}

static size_t events_of(struct test_house *h) {
    size_t count = 0;
    struct audit_reader reader = {.take = count_event, .context = &count};
    assert_int_equal(test_read(h, read_all, &reader), 0);
    return count;
}

/* Nobody writes: the ring drains by its own clock. More than it has room for only makes the pusher wait. */
static void test_ring_drains(void **state) {
    struct test_house *h = *state;
    struct audit *audit = audit_new(h->store);
    struct audit_event e = event_named("ListUsers");
    for (int i = 0; i < 20000; i++) {
        assert_int_equal(audit_push(audit, &e, NULL), 0);
    }
    for (int i = 0; i < 1000 && events_of(h) < 20000; i++) usleep(10000);
    assert_int_equal(events_of(h), 20000);
    store_close(h->store);
    h->store = NULL;
    audit_free(audit);
}

/* A write that holds the writer's thread, as a database that does not answer does. */
struct hold {
    struct store_write write;
    _Atomic bool begun, released;
};

static int hold_writer(struct store_write *w, struct store_tx *tx) {
    struct hold *h = (struct hold *)w;
    (void)tx;
    atomic_store(&h->begun, true);
    while (!atomic_load(&h->released)) usleep(1000);
    return 0;
}

static void held_done(struct store_write *w, int rc) {
    (void)w;
    (void)rc;
}

static int push(struct audit *audit) {
    struct audit_event e = event_named("ListUsers");
    return audit_push(audit, &e, NULL);
}

static void test_full_ring_refuses_and_recovers(void **state) {
    struct test_house *h = *state;
    struct audit *audit = audit_new(h->store);
    struct hold hold = {.write = {.arena = h->arena, .run = hold_writer, .done = held_done}};
    store_write_submit(h->store, &hold.write);
    while (!atomic_load(&hold.begun)) usleep(1000);
    size_t pushed = 0;
    while (pushed < 20000 && push(audit) == 0) pushed++;
    assert_int_equal(pushed, 8192);
    assert_int_equal(push(audit), -GH_EBUSY);
    atomic_store(&hold.released, true);
    for (int i = 0; i < 1000 && events_of(h) < pushed; i++) usleep(10000);
    assert_int_equal(push(audit), 0);
    store_close(h->store);
    h->store = NULL;
    audit_free(audit);
}

struct recording {
    struct store_write write;
    struct audit *audit;
    struct test_house *h;
};

static int fail_on_purpose(struct store_write *w, struct store_tx *tx) {
    (void)w;
    (void)tx;
    return -GH_ECONFLICT;
}

static int record(struct store_write *w, struct store_tx *tx, int rc) {
    struct recording *r = (struct recording *)w;
    (void)tx;
    struct audit_event e = event_named("DeleteUser");
    assert_int_equal(rc, -GH_ECONFLICT);
    audit_record(r->audit, &e);
    return 0;
}

static void test_failed_write_keeps_its_event(void **state) {
    struct test_house *h = *state;
    struct audit *audit = audit_new(h->store);
    struct recording r = {
        .write = {.arena = h->arena, .run = fail_on_purpose, .record = record}, .audit = audit, .h = h};
    assert_int_equal(store_write_wait(h->store, &r.write), -GH_ECONFLICT);
    assert_int_equal(events_of(h), 1);
    store_close(h->store);
    h->store = NULL;
    audit_free(audit);
}

/* Somebody who waits for an event, and what they were told. */
struct waiting {
    struct audit_wait wait;
    _Atomic int told;
};

static void tell(struct audit_wait *w, bool durable) {
    atomic_store(&((struct waiting *)w)->told, durable ? 1 : -1);
}

static int await(struct audit *audit, const char *name) {
    struct waiting w = {.wait.done = tell};
    struct audit_event e = event_named(name);
    audit_await(audit, &e, &w.wait);
    for (int i = 0; i < 1000 && !atomic_load(&w.told); i++) usleep(1000);
    return atomic_load(&w.told);
}

static int read_mark(struct context *c, void *mark, struct gh_err *err) {
    (void)err;
    *(uint64_t *)mark = store_mark(c->tx);
    return 0;
}

static int change(struct context *c, void *argument, struct gh_err *err) {
    struct store_setting_put_args put = {.key = GH_S("key"), .value = gh_str_c(argument)};
    return store_setting_put(c->tx, &put, NULL, err);
}

/* An awaited event is durable when its owner is told; it alone leaves the store's mark as it was. */
static void test_awaited_event_is_durable(void **state) {
    struct test_house *h = *state;
    struct audit *audit = audit_new(h->store);
    uint64_t before, after;
    char one[] = "one", another[] = "another";
    assert_int_equal(test_write(h, change, one), 0);
    assert_int_equal(test_read(h, read_mark, &before), 0);
    for (size_t i = 1; i <= 3; i++) {
        assert_int_equal(await(audit, "AssumeRole"), 1);
        assert_int_equal(events_of(h), i);
    }
    assert_int_equal(test_read(h, read_mark, &after), 0);
    assert_true(before != 0 && before == after);
    assert_int_equal(test_write(h, change, another), 0);
    assert_int_equal(test_read(h, read_mark, &after), 0);
    assert_true(before != after);
    store_close(h->store);
    h->store = NULL;
    audit_free(audit);
}

struct failing {
    struct hold hold;
    struct audit *audit;
    struct waiting waiting;
};

static int fail_to_record(struct store_write *w, struct store_tx *tx, int rc) {
    struct failing *f = (struct failing *)w;
    struct audit_event e = event_named("CreateUser");
    (void)tx;
    (void)rc;
    audit_record(f->audit, &e);
    return -GH_EIO;
}

/* A commit that fails takes what was recorded and awaited with it, but not what lies in the ring. */
static void test_failed_commit_keeps_the_ring(void **state) {
    struct test_house *h = *state;
    struct audit *audit = audit_new(h->store);
    struct failing f = {
        .hold.write = {.arena = h->arena, .run = hold_writer, .record = fail_to_record, .done = held_done},
        .audit = audit,
        .waiting.wait.done = tell};
    store_write_submit(h->store, &f.hold.write);
    while (!atomic_load(&f.hold.begun)) usleep(1000);
    struct audit_event e = event_named("AssumeRole");
    audit_await(audit, &e, &f.waiting.wait);
    assert_int_equal(push(audit), 0);
    atomic_store(&f.hold.released, true);
    for (int i = 0; i < 1000 && !atomic_load(&f.waiting.told); i++) usleep(1000);
    assert_int_equal(atomic_load(&f.waiting.told), -1);
    for (int i = 0; i < 1000 && events_of(h) < 1; i++) usleep(10000);
    assert_int_equal(await(audit, "AssumeRole"), 1);
    assert_int_equal(events_of(h), 2);
    store_close(h->store);
    h->store = NULL;
    audit_free(audit);
}

/* A block of another process: its node, and the events of one second from a sequence on. */
struct written {
    const char *node;
    int64_t at_ms, sequence, events;
};

static int write_block(struct context *c, void *argument, struct gh_err *err) {
    const struct written *w = argument;
    struct audit_event e = event_named("ListUsers");
    e.time_ms = w->at_ms;
    struct audit_block *b = audit_block_new(&e);
    for (int64_t i = 1; i < w->events; i++) assert_true(audit_block_add(b, &e));
    struct store_audit_block_insert_args row = {.last_ms = w->at_ms,
                                                .node = gh_str_c(w->node),
                                                .sequence = w->sequence,
                                                .first_ms = w->at_ms,
                                                .events = w->events,
                                                .format = AUDIT_FORMAT_PACKED,
                                                .body = gh_str_n(b->data, b->n)};
    int r = store_audit_block_insert(c->tx, &row, NULL, err);
    free(b);
    return r;
}

static void add_block(struct test_house *h, struct written w) {
    assert_int_equal(test_write(h, write_block, &w), 0);
}

/* Takes so many events, by node and sequence. */
struct taking {
    struct audit_reader reader;
    size_t left, n;
    char seen[64][16];
};

static void take_some(void *context, const struct audit_entry *e) {
    struct taking *t = context;
    if (!t->left) {
        audit_reader_stop(&t->reader, e);
        return;
    }
    t->left--;
    snprintf(t->seen[t->n++], sizeof t->seen[0], "%.*s:%lld", GH_S_FMT(e->node), (long long)e->sequence);
}

static int take_page(struct context *c, void *argument, struct gh_err *err) {
    struct taking *t = argument;
    int r = audit_read(c->tx, &t->reader, err);
    return r < 0 ? r : 0;
}

static void page(struct test_house *h, struct taking *t, size_t count, const char *first, const char *last) {
    struct taking next = {.left = count};
    /* A token holds no more. */
    next.reader = (struct audit_reader){.take = take_some,
                                        .context = &next,
                                        .begun = t->reader.begun,
                                        .last_ms = t->reader.last_ms,
                                        .sequence = t->reader.sequence,
                                        .from = t->reader.from};
    memcpy(next.reader.node, t->reader.node, sizeof next.reader.node);
    assert_int_equal(test_read(h, take_page, &next), 0);
    assert_int_equal(next.n, count);
    assert_string_equal(next.seen[0], first);
    assert_string_equal(next.seen[next.n - 1], last);
    *t = next;
}

static void test_reader_goes_on_where_it_stopped(void **state) {
    struct test_house *h = *state;
    struct taking t = {0};
    add_block(h, (struct written){"n2", 2000, 1, 10});
    add_block(h, (struct written){"n2", 3000, 11, 10});
    add_block(h, (struct written){"n3", 3000, 1, 5});
    page(h, &t, 4, "n2:1", "n2:4");
    add_block(h, (struct written){"n1", 1500, 1, 3}); /* before it all */
    page(h, &t, 10, "n2:5", "n2:14");
    add_block(h, (struct written){"n1", 2500, 4, 7}); /* and before the block at hand */
    add_block(h, (struct written){"n1", 3000, 11, 7});
    add_block(h, (struct written){"n4", 2999, 1, 7});
    page(h, &t, 6, "n2:15", "n2:20");
    page(h, &t, 1, "n3:1", "n3:1");
    add_block(h, (struct written){"n3", 4000, 6, 2});
    page(h, &t, 6, "n3:2", "n3:7");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_event_is_cloudtrail_json),        house_test(test_ring_drains),
        house_test(test_full_ring_refuses_and_recovers),  house_test(test_failed_write_keeps_its_event),
        house_test(test_awaited_event_is_durable),        house_test(test_failed_commit_keeps_the_ring),
        house_test(test_reader_goes_on_where_it_stopped),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
