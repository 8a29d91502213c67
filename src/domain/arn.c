/* arn.c: see arn.h. */
#include "domain/arn.h"

#include "base/base.h"

struct gh_str arn_root(struct gh_arena *a, struct gh_str account_id) {
    return gh_fmt(a, "arn:aws:iam::%.*s:root", GH_S_FMT(account_id));
}

struct gh_str arn_iam_user(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:user%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_role(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:role%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_mfa(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:mfa%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_server_certificate(struct gh_arena *a, struct gh_str account_id, struct gh_str path,
                                         struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:server-certificate%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path),
                  GH_S_FMT(name));
}

struct gh_str arn_assumed_role(struct gh_arena *a, struct gh_str account_id, struct gh_str name,
                               struct gh_str session) {
    return gh_fmt(a, "arn:aws:sts::%.*s:assumed-role/%.*s/%.*s", GH_S_FMT(account_id), GH_S_FMT(name),
                  GH_S_FMT(session));
}

struct gh_str arn_sso_instance(struct gh_arena *a, struct gh_str instance_id) {
    return gh_fmt(a, "arn:aws:sso:::instance/%.*s", GH_S_FMT(instance_id));
}

struct gh_str arn_permission_set(struct gh_arena *a, struct gh_str instance_id, struct gh_str permission_set_id) {
    return gh_fmt(a, "arn:aws:sso:::permissionSet/%.*s/%.*s", GH_S_FMT(instance_id), GH_S_FMT(permission_set_id));
}

struct gh_str arn_organizations(struct gh_arena *a, struct gh_str management_account_id, const char *kind,
                                struct gh_str organization_id, struct gh_str id) {
    return gh_fmt(a, "arn:aws:organizations::%.*s:%s/%.*s%s%.*s", GH_S_FMT(management_account_id), kind,
                  GH_S_FMT(organization_id), id.p ? "/" : "", GH_S_FMT(id));
}
