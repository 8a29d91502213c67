/* credentials.c: see credentials.h. */
#include "client/credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/base.h"

#define FILE_MAX (1024u * 1024)

static int take(struct client_credentials *c, struct gh_str id, struct gh_str secret, struct gh_str token,
                struct gh_err *err) {
    if (!gh_secret_set(&c->secret, secret)) return gh_refuse(err, GH_EINVAL, "the secret access key is too long");
    c->access_key_id = id;
    c->session_token = token.n ? token : GH_S_NONE;
    return 0;
}

int client_credentials_parse(struct gh_arena *a, struct gh_str text, struct gh_str profile,
                             struct client_credentials *ret, struct gh_err *err) {
    struct gh_str rest = text, line, id = GH_S_NONE, secret = GH_S_NONE, token = GH_S_NONE;
    struct gh_str header = gh_fmt(a, "[%.*s]", GH_S_FMT(profile));
    bool inside = false;
    while (gh_str_split(&rest, '\n', &line)) {
        line = gh_str_trim(line);
        if (line.n && line.p[0] == '[') inside = gh_str_eq(line, header);
        ptrdiff_t equals = gh_str_find(line, '=');
        if (!inside || equals < 1 || line.p[0] == '#') continue;
        struct gh_str name = gh_str_trim(gh_str_slice(line, 0, (size_t)equals));
        struct gh_str value = gh_str_trim(gh_str_slice(line, (size_t)equals + 1, line.n));
        if (gh_str_eq_ci(name, GH_S("aws_access_key_id"))) id = value;
        if (gh_str_eq_ci(name, GH_S("aws_secret_access_key"))) secret = value;
        if (gh_str_eq_ci(name, GH_S("aws_session_token"))) token = value;
    }
    if (!id.n || !secret.n)
        return gh_refuse(err, GH_ENOTFOUND, "the credentials file has no access key for the profile %.*s",
                         GH_S_FMT(profile));
    return take(ret, id, secret, token, err);
}

static int read_file(struct gh_arena *a, const char *path, struct gh_str *ret, struct gh_err *err) {
    struct gh_buf b;
    char *chunk = gh_arena_text(a, 4096);
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return gh_refuse(err, errno == ENOENT ? GH_ENOTFOUND : GH_EIO,
                         "no credentials: neither AWS_ACCESS_KEY_ID nor a readable %s", path);
    gh_buf_init(&b, a, FILE_MAX);
    while ((n = read(fd, chunk, 4096)) > 0) gh_buf_add(&b, gh_str_n(chunk, (size_t)n));
    close(fd);
    gh_zero(chunk, 4096);
    if (n < 0 || !gh_buf_ok(&b)) return gh_refuse(err, GH_EIO, "%s cannot be read", path);
    *ret = gh_buf_str(&b);
    return 0;
}

int client_credentials_find(struct gh_arena *a, const char *profile, struct client_credentials *ret,
                            struct gh_err *err) {
    const char *id = getenv("AWS_ACCESS_KEY_ID"), *secret = getenv("AWS_SECRET_ACCESS_KEY");
    const char *file = getenv("AWS_SHARED_CREDENTIALS_FILE"), *home = getenv("HOME");
    struct gh_str text;
    if (!profile && id && id[0] && secret && secret[0])
        return take(ret, gh_str_c(id), gh_str_c(secret), gh_str_c(getenv("AWS_SESSION_TOKEN")), err);
    if (!profile) profile = getenv("AWS_PROFILE");
    if (!file || !file[0]) file = gh_cstr(a, gh_fmt(a, "%s/.aws/credentials", home ? home : ""));
    int r = read_file(a, file, &text, err);
    return r ? r : client_credentials_parse(a, text, gh_str_c(profile && profile[0] ? profile : "default"), ret, err);
}
