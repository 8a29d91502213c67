/* rand.c: see rand.h. A small per-thread pool saves one system call per id; what was handed out is zeroed at once. */
#include "base/rand.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static _Thread_local unsigned char pool[512];
static _Thread_local size_t left;

static void fill(unsigned char *to, size_t n) {
    while (n) {
        ssize_t got = getrandom(to, n, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) abort();
        to += got;
        n -= (size_t)got;
    }
}

void gh_rand(void *to, size_t n) {
    if (n > sizeof pool / 4) {
        fill(to, n);
        return;
    }
    if (left < n) {
        fill(pool, sizeof pool);
        left = sizeof pool;
    }
    unsigned char *from = pool + sizeof pool - left;
    memcpy(to, from, n);
    explicit_bzero(from, n);
    left -= n;
}

uint32_t gh_rand_below(uint32_t bound) {
    /* Reject the tail that would favour small numbers. */
    uint32_t threshold = -bound % bound, r;
    do gh_rand(&r, sizeof r);
    while (r < threshold);
    return r % bound;
}
