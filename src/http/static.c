/* static.c: see static.h. */
#include "http/static.h"

#include "base/base.h"
#include "crypto/digest.h"
#include "http/response.h"

struct entry {
    const struct http_asset *asset;
    struct gh_str etag;
};

struct http_assets {
    struct gh_map by_path;
};

struct http_assets *http_assets_new(struct gh_arena *a, const struct http_asset *assets, size_t n) {
    struct http_assets *s = gh_new(a, struct http_assets);
    struct entry *entries = gh_new_n(a, struct entry, n);
    gh_map_init(&s->by_path, a);
    for (size_t i = 0; i < n; i++) {
        struct gh_str digest = crypto_sha256_hex(a, assets[i].content);
        entries[i].asset = &assets[i];
        entries[i].etag = gh_fmt(a, "\"%.32s\"", digest.p);
        gh_map_put(&s->by_path, assets[i].path, &entries[i]);
    }
    return s;
}

/* RFC 9110 section 13.1.2: a list of tags, compared weakly, or "*". */
static bool names_etag(struct gh_str list, struct gh_str etag) {
    struct gh_str tag;
    while (gh_str_split(&list, ',', &tag)) {
        tag = gh_str_trim(tag);
        if (gh_str_starts(tag, GH_S("W/"))) tag = gh_str_slice(tag, 2, tag.n);
        if (gh_str_eq(tag, etag) || gh_str_eq(tag, GH_S("*"))) return true;
    }
    return false;
}

bool http_assets_reply(const struct http_assets *s, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    const struct entry *e = gh_map_get(&s->by_path, r->raw_path);
    if (!e) return false;
    if (!gh_str_eq(r->method, GH_S("GET")) && !gh_str_eq(r->method, GH_S("HEAD"))) {
        http_reply_header(x, GH_S("Allow"), GH_S("GET, HEAD"));
        http_reply_text(x, 405, GH_S("This address does not take that method."));
        return true;
    }
    http_reply_header(x, GH_S("ETag"), e->etag);
    http_reply_header(x, GH_S("Cache-Control"), e->asset->cache);
    http_reply_header(x, GH_S("X-Content-Type-Options"), GH_S("nosniff"));
    if (names_etag(http_header(r, GH_S("If-None-Match")), e->etag))
        http_reply(x, 304, GH_S_NONE, GH_S_NONE);
    else
        http_reply(x, 200, e->asset->content_type, e->asset->content);
    return true;
}
