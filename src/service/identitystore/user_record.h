/*
 * user_record.h: a user between the API's structure and the database. The attributes that are looked up by are columns;
 * the whole structure is kept beside them as its JSON.
 */
#ifndef GH_SERVICE_IDENTITYSTORE_USER_RECORD_H
#define GH_SERVICE_IDENTITYSTORE_USER_RECORD_H

#include "service/identitystore/identitystore.h"

/** The rules beyond the model: what is required, reserved names, at most one of each primary value. */
int user_record_check(const struct identitystore_user *user, struct gh_err *err);
/** Adds a user. Throws ConflictException where user name or e-mail address are taken. */
int user_record_insert(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                       const struct identitystore_user *user, struct gh_err *err);
/** Replaces the attributes of an existing user. Throws as user_record_insert. */
int user_record_update(struct gh_call *c, struct gh_str store_id, struct gh_str user_id,
                       const struct identitystore_user *user, struct gh_err *err);
/** The stored attributes, without ids, status and external ids. */
int user_record_read(struct gh_call *c, const struct store_identity_user_get_row *row,
                     struct identitystore_user *ret_user, struct gh_err *err);
/** The user as the API answers it; of the extensions only those named in @extensions. */
int user_record_output(struct gh_call *c, struct gh_str store_id, const struct store_identity_user_get_row *row,
                       const struct identitystore_extension_names *extensions, struct identitystore_user *ret_user,
                       struct gh_err *err);
/** The primary e-mail address, or the only one; absent where there is none. */
struct gh_str user_record_email(const struct identitystore_user *user);
/** The model's User structure. */
const struct gh_shape *user_record_shape(void);

#endif
