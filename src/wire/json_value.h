/* json_value.h: values of a shape from and to JSON; shared by aws_json, rest_json and the audit dump. */
#ifndef GH_WIRE_JSON_VALUE_H
#define GH_WIRE_JSON_VALUE_H

#include <stdbool.h>

#include "base/str.h"
#include "wire/value.h"

struct json;
struct json_member;

/** Parses a JSON body; an empty one is an empty object (*@ret NULL). */
int wire_json_body(struct wire_decoder *d, struct gh_str body, const struct json **ret);
/**
 * Decodes the BODY members of structure @s from @node (NULL = empty object) into @out. Unknown members are ignored and
 * null means absent, as AWS has it.
 */
int wire_json_structure(struct wire_decoder *d, const struct gh_shape *s, const struct json *node, void *out,
                        const struct wire_path *path);

struct wire_json_style {
    bool dump;        /* for people: small first letters, ISO times, sensitive values hidden */
    bool bodies_only; /* REST: leave out members that travel elsewhere; top level only */
};

void wire_json_write(struct gh_buf *b, const struct gh_shape *s, const void *value,
                     const struct wire_json_style *style);

#endif
