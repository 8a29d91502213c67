/*
 * context_keys.h: the condition keys a request carries: the global ones (aws:…) from the caller and the connection, and
 * those that the operation's row takes from the input.
 */
#ifndef GH_WIRE_CONTEXT_KEYS_H
#define GH_WIRE_CONTEXT_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "policy/policy.h"

struct gh_call;
struct gh_condition_key;

struct wire_keys {
    const struct policy_key *v;
    size_t n;
};

/**
 * All keys of the call, in the call's arena, with the @n of @rows (the operation's, or a further action's) that take
 * theirs from @in. A key without a value is left out, as AWS does.
 */
struct wire_keys wire_context_keys(struct gh_call *c, const void *in, const struct gh_condition_key *rows, uint32_t n);

#endif
