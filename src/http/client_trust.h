/* client_trust.h: which servers the client believes: the authorities', and those pinned by a certificate's digest. */
#ifndef GH_HTTP_CLIENT_TRUST_H
#define GH_HTTP_CLIENT_TRUST_H

#include <stdbool.h>

#include "http/client.h"

/** One handshake's question. */
struct client_trust {
    const struct gh_str *thumbprints; /* SHA-1, hexadecimal */
    size_t n_thumbprints;
    bool learning;   /* believe anyone, only to see who it is */
    bool learned;    /* @top is set */
    char top[40];    /* digest of the topmost certificate that the server sent, lower case */
    bool mismatched; /* thumbprints were given, and neither they nor the authorities vouch for the server */
};

/** Has the handshakes of @ssl_context (an SSL_CTX) ask @trust, which must outlive them. */
void client_trust_install(void *ssl_context, struct client_trust *trust);

#endif
