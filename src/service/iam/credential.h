/* credential.h: what users hold besides access keys and policies, as far as other files of the service ask. */
#ifndef GH_SERVICE_IAM_CREDENTIAL_H
#define GH_SERVICE_IAM_CREDENTIAL_H

#include "base/err.h"
#include "base/str.h"

struct gh_call;

/** What of a user's credentials stands in the way of deleting them, in AWS's words; unchanged where nothing does. */
int iam_credential_conflict(struct gh_call *c, struct gh_str user_id, const char **ret_what, struct gh_err *err);

#endif
