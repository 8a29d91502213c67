/*
 * pattern.h: one string of a policy that is compared with text: literal, with wildcards, with policy variables.
 *
 * Inside a compiled pattern the wildcards are the bytes PATTERN_RUN and PATTERN_ONE, which occur in no UTF-8. So the
 * value of a variable is pasted in as it is, and a '*' inside it stays an ordinary character.
 */
#ifndef GH_POLICY_PATTERN_H
#define GH_POLICY_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct gh_arena;

#define PATTERN_RUN '\xff' /* any run of characters */
#define PATTERN_ONE '\xfe' /* one character */

enum pattern_kind {
    PATTERN_ANY, /* "*" */
    PATTERN_LITERAL,
    PATTERN_PREFIX,   /* literal and one '*' at the end; text is the literal */
    PATTERN_GENERAL,  /* wildcards anywhere */
    PATTERN_TEMPLATE, /* has variables: made into one of the others when compared */
};

/** A stretch of a template: fixed text, or a variable. */
struct pattern_piece {
    bool variable, has_fallback;
    uint32_t key_hash;
    struct gh_str text; /* fixed: encoded text; variable: the key */
    struct gh_str fallback;
};

struct pattern {
    enum pattern_kind kind;
    uint32_t n_pieces;
    struct gh_str text;
    const struct pattern_piece *pieces;
};

struct pattern_options {
    bool wildcards; /* '*' and '?' are wildcards */
    bool variables; /* "${...}" is a variable */
};

/** Compiles @text, which must live as long as the pattern, into @a. */
struct pattern pattern_compile(struct gh_arena *a, struct gh_str text, struct pattern_options options);
/** Compares; not for PATTERN_TEMPLATE. */
bool pattern_match(const struct pattern *p, struct gh_str text);
/** Matches encoded text (with PATTERN_RUN and PATTERN_ONE). */
bool pattern_match_encoded(struct gh_str encoded, struct gh_str text);
/** Matches ARNs field by field: a wildcard never reaches over one of the first five colons. */
bool pattern_match_arn(struct gh_str encoded, struct gh_str arn);

#endif
