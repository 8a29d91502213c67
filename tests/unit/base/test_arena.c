/* Tests of base/arena: it runs in both builds (bump, and one malloc each under the sanitizers). */
#include "unit.h"

#include <stdalign.h>
#include <string.h>

static int calls;
static int order[4];

static void note(void *object) {
    order[calls++] = *(int *)object;
}

static void gives_zeroed_aligned_memory(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    for (size_t n = 1; n < 6000; n = n * 2 + 1) {
        char *odd = gh_arena_text(a, 1);
        *odd = 'x';
        unsigned char *p = gh_arena_alloc(a, n);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
        memset(p, 0xff, n);
    }
    gh_arena_free(a);
}

static void nothing_is_somewhere(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    assert_non_null(gh_arena_alloc(a, 0));
    gh_arena_reset(a);
    assert_non_null(gh_arena_text(a, 0));
    assert_non_null(gh_new_n(a, int, 0));
    gh_arena_free(a);
}

static void allocations_do_not_overlap(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    static const size_t sizes[] = {1, 7, 8192, 3, 2049, 2048, 100, 100000, 16, 8191};
    unsigned char *block[40];
    for (size_t i = 0; i < GH_COUNT(block); i++) {
        size_t n = sizes[i % GH_COUNT(sizes)];
        block[i] = i % 2 ? gh_arena_alloc(a, n) : (unsigned char *)gh_arena_text(a, n);
        memset(block[i], (int)i, n);
    }
    for (size_t i = 0; i < GH_COUNT(block); i++)
        for (size_t at = 0; at < sizes[i % GH_COUNT(sizes)]; at++) assert_int_equal(block[i][at], (unsigned char)i);
    gh_arena_free(a);
}

static void limit_is_soft(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(100);
    (void)gh_arena_alloc(a, 100);
    assert_false(gh_arena_over(a));
    (void)gh_arena_text(a, 1);
    assert_true(gh_arena_over(a));
    assert_int_equal(gh_arena_used(a), 101);
    assert_non_null(gh_arena_alloc(a, 50));
    gh_arena_reset(a);
    assert_false(gh_arena_over(a));
    assert_int_equal(gh_arena_used(a), 0);
    gh_arena_free(a);
    a = gh_arena_new(0);
    (void)gh_arena_alloc(a, 1 << 20);
    assert_false(gh_arena_over(a));
    gh_arena_free(a);
}

static void deferred_runs_newest_first_and_once(void **state) {
    (void)state;
    static int one = 1, two = 2, three = 3;
    struct gh_arena *a = gh_arena_new(0);
    calls = 0;
    gh_arena_defer(a, note, &one);
    gh_arena_defer(a, note, &two);
    gh_arena_reset(a);
    assert_int_equal(calls, 2);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 1);
    gh_arena_defer(a, note, &three);
    gh_arena_freep(&a);
    assert_null(a);
    assert_int_equal(calls, 3);
    assert_int_equal(order[2], 3);
    gh_arena_free(NULL);
}

static void reset_is_reusable(void **state) {
    (void)state;
    struct gh_arena *a = gh_arena_new(0);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 100; i++) memset(gh_arena_alloc(a, 333), 0xaa, 333);
        memset(gh_arena_alloc(a, 50000), 0xaa, 50000);
        gh_arena_reset(a);
        unsigned char *p = gh_arena_alloc(a, 333);
        for (int i = 0; i < 333; i++) assert_int_equal(p[i], 0);
    }
    gh_arena_free(a);
}

static void many_arenas_come_and_go(void **state) {
    (void)state;
    struct gh_arena *a[40];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < GH_COUNT(a); i++) {
            a[i] = gh_arena_new(0);
            for (int k = 0; k < 30; k++) memset(gh_arena_alloc(a[i], 1000), (int)i, 1000);
        }
        for (size_t i = 0; i < GH_COUNT(a); i++) gh_arena_free(a[i]);
        struct gh_arena *one = gh_arena_new(0);
        unsigned char *p = gh_arena_alloc(one, 1000);
        for (int i = 0; i < 1000; i++) assert_int_equal(p[i], 0);
        gh_arena_free(one);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(nothing_is_somewhere),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(limit_is_soft),
        cmocka_unit_test(deferred_runs_newest_first_and_once),
        cmocka_unit_test(reset_is_reusable),
        cmocka_unit_test(many_arenas_come_and_go),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
