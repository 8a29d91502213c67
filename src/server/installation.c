/* installation.c: see installation.h. */
#include "server/installation.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "crypto/keyring.h"
#include "store/queries.h"
#include "store/store.h"

#define READERS 4
#define CHECK_SETTING GH_S("keyring.check")
#define REGION_DEFAULT "us-east-1"

struct command_write {
    struct store_write write;
    struct installation *in;
    int (*run)(struct context *c, void *argument, struct gh_err *err);
    void *argument;
    struct gh_err *err;
};

static int run_command(struct store_write *w, struct store_tx *tx) {
    struct command_write *cw = (struct command_write *)w;
    struct context c = {.arena = w->arena, .tx = tx, .writing = true, .now_ms = gh_clock_ms(), .house = &cw->in->house};
    return cw->run(&c, cw->argument, cw->err);
}

int installation_write(struct installation *in, int (*run)(struct context *c, void *argument, struct gh_err *err),
                       void *argument, struct gh_err *err) {
    struct command_write cw = {
        .write = {.arena = in->arena, .run = run_command}, .in = in, .run = run, .argument = argument, .err = err};
    return store_write_wait(in->store, &cw.write);
}

/* The first process to use the database with this keyring leaves its check value; later ones must match it. */
static int check_keyring(struct context *c, void *argument, struct gh_err *err) {
    struct installation *in = argument;
    struct store_setting_get_row row;
    int r = store_setting_get(c->tx, &(struct store_setting_get_args){.key = CHECK_SETTING}, &row, err);
    if (r == -GH_ENOTFOUND) {
        struct store_setting_put_args put = {.key = CHECK_SETTING, .value = keyring_check_value(in->keyring, c->arena)};
        return store_setting_put(c->tx, &put, NULL, err);
    }
    if (r) return r;
    if (keyring_check(in->keyring, row.value)) return 0;
    return gh_refuse(err, GH_EDENIED, "the keyring in the data directory is not the one this database was made with");
}

static int open_directory(const struct options *o, enum installation_open how, struct gh_err *err) {
    if (!o->data) return gh_refuse(err, GH_EINVAL, "--data DIR is missing");
    struct stat st;
    if (stat(o->data, &st) == 0) {
        if (S_ISDIR(st.st_mode)) return 0;
        return gh_refuse(err, GH_EINVAL, "%s is not a directory", o->data);
    }
    if (how == INSTALLATION_EXISTING) return gh_refuse(err, GH_ENOTFOUND, "there is no Gatehouse in %s", o->data);
    if (mkdir(o->data, 0700) == 0) return 0;
    return gh_refuse(err, GH_EIO, "cannot make %s: %s", o->data, strerror(errno));
}

static int open_keyring(struct installation *in, enum installation_open how, struct gh_err *err) {
    struct gh_str path = gh_fmt(in->arena, "%s/keyring", in->data);
    const char *file = gh_cstr(in->arena, path);
    int r = keyring_load(file, &in->keyring, err);
    if (r != -GH_ENOTFOUND) return r;
    if (how == INSTALLATION_EXISTING) return gh_refuse(err, GH_ENOTFOUND, "there is no Gatehouse in %s", in->data);
    r = keyring_create(file, err);
    /* Another process may have been faster: its keyring is as good. */
    if (r && r != -GH_EEXIST) return r;
    return keyring_load(file, &in->keyring, err);
}

static int open_store(struct installation *in, const struct options *o, struct gh_err *err) {
    struct gh_str url = o->database ? gh_str_c(o->database) : gh_fmt(in->arena, "sqlite:%s/gatehouse.db", in->data);
    struct store_options options = {.url = url, .readers = READERS};
    int r = store_open(&options, &in->store, err);
    if (r) return r;
    in->house = (struct house){.store = in->store,
                               .keyring = in->keyring,
                               .region = gh_str_c(o->region ? o->region : REGION_DEFAULT),
                               .partition = GH_S("aws")};
    return installation_write(in, check_keyring, in, err);
}

int installation_open(const struct options *o, enum installation_open how, struct installation *ret_installation,
                      struct gh_err *err) {
    struct installation in = {.data = o->data};
    int r = open_directory(o, how, err);
    if (r) return r;
    in.arena = gh_arena_new(0);
    r = open_keyring(&in, how, err);
    if (!r) r = open_store(&in, o, err);
    if (r) {
        installation_close(&in);
        return r;
    }
    *ret_installation = in;
    return 0;
}

void installation_close(struct installation *in) {
    store_close(in->store);
    keyring_free(in->keyring);
    gh_arena_free(in->arena);
    *in = (struct installation){0};
}

int installation_is_empty(struct installation *in, bool *ret_empty, struct gh_err *err) {
    struct store_tx *tx;
    struct store_account_first_row row;
    int r = store_read_begin(in->store, in->arena, &tx, err);
    if (r) return r;
    r = store_account_first(tx, &row, err);
    store_read_end(tx);
    if (r && r != -GH_ENOTFOUND) return r;
    *ret_empty = r == -GH_ENOTFOUND;
    return 0;
}

int installation_complain(const char *doing, const struct gh_err *err) {
    fprintf(stderr, "gatehouse: %s: %s%s%s\n", doing, err->message, err->message[0] && err->detail[0] ? ": " : "",
            err->detail);
    return 1;
}
