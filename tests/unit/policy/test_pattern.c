/* The wildcard matcher, against a naive one and for its running time. */
#include "unit.h"

#include "policy/pattern.h"
#include "policy/policy.h"

static bool wild(const char *pattern, const char *text) {
    return policy_wildcard(gh_str_c(pattern), gh_str_c(text), false);
}

static void matches_wildcards(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool match;
    } rows[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"*", "anything:at/all", true},
        {"**", "x", true},
        {"a", "a", true},
        {"a", "A", false},
        {"a", "", false},
        {"?", "a", true},
        {"?", "", false},
        {"?", "ab", false},
        {"??", "ab", true},
        {"a*", "a", true},
        {"a*", "ba", false},
        {"*a", "ba", true},
        {"*a", "ab", false},
        {"a*b", "ab", true},
        {"a*b", "axxb", true},
        {"a*b", "axxbc", false},
        {"*ab*", "aab", true},
        {"*aab", "aaaab", true},
        {"a*b*c", "abbbcbc", true},
        {"a*b*c", "acb", false},
        {"*?", "a", true},
        {"*?", "", false},
        {"?*", "a", true},
        {"a?c*", "abcd", true},
        {"*.*", "a.b", true},
        {"iam:Get*", "iam:GetUser", true},
        {"iam:Get*", "iam:ListUsers", false},
        {"arn:aws:s3:::b*/k?y", "arn:aws:s3:::bucket/a/key", true},
        /* one character, not one byte */
        {"?", "\xc3\xa9", true},
        {"??", "\xc3\xa9", false},
        {"*??", "\xe2\x82\xac", false},
        {"*?x", "\xe2\x82\xacx", true},
    };
    for (size_t i = 0; i < GH_COUNT(rows); i++)
        if (wild(rows[i].pattern, rows[i].text) != rows[i].match)
            fail_msg("\"%s\" against \"%s\"", rows[i].pattern, rows[i].text);
}

static void folds_case_when_asked(void **state) {
    (void)state;
    assert_true(policy_wildcard(GH_S("IAM:get*"), GH_S("iam:GetUser"), true));
    assert_false(policy_wildcard(GH_S("IAM:get*"), GH_S("iam:GetUser"), false));
    assert_false(policy_wildcard(GH_S("@"), GH_S("`"), true));
    assert_false(policy_wildcard(GH_S("["), GH_S("{"), true));
}

/* The obvious recursive definition, for short ASCII texts. */
static bool naive(const char *p, const char *t) {
    if (!*p) return !*t;
    if (*p == '*') return naive(p + 1, t) || (*t && naive(p, t + 1));
    return *t && (*p == '?' || *p == *t) && naive(p + 1, t + 1);
}

static void agrees_with_the_definition(void **state) {
    (void)state;
    static const char alphabet[] = "ab*?", letters[] = "ab";
    char p[7], t[6];
    for (unsigned pi = 0; pi < 4096; pi++) {
        size_t pn = pi % 7 < 6 ? pi % 7 : 6;
        for (size_t i = 0; i < pn; i++) p[i] = alphabet[pi >> (2 * i) & 3];
        p[pn] = '\0';
        for (unsigned ti = 0; ti < 32; ti++) {
            size_t tn = ti % 6;
            for (size_t i = 0; i < tn; i++) t[i] = letters[ti >> i & 1];
            t[tn] = '\0';
            if (wild(p, t) != naive(p, t)) fail_msg("\"%s\" against \"%s\"", p, t);
        }
    }
}

/* 2^n or n^stars steps would not end within a test's time. */
static void does_not_explode(void **state) {
    (void)state;
    char pattern[2001], text[2001];
    for (size_t i = 0; i < 2000; i++) pattern[i] = i % 2 ? 'a' : '*';
    memcpy(pattern + 1998, "*b", 2);
    memset(text, 'a', 2000);
    pattern[2000] = text[2000] = '\0';
    int64_t start = gh_monotonic_ms();
    for (int i = 0; i < 10; i++) assert_false(wild(pattern, text));
    assert_true(gh_monotonic_ms() - start < 2000);
}

static enum pattern_kind kind_of(struct gh_arena *a, const char *text, bool variables) {
    struct pattern_options options = {.wildcards = true, .variables = variables};
    return pattern_compile(a, gh_str_c(text), options).kind;
}

static void sorts_patterns_into_kinds(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    assert_int_equal(kind_of(a, "*", true), PATTERN_ANY);
    assert_int_equal(kind_of(a, "**", true), PATTERN_ANY);
    assert_int_equal(kind_of(a, "abc", true), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "", true), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "abc*", true), PATTERN_PREFIX);
    assert_int_equal(kind_of(a, "abc?", true), PATTERN_GENERAL);
    assert_int_equal(kind_of(a, "a*c", true), PATTERN_GENERAL);
    assert_int_equal(kind_of(a, "a${x}", true), PATTERN_TEMPLATE);
    assert_int_equal(kind_of(a, "a${x}", false), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "a${*}", true), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "a${x", true), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "a${}", true), PATTERN_LITERAL);
    assert_int_equal(kind_of(a, "a${x, y}", true), PATTERN_LITERAL);
    gh_arena_free(a);
}

static void keeps_escaped_characters_literal(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct pattern_options options = {true, true};
    struct pattern p = pattern_compile(a, GH_S("a${*}*${?}${$}"), options);
    assert_true(pattern_match(&p, GH_S("a*xyz?$")));
    assert_true(pattern_match(&p, GH_S("a*?$")));
    assert_false(pattern_match(&p, GH_S("abxyz?$")));
    assert_false(pattern_match(&p, GH_S("a*xyzb$")));
    gh_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_wildcards),          cmocka_unit_test(folds_case_when_asked),
        cmocka_unit_test(agrees_with_the_definition), cmocka_unit_test(does_not_explode),
        cmocka_unit_test(sorts_patterns_into_kinds),  cmocka_unit_test(keeps_escaped_characters_literal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
