/*
 * federation_keys.c: the keys of OpenID Connect providers: see federation.h. What was fetched is kept as text in a
 * fixed table; a failure is remembered for a moment too, so that nobody can have us knock at a dead door all the time.
 */
#include <pthread.h>
#include <stdlib.h>

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "domain/federation.h"
#include "http/client.h"

#define SLOTS 256u
#define KEEP_MS (10 * GH_MINUTE_MS)
/* Neither a new key nor a recovered provider is looked for more often. */
#define AGAIN_MS (5 * GH_SECOND_MS)
#define TIMEOUT_MS 5000
#define BODY_MAX ((size_t)256 * 1024)
#define DISCOVERY "/.well-known/openid-configuration"

/* One provider's key set, or why there is none; its texts live in an arena of its own. */
struct slot {
    struct gh_arena *arena;
    struct gh_str key, text;
    int64_t fetched_ms;
    int failure; /* 0: @text is good */
    struct gh_str why;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[SLOTS];

static struct gh_str slot_key(struct gh_arena *a, const struct federation_oidc *o) {
    struct gh_buf b;
    gh_buf_init(&b, a, BODY_MAX);
    gh_buf_add(&b, o->url);
    for (size_t i = 0; i < o->n_thumbprints; i++) gh_buf_addf(&b, " %.*s", GH_S_FMT(o->thumbprints[i]));
    return gh_buf_str(&b);
}

/* A copy of what is kept under @key; false where there is nothing. */
static bool recall(struct gh_arena *a, struct gh_str key, struct slot *ret) {
    pthread_mutex_lock(&lock);
    struct slot *s = &slots[gh_hash(key) % SLOTS];
    bool hit = s->arena && gh_str_eq(s->key, key);
    if (hit)
        *ret = (struct slot){.text = gh_str_dup(a, s->text),
                             .fetched_ms = s->fetched_ms,
                             .failure = s->failure,
                             .why = gh_str_dup(a, s->why)};
    pthread_mutex_unlock(&lock);
    return hit;
}

static void remember(struct gh_str key, const struct slot *what) {
    struct gh_arena *a = gh_arena_new(0);
    struct slot fresh = {.arena = a,
                         .key = gh_str_dup(a, key),
                         .text = gh_str_dup(a, what->text),
                         .fetched_ms = gh_monotonic_ms(),
                         .failure = what->failure,
                         .why = gh_str_dup(a, what->why)};
    pthread_mutex_lock(&lock);
    struct slot *s = &slots[gh_hash(key) % SLOTS];
    struct gh_arena *old = s->arena;
    *s = fresh;
    pthread_mutex_unlock(&lock);
    gh_arena_free(old);
}

static struct http_client_options options_of(const struct house *house, const struct federation_oidc *o) {
    return (struct http_client_options){.allow_private = house->fetch_private,
                                        .max_body = BODY_MAX,
                                        .timeout_ms = TIMEOUT_MS,
                                        .thumbprints = o ? o->thumbprints : NULL,
                                        .n_thumbprints = o ? o->n_thumbprints : 0};
}

static int get(const struct house *house, struct gh_arena *a, const struct federation_oidc *o, struct gh_str url,
               struct gh_str *ret_body, struct gh_err *err) {
    struct http_client_options options = options_of(house, o);
    struct http_client_request request = {.url = url, .accept = GH_S("application/json")};
    struct http_client_response response;
    int r = http_client_fetch(a, &options, &request, &response, err);
    /* An answer that is too large, and an address that we do not dial, are no answers. */
    if (r == -GH_ELIMIT || r == -GH_EDENIED) return gh_refuse(err, GH_EIO, "%s", gh_cstr(a, gh_str_c(err->message)));
    if (!r && response.status != 200)
        return gh_refuse(err, GH_EIO, "%.*s answered status %u", GH_S_FMT(url), response.status);
    if (!r) *ret_body = response.body;
    return r;
}

/* The address of the key set, as the provider's own discovery document names it. */
static int discover(const struct house *house, struct gh_arena *a, const struct federation_oidc *o,
                    struct gh_str *ret_url, struct gh_err *err) {
    struct gh_str base = gh_str_ends(o->url, GH_S("/")) ? gh_str_slice(o->url, 0, o->url.n - 1) : o->url, body;
    const struct json *document;
    int r = get(house, a, o, gh_fmt(a, "%.*s" DISCOVERY, GH_S_FMT(base)), &body, err);
    if (r) return r;
    struct gh_err *why = gh_err_new(a);
    if (json_parse(a, body, NULL, &document, why))
        return gh_refuse(err, GH_EINVAL, "the discovery document of %.*s: %s", GH_S_FMT(o->url), why->message);
    if (!gh_str_eq(json_get_text(document, GH_S("issuer")), o->url))
        return gh_refuse(err, GH_EINVAL, "the discovery document of %.*s is of another issuer", GH_S_FMT(o->url));
    struct gh_str url = json_get_text(document, GH_S("jwks_uri"));
    if (!gh_str_starts(url, GH_S("https://")))
        return gh_refuse(err, GH_EINVAL, "the discovery document of %.*s has no https jwks_uri", GH_S_FMT(o->url));
    *ret_url = gh_str_dup(a, url);
    return 0;
}

static int fetch(const struct house *house, struct gh_arena *a, const struct federation_oidc *o, struct slot *ret,
                 struct gh_err *err) {
    struct gh_str url, text = GH_S_NONE;
    struct jose_keys keys;
    int r = discover(house, a, o, &url, err);
    if (!r) r = get(house, a, o, url, &text, err);
    if (!r) r = jose_keys_parse(a, text, &keys, err);
    *ret = (struct slot){.text = r ? GH_S_NONE : text, .failure = r, .fetched_ms = gh_monotonic_ms()};
    if (r) ret->why = gh_str_dup(a, gh_str_c(err->message));
    return r;
}

/* Is what is kept still good for this token? */
static bool is_fresh(struct gh_arena *a, const struct slot *s, const struct jose_token *token) {
    int64_t age = gh_monotonic_ms() - s->fetched_ms;
    struct jose_keys keys;
    if (age < AGAIN_MS) return true;
    if (s->failure || age >= KEEP_MS) return false;
    return jose_keys_parse(a, s->text, &keys, NULL) == 0 && jose_has_key(&keys, token);
}

int federation_oidc_keys(const struct house *house, struct gh_arena *a, const struct federation_oidc *oidc,
                         const struct jose_token *token, struct jose_keys *ret_keys, struct gh_err *err) {
    struct gh_str key = slot_key(a, oidc);
    struct gh_err *why = gh_err_new(a);
    struct slot s;
    if (!recall(a, key, &s) || !is_fresh(a, &s, token)) {
        fetch(house, a, oidc, &s, why);
        remember(key, &s);
    }
    if (s.failure) return gh_refuse(err, (enum gh_code) - s.failure, "%.*s", GH_S_FMT(s.why));
    return jose_keys_parse(a, s.text, ret_keys, err);
}

int federation_oidc_thumbprint(const struct house *house, struct gh_arena *a, struct gh_str url,
                               struct gh_str *ret_thumbprint, struct gh_err *err) {
    struct http_client_options options = options_of(house, NULL);
    return http_client_thumbprint(a, &options, url, ret_thumbprint, err);
}
