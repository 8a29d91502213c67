/* issuer_key.c: see issuer_key.h. */
#include "domain/issuer_key.h"

#include "base/base.h"
#include "crypto/keyring.h"
#include "domain/context.h"
#include "proto/jose.h"
#include "store/queries.h"
#include "store/store.h"

#define PURPOSE "issuer.key"
#define COMMON_NAME "Gatehouse token signing"
#define CERTIFICATE_MS (3650 * GH_DAY_MS)
#define SET_MAX ((size_t)64 * 1024)

struct sealed_key {
    struct gh_str id, private_key;
};

static int open_key(const struct house *house, struct gh_arena *a, enum sign_algorithm algorithm,
                    const struct sealed_key *sealed, struct issuer_key *ret, struct gh_err *err) {
    struct gh_str der;
    struct sign_key *key;
    if (!keyring_open(house->keyring, a, PURPOSE, sealed->id, sealed->private_key, &der))
        return gh_fail(err, GH_EINTERNAL, "the keyring does not open issuer key %.*s", GH_S_FMT(sealed->id));
    int r = sign_key_from_der(a, algorithm, der, &key, err);
    gh_zero((char *)der.p, der.n);
    if (!r) *ret = (struct issuer_key){gh_str_dup(a, sealed->id), key};
    return r;
}

static int find(const struct house *house, struct gh_arena *a, enum sign_algorithm algorithm, struct issuer_key *ret,
                struct gh_err *err) {
    struct store_tx *tx;
    struct store_issuer_key_get_row row;
    struct store_issuer_key_get_args args = {.algorithm = sign_algorithm_name(algorithm)};
    int r = store_read_begin(house->store, a, &tx, err);
    if (r) return r;
    r = store_issuer_key_get(tx, &args, &row, err);
    store_read_end(tx);
    return r ? r : open_key(house, a, algorithm, &(struct sealed_key){row.id, row.private_key}, ret, err);
}

struct key_write {
    struct store_write write;
    struct store_issuer_key_insert_args row;
    struct gh_err *err;
};

static int insert(struct store_write *w, struct store_tx *tx) {
    struct key_write *k = (struct key_write *)w;
    return store_issuer_key_insert(tx, &k->row, NULL, k->err);
}

static int make(const struct house *house, struct gh_arena *a, enum sign_algorithm algorithm, struct gh_err *err) {
    struct sign_key *key;
    struct gh_str der;
    int64_t now = gh_clock_ms();
    struct key_write k = {.write = {.arena = a, .run = insert},
                          .row = {.id = gh_uuid_new(a), .algorithm = sign_algorithm_name(algorithm), .created_ms = now},
                          .err = err};
    struct sign_subject subject = {COMMON_NAME, now, now + CERTIFICATE_MS};
    int r = sign_key_new(a, algorithm, &key, err);
    if (!r) r = sign_certificate(a, key, &subject, &k.row.certificate, err);
    if (!r) r = sign_key_private_der(a, key, &der, err);
    if (r) return r;
    k.row.private_key = keyring_seal(house->keyring, a, PURPOSE, k.row.id, der);
    gh_zero((char *)der.p, der.n);
    return store_write_wait(house->store, &k.write);
}

int issuer_key_get(const struct house *house, struct gh_arena *a, enum sign_algorithm algorithm,
                   struct issuer_key *ret_key, struct gh_err *err) {
    int r = find(house, a, algorithm, ret_key, err);
    if (r != -GH_ENOTFOUND) return r;
    r = make(house, a, algorithm, err);
    /* Whoever was faster: theirs is the key. */
    return r ? r : find(house, a, algorithm, ret_key, err);
}

int issuer_key_set(struct context *c, struct gh_str *ret_json, struct gh_err *err) {
    struct store_issuer_key_list_rows rows;
    struct gh_buf b;
    int r = store_issuer_key_list(c->tx, &rows, err);
    gh_buf_init(&b, c->arena, SET_MAX);
    gh_buf_add(&b, GH_S("{\"keys\":["));
    for (size_t i = 0; !r && i < rows.n; i++) {
        enum sign_algorithm algorithm;
        struct issuer_key key;
        if (!sign_algorithm_named(rows.v[i].algorithm, &algorithm))
            return gh_fail(err, GH_EINTERNAL, "an issuer key of an unknown algorithm");
        struct sealed_key sealed = {rows.v[i].id, rows.v[i].private_key};
        r = open_key(c->house, c->arena, algorithm, &sealed, &key, err);
        if (r) return r;
        if (i) gh_buf_addc(&b, ',');
        struct jose_published published = {key.key, key.id, rows.v[i].certificate};
        r = jose_key_write(c->arena, &published, &b, err);
    }
    gh_buf_add(&b, GH_S("]}"));
    if (!r) *ret_json = gh_buf_str(&b);
    return r;
}
