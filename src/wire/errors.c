/* errors.c: see errors.h. */
#include "wire/errors.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/base.h"

#define SHAPE(text, http, member)                                                                                      \
    {                                                                                                                  \
        .name = GH_S_INIT(text), .code = GH_S_INIT(text), .status = (http), .sender_fault = (http) < 500,              \
        .message_name = (member)                                                                                       \
    }

/* One row per fault: awsJson, awsQuery (and restXml), restJson. */
struct row {
    struct gh_error_shape json, query, rest;
};

#define ROW(json_name, json_status, query_code, query_status, rest_status)                                             \
    {                                                                                                                  \
        SHAPE(json_name, json_status, "message"), SHAPE(query_code, query_status, "message"),                          \
            SHAPE(json_name, rest_status, "message")                                                                   \
    }

static const struct row rows[WIRE_FAULTS] = {
    [WIRE_ACCESS_DENIED] = ROW("AccessDeniedException", 400, "AccessDenied", 403, 403),
    [WIRE_EXPIRED_TOKEN] = ROW("ExpiredTokenException", 400, "ExpiredToken", 403, 403),
    [WIRE_INCOMPLETE_SIGNATURE] = ROW("IncompleteSignatureException", 400, "IncompleteSignature", 400, 403),
    [WIRE_INTERNAL] = ROW("InternalFailure", 500, "InternalFailure", 500, 500),
    [WIRE_INVALID_SIGNATURE] = ROW("InvalidSignatureException", 400, "SignatureDoesNotMatch", 403, 403),
    [WIRE_INVALID_TOKEN] = ROW("UnrecognizedClientException", 400, "InvalidClientTokenId", 403, 403),
    [WIRE_MALFORMED_REQUEST] = ROW("SerializationException", 400, "MalformedQueryString", 400, 400),
    [WIRE_MISSING_ACTION] = ROW("MissingAction", 400, "MissingAction", 400, 400),
    [WIRE_MISSING_AUTHENTICATION] =
        ROW("MissingAuthenticationTokenException", 400, "MissingAuthenticationToken", 403, 403),
    [WIRE_NOT_IMPLEMENTED] = ROW("NotImplemented", 501, "NotImplemented", 501, 501),
    [WIRE_REQUEST_EXPIRED] = ROW("RequestExpired", 400, "RequestExpired", 400, 400),
    [WIRE_REQUEST_TOO_LARGE] = ROW("RequestEntityTooLarge", 413, "RequestEntityTooLarge", 413, 413),
    [WIRE_SERIALIZATION] = ROW("SerializationException", 400, "MalformedInput", 400, 400),
    [WIRE_THROTTLED] = ROW("ThrottlingException", 400, "Throttling", 400, 429),
    [WIRE_UNAVAILABLE] = ROW("ServiceUnavailableException", 503, "ServiceUnavailable", 503, 503),
    [WIRE_UNKNOWN_OPERATION] = ROW("UnknownOperationException", 400, "InvalidAction", 400, 404),
    [WIRE_VALIDATION] = ROW("ValidationException", 400, "ValidationError", 400, 400),
};

const struct gh_error_shape *wire_fault_shape(enum gh_protocol protocol, enum wire_fault fault) {
    const struct row *row = &rows[fault];
    switch (protocol) {
    case GH_AWS_JSON: return &row->json;
    case GH_REST_JSON: return &row->rest;
    case GH_AWS_QUERY:
    case GH_REST_XML: break;
    }
    return &row->query;
}

const struct gh_error_shape *wire_service_fault(const struct gh_service *service, enum wire_fault fault) {
    if (!service) return wire_fault_shape(GH_AWS_JSON, fault);
    const struct gh_error_shape *own = NULL;
    /* IAM and STS model no exception for a failed constraint: AWS answers the protocol's ValidationError. */
    if (fault == WIRE_VALIDATION && service->protocol != GH_AWS_QUERY) own = service->validation;
    if (fault == WIRE_ACCESS_DENIED) own = service->access_denied;
    if (fault == WIRE_INTERNAL) own = service->internal;
    if (fault == WIRE_THROTTLED) own = service->throttled;
    return own ? own : wire_fault_shape(service->protocol, fault);
}

int wire_refuse(struct gh_err *err, const struct gh_service *service, enum wire_fault fault, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char text[sizeof err->message + 8]; /* longer, so that gh_throw sees where it cuts */
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return gh_throw(err, wire_service_fault(service, fault), "%s", text);
}
