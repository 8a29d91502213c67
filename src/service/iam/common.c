/* common.c: see iam.h. */
#include "service/iam/iam.h"

#include <string.h>

#include "base/base.h"
#include "codec/form.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/iam.h"
#include "domain/managed_policy.h"

#define DOCUMENT_MAX ((size_t)1 << 20)
#define TAGS_MAX 50

static int caller_as_subject(struct gh_call *c, struct iam_subject *ret_user, struct gh_err *err) {
    if (c->caller.kind == PRINCIPAL_ROOT) {
        *ret_user = (struct iam_subject){.id = GH_S_NONE};
        return 0;
    }
    if (c->caller.kind != PRINCIPAL_USER)
        return gh_refuse(err, GH_EINVAL, "Must specify userName when calling with non-User credentials");
    return iam_user_named(c, c->caller.name, ret_user, err);
}

int iam_user_named(struct gh_call *c, struct gh_str name, struct iam_subject *ret_user, struct gh_err *err) {
    if (!name.p) return caller_as_subject(c, ret_user, err);
    struct store_iam_user_by_name_row row;
    struct store_iam_user_by_name_args args = {.account_id = c->caller.account_id,
                                               .name_key = fold_key(c->ctx.arena, name)};
    int r = store_iam_user_by_name(c->ctx.tx, &args, &row, err);
    if (r == -GH_ENOTFOUND)
        return iam_throw_no_such_entity(err, "The user with name %.*s cannot be found.", GH_S_FMT(name));
    if (r) return r;
    *ret_user = (struct iam_subject){row.id, row.name, row.path, row.created_ms};
    return 0;
}

struct gh_str iam_owner_id(struct gh_call *c, const struct iam_subject *user) {
    return user->id.p ? user->id : c->caller.account_id;
}

int iam_user_page_open(struct gh_call *c, struct gh_str user_name, const struct wire_page_query *query,
                       struct iam_user_page *ret_page, struct gh_err *err) {
    struct wire_page_query own = *query;
    int r = iam_user_named(c, user_name, &ret_page->user, err);
    if (r) return r;
    ret_page->owner_id = iam_owner_id(c, &ret_page->user);
    own.filter = gh_fmt(c->ctx.arena, "%.*s %.*s", GH_S_FMT(ret_page->owner_id), GH_S_FMT(query->filter));
    return wire_page_open(c, &own, &ret_page->page, err);
}

int iam_role_named(struct gh_call *c, struct gh_str name, struct store_iam_role_by_name_row *ret_role,
                   struct gh_err *err) {
    struct store_iam_role_by_name_args args = {.account_id = c->caller.account_id,
                                               .name_key = fold_key(c->ctx.arena, name)};
    int r = store_iam_role_by_name(c->ctx.tx, &args, ret_role, err);
    if (r == -GH_ENOTFOUND || (!r && ret_role->has_removed_ms))
        return iam_throw_no_such_entity(err, "The role with name %.*s cannot be found.", GH_S_FMT(name));
    return r;
}

struct gh_str iam_document(struct gh_call *c, struct gh_str document) {
    struct gh_buf b;
    gh_buf_init(&b, c->ctx.arena, DOCUMENT_MAX);
    percent_encode(&b, document);
    return gh_buf_str(&b);
}

struct gh_str iam_path_end(struct gh_call *c, struct gh_str prefix) {
    /* Paths are printable ASCII, so one character past '~' ends every path that begins with the prefix. */
    return gh_fmt(c->ctx.arena, "%.*s\x7f", GH_S_FMT(prefix));
}

struct gh_str iam_tag_resource(struct gh_call *c, struct gh_str entity_id) {
    return iam_tags_of(c->ctx.arena, entity_id);
}

int iam_tags(struct gh_call *c, struct gh_str entity_id, struct iam_tag_list_type *ret_tags, struct gh_err *err) {
    struct store_tag_list_rows rows;
    struct store_tag_list_args args = {
        .resource = iam_tag_resource(c, entity_id), .after_key = GH_S(""), .count = TAGS_MAX};
    int r = store_tag_list(c->ctx.tx, &args, &rows, err);
    if (r || !rows.n) return r;
    ret_tags->v = gh_new_n(c->ctx.arena, struct iam_tag, rows.n);
    ret_tags->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) ret_tags->v[i] = (struct iam_tag){rows.v[i].key, rows.v[i].value};
    return 0;
}

int iam_list_inline(struct gh_call *c, struct gh_str entity_id, const struct wire_page *page,
                    struct iam_policy_name_list_type *ret_names, struct gh_str *ret_marker, struct gh_err *err) {
    struct store_iam_inline_list_rows rows;
    struct store_iam_inline_list_args args = {
        .entity_id = entity_id, .after_name = page->after, .count = page->count + 1};
    int r = store_iam_inline_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(page, rows.n);
    if (shown) *ret_marker = wire_page_next(c, page, rows.n, rows.v[shown - 1].name);
    ret_names->v = gh_new_n(c->ctx.arena, struct gh_str, shown + 1);
    ret_names->n = shown;
    for (size_t i = 0; i < shown; i++) ret_names->v[i] = rows.v[i].name;
    return 0;
}

/* AWS managed policies have no path but "/" or one of AWS's own; the ARN carries it. */
static bool under_path(struct gh_str arn, struct gh_str prefix) {
    if (!prefix.p || gh_str_eq(prefix, GH_S("/"))) return true;
    ptrdiff_t at = gh_str_find_str(arn, GH_S(":policy/"));
    return at >= 0 && gh_str_starts(gh_str_slice(arn, (size_t)at + strlen(":policy"), arn.n), prefix);
}

int iam_list_attached(struct gh_call *c, const struct iam_attached_query *query,
                      struct iam_attached_policies_list_type *ret_policies, struct gh_str *ret_marker,
                      struct gh_err *err) {
    const struct wire_page *page = query->page;
    struct store_iam_attachment_list_rows rows;
    struct store_iam_attachment_list_args args = {
        .entity_id = query->entity_id, .after_arn = page->after, .count = page->count + 1};
    int r = store_iam_attachment_list(c->ctx.tx, &args, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(page, rows.n);
    if (shown) *ret_marker = wire_page_next(c, page, rows.n, rows.v[shown - 1].policy_arn);
    ret_policies->v = gh_new_n(c->ctx.arena, struct iam_attached_policy, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        struct gh_str arn = rows.v[i].policy_arn, name;
        if (!under_path(arn, query->path_prefix)) continue;
        if ((r = managed_policy_find(&c->ctx, arn, &name, err))) return r;
        ret_policies->v[ret_policies->n++] = (struct iam_attached_policy){.policy_name = name, .policy_arn = arn};
    }
    return 0;
}
