/* test_sts_claims.c: the condition keys that come out of a web identity token, for each provider that AWS knows. */
#include "unit.h"

#include "base/base.h"
#include "codec/json.h"
#include "proto/jose.h"
#include "service/sts/claims.h"

static struct gh_str value_of(const struct sts_assertion *s, struct gh_str key) {
    for (size_t i = 0; i < s->n_keys; i++)
        if (gh_str_eq(s->keys[i].key, key)) return s->keys[i].values[0];
    return GH_S_NONE;
}

static struct gh_str key_from(struct gh_arena *a, const char *provider, const char *claims, const char *key) {
    struct sts_assertion *s = gh_new(a, struct sts_assertion);
    struct jose_claims registered = {.sub = GH_S("user-1")};
    const struct json *root;
    assert_int_equal(json_parse(a, gh_str_c(claims), NULL, &root, NULL), 0);
    struct sts_claim_source source = {gh_str_c(provider), root, &registered, GH_S("app")};
    sts_claims_keys(a, &source, s);
    assert_true(gh_str_eq(value_of(s, gh_fmt(a, "%s:sub", provider)), GH_S("user-1")));
    assert_true(gh_str_eq(value_of(s, gh_fmt(a, "%s:aud", provider)), GH_S("app")));
    return value_of(s, gh_fmt(a, "%s:%s", provider, key));
}

static void each_provider_supplies_its_claims(void **state) {
    (void)state;
    static const struct {
        const char *provider, *claims, *key, *value;
    } cases[] = {
        {"token.actions.githubusercontent.com", "{\"repository\":\"o/r\"}", "repository", "o/r"},
        {"token.actions.githubusercontent.com/octo", "{\"actor\":\"ann\"}", "actor", "ann"},
        {"token.actions.octo.ghe.com", "{\"ref\":\"refs/heads/main\"}", "ref", "refs/heads/main"},
        {"github.com/enterprises/octo", "{\"workflow\":\"w\"}", "workflow", "w"},
        {"gitlab.com", "{\"user_login\":\"ann\"}", "user_login", "ann"},
        {"agent.buildkite.com", "{\"cluster_id\":\"c\"}", "cluster_id", "c"},
        {"agent.octo.buildkite.dev", "{\"pipeline_id\":\"p\"}", "pipeline_id", "p"},
        {"agent.octo.buildkite.site", "{\"pipeline_id\":\"p\"}", "pipeline_id", "p"},
        {"oidc.circleci.com/org/1", "{\"oidc.circleci.com/project-id\":\"p\"}", "oidc.circleci.com/project-id", "p"},
        {"idcs-1.identity.oraclecloud.com", "{\"rpst_id\":\"r\"}", "rpst_id", "r"},
        {"accounts.google.com", "{\"google\":{\"organization_number\":123}}", "google/organization_number", "123"},
        {"accounts.google.com", "{\"google/organization_number\":\"7\"}", "google/organization_number", "7"},
    };
    struct gh_arena *a = gh_arena_new(0);
    for (size_t i = 0; i < GH_COUNT(cases); i++) {
        struct gh_str got = key_from(a, cases[i].provider, cases[i].claims, cases[i].key);
        if (!gh_str_eq(got, gh_str_c(cases[i].value))) fail_msg("%s:%s", cases[i].provider, cases[i].key);
    }
    gh_arena_free(a);
}

static void another_provider_does_not(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    assert_null(key_from(a, "idp.example.com", "{\"repository\":\"o/r\"}", "repository").p);
    assert_null(key_from(a, "x.gitlab.com", "{\"user_login\":\"ann\"}", "user_login").p);
    assert_null(key_from(a, "gitlab.com", "{\"user_login\":[\"ann\"]}", "user_login").p);
    assert_null(key_from(a, "gitlab.com", "{\"repository\":\"o/r\"}", "repository").p);
    assert_null(key_from(a, "accounts.google.com", "{\"google\":7}", "google/organization_number").p);
    gh_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_provider_supplies_its_claims),
                                       cmocka_unit_test(another_provider_does_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
