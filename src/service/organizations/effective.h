/* effective.h: what the management policies of one type come to for an account. */
#ifndef GH_SERVICE_ORGANIZATIONS_EFFECTIVE_H
#define GH_SERVICE_ORGANIZATIONS_EFFECTIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "service/organizations/policy.h"

struct effective {
    struct gh_str content; /* absent: nothing is said */
    bool too_large;        /* the policies come to more than is added up: no content then */
    int64_t updated_ms;
    struct store_organization_effective_chain_rows rows; /* the policies it comes from */
};
/** Reads and adds up. Asks neither whether the type is enabled nor whether the account is there. */
int effective_read(struct gh_call *c, struct gh_str account_id, struct gh_str type, struct effective *ret_effective,
                   struct gh_err *err);

/** Throws EffectivePolicyNotFoundException. */
int effective_refuse_missing(struct gh_err *err);

#endif
