/*
 * document.h: a typed value of a generated shape as JSON text, and back: for the few structures that are stored whole,
 * and for operations whose input holds documents.
 */
#ifndef GH_WIRE_DOCUMENT_H
#define GH_WIRE_DOCUMENT_H

#include "base/err.h"
#include "base/str.h"
#include "wire/operation.h"

struct gh_arena;
struct json;

/** The value as compact JSON, with the model's names. */
struct gh_str wire_document_text(struct gh_arena *a, const struct gh_shape *shape, const void *value);
/** Decodes @node into @out (shape->size zeroed bytes). Throws @service's serialization exception. */
int wire_document_parse(struct gh_arena *a, const struct gh_service *service, const struct gh_shape *shape,
                        const struct json *node, void *out, struct gh_err *err);
/** Checks a value against its shape's constraints, as the engine does for an input. */
int wire_document_check(struct gh_arena *a, const struct gh_service *service, const struct gh_shape *shape,
                        const void *value, struct gh_err *err);

#endif
