/*
 * accept.c: the thread that accepts connections, gives each to the event loop that has the fewest, and sweeps. The
 * library could accept by itself, in whichever of its threads wakes first: then one is often busy while another idles.
 */
#include "http/server_int.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define SWEEP_MIN_MS 20
#define SWEEP_MAX_MS 1000
/* How soon to look again where there is no room for a connection, or no descriptor. */
#define FULL_MS 20

static unsigned sweep_period_ms(const struct http_server *s) {
    unsigned shortest = s->idle_timeout_ms < s->request_timeout_ms ? s->idle_timeout_ms : s->request_timeout_ms;
    unsigned period = shortest / 4;
    if (period < SWEEP_MIN_MS) return SWEEP_MIN_MS;
    return period > SWEEP_MAX_MS ? SWEEP_MAX_MS : period;
}

/* The loop with the fewest connections; NULL where there may be no more. */
static struct http_loop *loop_with_room(struct http_server *s) {
    struct http_loop *least = &s->loops[0];
    unsigned total = 0;
    for (unsigned i = 0; i < s->n_loops; i++) {
        struct http_loop *loop = &s->loops[i];
        total += atomic_load(&loop->connections);
        if (atomic_load(&loop->connections) < atomic_load(&least->connections)) least = loop;
    }
    return total < s->max_connections ? least : NULL;
}

/* Takes what waits, as far as there is room; false where something must come free first. */
static bool accept_waiting(struct http_server *s) {
    for (;;) {
        struct http_loop *loop = loop_with_room(s);
        struct sockaddr_storage from;
        socklen_t n = sizeof from;
        if (!loop) return false;
        int fd = accept4(s->listen_fd, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
        if (fd < 0) return errno == EAGAIN;
        http_loop_add(loop, fd, &from, n);
    }
}

/* Clients of a server that is about to stop are turned away at once, while those inside are served. */
static void close_door(struct http_server *s) {
    if (s->listen_fd >= 0) close(s->listen_fd);
    s->listen_fd = -1;
}

static void *acceptor(void *server) {
    struct http_server *s = server;
    unsigned period_ms = sweep_period_ms(s);
    int64_t sweep_ms = gh_monotonic_ms() + period_ms;
    bool room = true;
    for (;;) {
        int64_t left_ms = sweep_ms - gh_monotonic_ms();
        struct pollfd p[] = {{.fd = s->accept_wake_fd, .events = POLLIN},
                             {.fd = room ? s->listen_fd : -1, .events = POLLIN}};
        poll(p, GH_COUNT(p), (int)(left_ms < 0 ? 0 : !room && left_ms > FULL_MS ? FULL_MS : left_ms));
        eventfd_t kicks;
        if (p[0].revents) eventfd_read(s->accept_wake_fd, &kicks);
        if (atomic_load(&s->accept_stop)) break;
        if (atomic_load(&s->stopping)) close_door(s);
        if (s->listen_fd >= 0 && (p[1].revents || !room)) room = accept_waiting(s);
        if (gh_monotonic_ms() < sweep_ms) continue;
        http_connections_sweep(s);
        sweep_ms = gh_monotonic_ms() + period_ms;
    }
    close_door(s);
    return NULL;
}

int http_acceptor_start(struct http_server *s, struct gh_err *err) {
    s->accept_wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->accept_wake_fd < 0) return gh_fail(err, GH_EIO, "eventfd: %m");
    if (pthread_create(&s->acceptor, NULL, acceptor, s)) abort();
    return 0;
}

void http_acceptor_kick(struct http_server *s) {
    eventfd_write(s->accept_wake_fd, 1);
}

void http_acceptor_stop(struct http_server *s) {
    atomic_store(&s->accept_stop, true);
    http_acceptor_kick(s);
    pthread_join(s->acceptor, NULL);
    close(s->accept_wake_fd);
}
