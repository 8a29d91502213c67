/*
 * access_attributes.h: attributes for access control: what an instance of Identity Center tells accounts about the
 * people it signs in. A key names a session tag, a source the attribute of the person that gives its value.
 */
#ifndef GH_DOMAIN_ACCESS_ATTRIBUTES_H
#define GH_DOMAIN_ACCESS_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "domain/principal.h"

struct context;
struct gh_arena;

/** AWS's quota of attributes. */
#define ACCESS_ATTRIBUTES_MAX 20

struct access_attribute {
    struct gh_str key, source; /* "CostCenter", "${path:enterprise.costCenter}" */
};

/** Is @source one of the value paths that AWS documents? */
bool access_attribute_source_known(struct gh_str source);

/** The form that is stored, and back. */
struct gh_str access_attributes_encode(struct gh_arena *a, const struct access_attribute *v, size_t n);
int access_attributes_decode(struct gh_arena *a, struct gh_str stored, struct access_attribute **ret_v, size_t *ret_n,
                             struct gh_err *err);

/**
 * The session tags of a person: none where the instance has no such attributes. What the person lacks is left out.
 * -GH_EINVAL, with a message for the client, where a value cannot be a session tag: leaving it out could open what a
 * policy closes.
 */
int access_attributes_tags(struct context *c, struct gh_str instance_id, struct gh_str user_id,
                           const struct principal_tag **ret_tags, size_t *ret_n, struct gh_err *err);

#endif
