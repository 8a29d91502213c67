/* page.c: see page.h. */
#include "domain/page.h"

#include "base/base.h"
#include "codec/base64.h"
#include "crypto/keyring.h"
#include "domain/context.h"

#define PAGE_PURPOSE "page-token"

int page_open(struct context *c, struct gh_str scope, struct gh_str token, struct gh_str *ret_after,
              struct gh_err *err) {
    struct gh_str blob;
    *ret_after = GH_S("");
    if (!token.p) return 0;
    if (base64_decode(c->arena, token, BASE64_URL, &blob) &&
        keyring_open(c->house->keyring, c->arena, PAGE_PURPOSE, scope, blob, ret_after))
        return 0;
    return gh_refuse(err, GH_EINVAL, "The pagination token is not valid for this request.");
}

struct gh_str page_seal(struct context *c, struct gh_str scope, struct gh_str last_key) {
    struct gh_str blob = keyring_seal(c->house->keyring, c->arena, PAGE_PURPOSE, scope, last_key);
    return base64_encode(c->arena, blob, BASE64_URL);
}
