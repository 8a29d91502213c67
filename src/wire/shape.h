/*
 * shape.h: what a wire value looks like. gen/ emits const tables of these from model/; the protocol engines walk them
 * to decode, validate and encode, so there is no marshalling code per operation.
 *
 * How a member lies in its generated C struct, by kind:
 *   STRING ENUM BLOB   struct gh_str, absent where p is NULL (BLOB holds the raw bytes, not base64)
 *   BOOL               bool        + bool has_<name> where not required
 *   INTEGER            int32_t     + bool has_<name> where not required
 *   LONG               int64_t     + bool has_<name> where not required
 *   TIMESTAMP          int64_t milliseconds since the epoch, absent where 0
 *   STRUCTURE UNION    pointer, absent where NULL (a UNION has exactly one member set)
 *   LIST               struct { T *v; size_t n; }, absent where v is NULL (an empty list has v != NULL, n == 0)
 *   MAP                as LIST, of struct { struct gh_str key; T value; }
 *   DOCUMENT           const struct json *, absent where NULL
 * An element of a LIST or MAP is the value itself for strings, numbers, lists and structures (structures by value).
 */
#ifndef GH_WIRE_SHAPE_H
#define GH_WIRE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum gh_kind {
    GH_K_STRING,
    GH_K_ENUM,
    GH_K_BLOB,
    GH_K_BOOL,
    GH_K_INTEGER,
    GH_K_LONG,
    GH_K_TIMESTAMP,
    GH_K_STRUCTURE,
    GH_K_UNION,
    GH_K_LIST,
    GH_K_MAP,
    GH_K_DOCUMENT,
};

/** Where a member travels (Smithy HTTP bindings); everything but BODY is used by the REST protocols only. */
enum gh_location { GH_IN_BODY, GH_IN_HEADER, GH_IN_QUERY, GH_IN_PATH, GH_IN_PAYLOAD };

#define GH_NO_OFFSET UINT32_MAX
/** No lower or upper bound. */
#define GH_NO_MIN INT64_MIN
#define GH_NO_MAX INT64_MAX

struct gh_shape;

struct gh_member {
    struct gh_str name;          /* wire name: JSON key, query parameter, XML element */
    struct gh_str location_name; /* header or query-string name where location is not BODY */
    const struct gh_shape *shape;
    uint32_t offset;     /* of the value in the C struct */
    uint32_t has_offset; /* of its has_ flag, or GH_NO_OFFSET */
    enum gh_location location;
    bool required;
};

struct gh_shape {
    struct gh_str name; /* Smithy shape name, for messages and dumps */
    enum gh_kind kind;
    uint32_t size; /* sizeof the C value: struct size, or element stride of a list's elements */
    bool sensitive;
    int64_t min, max; /* length in characters (STRING), bytes (BLOB) or elements (LIST, MAP); range of numbers */
    const char
        *pattern; /* ECMA-like regular expression the whole value must match, or NULL; compiled by wire/pattern.c */
    uint32_t pattern_id;         /* index of `pattern` in the process-wide table of compiled patterns */
    const struct gh_str *values; /* ENUM: the allowed values */
    uint32_t n_values;
    const struct gh_member *members; /* STRUCTURE, UNION */
    uint32_t n_members;
    const struct gh_shape *key;     /* MAP */
    const struct gh_shape *element; /* LIST: element; MAP: value */
    struct gh_str element_name;     /* awsQuery/XML: "member" unless the model says otherwise */
    bool flattened;                 /* awsQuery/XML: elements stand directly in the parent */
    bool epoch_seconds;             /* TIMESTAMP: a number of seconds since the epoch; else ISO 8601 text */
};

/** The layout every generated list and map struct shares. */
struct gh_list {
    void *v;
    size_t n;
};

#endif
