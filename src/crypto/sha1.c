/* sha1.c: see sha1.h. */
#include "crypto/sha1.h"

#include <openssl/evp.h>

#include "base/base.h"

void crypto_sha1_of(struct gh_str bytes, unsigned char ret_digest[CRYPTO_SHA1_BYTES]) {
    if (EVP_Digest(bytes.p, bytes.n, ret_digest, NULL, EVP_sha1(), NULL) != 1) abort();
}
