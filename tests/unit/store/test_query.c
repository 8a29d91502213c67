/* test_query.c: the generated functions on either database: types, NULL, errors, what is refused. */
#include "fixture.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include "store/store_int.h"

static struct store_tx *begin(struct fixture *f) {
    struct store_tx *tx = NULL;
    struct gh_err err = {0};
    if (store_read_begin(f->store, f->arena, &tx, &err) < 0) fail_msg("%s", err.detail);
    return tx;
}

static void test_blobs_and_null(void **state) {
    struct fixture *f = *state;
    static const char bytes[] = {0, 1, (char)255, 0, 'x'};
    struct put p;
    put_init(&p, f->arena, "blob", "");
    p.value = gh_str_n(bytes, sizeof bytes);
    assert_int_equal(store_write_wait(f->store, &p.w), 0);
    assert_int_equal(put_now(f, "empty", ""), 0);
    assert_int_equal(put_now(f, "null", NULL), 0);
    struct gh_str got = setting(f, "blob");
    assert_int_equal(got.n, sizeof bytes);
    assert_memory_equal(got.p, bytes, sizeof bytes);
    got = setting(f, "empty");
    assert_non_null(got.p);
    assert_int_equal(got.n, 0);
    assert_null(setting(f, "null").p);
    struct store_tx *tx = begin(f);
    struct store_setting_get_row row;
    assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){GH_S("null")}, &row, NULL), 0);
    assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){GH_S("none")}, &row, NULL), -GH_ENOTFOUND);
    /* Finding nothing is no failure: the snapshot goes on. */
    assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){GH_S("null")}, &row, NULL), 0);
    store_read_end(tx);
}

static int insert_account(struct store_tx *tx, bool billing) {
    const struct store_account_insert_args args = {.id = GH_S("123456789012"),
                                                   .name = GH_S("Zoë"),
                                                   .email = GH_S("Zoe@example.com"),
                                                   .email_key = GH_S("zoe@example.com"),
                                                   .state = GH_S("ACTIVE"),
                                                   .billing_access = billing,
                                                   .created_ms = INT64_C(-9007199254740993)};
    return store_account_insert(tx, &args, NULL, NULL);
}

static int typed_run(struct store_write *w, struct store_tx *tx) {
    (void)w;
    struct gh_err err = {0};
    int rc = insert_account(tx, true);
    if (rc < 0) return rc;
    const struct store_iam_role_insert_args role = {.id = GH_S("AROA1"),
                                                    .account_id = GH_S("123456789012"),
                                                    .name = GH_S("Role"),
                                                    .name_key = GH_S("role"),
                                                    .path = GH_S("/"),
                                                    .trust_policy = GH_S("{}"),
                                                    .max_session_s = 3600,
                                                    .owner = GH_S("CUSTOMER")};
    return store_iam_role_insert(tx, &role, NULL, &err);
}

static int remove_run(struct store_write *w, struct store_tx *tx) {
    (void)w;
    int64_t changes = -1;
    int rc = store_iam_role_remove(tx, &(struct store_iam_role_remove_args){GH_S("AROA1"), 77}, &changes, NULL);
    assert_int_equal(changes, 1);
    rc =
        rc < 0 ? rc : store_iam_role_remove(tx, &(struct store_iam_role_remove_args){GH_S("none"), 77}, &changes, NULL);
    assert_int_equal(changes, 0);
    return rc;
}

static void test_types(void **state) {
    struct fixture *f = *state;
    struct store_write w = {.arena = f->arena, .run = typed_run};
    assert_int_equal(store_write_wait(f->store, &w), 0);
    struct store_tx *tx = begin(f);
    struct store_account_get_row account;
    assert_int_equal(store_account_get(tx, &(struct store_account_get_args){GH_S("123456789012")}, &account, NULL), 0);
    assert_str(account.name, "Zoë");
    assert_true(account.billing_access);
    assert_true(account.created_ms == INT64_C(-9007199254740993));
    struct store_iam_role_get_row role;
    assert_int_equal(store_iam_role_get(tx, &(struct store_iam_role_get_args){GH_S("AROA1")}, &role, NULL), 0);
    assert_null(role.description.p);
    assert_false(role.has_removed_ms);
    store_read_end(tx);
    w.run = remove_run;
    assert_int_equal(store_write_wait(f->store, &w), 0);
    tx = begin(f);
    assert_int_equal(store_iam_role_get(tx, &(struct store_iam_role_get_args){GH_S("AROA1")}, &role, NULL), 0);
    assert_true(role.has_removed_ms);
    assert_int_equal(role.removed_ms, 77);
    store_read_end(tx);
}

/* Keys sort bytewise, whatever the database's locale says. */
static void test_order(void **state) {
    struct fixture *f = *state;
    static const char *const keys[] = {"a_", "B", "ä", "a", "Z", "aa", "\U0001F600"};
    static const char *const sorted[] = {"B", "Z", "a", "a_", "aa", "ä", "\U0001F600"};
    for (size_t i = 0; i < GH_COUNT(keys); i++) assert_int_equal(put_now(f, keys[i], "x"), 0);
    struct store_tx *tx = begin(f);
    struct store_setting_list_rows rows;
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S(""), 100}, &rows, NULL), 0);
    assert_int_equal(rows.n, GH_COUNT(sorted));
    for (size_t i = 0; i < rows.n; i++) assert_str(rows.v[i].key, sorted[i]);
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S("a"), 2}, &rows, NULL), 0);
    assert_int_equal(rows.n, 2);
    assert_str(rows.v[1].key, "aa");
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S("\U0001F601"), 2}, &rows, NULL), 0);
    assert_int_equal(rows.n, 0);
    store_read_end(tx);
}

static void test_many_rows(void **state) {
    struct fixture *f = *state;
    enum { N = 100 };
    static struct put puts[N];
    for (int i = 0; i < N; i++)
        put_init(&puts[i], f->arena, gh_fmt(f->arena, "k%03d%c", i, 0).p, gh_fmt(f->arena, "v%d%c", i, 0).p);
    put_together(f->store, puts, N);
    struct store_tx *tx = begin(f);
    struct store_setting_list_rows rows;
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S("k"), N}, &rows, NULL), 0);
    assert_int_equal(rows.n, N);
    for (int i = 0; i < N; i++) assert_str(rows.v[i].value, gh_fmt(f->arena, "v%d%c", i, 0).p);
    store_read_end(tx);
    /* An arena that is full stops a reader instead of the process. */
    GH_CLEANUP(gh_arena_freep) struct gh_arena *small = gh_arena_new(1000);
    assert_int_equal(store_read_begin(f->store, small, &tx, NULL), 0);
    assert_int_equal(store_setting_list(tx, &(struct store_setting_list_args){GH_S("k"), N}, &rows, NULL), -GH_ELIMIT);
    store_read_end(tx);
}

static void test_refused_arguments(void **state) {
    struct fixture *f = *state;
    static const struct gh_str bad[] = {{"a\0b", 3}, {"\xff", 1}, {"\xc0\x80", 2}, {"\xed\xa0\x80", 3}};
    struct store_tx *tx = begin(f);
    struct store_setting_get_row row;
    struct gh_err err;
    for (size_t i = 0; i < GH_COUNT(bad); i++)
        assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){bad[i]}, &row, &err), -GH_EINVAL);
    assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){GH_S_NONE}, &row, &err), -GH_EINTERNAL);
    assert_int_equal(store_setting_get(tx, &(struct store_setting_get_args){GH_S("a")}, &row, &err), -GH_ENOTFOUND);
    assert_int_equal(store_setting_put(tx, &(struct store_setting_put_args){GH_S("a"), GH_S("b")}, NULL, &err),
                     -GH_EINTERNAL);
    store_read_end(tx);
    assert_null(setting(f, "a").p);
}

/* Were the check in query.c missing, the database itself would still say no. */
static void test_snapshot_is_read_only(void **state) {
    struct fixture *f = *state;
    struct store_tx *tx = begin(f);
    const struct store_setting_put_args args = {GH_S("a"), GH_S("b")};
    tx->writes = true;
    assert_int_equal(store_setting_put(tx, &args, NULL, NULL), -GH_EIO);
    tx->writes = false;
    store_read_end(tx);
    assert_null(setting(f, "a").p);
}

static int violate(struct store_write *w, struct store_tx *tx) {
    (void)w;
    struct gh_err err = {0};
    const struct store_setting_put_args args = {GH_S("taken"), GH_S("2")};
    int rc = store_setting_insert(tx, &args, NULL, &err);
    assert_int_equal(rc, -GH_EEXIST);
    assert_int_equal(err.code, GH_EEXIST);
    assert_true(err.detail[0]);
    /* After a failure nothing more runs, on either database. */
    assert_int_equal(store_setting_put(tx, &(struct store_setting_put_args){GH_S("x"), GH_S("y")}, NULL, &err),
                     -GH_EIO);
    return rc;
}

static int violate_reference(struct store_write *w, struct store_tx *tx) {
    (void)w;
    const struct store_iam_user_insert_args args = {.id = GH_S("AIDA1"),
                                                    .account_id = GH_S("000000000000"),
                                                    .name = GH_S("a"),
                                                    .name_key = GH_S("a"),
                                                    .path = GH_S("/")};
    return store_iam_user_insert(tx, &args, NULL, NULL);
}

static void test_violations(void **state) {
    struct fixture *f = *state;
    assert_int_equal(put_now(f, "taken", "1"), 0);
    struct store_write w = {.arena = f->arena, .run = violate};
    assert_int_equal(store_write_wait(f->store, &w), -GH_EEXIST);
    assert_str(setting(f, "taken"), "1");
    w.run = violate_reference;
    assert_int_equal(store_write_wait(f->store, &w), -GH_ECONFLICT);
    /* Unprepared statements that failed at first work later. */
    w.run = violate;
    assert_int_equal(store_write_wait(f->store, &w), -GH_EEXIST);
}

static void prepare_postgres(const struct fixture *f, const struct store_query *q) {
    static PGconn *pg;
    if (!pg) pg = PQconnectdb(gh_cstr(f->arena, f->url));
    Oid types[64];
    for (unsigned i = 0; i < q->args_n; i++)
        types[i] = q->args[i].type == STORE_TEXT ? 25 : q->args[i].type == STORE_BLOB ? 17 : 20;
    PGresult *r = PQprepare(pg, q->name, q->text[STORE_POSTGRES], (int)q->args_n, types);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) fail_msg("%s: %s", q->name, PQerrorMessage(pg));
    PQclear(r);
    r = PQdescribePrepared(pg, q->name);
    if (PQnfields(r) != (int)q->row_n) fail_msg("%s: %d columns", q->name, PQnfields(r));
    for (unsigned i = 0; i < q->row_n; i++) {
        Oid type = PQftype(r, (int)i);
        enum store_type want = q->row[i].type;
        bool number = type == 16 || type == 20 || type == 21 || type == 23;
        bool ok = want == STORE_TEXT ? type == 25 || type == 19 : want == STORE_BLOB ? type == 17 : number;
        if (!ok) fail_msg("%s: column %s has the type with oid %u", q->name, q->row[i].name, type);
        if (strcmp(PQfname(r, (int)i), q->row[i].name) != 0) fail_msg("%s: %s", q->name, PQfname(r, (int)i));
    }
    PQclear(r);
}

/* Every query of the program is understood by this database and answers what is declared. */
static void test_all_queries_prepare(void **state) {
    struct fixture *f = *state;
    if (fixture_is_postgres()) {
        for (unsigned i = 0; i < store_query_count; i++) prepare_postgres(f, &store_queries[i]);
        return;
    }
    sqlite3 *db;
    assert_int_equal(sqlite3_open(gh_cstr(f->arena, gh_str_slice(f->url, 7, f->url.n)), &db), SQLITE_OK);
    for (unsigned i = 0; i < store_query_count; i++) {
        sqlite3_stmt *st = NULL;
        const struct store_query *q = &store_queries[i];
        if (sqlite3_prepare_v2(db, q->text[STORE_SQLITE], -1, &st, NULL) != SQLITE_OK)
            fail_msg("%s: %s", q->name, sqlite3_errmsg(db));
        assert_int_equal(sqlite3_column_count(st), q->row_n);
        assert_int_equal(sqlite3_bind_parameter_count(st), q->args_n);
        assert_int_equal(q->id, i);
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        store_test(test_blobs_and_null),
        store_test(test_types),
        store_test(test_order),
        store_test(test_many_rows),
        store_test(test_violations),
        store_test(test_refused_arguments),
        store_test(test_all_queries_prepare),
        store_test(test_snapshot_is_read_only),
    };
    if (!fixture_init(argc, argv)) {
        puts("1..0 # SKIP PostgreSQL is not installed");
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
