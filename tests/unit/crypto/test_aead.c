#include "unit.h"

#include <pthread.h>

#include "crypto/aead.h"

static void key_of(struct crypto_aead_key *k, unsigned char first) {
    unsigned char secret[CRYPTO_AEAD_KEY_BYTES];
    for (size_t i = 0; i < sizeof secret; i++) secret[i] = (unsigned char)(first + i);
    crypto_aead_key_init(k, secret);
}

static void test_opens_what_another_implementation_sealed(void **state) {
    (void)state;
    unsigned char box[14 + CRYPTO_AEAD_EXTRA], plain[14];
    struct crypto_aead_key k;
    key_of(&k, 0);
    assert_true(gh_unhex(box, sizeof box,
                         GH_S("6465666768696a6b6c6d6e6f707172737475767778797a7b41c3024fb332e5fa33c8d6aa6691c7fb01feab6a"
                              "b2a54347f3544d9919df")));
    assert_true(crypto_aead_open(&k, GH_S("header"), gh_str_n((char *)box, sizeof box), plain));
    assert_memory_equal(plain, "attack at dawn", 14);
}

static void test_round_trip_of_every_size(void **state) {
    (void)state;
    struct crypto_aead_key k;
    key_of(&k, 1);
    char plain[200];
    unsigned char box[sizeof plain + CRYPTO_AEAD_EXTRA], again[sizeof plain];
    memset(plain, 'p', sizeof plain);
    for (size_t n = 0; n <= sizeof plain; n++) {
        crypto_aead_seal(&k, GH_S_NONE, gh_str_n(plain, n), box);
        assert_true(crypto_aead_open(&k, GH_S(""), gh_str_n((char *)box, n + CRYPTO_AEAD_EXTRA), again));
        assert_memory_equal(again, plain, n);
    }
}

static void test_any_altered_bit_is_refused(void **state) {
    (void)state;
    struct crypto_aead_key k;
    key_of(&k, 2);
    unsigned char box[6 + CRYPTO_AEAD_EXTRA], plain[6], zero[6] = {0};
    crypto_aead_seal(&k, GH_S("aad"), GH_S("secret"), box);
    struct gh_str sealed = gh_str_n((char *)box, sizeof box);
    for (size_t bit = 0; bit < sizeof box * 8; bit++) {
        box[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_false(crypto_aead_open(&k, GH_S("aad"), sealed, plain));
        assert_memory_equal(plain, zero, sizeof zero);
        box[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t n = 0; n < sizeof box; n++)
        assert_false(crypto_aead_open(&k, GH_S("aad"), gh_str_slice(sealed, 0, n), plain));
    assert_false(crypto_aead_open(&k, GH_S("aae"), sealed, plain));
    assert_false(crypto_aead_open(&k, GH_S_NONE, sealed, plain));
    struct crypto_aead_key other;
    key_of(&other, 3);
    assert_false(crypto_aead_open(&other, GH_S("aad"), sealed, plain));
    assert_true(crypto_aead_open(&k, GH_S("aad"), sealed, plain));
}

static void test_two_seals_differ(void **state) {
    (void)state;
    struct crypto_aead_key k;
    key_of(&k, 4);
    unsigned char one[1 + CRYPTO_AEAD_EXTRA], two[sizeof one];
    crypto_aead_seal(&k, GH_S_NONE, GH_S("x"), one);
    crypto_aead_seal(&k, GH_S_NONE, GH_S("x"), two);
    assert_memory_not_equal(one, two, CRYPTO_AEAD_NONCE_BYTES);
    assert_memory_not_equal(one + CRYPTO_AEAD_NONCE_BYTES, two + CRYPTO_AEAD_NONCE_BYTES, CRYPTO_AEAD_TAG_BYTES);
}

static void *seal_and_open(void *failed) {
    struct crypto_aead_key k;
    key_of(&k, 5);
    unsigned char box[100 + CRYPTO_AEAD_EXTRA], plain[100], again[100];
    for (unsigned char i = 0; i < 200; i++) {
        memset(plain, i, sizeof plain);
        crypto_aead_seal(&k, GH_S("t"), gh_str_n((char *)plain, sizeof plain), box);
        bool ok = crypto_aead_open(&k, GH_S("t"), gh_str_n((char *)box, sizeof box), again);
        if (!ok || memcmp(plain, again, sizeof plain) != 0) *(bool *)failed = true;
    }
    return NULL;
}

static void test_threads_do_not_disturb_each_other(void **state) {
    (void)state;
    pthread_t t[4];
    bool failed[4] = {0};
    for (size_t i = 0; i < 4; i++) assert_int_equal(pthread_create(&t[i], NULL, seal_and_open, &failed[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        assert_false(failed[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opens_what_another_implementation_sealed),
        cmocka_unit_test(test_round_trip_of_every_size),
        cmocka_unit_test(test_any_altered_bit_is_refused),
        cmocka_unit_test(test_two_seals_differ),
        cmocka_unit_test(test_threads_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
