/*
 * rest_json.c: the restJson engine: labels of the path, query parameters, headers, and a JSON body or a payload.
 */
#include "base/base.h"
#include "codec/form.h"
#include "codec/json.h"
#include "wire/engine_int.h"
#include "wire/errors.h"
#include "wire/json_value.h"

/* Text from outside the body has not been checked by any parser yet. */
static int decode_text(struct wire_decoder *d, const struct gh_shape *s, struct gh_str text, void *to,
                       const struct wire_path *path) {
    if (gh_str_find(text, '\0') >= 0 || !gh_str_is_utf8(text)) return wire_misfit(d, path, "Text was expected");
    return wire_scalar_decode(d, s, text, to, path);
}

static int decode_label(struct wire_decoder *d, const struct gh_member *m, const struct wire_labels *labels, void *out,
                        const struct wire_path *path) {
    for (size_t i = 0; i < labels->n; i++) {
        if (!gh_str_eq(labels->names[i], m->name)) continue;
        struct gh_str text;
        if (!percent_decode(d->arena, labels->values[i], &text)) return wire_misfit(d, path, "Bad percent-encoding");
        return decode_text(d, m->shape, text, wire_member_open(d->arena, out, m), path);
    }
    wire_note_missing(d, out, m);
    return 0;
}

static int decode_query_list(struct wire_decoder *d, const struct gh_member *m, const struct form *query, void *out,
                             const struct wire_path *path) {
    size_t n = form_count(query, m->location_name);
    if (!n) return 0;
    char *to = wire_list_open(d->arena, m->shape, wire_member_open(d->arena, out, m), n);
    for (size_t i = 0; i < query->n; i++) {
        if (!gh_str_eq(query->pairs[i].name, m->location_name)) continue;
        int rc = wire_scalar_decode(d, m->shape->element, query->pairs[i].value, to, path);
        if (rc) return rc;
        to += m->shape->size;
    }
    return 0;
}

static int decode_query(struct wire_decoder *d, const struct gh_member *m, const struct form *query, void *out,
                        const struct wire_path *path) {
    if (m->shape->kind == GH_K_LIST) return decode_query_list(d, m, query, out, path);
    struct gh_str text = form_get(query, m->location_name);
    if (!text.p) {
        wire_note_missing(d, out, m);
        return 0;
    }
    if (form_count(query, m->location_name) > 1) return wire_misfit(d, path, "More than one value");
    return wire_scalar_decode(d, m->shape, text, wire_member_open(d->arena, out, m), path);
}

static int decode_header(struct wire_decoder *d, const struct gh_member *m, const struct http_request *r, void *out,
                         const struct wire_path *path) {
    struct gh_str text = http_header(r, m->location_name);
    if (!text.p) {
        wire_note_missing(d, out, m);
        return 0;
    }
    return decode_text(d, m->shape, text, wire_member_open(d->arena, out, m), path);
}

static int decode_payload(struct wire_decoder *d, const struct gh_member *m, struct gh_str body, void *out,
                          const struct wire_path *path) {
    if (!body.n) return 0;
    if (m->shape->kind == GH_K_BLOB) {
        *(struct gh_str *)wire_member_open(d->arena, out, m) = body;
        return 0;
    }
    if (m->shape->kind == GH_K_STRING) return decode_text(d, m->shape, body, wire_member_open(d->arena, out, m), path);
    if (m->shape->kind != GH_K_STRUCTURE) return wire_misfit(d, path, "An unsupported payload");
    const struct json *node;
    int rc = wire_json_body(d, body, &node);
    if (rc) return rc;
    if (node->kind != JSON_OBJECT) return wire_misfit(d, path, "The body is not a JSON object");
    return wire_json_structure(d, m->shape, node, wire_member_open(d->arena, out, m), path);
}

static int decode_member(struct wire_decoder *d, const struct gh_member *m, const struct wire_input *in,
                         const struct form *query, void *out) {
    struct wire_path here = {.name = m->name};
    switch (m->location) {
    case GH_IN_PATH: return decode_label(d, m, &in->labels, out, &here);
    case GH_IN_QUERY: return decode_query(d, m, query, out, &here);
    case GH_IN_HEADER: return decode_header(d, m, in->http, out, &here);
    case GH_IN_PAYLOAD: return decode_payload(d, m, in->http->body, out, &here);
    case GH_IN_BODY: break;
    }
    return 0;
}

static bool has_location(const struct gh_shape *s, enum gh_location location) {
    for (uint32_t i = 0; i < s->n_members; i++)
        if (s->members[i].location == location) return true;
    return false;
}

static int decode_body(struct wire_decoder *d, const struct gh_shape *s, struct gh_str body, void *out) {
    const struct json *node;
    int rc = wire_json_body(d, body, &node);
    if (rc) return rc;
    if (node && node->kind != JSON_OBJECT) return wire_misfit(d, NULL, "The body is not a JSON object");
    return wire_json_structure(d, s, node, out, NULL);
}

static int decode(struct wire_decoder *d, const struct wire_input *in, const struct gh_operation *op, void *out) {
    const struct gh_shape *s = op->in;
    struct form query = {0};
    struct gh_err why;
    if (has_location(s, GH_IN_QUERY) && form_parse(d->arena, in->http->raw_query, NULL, &query, &why))
        return wire_refuse(d->err, d->service, WIRE_SERIALIZATION, "The query string is malformed: %s", why.message);
    for (uint32_t i = 0; i < s->n_members; i++) {
        int rc = decode_member(d, &s->members[i], in, &query, out);
        if (rc) return rc;
    }
    /* An operation without body members ignores whatever body came. */
    return has_location(s, GH_IN_BODY) ? decode_body(d, s, in->http->body, out) : 0;
}

static void write_payload(struct gh_buf *b, const struct gh_shape *s, const void *value) {
    if (s->kind == GH_K_BLOB || s->kind == GH_K_STRING)
        gh_buf_add(b, *(const struct gh_str *)value);
    else
        wire_json_write(b, s, value, NULL);
}

static void write_members(const struct gh_shape *s, const void *out, struct wire_reply *reply) {
    for (uint32_t i = 0; i < s->n_members; i++) {
        const struct gh_member *m = &s->members[i];
        if (!wire_present(out, m)) continue;
        const void *value = wire_value(out, m);
        if (m->location == GH_IN_HEADER)
            wire_reply_header(reply, m->location_name, wire_scalar_encode(reply->body.arena, m->shape, value));
        if (m->location == GH_IN_PAYLOAD) write_payload(&reply->body, m->shape, value);
    }
}

static void encode(const struct gh_operation *op, const void *out, struct gh_str request_id, struct wire_reply *reply) {
    reply->status = op->http_status ? op->http_status : 200;
    reply->content_type = GH_S("application/json");
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    if (!op->out) return;
    write_members(op->out, out, reply);
    if (!has_location(op->out, GH_IN_PAYLOAD))
        wire_json_write(&reply->body, op->out, out, &(struct wire_json_style){.bodies_only = true});
}

static void encode_error(const struct gh_service *service, const struct gh_err *err, struct gh_str request_id,
                         struct wire_reply *reply) {
    (void)service;
    reply->status = err->shape->status;
    reply->content_type = GH_S("application/json");
    wire_reply_header(reply, GH_S("x-amzn-RequestId"), request_id);
    wire_reply_header(reply, GH_S("x-amzn-ErrorType"), err->shape->name);
    wire_json_error(err, reply);
}

const struct gh_engine wire_rest_json = {decode, encode, encode_error};
