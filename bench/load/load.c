/* load.c: see load.h. Latency is counted from handing the request to the kernel to having the whole answer. */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEAD_MAX 16384
#define EVENTS 256
/* The histogram is exact to 1/32: 32 steps for each power of two of nanoseconds. */
#define STEPS 32
#define BUCKETS (64 * STEPS)

struct connection {
    int fd;
    char *out;
    size_t out_n, out_at;
    char head[HEAD_MAX];
    size_t head_n;
    bool in_body, last, busy, writing;
    uint64_t body_left;
    unsigned status;
    int64_t began_ns;
};

struct load {
    const struct load_options *o;
    struct load_result *result;
    struct connection *connections;
    int epoll;
    uint64_t serial, buckets[BUCKETS], counted;
    int64_t count_from_ns, end_ns, max_ns;
    unsigned busy;  /* connections that wait for an answer */
    bool exhausted; /* there is no further request, but answers may be under way */
    bool over;
};

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static size_t bucket(uint64_t ns) {
    if (ns < STEPS) return ns;
    unsigned top = 63u - (unsigned)__builtin_clzll(ns);
    return (size_t)(top - 4) * STEPS + ((ns >> (top - 5)) & (STEPS - 1));
}

/* The middle of a bucket. */
static double bucket_ns(size_t i) {
    if (i < STEPS) return (double)i;
    unsigned top = (unsigned)(i / STEPS) + 4;
    uint64_t low = (UINT64_C(1) << top) + ((uint64_t)(i % STEPS) << (top - 5));
    return (double)low + (double)(UINT64_C(1) << (top - 5)) / 2;
}

static double percentile_us(const struct load *l, double part) {
    uint64_t rank = (uint64_t)((double)l->counted * part), seen = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        seen += l->buckets[i];
        if (seen > rank) return bucket_ns(i) / 1000;
    }
    return 0;
}

static bool open_connection(struct load *l, struct connection *c) {
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)l->o->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    c->writing = false;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&to, sizeof to)) return false;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    return !epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &e);
}

/* Asks for EPOLLOUT while the kernel has no room, and no longer. */
static void watch(struct load *l, struct connection *c, bool writing) {
    if (c->writing == writing) return;
    c->writing = writing;
    struct epoll_event e = {.events = EPOLLIN | (writing ? (uint32_t)EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(l->epoll, EPOLL_CTL_MOD, c->fd, &e);
}

static void push(struct load *l, struct connection *c) {
    while (c->out_at < c->out_n) {
        ssize_t n = send(c->fd, c->out + c->out_at, c->out_n - c->out_at, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN) return; /* the reading side will see it */
        if (n < 0) {
            watch(l, c, true);
            return;
        }
        c->out_at += (size_t)n;
    }
    watch(l, c, false);
}

static size_t next_request(struct load *l, char *to) {
    if (l->o->requests_max && l->serial >= l->o->requests_max) l->exhausted = true;
    return l->exhausted ? 0 : l->o->request(l->o->context, l->serial++, to);
}

static void begin(struct load *l, struct connection *c) {
    if (c->busy) l->busy--;
    c->busy = false;
    if (l->over) return;
    c->head_n = 0;
    c->in_body = c->last = false;
    c->out_at = 0;
    c->out_n = next_request(l, c->out);
    if (!c->out_n) {
        l->exhausted = true;
        l->over = !l->busy;
        return;
    }
    c->busy = true;
    l->busy++;
    c->began_ns = now_ns();
    push(l, c);
}

static void note_bad(struct load *l, const struct connection *c) {
    struct load_result *r = l->result;
    if (!r->errors++) {
        r->first_bad_status = c->status;
        size_t n = c->head_n < sizeof r->first_bad_answer - 1 ? c->head_n : sizeof r->first_bad_answer - 1;
        memcpy(r->first_bad_answer, c->head, n);
    }
}

static void finish(struct load *l, struct connection *c) {
    int64_t now = now_ns(), took = now - c->began_ns;
    if (now >= l->count_from_ns && !l->over) {
        l->result->requests++;
        l->counted++;
        l->buckets[bucket((uint64_t)took)]++;
        if (took > l->max_ns) l->max_ns = took;
        if (c->status != l->o->expect) note_bad(l, c);
    }
    if (c->last) {
        close(c->fd);
        if (!open_connection(l, c)) l->over = true;
    }
    if (now >= l->end_ns) l->over = true;
    begin(l, c);
}

/* Reads the fields that tell where the answer ends. False: not an answer that this client understands. */
static bool read_head(struct connection *c, size_t *ret_head_end) {
    char *end = memmem(c->head, c->head_n, "\r\n\r\n", 4);
    if (!end) {
        *ret_head_end = 0;
        return c->head_n < HEAD_MAX;
    }
    *ret_head_end = (size_t)(end - c->head) + 4;
    if (c->head_n < 12 || memcmp(c->head, "HTTP/1.1 ", 9)) return false;
    c->status = (unsigned)strtoul(c->head + 9, NULL, 10);
    c->body_left = 0;
    for (char *line = strchr(c->head, '\n'); line && line < end; line = strchr(line + 1, '\n')) {
        if (!strncasecmp(line + 1, "content-length:", 15)) c->body_left = strtoull(line + 16, NULL, 10);
        if (!strncasecmp(line + 1, "connection: close", 17)) c->last = true;
        if (!strncasecmp(line + 1, "transfer-encoding:", 18)) return false;
    }
    return true;
}

static void take(struct load *l, struct connection *c, char *data, size_t n) {
    if (!c->in_body) {
        size_t room = HEAD_MAX - 1 - c->head_n, take_n = n < room ? n : room, before = c->head_n, head_end;
        memcpy(c->head + c->head_n, data, take_n);
        c->head_n += take_n;
        c->head[c->head_n] = '\0';
        if (!read_head(c, &head_end)) {
            note_bad(l, c);
            l->over = true;
            return;
        }
        if (!head_end) return;
        c->in_body = true;
        n -= head_end - before;
    }
    c->body_left -= n < c->body_left ? n : c->body_left;
    if (!c->body_left) finish(l, c);
}

static void readable(struct load *l, struct connection *c) {
    static char data[65536];
    ssize_t n = recv(c->fd, data, sizeof data, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n > 0 && c->busy) {
        take(l, c, data, (size_t)n);
        return;
    }
    if (c->busy) {
        c->status = 0;
        note_bad(l, c);
    }
    close(c->fd);
    if (!open_connection(l, c))
        l->over = true;
    else
        begin(l, c);
}

static bool start(struct load *l) {
    for (unsigned i = 0; i < l->o->connections; i++) {
        l->connections[i].out = malloc(LOAD_REQUEST_MAX);
        if (!l->connections[i].out) abort();
        if (!open_connection(l, &l->connections[i])) return false;
    }
    int64_t now = now_ns();
    l->count_from_ns = now + l->o->warmup_ms * 1000000;
    l->end_ns = l->count_from_ns + l->o->run_ms * 1000000;
    for (unsigned i = 0; i < l->o->connections; i++) begin(l, &l->connections[i]);
    return true;
}

static void loop(struct load *l) {
    struct epoll_event events[EVENTS];
    while (!l->over) {
        int n = epoll_wait(l->epoll, events, EVENTS, l->o->spin ? 0 : 100);
        for (int i = 0; i < n && !l->over; i++) {
            struct connection *c = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) push(l, c);
            if (events[i].events & ~(uint32_t)EPOLLOUT) readable(l, c);
        }
        if (now_ns() >= l->end_ns) l->over = true;
    }
}

bool load_run(const struct load_options *o, struct load_result *ret) {
    memset(ret, 0, sizeof *ret);
    struct load *l = calloc(1, sizeof *l);
    if (!l) abort();
    l->o = o;
    l->result = ret;
    l->connections = calloc(o->connections, sizeof *l->connections);
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!l->connections || l->epoll < 0) abort();
    bool ok = start(l);
    if (ok) loop(l);
    int64_t end = now_ns();
    ret->seconds = ok && end > l->count_from_ns ? (double)(end - l->count_from_ns) / 1e9 : 0;
    ret->per_second = ret->seconds > 0 ? (double)ret->requests / ret->seconds : 0;
    ret->p50_us = percentile_us(l, 0.50);
    ret->p99_us = percentile_us(l, 0.99);
    ret->max_us = (double)l->max_ns / 1000;
    for (unsigned i = 0; i < o->connections; i++) {
        if (l->connections[i].fd > 0) close(l->connections[i].fd);
        free(l->connections[i].out);
    }
    close(l->epoll);
    free(l->connections);
    free(l);
    return ok;
}
