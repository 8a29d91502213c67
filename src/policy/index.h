/* index.h: finds the statements of a policy that may be about an action, without looking at the others. */
#ifndef GH_POLICY_INDEX_H
#define GH_POLICY_INDEX_H

#include "policy/policy_int.h"

#define INDEX_DEPTHS 2
#define INDEX_CHAINS (3 + INDEX_DEPTHS)

/** An action in lower case, with the hashes of all of it and of its service, "iam". */
struct index_action {
    struct gh_str text;
    size_t service_n; /* bytes before the colon */
    uint64_t hash, service_hash;
};

struct statement_index index_build(struct gh_arena *a, const struct statement *statements, uint32_t n);
/** The chains of postings for the action, each in the order of the document; answers how many. */
uint32_t index_chains(const struct statement_index *index, const struct index_action *action,
                      uint32_t chains[INDEX_CHAINS]);

#endif
