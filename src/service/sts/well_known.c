/* well_known.c: see well_known.h. */
#include "service/sts/well_known.h"

#include "base/base.h"
#include "codec/json.h"
#include "domain/context.h"
#include "domain/issuer_key.h"
#include "domain/outbound_federation.h"
#include "http/response.h"
#include "http/server.h"
#include "store/queries.h"
#include "store/store.h"

#define KEYS_PATH GH_S("/.well-known/jwks.json")
#define DISCOVERY_PATH GH_S("/.well-known/openid-configuration")
#define DOCUMENT_MAX 4096
/* A new key is published before its first use; verifiers fetch again when they meet an unknown one. */
#define CACHE GH_S("public, max-age=300")

/* One request; lives in the exchange's arena. */
struct lookup {
    struct gh_work work;
    const struct house *house;
    struct http_exchange *x;
    struct gh_str issuer_id; /* absent: the key set at the root */
    bool discovery;
};

/* "/outbound-federation/<id><rest>" */
static bool split_issuer(struct gh_str path, struct gh_str *ret_id, struct gh_str *ret_rest) {
    struct gh_str prefix = GH_S(OUTBOUND_ISSUER_PATH);
    if (!gh_str_starts(path, prefix)) return false;
    struct gh_str after = gh_str_slice(path, prefix.n, path.n);
    ptrdiff_t slash = gh_str_find(after, '/');
    if (slash <= 0) return false;
    *ret_id = gh_str_slice(after, 0, (size_t)slash);
    *ret_rest = gh_str_slice(after, (size_t)slash, after.n);
    return true;
}

static struct gh_str discovery_document(const struct lookup *l, struct gh_arena *a) {
    struct gh_buf b;
    struct json_writer w;
    struct gh_str issuer =
        gh_fmt(a, "%.*s" OUTBOUND_ISSUER_PATH "%.*s", GH_S_FMT(l->house->url), GH_S_FMT(l->issuer_id));
    gh_buf_init(&b, a, DOCUMENT_MAX);
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("issuer"), issuer);
    json_field(&w, GH_S("jwks_uri"), gh_fmt(a, "%.*s%.*s", GH_S_FMT(issuer), GH_S_FMT(KEYS_PATH)));
    json_key(&w, GH_S("response_types_supported"));
    json_put_raw(&w, GH_S("[\"id_token\"]"));
    json_key(&w, GH_S("subject_types_supported"));
    json_put_raw(&w, GH_S("[\"public\"]"));
    json_key(&w, GH_S("id_token_signing_alg_values_supported"));
    json_put_raw(&w, GH_S("[\"RS256\",\"ES384\"]"));
    json_key(&w, GH_S("claims_supported"));
    json_put_raw(&w, GH_S("[\"aud\",\"exp\",\"iat\",\"iss\",\"jti\",\"sub\"]"));
    json_object_end(&w);
    return gh_buf_str(&b);
}

static int read_document(const struct lookup *l, struct context *c, struct gh_str *ret_text, struct gh_err *err) {
    struct store_iam_outbound_federation_by_issuer_row row;
    struct store_iam_outbound_federation_by_issuer_args args = {.issuer_id = l->issuer_id};
    int r = l->issuer_id.p ? store_iam_outbound_federation_by_issuer(c->tx, &args, &row, err) : 0;
    if (r) return r;
    if (!l->discovery) return issuer_key_set(c, ret_text, err);
    *ret_text = discovery_document(l, c->arena);
    return 0;
}

static void answer(struct lookup *l) {
    struct gh_arena *a = http_exchange_arena(l->x);
    struct context c = {.arena = a, .now_ms = gh_clock_ms(), .house = l->house};
    struct gh_err *err = gh_err_new(a);
    struct gh_str text = GH_S_NONE;
    int r = store_read_begin(l->house->store, a, &c.tx, err);
    if (!r) {
        r = read_document(l, &c, &text, err);
        store_read_end(c.tx);
    }
    if (!r) {
        http_reply_header(l->x, GH_S("Cache-Control"), CACHE);
        http_reply_header(l->x, GH_S("Access-Control-Allow-Origin"), GH_S("*"));
        http_reply(l->x, 200, GH_S("application/json"), text);
        return;
    }
    if (r != -GH_ENOTFOUND) gh_log(GH_LOG_ERROR, "the published keys: %s", err->detail);
    http_reply_text(l->x, r == -GH_ENOTFOUND ? 404 : 503, r == -GH_ENOTFOUND ? GH_S("not found\n") : GH_S("busy\n"));
}

static void answer_on_pool(struct gh_work *w) {
    answer((struct lookup *)((char *)w - offsetof(struct lookup, work)));
}

bool sts_well_known_route(const struct sts_well_known *w, struct http_exchange *x) {
    const struct http_request *r = http_exchange_request(x);
    struct gh_str id = GH_S_NONE, rest = r->raw_path;
    if (!gh_str_eq(r->method, GH_S("GET"))) return false;
    bool below = split_issuer(r->raw_path, &id, &rest);
    bool discovery = below && gh_str_eq(rest, DISCOVERY_PATH);
    if (!discovery && !gh_str_eq(rest, KEYS_PATH)) return false;
    struct lookup *l = gh_new(http_exchange_arena(x), struct lookup);
    *l = (struct lookup){.house = w->house, .x = x, .issuer_id = id, .discovery = discovery};
    if (!store_reads_block(w->house->store)) {
        answer(l);
        return true;
    }
    http_defer(x);
    l->work.run = answer_on_pool;
    if (!gh_pool_submit(w->pool, &l->work)) http_reply_text(x, 503, GH_S("busy\n"));
    return true;
}
