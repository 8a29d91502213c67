/*
 * authenticate.h: who is calling. A signature is verified once, on the event thread; who that is and what they may do
 * is looked up in every transaction anew, so that a revocation committed in between counts.
 */
#ifndef GH_WIRE_AUTHENTICATE_H
#define GH_WIRE_AUTHENTICATE_H

#include "base/err.h"
#include "domain/session_token.h"

struct access;
struct gh_call;
struct gh_service;
struct http_request;
struct sigv4_request;

/** What a verified signature says. */
struct wire_proof {
    struct gh_str access_key_id;
    const struct access *access; /* of long-term credentials, as of the transaction they were verified in */
    bool temporary;
    struct session_claims claims; /* of temporary credentials */
};

/** Does the request carry a signature (in whatever place and state)? */
bool wire_is_signed(const struct http_request *r);

/**
 * Reads the signature's parts and checks its time; sets c->signed_region. A thrown error says what is wrong, in the
 * terms of @service (may be NULL).
 */
int wire_signature_parse(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                         struct sigv4_request *ret_signature, struct gh_err *err);

/** Checks the signature against the key's secret, in the transaction at hand. */
int wire_signature_verify(struct gh_call *c, const struct http_request *r, const struct gh_service *service,
                          const struct sigv4_request *signature, struct wire_proof *ret_proof, struct gh_err *err);

/** Fills in c->caller and c->access as of the transaction at hand. -GH_EAUTH-like thrown errors where the credentials
 * ended. */
int wire_caller_by_proof(struct gh_call *c, const struct wire_proof *proof, const struct gh_service *service,
                         struct gh_err *err);

/**
 * Fills in c->caller and c->access with the entity that @access is of, as nobody's session: for questions about a
 * principal that is not calling. A role without a session has its own ARN and no user id.
 */
void wire_caller_by_access(struct gh_call *c, const struct access *access);

/** Fills in c->caller from c->bearer_token or the portal's cookie. */
int wire_caller_by_bearer(struct gh_call *c, struct gh_err *err);

#endif
