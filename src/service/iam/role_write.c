/* role_write.c: roles made, changed and deleted. */
#include "base/base.h"
#include "domain/account.h"
#include "domain/arn.h"
#include "domain/federation.h"
#include "domain/iam.h"
#include "domain/iam_policy.h"
#include "domain/iam_trust.h"
#include "policy/policy.h"
#include "service/iam/entity_policy.h"
#include "service/iam/quota.h"
#include "service/iam/role.h"
#include "service/iam/tagging.h"

#define SESSION_DEFAULT_S 3600

int iam_find_new_role(struct gh_call *c, struct gh_str path, struct gh_str role_name, struct gh_list *ret_arns,
                      struct gh_err *err) {
    (void)err;
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_iam_role(c->ctx.arena, c->caller.account_id, path.p ? path : GH_S("/"), role_name);
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

/* A role that any token of a provider opens is let be, as AWS lets it, but not in silence. */
static void warn_of_open_trust(struct gh_call *c, struct gh_str document) {
    struct policy *trust;
    if (policy_compile(c->ctx.arena, document, POLICY_TRUST, GH_S("trust"), &trust, NULL) == 0)
        c->audit_data = federation_trust_warning(c->ctx.arena, trust);
}

/* A trust policy, checked, in the form that is kept. */
static int trust_of(struct gh_call *c, struct gh_str document, struct gh_str *ret_kept, struct gh_err *err) {
    if (iam_document_size(document) > IAM_QUOTA_TRUST_SIZE)
        return iam_throw_limit_exceeded(err, "Cannot exceed quota for ACLSizePerRole: %d", IAM_QUOTA_TRUST_SIZE);
    int r = iam_document_check(c, document, POLICY_TRUST, err);
    if (r) return r;
    warn_of_open_trust(c, document);
    struct gh_err *why = gh_err_new(c->ctx.arena);
    r = iam_trust_keep(&c->ctx, document, ret_kept, why);
    return r == -GH_EINVAL ? iam_throw_malformed_policy_document(err, "%s", why->message) : r;
}

static int check_reserved(const struct iam_role_new *role, struct gh_err *err) {
    static const struct gh_str names[] = {GH_S_INIT("AWSServiceRoleFor"), GH_S_INIT("AWSReservedSSO_")};
    static const struct gh_str paths[] = {GH_S_INIT("/aws-service-role/"), GH_S_INIT("/aws-reserved/")};
    for (size_t i = 0; i < GH_COUNT(names); i++)
        if (role->name.n >= names[i].n && gh_str_eq_ci(gh_str_slice(role->name, 0, names[i].n), names[i]))
            return iam_throw_invalid_input(err, "%.*s is a reserved prefix for role name", GH_S_FMT(names[i]));
    for (size_t i = 0; i < GH_COUNT(paths); i++)
        if (gh_str_starts(role->path, paths[i]))
            return iam_throw_invalid_input(err, "%.*s is a reserved prefix for role path", GH_S_FMT(paths[i]));
    return 0;
}

static int check_quota(struct gh_call *c, struct gh_err *err) {
    struct store_iam_role_count_row row;
    int r = store_iam_role_count(c->ctx.tx, &(struct store_iam_role_count_args){c->caller.account_id}, &row, err);
    if (r || row.own < IAM_QUOTA_ROLES) return r;
    return iam_throw_limit_exceeded(err, "Cannot exceed quota for RolesPerAccount: %d", IAM_QUOTA_ROLES);
}

static int furnish(struct gh_call *c, const struct iam_create_role_input *in, const struct iam_entity *entity,
                   struct gh_err *err) {
    int r = iam_tags_put(c, entity->id, &in->tags, err);
    return r || !in->permissions_boundary.p ? r : iam_entity_bound(c, entity, in->permissions_boundary, err);
}

int iam_create_role(struct gh_call *c, const struct iam_create_role_input *in, struct iam_create_role_output *out,
                    struct gh_err *err) {
    struct iam_role_new new = {.account_id = c->caller.account_id,
                               .name = in->role_name,
                               .path = in->path.p ? in->path : GH_S("/"),
                               .description = in->description,
                               .max_session_s =
                                   in->has_max_session_duration ? in->max_session_duration : SESSION_DEFAULT_S,
                               .owner = ROLE_OWNER_CUSTOMER};
    struct store_iam_role_by_name_row row;
    struct gh_str id;
    int r = check_reserved(&new, err);
    if (!r) r = trust_of(c, in->assume_role_policy_document, &new.trust_policy, err);
    if (!r) r = check_quota(c, err);
    if (r) return r;
    r = iam_role_create(&c->ctx, &new, &id, err);
    if (r == -GH_EEXIST)
        return iam_throw_entity_already_exists(err, "Role with name %.*s already exists.", GH_S_FMT(in->role_name));
    if (!r) r = iam_role_named(c, in->role_name, &row, err);
    if (r) return r;
    struct iam_entity entity = iam_role_entity(&row);
    out->role = gh_new(c->ctx.arena, struct iam_role);
    r = furnish(c, in, &entity, err);
    if (!r) r = iam_role_output(c, &row, out->role, err);
    out->role->tags = in->tags;
    return r ? r : iam_entity_boundary(c, id, &out->role->permissions_boundary, err);
}

/* AWS lets one edit the description of a service-linked role, and nothing else of it. */
static int describable(struct gh_call *c, struct gh_str name, struct store_iam_role_by_name_row *ret_role,
                       struct gh_err *err) {
    int r = iam_role_named(c, name, ret_role, err);
    return !r && gh_str_eq(ret_role->owner, ROLE_OWNER_SSO) ? iam_role_protected(ret_role, err) : r;
}

int iam_update_role(struct gh_call *c, const struct iam_update_role_input *in, struct iam_update_role_output *out,
                    struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    int r = describable(c, in->role_name, &row, err);
    if (r) return r;
    bool linked = gh_str_eq(row.owner, ROLE_OWNER_SERVICE);
    if (linked && in->has_max_session_duration) return iam_role_protected(&row, err);
    int64_t seconds = in->has_max_session_duration ? in->max_session_duration
                      : linked                     ? row.max_session_s
                                                   : SESSION_DEFAULT_S;
    struct gh_str description = in->description.p ? in->description : row.description;
    return iam_role_describe(&c->ctx, c->caller.account_id, row.id, description, seconds, err);
}

int iam_update_role_description(struct gh_call *c, const struct iam_update_role_description_input *in,
                                struct iam_update_role_description_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    int r = describable(c, in->role_name, &row, err);
    if (!r) r = iam_role_describe(&c->ctx, c->caller.account_id, row.id, in->description, row.max_session_s, err);
    if (r) return r;
    row.description = in->description;
    out->role = gh_new(c->ctx.arena, struct iam_role);
    return iam_role_output(c, &row, out->role, err);
}

int iam_update_assume_role_policy(struct gh_call *c, const struct iam_update_assume_role_policy_input *in,
                                  struct iam_update_assume_role_policy_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    struct gh_str kept;
    int r = iam_role_editable(c, in->role_name, &row, err);
    if (!r) r = trust_of(c, in->policy_document, &kept, err);
    return r ? r : iam_role_set_trust(&c->ctx, c->caller.account_id, row.id, kept, err);
}

/* What stands in the way of deleting a role, in AWS's words; unchanged where nothing does. */
static int delete_conflict(struct gh_call *c, struct gh_str role_id, const char **ret_what, struct gh_err *err) {
    struct store_iam_instance_profile_by_name_rows profiles;
    struct store_iam_instance_profiles_of_role_args args = {role_id, GH_S(""), 1};
    int r = store_iam_instance_profiles_of_role(c->ctx.tx, &args, &profiles, err);
    if (!r && profiles.n) *ret_what = "must remove roles from instance profile first";
    return r || profiles.n ? r : iam_entity_policy_conflict(c, role_id, ret_what, err);
}

int iam_delete_role(struct gh_call *c, const struct iam_delete_role_input *in, struct iam_delete_role_output *out,
                    struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    const char *conflict = NULL;
    int r = iam_role_editable(c, in->role_name, &row, err);
    if (!r) r = delete_conflict(c, row.id, &conflict, err);
    if (r) return r;
    if (conflict) return iam_throw_delete_conflict(err, "Cannot delete entity, %s.", conflict);
    return iam_role_delete(&c->ctx, c->caller.account_id, row.id, err);
}

int iam_put_role_permissions_boundary(struct gh_call *c, const struct iam_put_role_permissions_boundary_input *in,
                                      struct iam_put_role_permissions_boundary_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    int r = iam_role_editable(c, in->role_name, &row, err);
    if (r) return r;
    struct iam_entity entity = iam_role_entity(&row);
    return iam_entity_bound(c, &entity, in->permissions_boundary, err);
}

int iam_delete_role_permissions_boundary(struct gh_call *c, const struct iam_delete_role_permissions_boundary_input *in,
                                         struct iam_delete_role_permissions_boundary_output *out, struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    int r = iam_role_editable(c, in->role_name, &row, err);
    return r ? r : iam_boundary_clear(&c->ctx, c->caller.account_id, row.id, err);
}

int iam_tag_role(struct gh_call *c, const struct iam_tag_role_input *in, struct iam_tag_role_output *out,
                 struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    int r = iam_role_editable(c, in->role_name, &row, err);
    if (!r) r = iam_tags_put(c, row.id, &in->tags, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int iam_untag_role(struct gh_call *c, const struct iam_untag_role_input *in, struct iam_untag_role_output *out,
                   struct gh_err *err) {
    (void)out;
    struct store_iam_role_by_name_row row;
    int r = iam_role_editable(c, in->role_name, &row, err);
    if (!r) r = iam_tags_take(c, row.id, &in->tag_keys, err);
    return r ? r : account_touch(&c->ctx, c->caller.account_id, err);
}

int iam_list_role_tags(struct gh_call *c, const struct iam_list_role_tags_input *in,
                       struct iam_list_role_tags_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = iam_tags_page(c, row.id, &IAM_PAGE_QUERY(in, row.id), &out->tags, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
