/*
 * http_constant.c: src/http answering the same constant as bare_mhd: what the listener itself costs.
 *
 * Usage: http_constant THREADS BODY_BYTES; prints its port, ends when its stdin does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "http/server.h"

static struct gh_str constant;

static void answer(void *context, struct http_exchange *x) {
    (void)context;
    http_reply(x, 200, GH_S("text/xml"), constant);
}

int main(int argc, char **argv) {
    unsigned threads = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
    size_t body_n = argc > 2 ? strtoul(argv[2], NULL, 10) : 400;
    char *body = malloc(body_n + 1);
    if (!body) return 1;
    memset(body, 'x', body_n);
    constant = gh_str_n(body, body_n);
    struct http_server *s;
    struct gh_err err;
    const struct http_options o = {.listen = GH_S("127.0.0.1:0"), .threads = threads, .handle = answer};
    if (http_server_start(&o, &s, &err)) return 1;
    printf("%u\n", http_server_port(s));
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    http_server_stop(s, 100);
    free(body);
    return 0;
}
