/* test_document.c: documents in and out: what is refused, where and why; what is written is read back as it was. */
#include "client/document.h"

#include <string.h>

#include "client/model.h"
#include "client/plan.h"
#include "unit.h"

static struct client_problems *read(struct gh_arena *a, const char *text, struct client_model *m, int *ret) {
    struct client_problems *p = gh_new(a, struct client_problems);
    struct gh_err *err = gh_err_new(a);
    p->arena = a;
    client_model_init(m, a);
    *ret = client_document_read(m, gh_str_c(text), p, err);
    if (!*ret) client_check_references(NULL, m, p);
    if (*ret && !p->n) client_problem_add(p, 0, GH_S(""), "%s", err->message);
    return p;
}

/* The one problem of a document: "LINE: PATH: RULE" must begin so. */
static void wrong(struct gh_arena *a, const char *text, const char *problem) {
    struct client_model m;
    int r;
    struct client_problems *p = read(a, text, &m, &r);
    assert_true(p->n > 0);
    struct gh_str got = gh_fmt(a, "%u: %.*s: %.*s", p->v[0].line, GH_S_FMT(p->v[0].path), GH_S_FMT(p->v[0].rule));
    if (!gh_str_starts(got, gh_str_c(problem))) fail_msg("got \"%.*s\", wanted \"%s\"", GH_S_FMT(got), problem);
}

static void good(struct gh_arena *a, const char *text, struct client_model *m) {
    int r;
    struct client_problems *p = read(a, text, m, &r);
    if (p->n) fail_msg("%u: %.*s: %.*s", p->v[0].line, GH_S_FMT(p->v[0].path), GH_S_FMT(p->v[0].rule));
}

#define ORG "version: 1\norganization:\n"
#define CENTER "version: 1\nidentity_center:\n"
#define NAME "name: {given: A, family: B}"

static void every_rule_names_line_and_place(void **state) {
    static const struct {
        const char *text, *problem;
    } cases[] = {
        {"organization: {}\n", "1: version: is missing"},
        {"version: 2\n", "1: version: must be 1"},
        {"version: 1\nteams: []\n", "2: teams: unknown name; known here: version, prune"},
        {"- a\n", "1: : must be a mapping, not a list"},
        {"version: 1\nprune: yes\n", "2: prune: must be true or false, not text"},
        {ORG "  units:\n    - path: A\n      tag: {}\n",
         "5: organization.units[0].tag: unknown name; known here: path, tags"},
        {ORG "  units: {}\n", "3: organization.units: must be a list, not a mapping"},
        {ORG "  units:\n    - A\n", "4: organization.units[0]: must be a mapping, not text"},
        {ORG "  units:\n    - tags: {}\n", "4: organization.units[0].path: is missing"},
        {ORG "  units:\n    - path: A//B\n", "4: organization.units[0]: the path must be names"},
        {ORG "  units:\n    - path: A\\B\n", "4: organization.units[0]: the path must be names"},
        {ORG "  units:\n    - path: A\n    - path: A\n",
         "5: organization.units[1]: the unit A stands in line 4 already"},
        {ORG "  units:\n    - path: A/B\n", "4: unit A/B: unit A is not in the document"},
        {ORG "  units:\n    - path: 12\n",
         "4: organization.units[0].path: must be text, not a number: put it in quotes"},
        {ORG "  units:\n    - path: A\n      tags:\n        a: 1\n", "6: organization.units[0].tags.a: must be text"},
        {ORG "  units:\n    - path: A\n      tags: [a]\n", "5: organization.units[0].tags: must be a mapping"},
        {ORG "  accounts:\n    - email: a@b\n", "4: organization.accounts[0].name: is missing"},
        {ORG "  accounts:\n    - email: a@b\n      name: A\n    - email: A@B\n      name: B\n",
         "6: organization.accounts[1]: the account a@b stands in line 4 already"},
        {ORG
         "  accounts:\n    - {email: a@b, name: A, management: true}\n    - {email: c@d, name: C, management: false}\n"
         "    - {email: e@f, name: E, management: true}\n",
         "6: organization.accounts[2].management: the management account stands in line 4 already"},
        {ORG "  accounts:\n    - email: a@b\n      name: A\n      billing_access: MAYBE\n",
         "6: organization.accounts[0].billing_access: must be ALLOW or DENY"},
        {ORG "  units: []\n  accounts:\n    - email: a@b\n      name: A\n      unit: X\n",
         "5: account a@b: unit X is not in the document"},
        {ORG "  policies:\n    - name: P\n      type: TAG_POLICY\n      content: \"{\"\n",
         "6: organization.policies[0].content: the policy is not JSON"},
        {ORG "  policies:\n    - name: P\n      type: TAG_POLICY\n      content: \"[]\"\n",
         "6: organization.policies[0].content: the policy must be a JSON object"},
        {ORG "  policies:\n    - name: P\n      type: TAG_POLICY\n      targets: [branch]\n      content: {a: b}\n",
         "6: organization.policies[0].targets[0]: must be root, or unit"},
        {ORG "  policies:\n    - name: P\n      type: TAG_POLICY\n      content: {a: {b: 0x1f}}\n",
         "6: organization.policies[0].content.a.b: must be a decimal number"},
        {ORG "  trusted_access: [a.amazonaws.com, a.amazonaws.com]\n",
         "3: organization.trusted_access[1]: the trusted access a.amazonaws.com stands in line 3 already"},
        {ORG "  trusted_access: []\n  delegated_administrators:\n    - account: a@b\n      services: [x]\n",
         "6: delegated administrator a@b for x: trusted access x is not in the document"},
        {CENTER "  users:\n    - user_name: a\n      display_name: A\n",
         "4: identity_center.users[0].name: is missing"},
        {CENTER "  users:\n    - user_name: a\n      display_name: A\n      " NAME
                "\n      emails:\n        - primary: yes\n",
         "8: identity_center.users[0].emails[0].value: is missing"},
        {CENTER "  users:\n    - user_name: a\n      display_name: A\n      " NAME
                "\n      emails:\n        - value: a@b\n"
                "          primary: 1\n",
         "9: identity_center.users[0].emails[0].primary: must be true or false, not a number"},
        {CENTER "  users: []\n  groups:\n    - name: g\n      members: [bob]\n",
         "6: membership of bob in g: user bob is not in the document"},
        {CENTER "  permission_sets:\n    - name: P\n      permissions_boundary: {}\n",
         "5: identity_center.permission_sets[0].permissions_boundary: must have exactly one"},
        {CENTER "  groups: []\n  permission_sets: []\n  assignments:\n    - permission_set: P\n      account: a@b\n    "
                "  groups: [g]\n",
         "8: assignment of P in a@b to group g: permission set P is not in the document"},
        {CENTER "  instance:\n    attributes:\n      K: []\n",
         "5: identity_center.instance.attributes.K: must have at least one source"},
        {CENTER "  groups:\n    - name: \"a\\tb\"\n",
         "4: identity_center.groups[0].name: must not have control characters"},
    };
    for (size_t i = 0; i < GH_COUNT(cases); i++) wrong(*state, cases[i].text, cases[i].problem);
}

static void problems_are_gathered_and_bounded(void **state) {
    struct client_model m;
    struct gh_buf b;
    int r;
    gh_buf_init(&b, *state, SIZE_MAX);
    gh_buf_add(&b, GH_S(ORG "  units:\n"));
    for (int i = 0; i < CLIENT_PROBLEMS + 10; i++) gh_buf_addf(&b, "    - path: %d\n", i);
    struct client_problems *p = read(*state, gh_cstr(*state, gh_buf_str(&b)), &m, &r);
    assert_int_equal(r, -GH_EINVAL);
    assert_int_equal(p->n, CLIENT_PROBLEMS + 10);
    assert_int_equal(p->v[CLIENT_PROBLEMS - 1].line, CLIENT_PROBLEMS + 3);
}

static const char full[] = "version: 1\n"
                           "organization:\n"
                           "  trusted_access: [sso.amazonaws.com, ipam.amazonaws.com]\n"
                           "  policy_types: [TAG_POLICY]\n"
                           "  root: {tags: {\"yes\": \"no\"}}\n"
                           "  units:\n"
                           "    - path: \"A b: c\"\n"
                           "    - path: \"x\\\\/y\"\n"
                           "      tags: {k: \"\"}\n"
                           "    - path: \"x\\\\/y/\\u2028 #é\"\n"
                           "  accounts:\n"
                           "    - {email: Z@x, name: \"- z\", unit: \"x\\\\/y\"}\n"
                           "    - {email: root@x, name: \"12\", management: true}\n"
                           "  policies:\n"
                           "    - name: one\n"
                           "      type: TAG_POLICY\n"
                           "      targets: [root, unit: \"x\\\\/y\", account: z@X]\n"
                           "      content: {\"a\": [1, true, null, \"true\", {\"b\": []}]}\n"
                           "    - {name: \"two\", type: TAG_POLICY, content: \"{\\\"l\\\": \\\"\\\\u2028\\\"}\"}\n"
                           "  removed_aws_policies:\n"
                           "    - {name: FullAWSAccess, type: SERVICE_CONTROL_POLICY, targets: [unit: \"A b: c\"]}\n"
                           "  delegated_administrators:\n"
                           "    - {account: z@x, services: [ipam.amazonaws.com]}\n"
                           "  resource_policy: {content: {a: b}, tags: {t: u}}\n"
                           "identity_center:\n"
                           "  instance: {name: n, attributes: {C: \"${path:a}\", D: [\"${path:a}\", \"${path:b}\"]}}\n"
                           "  users:\n"
                           "    - user_name: Ann\n"
                           "      display_name: \"'q' \\\"d\\\" \\\\ \\x07 \\u200b\"\n"
                           "      name: {given: \"null\", family: \"~\"}\n"
                           "      emails: [{value: a@b, primary: true}]\n"
                           "      enterprise: {costCenter: \"1\", manager: {value: m}}\n"
                           "  groups:\n"
                           "    - {name: g, members: [ann]}\n"
                           "    - {name: g h, description: two words }\n"
                           "  permission_sets:\n"
                           "    - name: P\n"
                           "      managed_policies: [arn:aws:iam::aws:policy/ReadOnlyAccess]\n"
                           "      customer_managed_policies: [{name: c}]\n"
                           "      permissions_boundary: {customer_managed_policy: {name: b, path: /p/}}\n"
                           "      inline_policy: {Version: 2012-10-17, Statement: []}\n"
                           "  assignments:\n"
                           "    - {permission_set: P, account: Z@x, groups: [g], users: [ANN]}\n"
                           "    - {permission_set: P, account: root@x, users: [Ann]}\n";

static int gather(void *context, struct gh_str text) {
    gh_buf_add(context, text);
    return 0;
}

static struct gh_str written(struct gh_arena *a, struct client_model *m) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    const struct client_sink sink = {gather, &b};
    client_model_sort(m);
    assert_int_equal(client_document_write(m, &sink, NULL), 0);
    return gh_buf_str(&b);
}

/* As in a server's model, every kind has been looked at. */
static void what_is_written_is_read_back(void **state) {
    struct client_model first, second;
    struct client_plan plan;
    struct client_problems p = {.arena = *state};
    struct gh_err *err = gh_err_new(*state);
    good(*state, full, &first);
    struct gh_str once = written(*state, &first);
    good(*state, gh_cstr(*state, once), &second);
    assert_str(written(*state, &second), gh_cstr(*state, once));
    for (int kind = 0; kind < CLIENT_KINDS; kind++)
        if (first.of[kind].n != second.of[kind].n) fail_msg("%s", client_kinds[kind].plural);
    if (client_plan_make(&first, &second, true, &plan, &p, err))
        fail_msg("%.*s: %.*s", GH_S_FMT(p.v[0].path), GH_S_FMT(p.v[0].rule));
    assert_int_equal(plan.n, 0);
}

static void values_survive(void **state) {
    struct client_model m;
    good(*state, full, &m);
    const struct client_item *user = client_model_named(&m, CLIENT_USER, GH_S("aNN"));
    assert_non_null(user);
    assert_str(client_text_value(*state, client_item_value(user, 0)), "'q' \"d\" \\ \x07 \xe2\x80\x8b");
    assert_str(client_item_value(user, CLIENT_USER_ENTERPRISE), "{\"costCenter\":\"1\",\"manager\":{\"value\":\"m\"}}");
    const struct client_item *policy =
        client_model_find(&m, CLIENT_ORG_POLICY, (struct gh_str[4]){GH_S("TAG_POLICY"), GH_S("one")});
    assert_str(client_item_value(policy, CLIENT_POLICY_CONTENT), "{\"a\":[1,true,null,\"true\",{\"b\":[]}]}");
    assert_non_null(client_model_named(&m, CLIENT_ACCOUNT, GH_S("z@X")));
}

static void paths(void **state) {
    struct gh_str parent, name, path = client_path_join(*state, GH_S("A"), GH_S("b/c\\d"));
    assert_str(path, "A/b\\/c\\\\d");
    assert_true(client_path_split(*state, path, &parent, &name));
    assert_str(parent, "A");
    assert_str(name, "b/c\\d");
    assert_true(client_path_split(*state, GH_S("top"), &parent, &name));
    assert_str(parent, "");
    assert_false(client_path_split(*state, GH_S("a/"), &parent, &name));
    assert_false(client_path_split(*state, GH_S("/a"), &parent, &name));
    assert_false(client_path_split(*state, GH_S("a\\"), &parent, &name));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(every_rule_names_line_and_place),
        arena_test(problems_are_gathered_and_bounded),
        arena_test(what_is_written_is_read_back),
        arena_test(values_survive),
        arena_test(paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
