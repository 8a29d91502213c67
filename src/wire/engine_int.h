/* engine_int.h: between the engines and engine.c. Internal to src/wire. */
#ifndef GH_WIRE_ENGINE_INT_H
#define GH_WIRE_ENGINE_INT_H

#include "wire/engine.h"
#include "wire/value.h"

extern const struct gh_engine wire_aws_json, wire_aws_query, wire_rest_json;

/** Absent values and headers past WIRE_REPLY_HEADERS are left out. */
void wire_reply_header(struct wire_reply *reply, struct gh_str name, struct gh_str value);
/** The body of an error in both JSON protocols. */
void wire_json_error(const struct gh_err *err, struct wire_reply *reply);

/** awsQuery: the result of an operation and errors as XML (query_xml.c). */
void wire_query_encode(const struct gh_operation *op, const void *out, struct gh_str request_id,
                       struct wire_reply *reply);
void wire_query_encode_error(const struct gh_service *service, const struct gh_err *err, struct gh_str request_id,
                             struct wire_reply *reply);

#endif
