/* client.h: registered clients, as the operations of this folder need them. */
#ifndef GH_SERVICE_OIDC_CLIENT_H
#define GH_SERVICE_OIDC_CLIENT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "store/queries.h"

struct gh_call;
struct start_url;

/** The client of that id and secret. Throws InvalidClientException, the same for whatever is wrong with them. */
int oidc_client_open(struct gh_call *c, struct gh_str id, struct gh_str secret,
                     struct store_oidc_client_get_row *ret_client, struct gh_err *err);
/** Slows down an address that registers or asks without end: throws SlowDownException. Counts the call. */
int oidc_throttle(struct gh_call *c, const char *kind, struct gh_err *err);
/**
 * start_url_parse() of a URL under the public name, or under the one that this very request was sent to (a server can
 * be "localhost" and "127.0.0.1" at once).
 */
int oidc_start_url(const struct gh_call *c, struct gh_str text, struct start_url *ret_url);
/** Is @word one of the space-separated words of @list? */
bool oidc_list_has(struct gh_str list, struct gh_str word);

#endif
