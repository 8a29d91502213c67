/* tagging.h: tags of IAM's resources: the rules that every Tag…, Untag… and List…Tags operation shares. */
#ifndef GH_SERVICE_IAM_TAGGING_H
#define GH_SERVICE_IAM_TAGGING_H

#include "service/iam/iam.h"

/** AWS: tags on one resource. */
#define IAM_TAGS_MAX 50

/**
 * Adds tags to, or replaces them on, what is kept under @id (an entity's id, or an ARN). Throws InvalidInput for keys
 * that repeat or belong to AWS, LimitExceeded past IAM_TAGS_MAX.
 */
int iam_tags_put(struct gh_call *c, struct gh_str id, const struct iam_tag_list_type *tags, struct gh_err *err);
/** Takes tags off; keys that are not there are ignored. */
int iam_tags_take(struct gh_call *c, struct gh_str id, const struct iam_tag_key_list_type *keys, struct gh_err *err);
/** Takes all tags off: the resource is deleted. */
int iam_tags_end(struct gh_call *c, struct gh_str id, struct gh_err *err);
/** One page in order of keys; *@ret_marker is absent on the last. */
int iam_tags_page(struct gh_call *c, struct gh_str id, const struct wire_page_query *query,
                  struct iam_tag_list_type *ret_tags, struct gh_str *ret_marker, struct gh_err *err);

#endif
