/*
 * pattern.h: the model's regular expressions (PCRE2), compiled once at start-up and matched against whole values with
 * a match limit. Thread-safe after wire_patterns_init().
 */
#ifndef GH_WIRE_PATTERN_H
#define GH_WIRE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/**
 * Compiles @n patterns, whose index is their id. Once per process, before any thread matches. A pattern that does not
 * compile is a bug of the model: GH_EINTERNAL naming it, and nothing is kept.
 */
int wire_patterns_init(const char *const *patterns, size_t n, struct gh_err *err);
/** Frees them. For tests and an orderly end. */
void wire_patterns_done(void);
/** Does the whole of @value match pattern @id? False also past the match limit, for an unknown id or ill-formed UTF-8.
 */
bool wire_pattern_match(uint32_t id, struct gh_str value);

#endif
