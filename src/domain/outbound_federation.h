/*
 * outbound_federation.h: tokens that principals of an account show to others (sts:GetWebIdentityToken): is the feature
 * turned on, and who is the issuer? An account's issuer keeps its name for good, also while the feature is off.
 */
#ifndef GH_DOMAIN_OUTBOUND_FEDERATION_H
#define GH_DOMAIN_OUTBOUND_FEDERATION_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct context;

/** Paths of issuers: this, then the issuer's id. The discovery documents stand below. */
#define OUTBOUND_ISSUER_PATH "/outbound-federation/"

struct outbound_issuer {
    struct gh_str id, url;
    bool enabled;
};

/** The account's issuer. -GH_ENOTFOUND where the feature was never turned on. */
int outbound_issuer_of(struct context *c, struct gh_str account_id, struct outbound_issuer *ret_issuer,
                       struct gh_err *err);
/** Turns the feature on or off; makes the issuer where there is none. */
int outbound_issuer_set(struct context *c, struct gh_str account_id, bool enabled, struct outbound_issuer *ret_issuer,
                        struct gh_err *err);

#endif
