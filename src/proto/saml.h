/*
 * saml.h: SAML 2.0 as a relying party reads it: an identity provider's metadata, and its signed responses (Web SSO
 * profile, bearer). Strict against signature wrapping: one assertion, every id once, a signature that covers it whole
 * and nothing but exclusive canonicalisation with RSA or ECDSA and SHA-2, keys pinned by the metadata; and what is read
 * is read from the very bytes that were verified. No DTD, no processing instruction, no comment. Pure functions.
 */
#ifndef GH_PROTO_SAML_H
#define GH_PROTO_SAML_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct gh_arena;

#define SAML_RSA_BITS_MIN 2048

/** An identity provider, as its metadata describes it. */
struct saml_idp {
    struct gh_str entity_id;
    const struct gh_str *certificates; /* DER: any of their keys may sign */
    size_t n_certificates;
    int64_t valid_until_ms; /* 0: not said */
};
/** -GH_EINVAL with a text for the client where it is not the metadata of one identity provider with a usable key. */
int saml_metadata_parse(struct gh_arena *a, struct gh_str xml, struct saml_idp *ret_idp, struct gh_err *err);

/** A private key for encrypted assertions: does it read (PEM, RSA, not locked)? -GH_EINVAL. */
int saml_private_key_check(struct gh_str pem, struct gh_err *err);

struct saml_attribute {
    struct gh_str name;
    const struct gh_str *values;
    size_t n;
};
struct saml_assertion {
    struct gh_str id, issuer;
    struct gh_str name_id, name_id_format; /* the format may be absent */
    struct gh_str recipient, audience;
    int64_t issued_ms;
    int64_t until_ms;         /* after that it is no good any more: it need not be remembered longer */
    int64_t session_until_ms; /* SessionNotOnOrAfter; 0: none */
    const struct saml_attribute *attributes;
    size_t n_attributes;
};
/** The attribute of that name, or NULL. */
const struct saml_attribute *saml_attribute_get(const struct saml_assertion *assertion, struct gh_str name);

/** What a response is held against. */
struct saml_expectation {
    const struct saml_idp *idp;
    const struct gh_str *names; /* ours: what Audience and Recipient may say */
    size_t n_names;
    const struct gh_str *private_keys; /* PEM, for encrypted assertions */
    size_t n_private_keys;
    bool must_be_encrypted;
    int64_t now_ms, skew_ms;
    int64_t max_age_ms; /* since IssueInstant */
};
/**
 * Verifies a response and reads its assertion. With a text for the client: -GH_EAUTH where it is malformed, not for us
 * or not proved; -GH_EEXPIRED where its time is over or has not come; -GH_EDENIED where the provider says that nobody
 * signed in.
 */
int saml_response_read(struct gh_arena *a, struct gh_str xml, const struct saml_expectation *expect,
                       struct saml_assertion *ret_assertion, struct gh_err *err);

#endif
