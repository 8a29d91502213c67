/* saml_attributes.c: see saml_attributes.h. */
#include "service/sts/saml_attributes.h"

#include "base/base.h"

#define AWS_ATTRIBUTE "https://aws.amazon.com/SAML/Attributes/"
#define TAG_PREFIX GH_S(AWS_ATTRIBUTE "PrincipalTag:")
#define DURATION_MIN_S 900
#define DURATION_MAX_S 43200
#define KEY_CHARS_MAX 128
#define VALUE_CHARS_MAX 256

static int invalid(struct gh_err *err, const char *why) {
    return sts_throw_invalid_identity_token(err, "%s", why);
}

/* [\w+=,.@-]{2,64} */
static bool is_name(struct gh_str s) {
    if (s.n < 2 || s.n > 64) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && gh_str_find(GH_S("_+=,.@-"), c) < 0) return false;
    }
    return true;
}

/* The only value of an attribute; absent where it is not there, and *@ret_good false where it has several. */
static struct gh_str only_value(const struct saml_assertion *saml, struct gh_str name, bool *ret_good) {
    const struct saml_attribute *at = saml_attribute_get(saml, name);
    *ret_good = !at || at->n == 1;
    return at && at->n == 1 ? at->values[0] : GH_S_NONE;
}

/* "role,provider" in either order. */
static bool is_pair(struct gh_str value, const struct sts_saml_wanted *w) {
    struct gh_str rest = value, one, two;
    if (!gh_str_split(&rest, ',', &one) || !gh_str_split(&rest, ',', &two) || rest.p) return false;
    one = gh_str_trim(one);
    two = gh_str_trim(two);
    return (gh_str_eq(one, w->role_arn) && gh_str_eq(two, w->provider_arn)) ||
           (gh_str_eq(two, w->role_arn) && gh_str_eq(one, w->provider_arn));
}

static int check_role(const struct saml_assertion *saml, const struct sts_saml_wanted *wanted, struct gh_err *err) {
    const struct saml_attribute *roles = saml_attribute_get(saml, GH_S(AWS_ATTRIBUTE "Role"));
    if (!roles) return invalid(err, "Role is required in AuthnResponse");
    for (size_t i = 0; i < roles->n; i++)
        if (is_pair(roles->values[i], wanted)) return 0;
    return gh_refuse(err, GH_EDENIED, "Not authorized to perform sts:AssumeRoleWithSAML");
}

static int take_names(const struct saml_assertion *saml, struct sts_saml_facts *facts, struct sts_assertion *to,
                      struct gh_err *err) {
    bool good;
    facts->session_name = only_value(saml, GH_S(AWS_ATTRIBUTE "RoleSessionName"), &good);
    if (!facts->session_name.p) return invalid(err, "RoleSessionName is required in AuthnResponse");
    if (!is_name(facts->session_name))
        return invalid(err, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    to->source_identity = only_value(saml, GH_S(AWS_ATTRIBUTE "SourceIdentity"), &good);
    if (!good || (to->source_identity.p && !is_name(to->source_identity)))
        return invalid(err, "SourceIdentity in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    return 0;
}

static int take_duration(const struct saml_assertion *saml, struct sts_saml_facts *facts, struct gh_err *err) {
    bool good;
    int64_t seconds = 0;
    struct gh_str text = only_value(saml, GH_S(AWS_ATTRIBUTE "SessionDuration"), &good);
    if (good && !text.p) return 0;
    if (!good || !gh_str_to_i64(text, &seconds) || seconds < DURATION_MIN_S || seconds > DURATION_MAX_S)
        return invalid(err, "SessionDuration in AuthnResponse must be between 900 and 43200");
    facts->duration_s = (int32_t)seconds;
    return 0;
}

static int take_tags(struct gh_arena *a, const struct saml_assertion *saml, struct sts_assertion *to,
                     struct gh_err *err) {
    for (size_t i = 0; i < saml->n_attributes; i++) {
        const struct saml_attribute *at = &saml->attributes[i];
        if (!gh_str_starts(at->name, TAG_PREFIX)) continue;
        struct gh_str key = gh_str_slice(at->name, TAG_PREFIX.n, at->name.n);
        if (at->n != 1 || !key.n || gh_str_chars(key) > KEY_CHARS_MAX || gh_str_chars(at->values[0]) > VALUE_CHARS_MAX)
            return invalid(err, "A PrincipalTag in AuthnResponse is malformed");
        if (!sts_assertion_tag(to, key, at->values[0]))
            return invalid(err, "AuthnResponse has more than 50 PrincipalTag attributes");
    }
    const struct saml_attribute *keys = saml_attribute_get(saml, GH_S(AWS_ATTRIBUTE "TransitiveTagKeys"));
    if (!keys) return 0;
    to->transitive = (struct sts_tag_key_list_type){gh_new_n(a, struct gh_str, keys->n), keys->n};
    for (size_t i = 0; i < keys->n; i++) to->transitive.v[i] = keys->values[i];
    return 0;
}

int sts_saml_attributes(struct gh_arena *a, const struct saml_assertion *saml, const struct sts_saml_wanted *wanted,
                        struct sts_saml_facts *ret_facts, struct sts_assertion *to, struct gh_err *err) {
    struct sts_saml_facts facts = {0};
    int r = check_role(saml, wanted, err);
    if (!r) r = take_names(saml, &facts, to, err);
    if (!r) r = take_duration(saml, &facts, err);
    if (!r) r = take_tags(a, saml, to, err);
    if (!r) *ret_facts = facts;
    return r;
}

/* The attributes of eduPerson, eduOrg, X.500 and Active Directory that AWS knows, and whether the key is a set. */
static const struct {
    struct gh_str name, key;
    bool set;
} known[] = {
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.1"), GH_S_INIT("saml:edupersonaffiliation"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.2"), GH_S_INIT("saml:edupersonnickname"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.3"), GH_S_INIT("saml:edupersonorgdn"), false},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.4"), GH_S_INIT("saml:edupersonorgunitdn"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.5"), GH_S_INIT("saml:edupersonprimaryaffiliation"), false},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.6"), GH_S_INIT("saml:edupersonprincipalname"), false},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.7"), GH_S_INIT("saml:edupersonentitlement"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.8"), GH_S_INIT("saml:edupersonprimaryorgunitdn"), false},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.9"), GH_S_INIT("saml:edupersonscopedaffiliation"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.10"), GH_S_INIT("saml:edupersontargetedid"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.1.1.11"), GH_S_INIT("saml:edupersonassurance"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.2.1.2"), GH_S_INIT("saml:eduorghomepageuri"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.2.1.3"), GH_S_INIT("saml:eduorgidentityauthnpolicyuri"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.2.1.4"), GH_S_INIT("saml:eduorglegalname"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.2.1.5"), GH_S_INIT("saml:eduorgsuperioruri"), true},
    {GH_S_INIT("urn:oid:1.3.6.1.4.1.5923.1.2.1.6"), GH_S_INIT("saml:eduorgwhitepagesuri"), true},
    {GH_S_INIT("urn:oid:2.5.4.3"), GH_S_INIT("saml:cn"), true},
    {GH_S_INIT("urn:oid:2.5.4.4"), GH_S_INIT("saml:surname"), false},
    {GH_S_INIT("urn:oid:2.5.4.41"), GH_S_INIT("saml:name"), false},
    {GH_S_INIT("urn:oid:2.5.4.42"), GH_S_INIT("saml:givenName"), false},
    {GH_S_INIT("urn:oid:2.5.4.45"), GH_S_INIT("saml:x500UniqueIdentifier"), false},
    {GH_S_INIT("urn:oid:0.9.2342.19200300.100.1.1"), GH_S_INIT("saml:uid"), false},
    {GH_S_INIT("urn:oid:0.9.2342.19200300.100.1.3"), GH_S_INIT("saml:mail"), false},
    {GH_S_INIT("urn:oid:0.9.2342.19200300.100.1.45"), GH_S_INIT("saml:organizationStatus"), false},
    {GH_S_INIT("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"), GH_S_INIT("saml:name"), false},
    {GH_S_INIT("http://schemas.xmlsoap.org/claims/CommonName"), GH_S_INIT("saml:commonName"), false},
    {GH_S_INIT("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"), GH_S_INIT("saml:givenName"), false},
    {GH_S_INIT("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"), GH_S_INIT("saml:surname"), false},
    {GH_S_INIT("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"), GH_S_INIT("saml:mail"), false},
    {GH_S_INIT("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid"),
     GH_S_INIT("saml:primaryGroupSID"), false},
};

void sts_saml_attribute_keys(struct gh_arena *a, const struct saml_assertion *saml, struct sts_assertion *to) {
    for (size_t i = 0; i < GH_COUNT(known); i++) {
        const struct saml_attribute *at = saml_attribute_get(saml, known[i].name);
        if (!at || !at->n) continue;
        if (known[i].set)
            sts_assertion_keys(to, known[i].key, at->values, at->n);
        else if (at->n == 1)
            sts_assertion_key(a, to, known[i].key, at->values[0]);
    }
}
