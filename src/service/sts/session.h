/* session.h: what the operations that issue credentials share. */
#ifndef GH_SERVICE_STS_SESSION_H
#define GH_SERVICE_STS_SESSION_H

#include "base/err.h"
#include "domain/session_token.h"
#include "gen/sts.h"

struct gh_call;

/** Seals @claims into the reply's Credentials. Throws PackedPolicyTooLarge. */
int sts_issue(struct gh_call *c, const struct session_claims *claims, struct sts_credentials **ret_credentials,
              struct gh_err *err);

#endif
