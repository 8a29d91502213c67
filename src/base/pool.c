/* pool.c: see pool.h. */
#include "base/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct gh_pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct gh_work *head, **tail;
    size_t waiting, room;
    bool stopping;
    unsigned threads;
    pthread_t thread[];
};

static struct gh_work *next_work(struct gh_pool *p) {
    pthread_mutex_lock(&p->lock);
    while (!p->head && !p->stopping) pthread_cond_wait(&p->wake, &p->lock);
    struct gh_work *w = p->head;
    if (w) {
        p->head = w->next;
        if (!p->head) p->tail = &p->head;
        p->waiting--;
    }
    pthread_mutex_unlock(&p->lock);
    return w;
}

static void *worker(void *pool) {
    struct gh_work *w;
    while ((w = next_work(pool))) w->run(w);
    return NULL;
}

struct gh_pool *gh_pool_new(unsigned threads, size_t queue) {
    struct gh_pool *p = calloc(1, sizeof *p + threads * sizeof p->thread[0]);
    if (!p) abort();
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->tail = &p->head;
    p->room = queue;
    for (; p->threads < threads; p->threads++)
        if (pthread_create(&p->thread[p->threads], NULL, worker, p)) abort();
    return p;
}

bool gh_pool_submit(struct gh_pool *p, struct gh_work *w) {
    pthread_mutex_lock(&p->lock);
    bool taken = p->waiting < p->room && !p->stopping;
    if (taken) {
        w->next = NULL;
        *p->tail = w;
        p->tail = &w->next;
        p->waiting++;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return taken;
}

void gh_pool_free(struct gh_pool *p) {
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->threads; i++) pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
