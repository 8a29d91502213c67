/* static.h: files built into the program, served with validators. Knows nothing of a file system. */
#ifndef GH_HTTP_STATIC_H
#define GH_HTTP_STATIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct gh_arena;
struct http_exchange;
struct http_assets;

struct http_asset {
    struct gh_str path; /* "/static/page-0123456789ab.css" */
    struct gh_str content_type;
    struct gh_str cache; /* Cache-Control: immutable where the path names the content */
    struct gh_str content;
};

/** A set of assets, which must outlive it; in @a. Each gets an ETag from its content. */
struct http_assets *http_assets_new(struct gh_arena *a, const struct http_asset *assets, size_t n);
/**
 * Replies where the path is that of an asset: 200, 304 where If-None-Match names it, 405 unless GET or HEAD. False, and
 * nothing done, where it is not.
 */
bool http_assets_reply(const struct http_assets *s, struct http_exchange *x);

#endif
