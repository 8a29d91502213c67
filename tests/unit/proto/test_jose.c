/* JOSE: what is signed is taken, and nothing else. The example of RFC 7515 is in appendix A.3. */
#include "unit.h"

#include <string.h>

#include "codec/base64.h"
#include "codec/json.h"
#include "proto/jose.h"

#define RFC_TOKEN                                                                                                      \
    "eyJhbGciOiJFUzI1NiJ9."                                                                                            \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."                  \
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
#define RFC_KEY                                                                                                        \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","                         \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"

static struct jose_keys key_set(struct gh_arena *a, const char *keys) {
    struct jose_keys set;
    assert_int_equal(jose_keys_parse(a, gh_fmt(a, "{\"keys\":[%s]}", keys), &set, NULL), 0);
    return set;
}

static struct gh_str published(struct gh_arena *a, const struct sign_key *key, const char *kid) {
    struct gh_buf b;
    gh_buf_init(&b, a, 8192);
    struct jose_published p = {.key = key, .kid = gh_str_c(kid)};
    assert_int_equal(jose_key_write(a, &p, &b, NULL), 0);
    return gh_buf_str(&b);
}

static struct gh_str part(struct gh_arena *a, const char *json) {
    return base64_encode(a, gh_str_c(json), BASE64_URL);
}

/* A token of this header that @key really signed. */
static struct gh_str signed_with(struct gh_arena *a, const struct sign_key *key, const char *header,
                                 const char *claims) {
    struct gh_str body = gh_fmt(a, "%.*s.%.*s", GH_S_FMT(part(a, header)), GH_S_FMT(part(a, claims))), signature;
    assert_int_equal(sign_make(a, key, body, &signature, NULL), 0);
    return gh_fmt(a, "%.*s.%.*s", GH_S_FMT(body), GH_S_FMT(base64_encode(a, signature, BASE64_URL)));
}

static struct sign_key *new_key(struct gh_arena *a, enum sign_algorithm algorithm) {
    struct sign_key *key;
    assert_int_equal(sign_key_new(a, algorithm, &key, NULL), 0);
    return key;
}

static void takes_the_rfcs_example(void **state) {
    struct gh_arena *a = *state;
    struct jose_keys set = key_set(a, RFC_KEY);
    struct jose_token token;
    assert_int_equal(set.n, 1);
    assert_int_equal(jose_parse(a, GH_S(RFC_TOKEN), &token, NULL), 0);
    assert_str(json_get_text(token.claims, GH_S("iss")), "joe");
    assert_true(jose_verify(&set, &token));
}

static void notices_every_altered_letter(void **state) {
    struct gh_arena *a = *state;
    struct jose_keys set = key_set(a, RFC_KEY);
    char text[] = RFC_TOKEN;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        struct jose_token token;
        bool taken = jose_parse(a, gh_str_n(text, sizeof text - 1), &token, NULL) == 0 && jose_verify(&set, &token);
        if (taken) print_error("letter %zu may be altered\n", i);
        assert_false(taken);
        text[i] = was;
    }
}

static void signs_and_verifies_with_each_algorithm(void **state) {
    struct gh_arena *a = *state;
    for (int i = 0; i < SIGN_ALGORITHMS; i++) {
        struct sign_key *key = new_key(a, (enum sign_algorithm)i), *other = new_key(a, (enum sign_algorithm)i), *again;
        struct gh_str token_text, der;
        struct jose_token token;
        assert_int_equal(jose_sign(a, key, GH_S("k1"), GH_S("{\"sub\":\"me\"}"), &token_text, NULL), 0);
        assert_int_equal(jose_parse(a, token_text, &token, NULL), 0);
        assert_str(token.kid, "k1");
        struct jose_keys set = key_set(a, gh_cstr(a, published(a, key, "k1")));
        assert_true(jose_has_key(&set, &token));
        assert_true(jose_verify(&set, &token));
        set = key_set(a, gh_cstr(a, published(a, key, "k2")));
        assert_false(jose_has_key(&set, &token));
        assert_false(jose_verify(&set, &token));
        set = key_set(a, gh_cstr(a, published(a, other, "k1")));
        assert_false(jose_verify(&set, &token));
        assert_int_equal(sign_key_private_der(a, key, &der, NULL), 0);
        assert_int_equal(sign_key_from_der(a, (enum sign_algorithm)i, der, &again, NULL), 0);
        assert_str(published(a, again, "k1"), gh_cstr(a, published(a, key, "k1")));
        enum sign_algorithm wrong = i < SIGN_ES256 ? SIGN_ES256 : SIGN_RS256;
        assert_int_equal(sign_key_from_der(a, wrong, der, &again, NULL), -GH_EINVAL);
    }
}

/* RFC 8725 section 3.1: a token may not choose another algorithm than its key's. */
static void a_key_has_one_algorithm(void **state) {
    struct gh_arena *a = *state;
    struct sign_key *rs256 = new_key(a, SIGN_RS256), *rs512;
    struct gh_str der;
    assert_int_equal(sign_key_private_der(a, rs256, &der, NULL), 0);
    assert_int_equal(sign_key_from_der(a, SIGN_RS512, der, &rs512, NULL), 0);
    struct gh_str said = published(a, rs256, "k");
    struct jose_keys set = key_set(a, gh_cstr(a, said));
    struct jose_token token;
    assert_int_equal(jose_parse(a, signed_with(a, rs256, "{\"alg\":\"RS256\"}", "{}"), &token, NULL), 0);
    assert_true(jose_verify(&set, &token));
    assert_int_equal(jose_parse(a, signed_with(a, rs512, "{\"alg\":\"RS512\"}", "{}"), &token, NULL), 0);
    assert_false(jose_verify(&set, &token));
    /* A header that lies about what was done. */
    assert_int_equal(jose_parse(a, signed_with(a, rs512, "{\"alg\":\"RS256\"}", "{}"), &token, NULL), 0);
    assert_false(jose_verify(&set, &token));
}

static void refuses_dangerous_headers(void **state) {
    struct gh_arena *a = *state;
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"\"}",
        "{}",
        "[]",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"ES256\",\"crit\":[]}",
        "{\"alg\":\"ES256\",\"jwk\":" RFC_KEY "}",
        "{\"alg\":\"ES256\",\"jku\":\"https://evil.example.com\"}",
        "{\"alg\":\"ES256\",\"x5u\":\"https://evil.example.com\"}",
        "{\"alg\":\"ES256\",\"x5c\":[\"AAAA\"]}",
        "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
        "{\"alg\":\"ES256\",\"kid\":7}",
        "{\"alg\":256}",
    };
    struct sign_key *key = new_key(a, SIGN_ES256);
    struct jose_token token;
    for (size_t i = 0; i < GH_COUNT(headers); i++) {
        int r = jose_parse(a, signed_with(a, key, headers[i], "{}"), &token, NULL);
        if (r != -GH_EINVAL) print_error("taken: %s\n", headers[i]);
        assert_int_equal(r, -GH_EINVAL);
    }
    assert_int_equal(
        jose_parse(a, signed_with(a, key, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"x5t\":\"a\"}", "{}"), &token, NULL), 0);
}

static void refuses_what_is_no_token(void **state) {
    struct gh_arena *a = *state;
    static const char *const texts[] = {"",
                                        ".",
                                        "..",
                                        "...",
                                        "a.b.c",
                                        "e30.e30.",
                                        "e30.e30.AA",
                                        "eyJhbGciOiJFUzI1NiJ9.e30.",
                                        "eyJhbGciOiJFUzI1NiJ9.e30",
                                        "eyJhbGciOiJFUzI1NiJ9.e30.AA.AA",
                                        "eyJhbGciOiJFUzI1NiJ9.e30.AA==",
                                        "eyJhbGciOiJFUzI1NiJ9.e30.A+",
                                        "eyJhbGciOiJFUzI1NiJ9.W10.AA",
                                        "eyJhbGciOiJFUzI1NiJ9. e30.AA",
                                        "eyJhbGciOiJFUzI1NiJ9.e30.A A",
                                        "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxLCJhIjoyfQ.AA" /* {"a":1,"a":2} */};
    struct jose_token token;
    for (size_t i = 0; i < GH_COUNT(texts); i++) {
        if (jose_parse(a, gh_str_c(texts[i]), &token, NULL) == 0) print_error("taken: %s\n", texts[i]);
        assert_int_equal(jose_parse(a, gh_str_c(texts[i]), &token, NULL), -GH_EINVAL);
    }
    char *long_text = gh_arena_text(a, 100000);
    memset(long_text, 'A', 100000);
    assert_int_equal(jose_parse(a, gh_str_n(long_text, 100000), &token, NULL), -GH_EINVAL);
}

/* ECDSA signatures are two numbers of fixed length: neither DER nor shorter, longer, zero or too large ones. */
static void refuses_odd_ecdsa_signatures(void **state) {
    struct gh_arena *a = *state;
    struct jose_keys set = key_set(a, RFC_KEY);
    struct jose_token token;
    assert_int_equal(jose_parse(a, GH_S(RFC_TOKEN), &token, NULL), 0);
    struct gh_str good = token.signature;
    unsigned char zeros[200] = {0}, ones[200];
    memset(ones, 0xff, sizeof ones);
    for (size_t n = 0; n <= 130; n++) {
        token.signature = gh_str_n((char *)zeros, n);
        assert_false(jose_verify(&set, &token));
        token.signature = gh_str_n((char *)ones, n);
        assert_false(jose_verify(&set, &token));
        if (n == good.n) continue;
        memcpy(zeros, good.p, n < good.n ? n : good.n);
        token.signature = gh_str_n((char *)zeros, n);
        assert_false(jose_verify(&set, &token));
        memset(zeros, 0, sizeof zeros);
    }
}

static void leaves_useless_keys_out(void **state) {
    struct gh_arena *a = *state;
    static const char *const useless[] = {
        "7", "{}", "{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
        /* short modulus, exponent 1, even exponent */
        "{\"kty\":\"RSA\",\"n\":\"u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_"
        "IzW7yWR7QkrmBL7jTKEn5u\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\"}", "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
        /* not on the curve, the wrong curve, half a point */
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":"
        "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_"
        "FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AAAA\",\"y\":\"AAAA\"}"};
    for (size_t i = 0; i < GH_COUNT(useless); i++) {
        struct jose_keys set = key_set(a, gh_cstr(a, gh_fmt(a, "%s,%s", useless[i], RFC_KEY)));
        if (set.n != 1) print_error("kept: %s\n", useless[i]);
        assert_int_equal(set.n, 1);
    }
    static const char *const marks[] = {"\"use\":\"enc\"",   "\"key_ops\":[\"sign\"]", "\"key_ops\":[]",
                                        "\"alg\":\"RS256\"", "\"alg\":\"ES384\"",      "\"alg\":\"ECDH-ES\"",
                                        "\"kid\":7",         "\"d\":\"AAAA\"",         "\"use\":7"};
    for (size_t i = 0; i < GH_COUNT(marks); i++) {
        struct jose_keys set = key_set(a, gh_cstr(a, gh_fmt(a, "{%s,%s", marks[i], &RFC_KEY[1])));
        if (set.n) print_error("kept: %s\n", marks[i]);
        assert_int_equal(set.n, 0);
    }
    assert_int_equal(
        key_set(a, gh_cstr(a, gh_fmt(a, "{\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"ES256\",%s", &RFC_KEY[1])))
            .n,
        1);
    struct jose_keys set;
    static const char *const no_sets[] = {"", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[]", "{\"keys\":[],\"keys\":[]}"};
    for (size_t i = 0; i < GH_COUNT(no_sets); i++)
        assert_int_equal(jose_keys_parse(a, gh_str_c(no_sets[i]), &set, NULL), -GH_EINVAL);
}

static int claims_of(struct gh_arena *a, const char *text, struct jose_claims *ret) {
    const struct json *claims;
    assert_int_equal(json_parse(a, gh_str_c(text), NULL, &claims, NULL), 0);
    return jose_claims_read(a, claims, ret, NULL);
}

static void reads_claims(void **state) {
    struct gh_arena *a = *state;
    struct jose_claims c;
    assert_int_equal(
        claims_of(a, "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"one\",\"exp\":1300819380,\"nbf\":0,\"azp\":\"z\"}", &c),
        0);
    assert_str(c.iss, "i");
    assert_str(c.azp, "z");
    assert_int_equal(c.n_aud, 1);
    assert_str(c.aud[0], "one");
    assert_int_equal(c.exp_s, 1300819380);
    assert_int_equal(claims_of(a, "{\"aud\":[\"one\",\"two\"]}", &c), 0);
    assert_int_equal(c.n_aud, 2);
    assert_null(c.sub.p);
    static const char *const bad[] = {"{\"exp\":\"1300819380\"}",
                                      "{\"exp\":1.5}",
                                      "{\"exp\":-1}",
                                      "{\"exp\":1e10}",
                                      "{\"exp\":null}",
                                      "{\"exp\":99999999999999999999}",
                                      "{\"iss\":7}",
                                      "{\"sub\":[\"a\"]}",
                                      "{\"aud\":7}",
                                      "{\"aud\":[7]}",
                                      "{\"aud\":{}}",
                                      "{\"nbf\":true}"};
    for (size_t i = 0; i < GH_COUNT(bad); i++) assert_int_equal(claims_of(a, bad[i], &c), -GH_EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(takes_the_rfcs_example),
        arena_test(notices_every_altered_letter),
        arena_test(signs_and_verifies_with_each_algorithm),
        arena_test(a_key_has_one_algorithm),
        arena_test(refuses_dangerous_headers),
        arena_test(refuses_what_is_no_token),
        arena_test(refuses_odd_ecdsa_signatures),
        arena_test(leaves_useless_keys_out),
        arena_test(reads_claims),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
