/* jose.c: tokens: see jose.h. */
#include "proto/jose.h"

#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"

#define TOKEN_MAX ((size_t)64 * 1024)

static int malformed(struct gh_err *err, const char *why) {
    return gh_refuse(err, GH_EINVAL, "not a signed token: %s", why);
}

static int take_object(struct gh_arena *a, struct gh_str part, const struct json **ret, struct gh_err *err) {
    struct gh_str text;
    if (!base64_decode(a, part, BASE64_URL, &text)) return malformed(err, "a part is not base64url");
    struct gh_err *why = gh_err_new(a);
    if (json_parse(a, text, NULL, ret, why) || (*ret)->kind != JSON_OBJECT)
        return malformed(err, "a part is not a JSON object");
    return 0;
}

/* A key that comes with the token, or a place to get one from, is the sender's own. */
static bool brings_a_key(const struct json *header) {
    static const struct gh_str names[] = {GH_S_INIT("jwk"), GH_S_INIT("jku"), GH_S_INIT("x5u"), GH_S_INIT("x5c")};
    for (size_t i = 0; i < GH_COUNT(names); i++)
        if (json_get(header, names[i])) return true;
    return false;
}

static int read_header(const struct json *header, struct jose_token *t, struct gh_err *err) {
    if (!sign_algorithm_named(json_get_text(header, GH_S("alg")), &t->algorithm))
        return malformed(err, "its algorithm is not one of RS256, RS384, RS512, ES256, ES384, ES512");
    if (json_get(header, GH_S("crit"))) return malformed(err, "it has critical extensions");
    if (json_get(header, GH_S("zip"))) return malformed(err, "it is compressed");
    if (brings_a_key(header)) return malformed(err, "it brings its own key");
    const struct json *kid = json_get(header, GH_S("kid"));
    if (kid && kid->kind != JSON_STRING) return malformed(err, "its key id is not a text");
    t->kid = json_text(kid);
    return 0;
}

int jose_parse(struct gh_arena *a, struct gh_str text, struct jose_token *ret_token, struct gh_err *err) {
    struct gh_str rest = text, part[3];
    struct jose_token t = {0};
    const struct json *header;
    if (text.n > TOKEN_MAX) return malformed(err, "it is too long");
    for (size_t i = 0; i < GH_COUNT(part); i++)
        if (!gh_str_split(&rest, '.', &part[i])) return malformed(err, "it does not have three parts");
    if (rest.p) return malformed(err, "it does not have three parts");
    int r = take_object(a, part[0], &header, err);
    if (!r) r = read_header(header, &t, err);
    if (!r) r = take_object(a, part[1], &t.claims, err);
    if (r) return r;
    if (!base64_decode(a, part[2], BASE64_URL, &t.signature) || !t.signature.n)
        return malformed(err, "its signature is not base64url");
    t.signed_part = gh_str_slice(text, 0, part[0].n + 1 + part[1].n);
    *ret_token = t;
    return 0;
}

/* A token that names a key is for that key. One that names none can be for any of its algorithm. */
static bool could_be(const struct jose_key *key, const struct jose_token *t) {
    if (sign_key_algorithm(key->key) != t->algorithm) return false;
    return !t->kid.p || (key->kid.p && gh_str_eq(key->kid, t->kid));
}

bool jose_has_key(const struct jose_keys *keys, const struct jose_token *token) {
    for (size_t i = 0; i < keys->n; i++)
        if (could_be(&keys->v[i], token)) return true;
    return false;
}

bool jose_verify(const struct jose_keys *keys, const struct jose_token *token) {
    for (size_t i = 0; i < keys->n; i++)
        if (could_be(&keys->v[i], token) && sign_verify(keys->v[i].key, token->signed_part, token->signature))
            return true;
    return false;
}

/* ---- claims ---- */

static int take_text(const struct json *claims, struct gh_str name, struct gh_str *ret, struct gh_err *err) {
    const struct json *v = json_get(claims, name);
    if (v && v->kind != JSON_STRING) return gh_refuse(err, GH_EINVAL, "claim %.*s is not a text", GH_S_FMT(name));
    *ret = json_text(v);
    return 0;
}

static int take_moment(const struct json *claims, struct gh_str name, int64_t *ret, struct gh_err *err) {
    const struct json *v = json_get(claims, name);
    int64_t seconds = 0;
    bool whole = v && v->kind == JSON_NUMBER && gh_str_to_i64(v->text, &seconds) && seconds >= 0;
    if (v && !whole) return gh_refuse(err, GH_EINVAL, "claim %.*s is not a whole number", GH_S_FMT(name));
    *ret = seconds;
    return 0;
}

static int take_audience(struct gh_arena *a, const struct json *claims, struct jose_claims *c, struct gh_err *err) {
    const struct json *aud = json_get(claims, GH_S("aud"));
    if (!aud) return 0;
    bool list = aud->kind == JSON_ARRAY;
    size_t n = list ? aud->n : 1;
    struct gh_str *v = gh_new_n(a, struct gh_str, n);
    for (size_t i = 0; i < n; i++) {
        v[i] = json_text(list ? &aud->items[i] : aud);
        if (!v[i].p) return gh_refuse(err, GH_EINVAL, "claim aud is neither a text nor a list of texts");
    }
    c->aud = v;
    c->n_aud = n;
    return 0;
}

int jose_claims_read(struct gh_arena *a, const struct json *claims, struct jose_claims *ret_claims,
                     struct gh_err *err) {
    struct jose_claims c = {0};
    int r = take_text(claims, GH_S("iss"), &c.iss, err);
    if (!r) r = take_text(claims, GH_S("sub"), &c.sub, err);
    if (!r) r = take_text(claims, GH_S("azp"), &c.azp, err);
    if (!r) r = take_text(claims, GH_S("jti"), &c.jti, err);
    if (!r) r = take_moment(claims, GH_S("exp"), &c.exp_s, err);
    if (!r) r = take_moment(claims, GH_S("nbf"), &c.nbf_s, err);
    if (!r) r = take_moment(claims, GH_S("iat"), &c.iat_s, err);
    if (!r) r = take_audience(a, claims, &c, err);
    if (!r) *ret_claims = c;
    return r;
}

/* ---- making ---- */

int jose_sign(struct gh_arena *a, const struct sign_key *key, struct gh_str kid, struct gh_str claims,
              struct gh_str *ret_token, struct gh_err *err) {
    struct gh_buf header, token;
    struct json_writer w;
    struct gh_str signature;
    gh_buf_init(&header, a, TOKEN_MAX);
    json_writer_init(&w, &header);
    json_object_begin(&w);
    json_field(&w, GH_S("alg"), sign_algorithm_name(sign_key_algorithm(key)));
    json_field(&w, GH_S("kid"), kid);
    json_field(&w, GH_S("typ"), GH_S("JWT"));
    json_object_end(&w);
    gh_buf_init(&token, a, TOKEN_MAX);
    gh_buf_add(&token, base64_encode(a, gh_buf_str(&header), BASE64_URL));
    gh_buf_addc(&token, '.');
    gh_buf_add(&token, base64_encode(a, claims, BASE64_URL));
    if (!gh_buf_ok(&header) || !gh_buf_ok(&token)) return gh_fail(err, GH_ELIMIT, "the token is too long");
    int r = sign_make(a, key, gh_buf_str(&token), &signature, err);
    if (r) return r;
    gh_buf_addc(&token, '.');
    gh_buf_add(&token, base64_encode(a, signature, BASE64_URL));
    *ret_token = gh_buf_str(&token);
    return gh_buf_ok(&token) ? 0 : gh_fail(err, GH_ELIMIT, "the token is too long");
}
