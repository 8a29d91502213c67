/* The listener by raw sockets: what reaches the handler, what it answers, its limits, deferral and stopping. */
#include <pthread.h>
#include <stdatomic.h>

#include "raw.h"

/* A thread that replies to deferred exchanges, each as soon as it can, or when told to. */
struct replier {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct http_exchange *waiting[4096];
    size_t n;
    bool hold, stop;
};

static struct replier replier;
static _Atomic unsigned handled, deferred;

static void reply_later(struct http_exchange *x) {
    pthread_mutex_lock(&replier.lock);
    assert_true(replier.n < GH_COUNT(replier.waiting));
    replier.waiting[replier.n++] = x;
    pthread_cond_signal(&replier.wake);
    pthread_mutex_unlock(&replier.lock);
}

static void *replier_run(void *unused) {
    (void)unused;
    pthread_mutex_lock(&replier.lock);
    while (!replier.stop || replier.n) {
        if (!replier.n || replier.hold) {
            pthread_cond_wait(&replier.wake, &replier.lock);
            continue;
        }
        struct http_exchange *x = replier.waiting[--replier.n];
        pthread_mutex_unlock(&replier.lock);
        struct gh_arena *a = http_exchange_arena(x);
        const struct http_request *r = http_exchange_request(x);
        struct gh_str body = gh_fmt(a, "late %.*s %.*s", GH_S_FMT(r->target), GH_S_FMT(r->body));
        http_reply(x, 200, GH_S("text/plain"), body);
        pthread_mutex_lock(&replier.lock);
    }
    pthread_mutex_unlock(&replier.lock);
    return NULL;
}

static void replier_hold(bool hold) {
    pthread_mutex_lock(&replier.lock);
    replier.hold = hold;
    pthread_cond_signal(&replier.wake);
    pthread_mutex_unlock(&replier.lock);
}

static void echo(struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_buf b;
    gh_buf_init(&b, http_exchange_arena(x), 4u << 20);
    gh_buf_addf(&b, "%.*s|%.*s|%.*s|%.*s|%s|%zu|", GH_S_FMT(r->method), GH_S_FMT(r->raw_path), GH_S_FMT(r->raw_query),
                GH_S_FMT(r->remote_ip), r->raw_query.p ? "query" : "none", r->n_headers);
    gh_buf_add(&b, r->body);
    http_reply(x, 200, GH_S("text/plain"), gh_buf_str(&b));
}

static void handler(void *context, struct http_exchange *x) {
    (void)context;
    const struct http_request *r = http_exchange_request(x);
    atomic_fetch_add(&handled, 1);
    if (gh_str_starts(r->raw_path, GH_S("/defer"))) {
        atomic_fetch_add(&deferred, 1);
        http_defer(x);
        reply_later(x);
    } else if (gh_str_eq(r->raw_path, GH_S("/none"))) {
        return;
    } else if (gh_str_eq(r->raw_path, GH_S("/inject"))) {
        http_reply_header(x, GH_S("X-A"), GH_S("b\r\nX-Evil: c"));
        http_reply(x, 200, GH_S("text/plain"), GH_S("never sent"));
    } else if (gh_str_eq(r->raw_path, GH_S("/headers"))) {
        http_reply_header(x, GH_S("X-Id"), GH_S("42"));
        http_reply_header(x, GH_S("Set-Cookie"), GH_S("a=b"));
        http_reply_header(x, GH_S("Set-Cookie"), GH_S("c=d"));
        http_reply(x, 201, GH_S_NONE, GH_S_NONE);
    } else if (gh_str_eq(r->raw_path, GH_S("/large"))) {
        char *body = gh_arena_text(http_exchange_arena(x), 3u << 20);
        memset(body, 'L', 3u << 20);
        http_reply(x, 200, GH_S("text/plain"), gh_str_n(body, 3u << 20));
    } else if (gh_str_eq(r->raw_path, GH_S("/close"))) {
        http_reply_close(x);
        http_reply(x, 204, GH_S_NONE, GH_S_NONE);
    } else {
        echo(x);
    }
}

struct fixture {
    struct gh_arena *a;
    struct http_server *server;
    unsigned port;
};

static struct http_server *start(const struct http_options *given, unsigned *ret_port) {
    struct http_options o = *given;
    if (!o.listen.p) o.listen = GH_S("127.0.0.1:0");
    if (!o.threads) o.threads = 2;
    if (!o.handle) o.handle = handler;
    struct http_server *s = NULL;
    assert_int_equal(http_server_start(&o, &s, NULL), 0);
    *ret_port = http_server_port(s);
    assert_true(*ret_port != 0);
    return s;
}

static int setup(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    f->a = gh_arena_new(0);
    const struct http_options o = {.max_body = 100000};
    f->server = start(&o, &f->port);
    replier = (struct replier){.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};
    pthread_create(&replier.thread, NULL, replier_run, NULL);
    atomic_store(&handled, 0);
    atomic_store(&deferred, 0);
    *state = f;
    return 0;
}

static void replier_stop(void) {
    pthread_mutex_lock(&replier.lock);
    replier.stop = true;
    replier.hold = false;
    pthread_cond_signal(&replier.wake);
    pthread_mutex_unlock(&replier.lock);
    pthread_join(replier.thread, NULL);
}

static int teardown(void **state) {
    struct fixture *f = *state;
    http_server_stop(f->server, 2000);
    replier_stop();
    gh_arena_free(f->a);
    free(f);
    return 0;
}

#define REQUEST(line, rest) GH_S(line " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" rest "\r\n")

static struct gh_str body_of(struct gh_str answer) {
    ptrdiff_t at = gh_str_find_str(answer, GH_S("\r\n\r\n"));
    return at < 0 ? GH_S_NONE : gh_str_slice(answer, (size_t)at + 4, answer.n);
}

static void gives_the_request_as_sent(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, REQUEST("GET /a%2Fb%00+?c=%20d&&e=?f", ""), &closed);
    assert_int_equal(raw_status(answer), 200);
    assert_str(body_of(answer), "GET|/a%2Fb%00+|c=%20d&&e=?f|127.0.0.1|query|2|");
    assert_true(closed);
    answer = raw_talk(f->a, f->port, REQUEST("DELETE /x?", "Content-Length: 2\r\n\r\nhi"), &closed);
    assert_str(body_of(answer), "DELETE|/x||127.0.0.1|query|3|hi");
    answer = raw_talk(f->a, f->port, REQUEST("PATCH /x", "Content-Length: 0\r\n"), &closed);
    assert_str(body_of(answer), "PATCH|/x||127.0.0.1|none|3|");
}

static void answers_head_and_headers(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, REQUEST("HEAD /a", ""), &closed);
    assert_int_equal(raw_status(answer), 200);
    assert_true(gh_str_find_str(answer, GH_S("Content-Length: 26\r\n")) > 0);
    assert_str(body_of(answer), "");
    answer = raw_talk(f->a, f->port, REQUEST("GET /headers", ""), &closed);
    assert_int_equal(raw_status(answer), 201);
    assert_true(gh_str_find_str(answer, GH_S("\r\nX-Id: 42\r\n")) > 0);
    assert_int_equal(raw_count(answer, GH_S("\r\nSet-Cookie: ")), 2);
    assert_int_equal(raw_count(answer, GH_S("\r\nContent-Type: ")), 0);
    assert_int_equal(raw_count(answer, GH_S("\r\nDate: ")), 1);
    assert_true(gh_str_find_str(answer, GH_S("\r\nContent-Length: 0\r\n")) > 0);
}

static void turns_a_broken_reply_into_500(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, REQUEST("GET /inject", ""), &closed);
    assert_int_equal(raw_status(answer), 500);
    assert_int_equal(raw_count(answer, GH_S("Evil")), 0);
    assert_int_equal(raw_count(answer, GH_S("never sent")), 0);
    assert_int_equal(raw_status(raw_talk(f->a, f->port, REQUEST("GET /none", ""), &closed)), 500);
}

static void keeps_the_connection_and_pipelines(void **state) {
    struct fixture *f = *state;
    struct gh_buf b;
    gh_buf_init(&b, f->a, 1 << 20);
    for (int i = 0; i < 100; i++)
        gh_buf_addf(&b, "POST /%s%d HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", i % 3 ? "p" : "defer", i);
    gh_buf_add(&b, REQUEST("GET /last", ""));
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, gh_buf_str(&b), &closed);
    assert_true(closed);
    assert_int_equal(raw_count(answer, GH_S("HTTP/1.1 200 OK\r\n")), 101);
    assert_int_equal(raw_count(answer, GH_S("late /defer")), 34);
    ptrdiff_t second = gh_str_find_str(answer, GH_S("POST|/p2|")), later = gh_str_find_str(answer, GH_S("POST|/p97|"));
    assert_true(second > 0 && second < later);
}

static void closes_when_told(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, GH_S("GET /close HTTP/1.1\r\nHost: x\r\n\r\n"), &closed);
    assert_int_equal(raw_status(answer), 204);
    assert_true(closed);
}

static void assembles_bodies(void **state) {
    struct fixture *f = *state;
    static char body[100000];
    for (size_t i = 0; i < sizeof body; i++) body[i] = (char)('a' + i % 26);
    bool closed;
    static const size_t sizes[] = {1, 4095, 4096, 4097, 16384, 16385, 32768, 99999, 100000};
    for (size_t i = 0; i < GH_COUNT(sizes); i++) {
        struct gh_str head =
            gh_fmt(f->a, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", sizes[i]);
        int fd = raw_connect(f->port);
        raw_send(fd, head);
        raw_send(fd, gh_str_n(body, sizes[i]));
        struct gh_str got = body_of(raw_read(f->a, fd, 3000, &closed));
        close(fd);
        assert_true(gh_str_ends(got, gh_str_n(body, sizes[i])));
        assert_int_equal(got.n, sizeof "POST|/||127.0.0.1|none|3|" - 1 + sizes[i]);
    }
}

static struct gh_str chunked(struct gh_arena *a, size_t total, size_t piece) {
    struct gh_buf b;
    gh_buf_init(&b, a, 16u << 20);
    gh_buf_add(&b, GH_S("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (size_t done = 0; done < total; done += piece) {
        size_t n = total - done < piece ? total - done : piece;
        gh_buf_addf(&b, "%zx\r\n", n);
        memset(gh_buf_extend(&b, n), 'c', n);
        gh_buf_add(&b, GH_S("\r\n"));
    }
    gh_buf_add(&b, GH_S("0\r\n\r\n"));
    return gh_buf_str(&b);
}

static void assembles_chunks(void **state) {
    struct fixture *f = *state;
    bool closed;
    static const size_t totals[] = {0, 1, 5000, 99999, 100000};
    for (size_t i = 0; i < GH_COUNT(totals); i++) {
        struct gh_str answer = raw_talk(f->a, f->port, chunked(f->a, totals[i], 777), &closed);
        assert_int_equal(raw_status(answer), 200);
        assert_int_equal(body_of(answer).n, sizeof "POST|/||127.0.0.1|none|2|" - 1 + totals[i]);
        assert_true(closed);
    }
}

static void refuses_large_bodies(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, REQUEST("POST /", "Content-Length: 100001\r\n"), &closed);
    assert_int_equal(raw_status(answer), 413);
    assert_true(closed);
    answer = raw_talk(f->a, f->port, chunked(f->a, 100001, 9999), &closed);
    assert_int_equal(raw_status(answer), 413);
    assert_true(closed);
    /* Without end: no answer, but an end. */
    answer = raw_talk(f->a, f->port, chunked(f->a, 4000000, 65536), &closed);
    assert_true(closed);
    assert_true(raw_status(answer) == 0 || raw_status(answer) == 413);
    assert_int_equal(atomic_load(&handled), 0);
}

static void asks_for_the_body_when_expected(void **state) {
    struct fixture *f = *state;
    bool closed;
    int fd = raw_connect(f->port);
    raw_send(fd, REQUEST("POST /", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
    struct gh_str interim = raw_read(f->a, fd, 200, &closed);
    assert_true(gh_str_starts(interim, GH_S("HTTP/1.1 100 ")));
    raw_send(fd, GH_S("hi"));
    assert_true(gh_str_ends(raw_read(f->a, fd, 3000, &closed), GH_S("|hi")));
    close(fd);
    struct gh_str refused =
        raw_talk(f->a, f->port, REQUEST("POST /", "Expect: 100-continue\r\nContent-Length: 200000\r\n"), &closed);
    assert_int_equal(raw_status(refused), 413);
}

static struct gh_str with_header_of(struct gh_arena *a, size_t n) {
    char *value = gh_arena_text(a, n);
    memset(value, 'v', n);
    return gh_fmt(a, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: %.*s\r\nX-B: c\r\n\r\n", (int)n, value);
}

static void bounds_the_head(void **state) {
    struct fixture *f = *state;
    bool closed;
    assert_int_equal(raw_status(raw_talk(f->a, f->port, with_header_of(f->a, 4096), &closed)), 200);
    assert_int_equal(raw_status(raw_talk(f->a, f->port, with_header_of(f->a, 20000), &closed)), 200);
    assert_int_equal(raw_status(raw_talk(f->a, f->port, with_header_of(f->a, 40000), &closed)), 431);
    char *path = gh_arena_text(f->a, 40000);
    memset(path, 'p', 40000);
    struct gh_str long_line = gh_fmt(f->a, "GET /%.*s HTTP/1.1\r\nHost: x\r\n\r\n", 40000, path);
    assert_int_equal(raw_status(raw_talk(f->a, f->port, long_line, &closed)), 414);
    struct gh_buf b;
    gh_buf_init(&b, f->a, 1 << 20);
    gh_buf_add(&b, GH_S("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"));
    for (int i = 0; i < 98; i++) gh_buf_addf(&b, "X-%d: y\r\n", i);
    struct gh_str hundred = gh_buf_str(&b);
    assert_int_equal(raw_status(raw_talk(f->a, f->port, gh_fmt(f->a, "%.*s\r\n", GH_S_FMT(hundred)), &closed)), 200);
    assert_int_equal(
        raw_status(raw_talk(f->a, f->port, gh_fmt(f->a, "%.*sX-Z: y\r\n\r\n", GH_S_FMT(hundred)), &closed)), 431);
}

static void sends_large_replies(void **state) {
    struct fixture *f = *state;
    bool closed;
    struct gh_str answer = raw_talk(f->a, f->port, REQUEST("GET /large", ""), &closed);
    assert_int_equal(body_of(answer).n, 3u << 20);
}

static void *storm(void *fixture) {
    struct fixture *f = fixture;
    struct gh_arena *a = gh_arena_new(0);
    size_t good = 0;
    bool closed;
    for (int i = 0; i < 60; i++) {
        struct gh_buf b;
        gh_buf_init(&b, a, 1 << 20);
        for (int k = 0; k < 20; k++)
            gh_buf_addf(&b, "POST /defer-%d-%d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", i, k);
        gh_buf_add(&b, REQUEST("GET /end", ""));
        struct gh_str answer = raw_talk(a, f->port, gh_buf_str(&b), &closed);
        good += raw_count(answer, GH_S("late /defer-"));
        gh_arena_reset(a);
    }
    gh_arena_free(a);
    return (void *)(uintptr_t)good;
}

static void replies_from_another_thread_under_load(void **state) {
    struct fixture *f = *state;
    pthread_t t[8];
    for (size_t i = 0; i < GH_COUNT(t); i++) pthread_create(&t[i], NULL, storm, f);
    uintptr_t total = 0;
    for (size_t i = 0; i < GH_COUNT(t); i++) {
        void *good;
        pthread_join(t[i], &good);
        total += (uintptr_t)good;
    }
    assert_int_equal(total, 8 * 60 * 20);
    assert_int_equal(atomic_load(&deferred), 8 * 60 * 20);
}

static void survives_clients_that_leave_while_deferred(void **state) {
    struct fixture *f = *state;
    replier_hold(true);
    for (int i = 0; i < 200; i++) {
        int fd = raw_connect(f->port);
        raw_send(fd, GH_S("GET /defer HTTP/1.1\r\nHost: x\r\n\r\n"));
        close(fd);
    }
    for (int i = 0; i < 500 && atomic_load(&deferred) < 200; i++) usleep(2000);
    assert_int_equal(atomic_load(&deferred), 200);
    replier_hold(false);
    bool closed;
    assert_int_equal(raw_status(raw_talk(f->a, f->port, REQUEST("GET /after", ""), &closed)), 200);
}

/* By then their connections are suspended. */
static void survives_clients_that_leave_later(void **state) {
    struct fixture *f = *state;
    replier_hold(true);
    int fd[50];
    for (size_t i = 0; i < GH_COUNT(fd); i++) {
        fd[i] = raw_connect(f->port);
        raw_send(fd[i], GH_S("GET /defer HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    for (int i = 0; i < 500 && atomic_load(&deferred) < GH_COUNT(fd); i++) usleep(2000);
    usleep(50000);
    for (size_t i = 0; i < GH_COUNT(fd); i++) close(fd[i]);
    usleep(20000);
    replier_hold(false);
    bool closed;
    assert_int_equal(raw_status(raw_talk(f->a, f->port, REQUEST("GET /after", ""), &closed)), 200);
}

static void answers_beside_a_slow_upload(void **state) {
    struct fixture *f = *state;
    unsigned port;
    const struct http_options o = {.threads = 1};
    struct http_server *s = start(&o, &port);
    bool closed;
    int slow = raw_connect(port);
    raw_send(slow, GH_S("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"));
    for (int round = 0; round < 3; round++) {
        replier_hold(true);
        int fd = raw_connect(port);
        raw_send(fd, GH_S("GET /defer HTTP/1.1\r\nHost: x\r\n\r\n"));
        usleep(round * 20000);
        replier_hold(false);
        assert_int_equal(raw_status(raw_read(f->a, fd, 300, &closed)), 200);
        close(fd);
    }
    raw_send(slow, GH_S("cde"));
    assert_int_equal(raw_status(raw_read(f->a, slow, 300, &closed)), 200);
    close(slow);
    http_server_stop(s, 100);
}

static void *release_soon(void *unused) {
    (void)unused;
    usleep(100000);
    replier_hold(false);
    return NULL;
}

static void finishes_what_is_under_way_when_stopped(void **state) {
    struct fixture *f = *state;
    replier_hold(true);
    int fd[16];
    for (size_t i = 0; i < GH_COUNT(fd); i++) {
        fd[i] = raw_connect(f->port);
        raw_send(fd[i], GH_S("GET /defer HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    for (int i = 0; i < 500 && atomic_load(&deferred) < GH_COUNT(fd); i++) usleep(2000);
    pthread_t t;
    struct http_server *s = f->server;
    f->server = NULL;
    pthread_create(&t, NULL, release_soon, NULL);
    http_server_stop(s, 5000);
    pthread_join(t, NULL);
    for (size_t i = 0; i < GH_COUNT(fd); i++) {
        bool closed;
        struct gh_str answer = raw_read(f->a, fd[i], 3000, &closed);
        assert_int_equal(raw_status(answer), 200);
        assert_true(closed);
        close(fd[i]);
    }
}

static void cuts_off_what_takes_longer_than_the_grace(void **state) {
    struct fixture *f = *state;
    replier_hold(true);
    int fd[16];
    for (size_t i = 0; i < GH_COUNT(fd); i++) {
        fd[i] = raw_connect(f->port);
        raw_send(fd[i], GH_S("POST /defer HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
    }
    for (int i = 0; i < 500 && atomic_load(&deferred) < GH_COUNT(fd); i++) usleep(2000);
    int64_t began = gh_monotonic_ms();
    http_server_stop(f->server, 50);
    f->server = NULL;
    assert_true(gh_monotonic_ms() - began < 2000);
    for (size_t i = 0; i < GH_COUNT(fd); i++) {
        bool closed;
        assert_int_equal(raw_read(f->a, fd[i], 3000, &closed).n, 0);
        assert_true(closed);
        close(fd[i]);
    }
    replier_hold(false); /* the owners still read their requests and reply, to nobody */
}

static void stops_at_once_when_idle(void **state) {
    struct fixture *f = *state;
    int idle = raw_connect(f->port);
    bool closed;
    raw_talk(f->a, f->port, REQUEST("GET /", ""), &closed);
    int64_t began = gh_monotonic_ms();
    http_server_stop(f->server, 10000);
    f->server = NULL;
    assert_true(gh_monotonic_ms() - began < 1000);
    close(idle);
}

static void ends_slow_clients(void **state) {
    struct fixture *f = *state;
    unsigned port;
    const struct http_options o = {.idle_timeout_ms = 200, .request_timeout_ms = 200};
    struct http_server *s = start(&o, &port);
    static const char *const beginnings[] = {"", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nX-A",
                                             "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"};
    for (size_t i = 0; i < GH_COUNT(beginnings); i++) {
        int fd = raw_connect(port);
        raw_send(fd, gh_str_c(beginnings[i]));
        int64_t began = gh_monotonic_ms();
        bool closed = false;
        /* A byte now and then must not help. */
        while (!closed && gh_monotonic_ms() - began < 3000) {
            if (i) raw_send(fd, GH_S("x"));
            raw_read(f->a, fd, 100, &closed);
        }
        assert_true(closed);
        close(fd);
    }
    int fd = raw_connect(port);
    bool closed;
    raw_send(fd, GH_S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert_int_equal(raw_status(raw_read(f->a, fd, 3000, &closed)), 200);
    assert_true(closed); /* kept alive, then idle for too long */
    close(fd);
    http_server_stop(s, 100);
}

static void does_not_time_out_a_slow_handler(void **state) {
    struct fixture *f = *state;
    unsigned port;
    const struct http_options o = {.idle_timeout_ms = 100, .request_timeout_ms = 100};
    struct http_server *s = start(&o, &port);
    replier_hold(true);
    int fd = raw_connect(port);
    raw_send(fd, REQUEST("GET /defer", ""));
    usleep(500000);
    replier_hold(false);
    bool closed;
    assert_int_equal(raw_status(raw_read(f->a, fd, 3000, &closed)), 200);
    close(fd);
    http_server_stop(s, 100);
}

static void keeps_connections_waiting_when_full(void **state) {
    struct fixture *f = *state;
    unsigned port;
    const struct http_options o = {.max_connections = 2, .threads = 2};
    struct http_server *s = start(&o, &port);
    int inside[2] = {raw_connect(port), raw_connect(port)};
    bool closed;
    for (size_t i = 0; i < GH_COUNT(inside); i++) {
        raw_send(inside[i], GH_S("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert_int_equal(raw_status(raw_read(f->a, inside[i], 300, &closed)), 200);
    }
    int next = raw_connect(port);
    raw_send(next, REQUEST("GET /", ""));
    assert_int_equal(raw_read(f->a, next, 200, &closed).n, 0);
    assert_false(closed);
    close(inside[0]);
    assert_int_equal(raw_status(raw_read(f->a, next, 3000, &closed)), 200);
    close(inside[1]);
    close(next);
    http_server_stop(s, 100);
}

static bool is_refused(unsigned port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bool refused = connect(fd, (const struct sockaddr *)&to, sizeof to) != 0;
    close(fd);
    return refused;
}

static void *stop_server(void *server) {
    http_server_stop(server, 5000);
    return NULL;
}

static void turns_clients_away_while_it_stops(void **state) {
    struct fixture *f = *state;
    unsigned port;
    const struct http_options o = {.threads = 2};
    struct http_server *s = start(&o, &port);
    replier_hold(true);
    int fd = raw_connect(port);
    raw_send(fd, REQUEST("GET /defer", ""));
    usleep(100000);
    pthread_t stopper;
    assert_int_equal(pthread_create(&stopper, NULL, stop_server, s), 0);
    bool refused = false;
    for (unsigned i = 0; i < 100 && !refused; i++) {
        usleep(20000);
        refused = is_refused(port);
    }
    assert_true(refused);
    replier_hold(false);
    bool closed;
    assert_int_equal(raw_status(raw_read(f->a, fd, 3000, &closed)), 200); /* whoever is inside is served */
    pthread_join(stopper, NULL);
    close(fd);
}

static void listens_where_told(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",       "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", "example.org:80",
        "::1:80", "[::1]",     "[::1]80",    "[::1:80",     "300.0.0.1:80",    "a:b:c"};
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        struct http_server *s = NULL;
        struct gh_err err = {0};
        const struct http_options o = {.listen = gh_str_c(bad[i]), .handle = handler};
        assert_int_equal(http_server_start(&o, &s, &err), -GH_EINVAL);
        assert_true(strlen(err.message) > 0);
    }
    static const char *const good[] = {"127.0.0.1:0", "localhost:0", ":0", "*:0", "0.0.0.0:0"};
    for (size_t i = 0; i < GH_COUNT(good); i++) {
        unsigned port;
        const struct http_options o = {.listen = gh_str_c(good[i])};
        http_server_stop(start(&o, &port), 0);
    }
}

static void says_when_the_address_is_taken(void **state) {
    struct fixture *f = *state;
    struct http_server *s = NULL;
    struct gh_err err = {0};
    const struct http_options o = {.listen = gh_fmt(f->a, "127.0.0.1:%u", f->port), .handle = handler};
    assert_int_equal(http_server_start(&o, &s, &err), -GH_EIO);
    assert_non_null(strstr(err.message, "Address already in use"));
    assert_null(s);
}

static void finds_headers_and_cookies(void **state) {
    (void)state;
    const struct http_header headers[] = {
        {GH_S_INIT("Cookie"), GH_S_INIT("a=1; bb=2;c=;  d = 4; a=9")},
        {GH_S_INIT("X-Two"), GH_S_INIT("first")},
        {GH_S_INIT("x-two"), GH_S_INIT("second")},
        {GH_S_INIT("cookie"), GH_S_INIT("e=5=5")},
    };
    const struct http_request r = {.headers = headers, .n_headers = GH_COUNT(headers)};
    assert_str(http_header(&r, GH_S("X-TWO")), "first");
    assert_int_equal(http_header_count(&r, GH_S("X-Two")), 2);
    assert_null(http_header(&r, GH_S("X-Tw")).p);
    assert_int_equal(http_header_count(&r, GH_S("X")), 0);
    assert_str(http_cookie(&r, GH_S("a")), "1");
    assert_str(http_cookie(&r, GH_S("bb")), "2");
    assert_str(http_cookie(&r, GH_S("e")), "5=5");
    assert_null(http_cookie(&r, GH_S("b")).p);
    struct gh_str c = http_cookie(&r, GH_S("c"));
    assert_non_null(c.p);
    assert_int_equal(c.n, 0);
    assert_null(http_cookie(&r, GH_S("d")).p);
}

#define with_server(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        with_server(gives_the_request_as_sent),
        with_server(answers_head_and_headers),
        with_server(turns_a_broken_reply_into_500),
        with_server(keeps_the_connection_and_pipelines),
        with_server(closes_when_told),
        with_server(assembles_bodies),
        with_server(assembles_chunks),
        with_server(refuses_large_bodies),
        with_server(asks_for_the_body_when_expected),
        with_server(bounds_the_head),
        with_server(sends_large_replies),
        with_server(replies_from_another_thread_under_load),
        with_server(survives_clients_that_leave_while_deferred),
        with_server(survives_clients_that_leave_later),
        with_server(answers_beside_a_slow_upload),
        with_server(finishes_what_is_under_way_when_stopped),
        with_server(cuts_off_what_takes_longer_than_the_grace),
        with_server(stops_at_once_when_idle),
        with_server(ends_slow_clients),
        with_server(does_not_time_out_a_slow_handler),
        with_server(keeps_connections_waiting_when_full),
        with_server(turns_clients_away_while_it_stops),
        with_server(listens_where_told),
        with_server(says_when_the_address_is_taken),
        with_server(finds_headers_and_cookies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
