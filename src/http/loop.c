/*
 * loop.c: an event loop: a thread that runs one daemon of the library, and what others give it to do meanwhile: new
 * connections and replies of deferred exchanges. However many come at once, it is woken once. Only this thread touches
 * the daemon and the exchanges that are deferred.
 *
 * To suspend a connection and to resume it costs several system calls, and most replies are only a commit away. So a
 * deferred exchange first stays as it is: the library asks for its reply whenever it runs. Only where that takes long,
 * or would keep the loop from sleeping, is it parked: then the library does not look at it any more.
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

/* How long, and how often in a row, the loop sleeps before it parks those that wait. While there are other exchanges,
 * it does not sleep at all before it does. */
#define SHORT_REST_MS 1
#define SHORT_RESTS 8

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

static void list(struct http_loop *l, struct http_exchange *x) {
    x->listed = true;
    x->prev = NULL;
    x->next = l->deferred;
    if (x->next) x->next->prev = x;
    l->deferred = x;
    l->n_deferred++;
    l->n_unparked++;
}

static void unlist(struct http_loop *l, struct http_exchange *x) {
    x->listed = false;
    if (x->prev)
        x->prev->next = x->next;
    else
        l->deferred = x->next;
    if (x->next) x->next->prev = x->prev;
    l->n_deferred--;
    if (x->parked)
        MHD_resume_connection(x->mhd);
    else
        l->n_unparked--;
    x->parked = false;
}

/* Not where the reply is on its way: the library may have taken it already, and be done with the connection. */
static void park_all(struct http_loop *l) {
    for (struct http_exchange *x = l->deferred; x; x = x->next) {
        if (x->parked || atomic_load(&x->outcome) != HTTP_OPEN) continue;
        x->parked = true;
        l->n_unparked--;
        MHD_suspend_connection(x->mhd);
    }
}

static void take_replies(struct http_loop *l, struct http_exchange *ready) {
    while (ready) {
        struct http_exchange *x = ready;
        ready = x->next_ready;
        unlist(l, x);
        http_exchange_put_owned(x);
    }
}

void http_loop_give_up(struct http_exchange *x) {
    int open = HTTP_OPEN;
    if (!x->listed || !atomic_compare_exchange_strong(&x->outcome, &open, HTTP_ABANDONED)) return;
    unlist(x->loop, x);
}

static void give_up_all(struct http_loop *l) {
    l->abandons = true;
    for (struct http_exchange *x = l->deferred, *next; x; x = next) {
        next = x->next;
        http_loop_give_up(x);
    }
}

void http_loop_defer(struct http_exchange *x) {
    struct http_loop *l = x->loop;
    list(l, x);
    if (l->abandons) http_loop_give_up(x);
}

/*
 * How long the loop may sleep. While exchanges wait unparked the library has something to do at all times, so whether
 * it has anything else to do cannot be told: where there is nothing else under way, it has not.
 */
static int rest_ms(struct http_loop *l, bool others, bool *ret_short) {
    MHD_UNSIGNED_LONG_LONG due_ms;
    bool waits = l->n_unparked && l->short_rests < SHORT_RESTS;
    *ret_short = waits && !others;
    if (waits) {
        l->short_rests++;
        return others ? 0 : SHORT_REST_MS;
    }
    if (l->n_unparked) park_all(l);
    if (MHD_get_timeout(l->daemon, &due_ms) != MHD_YES) return -1;
    return due_ms > INT_MAX ? INT_MAX : (int)due_ms;
}

/* Until the library has something to do, or somebody gives something. Answers false where neither is so. */
static bool rest(struct http_loop *l) {
    struct epoll_event unused[2];
    bool is_short;
    pthread_mutex_lock(&l->lock);
    bool others = l->live > l->n_deferred;
    bool asleep = l->asleep = !l->ready && !l->arrived && l->ends == l->abandons;
    pthread_mutex_unlock(&l->lock);
    if (!asleep) return true;
    int timeout_ms = rest_ms(l, others, &is_short);
    return !timeout_ms || epoll_wait(l->epoll_fd, unused, GH_COUNT(unused), timeout_ms) > 0 || !is_short;
}

static void *run(void *loop) {
    struct http_loop *l = loop;
    while (!l->abandons || l->deferred) {
        bool something = rest(l);
        pthread_mutex_lock(&l->lock);
        struct http_exchange *ready = l->ready;
        struct arrival *arrived = l->arrived;
        bool ends = l->ends;
        l->ready = NULL;
        l->arrived = NULL;
        l->arrived_tail = &l->arrived;
        l->asleep = false;
        pthread_mutex_unlock(&l->lock);
        if (!something && !ready && !arrived && ends == l->abandons) continue;
        if (ready) l->short_rests = 0;
        add(l, arrived);
        take_replies(l, ready);
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
