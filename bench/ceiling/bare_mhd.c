/*
 * bare_mhd.c: the ceiling of the HTTP benches: libmicrohttpd and nothing else, with the options of src/http/server.c in
 * threads of its own, answering a constant. It reads no header and no target, and reuses one response.
 *
 * Usage: bare_mhd THREADS BODY_BYTES; prints its port, ends when its stdin does.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct MHD_Response *constant;

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *data_n, void **request) {
    (void)context, (void)url, (void)method, (void)version, (void)data;
    static int seen;
    if (!*request) {
        *request = &seen;
        return MHD_YES;
    }
    if (*data_n) {
        *data_n = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, constant);
}

int main(int argc, char **argv) {
    unsigned threads = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
    size_t body_n = argc > 2 ? strtoul(argv[2], NULL, 10) : 400;
    char *body = malloc(body_n + 1);
    if (!body) return 1;
    memset(body, 'x', body_n);
    constant = MHD_create_response_from_buffer(body_n, body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(constant, "Content-Type", "text/xml");
    const struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL, answer,
                         NULL, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768, MHD_OPTION_CONNECTION_LIMIT, 8192u,
                         MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!daemon) return 1;
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    MHD_stop_daemon(daemon);
    MHD_destroy_response(constant);
    free(body);
    return 0;
}
