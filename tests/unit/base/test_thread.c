/* Tests of what a thread leaves behind. */
#include "unit.h"

#include <pthread.h>

static char said[8];
static char a[] = "a", b[] = "b", c[] = "c", z[] = "z";

static size_t n;

static void say(void *letter) {
    if (n < sizeof said - 1) said[n++] = *(const char *)letter;
}

static void say_more(void *letter) {
    say(letter);
    gh_at_thread_end(say, z);
}

static void *work(void *unused) {
    (void)unused;
    gh_at_thread_end(say, a);
    gh_at_thread_end(say_more, b);
    gh_at_thread_end(say, c);
    return NULL;
}

static void newest_first_and_once(void **state) {
    (void)state;
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, work, NULL), 0);
    pthread_join(t, NULL);
    assert_string_equal(said, "cbaz");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(newest_first_and_once)};
    return cmocka_run_group_tests_name("base/thread", tests, NULL, NULL);
}
