/* page.c: see page.h. */
#include "wire/page.h"

#include "base/base.h"
#include "domain/page.h"
#include "wire/call.h"

int wire_page_open(struct gh_call *c, const struct wire_page_query *query, struct wire_page *ret_page,
                   struct gh_err *err) {
    struct gh_str caller = c->caller.identity_user_id.p ? c->caller.identity_user_id : c->caller.account_id;
    struct gh_str scope = gh_fmt(c->ctx.arena, "%.*s:%.*s:%.*s:%.*s", GH_S_FMT(c->op->service->name),
                                 GH_S_FMT(c->op->name), GH_S_FMT(caller), GH_S_FMT(query->filter));
    struct gh_str after;
    int r = page_open(&c->ctx, scope, query->token, &after, err);
    if (r) return r;
    bool smaller = query->has_max && query->max < query->largest;
    *ret_page = (struct wire_page){scope, after, smaller ? query->max : query->largest};
    return 0;
}

size_t wire_page_shown(const struct wire_page *page, size_t n) {
    return n > (size_t)page->count ? (size_t)page->count : n;
}

struct gh_str wire_page_next(struct gh_call *c, const struct wire_page *page, size_t n, struct gh_str last_key) {
    return n > (size_t)page->count ? page_seal(&c->ctx, page->scope, last_key) : GH_S_NONE;
}
