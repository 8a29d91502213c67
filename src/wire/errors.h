/*
 * errors.h: the failures the engines and the dispatcher raise themselves, named as AWS names them in each protocol:
 * the same refusal is UnrecognizedClientException in JSON and InvalidClientTokenId in awsQuery.
 */
#ifndef GH_WIRE_ERRORS_H
#define GH_WIRE_ERRORS_H

#include "base/attr.h"
#include "base/err.h"
#include "wire/operation.h"

enum wire_fault {
    WIRE_ACCESS_DENIED,          /* AccessDeniedException, AccessDenied */
    WIRE_EXPIRED_TOKEN,          /* the session token's time is over */
    WIRE_INCOMPLETE_SIGNATURE,   /* a part of the Authorization header is missing or malformed */
    WIRE_INTERNAL,               /* InternalFailure */
    WIRE_INVALID_SIGNATURE,      /* InvalidSignatureException, SignatureDoesNotMatch; also clock skew */
    WIRE_INVALID_TOKEN,          /* UnrecognizedClientException, InvalidClientTokenId: no such key or token */
    WIRE_MALFORMED_REQUEST,      /* not even a request of the protocol */
    WIRE_MISSING_ACTION,         /* awsQuery without Action */
    WIRE_MISSING_AUTHENTICATION, /* no credentials at all */
    WIRE_NOT_IMPLEMENTED,        /* 501: modelled, not built yet */
    WIRE_REQUEST_EXPIRED,        /* a presigned request past its time */
    WIRE_REQUEST_TOO_LARGE,      /* 413 */
    WIRE_SERIALIZATION,          /* the input does not fit the shape: SerializationException, MalformedInput */
    WIRE_THROTTLED,
    WIRE_UNAVAILABLE,       /* 503: try again, the outcome may be unknown */
    WIRE_UNKNOWN_OPERATION, /* UnknownOperationException, InvalidAction */
    WIRE_VALIDATION,        /* ValidationException, ValidationError */
    WIRE_FAULTS
};

/** The protocol's own name for @fault. */
const struct gh_error_shape *wire_fault_shape(enum gh_protocol protocol, enum wire_fault fault);
/**
 * The same in @service's terms: its modelled validation, access-denied, internal or throttling exception where it has
 * one. @service NULL: awsJson's names.
 */
const struct gh_error_shape *wire_service_fault(const struct gh_service *service, enum wire_fault fault);
/** Throws wire_service_fault() with a text for the client. Returns -GH_ETHROWN. */
int wire_refuse(struct gh_err *err, const struct gh_service *service, enum wire_fault fault, const char *fmt, ...)
    GH_PRINTF(4, 5);

#endif
