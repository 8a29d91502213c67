/* principal.h: the Principal and NotPrincipal elements: checking, compiling. */
#ifndef GH_POLICY_PRINCIPAL_H
#define GH_POLICY_PRINCIPAL_H

#include "policy/policy_int.h"

struct json;

/** Reads one value under "AWS", "Federated", "Service" or "CanonicalUser"; false where it names no principal. */
bool principal_parse(struct gh_str type, struct gh_str value, struct principal_entry *ret);

#endif
