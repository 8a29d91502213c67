/* test_password_rules.c: AWS's rules, one by one and at their edges. */
#include "signin/password_rules.h"

#include "unit.h"

enum { LENGTH, LOWER, UPPER, DIGIT, SYMBOL };

static unsigned missed(const char *password) {
    bool met[PASSWORD_RULES];
    unsigned bits = 0;
    password_rules_check(gh_str_c(password), met);
    for (size_t i = 0; i < PASSWORD_RULES; i++) bits |= met[i] ? 0 : 1u << i;
    assert_int_equal(password_rules_all(met), bits == 0);
    return bits;
}

static void each_rule_alone(void **state) {
    (void)state;
    assert_int_equal(missed("Abcdef1!"), 0);
    assert_int_equal(missed("Abcde1!"), 1u << LENGTH);
    assert_int_equal(missed("ABCDEF1!"), 1u << LOWER);
    assert_int_equal(missed("abcdef1!"), 1u << UPPER);
    assert_int_equal(missed("Abcdefg!"), 1u << DIGIT);
    assert_int_equal(missed("Abcdefg1"), 1u << SYMBOL);
    assert_int_equal(missed(""), 31);
}

static void length_counts_characters(void **state) {
    (void)state;
    char longest[66] = "Aa1!";
    for (size_t i = 4; i < 64; i++) longest[i] = 'x';
    assert_int_equal(missed(longest), 0);
    longest[64] = 'x';
    assert_int_equal(missed(longest), 1u << LENGTH);
    assert_int_equal(missed("Aa1!\xc3\xa4\xc3\xb6\xc3\xbc"), 1u << LENGTH); /* seven characters in ten bytes */
    assert_int_equal(missed("Aa1!\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"), 0);
}

static void ill_formed_text_is_refused(void **state) {
    (void)state;
    assert_int_equal(missed("Abcdef1!\xff"), 1u << LENGTH);
}

static void a_space_is_no_symbol(void **state) {
    (void)state;
    assert_int_equal(missed("Abc def 12"), 1u << SYMBOL);
    assert_int_equal(missed("Abc-def 12"), 0);
}

static void every_rule_has_a_text(void **state) {
    (void)state;
    for (size_t i = 0; i < PASSWORD_RULES; i++) assert_true(password_rule_text(i).n > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_alone),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(ill_formed_text_is_refused),
        cmocka_unit_test(a_space_is_no_symbol),
        cmocka_unit_test(every_rule_has_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
