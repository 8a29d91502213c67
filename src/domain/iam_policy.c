/* iam_policy.c: see iam_policy.h. */
#include "domain/iam_policy.h"

#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/context.h"
#include "domain/iam.h"
#include "domain/ids.h"
#include "store/queries.h"

int iam_policy_find(struct context *c, struct gh_str arn, struct iam_policy_row *ret_policy, struct gh_err *err) {
    struct arn_iam parts;
    if (!arn_iam_split(arn, &parts) || !gh_str_eq(parts.kind, GH_S("policy")))
        return gh_fail(err, GH_ENOTFOUND, "not the ARN of a policy");
    struct store_iam_policy_by_name_row row;
    struct store_iam_policy_by_name_args args = {parts.account_id, fold_key(c->arena, parts.name)};
    int r = store_iam_policy_by_name(c->tx, &args, &row, err);
    if (r) return r;
    if (!gh_str_eq(row.path, parts.path) || !gh_str_eq(row.name, parts.name))
        return gh_fail(err, GH_ENOTFOUND, "the policy of that name has another path");
    *ret_policy = (struct iam_policy_row){row.id,           parts.account_id, row.name,
                                          row.path,         row.description,  row.default_version,
                                          row.last_version, row.created_ms,   row.updated_ms};
    return 0;
}

int iam_policy_text(struct context *c, const struct iam_policy_row *policy, struct gh_str *ret_document,
                    struct gh_err *err) {
    struct store_iam_policy_version_get_row row;
    struct store_iam_policy_version_get_args args = {policy->id, policy->default_version};
    int r = store_iam_policy_version_get(c->tx, &args, &row, err);
    if (!r) *ret_document = row.document;
    return r;
}

int iam_policy_create(struct context *c, const struct iam_policy_new *policy, struct gh_str *ret_id,
                      struct gh_err *err) {
    struct gh_str id = id_iam_policy_new(c->arena);
    struct store_iam_policy_insert_args row = {.id = id,
                                               .account_id = policy->account_id,
                                               .name = policy->name,
                                               .name_key = fold_key(c->arena, policy->name),
                                               .path = policy->path,
                                               .description = policy->description,
                                               .created_ms = c->now_ms};
    int r = store_iam_policy_insert(c->tx, &row, NULL, err);
    if (r) return r;
    struct store_iam_policy_version_insert_args version = {id, 1, policy->document, c->now_ms};
    r = store_iam_policy_version_insert(c->tx, &version, NULL, err);
    if (!r) *ret_id = id;
    return r;
}

int iam_policy_add_version(struct context *c, const struct iam_policy_row *policy, struct gh_str document,
                           int64_t *ret_number, struct gh_err *err) {
    int64_t number = policy->last_version + 1;
    struct store_iam_policy_version_insert_args version = {policy->id, number, document, c->now_ms};
    int r = store_iam_policy_version_insert(c->tx, &version, NULL, err);
    if (r) return r;
    r = store_iam_policy_numbered(c->tx, &(struct store_iam_policy_numbered_args){policy->id, number, c->now_ms}, NULL,
                                  err);
    if (!r) *ret_number = number;
    return r;
}

int iam_policy_set_default(struct context *c, const struct iam_policy_row *policy, int64_t number, struct gh_err *err) {
    struct store_iam_policy_default_args row = {policy->id, number, c->now_ms};
    int r = store_iam_policy_default(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, policy->account_id, err);
}

int iam_policy_delete(struct context *c, const struct iam_policy_row *policy, struct gh_err *err) {
    struct store_tag_delete_all_args tags = {iam_tags_of(c->arena, policy->id)};
    int r = store_tag_delete_all(c->tx, &tags, NULL, err);
    if (!r)
        r = store_iam_policy_version_delete_all(c->tx, &(struct store_iam_policy_version_delete_all_args){policy->id},
                                                NULL, err);
    if (!r) r = store_iam_policy_delete(c->tx, &(struct store_iam_policy_delete_args){policy->id}, NULL, err);
    return r ? r : account_touch(c, policy->account_id, err);
}

int iam_boundary_set(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_str policy_arn,
                     struct gh_err *err) {
    struct store_iam_boundary_put_args row = {entity_id, account_id, policy_arn};
    int r = store_iam_boundary_put(c->tx, &row, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}

int iam_boundary_clear(struct context *c, struct gh_str account_id, struct gh_str entity_id, struct gh_err *err) {
    int r = store_iam_boundary_delete(c->tx, &(struct store_iam_boundary_delete_args){entity_id}, NULL, err);
    return r ? r : account_touch(c, account_id, err);
}
