/* Messages byte by byte, what they refuse, and the templates. */
#include "unit.h"

#include <string.h>

#include "mail/mail.h"
#include "mail/template.h"

static const struct mail_message simple = {
    .id = {"abc-1", 5},
    .date_ms = INT64_C(1795507200000),
    .from = {"no-reply@example.org", 20},
    .to = {"jane@example.com", 16},
    .subject = {"Hello", 5},
    .text = {"One\n.\nTwo\r\nThree", 16},
};

#define HEAD "Date: Tue, 24 Nov 2026 08:00:00 +0000\r\nFrom: no-reply@example.org\r\nTo: jane@example.com\r\n"
#define IDS "Message-ID: <abc-1@example.org>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
#define PLAIN7 "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"

static struct gh_str format(struct gh_arena *a, const struct mail_message *m, bool eight_bit) {
    struct gh_str text = GH_S_NONE;
    struct gh_err err = {0};
    int rc = mail_format(a, m, eight_bit, &text, &err);
    if (rc) print_error("%s%s\n", err.message, err.detail);
    assert_int_equal(rc, 0);
    return text;
}

static void writes_a_simple_message(void **state) {
    assert_str(format(*state, &simple, false), HEAD "Subject: Hello\r\n" IDS PLAIN7 "One\r\n.\r\nTwo\r\nThree\r\n");
}

static void writes_names(void **state) {
    struct mail_message m = simple;
    m.from_name = GH_S("A \"quoted\\\" name");
    m.to_name = GH_S("J\xc3\xbcrgen");
    assert_str(format(*state, &m, false), "Date: Tue, 24 Nov 2026 08:00:00 +0000\r\n"
                                          "From: \"A \\\"quoted\\\\\\\" name\"\r\n <no-reply@example.org>\r\n"
                                          "To: =?UTF-8?B?SsO8cmdlbg==?=\r\n <jane@example.com>\r\n"
                                          "Subject: Hello\r\n" IDS PLAIN7 "One\r\n.\r\nTwo\r\nThree\r\n");
}

static struct gh_str subject_of(struct gh_arena *a, const char *subject) {
    struct mail_message m = simple;
    m.subject = gh_str_c(subject);
    struct gh_str text = format(a, &m, false);
    ptrdiff_t from = gh_str_find_str(text, GH_S("Subject: ")), to = gh_str_find_str(text, GH_S("\r\nMessage-ID"));
    return gh_str_slice(text, (size_t)from + 9, (size_t)to);
}

static void encodes_subjects(void **state) {
    assert_str(subject_of(*state, ""), "");
    assert_str(subject_of(*state, "\xc3\xa4"), "=?UTF-8?B?w6Q=?=");
    assert_str(subject_of(*state, "=?x?="), "=?UTF-8?B?PT94Pz0=?=");
    assert_str(subject_of(*state, "two  spaces"), "=?UTF-8?B?dHdvICBzcGFjZXM=?=");
    assert_str(subject_of(*state, " edge"), "=?UTF-8?B?IGVkZ2U=?=");
    assert_str(subject_of(*state, "This plain subject is long enough to need folding since no line of a header "
                                  "should be longer than that"),
               "This plain subject is long enough to need folding since no line of\r\n"
               " a header should be longer than that");
    /* Three bytes a character: no word splits one, no line is over 76. */
    struct gh_str euro = subject_of(*state, "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
                                            "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
                                            "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac");
    assert_str(euro, "=?UTF-8?B?4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs?=\r\n =?UTF-8?B?4oKs4oKs?=");
}

static void encodes_bodies(void **state) {
    struct mail_message m = simple;
    m.text = GH_S("Gr\xc3\xbc\xc3\x9f"
                  "e = \t\nx");
    struct gh_str seven = format(*state, &m, false), eight = format(*state, &m, true);
    assert_true(gh_str_ends(seven, GH_S("Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                        "Gr=C3=BC=C3=9Fe =3D =09\r\nx\r\n")));
    assert_true(gh_str_ends(eight, GH_S("Content-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9f"
                                        "e = \t\r\nx\r\n")));
    char *long_line = gh_arena_text(*state, 999);
    memset(long_line, 'y', 999);
    m.text = gh_str_n(long_line, 998);
    assert_true(gh_str_find_str(format(*state, &m, false), GH_S("Encoding: 7bit\r\n")) > 0);
    m.text = gh_str_n(long_line, 999);
    struct gh_str text = format(*state, &m, true), line;
    assert_true(gh_str_find_str(text, GH_S("Encoding: quoted-printable\r\n")) > 0);
    while (gh_str_split(&text, '\n', &line)) assert_true(line.n <= 77); /* with its CR */
}

static void writes_alternatives(void **state) {
    struct mail_message m = simple;
    m.text = GH_S("text =_abc-1_0\n");
    m.html = GH_S("<p>html</p>\n");
    assert_str(format(*state, &m, false),
               HEAD "Subject: Hello\r\n" IDS "Content-Type: multipart/alternative; boundary=\"=_abc-1_1\"\r\n\r\n"
                    "--=_abc-1_1\r\n" PLAIN7 "text =_abc-1_0\r\n\r\n"
                    "--=_abc-1_1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                    "<p>html</p>\r\n\r\n--=_abc-1_1--\r\n");
}

static bool refused(struct gh_arena *a, const struct mail_message *m) {
    struct gh_str text;
    struct gh_err err = {0};
    int rc = mail_format(a, m, true, &text, &err);
    return rc == -GH_EINVAL && err.code == GH_EINVAL;
}

static void refuses_injection(void **state) {
    static const char *const lines[] = {"a\r\nBcc: x@y.z", "a\nb", "a\rb", "\t", "a\x7f", "\xff", "\xed\xa0\x80"};
    for (size_t i = 0; i < GH_COUNT(lines); i++) {
        struct mail_message m = simple;
        m.subject = gh_str_c(lines[i]);
        assert_true(refused(*state, &m));
        m = simple;
        m.from_name = gh_str_c(lines[i]);
        assert_true(refused(*state, &m));
        m = simple;
        m.to_name = gh_str_c(lines[i]);
        assert_true(refused(*state, &m));
    }
    struct mail_message m = simple;
    m.subject = GH_S("a\0b");
    assert_true(refused(*state, &m));
    static const char *const bodies[] = {"a\x01", "a\x1b[2J", "\xc3", "\x7f"};
    for (size_t i = 0; i < GH_COUNT(bodies); i++) {
        m = simple;
        m.text = gh_str_c(bodies[i]);
        assert_true(refused(*state, &m));
        m = simple;
        m.html = gh_str_c(bodies[i]);
        assert_true(refused(*state, &m));
    }
    static const char *const ids[] = {
        "",    "a/b", "../a",
        "a b", "a.b", "a\r\nb",
        "a@b", "a>",  "0123456789012345678901234567890123456789012345678901234567890123x"};
    for (size_t i = 0; i < GH_COUNT(ids); i++) {
        m = simple;
        m.id = gh_str_c(ids[i]);
        assert_true(refused(*state, &m));
    }
}

static void knows_addresses(void **state) {
    static const char *const good[] = {"a@b", "jane.doe+tag@example.co.uk", "o'neil@x-y.org", "a_b=c@d.e", "1@2.3"};
    static const char *const bad[] = {
        "",       "a",          "@b",         "a@",      "a@b@c",   "a b@c",   "a@b c",
        "<a@b>",  "a@b>",       "a,b@c",      "a@b,c@d", "a@b\r\n", "a\n@b",   ".a@b",
        "a.@b",   "a..b@c",     "a@.b",       "a@b.",    "a@b..c",  "\"a\"@b", "a@[127.0.0.1]",
        "a(c)@b", "\xc3\xa4@b", "a@\xc3\xa4", "a:b@c",   "a@b_c",   "a@b/c"};
    for (size_t i = 0; i < GH_COUNT(good); i++) assert_true(mail_address_valid(gh_str_c(good[i])));
    for (size_t i = 0; i < GH_COUNT(bad); i++) {
        if (mail_address_valid(gh_str_c(bad[i]))) print_error("%s\n", bad[i]);
        assert_false(mail_address_valid(gh_str_c(bad[i])));
        struct mail_message m = simple;
        m.to = gh_str_c(bad[i]);
        assert_true(refused(*state, &m));
        m = simple;
        m.from = gh_str_c(bad[i]);
        assert_true(refused(*state, &m));
    }
    assert_false(mail_address_valid(GH_S("a\0b@c")));
    char *text = gh_arena_text(*state, 300);
    memset(text, 'a', 300);
    assert_false(mail_address_valid(gh_fmt(*state, "%.65s@b", text)));
    assert_true(mail_address_valid(gh_fmt(*state, "%.64s@b", text)));
    assert_false(mail_address_valid(gh_fmt(*state, "a@%.253s", text)));
}

static void writes_invitations(void **state) {
    struct mail_message m = simple;
    const struct mail_invitation in = {
        .house = GH_S("Example & Sons"),
        .person = GH_S("Jane <b>\nDoe"),
        .username = GH_S("jdoe"),
        .link = GH_S("https://sso.example.org/invitation?t=a&u=b"),
        .expires_ms = INT64_C(1795593600000),
    };
    mail_write_invitation(*state, &in, &m);
    assert_str(m.subject, "You are invited to Example & Sons");
    assert_str(m.text, "Hello Jane <b> Doe,\n\n"
                       "an account has been made for you at Example & Sons. Your user name is jdoe.\n\n"
                       "Choose a password to begin:\n\n"
                       "    https://sso.example.org/invitation?t=a&u=b\n\n"
                       "The link works once, until 2026-11-25 08:00 UTC. If it has expired, ask your administrator "
                       "for a new one.\n");
    assert_true(gh_str_find_str(m.html, GH_S("<p>Hello Jane &lt;b&gt; Doe,</p>\n")) > 0);
    assert_true(gh_str_find_str(m.html, GH_S("<a href=\"https://sso.example.org/invitation?t=a&amp;u=b\">")) > 0);
    assert_true(gh_str_find_str(format(*state, &m, true), in.link) > 0); /* in one piece: people and tests copy it */
}

static void writes_resets_and_codes(void **state) {
    struct mail_message m = simple;
    const struct mail_reset reset = {.username = GH_S("jdoe"), .link = GH_S("https://x/r"), .expires_ms = 0};
    mail_write_reset(*state, &reset, &m);
    assert_str(m.subject, "Choose a new password for Gatehouse");
    assert_true(gh_str_starts(m.text, GH_S("Hello,\n\na new password was asked for the user jdoe at Gatehouse.")));
    assert_true(gh_str_find_str(m.text, GH_S("    https://x/r\n")) > 0);
    assert_true(gh_str_find_str(m.text, GH_S("until 1970-01-01 00:00 UTC")) > 0);
    const struct mail_code code = {.house = GH_S("H"), .person = GH_S("P"), .code = GH_S("012345"), .expires_ms = 0};
    mail_write_code(*state, &code, &m);
    assert_str(m.subject, "Your code for H"); /* not the code itself: subjects show on locked screens */
    assert_true(gh_str_find_str(m.text, GH_S("\n\n    012345\n\n")) > 0);
    assert_true(gh_str_find_str(m.html, GH_S("<strong>012345</strong>")) > 0);
    const struct mail_address_code address = {.account_id = GH_S("123456789012"), .code = GH_S("ABC234")};
    mail_write_address_code(*state, &address, &m);
    assert_str(m.subject, "Your code for the account 123456789012");
    assert_true(gh_str_find_str(m.text, GH_S("\n\n    ABC234\n\n")) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(writes_a_simple_message), arena_test(writes_names),        arena_test(encodes_subjects),
        arena_test(encodes_bodies),          arena_test(writes_alternatives), arena_test(refuses_injection),
        arena_test(knows_addresses),         arena_test(writes_invitations),  arena_test(writes_resets_and_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
