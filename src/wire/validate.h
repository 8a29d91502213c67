/*
 * validate.h: checks a decoded input against the constraints of its shape and reports every member that fails, in
 * AWS's wording.
 */
#ifndef GH_WIRE_VALIDATE_H
#define GH_WIRE_VALIDATE_H

#include "wire/value.h"

/**
 * Walks the structure @value of shape @s. @d brings the arena, the service whose exception is thrown, and what decode
 * noted as missing. Fails with WIRE_VALIDATION: "N validation errors detected: ...; ...".
 */
int wire_validate(struct wire_decoder *d, const struct gh_shape *s, const void *value);
/** The half of it that is about what is there at all, whatever the values are. */
int wire_validate_required(struct wire_decoder *d, const struct gh_shape *s, const void *value);

#endif
