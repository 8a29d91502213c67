/* sha1.h: SHA-1, for the identifiers that standards and AWS derive with it. No proof of anything: nothing new may use
 * it.
 */
#ifndef GH_CRYPTO_SHA1_H
#define GH_CRYPTO_SHA1_H

#include "base/str.h"
#include "crypto/hmac_sha1.h"

void crypto_sha1_of(struct gh_str bytes, unsigned char ret_digest[CRYPTO_SHA1_BYTES]);

#endif
