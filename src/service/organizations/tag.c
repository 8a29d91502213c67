/* tag.c: tags of accounts, units, the root, policies and the resource policy. */
#include "base/base.h"
#include "service/organizations/policy.h"
#include "service/organizations/transfer.h"

#define TAGS_MAX 50

static struct gh_str tags_of(struct gh_call *c, struct gh_str id) {
    return gh_fmt(c->ctx.arena, "organizations:%.*s", GH_S_FMT(id));
}

static int resource_exists(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                           bool *ret_found, struct gh_err *err) {
    struct policy_target target;
    *ret_found = false;
    if (gh_str_starts(id, GH_S("p-"))) {
        struct store_organization_policy_get_row row;
        struct store_organization_policy_get_args args = {org->organization_id, id};
        int r = store_organization_policy_get(c->ctx.tx, &args, &row, err);
        *ret_found = r == 0;
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    if (gh_str_starts(id, GH_S("rt-"))) {
        struct store_responsibility_transfer_get_row row;
        int r = transfer_find(c, org, id, &row, err);
        *ret_found = r == 0 && gh_str_eq(row.target_organization_id, org->organization_id);
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    if (gh_str_starts(id, GH_S("rp-"))) {
        struct store_organization_resource_policy_get_row row;
        struct store_organization_resource_policy_get_args args = {org->organization_id};
        int r = store_organization_resource_policy_get(c->ctx.tx, &args, &row, err);
        *ret_found = r == 0 && gh_str_eq(row.id, id);
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    return organizations_target_get(c, org, id, &target, ret_found, err);
}

static int open_resource(struct gh_call *c, const void *in, struct gh_str id, struct gh_err *err) {
    struct store_organization_of_account_row org;
    bool found;
    int r = organizations_share(c, in, &org, err);
    if (!r) r = resource_exists(c, &org, id, &found, err);
    if (r || found) return r;
    return organizations_throw_target_not_found(
        err, "We can't find a root, OU, account, or policy with the TargetId that you specified.");
}

static int list(struct gh_call *c, struct gh_str id, struct gh_str after, struct store_tag_list_rows *ret_rows,
                struct gh_err *err) {
    struct store_tag_list_args args = {tags_of(c, id), after, TAGS_MAX + 1};
    return store_tag_list(c->ctx.tx, &args, ret_rows, err);
}

int organizations_list_tags_for_resource(struct gh_call *c, const struct organizations_list_tags_for_resource_input *in,
                                         struct organizations_list_tags_for_resource_output *out, struct gh_err *err) {
    struct wire_page page;
    struct store_tag_list_rows rows;
    struct wire_page_query query = {.token = in->next_token, .largest = TAGS_MAX, .filter = in->resource_id};
    int r = open_resource(c, in, in->resource_id, err);
    if (!r) r = organizations_page_open(c, &query, &page, err);
    if (!r) r = list(c, in->resource_id, page.after, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    out->tags.v = gh_new_n(c->ctx.arena, struct organizations_tag, shown + 1);
    out->tags.n = shown;
    for (size_t i = 0; i < shown; i++) out->tags.v[i] = (struct organizations_tag){rows.v[i].key, rows.v[i].value};
    if (shown) out->next_token = wire_page_next(c, &page, rows.n, rows.v[shown - 1].key);
    return 0;
}

int organizations_tag_resource(struct gh_call *c, const struct organizations_tag_resource_input *in,
                               struct organizations_tag_resource_output *out, struct gh_err *err) {
    (void)out;
    struct store_tag_list_rows rows;
    int r = open_resource(c, in, in->resource_id, err);
    if (!r) r = organizations_put_tags(c, tags_of(c, in->resource_id), &in->tags, err);
    if (!r) r = list(c, in->resource_id, GH_S(""), &rows, err);
    if (r || rows.n <= TAGS_MAX) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MAX_TAG_LIMIT_EXCEEDED,
        "You have exceeded the number of tags allowed on this resource.");
}

int organizations_untag_resource(struct gh_call *c, const struct organizations_untag_resource_input *in,
                                 struct organizations_untag_resource_output *out, struct gh_err *err) {
    (void)out;
    int r = open_resource(c, in, in->resource_id, err);
    for (size_t i = 0; !r && i < in->tag_keys.n; i++) {
        if (gh_str_starts(in->tag_keys.v[i], GH_S("aws:")))
            return organizations_throw_invalid_input(
                err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_SYSTEM_TAGS_PARAMETER,
                "You specified a tag key that is a system tag: keys that begin with aws: are reserved.");
        struct store_tag_delete_args args = {tags_of(c, in->resource_id), in->tag_keys.v[i]};
        r = store_tag_delete(c->ctx.tx, &args, NULL, err);
    }
    return r;
}
