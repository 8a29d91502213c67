/*
 * loop.c: an event loop: a thread that runs one daemon of the library, and what others give it to do meanwhile: new
 * connections and replies of deferred exchanges. However many come at once, it is woken once. Only this thread touches
 * the daemon and the exchanges that are suspended.
 *
 * The library's own threads are not used: they are woken for each resumed connection, and in version 0.9.75 they sleep
 * on where exactly as many events come at once as they ask the kernel for.
 */
#include "http/server_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A connection that was accepted and has not begun yet. */
struct arrival {
    struct arrival *next;
    int fd;
    socklen_t from_n;
    struct sockaddr_storage from;
};

static void add(struct http_loop *l, struct arrival *arrived) {
    while (arrived) {
        struct arrival *next = arrived->next;
        unsigned begun = l->begun;
        /* The library closes what it does not take. One that it took and dropped again has been counted off. */
        if (MHD_add_connection(l->daemon, arrived->fd, (struct sockaddr *)&arrived->from, arrived->from_n) != MHD_YES &&
            l->begun == begun)
            atomic_fetch_sub(&l->connections, 1);
        free(arrived);
        arrived = next;
    }
}

static void unlink_deferred(struct http_loop *l, struct http_exchange *x) {
    if (x->prev)
        x->prev->next = x->next;
    else
        l->deferred = x->next;
    if (x->next) x->next->prev = x->prev;
}

static void resume(struct http_loop *l, struct http_exchange *ready) {
    while (ready) {
        struct http_exchange *x = ready;
        ready = x->next_ready;
        unlink_deferred(l, x);
        MHD_resume_connection(x->mhd);
        http_exchange_put_owned(x);
    }
}

/* Where its owner was faster, the exchange is about to come as ready. */
static void give_up(struct http_loop *l, struct http_exchange *x) {
    int open = HTTP_OPEN;
    if (!atomic_compare_exchange_strong(&x->outcome, &open, HTTP_ABANDONED)) return;
    unlink_deferred(l, x);
    MHD_resume_connection(x->mhd);
}

static void give_up_all(struct http_loop *l) {
    l->abandons = true;
    for (struct http_exchange *x = l->deferred, *next; x; x = next) {
        next = x->next;
        give_up(l, x);
    }
}

void http_loop_suspend(struct http_exchange *x) {
    struct http_loop *l = x->loop;
    x->suspended = true;
    x->prev = NULL;
    x->next = l->deferred;
    if (x->next) x->next->prev = x;
    l->deferred = x;
    MHD_suspend_connection(x->mhd);
    if (l->abandons) give_up(l, x);
}

/* Until the library has something to do, or somebody gives something. */
static void rest(struct http_loop *l) {
    MHD_UNSIGNED_LONG_LONG due_ms;
    int timeout_ms = -1;
    if (MHD_get_timeout(l->daemon, &due_ms) == MHD_YES) timeout_ms = due_ms > INT_MAX ? INT_MAX : (int)due_ms;
    if (!timeout_ms) return;
    pthread_mutex_lock(&l->lock);
    bool asleep = l->asleep = !l->ready && !l->arrived && l->ends == l->abandons;
    pthread_mutex_unlock(&l->lock);
    if (!asleep) return;
    struct epoll_event unused[2];
    epoll_wait(l->epoll_fd, unused, GH_COUNT(unused), timeout_ms);
}

static void *run(void *loop) {
    struct http_loop *l = loop;
    while (!l->abandons || l->deferred) {
        rest(l);
        pthread_mutex_lock(&l->lock);
        struct http_exchange *ready = l->ready;
        struct arrival *arrived = l->arrived;
        bool ends = l->ends;
        l->ready = NULL;
        l->arrived = NULL;
        l->arrived_tail = &l->arrived;
        l->asleep = false;
        pthread_mutex_unlock(&l->lock);
        add(l, arrived);
        resume(l, ready);
        if (ends && !l->abandons) give_up_all(l);
        MHD_run(l->daemon);
    }
    return NULL;
}

/* Under the lock. */
static void wake(struct http_loop *l) {
    if (l->asleep) eventfd_write(l->wake_fd, 1);
    l->asleep = false;
}

void http_loop_ready(struct http_exchange *x) {
    struct http_loop *l = x->loop;
    pthread_mutex_lock(&l->lock);
    x->next_ready = l->ready;
    l->ready = x;
    wake(l);
    pthread_mutex_unlock(&l->lock);
}

void http_loop_add(struct http_loop *l, int fd, const struct sockaddr_storage *from, socklen_t from_n) {
    struct arrival *arrival = malloc(sizeof *arrival);
    if (!arrival) abort();
    *arrival = (struct arrival){.fd = fd, .from_n = from_n, .from = *from};
    atomic_fetch_add(&l->connections, 1);
    pthread_mutex_lock(&l->lock);
    *l->arrived_tail = arrival;
    l->arrived_tail = &arrival->next;
    wake(l);
    pthread_mutex_unlock(&l->lock);
}

void http_loop_init(struct http_loop *l, struct http_server *s) {
    l->server = s;
    l->wake_fd = l->epoll_fd = -1;
    l->arrived_tail = &l->arrived;
    pthread_mutex_init(&l->lock, NULL);
}

int http_loop_start(struct http_loop *l, struct gh_err *err) {
    int library_fd = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD)->listen_fd;
    l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    /* Each write to the eventfd is an edge, so that nobody need read it. */
    struct epoll_event library = {.events = EPOLLIN}, wake = {.events = EPOLLIN | EPOLLET};
    if (l->wake_fd < 0 || l->epoll_fd < 0 || epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, library_fd, &library) ||
        epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, l->wake_fd, &wake))
        return gh_fail(err, GH_EIO, "an event loop: %m");
    l->started = pthread_create(&l->thread, NULL, run, l) == 0;
    if (!l->started) return gh_fail(err, GH_EIO, "a thread of the listener could not be started");
    pthread_setname_np(l->thread, "http-loop");
    return 0;
}

void http_loop_stop(struct http_loop *l) {
    pthread_mutex_lock(&l->lock);
    l->ends = true;
    wake(l);
    pthread_mutex_unlock(&l->lock);
    if (l->started) pthread_join(l->thread, NULL);
    while (l->arrived) {
        struct arrival *next = l->arrived->next;
        close(l->arrived->fd);
        free(l->arrived);
        l->arrived = next;
    }
    if (l->daemon) MHD_stop_daemon(l->daemon);
    if (l->wake_fd >= 0) close(l->wake_fd);
    if (l->epoll_fd >= 0) close(l->epoll_fd);
    l->started = false;
    l->daemon = NULL;
    l->wake_fd = l->epoll_fd = -1;
}
