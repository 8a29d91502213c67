/* tagging.c: see tagging.h. */
#include "service/iam/tagging.h"

#include "base/base.h"

/* IAM compares the keys of a resource's tags ignoring case, and keeps the case they were first given. */
static int check_keys(const struct iam_tag_list_type *tags, struct gh_err *err) {
    for (size_t i = 0; i < tags->n; i++) {
        struct gh_str key = tags->v[i].key;
        if (key.n >= 4 && gh_str_eq_ci(gh_str_slice(key, 0, 4), GH_S("aws:")))
            return iam_throw_invalid_input(err, "The tag key %.*s is reserved: it may not begin with aws:.",
                                           GH_S_FMT(key));
        for (size_t j = 0; j < i; j++)
            if (gh_str_eq_ci(key, tags->v[j].key))
                return iam_throw_invalid_input(
                    err, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    return 0;
}

static int list(struct gh_call *c, struct gh_str id, struct gh_str after, int64_t count,
                struct store_tag_list_rows *ret_rows, struct gh_err *err) {
    struct store_tag_list_args args = {.resource = iam_tag_resource(c, id), .after_key = after, .count = count};
    return store_tag_list(c->ctx.tx, &args, ret_rows, err);
}

/* The key as it is kept, where the resource has that tag already. */
static struct gh_str kept_key(const struct store_tag_list_rows *kept, struct gh_str key) {
    for (size_t i = 0; i < kept->n; i++)
        if (gh_str_eq_ci(kept->v[i].key, key)) return kept->v[i].key;
    return GH_S_NONE;
}

int iam_tags_put(struct gh_call *c, struct gh_str id, const struct iam_tag_list_type *tags, struct gh_err *err) {
    struct store_tag_list_rows kept;
    int r = check_keys(tags, err);
    if (!r) r = list(c, id, GH_S(""), IAM_TAGS_MAX, &kept, err);
    size_t total = r ? 0 : kept.n;
    for (size_t i = 0; !r && i < tags->n; i++) {
        struct gh_str key = kept_key(&kept, tags->v[i].key);
        total += !key.p;
        struct store_tag_put_args args = {
            .resource = iam_tag_resource(c, id), .key = key.p ? key : tags->v[i].key, .value = tags->v[i].value};
        r = store_tag_put(c->ctx.tx, &args, NULL, err);
    }
    if (!r && total > IAM_TAGS_MAX)
        return iam_throw_limit_exceeded(err, "The number of tags has reached the maximum limit of %d.", IAM_TAGS_MAX);
    return r;
}

int iam_tags_take(struct gh_call *c, struct gh_str id, const struct iam_tag_key_list_type *keys, struct gh_err *err) {
    struct store_tag_list_rows kept;
    int r = list(c, id, GH_S(""), IAM_TAGS_MAX, &kept, err);
    for (size_t i = 0; !r && i < keys->n; i++) {
        struct gh_str key = kept_key(&kept, keys->v[i]);
        if (!key.p) continue;
        struct store_tag_delete_args args = {.resource = iam_tag_resource(c, id), .key = key};
        r = store_tag_delete(c->ctx.tx, &args, NULL, err);
    }
    return r;
}

int iam_tags_end(struct gh_call *c, struct gh_str id, struct gh_err *err) {
    struct store_tag_delete_all_args args = {.resource = iam_tag_resource(c, id)};
    return store_tag_delete_all(c->ctx.tx, &args, NULL, err);
}

int iam_tags_page(struct gh_call *c, struct gh_str id, const struct wire_page_query *query,
                  struct iam_tag_list_type *ret_tags, struct gh_str *ret_marker, struct gh_err *err) {
    struct wire_page page;
    struct store_tag_list_rows rows;
    int r = wire_page_open(c, query, &page, err);
    if (!r) r = list(c, id, page.after, page.count + 1, &rows, err);
    if (r) return r;
    size_t shown = wire_page_shown(&page, rows.n);
    *ret_tags = (struct iam_tag_list_type){gh_new_n(c->ctx.arena, struct iam_tag, shown + 1), shown};
    for (size_t i = 0; i < shown; i++) ret_tags->v[i] = (struct iam_tag){rows.v[i].key, rows.v[i].value};
    if (shown) *ret_marker = wire_page_next(c, &page, rows.n, rows.v[shown - 1].key);
    return 0;
}
