/*
 * seed.c: many users at once into an identity store, through the store's own door, for benches that want a house with
 * people in it. Beside no running server: it writes what the API would have written.
 *
 * Usage: seed DATABASE_URL IDENTITY_STORE_ID FROM COUNT ATTRIBUTES [PASSWORD]
 * The users are named seed-FROM and so on; in ATTRIBUTES (the JSON of their row) {name} and {id} are replaced. With
 * PASSWORD all have that one, with one salt: hashing each would take hours.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "crypto/password.h"
#include "domain/ids.h"
#include "store/queries.h"
#include "store/store.h"

#define ROWS_A_WRITE 1000

struct seeding {
    struct store_write write; /* first: the writer hands it back */
    struct gh_str store_id, attributes, hash;
    int64_t next, end;
    struct gh_err err;
};

static struct gh_str replaced(struct gh_arena *a, struct gh_str text, struct gh_str what, struct gh_str by) {
    ptrdiff_t at = gh_str_find_str(text, what);
    if (at < 0) return text;
    struct gh_str before = gh_str_slice(text, 0, (size_t)at), after = gh_str_slice(text, (size_t)at + what.n, text.n);
    return gh_fmt(a, "%.*s%.*s%.*s", GH_S_FMT(before), GH_S_FMT(by), GH_S_FMT(after));
}

static int add_user(struct seeding *s, struct store_tx *tx, int64_t number) {
    struct gh_arena *a = s->write.arena;
    struct gh_str name = gh_fmt(a, "seed-%lld", (long long)number), id = id_identity_new(a, s->store_id);
    struct gh_str attributes = replaced(a, replaced(a, s->attributes, GH_S("{name}"), name), GH_S("{id}"), id);
    struct store_identity_user_insert_args user = {.id = id,
                                                   .identity_store_id = s->store_id,
                                                   .user_name = name,
                                                   .user_name_key = name,
                                                   .display_name = name,
                                                   .attributes = attributes,
                                                   .created_ms = gh_clock_ms()};
    int r = store_identity_user_insert(tx, &user, NULL, &s->err);
    if (r || !s->hash.p) return r;
    struct store_identity_password_put_args password = {user.id, s->hash, user.created_ms};
    return store_identity_password_put(tx, &password, NULL, &s->err);
}

static int run(struct store_write *w, struct store_tx *tx) {
    struct seeding *s = (struct seeding *)w;
    int64_t end = s->next + ROWS_A_WRITE < s->end ? s->next + ROWS_A_WRITE : s->end;
    for (int64_t i = s->next; i < end; i++) {
        int r = add_user(s, tx, i);
        if (r) return r;
    }
    s->next = end;
    return 0;
}

static int seed(struct store *store, struct seeding *s) {
    while (s->next < s->end) {
        int r = store_write_wait(store, &s->write);
        if (r) return r;
        gh_arena_reset(s->write.arena);
    }
    return 0;
}

int main(int argc, char **argv) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *keep = gh_arena_new(0), *rows = gh_arena_new(0);
    struct seeding s = {.write = {.arena = rows, .run = run}};
    int64_t count;
    if (argc < 6 || argc > 7 || !gh_str_to_i64(gh_str_c(argv[3]), &s.next) ||
        !gh_str_to_i64(gh_str_c(argv[4]), &count)) {
        fputs("usage: seed DATABASE_URL IDENTITY_STORE_ID FROM COUNT ATTRIBUTES [PASSWORD]\n", stderr);
        return 2;
    }
    s.end = s.next + count;
    s.store_id = gh_str_c(argv[2]);
    s.attributes = gh_str_c(argv[5]);
    struct store *store = NULL;
    int r = store_open(&(struct store_options){.url = gh_str_c(argv[1])}, &store, &s.err);
    if (!r && argc == 7) r = password_hash(keep, &password_cost_default, gh_str_c(argv[6]), &s.hash, &s.err);
    if (!r) r = seed(store, &s);
    if (r) fprintf(stderr, "seed: %s%s\n", s.err.message, s.err.detail);
    store_close(store);
    return r ? 1 : 0;
}
