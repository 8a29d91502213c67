/*
 * insert_rows.c: the ceiling of the durable writes: SQLite and nothing else, inserting the rows that the server wrote,
 * in groups of the server's size, each group one transaction with synchronous=FULL in a WAL.
 *
 * Usage: insert_rows SOURCE TARGET GROUP SECONDS TABLE...
 * SOURCE: a database of the server's, with the rows. TARGET: one that has the same schema. TABLE: "identity_user", or
 * "audit_event WHERE event_name = 'CreateUser'": one row of each makes a write. Prints one JSON object.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS_MAX 40000
#define TABLES_MAX 4
#define COLUMNS_MAX 32
#define SQL_MAX 1024

struct cell {
    int type;
    int64_t number;
    char *text;
    int text_n;
};

struct table {
    sqlite3_stmt *insert;
    int columns;
    size_t rows;
    struct cell *cells; /* rows * columns */
};

static _Noreturn void fail(sqlite3 *db, const char *what) {
    fprintf(stderr, "insert_rows: %s: %s\n", what, db ? sqlite3_errmsg(db) : "no memory");
    exit(1);
}

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3 *open_database(const char *path, int flags) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) fail(db, path);
    return db;
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(db, sql);
}

static struct cell read_cell(sqlite3_stmt *st, int column) {
    struct cell c = {.type = sqlite3_column_type(st, column)};
    if (c.type == SQLITE_INTEGER) c.number = sqlite3_column_int64(st, column);
    if (c.type != SQLITE_TEXT && c.type != SQLITE_BLOB) return c;
    const void *p = sqlite3_column_blob(st, column);
    c.text_n = sqlite3_column_bytes(st, column);
    c.text = malloc((size_t)c.text_n + 1);
    if (!c.text) fail(NULL, "rows");
    if (c.text_n) memcpy(c.text, p, (size_t)c.text_n);
    return c;
}

/* Reads the first rows that @from names. */
static void read_rows(sqlite3 *source, const char *from, struct table *t) {
    char sql[SQL_MAX];
    sqlite3_stmt *st;
    snprintf(sql, sizeof sql, "SELECT * FROM %s LIMIT %d", from, ROWS_MAX);
    if (sqlite3_prepare_v2(source, sql, -1, &st, NULL) != SQLITE_OK) fail(source, sql);
    t->columns = sqlite3_column_count(st);
    t->cells = calloc((size_t)ROWS_MAX * (size_t)t->columns, sizeof *t->cells);
    if (!t->cells || t->columns > COLUMNS_MAX) fail(NULL, from);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < t->columns; i++) t->cells[t->rows * (size_t)t->columns + (size_t)i] = read_cell(st, i);
        t->rows++;
    }
    sqlite3_finalize(st);
    if (!t->rows) fail(source, from);
}

static void prepare_insert(sqlite3 *target, const char *from, struct table *t) {
    char sql[SQL_MAX];
    int n = snprintf(sql, sizeof sql, "INSERT INTO %.*s VALUES (?", (int)strcspn(from, " "), from);
    for (int i = 1; i < t->columns; i++) n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    if (sqlite3_prepare_v3(target, sql, -1, SQLITE_PREPARE_PERSISTENT, &t->insert, NULL) != SQLITE_OK)
        fail(target, sql);
}

static void insert(sqlite3 *db, const struct table *t, size_t row) {
    const struct cell *c = t->cells + row * (size_t)t->columns;
    for (int i = 0; i < t->columns; i++) {
        if (c[i].type == SQLITE_INTEGER)
            sqlite3_bind_int64(t->insert, i + 1, c[i].number);
        else if (c[i].type == SQLITE_TEXT)
            sqlite3_bind_text(t->insert, i + 1, c[i].text, c[i].text_n, SQLITE_STATIC);
        else if (c[i].type == SQLITE_BLOB)
            sqlite3_bind_blob(t->insert, i + 1, c[i].text, c[i].text_n, SQLITE_STATIC);
        else
            sqlite3_bind_null(t->insert, i + 1);
    }
    if (sqlite3_step(t->insert) != SQLITE_DONE) fail(db, "insert");
    sqlite3_reset(t->insert);
}

static void control(sqlite3 *db, sqlite3_stmt *st) {
    if (sqlite3_step(st) != SQLITE_DONE) fail(db, "transaction");
    sqlite3_reset(st);
}

/* Inserts until the rows or the time are over. */
static void measure(sqlite3 *db, const struct table *tables, int n, size_t group, double seconds) {
    sqlite3_stmt *begin, *commit;
    size_t rows = ROWS_MAX, done = 0, groups = 0;
    for (int i = 0; i < n; i++)
        if (tables[i].rows < rows) rows = tables[i].rows;
    if (sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL) != SQLITE_OK)
        fail(db, "transaction");
    double start = now_s(), elapsed = 0;
    while (done + group <= rows && elapsed < seconds) {
        control(db, begin);
        for (size_t i = 0; i < group; i++, done++)
            for (int k = 0; k < n; k++) insert(db, &tables[k], done);
        control(db, commit);
        groups++;
        elapsed = now_s() - start;
    }
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    printf("{\"writes\":%zu,\"groups\":%zu,\"seconds\":%.3f,\"per_second\":%.0f}\n", done, groups, elapsed,
           elapsed > 0 ? (double)done / elapsed : 0);
}

int main(int argc, char **argv) {
    if (argc < 6 || argc - 5 > TABLES_MAX) {
        fputs("usage: insert_rows SOURCE TARGET GROUP SECONDS TABLE...\n", stderr);
        return 2;
    }
    struct table tables[TABLES_MAX] = {0};
    int n = argc - 5;
    sqlite3 *source = open_database(argv[1], SQLITE_OPEN_READWRITE);
    sqlite3 *target = open_database(argv[2], SQLITE_OPEN_READWRITE);
    run(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
    for (int i = 0; i < n; i++) {
        read_rows(source, argv[5 + i], &tables[i]);
        prepare_insert(target, argv[5 + i], &tables[i]);
    }
    sqlite3_close(source);
    measure(target, tables, n, strtoul(argv[3], NULL, 10), strtod(argv[4], NULL));
    for (int i = 0; i < n; i++) sqlite3_finalize(tables[i].insert);
    return sqlite3_close(target) == SQLITE_OK ? 0 : 1;
}
