/*
 * client_trust.c: see client_trust.h. A pinned certificate is an anchor: the server's own must be the pinned one or
 * lead up to it. That a pinned certificate merely lies among those sent proves nothing, since anyone can send it.
 */
#include "http/client_trust.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include "base/base.h"

#define SHA1_BYTES 20

static bool digest_of(X509 *x, char ret_hex[2 * SHA1_BYTES]) {
    unsigned char digest[SHA1_BYTES];
    if (X509_digest(x, EVP_sha1(), digest, NULL) != 1) return false;
    gh_hex(ret_hex, digest, sizeof digest);
    return true;
}

static bool is_pinned(const struct client_trust *t, X509 *x) {
    char hex[2 * SHA1_BYTES];
    if (!digest_of(x, hex)) return false;
    for (size_t i = 0; i < t->n_thumbprints; i++)
        if (gh_str_eq_ci(t->thumbprints[i], gh_str_n(hex, sizeof hex))) return true;
    return false;
}

/* Does the server's certificate lead up to one of @anchors, by those that it sent? */
static bool leads_to(X509_STORE *anchors, X509 *leaf, STACK_OF(X509) * sent) {
    X509_STORE_CTX *c = X509_STORE_CTX_new();
    bool ok = c && X509_STORE_CTX_init(c, anchors, leaf, sent) == 1;
    if (ok) {
        X509_STORE_CTX_set_flags(c, X509_V_FLAG_PARTIAL_CHAIN);
        ok = X509_verify_cert(c) == 1;
    }
    X509_STORE_CTX_free(c);
    return ok;
}

static bool leads_to_pinned(const struct client_trust *t, X509_STORE_CTX *handshake) {
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(handshake);
    X509_STORE *anchors = X509_STORE_new();
    int found = 0;
    for (int i = 0; anchors && i < sk_X509_num(sent); i++)
        if (is_pinned(t, sk_X509_value(sent, i))) found += X509_STORE_add_cert(anchors, sk_X509_value(sent, i)) == 1;
    bool ok = found && leads_to(anchors, X509_STORE_CTX_get0_cert(handshake), sent);
    X509_STORE_free(anchors);
    return ok;
}

static int verify(X509_STORE_CTX *handshake, void *trust) {
    struct client_trust *t = trust;
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(handshake);
    int n = sk_X509_num(sent);
    if (t->learning) {
        t->learned = n > 0 && digest_of(sk_X509_value(sent, n - 1), t->top);
        X509_STORE_CTX_set_error(handshake, X509_V_OK);
        return 1;
    }
    if (X509_verify_cert(handshake) == 1) return 1;
    if (!t->n_thumbprints) return 0;
    t->mismatched = !leads_to_pinned(t, handshake);
    if (!t->mismatched) X509_STORE_CTX_set_error(handshake, X509_V_OK);
    return !t->mismatched;
}

void client_trust_install(void *ssl_context, struct client_trust *trust) {
    SSL_CTX_set_cert_verify_callback(ssl_context, verify, trust);
}
