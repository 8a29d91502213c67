/* engine.c: picks the engine, and what all engines share: decode then validate, and replies that never fail. */
#include "wire/engine.h"

#include "base/base.h"
#include "codec/json.h"
#include "wire/engine_int.h"
#include "wire/errors.h"
#include "wire/json_value.h"
#include "wire/validate.h"

#define REPLY_USUAL 512

const struct gh_engine *wire_engine(enum gh_protocol protocol) {
    switch (protocol) {
    case GH_AWS_JSON: return &wire_aws_json;
    case GH_AWS_QUERY: return &wire_aws_query;
    case GH_REST_JSON: return &wire_rest_json;
    case GH_REST_XML: break;
    }
    return NULL;
}

int wire_decode(struct gh_arena *a, const struct wire_input *in, const struct gh_operation *op, void **ret_in,
                struct gh_err *err) {
    const struct gh_engine *engine = wire_engine(op->service->protocol);
    if (!engine) return wire_refuse(err, op->service, WIRE_NOT_IMPLEMENTED, "The protocol is not implemented");
    if (!op->in) {
        *ret_in = NULL;
        return 0;
    }
    struct gh_err ignored;
    struct wire_decoder d = {.arena = a, .service = op->service, .err = err ? err : &ignored};
    void *out = gh_arena_alloc(a, op->in->size ? op->in->size : 1);
    int rc = engine->decode(&d, in, op, out);
    if (!rc) rc = wire_validate(&d, op->in, out);
    if (!rc) *ret_in = out;
    return rc;
}

int wire_undump(struct gh_arena *a, const struct gh_operation *op, struct gh_str text, void **ret_in,
                struct gh_err *err) {
    const struct json *body;
    struct gh_err ignored;
    struct wire_decoder d = {.arena = a, .service = op->service, .dumped = true, .err = err ? err : &ignored};
    *ret_in = NULL;
    if (!op->in) return 0;
    void *in = gh_arena_alloc(a, op->in->size ? op->in->size : 1);
    int rc = wire_json_body(&d, text, &body);
    /* null: the input was refused. {"omitted":true}: the dump would have been too long. */
    if (!rc && (!body || body->kind != JSON_OBJECT || json_get(body, GH_S("omitted"))))
        rc = gh_fail(d.err, GH_EINVAL, "the dump is not whole");
    if (!rc) rc = wire_json_structure(&d, op->in, body, in, NULL);
    if (!rc) rc = wire_validate_required(&d, op->in, in);
    if (!rc) *ret_in = in;
    return rc;
}

void *wire_output_new(struct gh_arena *a, const struct gh_operation *op) {
    return op->out ? gh_arena_alloc(a, op->out->size ? op->out->size : 1) : NULL;
}

void wire_reply_header(struct wire_reply *reply, struct gh_str name, struct gh_str value) {
    if (!value.p || reply->n_headers == WIRE_REPLY_HEADERS) return;
    reply->headers[reply->n_headers++] = (struct http_header){name, value};
}

static void reply_init(struct wire_reply *reply, struct gh_arena *a) {
    *reply = (struct wire_reply){0};
    gh_buf_init(&reply->body, a, WIRE_REPLY_MAX);
    gh_buf_reserve(&reply->body, REPLY_USUAL);
}

void wire_encode(struct gh_arena *a, const struct gh_operation *op, const void *out, struct gh_str request_id,
                 struct wire_reply *reply) {
    reply_init(reply, a);
    wire_engine(op->service->protocol)->encode(op, out, request_id, reply);
    if (gh_buf_ok(&reply->body)) return;
    struct gh_err err;
    gh_fail(&err, GH_ELIMIT, "the reply is too large");
    wire_encode_error(a, op->service->protocol, op->service, &err, request_id, reply);
}

static const struct gh_error_shape *shape_of(enum gh_protocol protocol, const struct gh_service *service,
                                             enum wire_fault fault) {
    return service ? wire_service_fault(service, fault) : wire_fault_shape(protocol, fault);
}

void wire_encode_error(struct gh_arena *a, enum gh_protocol protocol, const struct gh_service *service,
                       const struct gh_err *err, struct gh_str request_id, struct wire_reply *reply) {
    reply_init(reply, a);
    const struct gh_engine *engine = wire_engine(service ? service->protocol : protocol);
    if (!engine) engine = &wire_aws_query;
    struct gh_err instead;
    if (!err->shape) {
        bool busy = err->code == GH_EBUSY;
        gh_throw(&instead, shape_of(protocol, service, busy ? WIRE_UNAVAILABLE : WIRE_INTERNAL), "%s",
                 busy ? "The service is busy or could not confirm the outcome. Try again."
                      : "The request failed because of an internal error.");
        err = &instead;
    }
    engine->encode_error(service, err, request_id, reply);
}
