/* test_member.c: texts found at a path, also where lists lie in lists. */
#include "tables.h"

#include "base/arena.h"
#include "wire/member.h"

struct shelf {
    struct zoo_text_list foods;
};

struct shelf_list {
    struct shelf *v;
    size_t n;
};

struct store_room {
    struct shelf_list shelves;
};

static const struct gh_member shelf_members[] = {MEMBER("Foods", zoo_foods, struct shelf, foods, GH_NO_OFFSET)};
static const struct gh_shape shelf_shape = {
    .kind = GH_K_STRUCTURE, ANY_BOUNDS, .size = sizeof(struct shelf), .members = shelf_members, .n_members = 1};
static const struct gh_shape shelves_shape = {
    .kind = GH_K_LIST, ANY_BOUNDS, .size = sizeof(struct shelf_list), .element = &shelf_shape};
static const struct gh_member room_members[] = {
    MEMBER("Shelves", shelves_shape, struct store_room, shelves, GH_NO_OFFSET)};
static const struct gh_shape room_shape = {
    .kind = GH_K_STRUCTURE, ANY_BOUNDS, .size = sizeof(struct store_room), .members = room_members, .n_members = 1};

/* More in the inner lists than the outer list is long. */
static void lists_in_lists(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct gh_str many[100];
    for (size_t i = 0; i < 100; i++) many[i] = gh_fmt(a, "food %zu", i);
    struct shelf shelves[3] = {{{many, 100}}, {{many, 0}}, {{many + 50, 7}}};
    struct store_room room = {{shelves, 3}};
    struct wire_texts texts;
    assert_true(wire_member_texts(a, &room_shape, &room, GH_S("Shelves[].Foods[]"), &texts));
    assert_int_equal(texts.n, 107);
    for (size_t i = 0; i < 107; i++) assert_true(gh_str_eq(texts.v[i], many[i < 100 ? i : i - 50]));
    gh_arena_free(a);
}

/* What a member holds is text: a template in it is not filled in, and neither is what the caller fills in later. */
static void values_are_no_templates(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct shelf one = {{(struct gh_str[1]){GH_S("{Foods[]}${account}")}, 1}};
    struct gh_str text;
    assert_true(wire_member_expand(a, &shelf_shape, &one, GH_S("a:${region}:{Foods[]}:{Foods[]}"), &text));
    assert_true(gh_str_eq(text, GH_S("a:${region}:{Foods[]}${account}:{Foods[]}${account}")));
    assert_false(wire_member_expand(a, &shelf_shape, &one, GH_S("{Foods[]"), &text));
    gh_arena_free(a);
}

static void an_empty_list_is_present(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    struct shelf one = {{(struct gh_str[1]){GH_S("x")}, 0}};
    struct wire_texts texts;
    assert_true(wire_member_texts(a, &shelf_shape, &one, GH_S("Foods"), &texts));
    assert_int_equal(texts.n, 0);
    one.foods.v = NULL;
    assert_false(wire_member_texts(a, &shelf_shape, &one, GH_S("Foods"), &texts));
    assert_false(wire_member_texts(a, &shelf_shape, &one, GH_S("Drinks"), &texts));
    gh_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_in_lists), cmocka_unit_test(values_are_no_templates),
                                       cmocka_unit_test(an_empty_list_is_present)};
    return cmocka_run_group_tests_name("member", tests, NULL, NULL);
}
