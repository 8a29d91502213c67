/*
 * hash_only.c: the ceiling of password sign-ins: libargon2 and nothing else, with the parameters of a stored hash, one
 * thread a core.
 *
 * Usage: hash_only THREADS SECONDS MEMORY_KIB PASSES LANES. Prints one JSON object.
 */
#include <argon2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define THREADS_MAX 256

static unsigned memory_kib, passes, lanes;
static _Atomic unsigned long hashes;
static _Atomic bool over;

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *hash(void *nothing) {
    static const char password[] = "Correct-horse-7-battery", salt[16] = "0123456789abcde";
    unsigned char out[32];
    while (!over) {
        if (argon2id_hash_raw(passes, memory_kib, lanes, password, sizeof password - 1, salt, sizeof salt, out,
                              sizeof out) != ARGON2_OK)
            abort();
        if (!over) hashes++;
    }
    return nothing;
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS_MAX];
    unsigned long n = argc == 6 ? strtoul(argv[1], NULL, 10) : 0;
    if (!n || n > THREADS_MAX) {
        fputs("usage: hash_only THREADS SECONDS MEMORY_KIB PASSES LANES\n", stderr);
        return 2;
    }
    double seconds = strtod(argv[2], NULL), start = now_s();
    memory_kib = (unsigned)strtoul(argv[3], NULL, 10);
    passes = (unsigned)strtoul(argv[4], NULL, 10);
    lanes = (unsigned)strtoul(argv[5], NULL, 10);
    for (unsigned long i = 0; i < n; i++)
        if (pthread_create(&threads[i], NULL, hash, NULL)) return 1;
    nanosleep(&(struct timespec){.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (long)seconds) * 1e9)}, NULL);
    unsigned long done = hashes;
    double elapsed = now_s() - start;
    over = true;
    for (unsigned long i = 0; i < n; i++) pthread_join(threads[i], NULL);
    printf("{\"hashes\":%lu,\"seconds\":%.3f,\"per_second\":%.2f}\n", done, elapsed, (double)done / elapsed);
    return 0;
}
