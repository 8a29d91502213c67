#include "unit.h"

#include "domain/ids.h"

static bool matches(struct gh_str id, const char *prefix, const char *letters, size_t n) {
    struct gh_str head = gh_str_c(prefix);
    if (!gh_str_starts(id, head) || id.n != head.n + n) return false;
    for (size_t i = head.n; i < id.n; i++)
        if (!strchr(letters, id.p[i])) return false;
    return true;
}

static void test_shapes(void **state) {
    struct gh_arena *a = *state;
    for (int i = 0; i < 50; i++) {
        assert_true(matches(id_account_new(a), "", GH_ALPHABET_DIGITS, 12));
        assert_true(id_account_new(a).p[0] != '0');
        assert_true(matches(id_iam_user_new(a), "AIDA", GH_ALPHABET_BASE32, 17));
        assert_true(matches(id_iam_role_new(a), "AROA", GH_ALPHABET_BASE32, 17));
        assert_true(matches(id_organization_new(a), "o-", GH_ALPHABET_LOWER36, 10));
        assert_true(matches(id_root_new(a), "r-", GH_ALPHABET_LOWER36, 4));
        assert_true(matches(id_organization_unit_new(a, GH_S("r-ab12")), "ou-ab12-", GH_ALPHABET_LOWER36, 8));
        assert_true(matches(id_account_creation_new(a), "car-", GH_ALPHABET_LOWER36, 32));
        assert_true(matches(id_handshake_new(a), "h-", GH_ALPHABET_LOWER36, 32));
        assert_true(matches(id_sso_instance_new(a), "ssoins-", GH_ALPHABET_HEX, 16));
        assert_true(matches(id_permission_set_new(a), "ps-", GH_ALPHABET_HEX, 16));
        assert_true(matches(id_application_new(a), "apl-", GH_ALPHABET_HEX, 16));
        assert_true(matches(id_trusted_token_issuer_new(a), "tti-", GH_ALPHABET_HEX "-", 36));
        assert_true(matches(id_identity_store_new(a), "d-", GH_ALPHABET_HEX, 10));
        assert_true(matches(id_identity_new(a, GH_S("d-0123456789")), "0123456789-", GH_ALPHABET_HEX "-", 36));
    }
}

static void test_account_numbers(void **state) {
    struct gh_arena *a = *state;
    assert_true(id_is_account(GH_S("012345678901")));
    assert_false(id_is_account(GH_S("12345678901")));
    assert_false(id_is_account(GH_S("1234567890123")));
    assert_false(id_is_account(GH_S("12345678901a")));
    assert_false(id_is_account(GH_S_NONE));
    const char *typed[] = {"123456789012", "1234-5678-9012", "1-23456789-012", "-123456789012-"};
    for (size_t i = 0; i < GH_COUNT(typed); i++)
        assert_true(gh_str_eq(id_account_typed(a, gh_str_c(typed[i])), GH_S("123456789012")));
    const char *other[] = {"", "12345678901", "1234-5678-90123", "1234 5678 9012", "1234-5678-901a"};
    for (size_t i = 0; i < GH_COUNT(other); i++) assert_null(id_account_typed(a, gh_str_c(other[i])).p);
}

static void test_access_key_carries_its_account(void **state) {
    struct gh_arena *a = *state;
    static const char *const accounts[] = {"000000000000", "000000000001", "111122223333", "549755813888",
                                           "999999999999"};
    struct gh_str got;
    for (size_t i = 0; i < GH_COUNT(accounts); i++) {
        for (int n = 0; n < 20; n++) {
            struct gh_str id = id_access_key_new(a, "AKIA", gh_str_c(accounts[i]));
            assert_true(matches(id, "AKIA", GH_ALPHABET_BASE32, 16));
            assert_true(id_access_key_account(a, id, &got));
            assert_str(got, accounts[i]);
        }
    }
    /* A key id of AWS's that was published together with its account. */
    assert_true(id_access_key_account(a, GH_S("ASIAY34FZKBOKMUTVV7A"), &got));
    assert_str(got, "609629065308");
}

static void test_malformed_access_keys(void **state) {
    struct gh_arena *a = *state;
    static const struct gh_str bad[] = {
        GH_S_INIT(""),
        GH_S_INIT("AKIA"),
        GH_S_INIT("AKIAAAAAAAAAAAAAAAA"),
        GH_S_INIT("AKIAAAAAAAAAAAAAAAAAA"),
        GH_S_INIT("AKIAAAAAAAAAAAAAAAA1"),
        GH_S_INIT("AKIAAAAAAAAAAAAAAAAa"),
        GH_S_INIT("AKIAAAAAAAAAAAAAAAA\0"),
        GH_S_INIT("AKIA7777777777777777"), /* a number of more than 12 digits */
    };
    struct gh_str got = GH_S("untouched");
    for (size_t i = 0; i < GH_COUNT(bad); i++) assert_false(id_access_key_account(a, bad[i], &got));
    assert_str(got, "untouched");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(test_shapes),
        arena_test(test_account_numbers),
        arena_test(test_access_key_carries_its_account),
        arena_test(test_malformed_access_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
