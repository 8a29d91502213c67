/* aws_json.c: the awsJson 1.0 and 1.1 engine: one JSON object in, one out, errors named by "__type". */
#include "base/base.h"
#include "codec/json.h"
#include "wire/engine_int.h"
#include "wire/json_value.h"

static int decode(struct wire_decoder *d, const struct wire_input *in, const struct gh_operation *op, void *out) {
    const struct json *body;
    int rc = wire_json_body(d, in->http->body, &body);
    if (rc) return rc;
    if (body && body->kind != JSON_OBJECT) return wire_misfit(d, NULL, "The body is not a JSON object");
    return wire_json_structure(d, op->in, body, out, NULL);
}

static struct gh_str content_type(const struct gh_service *s) {
    bool old = s && gh_str_eq(s->json_version, GH_S("1.0"));
    return old ? GH_S("application/x-amz-json-1.0") : GH_S("application/x-amz-json-1.1");
}

static void encode(const struct gh_operation *op, const void *out, struct gh_str request_id, struct wire_reply *reply) {
    reply->status = 200;
    reply->content_type = content_type(op->service);
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    if (op->out)
        wire_json_write(&reply->body, op->out, out, NULL);
    else
        gh_buf_add(&reply->body, GH_S("{}"));
}

void wire_json_error(const struct gh_err *err, struct wire_reply *reply) {
    struct json_writer w;
    json_writer_init(&w, &reply->body);
    json_object_begin(&w);
    json_field(&w, GH_S("__type"), err->shape->name);
    json_field(&w, gh_str_c(err->shape->message_name), gh_str_c(err->message));
    for (size_t i = 0; i < GH_ERR_MEMBERS && err->members[i].name; i++)
        json_field(&w, gh_str_c(err->members[i].name), err->members[i].value);
    json_object_end(&w);
}

static void encode_error(const struct gh_service *service, const struct gh_err *err, struct gh_str request_id,
                         struct wire_reply *reply) {
    reply->status = err->shape->status;
    reply->content_type = content_type(service);
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    wire_reply_header(reply, GH_S("x-amzn-ErrorType"), err->shape->name);
    wire_json_error(err, reply);
}

const struct gh_engine wire_aws_json = {decode, encode, encode_error};
