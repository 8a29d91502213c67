/* thread.c: see thread.h. */
#include "base/thread.h"

#include <pthread.h>
#include <stdlib.h>

struct duty {
    struct duty *next;
    void (*fn)(void *);
    void *object;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t duties; /* the thread's list, newest first */

/* The system has emptied the key; what a function registers anew makes it call this again. */
static void run_all(void *list) {
    struct duty *d = list;
    while (d) {
        struct duty *next = d->next;
        d->fn(d->object);
        free(d);
        d = next;
    }
}

static void set_up(void) {
    if (pthread_key_create(&duties, run_all)) abort();
}

void gh_at_thread_end(void (*fn)(void *object), void *object) {
    pthread_once(&once, set_up);
    struct duty *d = malloc(sizeof *d);
    if (!d) abort();
    *d = (struct duty){pthread_getspecific(duties), fn, object};
    if (pthread_setspecific(duties, d)) abort();
}
