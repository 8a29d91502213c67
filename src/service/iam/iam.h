/* iam.h: what the files of this folder share: finding entities by name, paging, documents on the wire. */
#ifndef GH_SERVICE_IAM_H
#define GH_SERVICE_IAM_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/iam.h"
#include "store/queries.h"
#include "wire/call.h"

/** A page of a list that is read one row further than it shows. */
struct iam_page {
    struct gh_str scope, after;
    int64_t count;
};

/** Opens Marker/MaxItems. A marker of another list is a ValidationError. */
int iam_page_open(struct gh_call *c, struct gh_str marker, bool has_max, int32_t max, struct gh_str filter,
                  struct iam_page *ret_page, struct gh_err *err);
/** How many of the @n rows, read with count + 1, belong to the page. */
size_t iam_page_shown(const struct iam_page *page, size_t n);
/** Is there more? Then @ret_marker goes on after @last_key, the key of the last row shown. */
bool iam_page_close(struct gh_call *c, const struct iam_page *page, size_t n, struct gh_str last_key,
                    struct gh_str *ret_marker);

/** A user as the operations address one. */
struct iam_subject {
    struct gh_str id; /* absent: the account's root */
    struct gh_str name, path;
    int64_t created_ms;
};

/** The user named, or the caller where @name is absent. Throws NoSuchEntity. */
int iam_user_named(struct gh_call *c, struct gh_str name, struct iam_subject *ret_user, struct gh_err *err);
/** The live role named. Throws NoSuchEntity. */
int iam_role_named(struct gh_call *c, struct gh_str name, struct store_iam_role_by_name_row *ret_role,
                   struct gh_err *err);

/** A policy document as IAM answers it: percent-encoded (RFC 3986). */
struct gh_str iam_document(struct gh_call *c, struct gh_str document);
/** A text that sorts after every path beginning with @prefix. */
struct gh_str iam_path_end(struct gh_call *c, struct gh_str prefix);
/** The name under which a user's or role's tags are kept. */
struct gh_str iam_tag_resource(struct gh_call *c, struct gh_str entity_id);
int iam_tags(struct gh_call *c, struct gh_str entity_id, struct iam_tag_list_type *ret_tags, struct gh_err *err);

/** Lists of policies, the same for users and roles. */
int iam_list_inline(struct gh_call *c, struct gh_str entity_id, const struct iam_page *page,
                    struct iam_policy_name_list_type *ret_names, struct gh_str *ret_marker, struct gh_err *err);
int iam_list_attached(struct gh_call *c, struct gh_str entity_id, const struct iam_page *page,
                      struct gh_str path_prefix, struct iam_attached_policies_list_type *ret_policies,
                      struct gh_str *ret_marker, struct gh_err *err);

#endif
