/* common.c: see organizations.h. */
#include "service/organizations/organizations.h"

#include "base/base.h"
#include "domain/ids.h"
#include "domain/tag_policy.h"
#include "policy/policy.h"
#include "wire/authorize.h"

#define TAGS_MAX 50
/* AWS: five levels of units below the root. One more turn ends a chain that the database should never hold. */
#define DEPTH_MAX 6

int organizations_open(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    struct store_organization_of_account_args args = {.account_id = c->caller.account_id};
    int r = store_organization_of_account(c->ctx.tx, &args, ret_org, err);
    if (r == -GH_ENOTFOUND)
        return organizations_throw_aws_organizations_not_in_use(err,
                                                                "Your account is not a member of an organization.");
    return r;
}

int organizations_manage(struct gh_call *c, struct store_organization_of_account_row *ret_org, struct gh_err *err) {
    int r = organizations_open(c, ret_org, err);
    if (r || gh_str_eq(ret_org->management_account_id, c->caller.account_id)) return r;
    return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
}

int organizations_require_all_features(const struct store_organization_of_account_row *org, struct gh_err *err) {
    if (gh_str_eq(org->feature_set, ORGANIZATIONS_ORGANIZATION_FEATURE_SET_ALL)) return 0;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_ORGANIZATION_NOT_IN_ALL_FEATURES_MODE,
        "Your organization is not in all features mode.");
}

static int refuse_access(struct gh_err *err) {
    return organizations_throw_access_denied(err, "You don't have permissions to access this resource.");
}

/* AWS: an account that administers any service may read everything about the organization. */
static int is_delegated(struct gh_call *c, const struct store_organization_of_account_row *org, bool *ret_delegated,
                        struct gh_err *err) {
    struct store_organization_delegation_of_account_rows rows;
    struct store_organization_delegation_of_account_args args = {org->organization_id, c->caller.account_id, GH_S(""),
                                                                 1};
    int r = store_organization_delegation_of_account(c->ctx.tx, &args, &rows, err);
    if (!r) *ret_delegated = rows.n > 0;
    return r;
}

static int ask_resource_policy(struct gh_call *c, const void *in, struct gh_str action,
                               const struct store_organization_of_account_row *org, struct gh_err *err) {
    struct store_organization_resource_policy_get_row row;
    struct store_organization_resource_policy_get_args args = {org->organization_id};
    int r = store_organization_resource_policy_get(c->ctx.tx, &args, &row, err);
    if (r) return r == -GH_ENOTFOUND ? refuse_access(err) : r;
    struct policy *policy;
    r = policy_compile(c->ctx.arena, row.content, POLICY_RESOURCE, row.id, &policy, err);
    if (!r) r = wire_authorize_by_resource(c, in, action, policy, err);
    return r == -GH_EDENIED ? refuse_access(err) : r;
}

int organizations_share(struct gh_call *c, const void *in, struct store_organization_of_account_row *ret_org,
                        struct gh_err *err) {
    bool delegated = false;
    int r = organizations_open(c, ret_org, err);
    if (r || gh_str_eq(ret_org->management_account_id, c->caller.account_id)) return r;
    if (c->op->mode == GH_MODE_READ) r = is_delegated(c, ret_org, &delegated, err);
    return r || delegated ? r : ask_resource_policy(c, in, c->op->authorization.action, ret_org, err);
}

int organizations_all_features(const struct store_organization_of_account_row *org, struct gh_err *err) {
    if (gh_str_eq(org->feature_set, ORGANIZATIONS_ORGANIZATION_FEATURE_SET_ALL)) return 0;
    return organizations_throw_policy_type_not_available_for_organization(
        err, "You can't use the specified policy type with the feature set currently enabled for this organization.");
}

int organizations_page_open(struct gh_call *c, const struct wire_page_query *query, struct wire_page *ret_page,
                            struct gh_err *err) {
    int r = wire_page_open(c, query, ret_page, err);
    if (r != -GH_EINVAL) return r;
    return organizations_throw_invalid_input(err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_NEXT_TOKEN,
                                             "You provided an invalid NextToken.");
}

int organizations_parent_exists(struct gh_call *c, const struct store_organization_of_account_row *org,
                                struct gh_str parent_id, bool *ret_found, struct gh_err *err) {
    *ret_found = gh_str_eq(parent_id, org->root_id);
    if (*ret_found) return 0;
    struct store_organization_unit_get_row row;
    struct store_organization_unit_get_args args = {.organization_id = org->organization_id, .id = parent_id};
    int r = store_organization_unit_get(c->ctx.tx, &args, &row, err);
    *ret_found = r == 0;
    return r == -GH_ENOTFOUND ? 0 : r;
}

int organizations_path(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str parent_id,
                       struct gh_str *ret_path, int *ret_depth, struct gh_err *err) {
    struct gh_str path = GH_S(""), at = parent_id;
    int depth = 0;
    for (; depth <= DEPTH_MAX && !gh_str_eq(at, org->root_id); depth++) {
        struct store_organization_unit_get_row row;
        struct store_organization_unit_get_args args = {.organization_id = org->organization_id, .id = at};
        int r = store_organization_unit_get(c->ctx.tx, &args, &row, err);
        if (r) return r;
        path = gh_fmt(c->ctx.arena, "%.*s/%.*s", GH_S_FMT(at), GH_S_FMT(path));
        at = row.parent_id;
    }
    *ret_path =
        gh_fmt(c->ctx.arena, "%.*s/%.*s/%.*s", GH_S_FMT(org->organization_id), GH_S_FMT(org->root_id), GH_S_FMT(path));
    *ret_depth = depth;
    return 0;
}

static int check_tag(const struct organizations_tags *tags, size_t i, struct gh_err *err) {
    struct gh_str key = tags->v[i].key;
    if (gh_str_starts(key, GH_S("aws:")))
        return organizations_throw_invalid_input(
            err, ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_INVALID_SYSTEM_TAGS_PARAMETER,
            "You specified a tag key that is a system tag: keys that begin with aws: are reserved.");
    for (size_t j = 0; j < i; j++)
        if (gh_str_eq(tags->v[j].key, key))
            return organizations_throw_invalid_input(err,
                                                     ORGANIZATIONS_INVALID_INPUT_EXCEPTION_REASON_DUPLICATE_TAG_KEY,
                                                     "You specified the tag key %.*s more than once.", GH_S_FMT(key));
    return 0;
}

/* The kind of what is tagged under "organizations:<id>", as tag policies name it; absent where they have no say. */
static struct gh_str kind_of(struct gh_str resource) {
    static const struct {
        struct gh_str begin, kind;
    } kinds[] = {
        {GH_S_INIT("organizations:car-"), GH_S_INIT("organizations:account")},
        {GH_S_INIT("organizations:h-"), GH_S_INIT("organizations:account")},
        {GH_S_INIT("organizations:ou-"), GH_S_INIT("organizations:ou")},
        {GH_S_INIT("organizations:p-"), GH_S_INIT("organizations:policy")},
        {GH_S_INIT("organizations:r-"), GH_S_INIT("organizations:root")},
    };
    for (size_t i = 0; i < GH_COUNT(kinds); i++)
        if (gh_str_starts(resource, kinds[i].begin)) return kinds[i].kind;
    size_t digits = sizeof "organizations:" - 1;
    return id_is_account(gh_str_slice(resource, digits, resource.n)) ? GH_S("organizations:account") : GH_S_NONE;
}

/* What an organization consists of belongs to its management account: the tag policies on that account count. */
static int check_tag_policy(struct gh_call *c, struct gh_str resource, const struct organizations_tags *tags,
                            struct gh_err *err) {
    struct store_organization_of_account_row org;
    struct gh_str why, kind = kind_of(resource);
    if (!kind.p || !tags->n) return 0;
    int r = organizations_open(c, &org, err);
    struct principal_tag *asked = gh_new_n(c->ctx.arena, struct principal_tag, tags->n);
    for (size_t i = 0; i < tags->n; i++) asked[i] = (struct principal_tag){tags->v[i].key, tags->v[i].value};
    struct tag_policy_question question = {org.management_account_id, kind, asked, tags->n};
    if (!r) r = tag_policy_check(&c->ctx, &question, &why, err);
    if (r || !why.p) return r;
    return organizations_throw_constraint_violation(
        err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_TAG_POLICY_VIOLATION, "%.*s", GH_S_FMT(why));
}

int organizations_put_tags(struct gh_call *c, struct gh_str resource, const struct organizations_tags *tags,
                           struct gh_err *err) {
    if (tags->n > TAGS_MAX)
        return organizations_throw_constraint_violation(
            err, ORGANIZATIONS_CONSTRAINT_VIOLATION_EXCEPTION_REASON_MAX_TAG_LIMIT_EXCEEDED,
            "You have exceeded the number of tags allowed on this resource.");
    for (size_t i = 0; i < tags->n; i++) {
        int r = check_tag(tags, i, err);
        if (!r && !i) r = check_tag_policy(c, resource, tags, err);
        if (r) return r;
        struct store_tag_put_args args = {.resource = resource, .key = tags->v[i].key, .value = tags->v[i].value};
        r = store_tag_put(c->ctx.tx, &args, NULL, err);
        if (r) return r;
    }
    return 0;
}

int organizations_share_tags(struct gh_call *c, const void *in, const struct organizations_tags *tags,
                             const struct store_organization_of_account_row *org, struct gh_err *err) {
    if (!tags->n || gh_str_eq(org->management_account_id, c->caller.account_id)) return 0;
    return ask_resource_policy(c, in, GH_S("organizations:TagResource"), org, err);
}

int organizations_move_tags(struct context *c, struct gh_str from, struct gh_str to, struct gh_err *err) {
    struct store_tag_list_rows tags;
    struct store_tag_list_args list = {.resource = from, .after_key = GH_S(""), .count = TAGS_MAX};
    int r = store_tag_list(c->tx, &list, &tags, err);
    for (size_t i = 0; !r && i < tags.n; i++) {
        struct store_tag_put_args put = {.resource = to, .key = tags.v[i].key, .value = tags.v[i].value};
        r = store_tag_put(c->tx, &put, NULL, err);
    }
    return r ? r : store_tag_delete_all(c->tx, &(struct store_tag_delete_all_args){.resource = from}, NULL, err);
}
