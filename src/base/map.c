/* map.c: open addressing, linear probing, at most half full; the hash is SipHash-1-3 with a random key. */
#include "base/map.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/rand.h"

static uint64_t seed[2];
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void make_seed(void) {
    gh_rand(seed, sizeof seed);
}

static inline uint64_t rotl(uint64_t x, int b) {
    return x << b | x >> (64 - b);
}

static inline void sip_round(uint64_t v[4]) {
    v[0] += v[1], v[1] = rotl(v[1], 13) ^ v[0], v[0] = rotl(v[0], 32);
    v[2] += v[3], v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotl(v[1], 17) ^ v[2], v[2] = rotl(v[2], 32);
}

uint64_t gh_hash(struct gh_str key) {
    pthread_once(&seeded, make_seed);
    uint64_t v[4] = {seed[0] ^ 0x736f6d6570736575u, seed[1] ^ 0x646f72616e646f6du, seed[0] ^ 0x6c7967656e657261u,
                     seed[1] ^ 0x7465646279746573u};
    size_t whole = key.n & ~(size_t)7;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t m;
        memcpy(&m, key.p + i, 8);
        v[3] ^= m;
        sip_round(v);
        v[0] ^= m;
    }
    uint64_t last = (uint64_t)key.n << 56;
    if (key.n > whole) memcpy(&last, key.p + whole, key.n - whole);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

void gh_map_init(struct gh_map *m, struct gh_arena *a) {
    *m = (struct gh_map){.arena = a};
}

static struct gh_map_slot *slot_of(const struct gh_map *m, struct gh_str key, uint64_t hash) {
    size_t at = (size_t)hash & (m->room - 1);
    while (m->slots[at].value && !(m->slots[at].hash == hash && gh_str_eq(m->slots[at].key, key)))
        at = (at + 1) & (m->room - 1);
    return &m->slots[at];
}

static void grow(struct gh_map *m) {
    struct gh_map old = *m;
    m->room = old.room ? old.room * 2 : 8;
    m->slots = gh_new_n(m->arena, struct gh_map_slot, m->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].value) *slot_of(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

void *gh_map_put(struct gh_map *m, struct gh_str key, void *value) {
    if (m->count * 2 >= m->room) grow(m);
    uint64_t hash = gh_hash(key);
    struct gh_map_slot *s = slot_of(m, key, hash);
    void *before = s->value;
    *s = (struct gh_map_slot){key, value, hash};
    m->count += before == NULL;
    return before;
}

void *gh_map_get(const struct gh_map *m, struct gh_str key) {
    if (!m->count) return NULL;
    return slot_of(m, key, gh_hash(key))->value;
}

bool gh_map_next(const struct gh_map *m, size_t *at, struct gh_map_slot *ret_slot) {
    while (*at < m->room) {
        const struct gh_map_slot *s = &m->slots[(*at)++];
        if (!s->value) continue;
        *ret_slot = *s;
        return true;
    }
    return false;
}
