/* Tests of base/id, base/rand, base/hex and base/secret. */
#include "unit.h"

#include <pthread.h>
#include <string.h>

static void ids_have_their_shape(void **state) {
    struct gh_arena *a = *state;
    struct gh_map seen;
    gh_map_init(&seen, a);
    for (int i = 0; i < 2000; i++) {
        struct gh_str id = gh_id_new(a, "ssoins-", GH_ALPHABET_HEX, 16);
        assert_int_equal(id.n, 23);
        assert_true(gh_str_starts(id, GH_S("ssoins-")));
        assert_int_equal(strspn(id.p + 7, GH_ALPHABET_HEX), 16);
        assert_null(gh_map_put(&seen, id, &seen));
    }
    assert_str(gh_id_new(a, "x", GH_ALPHABET_HEX, 0), "x");
}

static void ids_use_the_whole_alphabet(void **state) {
    struct gh_str id = gh_id_new(*state, "", GH_ALPHABET_BASE32, 4000);
    for (const char *c = GH_ALPHABET_BASE32; *c; c++) assert_true(gh_str_find(id, *c) >= 0);
}

static void uuids_are_version_4(void **state) {
    for (int i = 0; i < 200; i++) {
        struct gh_str id = gh_uuid_new(*state);
        assert_int_equal(id.n, 36);
        for (size_t at = 0; at < id.n; at++) {
            if (at == 8 || at == 13 || at == 18 || at == 23)
                assert_int_equal(id.p[at], '-');
            else
                assert_non_null(strchr(GH_ALPHABET_HEX, id.p[at]));
        }
        assert_int_equal(id.p[14], '4');
        assert_non_null(strchr("89ab", id.p[19]));
    }
}

/* Chi-squared over 10 cells with 9 degrees of freedom: 60 has a chance below 1 in 10^9. */
static void rand_below_is_even(void **state) {
    (void)state;
    enum { CELLS = 10, DRAWS = 100000 };
    int count[CELLS] = {0};
    for (int i = 0; i < DRAWS; i++) {
        uint32_t r = gh_rand_below(CELLS);
        assert_true(r < CELLS);
        count[r]++;
    }
    double chi = 0, expected = (double)DRAWS / CELLS;
    for (int i = 0; i < CELLS; i++) chi += (count[i] - expected) * (count[i] - expected) / expected;
    assert_true(chi < 60);
    assert_int_equal(gh_rand_below(1), 0);
    for (int i = 0; i < 100; i++) assert_true(gh_rand_below(0x80000001u) <= 0x80000000u);
}

static void rand_fills_every_size(void **state) {
    (void)state;
    for (size_t n = 0; n <= 600; n += 7) {
        unsigned char bytes[608] = {0}, any[608] = {0};
        for (int round = 0; round < 40; round++) {
            gh_rand(bytes, n);
            for (size_t i = 0; i < n; i++) any[i] |= bytes[i];
        }
        for (size_t i = 0; i < n; i++) assert_int_not_equal(any[i], 0);
        for (size_t i = n; i < sizeof bytes; i++) assert_int_equal(bytes[i], 0);
    }
}

static void *draw(void *to) {
    gh_rand(to, 16);
    return NULL;
}

static void threads_draw_apart(void **state) {
    (void)state;
    unsigned char bytes[4][16];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, draw, bytes[i]), 0);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++) assert_memory_not_equal(bytes[i], bytes[j], 16);
}

static void hex_there_and_back(void **state) {
    unsigned char bytes[256], back[256];
    for (int i = 0; i < 256; i++) bytes[i] = (unsigned char)i;
    struct gh_str s = gh_hex_str(*state, bytes, sizeof bytes);
    assert_int_equal(s.n, 512);
    assert_true(gh_str_starts(s, GH_S("000102")));
    assert_true(gh_str_ends(s, GH_S("fdfeff")));
    assert_true(gh_unhex(back, sizeof back, s));
    assert_memory_equal(bytes, back, sizeof bytes);
    assert_str(gh_hex_str(*state, bytes, 0), "");
    assert_true(gh_unhex(back, 2, GH_S("aBCd")));
    assert_int_equal(back[0], 0xab);
    assert_false(gh_unhex(back, 2, GH_S("abc")));
    assert_false(gh_unhex(back, 2, GH_S("abcde")));
    assert_false(gh_unhex(back, 1, GH_S("0g")));
    assert_false(gh_unhex(back, 1, GH_S("/0")));
    assert_false(gh_unhex(back, 1, GH_S("@0")));
    assert_false(gh_unhex(back, 1, GH_S("0`")));
}

static void secrets_compare_and_vanish(void **state) {
    (void)state;
    struct gh_secret a, b;
    gh_secret_set(&a, GH_S("swordfish"));
    gh_secret_set(&b, GH_S("swordfish"));
    assert_true(gh_secret_eq(&a, &b));
    assert_str(gh_secret_reveal(&a), "swordfish");
    gh_secret_set(&b, GH_S("swordfisi"));
    assert_false(gh_secret_eq(&a, &b));
    gh_secret_set(&b, GH_S("swordfis"));
    assert_false(gh_secret_eq(&a, &b));
    gh_secret_done(&a);
    for (size_t i = 0; i < sizeof a; i++) assert_int_equal(((unsigned char *)&a)[i], 0);
}

static void secrets_have_a_limit(void **state) {
    (void)state;
    struct gh_secret s;
    char text[GH_SECRET_MAX + 1];
    memset(text, 'x', sizeof text);
    assert_true(gh_secret_set(&s, gh_str_n(text, GH_SECRET_MAX)));
    assert_false(gh_secret_set(&s, gh_str_n(text, GH_SECRET_MAX + 1)));
    assert_int_equal(s.n, 0);
    assert_int_equal(s.b[0], 0);
    assert_true(gh_secret_set(&s, GH_S_NONE));
    assert_true(gh_bytes_eq("abc", "abd", 2));
    assert_false(gh_bytes_eq("abc", "abd", 3));
    assert_true(gh_bytes_eq("a", "b", 0));
    unsigned char a[37] = {0}, b[37] = {0};
    assert_true(gh_bytes_eq(a, b, sizeof a));
    for (size_t i = 0; i < sizeof b; i++) {
        b[i] = 0x80;
        assert_false(gh_bytes_eq(a, b, sizeof a));
        assert_true(gh_bytes_eq(a, b, i));
        b[i] = 0;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(ids_have_their_shape),        arena_test(ids_use_the_whole_alphabet),
        arena_test(uuids_are_version_4),         cmocka_unit_test(rand_below_is_even),
        cmocka_unit_test(rand_fills_every_size), cmocka_unit_test(threads_draw_apart),
        arena_test(hex_there_and_back),          cmocka_unit_test(secrets_compare_and_vanish),
        cmocka_unit_test(secrets_have_a_limit),
    };
    return cmocka_run_group_tests_name("base/id", tests, NULL, NULL);
}
