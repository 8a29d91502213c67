/*
 * insert_rows.c: the ceiling of the durable writes: SQLite and nothing else, inserting the rows that the server wrote,
 * in groups of the server's size, each group one transaction with synchronous=FULL in a WAL.
 *
 * Usage: insert_rows SOURCE TARGET GROUP SECONDS TABLE...
 * SOURCE: a database of the server's, with the rows. TARGET: one that has the same schema. TABLE: "identity_user", or
 * "audit_block WHERE events > 1": one row of each makes a write; "group:audit_block": one row of it goes with each
 * group. Where the first table counts `events`, that many writes are in a row. Prints one JSON object.
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
    bool per_group;
    int columns, events; /* events: the column that counts them, or -1 */
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
    t->events = -1;
    snprintf(sql, sizeof sql, "SELECT * FROM %s LIMIT %d", from, ROWS_MAX);
    if (sqlite3_prepare_v2(source, sql, -1, &st, NULL) != SQLITE_OK) fail(source, sql);
    t->columns = sqlite3_column_count(st);
    for (int i = 0; i < t->columns; i++)
        if (strcmp(sqlite3_column_name(st, i), "events") == 0) t->events = i;
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

/* Answers how many writes the row stands for. */
static size_t insert(sqlite3 *db, const struct table *t, size_t row) {
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
    return t->events < 0 ? 1 : (size_t)c[t->events].number;
}

static void control(sqlite3 *db, sqlite3_stmt *st) {
    if (sqlite3_step(st) != SQLITE_DONE) fail(db, "transaction");
    sqlite3_reset(st);
}

/* Rows of the tables that have one a write, then one of each other. Answers how many writes that was. */
static size_t insert_group(sqlite3 *db, const struct table *tables, int n, size_t group, size_t nth) {
    size_t writes = 0;
    for (size_t i = 0; i < group; i++)
        for (int k = 0; k < n; k++) {
            size_t in_row = tables[k].per_group ? 0 : insert(db, &tables[k], nth * group + i);
            if (k == 0) writes += in_row;
        }
    for (int k = 0; k < n; k++)
        if (tables[k].per_group) insert(db, &tables[k], nth);
    return writes;
}

/* Inserts until the rows or the time are over. */
static void measure(sqlite3 *db, const struct table *tables, int n, size_t group, double seconds) {
    sqlite3_stmt *begin, *commit;
    size_t most = ROWS_MAX, done = 0, groups = 0;
    for (int i = 0; i < n; i++) {
        size_t enough_for = tables[i].per_group ? tables[i].rows : tables[i].rows / group;
        if (enough_for < most) most = enough_for;
    }
    if (sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL) != SQLITE_OK)
        fail(db, "transaction");
    double start = now_s(), elapsed = 0;
    while (groups < most && elapsed < seconds) {
        control(db, begin);
        done += insert_group(db, tables, n, group, groups);
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
        const char *from = argv[5 + i];
        tables[i].per_group = strncmp(from, "group:", 6) == 0;
        if (tables[i].per_group) from += 6;
        read_rows(source, from, &tables[i]);
        prepare_insert(target, from, &tables[i]);
    }
    sqlite3_close(source);
    measure(target, tables, n, strtoul(argv[3], NULL, 10), strtod(argv[4], NULL));
    for (int i = 0; i < n; i++) sqlite3_finalize(tables[i].insert);
    return sqlite3_close(target) == SQLITE_OK ? 0 : 1;
}
