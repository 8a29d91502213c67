/*
 * policy_present.c: organizations:PolicyType where the input names a policy by its id only: policies of the
 * organization may hang on the type, so it is looked up before the gate asks.
 */
#include "base/base.h"
#include "domain/org_policy.h"
#include "policy/policy.h"
#include "service/organizations/transfer.h"

/* A policy that is not there has no type. */
static int type_of(struct gh_call *c, struct gh_str id, struct gh_str *ret_type, struct gh_err *err) {
    const struct org_policy_builtin *builtin = org_policy_builtin(id);
    *ret_type = builtin ? builtin->type : GH_S_NONE;
    if (builtin || !gh_str_starts(id, GH_S("p-"))) return 0;
    struct store_organization_policy_content_row row;
    int r =
        store_organization_policy_content(c->ctx.tx, &(struct store_organization_policy_content_args){id}, &row, err);
    if (!r) *ret_type = row.type;
    return r == -GH_ENOTFOUND ? 0 : r;
}

static int present(struct gh_call *c, struct gh_str id, struct gh_err *err) {
    if (gh_str_starts(id, GH_S("rt-"))) return transfer_present(c, id, err);
    struct gh_str *type = gh_new(c->ctx.arena, struct gh_str);
    int r = type_of(c, id, type, err);
    if (r || !type->p) return r;
    struct policy_key *key = gh_new(c->ctx.arena, struct policy_key);
    *key = (struct policy_key){.key = GH_S("organizations:PolicyType"), .values = type, .n_values = 1};
    c->keys = key;
    c->n_keys = 1;
    return 0;
}

int organizations_attach_policy_present(struct gh_call *c, const struct organizations_attach_policy_input *in,
                                        struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_detach_policy_present(struct gh_call *c, const struct organizations_detach_policy_input *in,
                                        struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_delete_policy_present(struct gh_call *c, const struct organizations_delete_policy_input *in,
                                        struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_describe_policy_present(struct gh_call *c, const struct organizations_describe_policy_input *in,
                                          struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_update_policy_present(struct gh_call *c, const struct organizations_update_policy_input *in,
                                        struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_list_targets_for_policy_present(struct gh_call *c,
                                                  const struct organizations_list_targets_for_policy_input *in,
                                                  struct gh_err *err) {
    return present(c, in->policy_id, err);
}

int organizations_tag_resource_present(struct gh_call *c, const struct organizations_tag_resource_input *in,
                                       struct gh_err *err) {
    return present(c, in->resource_id, err);
}

int organizations_untag_resource_present(struct gh_call *c, const struct organizations_untag_resource_input *in,
                                         struct gh_err *err) {
    return present(c, in->resource_id, err);
}

int organizations_list_tags_for_resource_present(struct gh_call *c,
                                                 const struct organizations_list_tags_for_resource_input *in,
                                                 struct gh_err *err) {
    return present(c, in->resource_id, err);
}
