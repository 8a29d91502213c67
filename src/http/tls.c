/*
 * tls.c: certificates that can be exchanged while the listener runs. Each new connection is given the credentials that
 * are current; older ones stay until the listener ends, because connections may still use them.
 */
#include "http/server_int.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

struct generation {
    struct generation *older;
    gnutls_certificate_credentials_t credentials;
};

struct http_tls {
    pthread_mutex_t lock;
    struct generation *current;
};

static int load(const char *cert_pem, const char *key_pem, gnutls_certificate_credentials_t *ret, struct gh_err *err) {
    gnutls_certificate_credentials_t credentials;
    if (gnutls_certificate_allocate_credentials(&credentials)) abort();
    const gnutls_datum_t cert = {(unsigned char *)(uintptr_t)cert_pem, (unsigned)strlen(cert_pem)};
    const gnutls_datum_t key = {(unsigned char *)(uintptr_t)key_pem, (unsigned)strlen(key_pem)};
    int rc = gnutls_certificate_set_x509_key_mem(credentials, &cert, &key, GNUTLS_X509_FMT_PEM);
    if (rc < 0) {
        gnutls_certificate_free_credentials(credentials);
        return gh_refuse(err, GH_EINVAL, "the TLS certificate or its key cannot be used: %s", gnutls_strerror(rc));
    }
    *ret = credentials;
    return 0;
}

int http_tls_set(struct http_tls *t, const char *cert_pem, const char *key_pem, struct gh_err *err) {
    gnutls_certificate_credentials_t credentials;
    int rc = load(cert_pem, key_pem, &credentials, err);
    if (rc) return rc;
    struct generation *g = calloc(1, sizeof *g);
    if (!g) abort();
    g->credentials = credentials;
    pthread_mutex_lock(&t->lock);
    g->older = t->current;
    t->current = g;
    pthread_mutex_unlock(&t->lock);
    return 0;
}

struct http_tls *http_tls_new(const char *cert_pem, const char *key_pem, struct gh_err *err) {
    struct http_tls *t = calloc(1, sizeof *t);
    if (!t) abort();
    pthread_mutex_init(&t->lock, NULL);
    if (http_tls_set(t, cert_pem, key_pem, err)) {
        http_tls_free(t);
        return NULL;
    }
    return t;
}

void http_tls_apply(struct http_tls *t, struct MHD_Connection *mhd) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (!info) return;
    pthread_mutex_lock(&t->lock);
    gnutls_credentials_set(info->tls_session, GNUTLS_CRD_CERTIFICATE, t->current->credentials);
    pthread_mutex_unlock(&t->lock);
}

void http_tls_free(struct http_tls *t) {
    if (!t) return;
    while (t->current) {
        struct generation *g = t->current;
        t->current = g->older;
        gnutls_certificate_free_credentials(g->credentials);
        free(g);
    }
    pthread_mutex_destroy(&t->lock);
    free(t);
}
