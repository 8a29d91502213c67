/* Tests of REST path matching. */
#include "unit.h"

#include "wire/engine.h"

static bool matches(const char *pattern, const char *path, const char *query, struct wire_labels *labels) {
    return wire_path_match(gh_str_c(pattern), gh_str_c(path), gh_str_c(query), labels);
}

static void literal_paths(void **state) {
    (void)state;
    struct wire_labels l;
    assert_true(matches("/assignment/roles", "/assignment/roles", NULL, &l));
    assert_int_equal(l.n, 0);
    assert_false(matches("/assignment/roles", "/assignment/roles/", NULL, &l));
    assert_false(matches("/assignment/roles", "/assignment", NULL, &l));
    assert_false(matches("/assignment/roles", "/Assignment/roles", NULL, &l));
    assert_false(matches("/assignment/roles", "/assignment%2Froles", NULL, &l));
    assert_false(matches("/assignment/roles", "//assignment/roles", NULL, &l));
    assert_false(matches("/assignment/roles", "", NULL, &l));
    assert_false(matches("/assignment/roles", NULL, NULL, &l));
    assert_true(matches("/", "/", NULL, &l));
    assert_false(matches("/", "/x", NULL, &l));
}

static void labels(void **state) {
    (void)state;
    struct wire_labels l;
    assert_true(matches("/users/{UserId}/keys/{KeyId}", "/users/a%2Fb/keys/7", NULL, &l));
    assert_int_equal(l.n, 2);
    assert_str(l.names[0], "UserId");
    assert_str(l.values[0], "a%2Fb");
    assert_str(l.names[1], "KeyId");
    assert_str(l.values[1], "7");
    assert_false(matches("/users/{UserId}", "/users/", NULL, &l));
    assert_false(matches("/users/{UserId}", "/users/a/b", NULL, &l));
    assert_false(matches("/users/{UserId}/x", "/users/a", NULL, &l));
    assert_true(matches("/{Bucket}/{Key+}", "/b/a//c/", NULL, &l));
    assert_str(l.names[1], "Key");
    assert_str(l.values[1], "a//c/");
    assert_false(matches("/{Bucket}/{Key+}", "/b/", NULL, &l));
    assert_false(matches("/{Key+}/x", "/a/x", NULL, &l));
    assert_false(matches("/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", "/1/2/3/4/5/6/7/8/9", NULL, &l));
}

static void query_literals(void **state) {
    (void)state;
    struct wire_labels l;
    assert_true(matches("/token?aws_iam=t", "/token", "x=1&aws_iam=t", &l));
    assert_false(matches("/token?aws_iam=t", "/token", "aws_iam=f", &l));
    assert_false(matches("/token?aws_iam=t", "/token", "aws_iam=tt", &l));
    assert_false(matches("/token?aws_iam=t", "/token", NULL, &l));
    assert_true(matches("/token", "/token", "aws_iam=t", &l));
    assert_true(matches("/{B}?acl", "/b", "acl", &l));
    assert_true(matches("/{B}?acl", "/b", "acl=", &l));
    assert_false(matches("/{B}?acl", "/b", "acl=1", &l));
}

static void the_most_specific_operation_wins(void **state) {
    (void)state;
    static const struct gh_operation operations[] = {
        {.name = GH_S_INIT("Any"), .http_method = GH_S_INIT("POST"), .http_path = GH_S_INIT("/{Name}")},
        {.name = GH_S_INIT("CreateToken"), .http_method = GH_S_INIT("POST"), .http_path = GH_S_INIT("/token")},
        {.name = GH_S_INIT("CreateTokenWithIAM"),
         .http_method = GH_S_INIT("POST"),
         .http_path = GH_S_INIT("/token?aws_iam=t")},
    };
    const struct gh_service service = {.operations = operations, .n_operations = GH_COUNT(operations)};
    struct http_request r = {.method = GH_S("POST"), .raw_path = GH_S("/token")};
    struct wire_labels l;
    assert_str(wire_find_rest(&service, &r, &l)->name, "CreateToken");
    assert_int_equal(l.n, 0);
    r.raw_query = GH_S("aws_iam=t");
    assert_str(wire_find_rest(&service, &r, &l)->name, "CreateTokenWithIAM");
    r.raw_path = GH_S("/other");
    assert_str(wire_find_rest(&service, &r, &l)->name, "Any");
    assert_str(l.values[0], "other");
    r.method = GH_S("GET");
    assert_null(wire_find_rest(&service, &r, &l));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literal_paths),
        cmocka_unit_test(labels),
        cmocka_unit_test(query_literals),
        cmocka_unit_test(the_most_specific_operation_wins),
    };
    return cmocka_run_group_tests_name("wire/path", tests, NULL, NULL);
}
