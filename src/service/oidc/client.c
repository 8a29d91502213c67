/* client.c: RegisterClient (RFC 7591 in AWS's dress). Anybody may register; a client proves nothing but that it is
 * itself. */
#include "service/oidc/client.h"

#include "base/base.h"
#include "crypto/token.h"
#include "gen/sso_oidc.h"
#include "signin/start_url.h"
#include "signin/throttle.h"
#include "wire/call.h"

#define CLIENT_LIFE_MS (90 * GH_DAY_MS)
#define LIST_MAX 16
#define TEXT_MAX 2048
#define NAME_CHARS_MAX 255

static const struct gh_str grants[] = {GH_S_INIT("authorization_code"), GH_S_INIT("refresh_token"),
                                       GH_S_INIT("urn:ietf:params:oauth:grant-type:device_code")};

bool oidc_list_has(struct gh_str list, struct gh_str word) {
    struct gh_str part;
    while (gh_str_split(&list, ' ', &part))
        if (gh_str_eq(part, word)) return true;
    return false;
}

int oidc_client_open(struct gh_call *c, struct gh_str id, struct gh_str secret,
                     struct store_oidc_client_get_row *ret_client, struct gh_err *err) {
    int r = store_oidc_client_get(c->ctx.tx, &(struct store_oidc_client_get_args){id}, ret_client, err);
    if (r && r != -GH_ENOTFOUND) return r;
    if (r || ret_client->expires_ms <= c->ctx.now_ms || !token_check(secret, ret_client->secret_hash))
        return sso_oidc_throw_invalid_client(err, "The client is not registered, its registration has expired, or its "
                                                  "secret is wrong.");
    return 0;
}

int oidc_throttle(struct gh_call *c, const char *kind, struct gh_err *err) {
    int64_t wait_ms;
    struct gh_str subject = throttle_subject_address(c->ctx.arena, kind, c->source_ip);
    int r = throttle_check(&c->ctx, &throttle_client, subject, &wait_ms, err);
    if (!r && wait_ms) return sso_oidc_throw_slow_down(err, "Too many requests from this address.");
    return r ? r : throttle_count(&c->ctx, &throttle_client, subject, err);
}

int oidc_start_url(const struct gh_call *c, struct gh_str text, struct start_url *ret_url) {
    int r = start_url_parse(c->ctx.house->url, text, ret_url);
    if (!r || !c->host.n) return r;
    const char *scheme = gh_str_starts(text, GH_S("https:")) ? "https" : "http";
    return start_url_parse(gh_fmt(c->ctx.arena, "%s://%.*s", scheme, GH_S_FMT(c->host)), text, ret_url);
}

/* Space-separated, as OAuth writes lists. False where an item holds a space or it is too much. */
static bool join(struct gh_arena *a, const struct gh_str *v, size_t n, struct gh_str *ret) {
    struct gh_buf b;
    gh_buf_init(&b, a, TEXT_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!v[i].n || gh_str_find(v[i], ' ') >= 0) return false;
        if (i) gh_buf_addc(&b, ' ');
        gh_buf_add(&b, v[i]);
    }
    *ret = gh_buf_str(&b);
    return n <= LIST_MAX && gh_buf_ok(&b);
}

/* A native client is called back on the loopback interface (RFC 8252); any port will do when the time comes. */
static bool is_loopback(struct gh_str uri) {
    static const struct gh_str hosts[] = {GH_S_INIT("http://127.0.0.1"), GH_S_INIT("http://[::1]"),
                                          GH_S_INIT("http://localhost")};
    for (size_t i = 0; i < GH_COUNT(hosts); i++) {
        if (!gh_str_starts(uri, hosts[i])) continue;
        struct gh_str rest = gh_str_slice(uri, hosts[i].n, uri.n);
        if ((rest.n == 0 || rest.p[0] == '/' || rest.p[0] == ':') && gh_str_find(rest, '#') < 0) return true;
    }
    return false;
}

/* Where the client was told to sign in; it must be an instance of ours, for later. */
static int check_issuer(struct gh_call *c, struct gh_str issuer_url, struct gh_err *err) {
    struct start_url url;
    struct store_signin_instance_organization_row instance;
    if (!issuer_url.p) return 0;
    int r = oidc_start_url(c, issuer_url, &url);
    if (!r) r = start_url_instance(&c->ctx, &url, &instance, err);
    if (r == -GH_EINVAL || r == -GH_ENOTFOUND)
        return sso_oidc_throw_invalid_request(err, GH_S_NONE, "The issuer URL names no instance here.");
    return r;
}

static int check_lists(const struct sso_oidc_register_client_input *in, struct gh_err *err) {
    for (size_t i = 0; i < in->redirect_uris.n; i++)
        if (!is_loopback(in->redirect_uris.v[i]))
            return sso_oidc_throw_invalid_redirect_uri(err, "A redirect URI must be on the loopback interface.");
    for (size_t i = 0; i < in->grant_types.n; i++) {
        bool known = false;
        for (size_t g = 0; g < GH_COUNT(grants); g++) known |= gh_str_eq(grants[g], in->grant_types.v[i]);
        if (!known) return sso_oidc_throw_unsupported_grant_type(err, "A grant type is not supported.");
    }
    return 0;
}

int sso_oidc_register_client(struct gh_call *c, const struct sso_oidc_register_client_input *in,
                             struct sso_oidc_register_client_output *out, struct gh_err *err) {
    struct gh_arena *a = c->ctx.arena;
    if (!gh_str_eq(in->client_type, GH_S("public")))
        return sso_oidc_throw_invalid_client_metadata(err, "The client type must be public.");
    if (in->entitled_application_arn.p)
        return sso_oidc_throw_invalid_client_metadata(err, "Entitled applications are not supported by this release.");
    size_t name_chars = gh_str_chars(in->client_name);
    if (!name_chars || name_chars > NAME_CHARS_MAX)
        return sso_oidc_throw_invalid_client_metadata(err, "The client name must have 1 to %d characters.",
                                                      NAME_CHARS_MAX);
    int r = check_lists(in, err);
    if (!r) r = check_issuer(c, in->issuer_url, err);
    if (!r) r = oidc_throttle(c, "register", err);
    if (r) return r;
    struct gh_str secret = token_new(a, "");
    struct store_oidc_client_insert_args row = {.id = token_new(a, ""),
                                                .secret_hash = token_hash(a, secret),
                                                .name = in->client_name,
                                                .client_type = in->client_type,
                                                .created_ms = c->ctx.now_ms,
                                                .expires_ms = c->ctx.now_ms + CLIENT_LIFE_MS};
    if (!join(a, in->scopes.v, in->scopes.n, &row.scopes))
        return sso_oidc_throw_invalid_scope(err, "A scope is malformed.");
    if (!join(a, in->grant_types.v, in->grant_types.n, &row.grant_types) ||
        !join(a, in->redirect_uris.v, in->redirect_uris.n, &row.redirect_uris))
        return sso_oidc_throw_invalid_client_metadata(err, "Too many redirect URIs or grant types.");
    r = store_oidc_client_insert(c->ctx.tx, &row, NULL, err);
    if (r) return r;
    *out = (struct sso_oidc_register_client_output){
        .client_id = row.id,
        .client_secret = secret,
        .client_id_issued_at = row.created_ms / GH_SECOND_MS,
        .has_client_id_issued_at = true,
        .client_secret_expires_at = row.expires_ms / GH_SECOND_MS,
        .has_client_secret_expires_at = true,
        .authorization_endpoint = gh_fmt(a, "%.*s/authorize", GH_S_FMT(c->ctx.house->url)),
        .token_endpoint = gh_fmt(a, "%.*s/token", GH_S_FMT(c->ctx.house->url))};
    return 0;
}
