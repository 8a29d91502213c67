/*
 * yaml.h: YAML 1.1 text (libyaml) as a tree in an arena. Strict, because the document decides about access: duplicate
 * names, tags, several documents and ill-formed text are refused. Every node knows its line. Aliases share their node
 * and count with all that hangs below, so that a small document cannot stand for a huge one. Knows no schema.
 */
#ifndef GH_CLIENT_YAML_H
#define GH_CLIENT_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct client_yaml_entry;

enum client_yaml_kind { CLIENT_YAML_TEXT, CLIENT_YAML_LIST, CLIENT_YAML_MAP };

struct client_yaml {
    enum client_yaml_kind kind;
    bool plain;      /* TEXT: without quotes, so that true, 12 and null may be meant */
    uint32_t line;   /* from 1 */
    uint32_t n;      /* LIST, MAP: how many */
    uint64_t weight; /* nodes, counted as often as they are reached */
    unsigned height; /* levels below it, those behind aliases included */
    union {
        struct gh_str text;
        const struct client_yaml *const *items;
        const struct client_yaml_entry *entries; /* in the order of the text */
    };
};

struct client_yaml_entry {
    struct gh_str name;
    uint32_t line;
    const struct client_yaml *value;
};

#define CLIENT_YAML_DEPTH 24
#define CLIENT_YAML_BYTES (256u * 1024 * 1024)
#define CLIENT_YAML_NODES 20000000u

struct client_yaml_limits {
    size_t bytes, nodes; /* 0 = the defaults above */
};

/**
 * Parses @text. GH_EINVAL with "line N: ..." in err->message; GH_ELIMIT past a limit. @limits NULL: the defaults.
 */
int client_yaml_parse(struct gh_arena *a, struct gh_str text, const struct client_yaml_limits *limits,
                      const struct client_yaml **ret, struct gh_err *err);

/** The value of entry @name of a map, or NULL. Linear. */
const struct client_yaml *client_yaml_get(const struct client_yaml *map, struct gh_str name);

/** What a node is, for messages: "text", "a number", "true or false", "nothing", "a list", "a mapping". */
const char *client_yaml_look(const struct client_yaml *node);
/** A plain null, ~ or nothing at all? */
bool client_yaml_is_null(const struct client_yaml *node);
/** A plain true or false (YAML 1.2's, not 1.1's yes and on)? */
bool client_yaml_is_bool(const struct client_yaml *node, bool *ret_value);
/** A plain scalar that YAML 1.2's core schema takes for a number? */
bool client_yaml_is_number(const struct client_yaml *node);

#endif
