/*
 * arena.c: a bump allocator over a list of chunks; its debug twin (GH_ARENA_MALLOC) gives each allocation its own.
 * Chunks that were given back are taken again by the next arena of the same thread, while they are in its cache.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"

#define CHUNK_BYTES 8192u
#define ALIGN alignof(max_align_t)
#define SPARE_MAX 32u

struct chunk {
    struct chunk *next;
    size_t size;
    alignas(max_align_t) char data[];
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *object;
};

struct gh_arena {
    struct chunk *chunks; /* newest first */
    char *at, *end;
    struct deferred *deferred;
    size_t used, limit;
};

static void *must(void *p) {
    if (!p) abort();
    return p;
}

#ifdef GH_ARENA_MALLOC
static struct chunk *spare_take(size_t size) {
    (void)size;
    return NULL;
}

static bool spare_give(struct chunk *c) {
    (void)c;
    return false;
}
#else
static _Thread_local struct chunk *spare;
static _Thread_local unsigned spare_n;
static _Thread_local bool will_free;

static void free_spare(void *unused) {
    (void)unused;
    while (spare) {
        struct chunk *next = spare->next;
        free(spare);
        spare = next;
    }
    spare_n = 0;
    will_free = false;
}

static struct chunk *spare_take(size_t size) {
    if (size != CHUNK_BYTES || !spare) return NULL;
    struct chunk *c = spare;
    spare = c->next;
    spare_n--;
    return c;
}

static bool spare_give(struct chunk *c) {
    if (c->size != CHUNK_BYTES || spare_n == SPARE_MAX) return false;
    if (!will_free) gh_at_thread_end(free_spare, NULL);
    will_free = true;
    c->next = spare;
    spare = c;
    spare_n++;
    return true;
}
#endif

static struct chunk *chunk_add(struct gh_arena *a, size_t size) {
    if (size > SIZE_MAX - sizeof(struct chunk)) abort();
    struct chunk *c = spare_take(size);
    if (!c) c = must(malloc(sizeof *c + size));
    c->next = a->chunks;
    c->size = size;
    a->chunks = c;
    return c;
}

struct gh_arena *gh_arena_new(size_t limit) {
    struct gh_arena *a = must(calloc(1, sizeof *a));
    a->limit = limit;
    return a;
}

static void run_deferred(struct gh_arena *a) {
    while (a->deferred) {
        struct deferred *d = a->deferred;
        a->deferred = d->next;
        d->fn(d->object);
    }
}

static void free_chunks(struct chunk *c) {
    while (c) {
        struct chunk *next = c->next;
        if (!spare_give(c)) free(c);
        c = next;
    }
}

void gh_arena_free(struct gh_arena *a) {
    if (!a) return;
    run_deferred(a);
    free_chunks(a->chunks);
    free(a);
}

void gh_arena_freep(struct gh_arena **a) {
    gh_arena_free(*a);
    *a = NULL;
}

void gh_arena_reset(struct gh_arena *a) {
    run_deferred(a);
    free_chunks(a->chunks);
    a->chunks = NULL;
    a->at = a->end = NULL;
    a->used = 0;
}

#ifdef GH_ARENA_MALLOC
static char *take(struct gh_arena *a, size_t n, size_t align) {
    (void)align;
    a->used += n;
    return chunk_add(a, n)->data;
}
#else
static char *take(struct gh_arena *a, size_t n, size_t align) {
    a->used += n;
    size_t pad = (size_t)(-(uintptr_t)a->at & (align - 1));
    size_t room = a->at ? (size_t)(a->end - a->at) : 0;
    if (a->at && pad <= room && n <= room - pad) {
        char *p = a->at + pad;
        a->at = p + n;
        return p;
    }
    if (n > CHUNK_BYTES / 4) {
        /* A large block gets a chunk of its own; the current one stays in use. */
        struct chunk *current = a->chunks;
        struct chunk *own = chunk_add(a, n);
        if (current) {
            a->chunks = current;
            own->next = current->next;
            current->next = own;
        } else {
            a->at = a->end = own->data + n;
        }
        return own->data;
    }
    struct chunk *c = chunk_add(a, CHUNK_BYTES);
    a->at = c->data + n;
    a->end = c->data + CHUNK_BYTES;
    return c->data;
}
#endif

void *gh_arena_alloc(struct gh_arena *a, size_t n) {
    return memset(take(a, n, ALIGN), 0, n);
}

void *gh_arena_raw(struct gh_arena *a, size_t n) {
    return take(a, n, ALIGN);
}

void *gh_arena_calloc(struct gh_arena *a, size_t count, size_t size) {
    size_t n;
    if (__builtin_mul_overflow(count, size, &n)) abort();
    return gh_arena_alloc(a, n);
}

char *gh_arena_text(struct gh_arena *a, size_t n) {
    return take(a, n, 1);
}

void gh_arena_defer(struct gh_arena *a, void (*fn)(void *), void *object) {
    struct deferred *d = gh_arena_alloc(a, sizeof *d);
    *d = (struct deferred){a->deferred, fn, object};
    a->deferred = d;
}

size_t gh_arena_used(const struct gh_arena *a) {
    return a->used;
}

bool gh_arena_over(const struct gh_arena *a) {
    return a->limit && a->used > a->limit;
}
