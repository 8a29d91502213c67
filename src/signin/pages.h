/*
 * pages.h: the door to the server-rendered pages. For each template in web/pages/ there is a struct and
 * page_<name>_render() in signin/page_templates.h (generated): fill the struct, render into a buffer, reply with
 * PAGE_CONTENT_TYPE and page_headers. This file adds what templates cannot express. Rendering only: no store, no
 * session, no decision about who may see what.
 */
#ifndef GH_SIGNIN_PAGES_H
#define GH_SIGNIN_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "signin/page_templates.h"

struct gh_arena;
struct gh_buf;

#define PAGE_CONTENT_TYPE GH_S("text/html; charset=utf-8")
/** Enough for a full page of accounts with many roles; a buffer that turns bad is an internal error. */
#define PAGE_MAX_BYTES ((size_t)4 << 20)
#define PAGE_ACCOUNTS_AT_ONCE 100

struct page_header {
    struct gh_str name, value;
};

/** The headers of every page: Content-Security-Policy and its kin, and Cache-Control: no-store. */
extern const struct page_header page_headers[];
extern const size_t n_page_headers;

/** A static file. Its URL names its content, so that it may be cached for ever (but for /favicon.ico). */
struct page_asset {
    struct gh_str path, content_type, cache_control, content;
};

extern const struct page_asset page_assets[];
extern const size_t n_page_assets;

/** The asset served at @path ("/static/...", "/favicon.ico"), or NULL. Reply with Nosniff and its Cache-Control. */
const struct page_asset *page_asset_find(struct gh_str path);

/**
 * Renders the page for HTTP @status: 400, 403, 404, 405, 429, 500, 503 in their own words, others in general ones.
 * @retry_after_s (429, 503) is told to the person where it is > 0. @request_id may be absent.
 */
void page_failure_render(struct gh_buf *b, const struct page_layout *layout, unsigned status, int64_t retry_after_s,
                         struct gh_str request_id);

/**
 * Sets @p's q, accounts and counts from all the accounts of the person. Every word of @q must occur (ASCII case folded)
 * in an account's name, id or mail address, or in a role's name; where only roles match, only those are shown.
 * Shows PAGE_ACCOUNTS_AT_ONCE of them, page @page (1 = first; out of range = the nearest). @p borrows @all and @q.
 */
void page_home_fill(struct gh_arena *a, struct page_home *p, const struct page_home_account *all, size_t n_all,
                    struct gh_str q, int64_t page);

/** A profile name for ~/.aws/config, from account and role: "dev-account-DeveloperAccess", of [A-Za-z0-9_.-] only. */
struct gh_str page_profile_name(struct gh_arena *a, struct gh_str account_name, struct gh_str role_name);

/** "24 November 2026, 08:15 UTC" */
struct gh_str page_time(struct gh_arena *a, int64_t ms);

#endif
