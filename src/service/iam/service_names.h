/* service_names.h: AWS's services by their namespace, as reports name them. */
#ifndef GH_SERVICE_IAM_SERVICE_NAMES_H
#define GH_SERVICE_IAM_SERVICE_NAMES_H

#include <stdbool.h>

#include "base/str.h"

/** "iam" is "AWS Identity and Access Management"; a service that is not known is named by its namespace. */
struct gh_str service_name_of(struct gh_str service);
/** Walks the services that Gatehouse itself serves: start with *@at = 0. What "*" in a policy stands for here. */
bool service_name_next(size_t *at, struct gh_str *ret_service);

#endif
