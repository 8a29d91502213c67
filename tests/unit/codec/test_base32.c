/* test_base32.c: the vectors of RFC 4648 section 10, without padding. */
#include "unit.h"

#include "codec/base32.h"

static void encodes_the_vectors(void **state) {
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "MY"},
                                           {"fo", "MZXQ"},
                                           {"foo", "MZXW6"},
                                           {"foob", "MZXW6YQ"},
                                           {"fooba", "MZXW6YTB"},
                                           {"foobar", "MZXW6YTBOI"}};
    for (size_t i = 0; i < GH_COUNT(pairs); i++) assert_str(base32_encode(*state, gh_str_c(pairs[i][0])), pairs[i][1]);
    assert_str(base32_encode(*state, GH_S("\0\xff\0\xff\x80")), "AD7QB74A");
}

int main(void) {
    const struct CMUnitTest tests[] = {arena_test(encodes_the_vectors)};
    return cmocka_run_group_tests_name("codec/base32", tests, NULL, NULL);
}
