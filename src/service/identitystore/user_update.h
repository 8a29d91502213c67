/* user_update.h: one operation of UpdateUser. */
#ifndef GH_SERVICE_IDENTITYSTORE_USER_UPDATE_H
#define GH_SERVICE_IDENTITYSTORE_USER_UPDATE_H

#include "service/identitystore/identitystore.h"

/**
 * Sets the attribute at a path ("displayName", "name.familyName", "emails",
 * "aws:identitystore:enterprise.costCenter") to a document, or clears it where the value
 * is null or left out. Throws ValidationException naming the path.
 */
int user_update_apply(struct gh_call *c, const struct identitystore_attribute_operation *op,
                      struct identitystore_user *user, struct gh_err *err);

#endif
