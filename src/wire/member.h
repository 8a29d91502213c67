/* member.h: reading members of a typed input by a dotted path, as the authorization rows name them. */
#ifndef GH_WIRE_MEMBER_H
#define GH_WIRE_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "wire/shape.h"

struct gh_arena;

/** Texts found at a path; v is NULL where the member is absent. */
struct wire_texts {
    struct gh_str *v;
    size_t n;
};

/**
 * The value(s) at @path ("UserName", "MemberId.UserId", "Tags[].Key") of @value, which has the shape @shape; numbers
 * and booleans as text. False where the member is absent.
 */
bool wire_member_texts(struct gh_arena *a, const struct gh_shape *shape, const void *value, struct gh_str path,
                       struct wire_texts *ret_texts);

/** Replaces each {path} of @pattern by the member's text. False where one of them is absent. */
bool wire_member_expand(struct gh_arena *a, const struct gh_shape *shape, const void *value, struct gh_str pattern,
                        struct gh_str *ret_text);

#endif
