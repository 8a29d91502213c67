/* role_policy.c: inline and attached policies of roles. Roles that AWS owns may be read, not changed. */
#include "base/base.h"
#include "service/iam/entity_policy.h"
#include "service/iam/role.h"

static int entity_named(struct gh_call *c, struct gh_str name, struct iam_entity *ret_entity, struct gh_err *err) {
    struct store_iam_role_by_name_row role;
    int r = iam_role_named(c, name, &role, err);
    if (!r) *ret_entity = iam_role_entity(&role);
    return r;
}

static int entity_editable(struct gh_call *c, struct gh_str name, struct iam_entity *ret_entity, struct gh_err *err) {
    struct store_iam_role_by_name_row role;
    int r = iam_role_editable(c, name, &role, err);
    if (!r) *ret_entity = iam_role_entity(&role);
    return r;
}

int iam_put_role_policy(struct gh_call *c, const struct iam_put_role_policy_input *in,
                        struct iam_put_role_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity role;
    int r = entity_editable(c, in->role_name, &role, err);
    return r ? r : iam_entity_put_inline(c, &role, in->policy_name, in->policy_document, err);
}

int iam_get_role_policy(struct gh_call *c, const struct iam_get_role_policy_input *in,
                        struct iam_get_role_policy_output *out, struct gh_err *err) {
    struct iam_entity role;
    int r = entity_named(c, in->role_name, &role, err);
    if (!r) r = iam_entity_get_inline(c, &role, in->policy_name, &out->policy_document, err);
    out->role_name = role.name;
    out->policy_name = in->policy_name;
    return r;
}

int iam_delete_role_policy(struct gh_call *c, const struct iam_delete_role_policy_input *in,
                           struct iam_delete_role_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity role;
    int r = entity_editable(c, in->role_name, &role, err);
    return r ? r : iam_entity_delete_inline(c, &role, in->policy_name, err);
}

int iam_attach_role_policy(struct gh_call *c, const struct iam_attach_role_policy_input *in,
                           struct iam_attach_role_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity role;
    int r = entity_editable(c, in->role_name, &role, err);
    return r ? r : iam_entity_attach(c, &role, in->policy_arn, err);
}

int iam_detach_role_policy(struct gh_call *c, const struct iam_detach_role_policy_input *in,
                           struct iam_detach_role_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity role;
    int r = entity_editable(c, in->role_name, &role, err);
    return r ? r : iam_entity_detach(c, &role, in->policy_arn, err);
}

int iam_list_role_policies(struct gh_call *c, const struct iam_list_role_policies_input *in,
                           struct iam_list_role_policies_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct wire_page page;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, row.id), &page, err);
    if (!r) r = iam_list_inline(c, row.id, &page, &out->policy_names, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}

int iam_list_attached_role_policies(struct gh_call *c, const struct iam_list_attached_role_policies_input *in,
                                    struct iam_list_attached_role_policies_output *out, struct gh_err *err) {
    struct store_iam_role_by_name_row row;
    struct wire_page page;
    int r = iam_role_named(c, in->role_name, &row, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, row.id), &page, err);
    if (!r)
        r = iam_list_attached(c, &(struct iam_attached_query){row.id, in->path_prefix, &page}, &out->attached_policies,
                              &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
