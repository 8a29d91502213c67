/* federation.c: see federation.h: the providers as they are kept. */
#include "domain/federation.h"

#include "base/base.h"
#include "codec/json.h"
#include "crypto/keyring.h"
#include "domain/context.h"
#include "policy/policy.h"
#include "store/queries.h"

#define SCHEME GH_S("https://")
#define KEY_PURPOSE "iam.provider-key"
#define CONTENT_MAX ((size_t)256 * 1024)

int federation_provider_get(struct context *c, struct gh_str arn, struct gh_str kind,
                            struct federation_provider *ret_provider, struct gh_err *err) {
    struct store_iam_provider_get_row row;
    int r = store_iam_provider_get(c->tx, &(struct store_iam_provider_get_args){.arn = arn}, &row, err);
    if (!r && !gh_str_eq(row.kind, kind)) return gh_fail(err, GH_ENOTFOUND, "a provider of another kind");
    if (r) return r;
    *ret_provider = (struct federation_provider){.arn = arn,
                                                 .account_id = row.account_id,
                                                 .unique_id = row.unique_id,
                                                 .content = row.content,
                                                 .encryption_mode = row.encryption_mode,
                                                 .created_ms = row.created_ms,
                                                 .expires_ms = row.has_expires_ms ? row.expires_ms : 0};
    return 0;
}

struct gh_str federation_saml_arn(struct gh_arena *a, struct gh_str account_id, struct gh_str name) {
    return gh_fmt(a, "arn:aws:iam::%.*s:saml-provider/%.*s", GH_S_FMT(account_id), GH_S_FMT(name));
}

struct gh_str federation_oidc_name(struct gh_str url) {
    return gh_str_starts(url, SCHEME) ? gh_str_slice(url, SCHEME.n, url.n) : url;
}

struct gh_str federation_oidc_arn(struct gh_arena *a, struct gh_str account_id, struct gh_str url) {
    return gh_fmt(a, "arn:aws:iam::%.*s:oidc-provider/%.*s", GH_S_FMT(account_id), GH_S_FMT(federation_oidc_name(url)));
}

static void write_list(struct json_writer *w, struct gh_str name, const struct gh_str *v, size_t n) {
    json_key(w, name);
    json_array_begin(w);
    for (size_t i = 0; i < n; i++) json_put_string(w, v[i]);
    json_array_end(w);
}

struct gh_str federation_oidc_write(struct gh_arena *a, const struct federation_oidc *oidc) {
    struct gh_buf b;
    struct json_writer w;
    gh_buf_init(&b, a, CONTENT_MAX);
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("url"), oidc->url);
    write_list(&w, GH_S("clientIds"), oidc->client_ids, oidc->n_client_ids);
    write_list(&w, GH_S("thumbprints"), oidc->thumbprints, oidc->n_thumbprints);
    json_object_end(&w);
    return gh_buf_str(&b);
}

static const struct gh_str *read_list(struct gh_arena *a, const struct json *list, size_t *ret_n) {
    size_t n = list && list->kind == JSON_ARRAY ? list->n : 0;
    struct gh_str *v = gh_new_n(a, struct gh_str, n);
    for (size_t i = 0; i < n; i++) v[i] = json_text(&list->items[i]);
    *ret_n = n;
    return v;
}

int federation_oidc_read(struct gh_arena *a, struct gh_str content, struct federation_oidc *ret_oidc,
                         struct gh_err *err) {
    const struct json *o;
    struct federation_oidc oidc;
    if (json_parse(a, content, NULL, &o, NULL)) return gh_fail(err, GH_EINTERNAL, "an OIDC provider's content");
    oidc.url = json_get_text(o, GH_S("url"));
    oidc.client_ids = read_list(a, json_get(o, GH_S("clientIds")), &oidc.n_client_ids);
    oidc.thumbprints = read_list(a, json_get(o, GH_S("thumbprints")), &oidc.n_thumbprints);
    *ret_oidc = oidc;
    return 0;
}

/* Does any condition of the policy look at "<provider>:<claim>"? */
static bool asks_for(const struct policy_texts *keys, struct gh_str provider_name, const char *claim,
                     struct gh_arena *a) {
    struct gh_str wanted = gh_fmt(a, "%.*s:%s", GH_S_FMT(provider_name), claim);
    for (size_t i = 0; i < keys->n; i++)
        if (gh_str_eq_ci(keys->v[i], wanted)) return true;
    return false;
}

/* What the policy does not look at, of what says whose tokens it takes; absent where nothing is missing. */
static struct gh_str missing(struct gh_arena *a, const struct policy_texts *keys, struct gh_str provider_name) {
    bool aud = asks_for(keys, provider_name, "aud", a), sub = asks_for(keys, provider_name, "sub", a);
    if (aud && sub) return GH_S_NONE;
    return aud ? GH_S("sub") : sub ? GH_S("aud") : GH_S("aud and sub");
}

/* "arn:aws:iam::A:oidc-provider/<name>"; absent for principals of other kinds. */
static struct gh_str oidc_name_of(const struct policy_named_principal *named) {
    struct gh_str mark = GH_S(":oidc-provider/");
    ptrdiff_t at = named->kind == POLICY_PRINCIPAL_FEDERATED ? gh_str_find_str(named->text, mark) : -1;
    return at < 0 ? GH_S_NONE : gh_str_slice(named->text, (size_t)at + mark.n, named->text.n);
}

struct gh_str federation_trust_warning(struct gh_arena *a, const struct policy *trust) {
    struct policy_texts keys = {0};
    struct policy_named_principal named;
    size_t at = 0;
    policy_keys_named(a, trust, &keys);
    while (policy_principal_next(trust, &at, &named)) {
        struct gh_str name = oidc_name_of(&named), lacks = name.p ? missing(a, &keys, name) : GH_S_NONE;
        if (!lacks.p) continue;
        struct gh_buf b;
        gh_buf_init(&b, a, CONTENT_MAX);
        gh_buf_add(&b, GH_S("{\"warning\":"));
        json_write_string(&b, gh_fmt(a,
                                     "the role's trust policy has no condition on %.*s of %.*s: it takes tokens that "
                                     "the provider made for others",
                                     GH_S_FMT(lacks), GH_S_FMT(name)));
        gh_buf_addc(&b, '}');
        return gh_buf_str(&b);
    }
    return GH_S_NONE;
}

struct gh_str federation_private_key_seal(struct context *c, struct gh_str provider_arn, struct gh_str pem) {
    return keyring_seal(c->house->keyring, c->arena, KEY_PURPOSE, provider_arn, pem);
}

int federation_private_keys(struct context *c, struct gh_str provider_arn, struct federation_private_keys *ret_keys,
                            struct gh_err *err) {
    struct store_iam_provider_key_list_rows rows;
    struct store_iam_provider_key_list_args args = {.provider_arn = provider_arn};
    int r = store_iam_provider_key_list(c->tx, &args, &rows, err);
    if (r) return r;
    struct gh_str *v = gh_new_n(c->arena, struct gh_str, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        if (!keyring_open(c->house->keyring, c->arena, KEY_PURPOSE, provider_arn, rows.v[i].private_key, &v[i]))
            return gh_fail(err, GH_EINTERNAL, "the keyring does not open a key of %.*s", GH_S_FMT(provider_arn));
    *ret_keys = (struct federation_private_keys){v, rows.n};
    return 0;
}
