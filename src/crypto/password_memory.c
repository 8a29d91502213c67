/*
 * password_memory.c: the working memory of argon2id, some 20 MiB a hash. malloc would keep it for ever once it has
 * learned the size, and mapping it anew for each hash costs a third of the hash's time in page faults. So what one
 * hash gives back is kept for the next, until password_memory_return() finds it unused.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <argon2.h>

#include "base/time.h"
#include "crypto/crypto_int.h"
#include "crypto/password.h"

/* More hashes at a time than this give their memory back at once. */
#define KEPT_MAX 16

struct kept {
    void *memory;
    size_t bytes;
    int64_t since_ms; /* by the monotonic clock */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept kept[KEPT_MAX];

static void *take_kept(size_t bytes) {
    void *memory = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; !memory && i < KEPT_MAX; i++) {
        if (!kept[i].memory || kept[i].bytes != bytes) continue;
        memory = kept[i].memory;
        kept[i].memory = NULL;
    }
    pthread_mutex_unlock(&lock);
    return memory;
}

int crypto_password_memory_take(uint8_t **ret_memory, size_t bytes) {
    void *memory = take_kept(bytes);
    if (!memory) {
        memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return ARGON2_MEMORY_ALLOCATION_ERROR;
        madvise(memory, bytes, MADV_HUGEPAGE); /* fewer page faults, where the kernel can */
    }
    *ret_memory = memory;
    return ARGON2_OK;
}

/* libargon2 has wiped it. */
void crypto_password_memory_give(uint8_t *memory, size_t bytes) {
    bool keep = false;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; !keep && i < KEPT_MAX; i++) {
        if (kept[i].memory) continue;
        kept[i] = (struct kept){memory, bytes, gh_monotonic_ms()};
        keep = true;
    }
    pthread_mutex_unlock(&lock);
    if (!keep) munmap(memory, bytes);
}

void password_memory_return(int64_t unused_ms) {
    int64_t before_ms = gh_monotonic_ms() - unused_ms;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        if (!kept[i].memory || kept[i].since_ms > before_ms) continue;
        munmap(kept[i].memory, kept[i].bytes);
        kept[i].memory = NULL;
    }
    pthread_mutex_unlock(&lock);
}
