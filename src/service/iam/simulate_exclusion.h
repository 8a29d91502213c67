/* simulate_exclusion.h: policies that a simulation is to leave out. */
#ifndef GH_SERVICE_IAM_SIMULATE_EXCLUSION_H
#define GH_SERVICE_IAM_SIMULATE_EXCLUSION_H

#include <stdbool.h>

#include "gen/iam.h"
#include "service/iam/policy_set.h"

/** Throws InvalidInput for identifiers that are malformed. */
int simulation_check_exclusions(const struct iam_policy_exclusions_list_type *list, struct gh_err *err);
bool simulation_is_excluded(const struct iam_policy_exclusions_list_type *list, const struct iam_policy_source *source);
bool simulation_boundary_is_excluded(const struct iam_policy_exclusions_list_type *list,
                                     const struct iam_policy_source *boundary);
/** Are policies of that type ("scp") left out altogether? */
bool simulation_type_is_excluded(const struct iam_policy_exclusions_list_type *list, struct gh_str type);

#endif
