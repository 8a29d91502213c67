/* form_guard.c: see form_guard.h. */
#include "signin/form_guard.h"

#include <string.h>

#include "base/base.h"
#include "crypto/keyring.h"
#include "signin/start_url.h"

#define PURPOSE "signin.form"
#define NEXT_MAX 512
#define HOME GH_S("/start")

struct gh_str form_guard_token(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                               struct gh_str session_id) {
    unsigned char mac[KEYRING_DERIVED_BYTES];
    if (!form_cookie.n) return GH_S_NONE;
    /* The length keeps the two parts apart. */
    struct gh_str context = gh_fmt(a, "%zu:%.*s%.*s", form_cookie.n, GH_S_FMT(form_cookie), GH_S_FMT(session_id));
    if (!keyring_derive(k, keyring_primary(k), PURPOSE, context, mac)) return GH_S_NONE;
    return gh_hex_str(a, mac, sizeof mac);
}

bool form_guard_token_ok(const struct keyring *k, struct gh_arena *a, struct gh_str form_cookie,
                         struct gh_str session_id, struct gh_str sent) {
    struct gh_str expected = form_guard_token(k, a, form_cookie, session_id);
    return expected.n && sent.n == expected.n && gh_bytes_eq(sent.p, expected.p, sent.n);
}

bool form_guard_origin_ok(struct gh_str house_url, const struct form_origin *from) {
    struct gh_str site = from->fetch_site;
    if (site.p && !gh_str_eq(site, GH_S("same-origin")) && !gh_str_eq(site, GH_S("none"))) return false;
    if (!from->origin.p || gh_str_eq(from->origin, house_url)) return true;
    /* Reached under another name than the public one: then the browser says the same name twice. */
    ptrdiff_t slashes = gh_str_find_str(from->origin, GH_S("://"));
    struct gh_str authority = gh_str_slice(from->origin, slashes > 0 ? (size_t)slashes + 3 : 0, from->origin.n);
    return slashes > 0 && from->host.n && gh_str_eq(authority, from->host);
}

static bool is_page(struct gh_str path) {
    static const struct gh_str pages[] = {GH_S_INIT("/start"), GH_S_INIT("/start/access"), GH_S_INIT("/device")};
    for (size_t i = 0; i < GH_COUNT(pages); i++)
        if (gh_str_eq(path, pages[i])) return true;
    struct gh_str rest;
    return start_url_path_store(path, &rest).p && (gh_str_eq(rest, GH_S("/start")) || gh_str_eq(rest, GH_S("/device")));
}

struct gh_str form_guard_next(struct gh_str next) {
    static const char plain[] = GH_ALPHABET_ALNUM "-_.~%=&+";
    struct gh_str query = next, path;
    if (next.n > NEXT_MAX || !gh_str_split(&query, '?', &path) || !is_page(path)) return HOME;
    for (size_t i = 0; i < query.n; i++)
        if (!query.p[i] || !strchr(plain, query.p[i])) return HOME;
    return next;
}
