/* document.c: see document.h. */
#include "wire/document.h"

#include "base/base.h"
#include "wire/json_value.h"
#include "wire/validate.h"

#define DOCUMENT_MAX ((size_t)1 << 20)

struct gh_str wire_document_text(struct gh_arena *a, const struct gh_shape *shape, const void *value) {
    static const struct wire_json_style plain = {0};
    struct gh_buf b;
    gh_buf_init(&b, a, DOCUMENT_MAX);
    wire_json_write(&b, shape, value, &plain);
    return gh_buf_str(&b);
}

static struct wire_decoder *decoder_new(struct gh_arena *a, const struct gh_service *service, struct gh_err *err) {
    struct wire_decoder *d = gh_new(a, struct wire_decoder);
    d->arena = a;
    d->service = service;
    d->err = err;
    return d;
}

int wire_document_parse(struct gh_arena *a, const struct gh_service *service, const struct gh_shape *shape,
                        const struct json *node, void *out, struct gh_err *err) {
    struct wire_decoder *d = decoder_new(a, service, err);
    return wire_json_structure(d, shape, node, out, NULL);
}

int wire_document_check(struct gh_arena *a, const struct gh_service *service, const struct gh_shape *shape,
                        const void *value, struct gh_err *err) {
    return wire_validate(decoder_new(a, service, err), shape, value);
}
