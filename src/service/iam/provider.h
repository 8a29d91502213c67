/* provider.h: what the files of SAML and OpenID Connect providers share. */
#ifndef GH_SERVICE_IAM_PROVIDER_H
#define GH_SERVICE_IAM_PROVIDER_H

#include "domain/federation.h"
#include "service/iam/iam.h"

/** AWS: providers of either kind an account may have. */
#define IAM_PROVIDERS_MAX 100

/** A provider of the caller's account. -GH_ENOTFOUND where there is none of that ARN and @kind. */
int iam_provider_own(struct gh_call *c, struct gh_str arn, struct gh_str kind, struct federation_provider *ret_provider,
                     struct gh_err *err);
/** Throws LimitExceeded, naming @quota, where the account has as many of @kind as it may. */
int iam_provider_room(struct gh_call *c, struct gh_str kind, const char *quota, struct gh_err *err);
/** An id as SAML providers and their keys have: 22 letters and digits. */
struct gh_str iam_provider_id_new(struct gh_arena *a);
#endif
