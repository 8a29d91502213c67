/* tagging.c: see tagging.h. */
#include "service/iam/tagging.h"

#include "base/base.h"
#include "domain/tag_policy.h"

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

/* The kind of what the operation tags, as tag policies name it; AWS does not enforce them for users and roles. */
static struct gh_str kind_of(struct gh_str operation) {
    static const struct {
        struct gh_str end, kind;
    } kinds[] = {
        {GH_S_INIT("InstanceProfile"), GH_S_INIT("iam:instance-profile")},
        {GH_S_INIT("MFADevice"), GH_S_INIT("iam:mfa")},
        {GH_S_INIT("OpenIDConnectProvider"), GH_S_INIT("iam:oidc-provider")},
        {GH_S_INIT("Policy"), GH_S_INIT("iam:policy")},
        {GH_S_INIT("SAMLProvider"), GH_S_INIT("iam:saml-provider")},
        {GH_S_INIT("ServerCertificate"), GH_S_INIT("iam:server-certificate")},
    };
    for (size_t i = 0; i < GH_COUNT(kinds); i++)
        if (gh_str_ends(operation, kinds[i].end)) return kinds[i].kind;
    return GH_S_NONE;
}

static int check_tag_policy(struct gh_call *c, const struct iam_tag_list_type *tags, struct gh_err *err) {
    struct gh_str why, kind = kind_of(c->op->name);
    if (!kind.p || !tags->n) return 0;
    struct principal_tag *asked = gh_new_n(c->ctx.arena, struct principal_tag, tags->n);
    for (size_t i = 0; i < tags->n; i++) asked[i] = (struct principal_tag){tags->v[i].key, tags->v[i].value};
    struct tag_policy_question question = {c->caller.account_id, kind, asked, tags->n};
    int r = tag_policy_check(&c->ctx, &question, &why, err);
    return r || !why.p ? r : iam_throw_invalid_input(err, "%.*s", GH_S_FMT(why));
}

int iam_tags_put(struct gh_call *c, struct gh_str id, const struct iam_tag_list_type *tags, struct gh_err *err) {
    struct store_tag_list_rows kept;
    int r = check_keys(tags, err);
    if (!r) r = check_tag_policy(c, tags, err);
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
