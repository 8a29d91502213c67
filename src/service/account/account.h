/* account.h: what the files of this folder share: whose account an operation is about. */
#ifndef GH_SERVICE_ACCOUNT_H
#define GH_SERVICE_ACCOUNT_H

#include "base/err.h"
#include "base/str.h"
#include "gen/account.h"
#include "store/queries.h"
#include "wire/call.h"

/**
 * The account meant: the caller's own where @account_id is absent, else a member of the caller's organization. Of
 * members only the management account and delegated administrators of account.amazonaws.com may speak, with trusted
 * access enabled. Throws AccessDeniedException or ValidationException.
 */
int account_open(struct gh_call *c, struct gh_str account_id, struct gh_str *ret_account_id, struct gh_err *err);
/** The same for operations that are about members only: @account_id must be given. */
int account_open_member(struct gh_call *c, struct gh_str account_id, struct gh_str *ret_account_id, struct gh_err *err);

/** Throws ValidationException about a field. */
int account_refuse_field(struct gh_err *err, struct gh_str text);

#endif
