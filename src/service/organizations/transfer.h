/*
 * transfer.h: what the files about responsibility transfers share: one organization (the target) pays for another (the
 * source). Nothing is charged here: what is kept is the arrangement, its handshake and its dates.
 */
#ifndef GH_SERVICE_ORGANIZATIONS_TRANSFER_H
#define GH_SERVICE_ORGANIZATIONS_TRANSFER_H

#include <stdint.h>

#include "service/organizations/organizations.h"

/** May a transfer begin then? Throws InvalidInputException. */
int transfer_check_start(struct gh_call *c, int64_t start_ms, struct gh_err *err);
/** May it end then? Throws InvalidInputException. */
int transfer_check_end(struct gh_call *c, const struct store_responsibility_transfer_get_row *row, int64_t end_ms,
                       struct gh_err *err);
/** The end of the first month in which it may end. */
int64_t transfer_end_default(struct gh_call *c, const struct store_responsibility_transfer_get_row *row);
/** May organization @target pay for @source? Throws what there is too much of. */
int transfer_check_chain(struct gh_call *c, struct gh_str target, struct gh_str source, struct gh_err *err);

/** The transfer's ARN as the organization sees it. */
struct gh_str transfer_arn(struct gh_arena *a, const struct store_organization_of_account_row *org,
                           const struct store_responsibility_transfer_get_row *row);
/** Reads a transfer in which the organization has a part. -GH_ENOTFOUND where there is none. */
int transfer_find(struct gh_call *c, const struct store_organization_of_account_row *org, struct gh_str id,
                  struct store_responsibility_transfer_get_row *ret_row, struct gh_err *err);

/** Adds the condition keys of the transfer @id to the call, before the gate asks. */
int transfer_present(struct gh_call *c, struct gh_str id, struct gh_err *err);

#endif
