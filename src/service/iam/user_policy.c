/* user_policy.c: inline and attached policies of users. */
#include "base/base.h"
#include "service/iam/entity_policy.h"

static int entity_named(struct gh_call *c, struct gh_str name, struct iam_entity *ret_entity, struct gh_err *err) {
    struct iam_subject user;
    int r = iam_user_named(c, name, &user, err);
    if (!r) *ret_entity = (struct iam_entity){IAM_ENTITY_USER, user.id, user.name, user.path, GH_S_NONE};
    return r;
}

int iam_put_user_policy(struct gh_call *c, const struct iam_put_user_policy_input *in,
                        struct iam_put_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity user;
    int r = entity_named(c, in->user_name, &user, err);
    return r ? r : iam_entity_put_inline(c, &user, in->policy_name, in->policy_document, err);
}

int iam_get_user_policy(struct gh_call *c, const struct iam_get_user_policy_input *in,
                        struct iam_get_user_policy_output *out, struct gh_err *err) {
    struct iam_entity user;
    int r = entity_named(c, in->user_name, &user, err);
    if (!r) r = iam_entity_get_inline(c, &user, in->policy_name, &out->policy_document, err);
    out->user_name = user.name;
    out->policy_name = in->policy_name;
    return r;
}

int iam_delete_user_policy(struct gh_call *c, const struct iam_delete_user_policy_input *in,
                           struct iam_delete_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity user;
    int r = entity_named(c, in->user_name, &user, err);
    return r ? r : iam_entity_delete_inline(c, &user, in->policy_name, err);
}

int iam_list_user_policies(struct gh_call *c, const struct iam_list_user_policies_input *in,
                           struct iam_list_user_policies_output *out, struct gh_err *err) {
    struct iam_entity user;
    struct wire_page page;
    int r = entity_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (!r) r = iam_list_inline(c, user.id, &page, &out->policy_names, &out->marker, err);
    IAM_LIST_END(out);
    return r;
}

int iam_attach_user_policy(struct gh_call *c, const struct iam_attach_user_policy_input *in,
                           struct iam_attach_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity user;
    int r = entity_named(c, in->user_name, &user, err);
    return r ? r : iam_entity_attach(c, &user, in->policy_arn, err);
}

int iam_detach_user_policy(struct gh_call *c, const struct iam_detach_user_policy_input *in,
                           struct iam_detach_user_policy_output *out, struct gh_err *err) {
    (void)out;
    struct iam_entity user;
    int r = entity_named(c, in->user_name, &user, err);
    return r ? r : iam_entity_detach(c, &user, in->policy_arn, err);
}

int iam_list_attached_user_policies(struct gh_call *c, const struct iam_list_attached_user_policies_input *in,
                                    struct iam_list_attached_user_policies_output *out, struct gh_err *err) {
    struct iam_entity user;
    struct wire_page page;
    int r = entity_named(c, in->user_name, &user, err);
    if (!r) r = wire_page_open(c, &IAM_PAGE_QUERY(in, user.id), &page, err);
    if (!r)
        r = iam_list_attached(c, &(struct iam_attached_query){user.id, in->path_prefix, &page}, &out->attached_policies,
                              &out->marker, err);
    IAM_LIST_END(out);
    return r;
}
