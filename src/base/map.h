/*
 * map.h: a hash table from text to pointer, in an arena. For tables built once and read often, and for the sets a
 * request needs. Keys are borrowed: they must live as long as the map. The hash is seeded per process, so that input
 * from outside cannot aim at collisions.
 */
#ifndef GH_MAP_H
#define GH_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct gh_map_slot {
    struct gh_str key;
    void *value;
    uint64_t hash;
};

struct gh_map {
    struct gh_arena *arena;
    struct gh_map_slot *slots;
    size_t count, room;
};

void gh_map_init(struct gh_map *m, struct gh_arena *a);
/** Sets @key to @value (not NULL); returns the value it had, or NULL. */
void *gh_map_put(struct gh_map *m, struct gh_str key, void *value);
/** The value of @key, or NULL. */
void *gh_map_get(const struct gh_map *m, struct gh_str key);
/** Walks the map in no particular order: start with *@at = 0. */
bool gh_map_next(const struct gh_map *m, size_t *at, struct gh_map_slot *ret_slot);
/** The seeded hash the map uses, for tables of other shapes. */
uint64_t gh_hash(struct gh_str key);

#endif
