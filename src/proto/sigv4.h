/*
 * sigv4.h: AWS Signature Version 4 as pure functions: no I/O, no store, no clock. Each stage is a function of its own,
 * so that tests (tests/sigv4/) see where two implementations part.
 *
 * To verify: sigv4_parse, sigv4_check_time, sigv4_check_scope, look up the key of access_key_id, sigv4_signing_key (or
 * a cached one), sigv4_check. Everything is computed from the raw request as it arrived; nothing that is refused by an
 * earlier step may be used. The message given to a client never repeats an Authorization header or a token.
 */
#ifndef GH_PROTO_SIGV4_H
#define GH_PROTO_SIGV4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/digest.h"

/** Signatures this old, or this far in the future, are refused. */
#define SIGV4_SKEW_MS (INT64_C(5) * 60 * 1000)
/** A presigned request lives at most a week. */
#define SIGV4_EXPIRES_MAX_S (INT64_C(7) * 24 * 3600)
#define SIGV4_SIGNATURE_CHARS 64

/** A header as it arrived: the layout of struct http_header. */
struct sigv4_header {
    struct gh_str name, value;
};

/** A request, raw: still percent-encoded, headers in order of arrival. */
struct sigv4_message {
    struct gh_str method, raw_path;
    struct gh_str raw_query; /* after '?'; absent where there is none */
    const struct sigv4_header *headers;
    size_t n_headers;
    struct gh_str body;
    /* What stands for the body in the canonical request where the body itself is not at hand; else absent. */
    struct gh_str payload_hash;
};

/** Why a request is refused. err->message has AWS's text for it. */
enum sigv4_error {
    SIGV4_OK,
    SIGV4_MISSING_TOKEN, /* not signed at all: MissingAuthenticationToken, 403 */
    SIGV4_INCOMPLETE,    /* malformed or contradictory: IncompleteSignature, 400 */
    SIGV4_INVALID_DATE,  /* X-Amz-Date or Date unreadable: IncompleteSignature, 400 */
    SIGV4_SCOPE,         /* wrong service, date or terminator: SignatureDoesNotMatch, 403 */
    SIGV4_EXPIRED,       /* too old: SignatureDoesNotMatch, 403 (RequestExpired for a presigned one) */
    SIGV4_NOT_YET,       /* from the future: SignatureDoesNotMatch, 403 */
    SIGV4_MISMATCH,      /* SignatureDoesNotMatch or InvalidSignatureException, 403 */
};

/** "MISSING_TOKEN", for logs and tests. */
const char *sigv4_error_name(enum sigv4_error e);

/** What a signed request says of itself. Its strings point into the message or the arena. */
struct sigv4_request {
    struct gh_str access_key_id;
    struct gh_str date, region, service; /* of the credential scope; the region may be any name */
    struct gh_str signed_headers;        /* "host;x-amz-date": lower case, sorted, unique, host among them */
    struct gh_str signature;             /* 64 lower-case hexadecimal digits */
    struct gh_str timestamp;             /* "20150830T123600Z" */
    int64_t timestamp_ms;
    struct gh_str security_token; /* absent where none was sent */
    bool presigned;               /* signed in the query */
    int64_t expires_s;            /* of a presigned request: counted from timestamp */
};

enum sigv4_flags {
    SIGV4_S3 = 1,               /* S3's rules: the path is neither normalised nor encoded twice */
    SIGV4_UNSIGNED_PAYLOAD = 2, /* x-amz-content-sha256: UNSIGNED-PAYLOAD is acceptable */
};

/** Reads and judges all but time, service and signature. Writes *@ret on SIGV4_OK only. */
enum sigv4_error sigv4_parse(struct gh_arena *a, const struct sigv4_message *m, struct sigv4_request *ret,
                             struct gh_err *err) GH_MUST_USE;
/** Is the signature of now, give or take @skew_ms (and a presigned one not over)? */
enum sigv4_error sigv4_check_time(struct gh_arena *a, const struct sigv4_request *r, int64_t now_ms, int64_t skew_ms,
                                  struct gh_err *err) GH_MUST_USE;
/** Is it for @service? */
enum sigv4_error sigv4_check_scope(const struct sigv4_request *r, struct gh_str service,
                                   struct gh_err *err) GH_MUST_USE;

/** Stage 1, from @r's signed_headers and presigned only. */
enum sigv4_error sigv4_canonical_request(struct gh_arena *a, const struct sigv4_message *m,
                                         const struct sigv4_request *r, unsigned flags, struct gh_str *ret,
                                         struct gh_err *err) GH_MUST_USE;
/** Stage 2. */
struct gh_str sigv4_string_to_sign(struct gh_arena *a, const struct sigv4_request *r, struct gh_str canonical_request);
/** Stage 3: a key good for one day, region and service; it may be cached for that long. gh_zero() it when done. */
void sigv4_signing_key(struct gh_str secret, struct gh_str date, struct gh_str region, struct gh_str service,
                       struct crypto_hmac_key *ret);
/** Stage 4. */
void sigv4_signature(const struct crypto_hmac_key *key, struct gh_str string_to_sign, char ret[SIGV4_SIGNATURE_CHARS]);

/** All stages, compared with the request's signature in constant time. */
enum sigv4_error sigv4_check(struct gh_arena *a, const struct sigv4_message *m, const struct sigv4_request *r,
                             const struct crypto_hmac_key *key, unsigned flags, struct gh_err *err) GH_MUST_USE;

/** Who signs, and for what. */
struct sigv4_signer {
    struct gh_str access_key_id, secret;
    struct gh_str session_token; /* may be absent */
    struct gh_str region, service;
};

/** The headers to add to the request, in any order. */
struct sigv4_signed {
    struct sigv4_header headers[3]; /* X-Amz-Date, Authorization, X-Amz-Security-Token */
    size_t n;
};

/**
 * Signs @m, whose headers must have Host and none of those that are to be added. Signs every header but those that
 * proxies change (User-Agent and the like). -GH_EINVAL where @m cannot be signed.
 */
int sigv4_sign(struct gh_arena *a, const struct sigv4_message *m, const struct sigv4_signer *signer, int64_t now_ms,
               unsigned flags, struct sigv4_signed *ret) GH_MUST_USE;

#endif
