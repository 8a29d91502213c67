/*
 * keyring_file.c: the keyring's file. One line of format, then one line a key, oldest first:
 *
 *   gatehouse-keyring 1
 *   key 1c0ffee5 old 64-hex-digits
 *   key 5eed5eed primary 64-hex-digits
 *
 * A new file is written beside the old one, synced, and put in place at once, so that a crash leaves the one or the
 * other. Its bytes are zeroed in memory after use.
 */
#include "crypto/keyring_int.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/hex.h"
#include "base/rand.h"

#define HEADING "gatehouse-keyring 1"
#define FILE_MAX 8192
#define PATH_ROOM 4096

/* The file's text on the stack, zeroed on the way out. */
struct text {
    size_t n;
    char b[FILE_MAX];
};

static void text_done(struct text *t) {
    gh_zero(t, sizeof *t);
}

static void close_fd(int *fd) {
    if (*fd >= 0) close(*fd);
}

static int fail_io(struct gh_err *err, const char *what, const char *path) {
    return gh_fail(err, GH_EIO, "keyring %s: %s: %s", path, what, strerror(errno));
}

static int check_file(int fd, const char *path, struct gh_err *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return fail_io(err, "stat", path);
    if (!S_ISREG(st.st_mode)) return gh_fail(err, GH_EDENIED, "keyring %s: not a plain file", path);
    if (st.st_uid != geteuid()) return gh_fail(err, GH_EDENIED, "keyring %s: belongs to another user", path);
    if (st.st_mode & 077)
        return gh_fail(err, GH_EDENIED, "keyring %s: mode %04o lets others in; it must be 0600", path,
                       (unsigned)(st.st_mode & 07777));
    return 0;
}

static int text_read(const char *path, struct text *t, struct gh_err *err) {
    GH_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) return gh_fail(err, GH_ENOTFOUND, "keyring %s: no such file", path);
    if (fd < 0 && errno == ELOOP) return gh_fail(err, GH_EDENIED, "keyring %s: a symbolic link", path);
    if (fd < 0) return fail_io(err, "open", path);
    int r = check_file(fd, path, err);
    if (r) return r;
    ssize_t got;
    t->n = 0;
    while ((got = read(fd, t->b + t->n, sizeof t->b - t->n)) > 0) t->n += (size_t)got;
    if (got < 0 || gh_fault("keyring.read")) return fail_io(err, "read", path);
    if (t->n == sizeof t->b) return gh_fail(err, GH_EINVAL, "keyring %s: too long", path);
    return 0;
}

/* "key ID primary|old MASTER" */
static bool parse_line(struct keyring *k, struct gh_str line) {
    struct gh_str word, id, rank, digits;
    unsigned char id_bytes[4], master[KEYRING_MASTER_BYTES];
    if (!gh_str_split(&line, ' ', &word) || !gh_str_split(&line, ' ', &id) || !gh_str_split(&line, ' ', &rank) ||
        !gh_str_split(&line, ' ', &digits) || line.p)
        return false;
    bool primary = gh_str_eq(rank, GH_S("primary"));
    if (!gh_str_eq(word, GH_S("key")) || (!primary && !gh_str_eq(rank, GH_S("old")))) return false;
    if (primary && k->primary) return false;
    if (!gh_unhex(id_bytes, sizeof id_bytes, id) || !gh_unhex(master, sizeof master, digits)) return false;
    uint32_t told =
        (uint32_t)id_bytes[0] << 24 | (uint32_t)id_bytes[1] << 16 | (uint32_t)id_bytes[2] << 8 | id_bytes[3];
    bool ok = told == keyring_id_of(master) && keyring_add(k, master, primary);
    gh_zero(master, sizeof master);
    return ok;
}

/* The number of the first line that is wrong, or 0. */
static int parse(struct keyring *k, struct gh_str text) {
    struct gh_str line;
    int number = 1;
    if (!gh_str_split(&text, '\n', &line) || !gh_str_eq(line, GH_S(HEADING))) return number;
    while (gh_str_split(&text, '\n', &line)) {
        number++;
        bool end = !text.p;
        if (end ? line.n != 0 : !parse_line(k, line)) return number;
        if (end) return k->primary ? 0 : number;
    }
    return number;
}

int keyring_load(const char *path, struct keyring **ret_keyring, struct gh_err *err) {
    GH_CLEANUP(text_done) struct text t;
    int r = text_read(path, &t, err);
    if (r) return r;
    struct keyring *k = keyring_new();
    int line = parse(k, gh_str_n(t.b, t.n));
    if (line) {
        keyring_free(k);
        return gh_fail(err, GH_EINVAL, "keyring %s: malformed at line %d", path, line);
    }
    *ret_keyring = k;
    return 0;
}

int keyring_reload(struct keyring *k, const char *path, struct gh_err *err) {
    GH_CLEANUP(keyring_freep) struct keyring *fresh = NULL;
    int r = keyring_load(path, &fresh, err);
    if (r) return r;
    for (size_t i = 0; i < k->n; i++)
        if (!keyring_find(fresh, k->keys[i].id))
            return gh_fail(err, GH_ECONFLICT, "keyring %s: key %08x, which is in use, is missing", path, k->keys[i].id);
    return keyring_merge(k, fresh) ? 0 : gh_fail(err, GH_ELIMIT, "keyring %s: full", path);
}

static bool text_add(struct text *t, struct gh_str s) {
    if (s.n > sizeof t->b - t->n) return false;
    memcpy(t->b + t->n, s.p, s.n);
    t->n += s.n;
    return true;
}

static bool text_add_new_key(struct text *t) {
    unsigned char master[KEYRING_MASTER_BYTES];
    char id[9], digits[2 * KEYRING_MASTER_BYTES];
    gh_rand(master, sizeof master);
    snprintf(id, sizeof id, "%08x", keyring_id_of(master));
    gh_hex(digits, master, sizeof master);
    bool ok = text_add(t, GH_S("key ")) && text_add(t, gh_str_n(id, 8)) && text_add(t, GH_S(" primary ")) &&
              text_add(t, gh_str_n(digits, sizeof digits)) && text_add(t, GH_S("\n"));
    gh_zero(master, sizeof master);
    gh_zero(digits, sizeof digits);
    return ok;
}

/* Writes @t to the new file @path, down to the disk. */
static int write_new(const char *path, const struct text *t, struct gh_err *err) {
    GH_CLEANUP(close_fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return fail_io(err, "create", path);
    size_t done = 0;
    while (done < t->n) {
        ssize_t put = gh_fault("keyring.write") ? -1 : write(fd, t->b + done, t->n - done);
        if (put <= 0) return fail_io(err, "write", path);
        done += (size_t)put;
    }
    if (fchmod(fd, 0600) != 0 || gh_fault("keyring.sync") || fsync(fd) != 0) return fail_io(err, "sync", path);
    return 0;
}

static int sync_folder(const char *path, struct gh_err *err) {
    char copy[PATH_ROOM];
    snprintf(copy, sizeof copy, "%s", path);
    GH_CLEANUP(close_fd) int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || gh_fault("keyring.sync_folder") || fsync(fd) != 0) return fail_io(err, "sync the folder", path);
    return 0;
}

/* Puts @t in place as @path. Creating links, because renaming would silently replace a keyring made meanwhile. */
static int put(const char *path, const struct text *t, bool replace, struct gh_err *err) {
    unsigned char tail[4];
    char beside[PATH_ROOM];
    gh_rand(tail, sizeof tail);
    int n = snprintf(beside, sizeof beside, "%s.%02x%02x%02x%02x", path, tail[0], tail[1], tail[2], tail[3]);
    if (n < 0 || (size_t)n >= sizeof beside) return gh_fail(err, GH_EINVAL, "keyring: path too long");
    int r = write_new(beside, t, err);
    if (r == 0 && (gh_fault("keyring.place") || (replace ? rename(beside, path) : link(beside, path)) != 0))
        r = !replace && errno == EEXIST ? gh_fail(err, GH_EEXIST, "keyring %s: exists", path)
                                        : fail_io(err, "put in place", path);
    if (r || !replace) unlink(beside);
    return r ? r : sync_folder(path, err);
}

int keyring_create(const char *path, struct gh_err *err) {
    GH_CLEANUP(text_done) struct text t = {0};
    if (!text_add(&t, GH_S(HEADING "\n")) || !text_add_new_key(&t)) return gh_fail(err, GH_EINTERNAL, "keyring");
    return put(path, &t, false, err);
}

/* The text of @from with its primary key made old. */
static bool text_demote(const struct text *from, struct text *to) {
    struct gh_str text = gh_str_n(from->b, from->n), primary = GH_S(" primary ");
    ptrdiff_t at = gh_str_find_str(text, primary);
    return at >= 0 && text_add(to, gh_str_slice(text, 0, (size_t)at)) && text_add(to, GH_S(" old ")) &&
           text_add(to, gh_str_slice(text, (size_t)at + primary.n, text.n));
}

int keyring_rotate(const char *path, struct gh_err *err) {
    GH_CLEANUP(text_done) struct text was, t = {0};
    GH_CLEANUP(keyring_freep) struct keyring *k = NULL;
    int r = keyring_load(path, &k, err);
    if (r == 0) r = text_read(path, &was, err);
    if (r) return r;
    if (k->n == KEYRING_KEYS_MAX) return gh_fail(err, GH_ELIMIT, "keyring %s: full", path);
    if (!text_demote(&was, &t) || !text_add_new_key(&t)) return gh_fail(err, GH_ELIMIT, "keyring %s: too long", path);
    return put(path, &t, true, err);
}
