/*
 * migrate.c: brings the schema up to date, forward only, all of it in one transaction. Several processes may start at
 * once: the check is repeated under the database's write lock. A schema newer than ours, or one whose migrations were
 * altered, is refused.
 */
#include "base/time.h"
#include "store/queries.h"
#include "store/store_int.h"

static int run_script(struct store_tx *tx, const struct store_migration *m, struct gh_err *err) {
    int rc = tx->store->driver->script(tx, m->text[tx->store->driver->dialect], err);
    if (rc < 0) return rc;
    const struct store_schema_version_insert_args args = {m->version, gh_str_c(m->name), gh_str_c(m->checksum),
                                                          gh_clock_ms()};
    return store_schema_version_insert(tx, &args, NULL, err);
}

/* Are the versions the database has had a beginning of ours? Answers how many they are. */
static int compare(struct store_tx *tx, unsigned *ret_count, struct gh_err *err) {
    struct store_schema_version_list_rows rows;
    int rc = store_schema_version_list(tx, &rows, err);
    if (rc < 0) return rc;
    if (rows.n > store_migration_count)
        return gh_refuse(err, GH_ECONFLICT, "The database's schema (version %lld) is newer than this program's (%u).",
                         (long long)rows.v[rows.n - 1].version, store_migrations[store_migration_count - 1].version);
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_migration *m = &store_migrations[i];
        if (rows.v[i].version != (int64_t)m->version || !gh_str_eq(rows.v[i].checksum, gh_str_c(m->checksum)))
            return gh_refuse(err, GH_ECONFLICT,
                             "The database's schema is not this program's: migration %04lld_%.*s differs from %04u_%s.",
                             (long long)rows.v[i].version, GH_S_FMT(rows.v[i].name), m->version, m->name);
    }
    *ret_count = (unsigned)rows.n;
    return 0;
}

/* How many migrations has the database had? */
static int count_applied(struct store_tx *tx, unsigned *ret_count, struct gh_err *err) {
    struct store_schema_version_exists_row found;
    int rc = store_schema_version_exists(tx, &found, err);
    if (rc < 0) return rc;
    if (found.present) return compare(tx, ret_count, err);
    if (found.others)
        return gh_refuse(err, GH_ECONFLICT, "The database holds tables of something else; it is left alone.");
    *ret_count = 0;
    return 0;
}

static int apply(struct store_tx *tx, struct gh_err *err) {
    const struct store_driver *driver = tx->store->driver;
    unsigned have;
    int rc = count_applied(tx, &have, err);
    for (unsigned i = have; rc >= 0 && i < store_migration_count; i++) rc = run_script(tx, &store_migrations[i], err);
    if (rc >= 0 && driver->verify) rc = driver->verify(tx, err);
    return rc;
}

int store_migrate(struct store *s, struct gh_err *err) {
    struct store_tx *tx = s->writer;
    tx->arena = s->own_arena;
    /* Without the lock first: a current schema must not wait for a writer at work. */
    unsigned have;
    int rc = count_applied(tx, &have, err);
    if (rc < 0 || have == store_migration_count) return rc;
    rc = s->driver->begin(tx, err);
    if (rc < 0) return rc;
    rc = apply(tx, err);
    if (rc >= 0) rc = s->driver->commit(tx, err);
    if (rc < 0) s->driver->rollback(tx);
    tx->broken = false;
    return rc;
}
