/* Tests of base64, with the vectors of RFC 4648 section 10. */
#include "unit.h"

#include "codec/base64.h"

static void vectors(void **state) {
    static const char *const rows[][3] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xfb\xff\xbf", "+/+/", "+/+/"},
    };
    struct gh_arena *a = *state;
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        struct gh_str bytes = gh_str_c(rows[i][0]), got;
        assert_str(base64_encode(a, bytes, BASE64_STANDARD), rows[i][1]);
        assert_str(base64_encode(a, bytes, BASE64_STANDARD_UNPADDED), rows[i][2]);
        assert_true(base64_decode(a, gh_str_c(rows[i][1]), BASE64_STANDARD, &got));
        assert_str(got, rows[i][0]);
        assert_true(base64_decode(a, gh_str_c(rows[i][2]), BASE64_STANDARD_UNPADDED, &got));
        assert_str(got, rows[i][0]);
    }
    assert_str(base64_encode(a, GH_S("\xfb\xff\xbf\xff"), BASE64_URL), "-_-__w");
    assert_str(base64_encode(a, GH_S("\xfb\xff\xbf\xff"), BASE64_URL_PADDED), "-_-__w==");
    assert_null(base64_encode(a, GH_S_NONE, BASE64_URL).p);
}

static void refuses_other_spellings(void **state) {
    static const struct {
        const char *text;
        enum base64_kind kind;
    } bad[] = {
        {"Zg", BASE64_STANDARD},
        {"Zg=", BASE64_STANDARD},
        {"Zg===", BASE64_STANDARD},
        {"Zh==", BASE64_STANDARD},
        {"Zm9=", BASE64_STANDARD},
        {"Zm9v=", BASE64_STANDARD},
        {"Zm9v====", BASE64_STANDARD},
        {"=", BASE64_STANDARD},
        {"====", BASE64_STANDARD},
        {"Z===", BASE64_STANDARD},
        {"Zm9v\n", BASE64_STANDARD},
        {" Zm9v", BASE64_STANDARD},
        {"Zm=v", BASE64_STANDARD},
        {"-_-_", BASE64_STANDARD},
        {"+/+/", BASE64_URL},
        {"Zg==", BASE64_URL},
        {"Zg==", BASE64_STANDARD_UNPADDED},
        {"Z", BASE64_URL},
        {"Zh", BASE64_URL},
        {"Zm9vZ", BASE64_URL},
        {"Zg", BASE64_URL_PADDED},
        {"\xc3\xa9==", BASE64_STANDARD},
    };
    struct gh_str got;
    for (size_t i = 0; i < GH_COUNT(bad); i++)
        if (base64_decode(*state, gh_str_c(bad[i].text), bad[i].kind, &got)) fail_msg("accepted %s", bad[i].text);
    assert_false(base64_decode(*state, GH_S_NONE, BASE64_STANDARD, &got));
    assert_false(base64_decode(*state, gh_str_n("AA\0A", 4), BASE64_STANDARD, &got));
}

static void all_lengths_round_trip(void **state) {
    struct gh_arena *a = *state;
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37 + 11);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        for (enum base64_kind kind = BASE64_STANDARD; kind <= BASE64_URL; kind++) {
            struct gh_str s = gh_str_n(bytes, n), got;
            assert_true(base64_decode(a, base64_encode(a, s, kind), kind, &got));
            assert_true(gh_str_eq(got, s));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(vectors),
        arena_test(refuses_other_spellings),
        arena_test(all_lengths_round_trip),
    };
    return cmocka_run_group_tests_name("codec/base64", tests, NULL, NULL);
}
