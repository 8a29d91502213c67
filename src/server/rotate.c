/*
 * rotate.c: gatehouse rotate-keyring. Only the file is touched: a running server takes the new key in on SIGHUP, and
 * live sessions go on, since their key stays.
 */
#include <stdio.h>

#include "base/base.h"
#include "crypto/keyring.h"
#include "server/commands.h"
#include "server/installation.h"

int command_rotate_keyring(const struct options *o) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    GH_CLEANUP(keyring_freep) struct keyring *k = NULL;
    struct gh_err err = {0};
    if (!o->data) {
        gh_refuse(&err, GH_EINVAL, "--data DIR is missing");
        return installation_complain("rotate-keyring", &err);
    }
    const char *path = gh_cstr(a, gh_fmt(a, "%s/keyring", o->data));
    int r = keyring_rotate(path, &err);
    if (!r) r = keyring_load(path, &k, &err);
    if (r) return installation_complain("rotate-keyring", &err);
    printf("key %08x is now primary; send the running server SIGHUP\n", keyring_primary(k));
    return 0;
}
