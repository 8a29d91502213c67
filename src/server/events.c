/* events.c: gatehouse events: the audit trail for whoever keeps it elsewhere or looks something up. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "base/base.h"
#include "server/commands.h"
#include "server/installation.h"
#include "store/store.h"

/* @context: the errno of the first write that failed; nothing is written after it. */
static void print_event(void *context, const struct audit_entry *e) {
    int *failed = context;
    if (*failed) return;
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_str json = audit_entry_json(a, e);
    errno = 0;
    fwrite(json.p, 1, json.n, stdout);
    putchar('\n');
    if (ferror(stdout)) *failed = errno ? errno : EIO;
}

/* Some blocks, in a snapshot and an arena of their own: a trail is longer than memory. */
static int print_some(struct store *s, struct audit_reader *reader, struct gh_err *err) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct store_tx *tx;
    int r = store_read_begin(s, a, &tx, err);
    if (r) return r;
    r = audit_read(tx, reader, err);
    store_read_end(tx);
    return r;
}

int command_events(const struct options *o) {
    struct installation in;
    struct gh_err err = {0};
    int r, failed = 0;
    struct audit_reader reader = {.take = print_event, .context = &failed};
    if (installation_open(o, INSTALLATION_EXISTING, &in, &err)) return installation_complain("events", &err);
    do r = print_some(in.store, &reader, &err);
    while (r > 0 && !failed);
    if (!failed && fflush(stdout)) failed = errno;
    if (r >= 0 && failed) r = gh_refuse(&err, GH_EIO, "standard output: %s", strerror(failed));
    if (r) installation_complain("events", &err);
    installation_close(&in);
    return r ? 1 : 0;
}
