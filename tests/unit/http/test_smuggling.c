/*
 * Messages that two programs could read in two ways: each is followed, in the same bytes, by a second request that must
 * never reach the handler. The good ones at the end prove that the judge still lets anything through.
 */
#include <stdatomic.h>

#include "raw.h"

#define SECOND "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define CASE(name, status, bytes)                                                                                      \
    { name, status, "" bytes, sizeof(bytes) - 1, false }

/* The library writes the head of its own 400 twice when Content-Length is no number; the connection closes after it. */
#define CASE_TWICE(name, status, bytes)                                                                                \
    { name, status, "" bytes, sizeof(bytes) - 1, true }

struct message {
    const char *name;
    unsigned status; /* 0 = refused with any 4xx or 5xx, or just closed */
    const char *bytes;
    size_t n;
    bool twice;
};

static const struct message bad[] = {
    CASE("CL.TE", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG" SECOND),
    CASE("TE.CL", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: "
         "4\r\n\r\n5\r\nhello\r\n0\r\n\r\n" SECOND),
    CASE("two Content-Length, different", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 54\r\n\r\n" SECOND),
    CASE("two Content-Length, equal", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nA" SECOND),
    CASE_TWICE("Content-Length list", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\nA" SECOND),
    CASE_TWICE("Content-Length with a sign", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\nA" SECOND),
    CASE_TWICE("Content-Length negative", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nA" SECOND),
    CASE_TWICE("Content-Length hexadecimal", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\nA" SECOND),
    CASE("Content-Length empty", 0, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n" SECOND),
    CASE_TWICE("Content-Length past 2^64", 413,
               "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551617\r\n\r\nA" SECOND),
    CASE("Content-Length past 2^63", 413,
         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775808\r\n\r\nA" SECOND),
    CASE("Content-Length then NUL", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\0"
         "0\r\n\r\nA" SECOND),
    CASE("space before the colon", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 1\r\n\r\nA" SECOND),
    CASE("tab before the colon", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE other than chunked", 501,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE identity", 501, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n" SECOND),
    CASE("TE gzip, chunked", 501,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE chunked, chunked", 501,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("two TE", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
         "identity\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE after a vertical tab", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE in HTTP/1.0", 400,
         "POST / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("TE folded", 400, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" SECOND),
    CASE("folded header in the middle", 400, "GET / HTTP/1.1\r\nX-A: b\r\n c\r\nHost: x\r\n\r\n" SECOND),
    CASE("folded header at the end", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n\tc\r\n\r\n" SECOND),
    CASE("folded first line", 400, "GET / HTTP/1.1\r\n X-A: b\r\nHost: x\r\n\r\n" SECOND),
    CASE("bare LF after the request line", 400, "GET / HTTP/1.1\nHost: x\r\n\r\n" SECOND),
    CASE("bare LF between headers", 400, "GET / HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n" SECOND),
    CASE("bare LF after the last header", 400, "GET / HTTP/1.1\r\nHost: x\n\r\n" SECOND),
    CASE("bare LF as the empty line", 400, "GET / HTTP/1.1\r\nHost: x\r\n\n" SECOND),
    CASE("bare LF everywhere", 400, "GET / HTTP/1.1\nHost: x\n\n" SECOND),
    CASE("bare CR in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\rContent-Length: 5\r\n\r\n" SECOND),
    CASE("bare CR in the request line", 400, "GET /\r HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("NUL in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n" SECOND),
    CASE("NUL at the end of a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0\r\n\r\n" SECOND),
    CASE("NUL in a name", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-\0A: b\r\n\r\n" SECOND),
    CASE("NUL in the target", 400, "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("NUL in the method", 0, "GE\0T / HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("control character in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\x01\r\n\r\n" SECOND),
    CASE("DEL in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\x7f\r\n\r\n" SECOND),
    CASE("no colon", 400, "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n" SECOND),
    CASE("no name", 400, "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n" SECOND),
    CASE("name with a slash", 400, "GET / HTTP/1.1\r\nHost: x\r\nX/A: b\r\n\r\n" SECOND),
    CASE("name not ASCII", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-\xc3\xa4: b\r\n\r\n" SECOND),
    CASE("no Host", 400, "GET / HTTP/1.1\r\nX-A: b\r\n\r\n" SECOND),
    CASE("two Host", 400, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" SECOND),
    CASE("two equal Host", 400, "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n" SECOND),
    CASE("two Host in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n" SECOND),
    CASE("Host with a path", 400, "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n" SECOND),
    CASE("Host with user info", 400, "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n" SECOND),
    CASE("Host empty", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n" SECOND),
    CASE("two spaces before the version", 0, "GET /  HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("two spaces before the target", 400, "GET  / HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("space in the target", 0, "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("space after the version", 0, "GET / HTTP/1.1 \r\nHost: x\r\n\r\n" SECOND),
    CASE("tab in the target", 400, "GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("target not ASCII", 400, "GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("fragment", 400, "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("absolute target", 400, "GET http://y/a HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("asterisk target", 400, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("CONNECT", 400, "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("no target", 0, "GET\r\nHost: x\r\n\r\n" SECOND),
    CASE("no version", 0, "GET /\r\nHost: x\r\n\r\n" SECOND),
    CASE("HTTP/0.9", 505, "GET / HTTP/0.9\r\nHost: x\r\n\r\n" SECOND),
    CASE("HTTP/1.2", 505, "GET / HTTP/1.2\r\nHost: x\r\n\r\n" SECOND),
    CASE("HTTP/2.0", 505, "GET / HTTP/2.0\r\nHost: x\r\n\r\n" SECOND),
    CASE("version in lower case", 400, "GET / http/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" SECOND),
    CASE("method with a colon", 400, "GE:T / HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("method too long", 400, "ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("chunk size not hexadecimal", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n" SECOND),
    CASE("chunk size with 0x", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n" SECOND),
    CASE("chunk size with a sign", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n" SECOND),
    CASE("chunk size past 2^64", 413,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n0\r\n\r\n" SECOND),
    CASE("chunk longer than it says", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n" SECOND),
    CASE("chunk size empty", 400,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\n0\r\n\r\n" SECOND),
    CASE("unknown expectation", 417,
         "POST / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 1\r\n\r\nA" SECOND),
};

/* Read in one way only, but after a chunked body the connection is not used again, whatever follows. */
static const struct message last_of_connection[] = {
    CASE("chunked", 200,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" SECOND),
    CASE(
        "chunked in capitals, with extension and trailer", 200,
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-T: y\r\n\r\n" SECOND),
    CASE("chunks ended by bare LF", 200,
         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n" SECOND),
    CASE("Connection: close", 200, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" SECOND),
    CASE("HTTP/1.0", 200, "GET / HTTP/1.0\r\n\r\n" SECOND),
};

static const struct message good[] = {
    CASE("plain", 200, "GET /a?b=%20c HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("no space after the colon", 200, "GET / HTTP/1.1\r\nHost:x\r\nX-A:b\r\n\r\n" SECOND),
    CASE("white space around values", 200, "GET / HTTP/1.1\r\nHost:  \t x \t\r\nX-A:\r\nX-B: \r\n\r\n" SECOND),
    CASE("value not ASCII", 200, "GET / HTTP/1.1\r\nHost: x\r\nX-A: \xc3\xa4\r\n\r\n" SECOND),
    CASE("IPv6 host", 200, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n" SECOND),
    CASE("empty line first", 200, "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n" SECOND),
    CASE("body", 200, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" SECOND),
    CASE("empty body", 200, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" SECOND),
    CASE("body of zeros", 200, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\0\0\0\0" SECOND),
    CASE("body with GET", 200, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" SECOND),
    CASE("kept HTTP/1.0", 200, "GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n" SECOND),
    CASE("many header names with odd but legal characters", 200,
         "GET / HTTP/1.1\r\n!#$%&'*+-.^_`|~: x\r\nHost: x\r\n\r\n" SECOND),
};

static struct http_server *server;
static _Atomic unsigned handled, smuggled;

static void count(void *context, struct http_exchange *x) {
    (void)context;
    atomic_fetch_add(&handled, 1);
    if (gh_str_eq(http_exchange_request(x)->target, GH_S("/smuggled"))) atomic_fetch_add(&smuggled, 1);
    http_reply(x, 200, GH_S("text/plain"), GH_S("seen"));
}

static int setup(void **state) {
    const struct http_options o = {.listen = GH_S("127.0.0.1:0"), .threads = 1, .handle = count};
    *state = gh_arena_new(0);
    return http_server_start(&o, &server, NULL);
}

static int teardown(void **state) {
    http_server_stop(server, 100);
    gh_arena_free(*state);
    return 0;
}

static bool check(struct gh_arena *a, const struct message *m, unsigned responses, unsigned seconds) {
    atomic_store(&handled, 0);
    atomic_store(&smuggled, 0);
    bool closed;
    struct gh_str answer = raw_talk(a, http_server_port(server), gh_str_n(m->bytes, m->n), &closed);
    unsigned status = raw_status(answer);
    bool right_status = m->status ? status == m->status : !answer.n || status >= 400;
    size_t got = raw_count(answer, GH_S("HTTP/1.1 "));
    bool ok =
        right_status && closed && atomic_load(&smuggled) == seconds && (got == responses + m->twice || !m->status);
    if (!ok)
        print_error("%s: status %u, %zu responses, closed %d, second request seen %u times\n", m->name, status, got,
                    closed, atomic_load(&smuggled));
    return ok;
}

static void refuses_what_can_be_read_in_two_ways(void **state) {
    unsigned failed = 0;
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        failed += !check(*state, &bad[i], 1, 0);
        if (atomic_load(&handled)) print_error("%s: reached the handler\n", bad[i].name);
        failed += atomic_load(&handled) != 0;
    }
    assert_int_equal(failed, 0);
}

static void closes_where_what_follows_is_in_doubt(void **state) {
    unsigned failed = 0;
    for (size_t i = 0; i < GH_COUNT(last_of_connection); i++) failed += !check(*state, &last_of_connection[i], 1, 0);
    assert_int_equal(failed, 0);
}

static void takes_what_is_well_formed(void **state) {
    unsigned failed = 0;
    for (size_t i = 0; i < GH_COUNT(good); i++) failed += !check(*state, &good[i], 2, 1);
    assert_int_equal(failed, 0);
}

/* The same bytes in every possible split of packets: positions in the library's buffer must not depend on it. */
static void judges_alike_however_the_bytes_arrive(void **state) {
    static const char text[] = "POST /a?b HTTP/1.1\r\nHost: x\r\nX-Long: 0123456789\r\nContent-Length: 3\r\n"
                               "Connection: close\r\n\r\nabc";
    for (size_t cut = 1; cut < sizeof text - 1; cut++) {
        int fd = raw_connect(http_server_port(server));
        raw_send(fd, gh_str_n(text, cut));
        usleep(1500);
        raw_send(fd, gh_str_n(text + cut, sizeof text - 1 - cut));
        bool closed;
        struct gh_str answer = raw_read(*state, fd, 3000, &closed);
        close(fd);
        if (raw_status(answer) != 200) print_error("cut at %zu\n", cut);
        assert_int_equal(raw_status(answer), 200);
    }
}

/* Values are judged eight bytes at a time: the odd byte may stand anywhere. */
static void sees_an_odd_byte_anywhere_in_a_value(void **state) {
    static const struct {
        char byte;
        unsigned status;
    } odd[] = {{'\x01', 400}, {'\x1f', 400}, {'\x7f', 400}, {'\r', 400},   {'\t', 200},
               {' ', 200},    {'~', 200},    {'\x80', 200}, {'\xff', 200}, {'\xa0', 200}};
    for (size_t k = 0; k < GH_COUNT(odd); k++) {
        for (size_t at = 1; at < 26; at++) {
            char value[28] = "abcdefghijklmnopqrstuvwxyz!";
            value[at] = odd[k].byte;
            struct gh_str request =
                gh_fmt(*state, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: %s\r\n\r\n", value);
            bool closed;
            unsigned status = raw_status(raw_talk(*state, http_server_port(server), request, &closed));
            if (status != odd[k].status) print_error("byte %02x at %zu\n", (unsigned char)odd[k].byte, at);
            assert_int_equal(status, odd[k].status);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_can_be_read_in_two_ways),
        cmocka_unit_test(closes_where_what_follows_is_in_doubt),
        cmocka_unit_test(takes_what_is_well_formed),
        cmocka_unit_test(judges_alike_however_the_bytes_arrive),
        cmocka_unit_test(sees_an_odd_byte_anywhere_in_a_value),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
