/* jose_key.c: key sets: see jose.h. */
#include "base/base.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "proto/jose.h"

/* The algorithm of a key that does not say: by its curve, and for RSA the one that everybody means. */
static bool algorithm_of_kind(const struct json *jwk, enum sign_algorithm *ret) {
    struct gh_str kty = json_get_text(jwk, GH_S("kty")), crv = json_get_text(jwk, GH_S("crv"));
    if (gh_str_eq(kty, GH_S("RSA")))
        *ret = SIGN_RS256;
    else if (!gh_str_eq(kty, GH_S("EC")))
        return false;
    else if (gh_str_eq(crv, GH_S("P-256")))
        *ret = SIGN_ES256;
    else if (gh_str_eq(crv, GH_S("P-384")))
        *ret = SIGN_ES384;
    else if (gh_str_eq(crv, GH_S("P-521")))
        *ret = SIGN_ES512;
    else
        return false;
    return true;
}

static bool algorithm_of(const struct json *jwk, enum sign_algorithm *ret) {
    const struct json *alg = json_get(jwk, GH_S("alg"));
    enum sign_algorithm kind, said;
    if (!algorithm_of_kind(jwk, &kind)) return false;
    if (!alg)
        said = kind;
    else if (!sign_algorithm_named(json_text(alg), &said))
        return false;
    bool both_rsa = kind == SIGN_RS256 && said <= SIGN_RS512;
    *ret = said;
    return both_rsa || said == kind;
}

/* May the key check signatures (RFC 7517 sections 4.2, 4.3)? */
static bool is_for_signatures(const struct json *jwk) {
    const struct json *use = json_get(jwk, GH_S("use")), *ops = json_get(jwk, GH_S("key_ops"));
    if (use && !gh_str_eq(json_text(use), GH_S("sig"))) return false;
    if (!ops) return true;
    for (uint32_t i = 0; ops->kind == JSON_ARRAY && i < ops->n; i++)
        if (gh_str_eq(json_text(&ops->items[i]), GH_S("verify"))) return true;
    return false;
}

static struct gh_str number(struct gh_arena *a, const struct json *jwk, struct gh_str name) {
    struct gh_str bytes;
    struct gh_str text = json_get_text(jwk, name);
    return text.p && base64_decode(a, text, BASE64_URL, &bytes) ? bytes : GH_S("");
}

/* A private or symmetric key in public is nobody's key any more. */
static bool is_public(const struct json *jwk) {
    return !json_get(jwk, GH_S("d")) && !json_get(jwk, GH_S("k"));
}

static bool read_key(struct gh_arena *a, const struct json *jwk, struct jose_key *ret) {
    enum sign_algorithm algorithm;
    struct sign_key *key;
    const struct json *kid = json_get(jwk, GH_S("kid"));
    if (jwk->kind != JSON_OBJECT || !algorithm_of(jwk, &algorithm) || !is_for_signatures(jwk) || !is_public(jwk))
        return false;
    if (kid && kid->kind != JSON_STRING) return false;
    struct sign_numbers numbers = {.n = number(a, jwk, GH_S("n")),
                                   .e = number(a, jwk, GH_S("e")),
                                   .x = number(a, jwk, GH_S("x")),
                                   .y = number(a, jwk, GH_S("y"))};
    if (sign_key_public(a, algorithm, &numbers, &key, NULL)) return false;
    *ret = (struct jose_key){json_text(kid), key};
    return true;
}

int jose_keys_parse(struct gh_arena *a, struct gh_str text, struct jose_keys *ret_keys, struct gh_err *err) {
    const struct json *set;
    struct gh_err *why = gh_err_new(a);
    if (json_parse(a, text, NULL, &set, why)) return gh_refuse(err, GH_EINVAL, "not a key set: %s", why->message);
    const struct json *keys = json_get(set, GH_S("keys"));
    if (!keys || keys->kind != JSON_ARRAY) return gh_refuse(err, GH_EINVAL, "not a key set: it has no list of keys");
    if (keys->n > JOSE_KEYS_MAX) return gh_refuse(err, GH_EINVAL, "a key set of more than %d keys", JOSE_KEYS_MAX);
    struct jose_key *v = gh_new_n(a, struct jose_key, keys->n);
    size_t n = 0;
    for (uint32_t i = 0; i < keys->n; i++)
        if (read_key(a, &keys->items[i], &v[n])) n++;
    *ret_keys = (struct jose_keys){v, n};
    return 0;
}

static void write_number(struct gh_arena *a, struct json_writer *w, struct gh_str name, struct gh_str bytes) {
    json_field(w, name, base64_encode(a, bytes, BASE64_URL));
}

int jose_key_write(struct gh_arena *a, const struct jose_published *key, struct gh_buf *b, struct gh_err *err) {
    static const struct gh_str curves[SIGN_ALGORITHMS] = {
        [SIGN_ES256] = GH_S_INIT("P-256"), [SIGN_ES384] = GH_S_INIT("P-384"), [SIGN_ES512] = GH_S_INIT("P-521")};
    enum sign_algorithm algorithm = sign_key_algorithm(key->key);
    struct sign_numbers numbers;
    struct json_writer w;
    int r = sign_key_numbers(a, key->key, &numbers, err);
    if (r) return r;
    json_writer_init(&w, b);
    json_object_begin(&w);
    json_field(&w, GH_S("kty"), curves[algorithm].p ? GH_S("EC") : GH_S("RSA"));
    json_field(&w, GH_S("use"), GH_S("sig"));
    json_field(&w, GH_S("alg"), sign_algorithm_name(algorithm));
    json_field(&w, GH_S("kid"), key->kid);
    json_field(&w, GH_S("crv"), curves[algorithm]);
    write_number(a, &w, GH_S("x"), numbers.x);
    write_number(a, &w, GH_S("y"), numbers.y);
    write_number(a, &w, GH_S("n"), numbers.n);
    write_number(a, &w, GH_S("e"), numbers.e);
    if (key->certificate.p) {
        json_key(&w, GH_S("x5c"));
        json_array_begin(&w);
        json_put_string(&w, base64_encode(a, key->certificate, BASE64_STANDARD));
        json_array_end(&w);
    }
    json_object_end(&w);
    return 0;
}
