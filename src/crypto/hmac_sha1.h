/*
 * hmac_sha1.h: HMAC-SHA-1 (RFC 2104), for the one-time passwords whose standard asks for it. Nothing new may use it.
 */
#ifndef GH_CRYPTO_HMAC_SHA1_H
#define GH_CRYPTO_HMAC_SHA1_H

#include "base/str.h"

#define CRYPTO_SHA1_BYTES 20

void crypto_hmac_sha1(struct gh_str key, struct gh_str message, unsigned char ret_mac[CRYPTO_SHA1_BYTES]);

#endif
