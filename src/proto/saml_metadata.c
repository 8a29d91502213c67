/* saml_metadata.c: an identity provider's metadata (SAML metadata, section 2.4.3). */
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/base.h"
#include "codec/base64.h"
#include "proto/saml_int.h"

#define CERTIFICATES_MAX 20
#define ENTITY_ID_MAX 1024

static int bad(struct gh_err *err, const char *why) {
    return gh_refuse(err, GH_EINVAL, "Could not parse metadata: %s", why);
}

/* Base64 as it stands in XML, white space and all. */
static bool decode(struct gh_arena *a, struct gh_str text, struct gh_str *ret) {
    struct gh_buf b;
    gh_buf_init(&b, a, text.n);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] > ' ') gh_buf_addc(&b, text.p[i]);
    return base64_decode(a, gh_buf_str(&b), BASE64_STANDARD, ret);
}

/* Can the certificate's key make signatures that we would take? */
static bool is_usable(struct gh_str der) {
    const unsigned char *at = (const unsigned char *)der.p;
    X509 *x = d2i_X509(NULL, &at, (long)der.n);
    EVP_PKEY *key = x ? X509_get0_pubkey(x) : NULL;
    bool good =
        key && (EVP_PKEY_is_a(key, "EC") || (EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) >= SAML_RSA_BITS_MIN));
    X509_free(x);
    return good;
}

static bool is_for_signing(struct gh_arena *a, const xmlNode *descriptor) {
    struct gh_str use = saml_xml_attribute(a, descriptor, "use");
    return !use.p || gh_str_eq(use, GH_S("signing"));
}

static void take_certificates(struct gh_arena *a, const xmlNode *descriptor, struct gh_str *v, size_t *n) {
    const xmlNode *info = saml_xml_child(descriptor, SAML_NS_DSIG, "KeyInfo");
    for (xmlNode *data = info ? info->children : NULL; (data = saml_xml_next(data, SAML_NS_DSIG, "X509Data"));
         data = data->next) {
        const xmlNode *certificate = saml_xml_next(data->children, SAML_NS_DSIG, "X509Certificate");
        struct gh_str text = saml_xml_text(a, certificate), der;
        if (text.p && *n < CERTIFICATES_MAX && decode(a, text, &der) && is_usable(der)) v[(*n)++] = der;
    }
}

static int take_keys(struct gh_arena *a, const xmlNode *role, struct saml_idp *idp, struct gh_err *err) {
    struct gh_str *v = gh_new_n(a, struct gh_str, CERTIFICATES_MAX);
    for (xmlNode *c = role->children; (c = saml_xml_next(c, SAML_NS_METADATA, "KeyDescriptor")); c = c->next)
        if (is_for_signing(a, c)) take_certificates(a, c, v, &idp->n_certificates);
    idp->certificates = v;
    if (idp->n_certificates) return 0;
    return bad(err, "it has no signing certificate with an RSA key of at least 2048 bits or an elliptic-curve key");
}

int saml_metadata_parse(struct gh_arena *a, struct gh_str xml, struct saml_idp *ret_idp, struct gh_err *err) {
    struct saml_idp idp = {0};
    xmlDoc *doc = saml_xml_parse(a, xml, SAML_COMMENTS_DROPPED);
    if (!doc) return bad(err, "it is not well-formed XML without a document type");
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (!saml_xml_is(root, SAML_NS_METADATA, "EntityDescriptor"))
        return bad(err, "its root is not an EntityDescriptor of SAML 2.0");
    idp.entity_id = saml_xml_attribute(a, root, "entityID");
    if (!idp.entity_id.n || idp.entity_id.n > ENTITY_ID_MAX) return bad(err, "it has no entityID");
    const xmlNode *role = saml_xml_child(root, SAML_NS_METADATA, "IDPSSODescriptor");
    if (!role) return bad(err, "it does not describe one identity provider (IDPSSODescriptor)");
    struct gh_str until = saml_xml_attribute(a, root, "validUntil");
    if (until.p && !gh_time_parse_iso(until, &idp.valid_until_ms)) return bad(err, "its validUntil is not a moment");
    int r = take_keys(a, role, &idp, err);
    if (!r) *ret_idp = idp;
    return r;
}
