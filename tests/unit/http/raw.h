/*
 * raw.h: a listener on a port of its own and a client that sends exactly the bytes it is given. For tests of src/http.
 */
#ifndef TESTS_UNIT_HTTP_RAW_H
#define TESTS_UNIT_HTTP_RAW_H

#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.h"

static inline int raw_connect(unsigned port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/** Sends all of it; false where the other side has gone. */
static inline bool raw_send(int fd, struct gh_str bytes) {
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes = gh_str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/** What comes until the other side closes, or says nothing for @silence_ms; *ret_closed tells which. */
static inline struct gh_str raw_read(struct gh_arena *a, int fd, int silence_ms, bool *ret_closed) {
    struct gh_buf b;
    gh_buf_init(&b, a, 64u << 20);
    char piece[65536];
    *ret_closed = false;
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, silence_ms) <= 0) break;
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0) {
            *ret_closed = true;
            break;
        }
        gh_buf_add(&b, gh_str_n(piece, (size_t)n));
    }
    return gh_buf_str(&b);
}

/** One connection: sends, reads until closed (or silence), closes. */
static inline struct gh_str raw_talk(struct gh_arena *a, unsigned port, struct gh_str bytes, bool *ret_closed) {
    int fd = raw_connect(port);
    raw_send(fd, bytes);
    struct gh_str answer = raw_read(a, fd, 3000, ret_closed);
    close(fd);
    return answer;
}

/** The status of the first response, or 0. */
static inline unsigned raw_status(struct gh_str answer) {
    int64_t status;
    if (!gh_str_starts(answer, GH_S("HTTP/1.1 ")) || !gh_str_to_i64(gh_str_slice(answer, 9, 12), &status)) return 0;
    return (unsigned)status;
}

static inline size_t raw_count(struct gh_str in, struct gh_str what) {
    size_t count = 0;
    for (ptrdiff_t at; (at = gh_str_find_str(in, what)) >= 0; in = gh_str_slice(in, (size_t)at + what.n, in.n)) count++;
    return count;
}

#endif
