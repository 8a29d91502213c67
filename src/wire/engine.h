/*
 * engine.h: the protocol engines' door. One engine per wire protocol walks the generated shape tables: bytes to input
 * struct, output struct to bytes, error to bytes. No engine knows an operation; no handler knows an engine.
 * Finding the operation, authentication and authorization are the dispatcher's.
 */
#ifndef GH_WIRE_ENGINE_H
#define GH_WIRE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "codec/form.h"
#include "http/server.h"
#include "wire/operation.h"

struct gh_arena;
struct json;
struct wire_decoder;

#define WIRE_LABELS 8

/** What the {labels} of a REST path stood for, still percent-encoded. */
struct wire_labels {
    struct gh_str names[WIRE_LABELS], values[WIRE_LABELS];
    size_t n;
};

/** What an engine decodes from. */
struct wire_input {
    const struct http_request *http;
    struct form form;          /* awsQuery: the parameters, Action and Version among them */
    struct wire_labels labels; /* REST: from wire_find_rest() */
};

#define WIRE_REPLY_HEADERS 8
#define WIRE_REPLY_MAX ((size_t)32 << 20)

struct wire_reply {
    unsigned status;
    struct gh_str content_type;
    struct gh_buf body;
    struct http_header headers[WIRE_REPLY_HEADERS];
    size_t n_headers;
};

struct gh_engine {
    /** Fills @out (op->in->size zeroed bytes). Fails with a thrown WIRE_SERIALIZATION. */
    int (*decode)(struct wire_decoder *d, const struct wire_input *in, const struct gh_operation *op, void *out);
    /** Body, status and headers of a success. */
    void (*encode)(const struct gh_operation *op, const void *out, struct gh_str request_id, struct wire_reply *reply);
    /** Body, status and headers of a thrown error. @service may be NULL. */
    void (*encode_error)(const struct gh_service *service, const struct gh_err *err, struct gh_str request_id,
                         struct wire_reply *reply);
};

/** The engine of @protocol, or NULL where there is none yet. */
const struct gh_engine *wire_engine(enum gh_protocol protocol);

/**
 * Decodes and validates the input of @op into @a. *@ret_in is the generated input struct, NULL where the operation has
 * no input. Fails with a thrown error ready for wire_encode_error(). Strings borrow from the request.
 */
int wire_decode(struct gh_arena *a, const struct wire_input *in, const struct gh_operation *op, void **ret_in,
                struct gh_err *err);
/** Zeroed storage for the output of @op; NULL where it has none. */
void *wire_output_new(struct gh_arena *a, const struct gh_operation *op);
/** Fills @reply with @out; a reply past WIRE_REPLY_MAX becomes an internal failure. */
void wire_encode(struct gh_arena *a, const struct gh_operation *op, const void *out, struct gh_str request_id,
                 struct wire_reply *reply);
/**
 * Fills @reply with @err. An error that nobody turned into a modelled exception becomes an internal failure (or, for
 * GH_EBUSY, service unavailable) without its text. @service NULL: @protocol's own names.
 */
void wire_encode_error(struct gh_arena *a, enum gh_protocol protocol, const struct gh_service *service,
                       const struct gh_err *err, struct gh_str request_id, struct wire_reply *reply);

/**
 * Does @raw_path, with the parameters of @raw_query, match @pattern ("/a/{Label}", "/a/{Rest+}", "/token?aws_iam=t")?
 * Literal segments compare as sent; a label takes one non-empty segment, a greedy one ("+", last only) the rest.
 */
bool wire_path_match(struct gh_str pattern, struct gh_str raw_path, struct gh_str raw_query,
                     struct wire_labels *ret_labels);
/** The REST operation of @service for this request: the most specific of those that match, or NULL. */
const struct gh_operation *wire_find_rest(const struct gh_service *service, const struct http_request *r,
                                          struct wire_labels *ret_labels);

/**
 * Writes the value of @shape as JSON for the audit trail: names with a small first letter, times as ISO 8601,
 * sensitive values hidden. @value NULL writes null.
 */
void wire_dump(struct gh_buf *b, const struct gh_shape *shape, const void *value);
/**
 * The input of @op that wire_dump() wrote as @text. Nothing that is required is absent in it, as in one from
 * wire_decode(); but hidden values are not what they were, so no other constraint holds. Fails where a hidden value is
 * no text, the dump is not whole, or there was no input: it had been refused. *@ret_in NULL: the operation has none.
 */
int wire_undump(struct gh_arena *a, const struct gh_operation *op, struct gh_str text, void **ret_in,
                struct gh_err *err);

#endif
