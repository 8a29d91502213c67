/*
 * installation.h: one Gatehouse on disk, opened: its keyring, its database, and the house every request works in.
 * The server and each command open it; several processes may at once.
 */
#ifndef GH_SERVER_INSTALLATION_H
#define GH_SERVER_INSTALLATION_H

#include "base/err.h"
#include "domain/context.h"
#include "server/options.h"

/** The public URL of the server that last ran here, for commands that print links. */
#define INSTALLATION_URL_SETTING GH_S("server.url")

struct installation {
    struct gh_arena *arena;
    const char *data; /* the data directory */
    struct store *store;
    struct keyring *keyring;
    struct house house;
};

enum installation_open {
    INSTALLATION_EXISTING, /* an empty directory is refused */
    INSTALLATION_OR_NEW,   /* makes directory, keyring and database where they are missing */
};

/** Opens (or makes) what --data and --database name. A keyring that is not the database's is refused. */
int installation_open(const struct options *o, enum installation_open how, struct installation *ret_installation,
                      struct gh_err *err);
void installation_close(struct installation *in);

/** Does the database hold any account yet? */
int installation_is_empty(struct installation *in, bool *ret_empty, struct gh_err *err);

/** Runs @run in one durable transaction, for commands. */
int installation_write(struct installation *in, int (*run)(struct context *c, void *argument, struct gh_err *err),
                       void *argument, struct gh_err *err);

/** Prints "gatehouse: what went wrong" to stderr and answers the exit code 1. */
int installation_complain(const char *doing, const struct gh_err *err);

#endif
