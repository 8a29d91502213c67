/*
 * arena.h: memory that lives as long as one request (or one job, one command).
 *
 * Allocation never fails and is never freed singly. The limit is soft: a loop over input from outside asks
 * gh_arena_over() and answers GH_ELIMIT, so no client can make the process abort. Only a real malloc failure aborts.
 * Built with -Darena=malloc every allocation is a malloc of its own, so that the sanitizers see overflows.
 */
#ifndef GH_ARENA_H
#define GH_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct gh_arena;

/** A new arena that gh_arena_over() calls too large past @limit bytes (0 = no limit). */
struct gh_arena *gh_arena_new(size_t limit);
/** Runs the deferred functions, newest first, and frees everything. Accepts NULL. */
void gh_arena_free(struct gh_arena *a);
/** gh_arena_free for GH_CLEANUP. */
void gh_arena_freep(struct gh_arena **a);
/** Runs the deferred functions and empties the arena; keeps one chunk for reuse. */
void gh_arena_reset(struct gh_arena *a);

/** @n zeroed bytes, aligned for any type. Never NULL. */
void *gh_arena_alloc(struct gh_arena *a, size_t n);
/** As gh_arena_alloc, but not zeroed: for what is written before it is read, such as a struct gh_err. */
void *gh_arena_raw(struct gh_arena *a, size_t n);
/** @count zeroed elements of @size bytes; aborts where the product overflows. */
void *gh_arena_calloc(struct gh_arena *a, size_t count, size_t size);
/** As gh_arena_alloc, but not zeroed and not aligned: for text. */
char *gh_arena_text(struct gh_arena *a, size_t n);

/** Calls @fn(@object) when the arena is freed or reset: for objects of foreign libraries. */
void gh_arena_defer(struct gh_arena *a, void (*fn)(void *object), void *object);
/** Bytes handed out so far. */
size_t gh_arena_used(const struct gh_arena *a);
/** Has the soft limit been passed? */
bool gh_arena_over(const struct gh_arena *a);

#define gh_new(a, type) ((type *)gh_arena_alloc((a), sizeof(type)))
#define gh_new_n(a, type, n) ((type *)gh_arena_calloc((a), (n), sizeof(type)))

#endif
