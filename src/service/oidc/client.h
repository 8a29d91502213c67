/* client.h: registered clients, as the operations of this folder need them. */
#ifndef GH_SERVICE_OIDC_CLIENT_H
#define GH_SERVICE_OIDC_CLIENT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "store/queries.h"

struct gh_call;

/** The client of that id and secret. Throws InvalidClientException, the same for whatever is wrong with them. */
int oidc_client_open(struct gh_call *c, struct gh_str id, struct gh_str secret,
                     struct store_oidc_client_get_row *ret_client, struct gh_err *err);
/** Is @word one of the space-separated words of @list? */
bool oidc_list_has(struct gh_str list, struct gh_str word);

#endif
