/* file.c: mails as files: for development, for tests, and for a mail system that picks them up. */
#include "mail/mail_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, struct gh_str text) {
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text = gh_str_slice(text, (size_t)n, text.n);
    }
    return true;
}

static bool write_durably(int folder, const char *temporary, const char *name, struct gh_str text) {
    int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    bool ok = write_all(fd, text) && !fsync(fd);
    ok = !close(fd) && ok;
    ok = ok && !renameat(folder, temporary, folder, name);
    if (ok) return !fsync(folder);
    int saved = errno;
    unlinkat(folder, temporary, 0);
    errno = saved;
    return false;
}

int mail_file_write(struct gh_arena *a, struct gh_str folder, struct gh_str name, struct gh_str text,
                    struct gh_err *err) {
    const char *path = gh_cstr(a, folder), *to = gh_cstr(a, name);
    if (!path || !to) return gh_fail(err, GH_EINVAL, "a path of the mail folder holds a NUL");
    if (mkdir(path, 0700) && errno != EEXIST)
        return gh_fail(err, GH_EIO, "the mail folder %s cannot be made: %s", path, strerror(errno));
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return gh_fail(err, GH_EIO, "the mail folder %s cannot be opened: %s", path, strerror(errno));
    /* A name of its own each time: an attempt that crashed must not stand in the way of the next. */
    struct gh_str temporary = gh_id_new(a, ".new-", GH_ALPHABET_HEX, 16);
    bool ok = write_durably(fd, gh_cstr(a, temporary), to, text);
    int failure = errno;
    close(fd);
    if (!ok) return gh_fail(err, GH_EIO, "a mail cannot be written to %s: %s", path, strerror(failure));
    return 0;
}
