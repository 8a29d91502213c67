/* test_plan.c: what is there and what is wanted, as documents; the plan as its text. */
#include "client/plan.h"

#include <string.h>

#include "unit.h"

static void load(struct gh_arena *a, const char *text, struct client_model *m) {
    struct client_problems *p = gh_new(a, struct client_problems);
    struct gh_err *err = gh_err_new(a);
    p->arena = a;
    client_model_init(m, a);
    if (client_document_read(m, gh_str_c(text), p, err))
        fail_msg("%u: %.*s %.*s %s", p->v[0].line, GH_S_FMT(p->v[0].path), GH_S_FMT(p->v[0].rule), err->message);
}

static int gather(void *context, struct gh_str text) {
    gh_buf_add(context, text);
    return 0;
}

static struct gh_str shown(struct gh_arena *a, const struct client_plan *plan, bool prune) {
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    const struct client_sink sink = {gather, &b};
    client_plan_show(plan, prune, &sink);
    return gh_buf_str(&b);
}

static struct gh_str plan_of(struct gh_arena *a, const char *is, const char *wanted, bool prune) {
    struct client_model current, document;
    struct client_plan plan;
    struct client_problems *p = gh_new(a, struct client_problems);
    p->arena = a;
    load(a, is, &current);
    load(a, wanted, &document);
    if (client_plan_make(&current, &document, prune, &plan, p, gh_err_new(a)))
        return gh_fmt(a, "%u: %.*s: %.*s", p->v[0].line, GH_S_FMT(p->v[0].path), GH_S_FMT(p->v[0].rule));
    return shown(a, &plan, prune);
}

#define EMPTY "version: 1\n"
#define ORG "version: 1\norganization:\n"
#define CENTER "version: 1\nidentity_center:\n"
#define USER(name) "    - {user_name: " name ", display_name: U, name: {given: G, family: F}}\n"

static void the_same_is_nothing(void **state) {
    const char *text = ORG "  units: [{path: A}]\n  accounts: [{email: a@x, name: N, unit: A}]\n";
    assert_str(plan_of(*state, text, text, true), "0 to create, 0 to update, 0 to delete, 3 unchanged\n");
}

static void what_others_need_comes_first(void **state) {
    struct gh_str got = plan_of(*state, EMPTY,
                                ORG "  delegated_administrators: [{account: a@x, services: [s]}]\n"
                                    "  policies: [{name: P, type: T, content: {a: b}, targets: [unit: A/B]}]\n"
                                    "  accounts: [{email: a@x, name: N, unit: A/B}]\n"
                                    "  units: [{path: A/B}, {path: A}]\n"
                                    "  policy_types: [T]\n"
                                    "  trusted_access: [s]\n"
                                    "identity_center:\n"
                                    "  assignments: [{permission_set: P, account: a@x, groups: [g]}]\n"
                                    "  permission_sets: [{name: P}]\n"
                                    "  groups: [{name: g, members: [u]}]\n"
                                    "  users:\n" USER("u"),
                                false);
    assert_str(got, "  + organization\n"
                    "  + trusted access s\n"
                    "  + policy type T\n"
                    "  + unit A\n"
                    "  + unit A/B\n"
                    "  + account a@x\n"
                    "      name: \"N\"\n"
                    "      unit: \"A/B\"\n"
                    "  + policy P (T)\n"
                    "      content:\n"
                    "        + {\n"
                    "        +   \"a\": \"b\"\n"
                    "        + }\n"
                    "  + attachment P on unit A/B\n"
                    "  + delegated administrator a@x for s\n"
                    "  + Identity Center\n"
                    "  + user u\n"
                    "      display_name: \"U\"\n"
                    "      name: {\"GivenName\":\"G\",\"FamilyName\":\"F\"}\n"
                    "  + group g\n"
                    "  + membership of u in g\n"
                    "  + permission set P\n"
                    "      session_duration: \"PT1H\"\n"
                    "  + assignment of P in a@x to group g\n"
                    "15 to create, 0 to update, 0 to delete, 0 unchanged\n");
}

static const char center[] =
    CENTER "  users:\n" USER("u") USER("v") "  groups: [{name: g, members: [u, v]}]\n"
                                            "  permission_sets: [{name: P}]\n"
                                            "  assignments: [{permission_set: P, account: a@x, users: [u]}]\n";
static const char organization[] = ORG "  units: [{path: A}, {path: A/B}, {path: C}]\n"
                                       "  accounts: [{email: a@x, name: N, unit: A/B}]\n"
                                       "  policies: [{name: P, type: T, content: {a: b}, targets: [root, unit: A]}]\n";

static void deletions_come_last_and_backwards(void **state) {
    const char *nothing = CENTER "  users: []\n  groups: []\n  permission_sets: []\n  assignments: []\n";
    assert_str(plan_of(*state, center, nothing, true), "  - assignment of P in a@x to user u\n"
                                                       "  - permission set P\n"
                                                       "  - group g\n"
                                                       "  - user v\n"
                                                       "  - user u\n"
                                                       "0 to create, 0 to update, 5 to delete, 1 unchanged\n");
}

static void nothing_goes_unasked(void **state) {
    const char *nothing = CENTER "  users: []\n  groups: []\n  permission_sets: []\n  assignments: []\n";
    assert_str(plan_of(*state, center, nothing, false),
               "0 to create, 0 to update, 0 to delete, 1 unchanged; 5 not in the document and kept (--prune deletes "
               "them)\n");
}

/* What a document does not speak of is not its business, even with prune. */
static void sections_left_out_are_left_alone(void **state) {
    assert_str(plan_of(*state, center, CENTER "  groups: [{name: g}]\n", true),
               "0 to create, 0 to update, 0 to delete, 2 unchanged\n");
    assert_str(plan_of(*state, center, CENTER "  groups: [{name: g, members: [V]}]\n", true),
               "  - membership of u in g\n0 to create, 0 to update, 1 to delete, 3 unchanged\n");
    assert_str(plan_of(*state, organization, ORG "  policies: [{name: P, type: T, content: {a: b}}]\n", true),
               "0 to create, 0 to update, 0 to delete, 2 unchanged\n");
    assert_str(plan_of(*state, organization, EMPTY, true), "0 to create, 0 to update, 0 to delete, 0 unchanged\n");
}

static void accounts_stay_and_so_do_their_units(void **state) {
    assert_str(plan_of(*state, organization, ORG "  units: []\n  accounts: []\n  policies: []\n", true),
               "  - attachment P on unit A\n"
               "  - attachment P on root\n"
               "  - policy P (T)\n"
               "  - unit C\n"
               "  ! unit A/B is not in the document, and stays: accounts stand in it\n"
               "  ! unit A is not in the document, and stays: accounts stand in it\n"
               "0 to create, 0 to update, 4 to delete, 1 unchanged\n");
    /* Moved away first, they let them go. */
    assert_str(
        plan_of(*state, organization, ORG "  units: [{path: C}]\n  accounts: [{email: A@x, name: N, unit: C}]\n", true),
        "  ~ account A@x\n"
        "      unit: \"A/B\" -> \"C\"\n"
        "  - unit A/B\n"
        "  - unit A\n"
        "0 to create, 1 to update, 2 to delete, 2 unchanged\n");
}

static void fields_are_shown_as_they_change(void **state) {
    assert_str(plan_of(*state,
                       CENTER "  permission_sets:\n    - name: P\n      description: old\n      tags: {a: x, b: y}\n"
                              "      managed_policies: [arn:aws:iam::aws:policy/A, arn:aws:iam::aws:policy/B]\n"
                              "      inline_policy: {Version: v, Statement: [{Effect: Deny, Action: a}]}\n",
                       CENTER
                       "  permission_sets:\n    - name: P\n      session_duration: PT2H\n      tags: {a: z, b: y}\n"
                       "      managed_policies: [arn:aws:iam::aws:policy/B, arn:aws:iam::aws:policy/C]\n"
                       "      inline_policy: {Statement: [{Effect: Deny, Action: b}], Version: v}\n",
                       false),
               "  ~ permission set P\n"
               "      description: \"old\" -> (none)\n"
               "      session_duration: \"PT1H\" -> \"PT2H\"\n"
               "      tags:\n"
               "        - a: \"x\"\n"
               "        + a: \"z\"\n"
               "      managed_policies:\n"
               "        - \"arn:aws:iam::aws:policy/A\"\n"
               "        + \"arn:aws:iam::aws:policy/C\"\n"
               "      inline_policy:\n"
               "        -   \"Version\": \"v\",\n"
               "        -       \"Action\": \"a\"\n"
               "        +       \"Action\": \"b\"\n"
               "        -   ]\n"
               "        +   ],\n"
               "        +   \"Version\": \"v\"\n"
               "0 to create, 1 to update, 0 to delete, 1 unchanged\n");
}

/* The order of members in a policy says nothing; that of a list does. */
static void a_policy_said_otherwise_is_unchanged(void **state) {
    const char *one = CENTER "  permission_sets: [{name: P, inline_policy: {a: 1, b: [x, y]}}]\n";
    assert_str(plan_of(*state, one,
                       CENTER "  permission_sets: [{name: P, inline_policy: '{\"b\":[\"x\",\"y\"],\"a\":1}'}]\n", true),
               "0 to create, 0 to update, 0 to delete, 2 unchanged\n");
}

static void an_instance_keeps_its_name(void **state) {
    assert_str(
        plan_of(*state, CENTER "  instance: {name: n, tags: {a: b}}\n", CENTER "  instance: {}\n", false),
        "  ~ Identity Center\n      tags:\n        - a: \"b\"\n0 to create, 1 to update, 0 to delete, 0 unchanged\n");
    assert_str(plan_of(*state, CENTER "  instance: {name: n, tags: {a: b}}\n", CENTER "  users: []\n", false),
               "0 to create, 0 to update, 0 to delete, 1 unchanged\n");
}

static void references_may_lead_to_the_server(void **state) {
    assert_str(plan_of(*state, center, CENTER "  groups: [{name: h, members: [u]}]\n", false),
               "  + group h\n  + membership of u in h\n2 to create, 0 to update, 0 to delete, 1 unchanged; "
               "1 not in the document and kept (--prune deletes them)\n");
    assert_str(plan_of(*state, center, CENTER "  groups: [{name: h, members: [w]}]\n", false),
               "3: membership of w in h: user w does not exist");
}

static void what_the_server_does_not_know(void **state) {
    struct client_model current, document;
    struct client_plan plan;
    struct client_problems p = {.arena = *state};
    load(*state, CENTER "  permission_sets: [{name: P}]\n", &current);
    current.unsupported[CLIENT_PERMISSION_SET] = 1u << CLIENT_SET_BOUNDARY;
    load(*state, CENTER "  permission_sets: [{name: P}]\n", &document);
    assert_int_equal(client_plan_make(&current, &document, true, &plan, &p, NULL), 0);
    load(*state,
         CENTER "  permission_sets:\n    - name: P\n      permissions_boundary: {customer_managed_policy: {name: x}}\n",
         &document);
    assert_int_equal(client_plan_make(&current, &document, true, &plan, &p, NULL), -GH_EINVAL);
    assert_int_equal(p.v[0].line, 4);
    assert_str(p.v[0].rule, "this server does not know permissions_boundary (NotImplemented)");
}

static void closed_accounts_are_told(void **state) {
    struct client_model current, document;
    struct client_plan plan;
    struct client_problems p = {.arena = *state};
    load(*state, ORG "  accounts: [{email: a@x, name: N}]\n", &current);
    current.of[CLIENT_ACCOUNT].v[0]->closed = true;
    load(*state, ORG "  accounts: [{email: a@x, name: N}]\n", &document);
    assert_int_equal(client_plan_make(&current, &document, true, &plan, &p, NULL), -GH_EINVAL);
    assert_str(p.v[0].rule, "an account of that address is closed or being closed");
}

static void the_management_account_is_not_made(void **state) {
    assert_str(
        plan_of(*state, ORG "  accounts: []\n", ORG "  accounts: [{email: a@x, name: N, management: true}]\n", false),
        "3: account a@x: there is no management account to take for it");
    assert_str(plan_of(*state, ORG "  accounts: [{email: a@x, name: N}]\n",
                       ORG "  accounts: [{email: a@x, name: N, management: true}]\n", false),
               "3: account a@x: is not the management account here");
    assert_str(
        plan_of(*state, EMPTY, ORG "  accounts: [{email: a@x, name: N, management: true}]\n", false),
        "  + organization\n  + account a@x\n      name: \"N\"\n2 to create, 0 to update, 0 to delete, 0 unchanged\n");
}

static void outdated_roles_are_a_change(void **state) {
    struct client_model current, document;
    struct client_plan plan;
    struct client_problems p = {.arena = *state};
    load(*state, CENTER "  permission_sets: [{name: P}]\n", &current);
    client_item_set(current.of[CLIENT_PERMISSION_SET].v[0], CLIENT_SET_PROVISIONED, GH_S_NONE);
    load(*state, CENTER "  permission_sets: [{name: P}]\n", &document);
    assert_int_equal(client_plan_make(&current, &document, true, &plan, &p, NULL), 0);
    assert_str(shown(*state, &plan, true),
               "  ~ permission set P\n      its roles are not up to date: provisioned again\n"
               "0 to create, 1 to update, 0 to delete, 1 unchanged\n");
}

/* The same person, the same group; an address stays as it is. */
static void another_spelling_is_a_change(void **state) {
    const char *is = CENTER "  users:\n" USER("u") USER("v") "  groups: [{name: g, members: [u, v]}]\n"
                                                             "organization:\n  accounts: [{email: a@x, name: N}]\n";
    assert_str(plan_of(*state, is,
                       CENTER "  users:\n" USER("U") USER("v") "  groups: [{name: G, members: [u, V]}]\n"
                                                               "organization:\n  accounts: [{email: A@X, name: N}]\n",
                       true),
               "  ~ user U\n"
               "      user_name: \"u\" -> \"U\"\n"
               "  ~ group G\n"
               "      name: \"g\" -> \"G\"\n"
               "0 to create, 2 to update, 0 to delete, 6 unchanged\n");
}

/* The steps of a plan, a line each, without fields and sum. */
static struct gh_str steps_of(struct gh_arena *a, const char *is, const char *wanted, bool prune) {
    struct gh_str text = plan_of(a, is, wanted, prune), line;
    struct gh_buf b;
    gh_buf_init(&b, a, SIZE_MAX);
    while (gh_str_split(&text, '\n', &line)) {
        if (line.n < 5 || line.p[0] != ' ' || line.p[3] != ' ' || line.p[4] == ' ') continue;
        gh_buf_add(&b, gh_str_slice(line, 2, line.n));
        gh_buf_addc(&b, '\n');
    }
    return gh_buf_str(&b);
}

#define POLICY(name, targets)                                                                                          \
    "    - {name: " name ", type: SERVICE_CONTROL_POLICY, content: {a: b}, targets: [" targets "]}\n"
#define ON_U "unit: U"
#define TREE ORG "  units: [{path: U}]\n  policies:\n"

/* Four and AWS's own are as many as a unit takes. */
static void policies_make_room_for_others(void **state) {
    const char *is = TREE POLICY("A", ON_U) POLICY("B", ON_U) POLICY("C", ON_U) POLICY("D", ON_U) POLICY("E", "");
    assert_str(steps_of(*state, is,
                        TREE POLICY("A", ON_U) POLICY("B", ON_U) POLICY("C", ON_U) POLICY("D", "") POLICY("E", ON_U),
                        true),
               "- attachment D on unit U\n+ attachment E on unit U\n");
    assert_str(steps_of(*state, is,
                        TREE POLICY("A", "") POLICY("B", "") POLICY("E", ON_U) POLICY("F", ON_U) POLICY("G", ON_U),
                        true),
               "+ policy F (SERVICE_CONTROL_POLICY)\n"
               "+ policy G (SERVICE_CONTROL_POLICY)\n"
               "- attachment D on unit U\n"
               "+ attachment E on unit U\n"
               "- attachment C on unit U\n"
               "+ attachment F on unit U\n"
               "- attachment B on unit U\n"
               "+ attachment G on unit U\n"
               "- attachment A on unit U\n"
               "- policy D (SERVICE_CONTROL_POLICY)\n"
               "- policy C (SERVICE_CONTROL_POLICY)\n");
}

/* Where there is room nothing goes before its successor hangs, and one service control policy always does. */
static void policies_follow_where_there_is_room(void **state) {
    const char *own =
        "  removed_aws_policies: [{name: FullAWSAccess, type: SERVICE_CONTROL_POLICY, targets: [unit: U]}]\n";
    const char *is = gh_cstr(*state, gh_fmt(*state, "%s%s", TREE POLICY("A", ON_U) POLICY("B", ""), own));
    assert_str(steps_of(*state, is,
                        gh_cstr(*state, gh_fmt(*state, "%s%s", TREE POLICY("A", "") POLICY("B", ON_U), own)), true),
               "+ attachment B on unit U\n- attachment A on unit U\n");
    assert_str(steps_of(*state, is, TREE POLICY("A", "") POLICY("B", "") "  removed_aws_policies: []\n", true),
               "- removal of FullAWSAccess from unit U\n- attachment A on unit U\n");
    assert_str(steps_of(*state, ORG "  units: [{path: U}]\n  policies: []\n  removed_aws_policies: []\n",
                        gh_cstr(*state, gh_fmt(*state, "%s%s",
                                               TREE POLICY("A", ON_U) POLICY("B", ON_U) POLICY("C", ON_U)
                                                   POLICY("D", ON_U) POLICY("E", ON_U),
                                               own)),
                        true),
               "+ policy A (SERVICE_CONTROL_POLICY)\n"
               "+ policy B (SERVICE_CONTROL_POLICY)\n"
               "+ policy C (SERVICE_CONTROL_POLICY)\n"
               "+ policy D (SERVICE_CONTROL_POLICY)\n"
               "+ policy E (SERVICE_CONTROL_POLICY)\n"
               "+ attachment A on unit U\n"
               "+ attachment B on unit U\n"
               "+ attachment C on unit U\n"
               "+ attachment D on unit U\n"
               "+ removal of FullAWSAccess from unit U\n"
               "+ attachment E on unit U\n");
}

#define MAIL(name, emails)                                                                                             \
    "    - {user_name: " name ", display_name: U, name: {given: G, family: F}, emails: [" emails "]}\n"
#define AT(address) "{value: " address ", primary: true}"

static void whose_address_is_taken_goes_first(void **state) {
    const char *is = CENTER "  users:\n" MAIL("old", AT("a@x")) MAIL("other", AT("b@x"))
        MAIL("zoe", AT("z@x")) "  groups: [{name: g, members: [old, zoe]}]\n"
                               "  permission_sets: [{name: P}]\n"
                               "  assignments: [{permission_set: P, account: a@x, users: [old, zoe]}]\n"
                               "organization:\n  accounts: [{email: a@x, name: N}]\n";
    const char *wanted = CENTER "  users:\n" MAIL("new", "{value: z@x}, " AT("A@X"))
        MAIL("other", AT("b@x")) "  groups: [{name: g, members: [new]}]\n"
                                 "  permission_sets: [{name: P}]\n"
                                 "  assignments: [{permission_set: P, account: a@x, users: [new]}]\n"
                                 "organization:\n  accounts: [{email: a@x, name: N}]\n";
    assert_str(steps_of(*state, is, wanted, true), "- assignment of P in a@x to user old\n"
                                                   "- membership of old in g\n"
                                                   "- user old\n"
                                                   "+ user new\n"
                                                   "+ membership of new in g\n"
                                                   "+ assignment of P in a@x to user new\n"
                                                   "- assignment of P in a@x to user zoe\n"
                                                   "- membership of zoe in g\n"
                                                   "- user zoe\n");
    assert_str(plan_of(*state, is, wanted, false),
               "4: user new: the address a@x is that of user old, who is not in the document (--prune deletes)");
    assert_str(plan_of(*state, is, CENTER "  users:\n" MAIL("other", AT("b@x")) MAIL("zoe", AT("b@x")), true),
               "5: user zoe: the address b@x is that of user other, who keeps it");
    assert_str(plan_of(*state, is, CENTER "  users:\n" MAIL("other", AT("n@x")) MAIL("zoe", AT("n@x")), true),
               "5: user zoe: the address n@x is that of user other, who is to have it too");
}

static void addresses_are_handed_on(void **state) {
    const char *is = CENTER "  users:\n" MAIL("a", AT("a@x")) MAIL("b", AT("b@x")) MAIL("c", AT("c@x"));
    /* d takes a's, a takes b's, b a new one. */
    assert_str(steps_of(*state, is,
                        CENTER "  users:\n" MAIL("a", AT("b@x")) MAIL("b", AT("n@x")) MAIL("c", AT("c@x"))
                            MAIL("d", AT("a@x")),
                        true),
               "~ user b\n~ user a\n+ user d\n");
    assert_str(
        plan_of(*state, is, CENTER "  users:\n" MAIL("a", AT("b@x")) MAIL("b", AT("a@x")) MAIL("c", AT("c@x")), false),
        "  ~ user a\n"
        "      emails: [{\"Value\":\"a@x\",\"Primary\":true}] -> (none)\n"
        "  ~ user b\n"
        "      emails: [{\"Value\":\"b@x\",\"Primary\":true}] -> [{\"Value\":\"a@x\",\"Primary\":true}]\n"
        "  ~ user a\n"
        "      emails: (none) -> [{\"Value\":\"b@x\",\"Primary\":true}]\n"
        "0 to create, 3 to update, 0 to delete, 2 unchanged\n");
    assert_str(
        steps_of(*state, is, CENTER "  users:\n" MAIL("a", AT("b@x")) MAIL("b", AT("c@x")) MAIL("c", AT("a@x")), false),
        "~ user a\n~ user c\n~ user b\n~ user a\n");
    /* The same address, said otherwise. */
    assert_str(steps_of(*state, is, CENTER "  users:\n" MAIL("a", AT("A@x")), false), "~ user a\n");
}

/* Names from a server end up on terminals. */
static void control_characters_are_shown(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, SIZE_MAX);
    client_show_text(&b, GH_S("a\x1b[2J\x7f\xc2\x9b \xc3\xa9"));
    assert_str(gh_buf_str(&b), "a\\x1b[2J\\x7f\\x9b \xc3\xa9");
}

/* 40,000 assignments: linear, or this takes minutes. */
static void many_things(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, SIZE_MAX);
    gh_buf_add(&b, GH_S(CENTER "  assignments:\n"));
    for (int i = 0; i < 200; i++) {
        gh_buf_addf(&b, "    - permission_set: P%d\n      account: a@x\n      groups:\n", i);
        for (int j = 0; j < 200; j++) gh_buf_addf(&b, "        - g%d\n", j);
    }
    const char *text = gh_cstr(*state, gh_buf_str(&b));
    gh_buf_init(&b, *state, SIZE_MAX);
    gh_buf_add(&b, GH_S(CENTER "  groups:\n"));
    for (int j = 0; j < 200; j++) gh_buf_addf(&b, "    - name: g%d\n", j);
    struct gh_str got = plan_of(
        *state, text, gh_cstr(*state, gh_fmt(*state, "%.*s  assignments: []\n", GH_S_FMT(gh_buf_str(&b)))), true);
    assert_true(gh_str_ends(got, GH_S("200 to create, 0 to update, 40000 to delete, 1 unchanged\n")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(the_same_is_nothing),
        arena_test(what_others_need_comes_first),
        arena_test(deletions_come_last_and_backwards),
        arena_test(nothing_goes_unasked),
        arena_test(sections_left_out_are_left_alone),
        arena_test(accounts_stay_and_so_do_their_units),
        arena_test(fields_are_shown_as_they_change),
        arena_test(a_policy_said_otherwise_is_unchanged),
        arena_test(an_instance_keeps_its_name),
        arena_test(references_may_lead_to_the_server),
        arena_test(what_the_server_does_not_know),
        arena_test(closed_accounts_are_told),
        arena_test(the_management_account_is_not_made),
        arena_test(outdated_roles_are_a_change),
        arena_test(another_spelling_is_a_change),
        arena_test(policies_make_room_for_others),
        arena_test(policies_follow_where_there_is_room),
        arena_test(whose_address_is_taken_goes_first),
        arena_test(addresses_are_handed_on),
        arena_test(control_characters_are_shown),
        arena_test(many_things),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
