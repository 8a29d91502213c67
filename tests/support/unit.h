/* unit.h: what every cmocka test file needs, in the order cmocka asks for, and comparisons of our own types. */
#ifndef TESTS_SUPPORT_UNIT_H
#define TESTS_SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#define assert_str(actual, expected) assert_str_at((actual), gh_str_c(expected), __FILE__, __LINE__)

static inline void assert_str_at(struct gh_str actual, struct gh_str expected, const char *file, int line) {
    if (gh_str_eq(actual, expected)) return;
    print_error("got      \"%.*s\"%s\n", GH_S_FMT(actual), actual.p ? "" : " (absent)");
    print_error("expected \"%.*s\"%s\n", GH_S_FMT(expected), expected.p ? "" : " (absent)");
    _fail(file, line);
}

/** For setup and teardown: *state is a fresh arena. */
static inline int arena_setup(void **state) {
    *state = gh_arena_new(0);
    return 0;
}

static inline int arena_teardown(void **state) {
    gh_arena_free(*state);
    return 0;
}

#define arena_test(f) cmocka_unit_test_setup_teardown(f, arena_setup, arena_teardown)

#endif
