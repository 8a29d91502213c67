/* Escaping holds for hostile input in every field of every page, and no page holds what the browser is told to refuse.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base.h"
#include "page_fields.h"
#include "signin/page_out.h"
#include "signin/pages.h"

#define PLAIN GH_S("plain")
#define MARK "m4rk"
static const struct gh_str hostile = GH_S_INIT(MARK "\"><script>alert(1)</script>'`&amp;{{x}}\x01\xFF</title><!--");

/* How a page is filled: the @nth text (counted over the whole page, lists included) gets @text, the others PLAIN. */
struct fill {
    struct gh_arena *arena;
    struct gh_str text;
    size_t nth, seen;
    const char *name; /* of the nth field, once found */
    bool flags;
    size_t items;
};

static void fill(struct fill *f, const struct page_field *fields, char *page) {
    for (; fields->name; fields++) {
        void *at = page + fields->offset;
        if (fields->kind == PAGE_TEXT) {
            bool here = f->seen++ == f->nth;
            *(struct gh_str *)at = here ? f->text : PLAIN;
            if (here) f->name = fields->name;
        } else if (fields->kind == PAGE_FLAG) {
            *(bool *)at = f->flags;
        } else if (fields->kind == PAGE_NUMBER) {
            *(int64_t *)at = f->flags ? 7 : 0;
        } else {
            char *items = gh_arena_calloc(f->arena, f->items, fields->item_size);
            for (size_t i = 0; i < f->items; i++) fill(f, fields->item, items + i * fields->item_size);
            *(void **)at = items;
            *(size_t *)(page + fields->count_offset) = f->items;
        }
    }
}

static struct gh_str render(struct fill *f, const struct page_shape *shape) {
    char *page = gh_arena_alloc(f->arena, shape->size);
    f->seen = 0;
    f->name = NULL;
    fill(f, shape->fields, page);
    struct gh_buf b;
    gh_buf_init(&b, f->arena, PAGE_MAX_BYTES);
    shape->render(&b, page);
    assert_true(gh_buf_ok(&b));
    return gh_buf_str(&b);
}

static size_t count(struct gh_str s, const char *needle) {
    size_t n = 0;
    struct gh_str what = gh_str_c(needle);
    for (ptrdiff_t at; (at = gh_str_find_str(s, what)) >= 0; n++) s = gh_str_slice(s, (size_t)at + what.n, s.n);
    return n;
}

/* The markup of @got must be that of @expected, whatever stands between. */
static void assert_same_markup(struct gh_str expected, struct gh_str got, const char *page, const char *field) {
    static const char *const marks[] = {"<", ">", "\"", "'"};
    for (size_t i = 0; i < GH_COUNT(marks); i++) {
        if (count(expected, marks[i]) != count(got, marks[i]))
            fail_msg("%s: %s lets %s through", page, field, marks[i]);
    }
    if (count(got, "\x01") || !gh_str_is_utf8(got)) fail_msg("%s: %s is not cleaned", page, field);
}

/* Renders @shape with the hostile text in one field after the other; counts in @shown where each became visible. */
static void try_fields(struct gh_arena *a, const struct page_shape *shape, bool flags, size_t items, unsigned *shown) {
    struct fill f = {.arena = a, .text = PLAIN, .nth = SIZE_MAX, .flags = flags, .items = items};
    struct gh_str plain = render(&f, shape);
    size_t texts = f.seen;
    f.text = hostile;
    for (f.nth = 0; f.nth < texts; f.nth++) {
        struct gh_str got = render(&f, shape);
        assert_non_null(f.name);
        assert_same_markup(plain, got, shape->name, f.name);
        if (items) shown[f.nth] += count(got, MARK) > 0;
    }
}

static void test_hostile_input_in_every_field(void **state) {
    (void)state;
    size_t pages = 0;
    for (const struct page_shape *shape = page_shapes; shape->name; shape++, pages++) {
        GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
        unsigned shown[64] = {0};
        for (int flags = 0; flags <= 1; flags++) {
            try_fields(a, shape, flags, 0, shown);
            try_fields(a, shape, flags, 2, shown);
        }
        struct fill f = {.arena = a, .text = PLAIN, .nth = SIZE_MAX, .flags = true, .items = 2};
        render(&f, shape);
        assert_true(f.seen < GH_COUNT(shown));
        for (size_t i = 0; i < f.seen; i++) {
            f.nth = i;
            render(&f, shape);
            if (!shown[i]) fail_msg("%s: %s was never printed, so nothing was tested", shape->name, f.name);
        }
    }
    assert_int_equal(pages, 18);
}

static void test_pages_hold_to_their_policy(void **state) {
    (void)state;
    static const char *const refused[] = {"<script", "<style", " style=", "javascript:", "http:", "https:", "<base"};
    for (const struct page_shape *shape = page_shapes; shape->name; shape++) {
        GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
        struct fill f = {.arena = a, .text = PLAIN, .nth = SIZE_MAX, .flags = true, .items = 2};
        struct gh_str page = render(&f, shape);
        for (size_t i = 0; i < GH_COUNT(refused); i++) {
            if (count(page, refused[i])) fail_msg("%s holds %s", shape->name, refused[i]);
        }
        assert_int_equal(count(page, "method=\"post\""), count(page, "name=\"csrf\" value=\"plain\""));
        assert_int_equal(count(page, "<h1"), count(page, "</h1>"));
        assert_int_equal(count(page, "<main "), 1);
        assert_int_equal(count(page, "<html lang=\"en\">"), 1);
        assert_int_equal(count(page, "<meta name=\"region\" content=\"plain\"/>"), 1);
    }
}

static void check_out(void (*add)(struct gh_buf *, struct gh_str), struct gh_str in, const char *expected) {
    GH_CLEANUP(gh_arena_freep) struct gh_arena *a = gh_arena_new(0);
    struct gh_buf b;
    gh_buf_init(&b, a, 1000);
    add(&b, in);
    assert_string_equal(gh_cstr(a, gh_buf_str(&b)), expected);
}

static void test_text(void **state) {
    (void)state;
    check_out(page_add_text, GH_S_NONE, "");
    check_out(page_add_text, GH_S("plain text, 100% \t\n"), "plain text, 100% \t\n");
    check_out(page_add_text, GH_S("<a href=\"x\" id='y'>&amp;</a>"),
              "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    check_out(page_add_text, GH_S("caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x98\x80"),
              "caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x98\x80");
    check_out(page_add_text, GH_S("a\0b\x1F\x7F\r"),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    /* a lead byte must not swallow the quote after it; a sequence cut short; an overlong "<"; a surrogate */
    check_out(page_add_text, GH_S("\xC3\""), "\xEF\xBF\xBD&quot;");
    check_out(page_add_text, GH_S("\xF0\x9F\x98"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    check_out(page_add_text, GH_S("\xC0\xBC"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    check_out(page_add_text, GH_S("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void test_url(void **state) {
    (void)state;
    check_out(page_add_url, GH_S_NONE, "");
    check_out(page_add_url, GH_S("AZaz09-._~"), "AZaz09-._~");
    check_out(page_add_url, GH_S("/../?a=1&b#c %"), "%2f..%2f%3fa%3d1%26b%23c%20%25");
    check_out(page_add_url, GH_S("\"'<>\n\0\xC3\xA9"), "%22%27%3c%3e%0a%00%c3%a9");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_input_in_every_field),
        cmocka_unit_test(test_pages_hold_to_their_policy),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
