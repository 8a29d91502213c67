/*
 * read.h: an organization as a server has it, read through the public APIs into a model. Page by page; one call for
 * each thing whose details no list tells. Operations that a server answers with NotImplemented leave their field out,
 * and the model says so. Deleted principals, and accounts that are closed, are left out too.
 */
#ifndef GH_CLIENT_READ_H
#define GH_CLIENT_READ_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct client_api;
struct client_model;

struct client_read_options {
    /* The document's address of its management account: the server's own goes by that name (absent: by its own). */
    struct gh_str management_email;
    bool center; /* the Identity Center too */
};

/**
 * Reads into @m (initialised, empty), unsorted. A server without organization or instance gives a model without.
 * The first call that fails ends it.
 */
int client_read(struct client_api *api, const struct client_read_options *o, struct client_model *m,
                struct gh_err *err);

#endif
