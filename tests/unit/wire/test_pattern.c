/* Tests of model patterns: whole-value matching, Java's spellings, limits, threads, and that all of AWS's compile. */
#include "unit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "wire/pattern.h"

static void use(const char *pattern) {
    struct gh_err err = {0};
    if (wire_patterns_init(&pattern, 1, &err)) fail_msg("%s", err.detail);
}

static bool is(const char *value) {
    return wire_pattern_match(0, gh_str_c(value));
}

static int done(void **state) {
    (void)state;
    wire_patterns_done();
    return 0;
}

static void the_whole_value_must_match(void **state) {
    (void)state;
    use("[\\w+=,.@-]+");
    assert_true(is("Dev.Access-1"));
    assert_false(is("a b"));
    assert_false(is("ab "));
    assert_false(is(" ab"));
    assert_false(is(""));
    assert_false(is("ab\n"));
    assert_false(is("\xc3\xa9")); /* \w is ASCII, as in Java */
    use("^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32})$");
    assert_true(is("r-abcd"));
    assert_true(is("ou-abcd"));
    assert_false(is("r-abcd-and-more"));
    assert_false(is("xou-abcd"));
    use("^\\d{12}$");
    assert_true(is("123456789012"));
    assert_false(is("123456789012\n"));
    use("d-[0-9a-f]{10}$|^[0-9a-f]{8}");
    assert_true(is("d-0123456789"));
    assert_true(is("01234567"));
    assert_false(is("012345678"));
}

static void java_spellings(void **state) {
    (void)state;
    use("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+");
    assert_true(is("a\t\xc3\xa9\xf0\x9f\x98\x80"));
    assert_false(is("a\x01"));
    use("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
    assert_true(is("/"));
    assert_true(is("/a/b/"));
    assert_false(is("a/"));
    use("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r  ]+");
    assert_true(is("Gr\xc3\xb6\xc3\x9f"
                   "e 1 \xe2\x82\xac"));
    assert_false(is("a\x01"));
    use("\\\\u0041");
    assert_true(is("\\u0041"));
    assert_false(is("A"));
}

static void unknown_ids_and_bad_text_never_match(void **state) {
    (void)state;
    use("[\\s\\S]*");
    assert_true(is(""));
    assert_true(wire_pattern_match(0, gh_str_n("a\0b", 3)));
    assert_false(is("\xff"));
    assert_false(is(NULL));
    assert_false(wire_pattern_match(1, GH_S("a")));
    wire_patterns_done();
    assert_false(wire_pattern_match(0, GH_S("a")));
}

static void a_broken_pattern_is_named(void **state) {
    (void)state;
    static const char *const patterns[] = {"a", "(b"};
    struct gh_err err = {0};
    assert_int_equal(wire_patterns_init(patterns, 2, &err), -GH_EINTERNAL);
    assert_non_null(strstr(err.detail, "(b"));
    assert_false(wire_pattern_match(0, GH_S("a")));
    assert_int_equal(wire_patterns_init(NULL, 0, &err), 0);
}

static void backtracking_is_bounded(void **state) {
    (void)state;
    use("(a+)+b");
    char evil[65] = {0};
    memset(evil, 'a', 64);
    int64_t start = gh_monotonic_ms();
    assert_false(is(evil));
    assert_true(gh_monotonic_ms() - start < 5000);
    use("(.|a)*");
    char *large = malloc(200000);
    memset(large, 'a', 200000);
    wire_pattern_match(0, gh_str_n(large, 200000)); /* whatever the answer: no crash, no endless work */
    assert_true(gh_monotonic_ms() - start < 10000);
    free(large);
}

static void *match_often(void *all) {
    size_t hits = 0;
    for (int i = 0; i < 20000; i++) hits += is("arn:aws:sso:::instance/ssoins-0123456789abcdef");
    return hits == 20000 ? all : NULL;
}

static void threads_share_the_table(void **state) {
    (void)state;
    use("arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}");
    pthread_t t[4];
    for (size_t i = 0; i < GH_COUNT(t); i++) assert_int_equal(pthread_create(&t[i], NULL, match_often, t), 0);
    for (size_t i = 0; i < GH_COUNT(t); i++) {
        void *result;
        pthread_join(t[i], &result);
        assert_non_null(result);
    }
}

static struct gh_str read_file(struct gh_arena *a, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return GH_S_NONE;
    char *text = gh_arena_text(a, (size_t)8 << 20);
    size_t n = fread(text, 1, (size_t)8 << 20, f);
    fclose(f);
    return gh_str_n(text, n);
}

static size_t compile_all(struct gh_arena *a, const struct json *shapes) {
    size_t count = 0;
    for (size_t i = 0; shapes && i < shapes->n; i++) {
        struct gh_str pattern = json_get_text(&shapes->members[i].value, GH_S("pattern"));
        if (!pattern.p) continue;
        use(gh_cstr(a, pattern));
        count++;
    }
    return count;
}

static void all_patterns_of_aws_compile(void **state) {
    static const char *const services[] = {"account", "iam",       "identitystore", "organizations",
                                           "sso",     "sso-admin", "sso-oidc",      "sts"};
    size_t count = 0;
    for (size_t i = 0; i < GH_COUNT(services); i++) {
        struct gh_str path = gh_fmt(*state, SHARED "/models/%s/service-2.json", services[i]);
        struct gh_str text = read_file(*state, gh_cstr(*state, path));
        if (!text.p) {
            print_message("skipped: ../shared is absent\n");
            skip();
        }
        const struct json *model;
        assert_int_equal(json_parse(*state, text, NULL, &model, NULL), 0);
        count += compile_all(*state, json_get(model, GH_S("shapes")));
    }
    assert_true(count > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_whole_value_must_match, done),
        cmocka_unit_test_teardown(java_spellings, done),
        cmocka_unit_test_teardown(unknown_ids_and_bad_text_never_match, done),
        cmocka_unit_test_teardown(a_broken_pattern_is_named, done),
        cmocka_unit_test_teardown(backtracking_is_bounded, done),
        cmocka_unit_test_teardown(threads_share_the_table, done),
        arena_test(all_patterns_of_aws_compile),
    };
    return cmocka_run_group_tests_name("wire/pattern", tests, done, NULL);
}
