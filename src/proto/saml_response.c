/* saml_response.c: a response of the Web SSO profile (SAML profiles, section 4.1.4), from bytes to facts. */
#include "base/base.h"
#include "proto/saml_int.h"

#define BEARER GH_S("urn:oasis:names:tc:SAML:2.0:cm:bearer")
#define SUCCESS GH_S("urn:oasis:names:tc:SAML:2.0:status:Success")
#define ATTRIBUTES_MAX 512
#define VALUES_MAX 1024

/* One reading. */
struct reading {
    struct gh_arena *arena;
    const struct saml_expectation *expect;
    struct saml_assertion out;
    struct gh_err *err;
};

static int unproved(struct reading *r, const char *why) {
    return gh_refuse(r->err, GH_EAUTH, "%s", why);
}

static int untimely(struct reading *r, const char *why) {
    return gh_refuse(r->err, GH_EEXPIRED, "%s", why);
}

static bool is_ours(const struct reading *r, struct gh_str name) {
    for (size_t i = 0; i < r->expect->n_names; i++)
        if (gh_str_eq(r->expect->names[i], name)) return true;
    return false;
}

/* ---- proof ---- */

static xmlNode *assertion_of(const xmlNode *root) {
    return saml_xml_child(root, SAML_NS_ASSERTION, "Assertion");
}

/* The tree of the bytes under the signature of @parent; NULL where it does not verify. */
static xmlDoc *verified(struct reading *r, xmlNode *parent) {
    struct gh_str bytes;
    if (!saml_signature_verify(r->arena, parent, r->expect->idp, &bytes)) return NULL;
    xmlDoc *doc = saml_xml_parse(r->arena, bytes, SAML_COMMENTS_REFUSED);
    return doc && saml_shape_good(doc) ? doc : NULL;
}

/* The tree with its assertion in the clear, parsed anew: what came out of a cipher is input like any other. */
static xmlDoc *decrypted(struct reading *r, xmlDoc *doc, xmlNode *sealed) {
    xmlChar *text = NULL;
    int n = 0;
    if (!saml_decrypt(r->arena, sealed, r->expect)) return NULL;
    xmlDocDumpMemory(doc, &text, &n);
    xmlDoc *plain = text ? saml_xml_parse(r->arena, gh_str_n((char *)text, (size_t)n), SAML_COMMENTS_REFUSED) : NULL;
    xmlFree(text);
    return plain && saml_shape_good(plain) ? plain : NULL;
}

/* Verifies whatever is signed, at least one thing; finds the assertion in verified bytes and the response's root. */
static int prove(struct reading *r, struct gh_str xml, xmlNode **ret_root, xmlNode **ret_assertion) {
    xmlDoc *doc = saml_xml_parse(r->arena, xml, SAML_COMMENTS_REFUSED);
    bool proved = false;
    if (!doc || !saml_xml_is(xmlDocGetRootElement(doc), SAML_NS_PROTOCOL, "Response"))
        return unproved(r, "Invalid base64 SAMLResponse");
    if (!saml_shape_good(doc)) return unproved(r, "Response does not have exactly one assertion, or repeats an ID");
    if (saml_signature_of(xmlDocGetRootElement(doc))) {
        if (!(doc = verified(r, xmlDocGetRootElement(doc)))) return unproved(r, "Response signature invalid");
        proved = true;
    }
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlNode *sealed = saml_xml_child(root, SAML_NS_ASSERTION, "EncryptedAssertion");
    if (!sealed && r->expect->must_be_encrypted) return unproved(r, "Assertion must be encrypted");
    if (sealed) {
        if (!(doc = decrypted(r, doc, sealed))) return unproved(r, "Assertion cannot be decrypted");
        root = xmlDocGetRootElement(doc);
    }
    xmlNode *assertion = assertion_of(root);
    if (assertion && saml_signature_of(assertion)) {
        xmlDoc *part = verified(r, assertion);
        if (!part) return unproved(r, "Response signature invalid");
        assertion = xmlDocGetRootElement(part);
        proved = true;
    }
    if (!proved || !saml_xml_is(assertion, SAML_NS_ASSERTION, "Assertion"))
        return unproved(r, "Response signature invalid");
    *ret_root = root;
    *ret_assertion = assertion;
    return 0;
}

/* ---- facts ---- */

static bool moment(struct reading *r, const xmlNode *node, const char *name, int64_t *ret_ms, bool *ret_there) {
    struct gh_str text = saml_xml_attribute(r->arena, node, name);
    *ret_there = text.p != NULL;
    return !text.p || gh_time_parse_iso(text, ret_ms);
}

/* NotBefore and NotOnOrAfter of @node; *@ret_until is the latter, which must be there where @needed. */
static int check_window(struct reading *r, const xmlNode *node, bool needed, int64_t *ret_until) {
    int64_t from = 0, until = 0;
    bool has_from, has_until;
    if (!moment(r, node, "NotBefore", &from, &has_from) || !moment(r, node, "NotOnOrAfter", &until, &has_until))
        return unproved(r, "Assertion has a malformed moment");
    if (needed && !has_until) return unproved(r, "Assertion has no NotOnOrAfter");
    if (has_from && r->expect->now_ms + r->expect->skew_ms < from) return untimely(r, "Assertion is not yet valid");
    if (has_until && r->expect->now_ms >= until) return untimely(r, "Assertion has expired");
    if (has_until && (!*ret_until || until < *ret_until)) *ret_until = until;
    return 0;
}

static int check_issuer(struct reading *r, const xmlNode *parent, bool needed) {
    size_t n = saml_xml_count(parent, SAML_NS_ASSERTION, "Issuer");
    if (!n && !needed) return 0;
    struct gh_str issuer = saml_xml_text(r->arena, saml_xml_child(parent, SAML_NS_ASSERTION, "Issuer"));
    if (!issuer.p || !gh_str_eq(issuer, r->expect->idp->entity_id))
        return unproved(r, "Issuer not present in specified provider");
    r->out.issuer = issuer;
    return 0;
}

static int check_response(struct reading *r, const xmlNode *root) {
    struct gh_str destination = saml_xml_attribute(r->arena, root, "Destination");
    const xmlNode *status = saml_xml_child(root, SAML_NS_PROTOCOL, "Status");
    const xmlNode *code = saml_xml_child(status, SAML_NS_PROTOCOL, "StatusCode");
    if (!gh_str_eq(saml_xml_attribute(r->arena, root, "Version"), GH_S("2.0")))
        return unproved(r, "Response is not of SAML 2.0");
    if (!gh_str_eq(saml_xml_attribute(r->arena, code, "Value"), SUCCESS))
        return gh_refuse(r->err, GH_EDENIED, "The identity provider reported that authentication failed.");
    if (destination.n && !is_ours(r, destination)) return unproved(r, "Response has another destination");
    return check_issuer(r, root, false);
}

/* The one bearer confirmation that is for us and in time. */
static int check_confirmation(struct reading *r, const xmlNode *subject) {
    const xmlNode *confirmation = saml_xml_child(subject, SAML_NS_ASSERTION, "SubjectConfirmation");
    const xmlNode *data = saml_xml_child(confirmation, SAML_NS_ASSERTION, "SubjectConfirmationData");
    if (!confirmation || !gh_str_eq(saml_xml_attribute(r->arena, confirmation, "Method"), BEARER) || !data)
        return unproved(r, "Assertion has no bearer confirmation of its subject");
    r->out.recipient = saml_xml_attribute(r->arena, data, "Recipient");
    if (!r->out.recipient.p || !is_ours(r, r->out.recipient)) return unproved(r, "Assertion has another recipient");
    return check_window(r, data, true, &r->out.until_ms);
}

static int check_subject(struct reading *r, const xmlNode *assertion) {
    const xmlNode *subject = saml_xml_child(assertion, SAML_NS_ASSERTION, "Subject");
    const xmlNode *name = saml_xml_child(subject, SAML_NS_ASSERTION, "NameID");
    r->out.name_id = saml_xml_text(r->arena, name);
    if (!r->out.name_id.n) return unproved(r, "Assertion has no NameID");
    r->out.name_id_format = saml_xml_attribute(r->arena, name, "Format");
    return check_confirmation(r, subject);
}

/* Every restriction must let one of our names through. */
static int check_audience(struct reading *r, const xmlNode *conditions) {
    size_t restrictions = 0;
    for (xmlNode *c = conditions->children; (c = saml_xml_next(c, SAML_NS_ASSERTION, "AudienceRestriction"));
         c = c->next) {
        bool ours = false;
        restrictions++;
        for (xmlNode *u = c->children; (u = saml_xml_next(u, SAML_NS_ASSERTION, "Audience")); u = u->next) {
            struct gh_str audience = saml_xml_text(r->arena, u);
            if (!audience.p || !is_ours(r, audience)) continue;
            r->out.audience = audience;
            ours = true;
        }
        if (!ours) return unproved(r, "Assertion has another audience");
    }
    return restrictions ? 0 : unproved(r, "Assertion has no audience");
}

static int check_conditions(struct reading *r, const xmlNode *assertion) {
    const xmlNode *conditions = saml_xml_child(assertion, SAML_NS_ASSERTION, "Conditions");
    if (!conditions) return unproved(r, "Assertion has no conditions");
    int rc = check_window(r, conditions, false, &r->out.until_ms);
    return rc ? rc : check_audience(r, conditions);
}

static int check_authentication(struct reading *r, const xmlNode *assertion) {
    xmlNode *s = saml_xml_next(assertion->children, SAML_NS_ASSERTION, "AuthnStatement");
    if (!s) return unproved(r, "Assertion has no AuthnStatement");
    for (; s; s = saml_xml_next(s->next, SAML_NS_ASSERTION, "AuthnStatement")) {
        int64_t until = 0;
        bool there;
        if (!moment(r, s, "SessionNotOnOrAfter", &until, &there))
            return unproved(r, "Assertion has a malformed moment");
        if (there && r->expect->now_ms >= until) return untimely(r, "The session at the identity provider is over");
        if (there && (!r->out.session_until_ms || until < r->out.session_until_ms)) r->out.session_until_ms = until;
    }
    return 0;
}

static int take_attribute(struct reading *r, const xmlNode *node, struct saml_attribute *to) {
    size_t n = saml_xml_count(node, SAML_NS_ASSERTION, "AttributeValue"), i = 0;
    to->name = saml_xml_attribute(r->arena, node, "Name");
    if (!to->name.n || n > VALUES_MAX) return unproved(r, "Assertion has a malformed attribute");
    struct gh_str *v = gh_new_n(r->arena, struct gh_str, n);
    for (xmlNode *c = node->children; (c = saml_xml_next(c, SAML_NS_ASSERTION, "AttributeValue")); c = c->next) {
        struct gh_str text = saml_xml_text(r->arena, c);
        if (text.p) v[i++] = text; /* values that are XML are none of ours */
    }
    to->values = v;
    to->n = i;
    return 0;
}

static int take_attributes(struct reading *r, const xmlNode *assertion) {
    struct saml_attribute *v = gh_new_n(r->arena, struct saml_attribute, ATTRIBUTES_MAX);
    for (xmlNode *s = assertion->children; (s = saml_xml_next(s, SAML_NS_ASSERTION, "AttributeStatement")); s = s->next)
        for (xmlNode *c = s->children; (c = saml_xml_next(c, SAML_NS_ASSERTION, "Attribute")); c = c->next) {
            if (r->out.n_attributes == ATTRIBUTES_MAX) return unproved(r, "Assertion has too many attributes");
            int rc = take_attribute(r, c, &v[r->out.n_attributes++]);
            if (rc) return rc;
        }
    r->out.attributes = v;
    return 0;
}

static int check_age(struct reading *r, const xmlNode *assertion) {
    bool there;
    r->out.id = saml_xml_attribute(r->arena, assertion, "ID");
    if (!r->out.id.n || !gh_str_eq(saml_xml_attribute(r->arena, assertion, "Version"), GH_S("2.0")) ||
        !moment(r, assertion, "IssueInstant", &r->out.issued_ms, &there) || !there)
        return unproved(r, "Assertion is not of SAML 2.0");
    int64_t age = r->expect->now_ms - r->out.issued_ms;
    if (age < -r->expect->skew_ms) return untimely(r, "Assertion is not yet valid");
    if (age > r->expect->max_age_ms) return untimely(r, "Token must be redeemed within 5 minutes of issuance");
    return 0;
}

int saml_response_read(struct gh_arena *a, struct gh_str xml, const struct saml_expectation *expect,
                       struct saml_assertion *ret_assertion, struct gh_err *err) {
    struct reading r = {.arena = a, .expect = expect, .err = err};
    xmlNode *root, *assertion;
    int rc = prove(&r, xml, &root, &assertion);
    if (!rc) rc = check_response(&r, root);
    if (!rc) rc = check_issuer(&r, assertion, true);
    if (!rc) rc = check_age(&r, assertion);
    if (!rc) rc = check_subject(&r, assertion);
    if (!rc) rc = check_conditions(&r, assertion);
    if (!rc) rc = check_authentication(&r, assertion);
    if (!rc) rc = take_attributes(&r, assertion);
    if (!rc) *ret_assertion = r.out;
    return rc;
}

const struct saml_attribute *saml_attribute_get(const struct saml_assertion *assertion, struct gh_str name) {
    for (size_t i = 0; i < assertion->n_attributes; i++)
        if (gh_str_eq(assertion->attributes[i].name, name)) return &assertion->attributes[i];
    return NULL;
}
