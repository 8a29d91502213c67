/* files.c: see files.h. */
#include "server/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

#define PEM_MAX ((size_t)1 << 20)

int files_read(struct gh_arena *a, const char *path, size_t max, struct gh_str *ret_text, struct gh_err *err) {
    FILE *f = fopen(path, "rb");
    if (!f) return gh_refuse(err, GH_EIO, "%s: %s", path, strerror(errno));
    char *p = gh_arena_text(a, max + 1);
    size_t n = fread(p, 1, max + 1, f);
    bool failed = ferror(f);
    fclose(f);
    if (failed) return gh_refuse(err, GH_EIO, "%s cannot be read", path);
    if (n > max) return gh_refuse(err, GH_ELIMIT, "%s is larger than %zu bytes", path, max);
    *ret_text = gh_str_n(p, n);
    return 0;
}

static int read_pem(struct gh_arena *a, const char *path, const char **ret_pem, struct gh_err *err) {
    struct gh_str text;
    int r = files_read(a, path, PEM_MAX, &text, err);
    if (r) return r;
    *ret_pem = gh_cstr(a, text);
    return *ret_pem ? 0 : gh_refuse(err, GH_EINVAL, "%s is not a PEM file", path);
}

int files_read_tls(struct gh_arena *a, const struct options *o, const char **ret_cert, const char **ret_key,
                   struct gh_err *err) {
    *ret_cert = *ret_key = NULL;
    if (!o->tls_cert && !o->tls_key) return 0;
    if (!o->tls_cert || !o->tls_key) return gh_refuse(err, GH_EINVAL, "--tls-cert and --tls-key go together");
    int r = read_pem(a, o->tls_cert, ret_cert, err);
    return r ? r : read_pem(a, o->tls_key, ret_key, err);
}

static int write_all(int fd, struct gh_str text) {
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return -1;
        text = gh_str_slice(text, (size_t)n, text.n);
    }
    return 0;
}

/* A renamed file is there after a crash only once its folder is on disk. */
static int sync_folder_of(struct gh_arena *a, const char *path) {
    struct gh_str whole = gh_str_c(path);
    size_t end = whole.n;
    while (end && whole.p[end - 1] != '/') end--;
    int fd = open(end ? gh_cstr(a, gh_str_slice(whole, 0, end)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return -1;
    int r = fsync(fd);
    close(fd);
    return r;
}

int files_write(struct gh_arena *a, const char *path, struct gh_str text, unsigned mode, struct gh_err *err) {
    const char *temporary = gh_cstr(a, gh_fmt(a, "%s.new", path));
    unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool ok = fd >= 0 && write_all(fd, text) == 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    if (ok && rename(temporary, path) == 0 && sync_folder_of(a, path) == 0) return 0;
    return gh_refuse(err, GH_EIO, "cannot write %s: %s", path, strerror(errno));
}
