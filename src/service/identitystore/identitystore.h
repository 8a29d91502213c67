/* identitystore.h: what the files of this folder share: the store at hand, paging, look-ups that must succeed. */
#ifndef GH_SERVICE_IDENTITYSTORE_H
#define GH_SERVICE_IDENTITYSTORE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "gen/identitystore.h"
#include "store/queries.h"
#include "wire/call.h"
#include "wire/page.h"

/** The store exists and is the caller's account's own. Throws ResourceNotFoundException of an IDENTITY_STORE. */
int identitystore_open(struct gh_call *c, struct gh_str identity_store_id, struct gh_err *err);

/** The largest page of its lists, which is also the default. */
#define IDENTITYSTORE_PAGE 100

/** Each throws ResourceNotFoundException of its kind. */
int identitystore_user_row(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                           struct store_identity_user_get_row *ret_row, struct gh_err *err);
int identitystore_group_row(struct gh_call *c, struct gh_str store_id, struct gh_str group_id,
                            struct store_identity_group_get_row *ret_row, struct gh_err *err);
int identitystore_membership_row(struct gh_call *c, struct gh_str store_id, struct gh_str membership_id,
                                 struct store_identity_membership_get_row *ret_row, struct gh_err *err);

/** External ids of a user or group. */
int identitystore_external_ids(struct gh_call *c, struct gh_str resource_id, struct identitystore_external_ids *ret_ids,
                               struct gh_err *err);

/** "Administrator" and "AWSAdministrators" are AWS's own. */
bool identitystore_is_reserved_name(struct gh_str name);

#endif
