/* credentials.h: with whose key the commands call: the environment's, or a profile of the AWS credentials file. */
#ifndef GH_CLIENT_CREDENTIALS_H
#define GH_CLIENT_CREDENTIALS_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct gh_arena;

struct client_credentials {
    struct gh_str access_key_id;
    struct gh_secret secret;
    struct gh_str session_token; /* absent for a long-lived key */
};

/**
 * A @profile that is named wins; else AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; else the profile
 * AWS_PROFILE, or "default", of AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials. GH_ENOTFOUND, saying what was
 * looked for, where there is none. gh_secret_done() the secret.
 */
int client_credentials_find(struct gh_arena *a, const char *profile, struct client_credentials *ret,
                            struct gh_err *err);
/** The profile's section of the text of a credentials file. GH_ENOTFOUND where it has none, or half of one. */
int client_credentials_parse(struct gh_arena *a, struct gh_str text, struct gh_str profile,
                             struct client_credentials *ret, struct gh_err *err);

#endif
