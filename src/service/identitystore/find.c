/*
 * find.c: ids by another identifier, for GetUserId and GetGroupId, and the ARNs that authorization asks about. An ARN
 * is answered also where nothing is found, or the store is another account's: its id is then "*", which only an
 * unrestricted policy allows.
 */
#include "base/base.h"
#include "codec/json.h"
#include "domain/account.h"
#include "service/identitystore/identitystore.h"

static int external_id(struct gh_call *c, struct gh_str store_id, struct gh_str kind,
                       const struct identitystore_external_id *external, struct gh_str *ret_id, struct gh_err *err) {
    struct store_identity_external_id_get_row row;
    struct store_identity_external_id_get_args args = {
        .identity_store_id = store_id, .kind = kind, .issuer = external->issuer, .external_id = external->id};
    int r = store_identity_external_id_get(c->ctx.tx, &args, &row, err);
    if (!r) *ret_id = row.resource_id;
    return r;
}

static int bad_path(struct gh_str path, const char *allowed, struct gh_err *err) {
    return identitystore_throw_validation(err, GH_S_NONE, "AlternateIdentifier: attribute path %.*s is not one of %s.",
                                          GH_S_FMT(path), allowed);
}

/* -GH_ENOTFOUND where there is no such user. */
static int user_id(struct gh_call *c, struct gh_str store_id, const struct identitystore_alternate_identifier *id,
                   struct gh_str *ret_id, struct gh_err *err) {
    if (id->external_id) return external_id(c, store_id, GH_S("USER"), id->external_id, ret_id, err);
    const struct identitystore_unique_attribute *u = id->unique_attribute;
    struct gh_str value = u ? json_text(u->attribute_value) : GH_S_NONE;
    if (!value.p)
        return identitystore_throw_validation(err, GH_S_NONE, "AlternateIdentifier: a string value is required.");
    struct gh_str key = fold_key(c->ctx.arena, value);
    struct store_identity_user_get_row row;
    int r;
    if (gh_str_eq_ci(u->attribute_path, GH_S("UserName"))) {
        struct store_identity_user_by_name_args args = {store_id, key};
        r = store_identity_user_by_name(c->ctx.tx, &args, &row, err);
    } else if (gh_str_eq_ci(u->attribute_path, GH_S("Emails.Value"))) {
        struct store_identity_user_by_email_args args = {store_id, key};
        r = store_identity_user_by_email(c->ctx.tx, &args, &row, err);
    } else {
        return bad_path(u->attribute_path, "userName, emails.value", err);
    }
    if (!r) *ret_id = row.id;
    return r;
}

static int group_id(struct gh_call *c, struct gh_str store_id, const struct identitystore_alternate_identifier *id,
                    struct gh_str *ret_id, struct gh_err *err) {
    if (id->external_id) return external_id(c, store_id, GH_S("GROUP"), id->external_id, ret_id, err);
    const struct identitystore_unique_attribute *u = id->unique_attribute;
    struct gh_str value = u ? json_text(u->attribute_value) : GH_S_NONE;
    if (!value.p)
        return identitystore_throw_validation(err, GH_S_NONE, "AlternateIdentifier: a string value is required.");
    if (!gh_str_eq_ci(u->attribute_path, GH_S("DisplayName"))) return bad_path(u->attribute_path, "displayName", err);
    struct store_identity_group_get_row row;
    struct store_identity_group_by_name_args args = {store_id, fold_key(c->ctx.arena, value)};
    int r = store_identity_group_by_name(c->ctx.tx, &args, &row, err);
    if (!r) *ret_id = row.id;
    return r;
}

int identitystore_get_user_id(struct gh_call *c, const struct identitystore_get_user_id_input *in,
                              struct identitystore_get_user_id_output *out, struct gh_err *err) {
    struct gh_str id;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = user_id(c, in->identity_store_id, in->alternate_identifier, &id, err);
    if (r == -GH_ENOTFOUND)
        return identitystore_throw_resource_not_found(err, IDENTITYSTORE_RESOURCE_TYPE_USER, GH_S_NONE, GH_S_NONE,
                                                      "USER not found.");
    if (!r) *out = (struct identitystore_get_user_id_output){in->identity_store_id, id};
    return r;
}

int identitystore_get_group_id(struct gh_call *c, const struct identitystore_get_group_id_input *in,
                               struct identitystore_get_group_id_output *out, struct gh_err *err) {
    struct gh_str id;
    int r = identitystore_open(c, in->identity_store_id, err);
    if (!r) r = group_id(c, in->identity_store_id, in->alternate_identifier, &id, err);
    if (r == -GH_ENOTFOUND)
        return identitystore_throw_resource_not_found(err, IDENTITYSTORE_RESOURCE_TYPE_GROUP, GH_S_NONE, GH_S_NONE,
                                                      "GROUP not found.");
    if (!r) *out = (struct identitystore_get_group_id_output){id, in->identity_store_id};
    return r;
}

static int answer(struct gh_call *c, int r, const char *kind, struct gh_str id, struct gh_list *ret_arns) {
    /* A malformed identifier is the handler's to refuse. */
    if (r && r != -GH_ENOTFOUND && r != -GH_ETHROWN) return r;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = gh_fmt(c->ctx.arena, "arn:aws:identitystore:::%s/%.*s", kind, GH_S_FMT(r ? GH_S("*") : id));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int identitystore_find_user(struct gh_call *c, struct gh_str identity_store_id,
                            const struct identitystore_alternate_identifier *alternate_identifier,
                            struct gh_list *ret_arns, struct gh_err *err) {
    struct gh_str id;
    int r = identitystore_open(c, identity_store_id, err);
    if (!r) r = user_id(c, identity_store_id, alternate_identifier, &id, err);
    return answer(c, r, "user", id, ret_arns);
}

int identitystore_find_group(struct gh_call *c, struct gh_str identity_store_id,
                             const struct identitystore_alternate_identifier *alternate_identifier,
                             struct gh_list *ret_arns, struct gh_err *err) {
    struct gh_str id;
    int r = identitystore_open(c, identity_store_id, err);
    if (!r) r = group_id(c, identity_store_id, alternate_identifier, &id, err);
    return answer(c, r, "group", id, ret_arns);
}

int identitystore_find_groups(struct gh_call *c, const struct identitystore_group_ids *group_ids,
                              struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    struct gh_str *v = gh_new_n(c->ctx.arena, struct gh_str, group_ids->n + 1);
    for (size_t i = 0; i < group_ids->n; i++)
        v[i] = gh_fmt(c->ctx.arena, "arn:aws:identitystore:::group/%.*s", GH_S_FMT(group_ids->v[i]));
    *ret_arns = (struct gh_list){v, group_ids->n};
    return 0;
}

int identitystore_find_membership(struct gh_call *c, struct gh_str identity_store_id, struct gh_str membership_group_id,
                                  const struct identitystore_member_id *member_id, struct gh_list *ret_arns,
                                  struct gh_err *err) {
    struct store_identity_group_get_row group;
    struct store_identity_membership_get_row row = {0};
    bool named = member_id && member_id->user_id.p;
    struct store_identity_membership_find_args args = {.group_id = membership_group_id,
                                                       .user_id = named ? member_id->user_id : GH_S("")};
    int r = identitystore_open(c, identity_store_id, err);
    if (!r) r = identitystore_group_row(c, identity_store_id, membership_group_id, &group, err);
    if (!r) r = store_identity_membership_find(c->ctx.tx, &args, &row, err);
    return answer(c, r, "membership", row.id, ret_arns);
}

int identitystore_find_membership_user(struct gh_call *c, struct gh_str identity_store_id, struct gh_str membership_id,
                                       struct gh_list *ret_arns, struct gh_err *err) {
    struct store_identity_membership_get_row row = {0};
    struct store_identity_membership_get_args args = {.identity_store_id = identity_store_id, .id = membership_id};
    int r = identitystore_open(c, identity_store_id, err);
    if (!r) r = store_identity_membership_get(c->ctx.tx, &args, &row, err);
    return answer(c, r, "user", row.user_id, ret_arns);
}

int identitystore_find_membership_group(struct gh_call *c, struct gh_str identity_store_id, struct gh_str membership_id,
                                        struct gh_list *ret_arns, struct gh_err *err) {
    struct store_identity_membership_get_row row = {0};
    struct store_identity_membership_get_args args = {.identity_store_id = identity_store_id, .id = membership_id};
    int r = identitystore_open(c, identity_store_id, err);
    if (!r) r = store_identity_membership_get(c->ctx.tx, &args, &row, err);
    return answer(c, r, "group", row.group_id, ret_arns);
}
