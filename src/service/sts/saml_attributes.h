/* saml_attributes.h: what the attributes of a SAML assertion say to AWS. */
#ifndef GH_SERVICE_STS_SAML_ATTRIBUTES_H
#define GH_SERVICE_STS_SAML_ATTRIBUTES_H

#include "proto/saml.h"
#include "service/sts/assertion.h"

/** What is asked for with the assertion. */
struct sts_saml_wanted {
    struct gh_str role_arn, provider_arn;
};
struct sts_saml_facts {
    struct gh_str session_name;
    int32_t duration_s; /* 0: not said */
};
/**
 * Takes role, session name, duration, tags and source identity (attributes https://aws.amazon.com/SAML/Attributes/…).
 * Throws InvalidIdentityToken; -GH_EDENIED where the provider did not assert that role.
 */
int sts_saml_attributes(struct gh_arena *a, const struct saml_assertion *saml, const struct sts_saml_wanted *wanted,
                        struct sts_saml_facts *ret_facts, struct sts_assertion *to, struct gh_err *err);
/** Adds the condition keys that AWS makes of directory attributes (saml:cn, saml:mail …). */
void sts_saml_attribute_keys(struct gh_arena *a, const struct saml_assertion *saml, struct sts_assertion *to);

#endif
