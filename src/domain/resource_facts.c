/* resource_facts.c: see resource_facts.h. */
#include "domain/resource_facts.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "domain/ids.h"
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
    struct store_iam_role_id_by_name_row row;
    struct store_iam_role_id_by_name_args args = {parts->account_id, fold_key(c->arena, parts->name)};
    int r = store_iam_role_id_by_name(c->tx, &args, &row, err);
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

static int read_iam(struct context *c, const struct resource_viewer *viewer, struct gh_str arn,
                    const struct arn_iam *parts, struct resource_facts *facts, struct gh_err *err) {
    facts->is_iam = true;
    if (!gh_str_eq(parts->account_id, viewer->account_id)) return 0;
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

/* ---- Organizations: whose is it? ---- */

static int owns_account(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err) {
    struct store_organization_of_account_row row;
    int r = store_organization_of_account(c->tx, &(struct store_organization_of_account_args){id}, &row, err);
    return r || gh_str_eq(row.organization_id, organization_id) ? r : -GH_ENOTFOUND;
}

static int owns_root(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err) {
    struct store_organization_get_row row;
    int r = store_organization_get(c->tx, &(struct store_organization_get_args){organization_id}, &row, err);
    return r || gh_str_eq(row.root_id, id) ? r : -GH_ENOTFOUND;
}

static int owns_unit(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err) {
    struct store_organization_unit_get_row row;
    return store_organization_unit_get(c->tx, &(struct store_organization_unit_get_args){organization_id, id}, &row,
                                       err);
}

static int owns_policy(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err) {
    struct store_organization_policy_get_row row;
    return store_organization_policy_get(c->tx, &(struct store_organization_policy_get_args){organization_id, id}, &row,
                                         err);
}

static int owns_resource_policy(struct context *c, struct gh_str organization_id, struct gh_str id,
                                struct gh_err *err) {
    struct store_organization_resource_policy_get_row row;
    struct store_organization_resource_policy_get_args args = {organization_id};
    int r = store_organization_resource_policy_get(c->tx, &args, &row, err);
    return r || gh_str_eq(row.id, id) ? r : -GH_ENOTFOUND;
}

/* Tags of a transfer belong to the organization that asked for it. */
static int owns_transfer(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err) {
    struct store_responsibility_transfer_get_row row;
    int r = store_responsibility_transfer_get(c->tx, &(struct store_responsibility_transfer_get_args){id}, &row, err);
    return r || gh_str_eq(row.target_organization_id, organization_id) ? r : -GH_ENOTFOUND;
}

/* -GH_ENOTFOUND where the organization has no such thing. */
typedef int owns_fn(struct context *c, struct gh_str organization_id, struct gh_str id, struct gh_err *err);

static int check_organization(struct context *c, const struct resource_viewer *viewer, struct gh_str arn,
                              struct gh_str id, struct gh_err *err) {
    static const struct {
        struct gh_str begin;
        owns_fn *owns;
    } owned[] = {
        {GH_S_INIT("r-"), owns_root},
        {GH_S_INIT("ou-"), owns_unit},
        {GH_S_INIT("p-"), owns_policy},
        {GH_S_INIT("rt-"), owns_transfer},
        {GH_S_INIT("rp-"), owns_resource_policy},
    };
    (void)arn;
    if (!viewer->organization_id.p) return -GH_ENOTFOUND;
    for (size_t i = 0; i < GH_COUNT(owned); i++)
        if (gh_str_starts(id, owned[i].begin)) return owned[i].owns(c, viewer->organization_id, id, err);
    return id_is_account(id) ? owns_account(c, viewer->organization_id, id, err) : -GH_ENOTFOUND;
}

/* ---- Identity Center: whose is it? ---- */

/* The second part of "…:<kind>/<instance>/<id>" or "…:instance/<instance>". */
static struct gh_str instance_named(struct gh_str arn) {
    struct gh_str rest = arn, part = GH_S_NONE;
    for (size_t i = 0; i < 2; i++)
        if (!gh_str_split(&rest, '/', &part)) return GH_S_NONE;
    return part;
}

static int instance_has(struct context *c, struct gh_str instance_id, struct gh_str id, struct gh_err *err) {
    struct gh_str of = GH_S_NONE;
    int r;
    if (gh_str_eq(id, instance_id)) return 0;
    if (gh_str_starts(id, GH_S("ps-"))) {
        struct store_permission_set_get_row set;
        return store_permission_set_get(c->tx, &(struct store_permission_set_get_args){instance_id, id}, &set, err);
    }
    if (gh_str_starts(id, GH_S("apl-"))) {
        struct store_application_get_row application;
        r = store_application_get(c->tx, &(struct store_application_get_args){id}, &application, err);
        if (!r) of = application.instance_id;
    } else {
        struct store_trusted_token_issuer_get_row issuer;
        r = store_trusted_token_issuer_get(c->tx, &(struct store_trusted_token_issuer_get_args){id}, &issuer, err);
        if (!r) of = issuer.instance_id;
    }
    return r || gh_str_eq(of, instance_id) ? r : -GH_ENOTFOUND;
}

static int check_center(struct context *c, const struct resource_viewer *viewer, struct gh_str arn, struct gh_str id,
                        struct gh_err *err) {
    struct store_sso_instance_get_row instance;
    struct gh_str instance_id = instance_named(arn);
    if (!instance_id.p) return -GH_ENOTFOUND;
    int r = store_sso_instance_get(c->tx, &(struct store_sso_instance_get_args){instance_id}, &instance, err);
    if (r) return r;
    bool shared = instance.organization_id.p && viewer->organization_id.p &&
                  gh_str_eq(instance.organization_id, viewer->organization_id);
    if (!shared && !gh_str_eq(instance.account_id, viewer->account_id)) return -GH_ENOTFOUND;
    return instance_has(c, instance_id, id, err);
}

/* ---- tags by the last part of the ARN ---- */

/* -GH_ENOTFOUND where the viewer has no such resource. */
typedef int check_fn(struct context *c, const struct resource_viewer *viewer, struct gh_str arn, struct gh_str id,
                     struct gh_err *err);

/* Organizations and Identity Center keep tags by the last part of the ARN. Few resources have any: those are checked.
 */
static int read_tags_by_last_part(struct context *c, const struct resource_viewer *viewer, struct gh_str arn,
                                  struct resource_facts *facts, struct gh_err *err) {
    static const struct {
        struct gh_str name;
        check_fn *check;
    } services[] = {{GH_S_INIT("organizations"), check_organization}, {GH_S_INIT("sso"), check_center}};
    for (size_t i = 0; i < GH_COUNT(services); i++) {
        struct gh_str begin = gh_fmt(c->arena, "arn:aws:%.*s:", GH_S_FMT(services[i].name));
        if (!gh_str_starts(arn, begin)) continue;
        struct resource_facts found = *facts;
        size_t at = arn.n;
        while (at && arn.p[at - 1] != '/') at--;
        struct gh_str id = gh_str_slice(arn, at, arn.n);
        int r = read_tags(c, gh_fmt(c->arena, "%.*s:%.*s", GH_S_FMT(services[i].name), GH_S_FMT(id)), &found, err);
        if (r || !found.n_tags) return r;
        r = services[i].check(c, viewer, arn, id, err);
        if (!r) *facts = found;
        return r == -GH_ENOTFOUND ? 0 : r;
    }
    return 0;
}

/* "arn:aws:account::<management account>:account/o-…/<account>": its tags are those that Organizations keeps. */
static int read_org_account(struct context *c, const struct resource_viewer *viewer, struct gh_str account_id,
                            struct resource_facts *facts, struct gh_err *err) {
    const struct org_policies *policies;
    int r = org_policies_of(c, account_id, &policies, err);
    if (r || !policies || !viewer->organization_id.p) return r;
    if (!gh_str_eq(policies->organization_id, viewer->organization_id)) return 0;
    facts->is_org_account = true;
    facts->org_path = org_policies_parent_path(policies);
    return read_tags(c, gh_fmt(c->arena, "organizations:%.*s", GH_S_FMT(account_id)), facts, err);
}

int resource_facts_read(struct context *c, const struct resource_viewer *viewer, struct gh_str arn,
                        struct resource_facts *ret_facts, struct gh_err *err) {
    struct arn_iam parts;
    *ret_facts = (struct resource_facts){0};
    if (arn_iam_split(arn, &parts)) return read_iam(c, viewer, arn, &parts, ret_facts, err);
    if (gh_str_starts(arn, GH_S("arn:aws:account:")) && gh_str_find(arn, '/') > 0)
        return read_org_account(c, viewer, gh_str_slice(arn, arn.n - ACCOUNT_CHARS, arn.n), ret_facts, err);
    ret_facts->application_account = arn_application_account(arn);
    return read_tags_by_last_part(c, viewer, arn, ret_facts, err);
}
