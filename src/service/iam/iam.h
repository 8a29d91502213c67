/* iam.h: what the files of this folder share: finding entities by name, paging, documents on the wire. */
#ifndef GH_SERVICE_IAM_H
#define GH_SERVICE_IAM_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/iam.h"
#include "store/queries.h"
#include "wire/call.h"
#include "wire/page.h"

/** The largest page of its lists, which is also the default. */
#define IAM_PAGE 1000
/** What an input with Marker and MaxItems asks for. */
#define IAM_PAGE_QUERY(in, filter)                                                                                     \
    ((struct wire_page_query){(in)->marker, (in)->has_max_items, (in)->max_items, IAM_PAGE, (filter)})

/** Makes a list of the answer as long as the page of @n rows is, which is its value. */
#define IAM_PAGE_BEGIN(c, page, n_rows, list)                                                                          \
    ((list).n = wire_page_shown((page), (n_rows)),                                                                     \
     (list).v = gh_new_n((c)->ctx.arena, __typeof__(*(list).v), (list).n + 1), (list).n)
/** Says in the answer whether its list goes on: where it has a marker. */
#define IAM_LIST_END(out) ((out)->is_truncated = (out)->marker.p != NULL, (out)->has_is_truncated = true)
/** The same for a page of @rows whose last is found again by its @key. */
#define IAM_PAGE_END(c, page, rows, key, shown, out)                                                                   \
    do {                                                                                                               \
        if (shown) (out)->marker = wire_page_next((c), (page), (rows).n, (rows).v[(shown)-1].key);                     \
        IAM_LIST_END(out);                                                                                             \
    } while (0)

/** A user as the operations address one. */
struct iam_subject {
    struct gh_str id; /* absent: the account's root */
    struct gh_str name, path;
    int64_t created_ms;
};

/** The user named, or the caller where @name is absent. Throws NoSuchEntity. */
int iam_user_named(struct gh_call *c, struct gh_str name, struct iam_subject *ret_user, struct gh_err *err);
/** Under which id the user's credentials other than access keys are kept: the account's for its root. */
struct gh_str iam_owner_id(struct gh_call *c, const struct iam_subject *user);
/** A page of what one user has. */
struct iam_user_page {
    struct iam_subject user;
    struct gh_str owner_id; /* as iam_owner_id() */
    struct wire_page page;
};
/** @query: its filter is what else decides beside the user. Throws NoSuchEntity. */
int iam_user_page_open(struct gh_call *c, struct gh_str user_name, const struct wire_page_query *query,
                       struct iam_user_page *ret_page, struct gh_err *err);
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
int iam_list_inline(struct gh_call *c, struct gh_str entity_id, const struct wire_page *page,
                    struct iam_policy_name_list_type *ret_names, struct gh_str *ret_marker, struct gh_err *err);
struct iam_attached_query {
    struct gh_str entity_id, path_prefix;
    const struct wire_page *page;
};
int iam_list_attached(struct gh_call *c, const struct iam_attached_query *query,
                      struct iam_attached_policies_list_type *ret_policies, struct gh_str *ret_marker,
                      struct gh_err *err);

#endif
