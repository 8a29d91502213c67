/* start_url.h: which instance a start URL names. */
#ifndef GH_SIGNIN_START_URL_H
#define GH_SIGNIN_START_URL_H

#include "base/err.h"
#include "base/str.h"
#include "store/queries.h"

struct context;

/** What a start URL says: an identity store id, an instance id, or neither (our own /start). */
struct start_url {
    struct gh_str identity_store_id, instance_id;
};

/**
 * Reads HOUSE/start, HOUSE/<d-id>/start, https://<d-id>.awsapps.com/start, https://<ssoins-id>.portal.<…> and
 * https://identitycenter.amazonaws.com/<ssoins-id>, each with or without a trailing '/', '#' or '#/'. -GH_EINVAL for
 * anything else.
 */
int start_url_parse(struct gh_str house_url, struct gh_str text, struct start_url *ret_url);

/**
 * The identity store that a page's path begins with ("/d-0123456789/start"), and the path below it in @ret_rest; absent
 * where it begins with none.
 */
struct gh_str start_url_path_store(struct gh_str path, struct gh_str *ret_rest);

/** The instance a start URL names. -GH_ENOTFOUND where there is none. */
int start_url_instance(struct context *c, const struct start_url *url,
                       struct store_signin_instance_organization_row *ret_instance, struct gh_err *err);

#endif
