/* arn.c: what IAM demands of the values of Action and Resource when a policy is stored. */
#include "policy/document.h"

#include "base/base.h"

#define ARN_FIELDS 6

struct arn {
    struct gh_str field[ARN_FIELDS]; /* the sixth takes the rest */
    uint32_t n;
};

/* Splits at colons, but not at those inside "${...}". */
static struct arn split(struct gh_str s) {
    struct arn arn = {0};
    size_t start = 0;
    bool variable = false;
    for (size_t i = 0; i < s.n && arn.n < ARN_FIELDS - 1; i++) {
        if (s.p[i] == '{' && i && s.p[i - 1] == '$') variable = true;
        if (s.p[i] == '}') variable = false;
        if (s.p[i] != ':' || variable) continue;
        arn.field[arn.n++] = gh_str_slice(s, start, i);
        start = i + 1;
    }
    arn.field[arn.n++] = gh_str_slice(s, start, s.n);
    return arn;
}

static bool has_wildcard(struct gh_str s) {
    return gh_str_find(s, '*') >= 0 || gh_str_find(s, '?') >= 0;
}

static bool is_partition(struct gh_str s) {
    static const struct gh_str known[] = {
        GH_S_INIT("aws"),       GH_S_INIT("aws-cn"),    GH_S_INIT("aws-us-gov"), GH_S_INIT("aws-iso"),
        GH_S_INIT("aws-iso-b"), GH_S_INIT("aws-iso-e"), GH_S_INIT("aws-iso-f"),  GH_S_INIT("aws-eusc"),
    };
    if (gh_str_starts(s, GH_S("${"))) return true;
    for (size_t i = 0; i < GH_COUNT(known); i++)
        if (policy_wildcard(s, known[i], false)) return true;
    return false;
}

static bool is_account_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '*' ||
           c == '?';
}

/* 12 digits, "aws", wildcards or a variable; names are let pass as AWS does, but not placeholders like <ACCOUNT>. */
static bool is_account(struct gh_str s) {
    if (gh_str_find_str(s, GH_S("${")) >= 0) return true;
    for (size_t i = 0; i < s.n; i++)
        if (!is_account_char(s.p[i])) return false;
    return true;
}

bool resource_is_legacy(struct gh_str value) {
    struct arn arn = split(value);
    if (arn.n < 3 || !gh_str_eq(arn.field[0], GH_S("arn"))) return false;
    if (!arn.field[2].n) return true;
    if (!is_partition(arn.field[1])) return false;
    return arn.n == 4 || arn.n == 5 || (arn.n == 6 && !is_account(arn.field[4]));
}

bool resource_is_short(struct gh_str value) {
    return split(value).n == 3;
}

/* AWS's messages show the ARN as it took it: begun with "arn" and filled up with "*". */
static struct gh_str shown(const struct raw_document *d, const struct arn *arn) {
    struct gh_str s = GH_S("arn");
    for (uint32_t i = 1; i < ARN_FIELDS; i++)
        s = gh_fmt(d->scratch, "%.*s:%.*s", GH_S_FMT(s), GH_S_FMT(i < arn->n ? arn->field[i] : GH_S("*")));
    return s;
}

static bool is_iam_path(struct gh_str path) {
    static const struct gh_str types[] = {
        GH_S_INIT("user/"),          GH_S_INIT("federated-user/"),     GH_S_INIT("role/"),
        GH_S_INIT("group/"),         GH_S_INIT("instance-profile/"),   GH_S_INIT("mfa/"),
        GH_S_INIT("policy/"),        GH_S_INIT("server-certificate/"), GH_S_INIT("sms-mfa/"),
        GH_S_INIT("saml-provider/"), GH_S_INIT("oidc-provider/"),      GH_S_INIT("report/"),
        GH_S_INIT("access-report/"),
    };
    if (gh_str_eq(path, GH_S("root")) || gh_str_eq(path, GH_S("*"))) return true;
    for (size_t i = 0; i < GH_COUNT(types); i++)
        if (gh_str_starts(path, types[i])) return true;
    return false;
}

static int check_service(const struct raw_document *d, const struct json *at, const struct arn *arn) {
    struct gh_str text = at->text, region = arn->field[3];
    if (arn->n < ARN_FIELDS) return 0;
    if (gh_str_eq(arn->field[2], GH_S("iam"))) {
        if (region.n && !gh_str_eq(region, GH_S("*")))
            return document_malformed(d, at, "IAM ARN with region",
                                      "IAM resource %.*s cannot contain region information.", GH_S_FMT(text));
        if (!is_iam_path(arn->field[5]))
            return document_malformed(
                d, at, "IAM ARN of no known type",
                "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
                "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, "
                "report/, access-report/.");
    }
    /* Buckets have no region; access points do, and an account with it. */
    if (gh_str_eq(arn->field[2], GH_S("s3")) && region.n && !gh_str_eq(region, GH_S("*")) && !arn->field[4].n)
        return document_malformed(d, at, "bucket ARN with region", "Resource %.*s can not contain region information.",
                                  GH_S_FMT(text));
    return 0;
}

int resource_check(const struct raw_document *d, const struct json *at) {
    struct gh_str text = at->text;
    if (gh_str_eq(text, GH_S("*"))) return 0;
    struct arn arn = split(text);
    if (arn.n > 1 && !is_partition(arn.field[1]))
        return document_malformed(d, at, "unknown partition", "Partition \"%.*s\" is not valid for resource \"%.*s\".",
                                  GH_S_FMT(arn.field[1]), GH_S_FMT(shown(d, &arn)));
    if (arn.n == 1 || !gh_str_eq(arn.field[0], GH_S("arn")))
        return document_malformed(d, at, "not an ARN", "Resource %.*s must be in ARN format or \"*\".", GH_S_FMT(text));
    if (arn.n == 2 || has_wildcard(arn.field[2]))
        return document_malformed(d, at, "no service in the ARN",
                                  "Resource vendor must be fully qualified and cannot contain regexes.");
    return check_service(d, at, &arn);
}

static bool is_vendor(struct gh_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        if (!ok) return false;
    }
    return s.n > 0;
}

int action_check(const struct raw_document *d, const struct json *at) {
    struct gh_str text = at->text;
    if (gh_str_eq(text, GH_S("*")) || gh_str_eq(text, GH_S("*:*"))) return 0;
    ptrdiff_t colon = gh_str_find(text, ':');
    if (colon < 0)
        return document_malformed(d, at, "action without service",
                                  "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    struct gh_str vendor = gh_str_slice(text, 0, (size_t)colon);
    if (gh_str_find(gh_str_slice(text, (size_t)colon + 1, text.n), ':') >= 0)
        return document_malformed(d, at, "action with two colons", "Actions/Condition can contain only one colon.");
    if (!is_vendor(vendor))
        return document_malformed(d, at, "bad service prefix", "Vendor %.*s is not valid", GH_S_FMT(vendor));
    return 0;
}
