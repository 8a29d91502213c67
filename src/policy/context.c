/* context.c: condition keys of the request, and the policy variables that stand for them. */
#include "policy/evaluation.h"

#include <string.h>

#include "base/base.h"

/* Eight bytes at a time with the case bit set; letters of either case agree, and a few other bytes with them. */
uint32_t policy_key_hash(struct gh_str key) {
    uint64_t hash = key.n * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t at = 0; at < key.n; at += 8) {
        uint64_t word = 0;
        memcpy(&word, key.p + at, key.n - at < 8 ? key.n - at : 8);
        hash = (hash ^ (word | UINT64_C(0x2020202020202020))) * UINT64_C(0xd6e8feb86659fd93);
        hash ^= hash >> 32;
    }
    return (uint32_t)hash;
}

static void hash_keys(struct evaluation *ev) {
    const struct policy_request *rq = ev->request;
    if (rq->supply_keys) rq->supply_keys(rq->supply_context);
    uint32_t *hashes = rq->n_keys <= EVALUATION_KEYS ? ev->key_room : gh_new_n(ev->arena, uint32_t, rq->n_keys);
    for (size_t i = 0; i < rq->n_keys; i++) hashes[i] = policy_key_hash(rq->keys[i].key);
    ev->key_hashes = hashes;
}

static bool has_value(const struct policy_key *k) {
    return k->n_values && (k->n_values > 1 || k->values[0].p);
}

bool policy_key_counts(const struct policy_request *request, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (gh_str_eq_ci(request->keys[i].key, request->keys[at].key)) return false;
    return has_value(&request->keys[at]);
}

const struct policy_key *evaluation_key(struct evaluation *ev, struct gh_str key, uint32_t hash) {
    const struct policy_request *rq = ev->request;
    if (!ev->key_hashes) hash_keys(ev);
    for (size_t i = 0; i < rq->n_keys; i++) {
        const struct policy_key *k = &rq->keys[i];
        if (ev->key_hashes[i] != hash || !gh_str_eq_ci(k->key, key)) continue;
        return has_value(k) ? k : NULL;
    }
    return NULL;
}

/* The bytes that mean wildcards in encoded text occur in no UTF-8; a value that has them is not trusted at all. */
static bool is_pasteable(struct gh_str value) {
    return !value.n || (!memchr(value.p, PATTERN_RUN, value.n) && !memchr(value.p, PATTERN_ONE, value.n));
}

static bool piece_text(struct evaluation *ev, const struct pattern_piece *piece, struct gh_str *ret) {
    if (!piece->variable) {
        *ret = piece->text;
        return true;
    }
    const struct policy_key *key = evaluation_key(ev, piece->text, piece->key_hash);
    if (!key) {
        *ret = piece->fallback;
        return piece->has_fallback;
    }
    /* A set has no one value to paste. */
    *ret = key->values[0];
    return !key->multivalued && key->n_values == 1 && is_pasteable(*ret);
}

bool evaluation_expand(struct evaluation *ev, const struct pattern *p, struct gh_str *ret_encoded) {
    struct gh_str part;
    size_t n = 0;
    for (uint32_t i = 0; i < p->n_pieces; i++) {
        if (!piece_text(ev, &p->pieces[i], &part)) return false;
        n += part.n;
    }
    char *out = gh_arena_text(ev->arena, n + 1);
    n = 0;
    for (uint32_t i = 0; i < p->n_pieces; i++) {
        piece_text(ev, &p->pieces[i], &part);
        if (part.n) memcpy(out + n, part.p, part.n);
        n += part.n;
    }
    *ret_encoded = gh_str_n(out, n);
    return true;
}
