/* resource_facts.c: see resource_facts.h. */
#include "domain/resource_facts.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "domain/org_policy.h"
#include "store/queries.h"

#define TAGS_MAX 50
#define ACCOUNT_CHARS 12

/* Each answers the id under which the tags of the resource are kept, or -GH_ENOTFOUND. */
typedef int id_fn(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                  struct gh_err *err);

static int user_id(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                   struct gh_err *err) {
    (void)arn;
    struct store_iam_user_by_name_row row;
    struct store_iam_user_by_name_args args = {parts->account_id, fold_key(c->arena, parts->name)};
    int r = store_iam_user_by_name(c->tx, &args, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

static int role_id(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                   struct gh_err *err) {
    (void)arn;
    struct store_iam_role_by_name_row row;
    struct store_iam_role_by_name_args args = {parts->account_id, fold_key(c->arena, parts->name)};
    int r = store_iam_role_by_name(c->tx, &args, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

static int policy_id_of(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                        struct gh_err *err) {
    (void)parts;
    struct iam_policy_row row;
    int r = iam_policy_find(c, arn, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

static int profile_id(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                      struct gh_err *err) {
    (void)arn;
    struct store_iam_instance_profile_by_name_row row;
    struct store_iam_instance_profile_by_name_args args = {parts->account_id, fold_key(c->arena, parts->name)};
    int r = store_iam_instance_profile_by_name(c->tx, &args, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

static int certificate_id(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                          struct gh_err *err) {
    (void)arn;
    struct store_iam_server_certificate_by_name_row row;
    struct store_iam_server_certificate_by_name_args args = {parts->account_id, fold_key(c->arena, parts->name)};
    int r = store_iam_server_certificate_by_name(c->tx, &args, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

/* MFA devices and identity providers have no id but their ARN. */
static int arn_itself(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct gh_str *ret_id,
                      struct gh_err *err) {
    (void)c;
    (void)parts;
    (void)err;
    *ret_id = arn;
    return 0;
}

static const struct {
    struct gh_str kind;
    id_fn *id;
    bool bounded;
} kinds[] = {
    {GH_S_INIT("user"), user_id, true},
    {GH_S_INIT("role"), role_id, true},
    {GH_S_INIT("policy"), policy_id_of, false},
    {GH_S_INIT("instance-profile"), profile_id, false},
    {GH_S_INIT("server-certificate"), certificate_id, false},
    {GH_S_INIT("mfa"), arn_itself, false},
    {GH_S_INIT("saml-provider"), arn_itself, false},
    {GH_S_INIT("oidc-provider"), arn_itself, false},
};

static int read_tags(struct context *c, struct gh_str resource, struct resource_facts *facts, struct gh_err *err) {
    struct store_tag_list_rows rows;
    int r = store_tag_list(c->tx, &(struct store_tag_list_args){resource, GH_S(""), TAGS_MAX}, &rows, err);
    if (r || !rows.n) return r;
    struct principal_tag *tags = gh_new_n(c->arena, struct principal_tag, rows.n);
    for (size_t i = 0; i < rows.n; i++) tags[i] = (struct principal_tag){rows.v[i].key, rows.v[i].value};
    facts->tags = tags;
    facts->n_tags = rows.n;
    return 0;
}

int resource_boundary_read(struct context *c, struct gh_str id, struct gh_str *ret_arn, struct gh_err *err) {
    struct store_iam_boundary_get_row row;
    int r = store_iam_boundary_get(c->tx, &(struct store_iam_boundary_get_args){id}, &row, err);
    *ret_arn = r ? GH_S_NONE : row.policy_arn;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int read_iam(struct context *c, struct gh_str arn, const struct arn_iam *parts, struct resource_facts *facts,
                    struct gh_err *err) {
    facts->is_iam = true;
    for (size_t i = 0; i < GH_COUNT(kinds); i++) {
        struct gh_str id;
        if (!gh_str_eq(parts->kind, kinds[i].kind)) continue;
        int r = kinds[i].id(c, arn, parts, &id, err);
        if (r) return r == -GH_ENOTFOUND ? 0 : r;
        if (kinds[i].bounded) facts->bounded_id = id;
        return read_tags(c, iam_tags_of(c->arena, id), facts, err);
    }
    return 0;
}

/* Organizations and Identity Center keep tags by the last part of the ARN. */
static struct gh_str tags_by_last_part(struct gh_arena *a, struct gh_str arn) {
    static const struct gh_str services[] = {GH_S_INIT("organizations"), GH_S_INIT("sso")};
    for (size_t i = 0; i < GH_COUNT(services); i++) {
        struct gh_str begin = gh_fmt(a, "arn:aws:%.*s:", GH_S_FMT(services[i]));
        if (!gh_str_starts(arn, begin)) continue;
        size_t at = arn.n;
        while (at && arn.p[at - 1] != '/') at--;
        struct gh_str last = gh_str_slice(arn, at, arn.n);
        return gh_fmt(a, "%.*s:%.*s", GH_S_FMT(services[i]), GH_S_FMT(last));
    }
    return GH_S_NONE;
}

/* "arn:aws:account::<management account>:account/o-…/<account>": its tags are those that Organizations keeps. */
static int read_org_account(struct context *c, struct gh_str account_id, struct resource_facts *facts,
                            struct gh_err *err) {
    const struct org_policies *policies;
    int r = org_policies_of(c, account_id, &policies, err);
    if (r || !policies) return r;
    facts->is_org_account = true;
    facts->org_path = org_policies_parent_path(policies);
    return read_tags(c, gh_fmt(c->arena, "organizations:%.*s", GH_S_FMT(account_id)), facts, err);
}

int resource_facts_read(struct context *c, struct gh_str arn, struct resource_facts *ret_facts, struct gh_err *err) {
    struct arn_iam parts;
    *ret_facts = (struct resource_facts){0};
    if (arn_iam_split(arn, &parts)) return read_iam(c, arn, &parts, ret_facts, err);
    if (gh_str_starts(arn, GH_S("arn:aws:account:")) && gh_str_find(arn, '/') > 0)
        return read_org_account(c, gh_str_slice(arn, arn.n - ACCOUNT_CHARS, arn.n), ret_facts, err);
    ret_facts->application_account = arn_application_account(arn);
    struct gh_str resource = tags_by_last_part(c->arena, arn);
    return resource.p ? read_tags(c, resource, ret_facts, err) : 0;
}
