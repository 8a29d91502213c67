/*
 * form.h: application/x-www-form-urlencoded bodies and query strings, and percent-encoding (RFC 3986 section 2.1).
 * Pairs keep their order and duplicates stay visible: what a duplicate means is for the caller to say.
 */
#ifndef GH_CODEC_FORM_H
#define GH_CODEC_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct gh_buf;

struct form_pair {
    struct gh_str name, value; /* decoded; the value is empty where there is no '=' */
};

struct form {
    const struct form_pair *pairs;
    size_t n;
    struct gh_str malformed; /* with keep_malformed: what is wrong with the first that is no text; else absent */
};

#define FORM_PAIRS 65536

struct form_limits {
    size_t pairs;      /* 0 = FORM_PAIRS */
    bool plus_literal; /* '+' is a plus sign, not a space */
    /* A parameter that is no text does not fail the form: it is told in ->malformed, and its value is absent. */
    bool keep_malformed;
};

/**
 * Parses @text (absent = no pairs), which must outlive the form. Empty pairs ("a=1&&b=2") are skipped. Fails with
 * GH_EINVAL on a bad escape, ill-formed UTF-8 or a NUL, GH_ELIMIT on too many pairs. @limits NULL: the defaults.
 */
int form_parse(struct gh_arena *a, struct gh_str text, const struct form_limits *limits, struct form *ret,
               struct gh_err *err);
/** The first value of @name, or absent. */
struct gh_str form_get(const struct form *f, struct gh_str name);
size_t form_count(const struct form *f, struct gh_str name);

/** Undoes percent-encoding ('+' stays). False on a bad escape. Borrows @s where nothing is escaped. */
bool percent_decode(struct gh_arena *a, struct gh_str s, struct gh_str *ret);
/** Everything but RFC 3986's unreserved characters as %XX (upper case, as SigV4 wants it). */
void percent_encode(struct gh_buf *b, struct gh_str s);
/** Adds "name=value", with '&' before it where @b is not empty. */
void form_add(struct gh_buf *b, struct gh_str name, struct gh_str value);

#endif
