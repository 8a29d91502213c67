/* The values of conditions: numbers, dates, truth values, address ranges. */
#include "unit.h"

#include "policy/value.h"

static void reads_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t whole;
        int32_t nano;
    } rows[] = {
        {"0", true, 0, 0},
        {"42", true, 42, 0},
        {"+42", true, 42, 0},
        {"-42", true, -42, 0},
        {"1.5", true, 1, 500000000},
        {"-0.25", true, 0, -250000000},
        {"1.0000000019", true, 1, 1},
        {"9223372036854775807", true, INT64_MAX, 0},
        {"9223372036854775808", false, 0, 0},
        {"", false, 0, 0},
        {"-", false, 0, 0},
        {"--1", false, 0, 0},
        {"1.", false, 0, 0},
        {".5", false, 0, 0},
        {"1e3", false, 0, 0},
        {"1 ", false, 0, 0},
        {"0x10", false, 0, 0},
        {"nan", false, 0, 0},
        {"1.5.2", false, 0, 0},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        struct value_number v = {0};
        if (value_number(gh_str_c(rows[i].text), &v) != rows[i].ok || v.whole != rows[i].whole ||
            v.nano != rows[i].nano)
            fail_msg("\"%s\"", rows[i].text);
    }
}

static void orders_numbers(void **state) {
    (void)state;
    static const char *const ascending[] = {"-2", "-1.5", "-1", "-0.5", "0", "0.1", "0.11", "1", "1.000000001", "2"};
    for (size_t i = 0; i < GH_COUNT(ascending); i++)
        for (size_t k = 0; k < GH_COUNT(ascending); k++) {
            struct value_number a, b;
            assert_true(value_number(gh_str_c(ascending[i]), &a) && value_number(gh_str_c(ascending[k]), &b));
            assert_int_equal(value_number_cmp(a, b), (i > k) - (i < k));
        }
}

static void reads_dates(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t ms;
    } rows[] = {
        {"2020-01-01T00:00:00Z", true, 1577836800000},
        {"2020-01-01", true, 1577836800000},
        {"2020-01-01T00:00Z", true, 1577836800000},
        {"2020-01-01T01:00+01:00", true, 1577836800000},
        {"2020-01-01T00:00:00.250Z", true, 1577836800250},
        {"1577836800", true, 1577836800000},
        {"-1", true, -1000},
        {"9223372036854775807", false, 0},
        {"2020-13-01", false, 0},
        {"2020-02-30", false, 0},
        {"2020-01-01T00:00", false, 0},
        {"2020-01-01 00:00Z", false, 0},
        {"yesterday", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++) {
        int64_t ms = 0;
        bool ok = value_date(gh_str_c(rows[i].text), &ms);
        if (ok != rows[i].ok || (ok && ms != rows[i].ms)) fail_msg("\"%s\"", rows[i].text);
    }
}

static void reads_truth(void **state) {
    (void)state;
    bool v = false;
    assert_true(value_bool(GH_S("true"), &v) && v);
    assert_true(value_bool(GH_S("TRUE"), &v) && v);
    assert_true(value_bool(GH_S("False"), &v) && !v);
    assert_false(value_bool(GH_S("1"), &v));
    assert_false(value_bool(GH_S(""), &v));
}

static bool holds(const char *range, const char *address) {
    struct value_cidr r, a;
    assert_true(value_cidr(gh_str_c(range), &r));
    assert_true(value_cidr(gh_str_c(address), &a));
    return value_cidr_holds(&r, &a);
}

static void holds_addresses(void **state) {
    (void)state;
    assert_true(holds("10.0.0.0/8", "10.255.1.2"));
    assert_false(holds("10.0.0.0/8", "11.0.0.1"));
    assert_true(holds("10.1.2.3", "10.1.2.3"));
    assert_false(holds("10.1.2.3", "10.1.2.4"));
    assert_true(holds("0.0.0.0/0", "255.255.255.255"));
    assert_true(holds("10.1.2.3/8", "10.9.9.9")); /* host bits do not matter */
    assert_true(holds("203.0.113.128/25", "203.0.113.200"));
    assert_false(holds("203.0.113.128/25", "203.0.113.100"));
    assert_true(holds("2001:db8::/33", "2001:db8:7fff::1"));
    assert_false(holds("2001:db8::/33", "2001:db8:8000::1"));
    assert_true(holds("::/0", "::1"));
    assert_false(holds("::/0", "127.0.0.1"));
    assert_false(holds("0.0.0.0/0", "::1"));
    assert_true(holds("10.0.0.0/8", "10.1.0.0/16"));
    assert_false(holds("10.0.0.0/16", "10.0.0.0/8")); /* not all of it */
}

static void refuses_broken_ranges(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "10.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.256",
        "10.0.0.0/a",
        "::/129",
        "g::",
        "10.0.0.0/8/8",
        " 10.0.0.0",
        "1:2:3:4:5:6:7:8:9",
        "/8",
        "010.0.0.1.5",
        "1111:2222:3333:4444:5555:6666:7777:8888:9999:0000:1111:2222",
    };
    struct value_cidr v;
    for (size_t i = 0; i < GH_COUNT(bad); i++)
        if (value_cidr(gh_str_c(bad[i]), &v)) fail_msg("\"%s\"", bad[i]);
    assert_false(value_cidr(GH_S("10.0.0.1\0"), &v));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers), cmocka_unit_test(orders_numbers),  cmocka_unit_test(reads_dates),
        cmocka_unit_test(reads_truth),   cmocka_unit_test(holds_addresses), cmocka_unit_test(refuses_broken_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
