/* Tests of the JSON writer: what it writes reads back as the same value. */
#include "unit.h"

#include "codec/json.h"

static struct gh_str written(struct gh_arena *a, struct gh_str s) {
    struct gh_buf b;
    gh_buf_init(&b, a, 1 << 20);
    json_write_string(&b, s);
    assert_true(gh_buf_ok(&b));
    return gh_buf_str(&b);
}

static void escapes_strings(void **state) {
    assert_str(written(*state, GH_S("")), "\"\"");
    assert_str(written(*state, GH_S_NONE), "\"\"");
    assert_str(written(*state, GH_S("a\"b\\c\n\r\t\x01\x1f/")), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u001f/\"");
    assert_str(written(*state, gh_str_n("\0", 1)), "\"\\u0000\"");
    assert_str(written(*state, GH_S("\xc3\xa9\xf0\x9f\x98\x80")), "\"\xc3\xa9\xf0\x9f\x98\x80\"");
}

static void repairs_ill_formed_utf8(void **state) {
    assert_str(written(*state, GH_S("a\xff"
                                    "b")),
               "\"a\xef\xbf\xbd"
               "b\"");
    assert_str(written(*state, GH_S("\xc3\xa9\xc3")), "\"\xc3\xa9\xef\xbf\xbd\"");
    assert_str(written(*state, GH_S("\xe2\x82\"")), "\"\xef\xbf\xbd\xef\xbf\xbd\\\"\"");
}

/* Each single byte and each pair, in text long enough to pass through the eight-byte steps. */
static void strings_survive_a_round_trip(void **state) {
    struct gh_arena *a = *state;
    for (unsigned c = 0; c < 0x80; c++) {
        char text[20] = "abcdefghijklmnopqrs";
        text[c % 19] = (char)c;
        struct gh_str s = gh_str_n(text, 19);
        const struct json *n;
        struct json_limits limits = {.allow_nul = true};
        assert_int_equal(json_parse(a, written(a, s), &limits, &n, NULL), 0);
        assert_true(gh_str_eq(n->text, s));
    }
}

static void trees_survive_a_round_trip(void **state) {
    struct gh_str text =
        GH_S("{\"a\":[1,-2.50e3,true,false,null,{}],\"b\":{\"c\":[],\"\\u0001\":\"\\\"x\"},\"\":[[]]}");
    const struct json *n;
    assert_int_equal(json_parse(*state, text, NULL, &n, NULL), 0);
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 20);
    json_encode(&b, n);
    assert_true(gh_str_eq(gh_buf_str(&b), text));
}

static void the_writer_places_commas(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 1 << 20);
    struct json_writer w;
    json_writer_init(&w, &b);
    json_object_begin(&w);
    json_field(&w, GH_S("absent"), GH_S_NONE);
    json_field(&w, GH_S("empty"), GH_S(""));
    json_key(&w, GH_S("list"));
    json_array_begin(&w);
    json_put_i64(&w, INT64_MIN);
    json_put_bool(&w, true);
    json_put_null(&w);
    json_put_string(&w, GH_S_NONE);
    json_array_begin(&w);
    json_array_end(&w);
    json_object_begin(&w);
    json_object_end(&w);
    json_put_raw(&w, GH_S("[7]"));
    json_array_end(&w);
    json_field(&w, GH_S("q\""), GH_S("v"));
    json_object_end(&w);
    assert_str(gh_buf_str(&b),
               "{\"empty\":\"\",\"list\":[-9223372036854775808,true,null,null,[],{},[7]],\"q\\\"\":\"v\"}");
}

static void a_full_buffer_stays_bad(void **state) {
    struct gh_buf b;
    gh_buf_init(&b, *state, 8);
    json_write_string(&b, GH_S("0123456789"));
    assert_false(gh_buf_ok(&b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        arena_test(escapes_strings),
        arena_test(repairs_ill_formed_utf8),
        arena_test(strings_survive_a_round_trip),
        arena_test(trees_survive_a_round_trip),
        arena_test(the_writer_places_commas),
        arena_test(a_full_buffer_stays_bad),
    };
    return cmocka_run_group_tests_name("codec/json_write", tests, NULL, NULL);
}
