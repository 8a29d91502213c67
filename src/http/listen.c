/* listen.c: the listening socket. Numeric addresses only: a name that resolves differently tomorrow is no address. */
#include "http/server_int.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

static bool have_v6(void) {
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    const struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    bool bound = !bind(fd, (const struct sockaddr *)&any, sizeof any);
    close(fd);
    return bound;
}

static int split(struct gh_str address, struct gh_str *ret_host, struct gh_str *ret_port, struct gh_err *err) {
    struct gh_str host, port;
    if (address.n && address.p[0] == '[') {
        ptrdiff_t end = gh_str_find(address, ']');
        if (end < 0 || (size_t)end + 1 >= address.n || address.p[end + 1] != ':')
            return gh_refuse(err, GH_EINVAL, "listen address \"%.*s\": expected [ADDRESS]:PORT", GH_S_FMT(address));
        host = gh_str_slice(address, 1, (size_t)end);
        port = gh_str_slice(address, (size_t)end + 2, address.n);
    } else {
        ptrdiff_t colon = gh_str_find(address, ':');
        if (colon < 0 || gh_str_find(gh_str_slice(address, (size_t)colon + 1, address.n), ':') >= 0)
            return gh_refuse(err, GH_EINVAL, "listen address \"%.*s\": expected ADDRESS:PORT", GH_S_FMT(address));
        host = gh_str_slice(address, 0, (size_t)colon);
        port = gh_str_slice(address, (size_t)colon + 1, address.n);
    }
    int64_t number;
    if (!gh_str_to_i64(port, &number) || number < 0 || number > 65535)
        return gh_refuse(err, GH_EINVAL, "listen address \"%.*s\": the port is not a number up to 65535",
                         GH_S_FMT(address));
    if (gh_str_eq(host, GH_S("localhost"))) host = GH_S("127.0.0.1");
    if (!host.n || gh_str_eq(host, GH_S("*"))) host = have_v6() ? GH_S("::") : GH_S("0.0.0.0");
    *ret_host = host;
    *ret_port = port;
    return 0;
}

static int resolve(struct gh_str address, struct addrinfo **ret_info, struct gh_err *err) {
    struct gh_str host, port;
    int rc = split(address, &host, &port, err);
    if (rc) return rc;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    const char *host_text = gh_cstr(a, host), *port_text = gh_cstr(a, port);
    if (!host_text || !port_text || getaddrinfo(host_text, port_text, &hints, ret_info))
        return gh_refuse(err, GH_EINVAL, "listen address \"%.*s\": not a numeric IP address", GH_S_FMT(address));
    return 0;
}

static unsigned bound_port(int fd) {
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &n)) return 0;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

static int bind_and_listen(const struct addrinfo *info) {
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    const int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (info->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, info->ai_addr, info->ai_addrlen) || listen(fd, BACKLOG)) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

int http_listen(struct gh_str address, int *ret_fd, unsigned *ret_port, struct gh_err *err) {
    struct addrinfo *info;
    int rc = resolve(address, &info, err);
    if (rc) return rc;
    int fd = gh_fault("net.listen") ? -1 : bind_and_listen(info);
    int failure = errno;
    freeaddrinfo(info);
    if (fd < 0) return gh_refuse(err, GH_EIO, "cannot listen on %.*s: %s", GH_S_FMT(address), strerror(failure));
    *ret_fd = fd;
    *ret_port = bound_port(fd);
    return 0;
}
