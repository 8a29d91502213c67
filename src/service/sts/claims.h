/* claims.h: what the claims of a web identity token say to AWS: session tags, source identity, condition keys. */
#ifndef GH_SERVICE_STS_CLAIMS_H
#define GH_SERVICE_STS_CLAIMS_H

#include "service/sts/assertion.h"

struct json;

/** Takes session tags and source identity (claims https://aws.amazon.com/…). Throws InvalidIdentityToken. */
int sts_claims_take(struct gh_arena *a, const struct json *claims, struct sts_assertion *to, struct gh_err *err);

struct sts_claim_source {
    struct gh_str name; /* what the provider's condition keys begin with */
    const struct json *claims;
    const struct jose_claims *registered;
    struct gh_str audience;
};
/** Adds the provider's condition keys, and those that stay with the session. */
void sts_claims_keys(struct gh_arena *a, const struct sts_claim_source *source, struct sts_assertion *to);

#endif
