/*
 * aws_data.c: gatehouse aws-data: a folder for AWS_DATA_PATH. A CLI that knows neither AWS_ENDPOINT_URL nor the newer
 * operations then sends every service of ours to one URL, `aws sso login` too, and knows each operation we know.
 */
#include "server/aws_data.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "server/commands.h"
#include "server/files.h"
#include "server/installation.h"

#define DEFAULT_URL "http://127.0.0.1:8080"
#define FOLDER_MODE 0755
#define FILE_MODE 0644
#define TEXT_MAX ((size_t)1 << 16)

/*
 * What botocore passes to the rules of every service. --endpoint-url (SDK::Endpoint) goes first, so that it still
 * counts; the other parameters must be declared, since a rule set that lacks them is refused where they are set.
 */
#define RULES_BEFORE_URL                                                                                               \
    "{\"version\":\"1.0\",\"parameters\":{"                                                                            \
    "\"Region\":{\"builtIn\":\"AWS::Region\",\"required\":false,\"type\":\"String\"},"                                 \
    "\"UseDualStack\":{\"builtIn\":\"AWS::UseDualStack\",\"required\":true,\"default\":false,"                         \
    "\"type\":\"Boolean\"},"                                                                                           \
    "\"UseFIPS\":{\"builtIn\":\"AWS::UseFIPS\",\"required\":true,\"default\":false,"                                   \
    "\"type\":\"Boolean\"},"                                                                                           \
    "\"Endpoint\":{\"builtIn\":\"SDK::Endpoint\",\"required\":false,\"type\":\"String\"},"                             \
    "\"UseGlobalEndpoint\":{\"builtIn\":\"AWS::STS::UseGlobalEndpoint\",\"required\":true,"                            \
    "\"default\":false,\"type\":\"Boolean\"}},"                                                                        \
    "\"rules\":[{\"conditions\":[{\"fn\":\"isSet\",\"argv\":[{\"ref\":\"Endpoint\"}]}],"                               \
    "\"endpoint\":{\"url\":{\"ref\":\"Endpoint\"},\"properties\":{},\"headers\":{}},"                                  \
    "\"type\":\"endpoint\"},"                                                                                          \
    "{\"conditions\":[],\"endpoint\":{\"url\":"
#define RULES_AFTER_URL ",\"properties\":{},\"headers\":{}},\"type\":\"endpoint\"}]}\n"

/* No slash at the end, since paths are appended; no braces, since the rule language would read them as variables. */
static int check_url(struct gh_str *url, struct gh_err *err) {
    while (gh_str_ends(*url, GH_S("/"))) *url = gh_str_slice(*url, 0, url->n - 1);
    bool ok = gh_str_starts(*url, GH_S("http://")) || gh_str_starts(*url, GH_S("https://"));
    ok = ok && url->p[url->n - 1] != ':';
    for (size_t i = 0; ok && i < url->n; i++)
        ok = url->p[i] > ' ' && url->p[i] < 127 && !strchr("\"'\\{}<>`", url->p[i]);
    return ok ? 0 : gh_refuse(err, GH_EINVAL, "--url must be like %s", DEFAULT_URL);
}

static struct gh_str rule_set(struct gh_arena *a, struct gh_str url) {
    struct gh_buf b;
    gh_buf_init(&b, a, TEXT_MAX);
    gh_buf_add(&b, GH_S(RULES_BEFORE_URL));
    json_write_string(&b, url);
    gh_buf_add(&b, GH_S(RULES_AFTER_URL));
    return gh_buf_str(&b);
}

static int unpack(struct gh_arena *a, struct gh_str *ret_data, struct gh_err *err) {
    char *p = gh_arena_text(a, aws_data_size_bytes);
    uLongf n = aws_data_size_bytes;
    if (uncompress((Bytef *)p, &n, aws_data_packed, aws_data_packed_bytes) != Z_OK || n != aws_data_size_bytes)
        return gh_fail(err, GH_EINTERNAL, "the packed data is broken");
    *ret_data = gh_str_n(p, n);
    return 0;
}

static int make_folder(const char *path, struct gh_err *err) {
    if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST) return 0;
    return gh_refuse(err, GH_EIO, "cannot make the folder %s: %s", path, strerror(errno));
}

static int write_file(struct gh_arena *a, const char *folder, const struct aws_data_file *file, struct gh_str text,
                      struct gh_err *err) {
    const char *service = gh_cstr(a, gh_fmt(a, "%s/%s", folder, file->service));
    const char *version = gh_cstr(a, gh_fmt(a, "%s/%s", service, file->version));
    const char *name = file->name ? file->name : "endpoint-rule-set-1.json";
    int r = make_folder(service, err);
    if (!r) r = make_folder(version, err);
    if (!r) r = files_write(a, gh_cstr(a, gh_fmt(a, "%s/%s", version, name)), text, FILE_MODE, err);
    return r;
}

/* AWS_DATA_PATH is a list of absolute folders, separated by colons. */
static int absolute_folder(struct gh_arena *a, const char *folder, const char **ret_path, struct gh_err *err) {
    char path[PATH_MAX];
    int r = make_folder(folder, err);
    if (r) return r;
    if (!realpath(folder, path)) return gh_refuse(err, GH_EIO, "%s: %s", folder, strerror(errno));
    if (strchr(path, ':')) return gh_refuse(err, GH_EINVAL, "%s: AWS_DATA_PATH cannot hold a path with a colon", path);
    *ret_path = gh_cstr(a, gh_str_dup(a, gh_str_c(path)));
    return 0;
}

static int write_folder(struct gh_arena *a, const struct options *o, const char **ret_path, struct gh_err *err) {
    struct gh_str url = gh_str_c(o->url ? o->url : DEFAULT_URL), data = GH_S_NONE;
    int r = check_url(&url, err);
    if (!r) r = unpack(a, &data, err);
    if (!r) r = absolute_folder(a, o->operands[0], ret_path, err);
    struct gh_str rules = rule_set(a, url);
    for (size_t i = 0; !r && i < aws_data_files_count; i++) {
        const struct aws_data_file *file = &aws_data_files[i];
        struct gh_str text = file->name ? gh_str_slice(data, file->offset, file->offset + file->size_bytes) : rules;
        r = write_file(a, *ret_path, file, text, err);
    }
    return r;
}

/* A line for a shell, so that eval "$(gatehouse aws-data DIR)" sets the variable. */
static void print_export(const char *path) {
    printf("export AWS_DATA_PATH='");
    for (; *path; path++) printf(*path == '\'' ? "'\\''" : "%c", *path);
    printf("'\n");
}

int command_aws_data(const struct options *o) {
    struct gh_err err = {0};
    const char *path = NULL;
    struct gh_arena *a = gh_arena_new(0);
    int r = write_folder(a, o, &path, &err);
    if (r)
        r = installation_complain("aws-data", &err);
    else
        print_export(path);
    gh_arena_free(a);
    return r;
}
