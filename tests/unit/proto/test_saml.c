/*
 * SAML: responses made and signed here, as an identity provider would; then altered, wrapped and cut in every way that
 * has deceived somebody before.
 */
#include "unit.h"

#include <string.h>

#include <libxml/parser.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "codec/base64.h"
#include "crypto/sign.h"
#include "proto/saml.h"
#include "proto/saml_int.h"

#define NOW_MS INT64_C(1766000000000) /* 2025-12-17T19:33:20Z */
#define AWS "https://signin.aws.amazon.com/saml"
#define IDP "https://idp.example.com"

static struct gh_arena *group;
static struct sign_key *key, *other_key;
static struct gh_str key_pem, other_pem, metadata;
static struct saml_idp idp;

static struct gh_str pem_of(const struct sign_key *k) {
    struct gh_str der;
    assert_int_equal(sign_key_private_der(group, k, &der, NULL), 0);
    struct gh_buf b;
    gh_buf_init(&b, group, 8192);
    struct gh_str text = base64_encode(group, der, BASE64_STANDARD);
    gh_buf_add(&b, GH_S("-----BEGIN PRIVATE KEY-----\n"));
    for (size_t i = 0; i < text.n; i += 64) gh_buf_addf(&b, "%.*s\n", GH_S_FMT(gh_str_slice(text, i, i + 64)));
    gh_buf_add(&b, GH_S("-----END PRIVATE KEY-----\n"));
    return gh_buf_str(&b);
}

static struct gh_str metadata_of(const struct sign_key *k, const char *more) {
    struct gh_str der;
    assert_int_equal(
        sign_certificate(group, k, &(struct sign_subject){"idp", NOW_MS - GH_DAY_MS, NOW_MS + GH_DAY_MS}, &der, NULL),
        0);
    return gh_fmt(group,
                  "<md:EntityDescriptor xmlns:md=\"" SAML_NS_METADATA "\" entityID=\"" IDP "\"%s><md:IDPSSODescriptor "
                  "protocolSupportEnumeration=\"" SAML_NS_PROTOCOL "\"><md:KeyDescriptor use=\"signing\"><ds:KeyInfo "
                  "xmlns:ds=\"" SAML_NS_DSIG "\"><ds:X509Data><ds:X509Certificate>\n%.*s\n</ds:X509Certificate>"
                  "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor></md:IDPSSODescriptor></md:EntityDescriptor>",
                  more, GH_S_FMT(base64_encode(group, der, BASE64_STANDARD)));
}

static int setup(void **state) {
    (void)state;
    group = gh_arena_new(0);
    assert_int_equal(sign_key_new(group, SIGN_RS256, &key, NULL), 0);
    assert_int_equal(sign_key_new(group, SIGN_RS256, &other_key, NULL), 0);
    key_pem = pem_of(key);
    other_pem = pem_of(other_key);
    metadata = metadata_of(key, "");
    struct gh_err err = {0};
    if (saml_metadata_parse(group, metadata, &idp, &err)) print_error("%s\n", err.message);
    return idp.n_certificates == 1 ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    gh_arena_free(group);
    return 0;
}

/* ---- an identity provider ---- */

#define C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define RSA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"

struct signature {
    const char *canonicalization, *method, *digest, *transform;
};
static const struct signature usual = {C14N, RSA256, SHA256, C14N};

/* An unsigned Signature over "#id"; whoever signs fills it in. */
static const char *signature_for(struct gh_arena *a, const char *id, const struct signature *s) {
    return gh_cstr(a, gh_fmt(a,
                             "<ds:Signature xmlns:ds=\"" SAML_NS_DSIG "\"><ds:SignedInfo><ds:CanonicalizationMethod "
                             "Algorithm=\"%s\"/><ds:SignatureMethod Algorithm=\"%s\"/><ds:Reference URI=\"#%s\">"
                             "<ds:Transforms><ds:Transform Algorithm=\"" SAML_NS_DSIG "enveloped-signature\"/>"
                             "<ds:Transform Algorithm=\"%s\"/></ds:Transforms><ds:DigestMethod Algorithm=\"%s\"/>"
                             "<ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>",
                             s->canonicalization, s->method, id, s->transform, s->digest));
}

/* What a response says. Every member is written where it belongs. */
struct saying {
    const char *response_signature, *assertion_signature;
    const char *status, *destination, *response_issuer, *issuer, *issued, *name_id, *recipient, *confirmed_until;
    const char *conditions, *statement, *attributes;
};
#define T(seconds) moment(a, (seconds))

static const char *moment(struct gh_arena *a, int64_t seconds) {
    return gh_cstr(a, gh_time_iso(a, NOW_MS + seconds * GH_SECOND_MS));
}

static struct saying usual_saying(struct gh_arena *a) {
    return (struct saying){
        .response_signature = "",
        .assertion_signature = signature_for(a, "_a", &usual),
        .status = "urn:oasis:names:tc:SAML:2.0:status:Success",
        .destination = AWS,
        .response_issuer = "<saml:Issuer>" IDP "</saml:Issuer>",
        .issuer = IDP,
        .issued = T(-10),
        .name_id = "<saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">ada</saml:NameID>",
        .recipient = AWS,
        .confirmed_until = T(300),
        .conditions =
            gh_cstr(a, gh_fmt(a,
                              "<saml:Conditions NotBefore=\"%s\" NotOnOrAfter=\"%s\"><saml:AudienceRestriction>"
                              "<saml:Audience>" AWS "</saml:Audience></saml:AudienceRestriction></saml:Conditions>",
                              T(-60), T(300))),
        .statement = gh_cstr(a, gh_fmt(a, "<saml:AuthnStatement AuthnInstant=\"%s\"/>", T(-10))),
        .attributes =
            "<saml:AttributeStatement><saml:Attribute Name=\"Role\"><saml:AttributeValue>one</saml:AttributeValue>"
            "<saml:AttributeValue>two</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
    };
}

static struct gh_str assertion_text(struct gh_arena *a, const struct saying *s, const char *id) {
    return gh_fmt(a,
                  "<saml:Assertion ID=\"%s\" Version=\"2.0\" IssueInstant=\"%s\"><saml:Issuer>%s</saml:Issuer>%s"
                  "<saml:Subject>%s<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
                  "<saml:SubjectConfirmationData Recipient=\"%s\" NotOnOrAfter=\"%s\"/></saml:SubjectConfirmation>"
                  "</saml:Subject>%s%s%s</saml:Assertion>",
                  id, s->issued, s->issuer, s->assertion_signature, s->name_id, s->recipient, s->confirmed_until,
                  s->conditions, s->statement, s->attributes);
}

static struct gh_str response_around(struct gh_arena *a, const struct saying *s, struct gh_str inside) {
    return gh_fmt(a,
                  "<samlp:Response xmlns:samlp=\"" SAML_NS_PROTOCOL "\" xmlns:saml=\"" SAML_NS_ASSERTION
                  "\" ID=\"_r\" Version=\"2.0\" IssueInstant=\"%s\" Destination=\"%s\">%s%s<samlp:Status>"
                  "<samlp:StatusCode Value=\"%s\"/></samlp:Status>%.*s</samlp:Response>",
                  s->issued, s->destination, s->response_issuer, s->response_signature, s->status, GH_S_FMT(inside));
}

static struct gh_str response_text(struct gh_arena *a, const struct saying *s) {
    return response_around(a, s, assertion_text(a, s, "_a"));
}

/* Signs every Signature in the text, inner ones first. */
static struct gh_str sign_all(struct gh_arena *a, struct gh_str text, struct gh_str pem) {
    static const xmlChar *const ids[] = {(const xmlChar *)"ID", NULL};
    saml_libraries_init();
    xmlDoc *doc = xmlReadMemory(text.p, (int)text.n, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlSecAddIDs(doc, xmlDocGetRootElement(doc), (const xmlChar **)ids);
    xmlNode *last = NULL;
    for (int depth = 2; depth >= 1; depth--) {
        xmlNode *parent = xmlDocGetRootElement(doc);
        if (depth == 2) parent = saml_xml_child(parent, SAML_NS_ASSERTION, "Assertion");
        last = parent ? saml_signature_of(parent) : NULL;
        if (!last) continue;
        xmlSecDSigCtx *c = xmlSecDSigCtxCreate(NULL);
        c->signKey = xmlSecOpenSSLAppKeyLoadMemory((const xmlSecByte *)pem.p, (xmlSecSize)pem.n, xmlSecKeyDataFormatPem,
                                                   NULL, NULL, NULL);
        assert_non_null(c->signKey);
        assert_int_equal(xmlSecDSigCtxSign(c, last), 0);
        xmlSecDSigCtxDestroy(c);
    }
    xmlChar *out = NULL;
    int n = 0;
    xmlDocDumpMemory(doc, &out, &n);
    struct gh_str made = gh_str_dup(a, gh_str_n((char *)out, (size_t)n));
    xmlFree(out);
    xmlFreeDoc(doc);
    return made;
}

static struct gh_str signed_response(struct gh_arena *a, const struct saying *s) {
    return sign_all(a, response_text(a, s), key_pem);
}

/* ---- the relying party ---- */

static const struct gh_str our_names[] = {GH_S_INIT(AWS), GH_S_INIT("urn:amazon:webservices")};

static struct saml_expectation expectation(void) {
    return (struct saml_expectation){.idp = &idp,
                                     .names = our_names,
                                     .n_names = GH_COUNT(our_names),
                                     .now_ms = NOW_MS,
                                     .skew_ms = 60 * GH_SECOND_MS,
                                     .max_age_ms = 5 * GH_MINUTE_MS};
}

static int read_as(struct gh_arena *a, struct gh_str xml, struct saml_assertion *ret, struct gh_err *err) {
    struct saml_expectation e = expectation();
    return saml_response_read(a, xml, &e, ret, err);
}

#define assert_read(a, xml, code, text) assert_read_at((a), (xml), (code), (text), __LINE__)
static void assert_read_at(struct gh_arena *a, struct gh_str xml, int code, const char *text, int line) {
    struct saml_assertion got;
    struct gh_err err = {0};
    int r = read_as(a, xml, &got, &err);
    bool right = r == code && (!text || strstr(err.message, text));
    if (!right) print_error("line %d: %d \"%s\", expected %d \"%s\"\n", line, r, err.message, code, text ? text : "");
    assert_true(right);
}

static struct gh_str replaced(struct gh_arena *a, struct gh_str text, const char *from, const char *to) {
    ptrdiff_t at = gh_str_find_str(text, gh_str_c(from));
    if (at < 0) print_error("not there: %s\n", from);
    assert_true(at >= 0);
    return gh_fmt(a, "%.*s%s%.*s", (int)at, text.p, to, (int)(text.n - (size_t)at - strlen(from)),
                  text.p + at + strlen(from));
}

/* ---- tests ---- */

static void takes_a_signed_assertion(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    struct saml_assertion got;
    assert_int_equal(read_as(a, signed_response(a, &s), &got, NULL), 0);
    assert_str(got.id, "_a");
    assert_str(got.issuer, IDP);
    assert_str(got.name_id, "ada");
    assert_str(got.name_id_format, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
    assert_str(got.recipient, AWS);
    assert_int_equal(got.until_ms, NOW_MS + 300 * GH_SECOND_MS);
    assert_int_equal(got.session_until_ms, 0);
    const struct saml_attribute *role = saml_attribute_get(&got, GH_S("Role"));
    assert_int_equal(role->n, 2);
    assert_str(role->values[1], "two");
    assert_null(saml_attribute_get(&got, GH_S("role")));
}

static void takes_a_signed_response_and_both(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    s.response_signature = signature_for(a, "_r", &usual);
    assert_read(a, signed_response(a, &s), 0, NULL);
    s.assertion_signature = "";
    assert_read(a, signed_response(a, &s), 0, NULL);
    s.response_signature = "";
    assert_read(a, signed_response(a, &s), -GH_EAUTH, "signature");
}

static void notices_alterations(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    s.response_signature = signature_for(a, "_r", &usual);
    struct gh_str good = signed_response(a, &s);
    assert_read(a, replaced(a, good, ">ada<", ">eve<"), -GH_EAUTH, "signature");
    assert_read(a, replaced(a, good, ">two<", ">all<"), -GH_EAUTH, "signature");
    assert_read(a, replaced(a, good, "status:Success", "status:Requester"), -GH_EAUTH, "signature");
    assert_read(a, replaced(a, good, "ID=\"_r\"", "ID=\"_q\""), -GH_EAUTH, "signature");
    assert_read(a, sign_all(a, response_text(a, &s), other_pem), -GH_EAUTH, "signature");
}

/* The status and destination of a response stand outside of a signed assertion, and yet they count. */
static void heeds_the_response(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    s.status = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    assert_read(a, signed_response(a, &s), -GH_EDENIED, "failed");
    s = usual_saying(a);
    s.destination = "https://other.example.com";
    assert_read(a, signed_response(a, &s), -GH_EAUTH, "destination");
    s = usual_saying(a);
    s.response_issuer = "<saml:Issuer>https://evil.example.com</saml:Issuer>";
    assert_read(a, signed_response(a, &s), -GH_EAUTH, "Issuer");
    s.response_issuer = "";
    assert_read(a, signed_response(a, &s), 0, NULL);
}

static void heeds_each_condition(void **state) {
    struct gh_arena *a = *state;
    struct saying s;
#define WITH(member, value, code, text)                                                                                \
    s = usual_saying(a);                                                                                               \
    s.member = (value);                                                                                                \
    assert_read(a, signed_response(a, &s), code, text)
    WITH(issuer, "https://evil.example.com", -GH_EAUTH, "Issuer");
    WITH(issued, T(-301), -GH_EEXPIRED, "5 minutes");
    WITH(issued, T(-299), 0, NULL);
    WITH(issued, T(61), -GH_EEXPIRED, "not yet");
    WITH(issued, "yesterday", -GH_EAUTH, NULL);
    WITH(name_id, "", -GH_EAUTH, "NameID");
    WITH(name_id, "<saml:NameID/>", -GH_EAUTH, "NameID");
    WITH(name_id, "<saml:NameID>a</saml:NameID><saml:NameID>b</saml:NameID>", -GH_EAUTH, "NameID");
    WITH(recipient, "https://other.example.com", -GH_EAUTH, "recipient");
    WITH(recipient, "", -GH_EAUTH, "recipient");
    WITH(recipient, "urn:amazon:webservices", 0, NULL);
    WITH(confirmed_until, T(0), -GH_EEXPIRED, "expired");
    WITH(confirmed_until, T(1), 0, NULL);
    WITH(confirmed_until, "", -GH_EAUTH, "moment");
    WITH(conditions, "", -GH_EAUTH, "conditions");
    WITH(conditions, "<saml:Conditions/>", -GH_EAUTH, "audience");
    WITH(statement, "", -GH_EAUTH, "AuthnStatement");
    WITH(attributes, "", 0, NULL);
#define AUDIENCE(uri) "<saml:AudienceRestriction><saml:Audience>" uri "</saml:Audience></saml:AudienceRestriction>"
    WITH(conditions, "<saml:Conditions>" AUDIENCE("https://other.example.com") "</saml:Conditions>", -GH_EAUTH,
         "audience");
    WITH(conditions, "<saml:Conditions>" AUDIENCE(AWS) AUDIENCE("x") "</saml:Conditions>", -GH_EAUTH, "audience");
    WITH(conditions, "<saml:Conditions>" AUDIENCE(AWS) "</saml:Conditions>", 0, NULL);
    WITH(conditions,
         gh_cstr(a, gh_fmt(a, "<saml:Conditions NotBefore=\"%s\">" AUDIENCE(AWS) "</saml:Conditions>", T(61))),
         -GH_EEXPIRED, "not yet");
    WITH(conditions,
         gh_cstr(a, gh_fmt(a, "<saml:Conditions NotOnOrAfter=\"%s\">" AUDIENCE(AWS) "</saml:Conditions>", T(0))),
         -GH_EEXPIRED, "expired");
    WITH(statement, gh_cstr(a, gh_fmt(a, "<saml:AuthnStatement SessionNotOnOrAfter=\"%s\"/>", T(0))), -GH_EEXPIRED,
         "session");
}

/* An attacker holds one good signed assertion and hides it somewhere while another one is to be read. */
static void resists_wrapping(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a), evil = usual_saying(a);
    struct gh_str good = signed_response(a, &s);
    ptrdiff_t begin = gh_str_find_str(good, GH_S("<saml:Assertion")),
              end = gh_str_find_str(good, GH_S("</samlp:Response>"));
    struct gh_str signed_part = gh_str_slice(good, (size_t)begin, (size_t)end);
    ptrdiff_t sig = gh_str_find_str(signed_part, GH_S("<ds:Signature")),
              sig_end = gh_str_find_str(signed_part, GH_S("</ds:Signature>"));
    struct gh_str signature = gh_str_slice(signed_part, (size_t)sig, (size_t)sig_end + 15);
    struct gh_str unsigned_part = gh_fmt(a, "%.*s%.*s", (int)sig, signed_part.p,
                                         (int)(signed_part.n - (size_t)sig_end - 15), signed_part.p + sig_end + 15);
    evil.assertion_signature = "";
    evil.name_id = "<saml:NameID>eve</saml:NameID>";
    struct gh_str forged = assertion_text(a, &evil, "_e"), same_id = assertion_text(a, &evil, "_a");
    evil.assertion_signature = gh_cstr(a, signature);
    struct gh_str forged_signed = assertion_text(a, &evil, "_e");
    const struct gh_str inside[] = {
        gh_fmt(a, "%.*s%.*s", GH_S_FMT(forged), GH_S_FMT(signed_part)),
        gh_fmt(a, "%.*s%.*s", GH_S_FMT(signed_part), GH_S_FMT(forged)),
        gh_fmt(a, "%.*s%.*s", GH_S_FMT(same_id), GH_S_FMT(signed_part)),
        gh_fmt(a, "%.*s%.*s", GH_S_FMT(forged_signed), GH_S_FMT(unsigned_part)),
        gh_fmt(a, "%.*s<samlp:Extensions>%.*s</samlp:Extensions>", GH_S_FMT(forged_signed), GH_S_FMT(unsigned_part)),
        replaced(a, forged, "<saml:Subject>", gh_cstr(a, gh_fmt(a, "%.*s<saml:Subject>", GH_S_FMT(signed_part)))),
        replaced(a, forged_signed, "</ds:Signature>",
                 gh_cstr(a, gh_fmt(a, "<ds:Object>%.*s</ds:Object></ds:Signature>", GH_S_FMT(unsigned_part)))),
        replaced(
            a, forged, "<saml:Subject>",
            gh_cstr(a, gh_fmt(a,
                              "<ds:Signature xmlns:ds=\"" SAML_NS_DSIG "\"><ds:Object>%.*s</ds:Object></ds:Signature>"
                              "<saml:Subject>",
                              GH_S_FMT(signed_part)))),
        gh_fmt(a, "<saml:Advice>%.*s</saml:Advice>%.*s", GH_S_FMT(signed_part), GH_S_FMT(forged)),
        forged_signed,
        forged,
        same_id,
        gh_fmt(a, "<x xmlns=\"urn:x\">%.*s</x>", GH_S_FMT(signed_part)),
        GH_S(""),
    };
    for (size_t i = 0; i < GH_COUNT(inside); i++) {
        struct saml_assertion got;
        int r = read_as(a, response_around(a, &s, inside[i]), &got, NULL);
        if (r != -GH_EAUTH) print_error("variant %zu: %d\n", i, r);
        assert_int_equal(r, -GH_EAUTH);
    }
    assert_read(a, response_around(a, &s, signed_part), 0, NULL);
    /* A response around the response, and a signature moved up or down. */
    assert_read(a, response_around(a, &s, good), -GH_EAUTH, NULL);
    s.response_signature = gh_cstr(a, signature);
    assert_read(a, response_around(a, &s, unsigned_part), -GH_EAUTH, NULL);
    assert_read(a, response_around(a, &s, signed_part), -GH_EAUTH, NULL);
}

static void takes_only_sound_algorithms(void **state) {
    struct gh_arena *a = *state;
    static const struct signature weak[] = {
        {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", RSA256, SHA256, C14N},
        {C14N "WithComments", RSA256, SHA256, C14N},
        {C14N, "http://www.w3.org/2000/09/xmldsig#rsa-sha1", SHA256, C14N},
        {C14N, RSA256, "http://www.w3.org/2000/09/xmldsig#sha1", C14N},
        {C14N, RSA256, SHA256, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
        {C14N, RSA256, SHA256, C14N "WithComments"},
    };
    struct saying s = usual_saying(a);
    for (size_t i = 0; i < GH_COUNT(weak); i++) {
        s.assertion_signature = signature_for(a, "_a", &weak[i]);
        struct saml_assertion got;
        int r = read_as(a, signed_response(a, &s), &got, NULL);
        if (r != -GH_EAUTH) print_error("variant %zu is taken\n", i);
        assert_int_equal(r, -GH_EAUTH);
    }
    const struct signature strong = {C14N, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                                     "http://www.w3.org/2001/04/xmlenc#sha512", C14N};
    s.assertion_signature = signature_for(a, "_a", &strong);
    assert_read(a, signed_response(a, &s), 0, NULL);
    /* A second reference, a reference to everything, none. */
    s.assertion_signature =
        gh_cstr(a, replaced(a, gh_str_c(signature_for(a, "_a", &usual)), "URI=\"#_a\"", "URI=\"\""));
    assert_read(a, signed_response(a, &s), -GH_EAUTH, "signature");
    s = usual_saying(a);
    s.response_signature = gh_cstr(a, replaced(a, gh_str_c(signature_for(a, "_r", &usual)), "#_r", "#_a"));
    assert_read(a, signed_response(a, &s), -GH_EAUTH, NULL);
}

/* An HMAC whose key is the certificate, or a key that comes along, must not count. */
static void ignores_what_the_document_brings(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    struct gh_str der;
    assert_int_equal(sign_certificate(a, other_key,
                                      &(struct sign_subject){"evil", NOW_MS - GH_DAY_MS, NOW_MS + GH_DAY_MS}, &der,
                                      NULL),
                     0);
    struct gh_str own = sign_all(a, response_text(a, &s), other_pem);
    own = replaced(
        a, own, "</ds:Signature>",
        gh_cstr(a, gh_fmt(a,
                          "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>%.*s</ds:X509Certificate></ds:X509Data>"
                          "</ds:KeyInfo></ds:Signature>",
                          GH_S_FMT(base64_encode(a, der, BASE64_STANDARD)))));
    assert_read(a, own, -GH_EAUTH, "signature");
    /* The same key info beside a good signature is simply ignored. */
    struct gh_str good = signed_response(a, &s);
    good =
        replaced(a, good, "</ds:Signature>", "<ds:KeyInfo><ds:KeyName>evil</ds:KeyName></ds:KeyInfo></ds:Signature>");
    assert_read(a, good, 0, NULL);
}

static void refuses_dangerous_xml(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    struct gh_str good = signed_response(a, &s);
    ptrdiff_t root = gh_str_find_str(good, GH_S("<samlp:Response"));
    struct gh_str body = gh_str_slice(good, (size_t)root, good.n);
    assert_read(a, body, 0, NULL);
    static const char *const before[] = {
        "<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a \"b\">]>",   "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", "<?php x?>",
        "<!-- -->",     "<?xml version=\"1.1\"?><!DOCTYPE x>"};
    for (size_t i = 0; i < GH_COUNT(before); i++)
        assert_read(a, gh_fmt(a, "%s%.*s", before[i], GH_S_FMT(body)), -GH_EAUTH, "Invalid");
    /* Comments in a text make two readers disagree: both parts of it, or the first? */
    assert_read(a, replaced(a, good, ">ada<", ">ada<!-- -->.evil<"), -GH_EAUTH, "Invalid");
    assert_read(a, replaced(a, good, ">ada<", ">a<?x?>da<"), -GH_EAUTH, "Invalid");
    assert_read(a, replaced(a, good, ">ada<", "><b xmlns=\"relative\">ada</b><"), -GH_EAUTH, "Invalid");
    assert_read(a, gh_fmt(a, "%.*s<x/>", GH_S_FMT(good)), -GH_EAUTH, "Invalid");
    assert_read(a, gh_str_slice(good, 0, good.n - 5), -GH_EAUTH, "Invalid");
    assert_read(a, GH_S(""), -GH_EAUTH, "Invalid");
    assert_read(a, GH_S("<samlp:Response/>"), -GH_EAUTH, "Invalid");
    assert_read(a, replaced(a, good, "SAML:2.0:protocol", "SAML:1.1:protocol"), -GH_EAUTH, "Invalid");
    for (size_t n = 0; n < good.n; n += 37) assert_read(a, gh_str_slice(good, 0, n), -GH_EAUTH, NULL);
}

static void survives_every_cut(void **state) {
    struct gh_arena *a = *state;
    struct saying s = usual_saying(a);
    struct gh_str good = signed_response(a, &s);
    for (size_t i = 0; i < good.n; i += 3) { /* any one letter gone, or another: never read as something else */
        struct gh_arena *mine = gh_arena_new(0);
        struct saml_assertion got;
        struct gh_str cut = gh_fmt(mine, "%.*s%.*s", (int)i, good.p, (int)(good.n - i - 1), good.p + i + 1);
        if (read_as(mine, cut, &got, NULL) == 0) {
            assert_str(got.name_id, "ada");
            assert_str(got.recipient, AWS);
        }
        gh_arena_free(mine);
    }
}

static void reads_metadata(void **state) {
    struct gh_arena *a = *state;
    struct saml_idp got;
    assert_int_equal(saml_metadata_parse(a, metadata_of(key, " validUntil=\"2030-01-02T03:04:05Z\""), &got, NULL), 0);
    assert_str(got.entity_id, IDP);
    assert_int_equal(got.valid_until_ms, INT64_C(1893553445000));
    struct gh_str commented =
        replaced(a, metadata, "<md:IDPSSODescriptor", "<!-- made by hand --><md:IDPSSODescriptor");
    assert_int_equal(saml_metadata_parse(a, commented, &got, NULL), 0);
    const struct gh_str bad[] = {
        GH_S(""),
        GH_S("<x/>"),
        replaced(a, metadata, "EntityDescriptor xmlns", "EntitiesDescriptor xmlns"),
        replaced(a, metadata, "entityID=\"" IDP "\"", ""),
        replaced(a, metadata, IDP, ""),
        replaced(a, metadata, "use=\"signing\"", "use=\"encryption\""),
        replaced(a, metadata, "<ds:X509Certificate>", "<ds:X509Certificate>AAAA"),
        metadata_of(key, " validUntil=\"soon\""),
        gh_fmt(a, "<!DOCTYPE x>%.*s", GH_S_FMT(metadata)),
        gh_fmt(a, "<?xml version=\"1.0\"?><?x y?>%.*s", GH_S_FMT(metadata)),
    };
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        int r = saml_metadata_parse(a, bad[i], &got, NULL);
        if (r != -GH_EINVAL) print_error("variant %zu is taken\n", i);
        assert_int_equal(r, -GH_EINVAL);
    }
}

static void checks_private_keys(void **state) {
    struct gh_arena *a = *state;
    struct sign_key *ec;
    assert_int_equal(saml_private_key_check(key_pem, NULL), 0);
    assert_int_equal(saml_private_key_check(GH_S("no key"), NULL), -GH_EINVAL);
    assert_int_equal(sign_key_new(a, SIGN_ES256, &ec, NULL), 0);
    assert_int_equal(saml_private_key_check(pem_of(ec), NULL), -GH_EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(takes_a_signed_assertion),
        arena_test(takes_a_signed_response_and_both),
        arena_test(notices_alterations),
        arena_test(heeds_the_response),
        arena_test(heeds_each_condition),
        arena_test(resists_wrapping),
        arena_test(takes_only_sound_algorithms),
        arena_test(ignores_what_the_document_brings),
        arena_test(refuses_dangerous_xml),
        arena_test(survives_every_cut),
        arena_test(reads_metadata),
        arena_test(checks_private_keys),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
