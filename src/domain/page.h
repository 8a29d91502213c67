/*
 * page.h: tokens of paged lists. A token is sealed with the keyring and bound to its scope (operation, caller,
 * filters), so it can be neither read, made up, nor used elsewhere; it holds the last key of the page before.
 */
#ifndef GH_DOMAIN_PAGE_H
#define GH_DOMAIN_PAGE_H

#include "base/err.h"
#include "base/str.h"

struct context;

/** The key to go on after: empty where @token is absent. -GH_EINVAL where it is not a token of this scope. */
int page_open(struct context *c, struct gh_str scope, struct gh_str token, struct gh_str *ret_after,
              struct gh_err *err);
/** The token of the page after @last_key. */
struct gh_str page_seal(struct context *c, struct gh_str scope, struct gh_str last_key);

#endif
