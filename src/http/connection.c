/*
 * connection.c: the record of each TCP connection, and the sweep that ends those that take too long.
 *
 * The library's own timeout counts from the last byte, so a client that sends one byte a minute holds a connection for
 * ever. Here every step has an absolute deadline instead: request line, rest of the request, reply.
 */
#include "http/server_int.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static int64_t coarse_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void http_connection_deadline(struct http_connection *c, unsigned ms) {
    atomic_store_explicit(&c->deadline_ms, ms ? coarse_ms() + ms : 0, memory_order_relaxed);
}

static void remote_ip(char *to, const struct sockaddr *from) {
    const void *address = NULL;
    int family = from ? from->sa_family : AF_UNSPEC;
    if (family == AF_INET) {
        address = &((const struct sockaddr_in *)(const void *)from)->sin_addr;
    } else if (family == AF_INET6) {
        const struct in6_addr *v6 = &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;
        address = v6;
        if (IN6_IS_ADDR_V4MAPPED(v6)) {
            family = AF_INET;
            address = &v6->s6_addr[12];
        }
    }
    if (!address || !inet_ntop(family, address, to, HTTP_IP_MAX)) to[0] = '\0';
}

static void started(struct http_loop *loop, struct MHD_Connection *mhd, void **socket_context) {
    struct http_server *s = loop->server;
    struct http_connection *c = calloc(1, sizeof *c);
    if (!c) abort();
    c->loop = loop;
    loop->begun++;
    const union MHD_ConnectionInfo *fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *address = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    c->fd = fd ? fd->connect_fd : -1;
    remote_ip(c->ip, address ? address->client_addr : NULL);
    http_connection_deadline(c, s->idle_timeout_ms);
    if (s->tls) http_tls_apply(s->tls, mhd);
    pthread_mutex_lock(&s->connections_lock);
    c->next = s->connections;
    if (c->next) c->next->prev = c;
    s->connections = c;
    pthread_mutex_unlock(&s->connections_lock);
    *socket_context = c;
}

static void closed(struct http_server *s, struct http_connection *c) {
    atomic_fetch_sub(&c->loop->connections, 1);
    pthread_mutex_lock(&s->connections_lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        s->connections = c->next;
    if (c->next) c->next->prev = c->prev;
    pthread_mutex_unlock(&s->connections_lock);
    free(c);
}

void http_connection_notify(void *context, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code) {
    struct http_loop *loop = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        started(loop, mhd, socket_context);
    else if (*socket_context)
        closed(loop->server, *socket_context);
}

void http_connections_sweep(struct http_server *s) {
    int64_t now = coarse_ms();
    pthread_mutex_lock(&s->connections_lock);
    for (struct http_connection *c = s->connections; c; c = c->next) {
        int64_t deadline = atomic_load_explicit(&c->deadline_ms, memory_order_relaxed);
        /* The descriptor is still the connection's own: the library closes it only after closed() has unlinked it. */
        if (deadline && deadline <= now) shutdown(c->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&s->connections_lock);
}
