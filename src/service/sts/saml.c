/*
 * saml.c: AssumeRoleWithSAML: a role assumed with the response of a SAML provider that the role's account has
 * registered. The response is verified on the pool; in the write it is used up, and the trust policy decides, with its
 * attributes as condition keys.
 */
#include "proto/saml.h"

#include "base/base.h"
#include "codec/base64.h"
#include "crypto/sha1.h"
#include "service/sts/assertion.h"
#include "service/sts/saml_attributes.h"
#include "store/queries.h"
#include "wire/call.h"

#define MAX_AGE_MS (5 * GH_MINUTE_MS)
#define SKEW_MS (5 * GH_MINUTE_MS)
#define FORMAT_PREFIX GH_S("urn:oasis:names:tc:SAML:2.0:nameid-format:")
#define FORMAT_UNSPECIFIED GH_S("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")

/* A verified response: first what all assertions have, so that c->prepared serves both. */
struct saml_identity {
    struct sts_assertion assertion;
    struct saml_assertion saml;
    struct sts_saml_facts facts;
    struct gh_str subject_type, name_qualifier;
};

static int invalid(struct gh_err *err, const char *why) {
    return sts_throw_invalid_identity_token(err, "%s", why);
}

/* The friendly name: the last part of the provider's ARN. */
static struct gh_str friendly_name(struct gh_str arn) {
    struct gh_str rest = arn, part = arn;
    while (gh_str_split(&rest, '/', &part)) continue;
    return part;
}

/* BASE64(SHA1(issuer + account + "/" + provider)): see the model's NameQualifier. */
static struct gh_str name_qualifier(struct gh_arena *a, const struct saml_identity *s) {
    unsigned char digest[CRYPTO_SHA1_BYTES];
    const struct federation_provider *p = &s->assertion.provider;
    crypto_sha1_of(
        gh_fmt(a, "%.*s%.*s/%.*s", GH_S_FMT(s->saml.issuer), GH_S_FMT(p->account_id), GH_S_FMT(friendly_name(p->arn))),
        digest);
    return base64_encode(a, gh_str_n((char *)digest, sizeof digest), BASE64_STANDARD);
}

static struct gh_str subject_type(struct gh_str format) {
    if (!format.n) return FORMAT_UNSPECIFIED;
    return gh_str_starts(format, FORMAT_PREFIX) ? gh_str_slice(format, FORMAT_PREFIX.n, format.n) : format;
}

static int read_response(struct gh_call *c, struct gh_str text, struct saml_identity *s,
                         const struct federation_private_keys *keys, struct gh_err *err) {
    struct saml_idp idp;
    struct gh_str xml;
    struct gh_arena *a = c->ctx.arena;
    const struct gh_str names[] = {GH_S("https://signin.aws.amazon.com/saml"), GH_S("urn:amazon:webservices"),
                                   gh_fmt(a, "https://%.*s.signin.aws.amazon.com/saml", GH_S_FMT(c->ctx.house->region)),
                                   gh_fmt(a, "%.*s/saml", GH_S_FMT(c->ctx.house->url))};
    if (!base64_decode(a, text, BASE64_STANDARD, &xml)) return invalid(err, "Invalid base64 SAMLResponse");
    int r = saml_metadata_parse(a, s->assertion.provider.content, &idp, err);
    if (r) return gh_fail(err, GH_EINTERNAL, "stored metadata does not parse");
    struct saml_expectation expect = {.idp = &idp,
                                      .names = names,
                                      .n_names = GH_COUNT(names),
                                      .private_keys = keys->v,
                                      .n_private_keys = keys->n,
                                      .must_be_encrypted =
                                          gh_str_eq(s->assertion.provider.encryption_mode, GH_S("Required")),
                                      .now_ms = c->ctx.now_ms,
                                      .skew_ms = SKEW_MS,
                                      .max_age_ms = MAX_AGE_MS};
    struct gh_err *why = gh_err_new(a);
    r = saml_response_read(a, xml, &expect, &s->saml, why);
    if (r == -GH_EEXPIRED) return sts_throw_expired_token(err, "%s", why->message);
    if (r == -GH_EDENIED) return sts_throw_idp_rejected_claim(err, "%s", why->message);
    return r ? invalid(err, why->message) : 0;
}

static int find_provider(struct gh_call *c, const struct sts_assume_role_with_saml_input *in, struct saml_identity *s,
                         struct federation_private_keys *ret_keys, struct gh_err *err) {
    s->assertion.account_id = sts_account_of_role(in->role_arn);
    if (!s->assertion.account_id.p) return gh_refuse(err, GH_EINVAL, "%.*s is invalid", GH_S_FMT(in->role_arn));
    int r = sts_assertion_provider(c, in->principal_arn, FEDERATION_SAML, &s->assertion.provider, ret_keys, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || !gh_str_eq(s->assertion.provider.account_id, s->assertion.account_id))
        return invalid(err, "Specified provider doesn't exist");
    c->audit_account = s->assertion.account_id;
    if (s->assertion.provider.expires_ms && c->ctx.now_ms >= s->assertion.provider.expires_ms)
        return invalid(err, "The metadata of the specified provider has expired");
    return 0;
}

static void add_keys(struct gh_arena *a, struct saml_identity *s) {
    struct sts_assertion *to = &s->assertion;
    struct gh_str doc =
        gh_fmt(a, "%.*s/%.*s", GH_S_FMT(to->provider.account_id), GH_S_FMT(friendly_name(to->provider.arn)));
    sts_assertion_key(a, to, GH_S("sts:RoleSessionName"), s->facts.session_name);
    sts_assertion_key(a, to, GH_S("saml:aud"), s->saml.recipient);
    sts_assertion_key(a, to, GH_S("saml:iss"), s->saml.issuer);
    sts_assertion_key(a, to, GH_S("saml:sub"), s->saml.name_id);
    sts_assertion_key(a, to, GH_S("saml:sub_type"), s->subject_type);
    sts_assertion_key(a, to, GH_S("saml:namequalifier"), s->name_qualifier);
    sts_assertion_key(a, to, GH_S("saml:doc"), doc);
    sts_saml_attribute_keys(a, &s->saml, to);
    const struct principal_key kept[] = {{GH_S("saml:namequalifier"), s->name_qualifier},
                                         {GH_S("saml:sub"), s->saml.name_id},
                                         {GH_S("saml:sub_type"), s->subject_type}};
    to->kept = gh_new_n(a, struct principal_key, GH_COUNT(kept));
    for (size_t i = 0; i < GH_COUNT(kept); i++) to->kept[i] = kept[i];
    to->n_kept = GH_COUNT(kept);
}

int sts_assume_role_with_saml_prepare(struct gh_call *c, const struct sts_assume_role_with_saml_input *in,
                                      struct gh_err *err) {
    struct saml_identity *s = gh_new(c->ctx.arena, struct saml_identity);
    struct federation_private_keys keys = {0};
    int r = find_provider(c, in, s, &keys, err);
    if (!r) r = read_response(c, in->saml_assertion, s, &keys, err);
    struct sts_saml_wanted wanted = {in->role_arn, in->principal_arn};
    if (!r) r = sts_saml_attributes(c->ctx.arena, &s->saml, &wanted, &s->facts, &s->assertion, err);
    if (r) return r;
    s->subject_type = subject_type(s->saml.name_id_format);
    s->name_qualifier = name_qualifier(c->ctx.arena, s);
    s->assertion.kind = PRINCIPAL_SAML;
    s->assertion.subject = s->saml.name_id;
    s->assertion.user_id = gh_fmt(c->ctx.arena, "%.*s:%.*s", GH_S_FMT(s->name_qualifier), GH_S_FMT(s->saml.name_id));
    add_keys(c->ctx.arena, s);
    sts_assertion_finish(c->ctx.arena, &s->assertion);
    c->prepared = s;
    return 0;
}

/* An assertion is good once; what a refused call leaves undone can still be redeemed. */
static int use_up(struct gh_call *c, const struct saml_identity *s, struct gh_err *err) {
    int64_t changes;
    struct store_iam_assertion_use_args args = {
        .provider_arn = s->assertion.provider.arn, .assertion_id = s->saml.id, .until_ms = s->saml.until_ms};
    int r = store_iam_assertion_use(c->ctx.tx, &args, &changes, err);
    if (r || changes) return r;
    return invalid(err, "The assertion has already been redeemed");
}

int sts_assume_role_with_saml_present(struct gh_call *c, const struct sts_assume_role_with_saml_input *in,
                                      struct gh_err *err) {
    (void)in;
    int r = sts_assertion_present(c, FEDERATION_SAML, err);
    return r ? r : use_up(c, c->prepared, err);
}

int sts_assume_role_with_saml(struct gh_call *c, const struct sts_assume_role_with_saml_input *in,
                              struct sts_assume_role_with_saml_output *out, struct gh_err *err) {
    const struct saml_identity *s = c->prepared;
    struct sts_role_request q = {.in = in,
                                 .session_name = s->facts.session_name,
                                 .source_identity = s->assertion.source_identity,
                                 .policy = in->policy,
                                 .policy_arns = &in->policy_arns,
                                 .tags = {s->assertion.tags, s->assertion.n_tags, &s->assertion.transitive},
                                 .has_duration = in->has_duration_seconds || s->facts.duration_s > 0,
                                 .duration_s = in->has_duration_seconds ? in->duration_seconds : s->facts.duration_s,
                                 .not_after_ms = s->saml.session_until_ms};
    struct sts_role_reply reply;
    int r = sts_role_by_arn(c, in->role_arn, &q.role, err);
    if (!r) r = sts_role_session(c, &q, &reply, err);
    if (r) return r;
    *out = (struct sts_assume_role_with_saml_output){.credentials = reply.credentials,
                                                     .assumed_role_user = reply.user,
                                                     .packed_policy_size = (int32_t)reply.packed_percent,
                                                     .has_packed_policy_size = reply.packed_percent > 0,
                                                     .subject = s->saml.name_id,
                                                     .subject_type = s->subject_type,
                                                     .issuer = s->saml.issuer,
                                                     .audience = s->saml.recipient,
                                                     .name_qualifier = s->name_qualifier,
                                                     .source_identity = reply.source_identity};
    return 0;
}
