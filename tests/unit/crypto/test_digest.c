#include "unit.h"

#include "crypto/digest.h"

static struct gh_str repeated(struct gh_arena *a, char c, size_t n) {
    char *p = gh_arena_text(a, n);
    memset(p, c, n);
    return gh_str_n(p, n);
}

static void test_sha256_examples(void **state) {
    /* FIPS 180-4's examples, and the million of RFC 6234. */
    struct gh_arena *a = *state;
    assert_str(crypto_sha256_hex(a, GH_S("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_str(crypto_sha256_hex(a, GH_S_NONE), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_str(crypto_sha256_hex(a, GH_S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_str(crypto_sha256_hex(a, repeated(a, 'a', 1000000)),
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_sha256_in_parts(void **state) {
    struct gh_arena *a = *state;
    struct gh_str text = repeated(a, 'q', 300);
    unsigned char whole[CRYPTO_SHA256_BYTES], parts[CRYPTO_SHA256_BYTES], fork[CRYPTO_SHA256_BYTES];
    crypto_sha256_of(text, whole);
    for (size_t cut = 0; cut <= text.n; cut += 7) {
        struct crypto_sha256 d, copy;
        crypto_sha256_init(&d);
        crypto_sha256_add(&d, gh_str_slice(text, 0, cut));
        copy = d;
        crypto_sha256_add(&d, gh_str_slice(text, cut, text.n));
        crypto_sha256_end(&d, parts);
        crypto_sha256_add(&copy, gh_str_slice(text, cut, text.n));
        crypto_sha256_end(&copy, fork);
        assert_memory_equal(parts, whole, sizeof whole);
        assert_memory_equal(fork, whole, sizeof whole);
    }
}

static void test_hmac_examples(void **state) {
    struct gh_arena *a = *state;
    /* RFC 4231, test cases 1 to 3, 6 and 7; and an empty key and message. */
    const struct {
        struct gh_str key, message;
        const char *mac;
    } rows[] = {
        {repeated(a, 0x0b, 20), GH_S("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {GH_S("Jefe"), GH_S("what do ya want for nothing?"),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {repeated(a, (char)0xaa, 20), repeated(a, (char)0xdd, 50),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {repeated(a, (char)0xaa, 131), GH_S("Test Using Larger Than Block-Size Key - Hash Key First"),
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {repeated(a, (char)0xaa, 131),
         GH_S(
             "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
             "hashed before being used by the HMAC algorithm."),
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
        {GH_S_NONE, GH_S_NONE, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        unsigned char mac[CRYPTO_SHA256_BYTES];
        struct crypto_hmac_key k;
        struct crypto_sha256 d;
        crypto_hmac_of(rows[i].key, rows[i].message, mac);
        assert_str(gh_hex_str(a, mac, sizeof mac), rows[i].mac);
        crypto_hmac_key_init(&k, rows[i].key);
        crypto_hmac_begin(&d, &k);
        crypto_sha256_add(&d, gh_str_slice(rows[i].message, 0, 3));
        crypto_sha256_add(&d, gh_str_slice(rows[i].message, 3, rows[i].message.n));
        crypto_hmac_end(&d, &k, mac);
        assert_str(gh_hex_str(a, mac, sizeof mac), rows[i].mac);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_sha256_examples),
        arena_test(test_sha256_in_parts),
        arena_test(test_hmac_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
