/* group_policy.c: inline and attached policies of groups. */
#include "base/base.h"
#include "service/iam/entity_policy.h"
#include "service/iam/group.h"

static int entity_named(struct gh_call *c, struct gh_str name, struct iam_entity *ret_entity, struct gh_err *err) {
    struct store_iam_group_get_row group;
    int r = iam_group_named(c, name, &group, err);
    if (!r) *ret_entity = (struct iam_entity){IAM_ENTITY_GROUP, group.id, group.name, group.path, GH_S_NONE};
    return r;
}

int iam_put_group_policy(struct gh_call *c, const struct iam_put_group_policy_input *in,
                         struct iam_put_group_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity group;
    int r = entity_named(c, in->group_name, &group, err);
    return r ? r : iam_entity_put_inline(c, &group, in->policy_name, in->policy_document, err);
}

int iam_get_group_policy(struct gh_call *c, const struct iam_get_group_policy_input *in,
                         struct iam_get_group_policy_output *out, struct gh_err *err) {
    struct iam_entity group;
    int r = entity_named(c, in->group_name, &group, err);
    if (!r) r = iam_entity_get_inline(c, &group, in->policy_name, &out->policy_document, err);
    out->group_name = group.name;
    out->policy_name = in->policy_name;
    return r;
}

int iam_delete_group_policy(struct gh_call *c, const struct iam_delete_group_policy_input *in,
                            struct iam_delete_group_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity group;
    int r = entity_named(c, in->group_name, &group, err);
    return r ? r : iam_entity_delete_inline(c, &group, in->policy_name, err);
}

int iam_list_group_policies(struct gh_call *c, const struct iam_list_group_policies_input *in,
                            struct iam_list_group_policies_output *out, struct gh_err *err) {
    struct iam_entity group;
    struct wire_page page;
    int r = entity_named(c, in->group_name, &group, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, group.id), &page, err);
    if (!r) r = iam_list_inline(c, group.id, &page, &out->policy_names, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}

int iam_attach_group_policy(struct gh_call *c, const struct iam_attach_group_policy_input *in,
                            struct iam_attach_group_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity group;
    int r = entity_named(c, in->group_name, &group, err);
    return r ? r : iam_entity_attach(c, &group, in->policy_arn, err);
}

int iam_detach_group_policy(struct gh_call *c, const struct iam_detach_group_policy_input *in,
                            struct iam_detach_group_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity group;
    int r = entity_named(c, in->group_name, &group, err);
    return r ? r : iam_entity_detach(c, &group, in->policy_arn, err);
}

int iam_list_attached_group_policies(struct gh_call *c, const struct iam_list_attached_group_policies_input *in,
                                     struct iam_list_attached_group_policies_output *out, struct gh_err *err) {
    struct iam_entity group;
    struct wire_page page;
    int r = entity_named(c, in->group_name, &group, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, group.id), &page, err);
    if (!r)
        r = iam_list_attached(c, &(struct iam_attached_query){group.id, in->path_prefix, &page},
                              &out->attached_policies, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
