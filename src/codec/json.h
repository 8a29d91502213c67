/*
 * json.h: JSON (RFC 8259) as a tree in an arena, and a writer. Strict: duplicate names, ill-formed UTF-8, lone
 * surrogates and anything after the value are refused, because two readers that disagree on a policy are a hole.
 * Every node knows where it stood in the text, so that policy errors can point at it. Knows nothing of AWS.
 */
#ifndef GH_CODEC_JSON_H
#define GH_CODEC_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;
struct gh_buf;
struct json_member;

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_kind kind;
    uint32_t begin, end; /* bytes [begin, end) of the text */
    uint32_t n;          /* ARRAY, OBJECT: how many items or members */
    union {
        struct gh_str text;                /* STRING: decoded UTF-8; NUMBER: as written */
        const struct json *items;          /* ARRAY: n of them; NULL where n is 0 */
        const struct json_member *members; /* OBJECT: n of them, in the order of the text; NULL where n is 0 */
    };
};

struct json_member {
    struct gh_str name; /* decoded */
    uint32_t begin;     /* byte of the name's opening quote */
    struct json value;
};

#define JSON_DEPTH 32

struct json_limits {
    unsigned depth; /* nested arrays and objects; 0 = JSON_DEPTH */
    bool allow_nul; /* let \u0000 into strings */
};

/**
 * Parses @text, which must outlive the tree (strings without escapes are borrowed from it). @limits NULL: the defaults.
 * Fails with GH_EINVAL and "... at line L, column C" in err->message, GH_ELIMIT past depth or the arena's soft limit.
 */
int json_parse(struct gh_arena *a, struct gh_str text, const struct json_limits *limits, const struct json **ret,
               struct gh_err *err);

/** Member @name of an object, or NULL (also where @object is NULL or no object). Linear. */
const struct json *json_get(const struct json *object, struct gh_str name);
/** The text of a STRING node; absent where @node is NULL or another kind. */
struct gh_str json_text(const struct json *node);
/** The text of member @name where it is a STRING, else absent. */
struct gh_str json_get_text(const struct json *object, struct gh_str name);
/** A NUMBER that is a whole number within range, however written (1e3, 2.0). NULL @node: false. */
bool json_i64(const struct json *node, int64_t *ret_value);
/** A NUMBER times 10^@digits, cut off toward zero: exact, without floating point. For epoch seconds: digits = 3. */
bool json_scaled_i64(const struct json *node, unsigned digits, int64_t *ret_value);
bool json_bool(const struct json *node, bool *ret_value);
/** "null", "boolean", "number", "string", "array", "object". */
const char *json_kind_name(enum json_kind kind);
/** Line and column (both from 1, column in bytes) of byte @at of @text. */
void json_position(struct gh_str text, size_t at, size_t *ret_line, size_t *ret_column);

/** Writes @s as a JSON string; ill-formed UTF-8 becomes U+FFFD, so that the output is always valid. */
void json_write_string(struct gh_buf *b, struct gh_str s);
/** Writes a tree without white space; numbers as they were written. */
void json_encode(struct gh_buf *b, const struct json *node);

/**
 * A writer that places the commas. Values follow each other in an array; in an object each follows its json_key().
 */
struct json_writer {
    struct gh_buf *out;
    bool comma; /* the next value or name needs one before it */
};

void json_writer_init(struct json_writer *w, struct gh_buf *out);
void json_object_begin(struct json_writer *w);
void json_object_end(struct json_writer *w);
void json_array_begin(struct json_writer *w);
void json_array_end(struct json_writer *w);
void json_key(struct json_writer *w, struct gh_str name);
/** null where @s is absent. */
void json_put_string(struct json_writer *w, struct gh_str s);
void json_put_i64(struct json_writer *w, int64_t v);
void json_put_bool(struct json_writer *w, bool v);
void json_put_null(struct json_writer *w);
/** @text stands as it is: it must be one JSON value. */
void json_put_raw(struct json_writer *w, struct gh_str text);
/** Name and string; nothing at all where @s is absent. */
void json_field(struct json_writer *w, struct gh_str name, struct gh_str s);

#endif
