/* Tests of base/map. */
#include "unit.h"

static void empty_has_nothing(void **state) {
    struct gh_map m;
    gh_map_init(&m, *state);
    size_t at = 0;
    struct gh_map_slot slot;
    assert_null(gh_map_get(&m, GH_S("a")));
    assert_false(gh_map_next(&m, &at, &slot));
}

static void put_answers_what_was_there(void **state) {
    struct gh_map m;
    int one, two;
    gh_map_init(&m, *state);
    assert_null(gh_map_put(&m, GH_S("k"), &one));
    assert_ptr_equal(gh_map_put(&m, GH_S("k"), &two), &one);
    assert_ptr_equal(gh_map_get(&m, GH_S("k")), &two);
    assert_int_equal(m.count, 1);
    assert_null(gh_map_get(&m, GH_S("K")));
}

static void empty_and_absent_keys_differ(void **state) {
    struct gh_map m;
    int empty, absent;
    gh_map_init(&m, *state);
    gh_map_put(&m, GH_S(""), &empty);
    gh_map_put(&m, GH_S_NONE, &absent);
    assert_ptr_equal(gh_map_get(&m, GH_S("")), &empty);
    assert_ptr_equal(gh_map_get(&m, GH_S_NONE), &absent);
}

static void grows_and_walks(void **state) {
    enum { N = 5000 };
    static int values[N];
    static bool seen[N];
    struct gh_arena *a = *state;
    struct gh_map m;
    gh_map_init(&m, a);
    for (int i = 0; i < N; i++) {
        values[i] = i;
        assert_null(gh_map_put(&m, gh_fmt(a, "key-%d", i), &values[i]));
    }
    assert_int_equal(m.count, N);
    for (int i = 0; i < N; i++) assert_ptr_equal(gh_map_get(&m, gh_fmt(a, "key-%d", i)), &values[i]);
    assert_null(gh_map_get(&m, GH_S("key-5000")));
    size_t at = 0, n = 0;
    struct gh_map_slot slot;
    while (gh_map_next(&m, &at, &slot)) {
        int i = *(int *)slot.value;
        assert_false(seen[i]);
        seen[i] = true;
        n++;
    }
    assert_int_equal(n, N);
}

/* Linear probing must step over strangers and wrap around: keys are chosen so that all meet in the last slots. */
static void collisions_are_told_apart(void **state) {
    struct gh_arena *a = *state;
    struct gh_map m;
    static int values[7];
    struct gh_str keys[7];
    size_t found = 0;
    for (int i = 0; found < GH_COUNT(keys); i++) {
        struct gh_str key = gh_fmt(a, "c%d", i);
        if ((gh_hash(key) & 15) >= 14) keys[found++] = key;
    }
    gh_map_init(&m, a);
    for (size_t i = 0; i < found; i++) gh_map_put(&m, keys[i], &values[i]);
    for (size_t i = 0; i < found; i++) assert_ptr_equal(gh_map_get(&m, keys[i]), &values[i]);
    assert_int_equal(m.room, 16);
    assert_null(gh_map_get(&m, GH_S("stranger")));
}

static void hash_sees_every_byte(void **state) {
    (void)state;
    char text[40] = {0};
    for (size_t n = 0; n < sizeof text; n++) {
        uint64_t h = gh_hash(gh_str_n(text, n));
        assert_true(h == gh_hash(gh_str_n(text, n)));
        assert_true(h != gh_hash(gh_str_n(text, n + 1 < sizeof text ? n + 1 : 0)) || n == 0);
        for (size_t i = 0; i < n; i++) {
            text[i] = 1;
            assert_true(h != gh_hash(gh_str_n(text, n)));
            text[i] = 0;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(empty_has_nothing), arena_test(put_answers_what_was_there), arena_test(empty_and_absent_keys_differ),
        arena_test(grows_and_walks),   arena_test(collisions_are_told_apart),  cmocka_unit_test(hash_sees_every_byte),
    };
    return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
