/*
 * query.c: the engine under the generated query functions: checks arguments, runs, fills rows. Knows no database.
 */
#include "store/store_int.h"

#include <string.h>

#include "base/fault.h"

bool store_arg_absent(const struct store_column *c, const void *args) {
    const char *at = args;
    if (c->type == STORE_TEXT || c->type == STORE_BLOB) return store_arg_text(c, args).p == NULL;
    return c->null && !*(const bool *)(at + c->has_at);
}

struct gh_str store_arg_text(const struct store_column *c, const void *args) {
    return *(const struct gh_str *)((const char *)args + c->at);
}

int64_t store_arg_int(const struct store_column *c, const void *args) {
    const char *at = (const char *)args + c->at;
    return c->type == STORE_BOOL ? *(const bool *)at : *(const int64_t *)(const void *)at;
}

/* What one database would take and the other refuse is refused for both. */
static int check_args(const struct store_query *q, const void *args, struct gh_err *err) {
    for (unsigned i = 0; i < q->args_n; i++) {
        const struct store_column *c = &q->args[i];
        if (c->type == STORE_INT || c->type == STORE_BOOL) continue;
        struct gh_str s = store_arg_text(c, args);
        if (!s.p) {
            if (c->null) continue;
            return gh_fail(err, GH_EINTERNAL, "query %s: argument %s is absent", q->name, c->name);
        }
        if (c->type == STORE_TEXT && (memchr(s.p, 0, s.n) || !gh_str_is_utf8(s)))
            return gh_fail(err, GH_EINVAL, "query %s: argument %s is not UTF-8 without NUL", q->name, c->name);
    }
    return 0;
}

static int run(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *r,
               struct gh_err *err) {
    if (q->writes && !tx->writes) return gh_fail(err, GH_EINTERNAL, "query %s: not in a read transaction", q->name);
    if (tx->broken) return gh_fail(err, GH_EIO, "query %s: after one that failed", q->name);
    int rc = check_args(q, args, err);
    if (rc < 0) return rc;
    if (gh_fault("store.statement")) {
        rc = gh_fail(err, GH_EIO, "query %s: injected failure", q->name);
    } else {
        rc = tx->store->driver->run(tx, q, args, r, err);
    }
    if (rc < 0) tx->broken = true;
    return rc;
}

/* All rows, or those that were remembered. */
static int read_rows(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *r,
                     struct gh_err *err) {
    if (!tx->broken && store_kept_get(tx, q, args, r)) return 0;
    int rc = run(tx, q, args, r, err);
    if (rc >= 0) store_kept_put(tx, q, args, r);
    return rc;
}

int store_query_one(struct store_tx *tx, const struct store_query *q, const void *args, void *ret_row,
                    struct gh_err *err) {
    struct store_result r = {.most = 1};
    int rc = read_rows(tx, q, args, &r, err);
    if (rc < 0) return rc;
    if (!r.n) return gh_fail(err, GH_ENOTFOUND, "query %s: no row", q->name);
    memcpy(ret_row, r.v, q->row_size);
    return 0;
}

int store_query_many(struct store_tx *tx, const struct store_query *q, const void *args, struct store_result *ret,
                     struct gh_err *err) {
    struct store_result r = {.most = SIZE_MAX};
    int rc = read_rows(tx, q, args, &r, err);
    if (rc < 0) return rc;
    *ret = r;
    return 0;
}

int store_query_exec(struct store_tx *tx, const struct store_query *q, const void *args, int64_t *ret_changes,
                     struct gh_err *err) {
    struct store_result r = {0};
    int rc = run(tx, q, args, &r, err);
    if (rc < 0) return rc;
    if (ret_changes) *ret_changes = r.changes;
    return 0;
}

int store_result_row(struct store_tx *tx, const struct store_query *q, struct store_result *r, void **ret_row,
                     struct gh_err *err) {
    if (r->n == r->most) return gh_fail(err, GH_EINTERNAL, "query %s: more than %zu rows", q->name, r->most);
    if (gh_arena_over(tx->arena)) return gh_fail(err, GH_ELIMIT, "query %s: too much to read at once", q->name);
    if (r->n == r->room) {
        size_t room = r->room ? r->room * 2 : r->most == 1 ? 1 : 8;
        void *v = gh_arena_calloc(tx->arena, room, q->row_size);
        if (r->n) memcpy(v, r->v, r->n * q->row_size);
        r->v = v;
        r->room = room;
    }
    *ret_row = (char *)r->v + r->n++ * q->row_size;
    return 0;
}

int store_row_text(struct store_tx *tx, const struct store_query *q, unsigned column, void *row, struct gh_str value,
                   struct gh_err *err) {
    if (!value.p) return store_row_null(q, column, err);
    struct gh_str copy = GH_S("");
    if (value.n) {
        char *to = gh_arena_text(tx->arena, value.n);
        memcpy(to, value.p, value.n);
        copy = (struct gh_str){to, value.n};
    }
    *(struct gh_str *)(void *)((char *)row + q->row[column].at) = copy;
    return 0;
}

void store_row_int(const struct store_query *q, unsigned column, void *row, int64_t value) {
    const struct store_column *c = &q->row[column];
    char *at = row;
    if (c->type == STORE_BOOL) {
        *(bool *)(at + c->at) = value != 0;
    } else {
        *(int64_t *)(void *)(at + c->at) = value;
    }
    if (c->null) *(bool *)(at + c->has_at) = true;
}

int store_row_null(const struct store_query *q, unsigned column, struct gh_err *err) {
    const struct store_column *c = &q->row[column];
    if (c->null) return 0; /* rows begin zeroed: absent, no has_ flag */
    return gh_fail(err, GH_EIO, "query %s: %s is NULL", q->name, c->name);
}
