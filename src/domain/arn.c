/* arn.c: see arn.h. */
#include "domain/arn.h"

#include "base/base.h"

#define IAM_PREFIX GH_S("arn:aws:iam::")

bool arn_iam_split(struct gh_str arn, struct arn_iam *ret_parts) {
    if (!gh_str_starts(arn, IAM_PREFIX)) return false;
    struct gh_str rest = gh_str_slice(arn, IAM_PREFIX.n, arn.n), account_id, kind;
    if (!gh_str_split(&rest, ':', &account_id) || !rest.p || !account_id.n) return false;
    ptrdiff_t slash = gh_str_find(rest, '/');
    if (slash <= 0) return false;
    kind = gh_str_slice(rest, 0, (size_t)slash);
    size_t at = rest.n;
    while (rest.p[at - 1] != '/') at--;
    if (at == rest.n) return false;
    *ret_parts =
        (struct arn_iam){account_id, kind, gh_str_slice(rest, (size_t)slash, at), gh_str_slice(rest, at, rest.n)};
    return true;
}

struct gh_str arn_root(struct gh_arena *a, struct gh_str account_id) {
    return gh_fmt(a, "arn:aws:iam::%.*s:root", GH_S_FMT(account_id));
}

struct gh_str arn_iam_user(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:user%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_role(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:role%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_group(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:group%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_policy(struct gh_arena *a, struct gh_str account_id, struct gh_str path, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:policy%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path), GH_S_FMT(name));
}

struct gh_str arn_iam_instance_profile(struct gh_arena *a, struct gh_str account_id, struct gh_str path,
                                       struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:instance-profile%.*s%.*s", GH_S_FMT(account_id), GH_S_FMT(path),
                  GH_S_FMT(name));
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
    return GH_JOIN(a, GH_S("arn:aws:sts::"), account_id, GH_S(":assumed-role/"), name, GH_S("/"), session);
}

struct gh_str arn_federated_user(struct gh_arena *a, struct gh_str account_id, struct gh_str name) {
    return gh_fmt(a, "arn:aws:sts::%.*s:federated-user/%.*s", GH_S_FMT(account_id), GH_S_FMT(name));
}

struct gh_str arn_sso_instance(struct gh_arena *a, struct gh_str instance_id) {
    return gh_fmt(a, "arn:aws:sso:::instance/%.*s", GH_S_FMT(instance_id));
}

struct gh_str arn_permission_set(struct gh_arena *a, struct gh_str instance_id, struct gh_str permission_set_id) {
    return gh_fmt(a, "arn:aws:sso:::permissionSet/%.*s/%.*s", GH_S_FMT(instance_id), GH_S_FMT(permission_set_id));
}

struct gh_str arn_application(struct gh_arena *a, struct gh_str account_id, struct gh_str instance_id,
                              struct gh_str application_id) {
    return gh_fmt(a, "arn:aws:sso::%.*s:application/%.*s/%.*s", GH_S_FMT(account_id), GH_S_FMT(instance_id),
                  GH_S_FMT(application_id));
}

struct gh_str arn_trusted_token_issuer(struct gh_arena *a, struct gh_str account_id, struct gh_str instance_id,
                                       struct gh_str issuer_id) {
    return gh_fmt(a, "arn:aws:sso::%.*s:trustedTokenIssuer/%.*s/%.*s", GH_S_FMT(account_id), GH_S_FMT(instance_id),
                  GH_S_FMT(issuer_id));
}

struct gh_str arn_identity_store(struct gh_arena *a, struct gh_str account_id, struct gh_str identity_store_id) {
    return gh_fmt(a, "arn:aws:identitystore::%.*s:identitystore/%.*s", GH_S_FMT(account_id),
                  GH_S_FMT(identity_store_id));
}

struct gh_str arn_application_account(struct gh_str arn) {
    struct gh_str prefix = GH_S("arn:aws:sso::"), account_id;
    if (!gh_str_starts(arn, prefix)) return GH_S_NONE;
    struct gh_str rest = gh_str_slice(arn, prefix.n, arn.n);
    if (!gh_str_split(&rest, ':', &account_id) || !gh_str_starts(rest, GH_S("application/"))) return GH_S_NONE;
    return account_id.n ? account_id : GH_S_NONE;
}

struct gh_str arn_organizations(struct gh_arena *a, struct gh_str management_account_id, const char *kind,
                                struct gh_str organization_id, struct gh_str id) {
    return gh_fmt(a, "arn:aws:organizations::%.*s:%s/%.*s%s%.*s", GH_S_FMT(management_account_id), kind,
                  GH_S_FMT(organization_id), id.p ? "/" : "", GH_S_FMT(id));
}
