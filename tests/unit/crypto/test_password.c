#include "unit.h"

#include "crypto/password.h"

static const struct password_cost cheap = {64, 1, 1};

static void test_hash_and_verify(void **state) {
    struct gh_arena *a = *state;
    struct gh_str one, two;
    assert_int_equal(password_hash(a, &cheap, GH_S("correct horse"), &one, NULL), 0);
    assert_int_equal(password_hash(a, &cheap, GH_S("correct horse"), &two, NULL), 0);
    assert_true(gh_str_starts(one, GH_S("$argon2id$v=19$m=64,t=1,p=1$")));
    assert_false(gh_str_eq(one, two));
    assert_true(password_verify(one, GH_S("correct horse")));
    assert_false(password_verify(one, GH_S("correct horsf")));
    assert_false(password_verify(one, GH_S("correct hors")));
    assert_false(password_verify(one, GH_S("")));
    assert_false(password_verify(one, GH_S_NONE));
}

static void test_bytes_count_after_a_nul(void **state) {
    struct gh_arena *a = *state;
    struct gh_str hash;
    assert_int_equal(password_hash(a, &cheap, GH_S("a\0b"), &hash, NULL), 0);
    assert_true(password_verify(hash, GH_S("a\0b")));
    assert_false(password_verify(hash, GH_S("a\0c")));
    assert_false(password_verify(hash, GH_S("a")));
}

static void test_another_implementations_hash(void **state) {
    (void)state;
    /* The reference implementation's own test of argon2id, version 19. */
    assert_true(
        password_verify(GH_S("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
                        GH_S("password")));
}

/* Memory is kept between hashes, given back when asked, and there again when needed. */
static void test_memory_comes_and_goes(void **state) {
    struct gh_arena *a = *state;
    struct gh_str hash;
    assert_int_equal(password_hash(a, &password_cost_default, GH_S("pw"), &hash, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_true(password_verify(hash, GH_S("pw")));
        if (i) password_memory_return(0);
        assert_false(password_verify(hash, GH_S("px")));
    }
    password_memory_return(0);
    assert_int_equal(password_hash(a, &cheap, GH_S("pw"), &hash, NULL), 0);
    assert_true(password_verify(hash, GH_S("pw")));
}

static void test_default_cost(void **state) {
    struct gh_arena *a = *state;
    struct gh_str hash;
    assert_int_equal(password_hash(a, &password_cost_default, GH_S("pw"), &hash, NULL), 0);
    assert_true(gh_str_starts(hash, GH_S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_true(password_verify(hash, GH_S("pw")));
}

static void test_limits(void **state) {
    struct gh_arena *a = *state;
    struct gh_str hash;
    struct gh_err err;
    char *p = gh_arena_text(a, PASSWORD_MAX_BYTES + 1);
    memset(p, 'x', PASSWORD_MAX_BYTES + 1);
    assert_int_equal(password_hash(a, &cheap, gh_str_n(p, PASSWORD_MAX_BYTES + 1), &hash, &err), -GH_ELIMIT);
    assert_int_equal(password_hash(a, &cheap, gh_str_n(p, PASSWORD_MAX_BYTES), &hash, &err), 0);
    assert_true(password_verify(hash, gh_str_n(p, PASSWORD_MAX_BYTES)));
    assert_false(password_verify(hash, gh_str_n(p, PASSWORD_MAX_BYTES + 1)));
    static const struct password_cost bad[] = {{7, 1, 1},       {64, 0, 1},  {64, 1, 0},
                                               {2000000, 1, 1}, {64, 65, 1}, {64, 1, 17}};
    for (size_t i = 0; i < GH_COUNT(bad); i++)
        assert_int_equal(password_hash(a, &bad[i], GH_S("x"), &hash, &err), -GH_EINVAL);
}

static void test_malformed_hashes_match_nothing(void **state) {
    (void)state;
    static const struct gh_str bad[] = {
        GH_S_INIT(""),
        GH_S_INIT("password"),
        GH_S_INIT("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4="),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/5"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR_uIPnA4rEsF5h7TKyQwu9U1bMCHGi_4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65"),
        GH_S_INIT("$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=4294967295,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=-256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        GH_S_INIT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\0"),
    };
    for (size_t i = 0; i + 1 < GH_COUNT(bad); i++) assert_false(password_verify(bad[i], GH_S("password")));
    assert_false(password_verify(GH_S_NONE, GH_S("password")));
}

static void test_decoy_costs_the_same_and_matches_nothing(void **state) {
    struct gh_arena *a = *state;
    struct gh_str decoy = password_decoy(a, &cheap), real;
    assert_int_equal(password_hash(a, &cheap, GH_S("x"), &real, NULL), 0);
    assert_int_equal(decoy.n, real.n);
    assert_false(password_needs_rehash(decoy, &cheap));
    assert_false(password_verify(decoy, GH_S("")));
    assert_false(password_verify(decoy, GH_S("x")));
}

static void test_needs_rehash(void **state) {
    struct gh_arena *a = *state;
    struct gh_str hash;
    assert_int_equal(password_hash(a, &cheap, GH_S("x"), &hash, NULL), 0);
    assert_false(password_needs_rehash(hash, &cheap));
    assert_true(password_needs_rehash(hash, &password_cost_default));
    assert_true(password_needs_rehash(hash, &(struct password_cost){64, 2, 1}));
    assert_true(password_needs_rehash(GH_S("nonsense"), &cheap));
}

#ifdef GH_FAULTS
static void test_no_memory(void **state) {
    struct gh_str hash;
    gh_fault_arm("password.hash", 1);
    assert_int_equal(password_hash(*state, &cheap, GH_S("x"), &hash, NULL), -GH_EIO);
    gh_fault_arm(NULL, 0);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_hash_and_verify),
        arena_test(test_bytes_count_after_a_nul),
        arena_test(test_another_implementations_hash),
        arena_test(test_memory_comes_and_goes),
        arena_test(test_default_cost),
        arena_test(test_limits),
        arena_test(test_malformed_hashes_match_nothing),
        arena_test(test_decoy_costs_the_same_and_matches_nothing),
        arena_test(test_needs_rehash),
#ifdef GH_FAULTS
        arena_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
