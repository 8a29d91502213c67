/*
 * application.h: what the files about applications and trusted token issuers share: who may see and manage them, and
 * how a call that is sent again is known.
 *
 * An application belongs to the account that made it. The account that owns the instance, and its delegated
 * administrator, manage all of an instance's applications; a member account manages its own. Everyone else is told
 * that there is no such application. Trusted token issuers are the administrators' to change and every member's to see.
 */
#ifndef GH_SERVICE_SSO_ADMIN_APPLICATION_H
#define GH_SERVICE_SSO_ADMIN_APPLICATION_H

#include "service/sso_admin/sso_admin.h"

/** Does the caller's account own the instance, or administer Identity Center for its organization? */
int sso_admin_administers(struct gh_call *c, const struct store_sso_instance_get_row *instance, bool *ret_administers,
                          struct gh_err *err);

/** As sso_admin_instance_visible; -GH_ENOTFOUND also where the instance is being deleted. */
int sso_admin_instance_live(struct gh_call *c, struct gh_str instance_arn, struct store_sso_instance_get_row *ret_row,
                            struct gh_err *err);

/** An application within its instance. */
struct sso_admin_app {
    struct store_sso_instance_get_row instance;
    struct store_application_get_row row;
};
/** Throws ResourceNotFoundException where there is none of that ARN, or it is not the caller's to manage. */
int sso_admin_app_open(struct gh_call *c, struct gh_str application_arn, struct sso_admin_app *ret_app,
                       struct gh_err *err);
struct gh_str sso_admin_app_arn(struct gh_call *c, const struct store_application_get_row *row);

/** A trusted token issuer within its instance. */
struct sso_admin_issuer {
    struct store_sso_instance_get_row instance;
    struct store_trusted_token_issuer_get_row row;
};
/** For reading. Throws ResourceNotFoundException where there is none of that ARN that the caller may see. */
int sso_admin_issuer_open(struct gh_call *c, struct gh_str issuer_arn, struct sso_admin_issuer *ret_issuer,
                          struct gh_err *err);
/** For changing. Throws AccessDeniedException besides, where the caller may only see it. */
int sso_admin_issuer_manage(struct gh_call *c, struct gh_str issuer_arn, struct sso_admin_issuer *ret_issuer,
                            struct gh_err *err);

/** Removes an application with everything that hangs on it, or an issuer. */
int sso_admin_app_remove(struct context *c, struct gh_str id, struct gh_err *err);
int sso_admin_issuer_remove(struct context *c, struct gh_str id, struct gh_err *err);
/** For an instance that ends: removes @most of its applications and issuers; fewer removed means that none is left. */
int sso_admin_applications_end(struct context *c, struct gh_str instance_id, int64_t most, int64_t *ret_removed,
                               struct gh_err *err);

/** A digest of the whole input of the call, kept with what a call with a ClientToken made. */
struct gh_str sso_admin_input_digest(struct gh_call *c, const void *in);
/** The client token was used before: throws ConflictException where that call had another input. */
int sso_admin_token_check(struct gh_str digest_then, struct gh_str digest_now, struct gh_err *err);

/** Is that an application provider, and of which protocol? Throws ResourceNotFoundException where it is none. */
int sso_admin_provider_check(struct gh_str provider_arn, struct gh_str *ret_protocol, struct gh_err *err);

#endif
