/* query_xml.c: replies of awsQuery: <OpResponse><OpResult>…, lists as <member>, errors as <ErrorResponse>. */
#include "base/base.h"
#include "codec/json.h"
#include "codec/xml.h"
#include "wire/engine_int.h"

static void write_value(struct gh_buf *b, struct gh_str name, const struct gh_shape *s, const void *value);

static void write_members(struct gh_buf *b, const struct gh_shape *s, const void *value) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        if (wire_present(value, m)) write_value(b, m->name, m->shape, wire_value(value, m));
    }
}

static void write_list(struct gh_buf *b, struct gh_str name, const struct gh_shape *s, const struct gh_list *list) {
    const char *element = list->v;
    if (!s->flattened) xml_begin(b, name);
    for (size_t i = 0; i < list->n; i++, element += s->size)
        write_value(b, s->flattened ? name : s->element_name, s->element, element);
    if (!s->flattened) xml_end(b, name);
}

static void write_map(struct gh_buf *b, struct gh_str name, const struct gh_shape *s, const struct gh_list *list) {
    char *entry = list->v;
    struct gh_str each = s->flattened ? name : GH_S("entry");
    if (!s->flattened) xml_begin(b, name);
    for (size_t i = 0; i < list->n; i++, entry += s->size) {
        xml_begin(b, each);
        write_value(b, GH_S("key"), s->key, entry);
        write_value(b, GH_S("value"), s->element, wire_entry_value(entry));
        xml_end(b, each);
    }
    if (!s->flattened) xml_end(b, name);
}

static void write_document(struct gh_buf *b, struct gh_str name, const struct json *document) {
    struct gh_buf text;
    gh_buf_init(&text, b->arena, WIRE_REPLY_MAX);
    json_encode(&text, document);
    xml_element(b, name, gh_buf_str(&text));
}

static void write_time(struct gh_buf *b, struct gh_str name, const struct gh_shape *s, int64_t ms) {
    if (!s->epoch_seconds) {
        xml_element(b, name, gh_time_iso(b->arena, ms));
        return;
    }
    xml_begin(b, name);
    wire_epoch_write(b, ms);
    xml_end(b, name);
}

static void write_value(struct gh_buf *b, struct gh_str name, const struct gh_shape *s, const void *value) {
    switch (s->kind) {
    case GH_K_STRUCTURE:
    case GH_K_UNION:
        xml_begin(b, name);
        write_members(b, s, value);
        xml_end(b, name);
        break;
    case GH_K_LIST: write_list(b, name, s, value); break;
    case GH_K_MAP: write_map(b, name, s, value); break;
    case GH_K_DOCUMENT: write_document(b, name, *(const struct json *const *)value); break;
    case GH_K_TIMESTAMP: write_time(b, name, s, *(const int64_t *)value); break;
    default: xml_element(b, name, wire_scalar_encode(b->arena, s, value)); break;
    }
}

/* An element named after the operation: "<" + "CreateUser" + "Response>". */
static void element_of(struct gh_buf *b, struct gh_str open, struct gh_str name, struct gh_str suffix) {
    gh_buf_add(b, open);
    gh_buf_add(b, name);
    gh_buf_add(b, suffix);
}

void wire_query_encode(const struct gh_operation *op, const void *out, struct gh_str request_id,
                       struct wire_reply *reply) {
    struct gh_buf *b = &reply->body;
    reply->status = 200;
    reply->content_type = GH_S("text/xml");
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    element_of(b, GH_S("<"), op->name, GH_S("Response xmlns=\""));
    xml_text(b, op->service->xml_namespace);
    gh_buf_add(b, GH_S("\">"));
    if (op->out) {
        element_of(b, GH_S("<"), op->name, GH_S("Result>"));
        write_members(b, op->out, out);
        element_of(b, GH_S("</"), op->name, GH_S("Result>"));
    }
    xml_begin(b, GH_S("ResponseMetadata"));
    xml_element(b, GH_S("RequestId"), request_id);
    xml_end(b, GH_S("ResponseMetadata"));
    element_of(b, GH_S("</"), op->name, GH_S("Response>"));
}

void wire_query_encode_error(const struct gh_service *service, const struct gh_err *err, struct gh_str request_id,
                             struct wire_reply *reply) {
    struct gh_buf *b = &reply->body;
    reply->status = err->shape->status;
    reply->content_type = GH_S("text/xml");
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    if (service && service->xml_namespace.n)
        xml_begin_with(b, GH_S("ErrorResponse"), GH_S("xmlns"), service->xml_namespace);
    else
        xml_begin(b, GH_S("ErrorResponse"));
    xml_begin(b, GH_S("Error"));
    xml_element(b, GH_S("Type"), err->shape->sender_fault ? GH_S("Sender") : GH_S("Receiver"));
    xml_element(b, GH_S("Code"), err->shape->code);
    xml_element(b, GH_S("Message"), gh_str_c(err->message));
    for (size_t i = 0; i < GH_ERR_MEMBERS && err->members[i].name; i++)
        xml_element(b, gh_str_c(err->members[i].name), err->members[i].value);
    xml_end(b, GH_S("Error"));
    xml_element(b, GH_S("RequestId"), request_id);
    xml_end(b, GH_S("ErrorResponse"));
}
