/* index.h: from an action to the statements that may match it. */
#ifndef GH_POLICY_INDEX_H
#define GH_POLICY_INDEX_H

#include "policy/policy_int.h"

/** Builds the index over compiled statements. */
struct statement_index index_build(struct gh_arena *a, const struct statement *statements, uint32_t n);
/** Head of the chain under @key, or POSTING_END. */
uint32_t index_find(const struct statement_index *index, struct gh_str key, uint64_t hash);

#endif
