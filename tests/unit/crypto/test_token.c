#include "unit.h"

#include "crypto/token.h"

static void test_shape(void **state) {
    struct gh_arena *a = *state;
    struct gh_str t = token_new(a, "gh_"), bare = token_new(a, "");
    assert_int_equal(t.n, 3 + TOKEN_CHARS);
    assert_int_equal(bare.n, TOKEN_CHARS);
    assert_true(gh_str_starts(t, GH_S("gh_")));
    for (size_t i = 0; i < bare.n; i++)
        assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bare.p[i]));
}

static void test_all_letters_come_up(void **state) {
    struct gh_arena *a = *state;
    bool seen[256] = {0};
    size_t letters = 0;
    for (int i = 0; i < 100; i++) {
        struct gh_str t = token_new(a, "");
        for (size_t k = 0; k < t.n; k++) seen[(unsigned char)t.p[k]] = true;
    }
    for (size_t i = 0; i < 256; i++) letters += seen[i];
    assert_int_equal(letters, 64);
}

static void test_check(void **state) {
    struct gh_arena *a = *state;
    struct gh_str t = token_new(a, ""), other = token_new(a, ""), hash = token_hash(a, t);
    assert_int_equal(hash.n, 64);
    assert_true(token_check(t, hash));
    assert_false(token_check(other, hash));
    assert_false(token_check(t, GH_S_NONE));
    assert_false(token_check(t, gh_str_slice(hash, 0, 63)));
    assert_false(token_check(GH_S_NONE, hash));
    assert_false(token_check(GH_S(""), GH_S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
    assert_true(token_check(GH_S("abc"), GH_S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(test_shape), arena_test(test_all_letters_come_up),
                                       arena_test(test_check)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
