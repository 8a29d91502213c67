/* Tests of the XML writer. */
#include "unit.h"

#include "codec/xml.h"

static struct gh_str text(struct gh_arena *a, struct gh_str s) {
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 16);
    xml_text(&b, s);
    return gh_buf_str(&b);
}

static void escapes(void **state) {
    struct gh_arena *a = *state;
    assert_str(text(a, GH_S("")), "");
    assert_str(text(a, GH_S_NONE), "");
    assert_str(text(a, GH_S("plain")), "plain");
    for (size_t at = 0; at < 11; at++) {
        char plain[] = "plain text.";
        plain[at] = '<';
        struct gh_str want = gh_fmt(a, "%.*s&lt;%s", (int)at, plain, plain + at + 1);
        assert_true(gh_str_eq(text(a, gh_str_c(plain)), want));
    }
    assert_str(text(a, GH_S("<a href=\"x\">&amp;'</a>")), "&lt;a href=&quot;x&quot;&gt;&amp;amp;'&lt;/a&gt;");
    assert_str(text(a, GH_S("a\r\n\tb")), "a&#xD;&#xA;&#x9;b");
    assert_str(text(a, GH_S("]]>")), "]]&gt;");
    assert_str(text(a, GH_S("x\xc3\xa9\xf0\x9f\x98\x80y")), "x\xc3\xa9\xf0\x9f\x98\x80y");
}

static void replaces_what_xml_cannot_hold(void **state) {
    struct gh_arena *a = *state;
    assert_str(text(a, gh_str_n("a\0b", 3)), "a\xef\xbf\xbd"
                                             "b");
    assert_str(text(a, GH_S("\x0b\x1f")), "\xef\xbf\xbd\xef\xbf\xbd");
    assert_str(text(a, GH_S("\xef\xbf\xbf")), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_str(text(a, GH_S("\xef\xbf\xbc")), "\xef\xbf\xbc");
    assert_str(text(a, GH_S("\xc3<")), "\xef\xbf\xbd&lt;");
    assert_str(text(a, GH_S("\xff\xc3\xa9")), "\xef\xbf\xbd\xc3\xa9");
    assert_str(text(a, GH_S("\xed\xa0\x80")), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void elements(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 16);
    xml_begin_with(&b, GH_S("R"), GH_S("xmlns"), GH_S("https://x/?a&b"));
    xml_element(&b, GH_S("A"), GH_S("1<2"));
    xml_element(&b, GH_S("Absent"), GH_S_NONE);
    xml_element(&b, GH_S("Empty"), GH_S(""));
    xml_begin(&b, GH_S("L"));
    xml_end(&b, GH_S("L"));
    xml_end(&b, GH_S("R"));
    assert_str(gh_buf_str(&b), "<R xmlns=\"https://x/?a&amp;b\"><A>1&lt;2</A><Empty></Empty><L></L></R>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(escapes),
        arena_test(replaces_what_xml_cannot_hold),
        arena_test(elements),
    };
    return cmocka_run_group_tests_name("codec/xml", tests, NULL, NULL);
}
