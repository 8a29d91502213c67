/* hmac_sha1.c: see hmac_sha1.h. */
#include "crypto/hmac_sha1.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base.h"

void crypto_hmac_sha1(struct gh_str key, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA1_BYTES]) {
    unsigned n = CRYPTO_SHA1_BYTES;
    if (!HMAC(EVP_sha1(), key.p, (int)key.n, (const unsigned char *)message.p, message.n, ret_mac, &n)) abort();
}
