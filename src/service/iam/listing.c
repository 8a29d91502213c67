/*
 * listing.c: what the lists of an account are decided on. AWS's denials show it: not "*", but the ARN that the path
 * prefix begins ("arn:aws:iam::<account>:user/" where none is given).
 */
#include "base/base.h"
#include "domain/arn.h"
#include "service/iam/iam.h"

typedef struct gh_str arn_fn(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name);

static int find_prefix(struct gh_call *c, arn_fn *arn_of, struct gh_str prefix, struct gh_list *ret_arns) {
    struct gh_str *arn = gh_new(c->ctx.arena, struct gh_str);
    *arn = arn_of(c->ctx.arena, c->caller.account_id, prefix.p ? prefix : GH_S("/"), GH_S(""));
    *ret_arns = (struct gh_list){arn, 1};
    return 0;
}

int iam_find_users(struct gh_call *c, struct gh_str path_prefix, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    return find_prefix(c, arn_iam_user, path_prefix, ret_arns);
}

int iam_find_groups(struct gh_call *c, struct gh_str path_prefix, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    return find_prefix(c, arn_iam_group, path_prefix, ret_arns);
}

int iam_find_roles(struct gh_call *c, struct gh_str path_prefix, struct gh_list *ret_arns, struct gh_err *err) {
    (void)err;
    return find_prefix(c, arn_iam_role, path_prefix, ret_arns);
}

int iam_find_instance_profiles(struct gh_call *c, struct gh_str path_prefix, struct gh_list *ret_arns,
                               struct gh_err *err) {
    (void)err;
    return find_prefix(c, arn_iam_instance_profile, path_prefix, ret_arns);
}

int iam_find_server_certificates(struct gh_call *c, struct gh_str path_prefix, struct gh_list *ret_arns,
                                 struct gh_err *err) {
    (void)err;
    return find_prefix(c, arn_iam_server_certificate, path_prefix, ret_arns);
}
