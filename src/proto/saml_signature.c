/* saml_signature.c: XML signatures and encryption by xmlsec1, with every choice taken away from the document. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlenc.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "base/base.h"
#include "proto/saml_int.h"

static xmlParserInputPtr no_entity(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void init_once(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(no_entity);
    if (xmlSecInit() < 0 || xmlSecOpenSSLAppInit(NULL) < 0 || xmlSecOpenSSLInit() < 0) abort();
    /* The libraries' own words go nowhere: they would quote the document. */
    xmlSecErrorsSetCallback(NULL);
    xmlSecErrorsDefaultCallbackEnableOutput(0);
}

void saml_libraries_init(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_once);
}

xmlNode *saml_signature_of(const xmlNode *parent) {
    return saml_xml_child(parent, SAML_NS_DSIG, "Signature");
}

static bool is_one_of(struct gh_str s, const struct gh_str *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (gh_str_eq(s, list[i])) return true;
    return false;
}

#define EXC_C14N GH_S_INIT("http://www.w3.org/2001/10/xml-exc-c14n#")
static const struct gh_str signature_methods[] = {
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"),
};
static const struct gh_str digest_methods[] = {
    GH_S_INIT("http://www.w3.org/2001/04/xmlenc#sha256"),
    GH_S_INIT("http://www.w3.org/2001/04/xmldsig-more#sha384"),
    GH_S_INIT("http://www.w3.org/2001/04/xmlenc#sha512"),
};
static const struct gh_str canonicalizations[] = {EXC_C14N};

static bool method_good(struct gh_arena *a, const xmlNode *parent, const char *name, const struct gh_str *list,
                        size_t n) {
    const xmlNode *method = saml_xml_child(parent, SAML_NS_DSIG, name);
    return method && is_one_of(saml_xml_attribute(a, method, "Algorithm"), list, n);
}

static size_t element_count(const xmlNode *parent) {
    size_t n = 0;
    for (const xmlNode *c = parent->children; c; c = c->next) n += c->type == XML_ELEMENT_NODE;
    return n;
}

/* Enveloped signature, then exclusive canonicalisation: no other order, no third one. */
static bool transforms_good(struct gh_arena *a, const xmlNode *reference) {
    static const struct gh_str wanted[] = {GH_S_INIT(SAML_NS_DSIG "enveloped-signature"), EXC_C14N};
    const xmlNode *transforms = saml_xml_child(reference, SAML_NS_DSIG, "Transforms");
    if (!transforms || element_count(transforms) != GH_COUNT(wanted)) return false;
    xmlNode *t = transforms->children;
    for (size_t i = 0; i < GH_COUNT(wanted); i++, t = t->next) {
        t = saml_xml_next(t, SAML_NS_DSIG, "Transform");
        if (!t || !gh_str_eq(saml_xml_attribute(a, t, "Algorithm"), wanted[i])) return false;
    }
    return true;
}

/* One reference, to the signature's parent by its ID. */
static bool signature_good(struct gh_arena *a, const xmlNode *signature, struct gh_str id) {
    const xmlNode *info = saml_xml_child(signature, SAML_NS_DSIG, "SignedInfo");
    const xmlNode *reference = saml_xml_child(info, SAML_NS_DSIG, "Reference");
    if (!reference || !id.n) return false;
    struct gh_str uri = saml_xml_attribute(a, reference, "URI");
    return gh_str_starts(uri, GH_S("#")) && gh_str_eq(gh_str_slice(uri, 1, uri.n), id) && element_count(info) == 3 &&
           transforms_good(a, reference) &&
           method_good(a, info, "CanonicalizationMethod", canonicalizations, GH_COUNT(canonicalizations)) &&
           method_good(a, info, "SignatureMethod", signature_methods, GH_COUNT(signature_methods)) &&
           method_good(a, reference, "DigestMethod", digest_methods, GH_COUNT(digest_methods));
}

/* The same rules once more, for the library. */
static bool restrict_transforms(xmlSecDSigCtx *c) {
    const xmlSecTransformId reference[] = {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId,
                                           xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id};
    const xmlSecTransformId signature[] = {xmlSecTransformExclC14NId,    xmlSecTransformRsaSha256Id,
                                           xmlSecTransformRsaSha384Id,   xmlSecTransformRsaSha512Id,
                                           xmlSecTransformEcdsaSha256Id, xmlSecTransformEcdsaSha384Id,
                                           xmlSecTransformEcdsaSha512Id};
    bool ok = true;
    for (size_t i = 0; i < GH_COUNT(reference); i++) ok &= xmlSecDSigCtxEnableReferenceTransform(c, reference[i]) == 0;
    for (size_t i = 0; i < GH_COUNT(signature); i++) ok &= xmlSecDSigCtxEnableSignatureTransform(c, signature[i]) == 0;
    return ok;
}

/* The key of a certificate, for xmlsec; NULL where it has none for signatures. */
static xmlSecKey *key_of(struct gh_str der) {
    const unsigned char *at = (const unsigned char *)der.p;
    X509 *x = d2i_X509(NULL, &at, (long)der.n);
    EVP_PKEY *pkey = x ? X509_get_pubkey(x) : NULL;
    X509_free(x);
    xmlSecKeyData *data = pkey ? xmlSecOpenSSLEvpKeyAdopt(pkey) : NULL;
    if (!data) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    xmlSecKey *key = xmlSecKeyCreate();
    if (!key || xmlSecKeySetValue(key, data) < 0) abort();
    return key;
}

/* Takes the bytes that were digested out of a successful verification. */
static bool take_verified(struct gh_arena *a, xmlSecDSigCtx *c, struct gh_str *ret) {
    if (c->status != xmlSecDSigStatusSucceeded || xmlSecPtrListGetSize(&c->signedInfoReferences) != 1) return false;
    xmlSecDSigReferenceCtx *reference = xmlSecPtrListGetItem(&c->signedInfoReferences, 0);
    if (!reference || reference->status != xmlSecDSigStatusSucceeded) return false;
    xmlSecBuffer *bytes = xmlSecDSigReferenceCtxGetPreDigestBuffer(reference);
    if (!bytes || !xmlSecBufferGetSize(bytes)) return false;
    *ret = gh_str_dup(a, gh_str_n((const char *)xmlSecBufferGetData(bytes), xmlSecBufferGetSize(bytes)));
    return true;
}

static bool verify_with(struct gh_arena *a, xmlNode *signature, struct gh_str certificate, struct gh_str *ret) {
    xmlSecDSigCtx *c = xmlSecDSigCtxCreate(NULL);
    if (!c) abort();
    c->signKey = key_of(certificate);
    c->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES | XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
    c->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
    bool ok =
        c->signKey && restrict_transforms(c) && xmlSecDSigCtxVerify(c, signature) == 0 && take_verified(a, c, ret);
    xmlSecDSigCtxDestroy(c);
    return ok;
}

/* "#id" leads to @parent and nothing else: it is the only ID that the tree knows. */
static bool know_id(xmlNode *parent, struct gh_str id) {
    xmlAttr *attribute = xmlHasProp(parent, (const xmlChar *)"ID");
    if (!attribute || xmlGetID(parent->doc, (const xmlChar *)id.p)) return false;
    return xmlAddID(NULL, parent->doc, (const xmlChar *)id.p, attribute) != NULL;
}

bool saml_signature_verify(struct gh_arena *a, xmlNode *parent, const struct saml_idp *idp,
                           struct gh_str *ret_verified) {
    xmlNode *signature = saml_signature_of(parent);
    struct gh_str id = saml_xml_attribute(a, parent, "ID");
    if (!signature || !signature_good(a, signature, id)) return false;
    id = gh_str_c(gh_cstr(a, id));
    if (!know_id(parent, id)) return false;
    for (size_t i = 0; i < idp->n_certificates; i++)
        if (verify_with(a, signature, idp->certificates[i], ret_verified)) return true;
    return false;
}

/* ---- encryption ---- */

static int no_passphrase(char *buf, int size, int writing, void *context) {
    (void)buf;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static EVP_PKEY *read_private(struct gh_str pem) {
    BIO *bio = BIO_new_mem_buf(pem.p, (int)pem.n);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
    BIO_free(bio);
    if (key && EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) >= SAML_RSA_BITS_MIN) return key;
    EVP_PKEY_free(key);
    return NULL;
}

int saml_private_key_check(struct gh_str pem, struct gh_err *err) {
    EVP_PKEY *key = read_private(pem);
    bool good = key != NULL;
    EVP_PKEY_free(key);
    return good ? 0
                : gh_refuse(err, GH_EINVAL, "The private key is not an unlocked RSA key of at least 2048 bits in PEM.");
}

/* A key manager that knows the private key; NULL where it cannot be read. */
static xmlSecKeysMngr *manager_of(struct gh_str pem) {
    EVP_PKEY *pkey = read_private(pem);
    xmlSecKeyData *data = pkey ? xmlSecOpenSSLEvpKeyAdopt(pkey) : NULL;
    if (!data) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    xmlSecKey *key = xmlSecKeyCreate();
    xmlSecKeysMngr *manager = xmlSecKeysMngrCreate();
    if (!key || !manager || xmlSecKeySetValue(key, data) < 0 || xmlSecOpenSSLAppDefaultKeysMngrInit(manager) < 0 ||
        xmlSecOpenSSLAppDefaultKeysMngrAdoptKey(manager, key) < 0)
        abort();
    return manager;
}

/* PKCS #1 v1.5 is an oracle; whatever is not listed is too old. */
static bool encryption_good(struct gh_arena *a, const xmlNode *data) {
    static const struct gh_str content[] = {GH_S_INIT("http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
                                            GH_S_INIT("http://www.w3.org/2001/04/xmlenc#aes192-cbc"),
                                            GH_S_INIT("http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
                                            GH_S_INIT("http://www.w3.org/2009/xmlenc11#aes128-gcm"),
                                            GH_S_INIT("http://www.w3.org/2009/xmlenc11#aes192-gcm"),
                                            GH_S_INIT("http://www.w3.org/2009/xmlenc11#aes256-gcm")};
    static const struct gh_str wrapped[] = {GH_S_INIT("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"),
                                            GH_S_INIT("http://www.w3.org/2009/xmlenc11#rsa-oaep")};
    const xmlNode *info = saml_xml_child(data, SAML_NS_DSIG, "KeyInfo");
    const xmlNode *key = saml_xml_child(info, SAML_NS_ENCRYPTION, "EncryptedKey");
    const xmlNode *outer = saml_xml_child(data, SAML_NS_ENCRYPTION, "EncryptionMethod");
    const xmlNode *inner = saml_xml_child(key, SAML_NS_ENCRYPTION, "EncryptionMethod");
    return element_count(data) == 3 &&
           is_one_of(saml_xml_attribute(a, outer, "Algorithm"), content, GH_COUNT(content)) &&
           is_one_of(saml_xml_attribute(a, inner, "Algorithm"), wrapped, GH_COUNT(wrapped));
}

static bool decrypt_with(xmlNode *data, struct gh_str pem) {
    xmlSecKeysMngr *manager = manager_of(pem);
    if (!manager) return false;
    xmlSecEncCtx *c = xmlSecEncCtxCreate(manager);
    if (!c) abort();
    bool ok = xmlSecEncCtxDecrypt(c, data) == 0 && c->resultReplaced;
    xmlSecEncCtxDestroy(c);
    xmlSecKeysMngrDestroy(manager);
    return ok;
}

bool saml_decrypt(struct gh_arena *a, xmlNode *node, const struct saml_expectation *expect) {
    xmlNode *data = saml_xml_child(node, SAML_NS_ENCRYPTION, "EncryptedData");
    if (!data || element_count(node) != 1 || !encryption_good(a, data)) return false;
    for (size_t i = 0; i < expect->n_private_keys; i++) {
        if (!decrypt_with(data, expect->private_keys[i])) continue;
        xmlNode *assertion = saml_xml_child(node, SAML_NS_ASSERTION, "Assertion");
        if (!assertion) return false;
        xmlReplaceNode(node, assertion);
        xmlFreeNode(node);
        return true;
    }
    return false;
}
