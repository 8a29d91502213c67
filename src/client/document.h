/*
 * document.h: the document of an organization: YAML text to model and back. Reading is strict: names that no table
 * has, wrong kinds, things named twice and references to things that the document should have but has not are all
 * reported, each with its line, its place and the rule.
 */
#ifndef GH_CLIENT_DOCUMENT_H
#define GH_CLIENT_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct client_model;
struct client_shape;
struct client_yaml;
struct gh_arena;
struct gh_buf;
struct json;

#define CLIENT_DOCUMENT_VERSION 1
/* More are not told one by one. */
#define CLIENT_PROBLEMS 50

struct client_problem {
    uint32_t line;
    struct gh_str path, rule; /* "identity_center.users[3].emails": "must be a list" */
};

struct client_problems {
    struct gh_arena *arena;
    size_t n; /* all, also those past the array */
    struct client_problem v[CLIENT_PROBLEMS];
};

/** One more problem. */
void client_problem_add(struct client_problems *p, uint32_t line, struct gh_str path, const char *rule, ...)
    GH_PRINTF(4, 5);

/**
 * Reads the document into @m (initialised, empty). GH_EINVAL where it has problems: @p then tells all of them (those of
 * the YAML itself, with an empty path, come alone). GH_ELIMIT where it is too large.
 */
int client_document_read(struct client_model *m, struct gh_str text, struct client_problems *p, struct gh_err *err);

/** Writes the document of @m (sorted) to @out, section by section, through @flush. */
struct client_sink {
    int (*write)(void *context, struct gh_str text); /* 0 to go on */
    void *context;
};
int client_document_write(struct client_model *m, const struct client_sink *sink, struct gh_err *err);

#endif
