/* Tests of base/err, base/log and base/fault. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void sets_code_and_text(void **state) {
    (void)state;
    struct gh_err err;
    assert_int_equal(gh_fail(&err, GH_EIO, "disk %d", 3), -GH_EIO);
    assert_int_equal(err.code, GH_EIO);
    assert_string_equal(err.detail, "disk 3");
    assert_string_equal(err.message, "");
    assert_int_equal(gh_refuse(&err, GH_EINVAL, "no %s", "way"), -GH_EINVAL);
    assert_string_equal(err.message, "no way");
    assert_string_equal(err.detail, "");
    assert_null(err.shape);
    assert_int_equal(gh_fail(NULL, GH_EIO, "x"), -GH_EIO);
    assert_int_equal(gh_refuse(NULL, GH_EINVAL, "x"), -GH_EINVAL);
}

static void throws_with_members(void **state) {
    (void)state;
    static const struct gh_error_shape shape = {.name = GH_S_INIT("ConflictException"), .status = 400};
    struct gh_err err;
    assert_int_equal(gh_throw(&err, &shape, "twice"), -GH_ETHROWN);
    assert_ptr_equal(err.shape, &shape);
    gh_err_member(&err, "Skipped", GH_S_NONE);
    gh_err_member(&err, "Reason", GH_S("UNIQUENESS"));
    assert_string_equal(err.members[0].name, "Reason");
    assert_str(err.members[0].value, "UNIQUENESS");
    for (int i = 0; i < 2 * GH_ERR_MEMBERS; i++) gh_err_member(&err, "More", GH_S("x"));
    assert_string_equal(err.members[GH_ERR_MEMBERS - 1].name, "More");
    gh_refuse(&err, GH_EINVAL, "again");
    assert_null(err.members[0].name);
    assert_int_equal(gh_throw(NULL, &shape, "x"), -GH_ETHROWN);
    gh_err_member(NULL, "x", GH_S("x"));
}

static void cuts_between_characters(void **state) {
    struct gh_arena *a = *state;
    for (int pad = 0; pad < 4; pad++) {
        struct gh_buf b;
        gh_buf_init(&b, a, 8192);
        for (int i = 0; i < pad; i++) gh_buf_addc(&b, 'x');
        while (gh_buf_str(&b).n < 3000) gh_buf_add(&b, GH_S("\xf0\x9f\x98\x80\xe2\x82\xac\xc3\xa4"));
        struct gh_err err;
        gh_refuse(&err, GH_EINVAL, "%.*s", GH_S_FMT(gh_buf_str(&b)));
        struct gh_str got = gh_str_c(err.message);
        assert_true(gh_str_is_utf8(got));
        assert_true(got.n <= sizeof err.message - 1 && got.n >= sizeof err.message - 4);
    }
    struct gh_err err;
    char plain[3000];
    memset(plain, 'y', sizeof plain - 1);
    plain[sizeof plain - 1] = '\0';
    gh_refuse(&err, GH_EINVAL, "%s", plain);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
}

static void names_every_code(void **state) {
    (void)state;
    for (int c = GH_EINVAL; c <= GH_EINTERNAL; c++) {
        assert_string_not_equal(gh_code_name((enum gh_code)c), "unknown");
        for (int d = GH_EINVAL; d < c; d++)
            assert_string_not_equal(gh_code_name((enum gh_code)c), gh_code_name((enum gh_code)d));
    }
    assert_string_equal(gh_code_name((enum gh_code)99), "unknown");
}

static void logs_one_json_line(void **state) {
    (void)state;
    int pipes[2], saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(pipes), 0);
    dup2(pipes[1], STDERR_FILENO);
    gh_log(GH_LOG_DEBUG, "dropped");
    gh_log(GH_LOG_WARN, "a \"quote\"\\ and\na line\x01");
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(pipes[1]);
    char text[512] = {0};
    ssize_t n = read(pipes[0], text, sizeof text - 1);
    close(pipes[0]);
    assert_true(n > 0);
    assert_int_equal(strchr(text, '\n') - text, n - 1);
    assert_non_null(strstr(text, "\"level\":\"warn\",\"message\":\"a \\\"quote\\\"\\\\ and\\u000aa line\\u0001\"}"));
}

#ifdef GH_FAULTS
static void fault_fires_once_at_the_nth(void **state) {
    (void)state;
    gh_fault_arm("commit", 2);
    assert_false(gh_fault("commit"));
    assert_false(gh_fault("other"));
    assert_false(gh_fault_fired());
    assert_true(gh_fault("commit"));
    assert_true(gh_fault_fired());
    assert_false(gh_fault("commit"));
    gh_fault_arm(NULL, 0);
    assert_false(gh_fault("commit"));
    assert_false(gh_fault_fired());
}
#else
static void fault_fires_once_at_the_nth(void **state) {
    (void)state;
    assert_false(gh_fault("commit"));
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_code_and_text), cmocka_unit_test(throws_with_members),
        arena_test(cuts_between_characters),  cmocka_unit_test(names_every_code),
        cmocka_unit_test(logs_one_json_line), cmocka_unit_test(fault_fires_once_at_the_nth),
    };
    return cmocka_run_group_tests_name("base/err", tests, NULL, NULL);
}
