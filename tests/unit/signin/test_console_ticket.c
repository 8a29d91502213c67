/* test_console_ticket.c: what somebody has proved so far is theirs, for one step, for a while, for one password. */
#include "signin/console_ticket.h"

#include "crypto/keyring.h"
#include "unit.h"

#define COOKIE GH_S("a-browser")
#define NOW_MS INT64_C(1766000000000)

struct scene {
    struct gh_arena *arena;
    struct keyring *keyring;
    struct console_ticket ticket;
};

static int set_up(void **state) {
    struct gh_arena *a = gh_arena_new(0);
    struct scene *s = gh_new(a, struct scene);
    *s = (struct scene){.arena = a,
                        .keyring = keyring_new_ephemeral(),
                        .ticket = {.step = CONSOLE_TICKET_CODE,
                                   .account_id = GH_S("111122223333"),
                                   .owner_id = GH_S("AIDAEXAMPLEEXAMPLE001"),
                                   .hash = GH_S("$argon2id$x"),
                                   .issued_ms = NOW_MS}};
    *state = s;
    return 0;
}

static int tear_down(void **state) {
    struct scene *s = *state;
    keyring_free(s->keyring);
    gh_arena_free(s->arena);
    return 0;
}

static struct gh_str seal(struct scene *s) {
    return console_ticket_seal(s->keyring, s->arena, COOKIE, &s->ticket);
}

static bool open(struct scene *s, struct gh_str text, struct console_ticket *ret_ticket) {
    return console_ticket_open(s->keyring, s->arena, COOKIE, text, ret_ticket);
}

static void carries_what_was_proved(void **state) {
    struct scene *s = *state;
    struct console_ticket t;
    assert_true(open(s, seal(s), &t));
    assert_true(gh_str_eq(t.account_id, s->ticket.account_id));
    assert_true(gh_str_eq(t.owner_id, s->ticket.owner_id));
    assert_null(t.mfa_serial.p);
    assert_true(console_ticket_is_for(s->arena, &t, GH_S("$argon2id$x")));
    assert_false(console_ticket_is_for(s->arena, &t, GH_S("$argon2id$y")));
    assert_false(console_ticket_is_for(s->arena, &t, GH_S_NONE));
    s->ticket.mfa_serial = GH_S("arn:aws:iam::111122223333:mfa/phone");
    assert_true(open(s, seal(s), &t));
    assert_true(gh_str_eq(t.mfa_serial, s->ticket.mfa_serial));
    assert_true(gh_str_find_str(seal(s), GH_S("argon2id")) < 0);
}

static void is_for_one_step_and_a_while(void **state) {
    struct scene *s = *state;
    struct console_ticket t;
    assert_true(open(s, seal(s), &t));
    assert_true(console_ticket_is_good(&t, CONSOLE_TICKET_CODE, NOW_MS));
    assert_false(console_ticket_is_good(&t, CONSOLE_TICKET_PASSWORD, NOW_MS));
    assert_true(console_ticket_is_good(&t, CONSOLE_TICKET_CODE, NOW_MS + 10 * GH_MINUTE_MS - 1));
    assert_false(console_ticket_is_good(&t, CONSOLE_TICKET_CODE, NOW_MS + 10 * GH_MINUTE_MS));
    assert_false(console_ticket_is_good(&t, CONSOLE_TICKET_CODE, NOW_MS - 1));
}

static void is_for_one_browser_and_not_to_be_made_up(void **state) {
    struct scene *s = *state;
    struct console_ticket t;
    struct gh_str text = seal(s);
    assert_false(console_ticket_open(s->keyring, s->arena, GH_S("another"), text, &t));
    assert_false(console_ticket_open(s->keyring, s->arena, GH_S_NONE, text, &t));
    assert_false(open(s, GH_S_NONE, &t));
    assert_false(open(s, GH_S(""), &t));
    assert_false(open(s, GH_S("AAAA"), &t));
    assert_false(open(s, gh_fmt(s->arena, "%.*s=", GH_S_FMT(text)), &t));
    char *altered = gh_arena_text(s->arena, text.n);
    for (size_t i = 0; i < text.n; i++) {
        memcpy(altered, text.p, text.n);
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        assert_false(open(s, gh_str_n(altered, text.n), &t));
    }
    struct keyring *foreign = keyring_new_ephemeral();
    assert_false(console_ticket_open(foreign, s->arena, COOKIE, text, &t));
    keyring_free(foreign);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(carries_what_was_proved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(is_for_one_step_and_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(is_for_one_browser_and_not_to_be_made_up, set_up, tear_down)};
    return cmocka_run_group_tests_name("signin/console_ticket", tests, NULL, NULL);
}
